"""Gates over tables and over what earlier steps decided."""

from __future__ import annotations

from collections.abc import Iterator

from clerk_app.errors import Refusal
from clerk_app.model import Carried, Field, Gathered, Listed, Record, Step, SumOf, Unique

from .flow import Flow
from .situation import Situation


def judge_sum_of(gate: SumOf, at: Situation) -> Iterator[Refusal]:
    """The total is what the rows add up to."""
    rows = at.rows(gate.table)
    reckoned = sum(
        int(row.get(gate.column) or 0) * (int(row.get(gate.times) or 0) if gate.times else 1) for row in rows
    )
    stated = at.number(gate.total)
    if stated != reckoned:
        yield at.refuse(gate, "sum-differs", stated=stated, reckoned=reckoned)


def judge_unique(gate: Unique, at: Situation) -> Iterator[Refusal]:
    """Nobody and nothing stands there twice, neither in this run nor in an earlier one."""
    alike = [
        run for run in at.matter.runs_of(at.step.id) if _key(run.fields, gate.fields) == _key(at.fields, gate.fields)
    ]
    seen = {_key(row, gate.columns) for run in alike for row in run.fields.get(gate.table, [])}
    for number, row in enumerate(at.rows(gate.table), start=1):
        key = _key(row, gate.columns)
        if key in seen:
            yield at.refuse(gate, "row-twice", row=number, table=_label(at.step, gate.table))
        seen.add(key)


def judge_listed(gate: Listed, at: Situation) -> Iterator[Refusal]:
    """Every row is backed by a row of the earlier list."""
    run = at.earlier(gate.step)
    known = {_key(row, gate.columns) for row in (run.fields.get(gate.source, []) if run else [])}
    for number, row in enumerate(at.rows(gate.table), start=1):
        if _key(row, gate.columns) not in known:
            yield at.refuse(
                gate, "row-not-listed", row=number, table=_label(at.step, gate.table), source=_name(at, gate.step)
            )


def gathered(gate: Gathered, at: Situation) -> list[Record]:
    """The rows that belong into the gate's table at this step: by day, then type and number."""
    kinds = {str(row.get(gate.columns[0], "")).split(" ")[0] for row in at.rows(gate.among)}
    began = at.earlier(gate.since)
    before = (row for run in at.matter.runs_of(at.step.id) for row in run.fields.get(gate.table, []))
    listed = {_key(row, gate.columns) for row in before}
    found = (
        (known.on, known.type, known.number)
        for known in at.context.closed
        if known.type in kinds and began is not None and began.on <= known.on <= at.on
    )
    rows = (dict(zip(gate.columns, (kind, number, on), strict=True)) for on, kind, number in sorted(found))
    return [row for row in rows if _key(row, gate.columns) not in listed]


def gathered_fields(flow: Flow, step: Step, on: str) -> dict[str, list[Record]]:
    """The tables of a step that the program fills itself, as of a day: field id to rows."""
    at = Situation(
        catalogue=flow.catalogue,
        matter=flow.matter,
        context=flow.context,
        step=step,
        visit=flow.visit(step),
        on=on,
        fields={},
        files=(),
        late_reason="",
        digest="",
    )
    return {gate.table: gathered(gate, at) for gate in step.gates if isinstance(gate, Gathered)}


def judge_gathered(gate: Gathered, at: Situation) -> Iterator[Refusal]:
    """The table is what the program gathers, no row more and none less."""
    wanted, given = gathered(gate, at), at.rows(gate.table)
    if [_key(row, gate.columns) for row in given] != [_key(row, gate.columns) for row in wanted]:
        yield at.refuse(gate, "not-as-gathered", table=_label(at.step, gate.table), have=len(given), need=len(wanted))


def judge_carried(gate: Carried, at: Situation) -> Iterator[Refusal]:
    """What was decided there is what is done here."""
    run = at.earlier(gate.step)
    if run is not None and run.fields.get(gate.source) != at.fields.get(gate.field):
        yield at.refuse(gate, "value-differs", field=_label(at.step, gate.field), source=_name(at, gate.step))


def _key(row: Record, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(value.strip() if isinstance(value := row.get(column, ""), str) else value for column in columns)


def _label(step: Step, field_id: str) -> str:
    fields: dict[str, Field] = {field.id: field for field in step.fields}
    return fields[field_id].label if field_id in fields else field_id


def _name(at: Situation, step_id: str) -> str:
    step = at.flow.type.step(step_id)
    return step.name if step is not None else step_id
