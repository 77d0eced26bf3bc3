"""The content of a step against its form: everything required is there, and each value is of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clerk_app import days
from clerk_app.errors import Refusal, UsageError
from clerk_app.model import Field, FieldKind

from .situation import Situation

MOST_ROWS = 500
"""Rows that one table may have."""

_LONGEST = {FieldKind.TEXT: 200, FieldKind.NOTE: 4000}


def judge_fields(at: Situation) -> Iterator[Refusal]:
    """What is missing from the form, what is not of its kind, and what the form does not know."""
    for refusals in judge_each(at).values():
        yield from refusals


def judge_given(at: Situation) -> Iterator[Refusal]:
    """The same of a form that is filled in part: what was left out may still come."""
    left_out = {field.id for field in at.step.fields if at.fields.get(field.id) in (None, "", [])}
    for name, refusals in judge_each(at).items():
        if name not in left_out:
            yield from refusals


def judge_each(at: Situation) -> dict[str, tuple[Refusal, ...]]:
    """The same by the id of the field in the form: only the faulty ones, those that the form does not know first."""
    unknown = sorted(set(at.fields) - {field.id for field in at.step.fields})
    judged: dict[str, tuple[Refusal, ...]]
    judged = {name: (at.refuse(None, "field-unknown", field=name, row=0),) for name in unknown}
    judged |= {field.id: tuple(_field(at, field)) for field in at.step.fields}
    return {name: refusals for name, refusals in judged.items() if refusals}


def _field(at: Situation, field: Field) -> Iterator[Refusal]:
    value = at.fields.get(field.id)
    yield from _value(at, field, value, 0)
    if field.kind is FieldKind.TABLE and isinstance(value, list) and _is_of_kind(at, field, value):
        for number, row in enumerate(value, start=1):
            yield from _unknown(at, row, field.columns, number)
            for column in field.columns:
                yield from _value(at, column, row.get(column.id), number)


def _unknown(at: Situation, record: Mapping[str, Any], fields: tuple[Field, ...], row: int) -> Iterator[Refusal]:
    for name in sorted(set(record) - {field.id for field in fields}):
        yield at.refuse(None, "field-unknown", field=name, row=row)


def _value(at: Situation, field: Field, value: Any, row: int) -> Iterator[Refusal]:
    if value is None or value == "" or value == []:
        if field.required and row:
            yield at.refuse(None, "field-missing-in-row", field=field.label, row=row)
        elif field.required:
            yield at.refuse(None, "field-missing", field=field.label)
    elif not _is_of_kind(at, field, value):
        yield at.refuse(None, "field-malformed", field=field.label, row=row)
    elif field.kind in _LONGEST and len(value) > _LONGEST[field.kind]:
        code = "field-too-long-in-row" if row else "field-too-long"
        yield at.refuse(None, code, field=field.label, row=row, have=len(value), most=_LONGEST[field.kind])


def _is_of_kind(at: Situation, field: Field, value: Any) -> bool:
    if field.kind in (FieldKind.MONEY, FieldKind.NUMBER):
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53
    if field.kind is FieldKind.YES:
        return isinstance(value, bool)
    if field.kind is FieldKind.TABLE:
        return isinstance(value, list) and len(value) <= MOST_ROWS and all(isinstance(row, dict) for row in value)
    return isinstance(value, str) and _is_text_of_kind(at, field, value)


def _is_text_of_kind(at: Situation, field: Field, value: str) -> bool:
    if field.kind is FieldKind.DATE:
        return is_day(value)
    if field.kind is FieldKind.CHOICE:
        return value in field.choices
    if field.kind is FieldKind.PERSON:
        return at.person(value) is not None
    return True


def is_day(text: str) -> bool:
    """True for a legal day as it is written, ``YYYY-MM-DD``."""
    try:
        days.parse(text)
    except UsageError:
        return False
    return True
