"""What was entered before, offered again so that nobody types it twice.

It is read off this office's own matters and kept nowhere else.

Sensitive fields (personal-information law art. 28) are never offered. What may be said of a person only masked is
offered to complete a name, and as a last value only within the same matter. Days are never offered: they are new each
time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from clerk_app.model import Field, FieldKind, Matter, MatterType, Privacy, Record, Registered, Run, Step

from .form_views import Remembered
from .office import Office
from .record import matter_of, step_of

MOST_MATTERS = 40
"""Matters of the type that are looked through, the newest first."""

MOST_OFFERED = 30
"""Values offered for one field."""

_NAMES = ("人", "姓名", "员", "代表")
"""A line whose label ends so holds a person's name."""


def remembered(office: Office, matter_id: str, step_id: str) -> Remembered:
    """Everything that can be offered while a step is filled in."""
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    runs = list(_runs(office, matter.type, step_id, matter))
    offered = {name: _offered(office, step, field, name, runs) for name, field in _lines(step)}
    source = next(((known, run) for known, run in runs), None)
    if source is None:
        return Remembered({name: values for name, values in offered.items() if values}, {}, "", "")
    known, run = source
    last = _last_values(step, run, within=known.id == matter_id)
    return Remembered({name: values for name, values in offered.items() if values}, last, run.on, known.title)


def suggestions(office: Office, type_id: str, step_id: str, field_id: str) -> tuple[str, ...]:
    """What was entered before into one field (or ``table.column``), the newest first; names of people and registers."""
    kind = _current_type(office, type_id)
    step = kind.step(step_id) if kind is not None else None
    field = dict(_lines(step)).get(field_id) if step is not None else None
    if step is None or field is None:
        return ()
    return _offered(office, step, field, field_id, list(_runs(office, type_id, step_id, None)))


def _current_type(office: Office, type_id: str) -> MatterType | None:
    return office.catalogues[office.realm.context.catalogue].types.get(type_id)


def _lines(step: Step) -> Iterator[tuple[str, Field]]:
    """The lines of text of a form that may be completed, by their names; columns of tables as ``table.column``."""
    for field in step.fields:
        if field.privacy is Privacy.SENSITIVE:
            continue
        if field.kind is FieldKind.TEXT:
            yield field.id, field
        for column in field.columns:
            if column.kind is FieldKind.TEXT and column.privacy is not Privacy.SENSITIVE:
                yield f"{field.id}.{column.id}", column


def _runs(office: Office, type_id: str, step_id: str, own: Matter | None) -> Iterator[tuple[Matter, Run]]:
    """The runs of a step, those of the matter at hand first, then of other matters of the type, the newest first."""
    rows = office.store.shelf.matters(office=office.card.code, type_id=type_id, limit=MOST_MATTERS)
    others = (office.matter(row.id) for row in rows if own is None or row.id != own.id)
    for matter in chain((own,), others):
        if matter is not None:
            yield from ((matter, run) for run in reversed(matter.runs_of(step_id)))


def _offered(
    office: Office, step: Step, field: Field, name: str, runs: Iterable[tuple[Matter, Run]]
) -> tuple[str, ...]:
    entered = (text for _matter, run in runs for text in _texts(run.fields, name))
    names = chain(entered, _registered(office, step, name), _people(office, field))
    return tuple(dict.fromkeys(names))[:MOST_OFFERED]


def _texts(fields: Record, name: str) -> Iterator[str]:
    """The texts that a form holds under a name."""
    head, _, column = name.partition(".")
    found = fields.get(head)
    values = [row.get(column) for row in found] if column and isinstance(found, list) else [found]
    yield from (value for value in values if isinstance(value, str) and value)


def _registered(office: Office, step: Step, name: str) -> Iterator[str]:
    """The names of the register that a condition of the step asks for in this field."""
    for gate in step.gates:
        if isinstance(gate, Registered) and gate.field == name:
            known = office.realm.context.registers.get(gate.register.value, {})
            yield from sorted(registrant.name for registrant in known.values() if registrant.active)


def _people(office: Office, field: Field) -> Iterator[str]:
    """Everyone on the list, for a line that holds a person's name."""
    if field.label.endswith(_NAMES):
        yield from sorted(person.name for person in office.realm.context.people.values() if person.active)


def _last_values(step: Step, run: Run, *, within: bool) -> dict[str, Any]:
    """What a run was done with, as far as it may be offered: `within` the same matter more of it."""
    kept = ((field, run.fields.get(field.id)) for field in step.fields if _offerable(field, within))
    values = {field.id: _rows(field, value, within) for field, value in kept if value not in (None, "")}
    return {name: value for name, value in values.items() if value != []}


def _offerable(field: Field, within: bool) -> bool:
    hidden = (Privacy.SENSITIVE,) if within else (Privacy.SENSITIVE, Privacy.MASKED)
    return field.kind is not FieldKind.DATE and field.privacy not in hidden


def _rows(field: Field, value: Any, within: bool) -> Any:
    if field.kind is not FieldKind.TABLE or not isinstance(value, list):
        return value
    names = {column.id for column in field.columns if _offerable(column, within)}
    rows = [{name: cell for name, cell in row.items() if name in names} for row in value]
    return [row for row in rows if row]
