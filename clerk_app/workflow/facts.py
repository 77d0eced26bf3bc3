"""The facts of a matter: what its steps say that early warnings look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clerk_app import days
from clerk_app.model import Fact, FactKind, Publicity, Run, Step

from .flow import Flow
from .judges import applies
from .situation import EmptyParameterError, Situation
from .timing import takedown_day


def facts_of(flow: Flow) -> Iterator[Fact]:
    """Every fact of a matter, run by run."""
    for run in flow.matter.runs:
        step = flow.type.step(run.step)
        if step is None:
            continue
        for kind, place in {**_registered(step), **(step.facts or {})}.items():
            for row, value in _values(run, place):
                yield _fact(flow, run, kind, row, value)
        if step.publicity:
            yield from _short(flow, step, run)


def _registered(step: Step) -> Mapping[str, str]:
    """What a step commits is a fact too."""
    return dict(step.register or {})


def _values(run: Run, place: str) -> Iterator[tuple[int, str | int]]:
    """The value of a field, or of a column row by row; what is empty is no fact."""
    name, _, column = place.partition(".")
    found: Any = run.fields.get(name)
    rows = enumerate(found, start=1) if isinstance(found, list) else [(0, {column: found})]
    for number, row in rows:
        value = row.get(column)
        if isinstance(value, str | int) and value != "":
            yield number, value


def _fact(flow: Flow, run: Run, kind: str, row: int, value: str | int) -> Fact:
    text, number = (value, 0) if isinstance(value, str) else ("", int(value))
    matter = flow.matter
    return Fact(matter.id, matter.type, run.step, run.visit, run.entry, run.on, kind, row, text, number)


def _short(flow: Flow, step: Step, run: Run) -> Iterator[Fact]:
    """How many days too early a notice came down."""
    notice = flow.notice(step, run.visit)
    if notice is None:
        return
    at = Situation(
        catalogue=flow.catalogue,
        matter=flow.matter,
        context=flow.context,
        step=step,
        visit=run.visit,
        on=run.on,
        fields=run.fields,
        files=run.files,
        late_reason=run.late_reason,
        digest="",
    )
    gates = [gate for gate in step.gates if isinstance(gate, Publicity) and applies(gate, flow.matter)]
    try:
        earliest = max((takedown_day(gate, at, notice.on) for gate in gates), default=days.parse(run.on))
    except EmptyParameterError:
        return
    missing = (earliest - days.parse(run.on)).days
    if missing > 0:
        matter = flow.matter
        yield Fact(
            matter.id, matter.type, run.step, run.visit, run.entry, run.on, FactKind.SHORT.value, 0, notice.on, missing
        )
