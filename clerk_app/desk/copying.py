"""What was entered, ready to be pasted into another platform's form: entered once, never twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clerk_app.model import Field, FieldKind

from .step_views import StepView

_FORMULA = ("=", "+", "-", "@")
"""A cell that begins so would be run by a spreadsheet; a quotation mark before it keeps it a text."""


def plain_value(field: Field, value: Any, names: Mapping[str, str]) -> str:
    """One value as another form wants it: ``48600.00``, ``2026-11-23``, a person's name; rows of a table by tabs.

    `names` are the people's names by their ids.
    """
    if value in (None, ""):
        return ""
    if field.kind is FieldKind.TABLE:
        return "\n".join("\t".join(cells) for cells in _cells(field, value, names))
    return _line(field, value, names)


def _line(field: Field, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    if field.kind is FieldKind.PERSON:
        return names.get(str(value), str(value))
    return str(value)


def _cells(field: Field, rows: Any, names: Mapping[str, str]) -> Iterator[list[str]]:
    for row in rows if isinstance(rows, list) else []:
        yield [_line(column, row[column.id], names) if column.id in row else "" for column in field.columns]


def as_lines(view: StepView, names: Mapping[str, str]) -> str:
    """A step as lines of text: a label and what belongs to it; a table's rows stand under its label."""
    said = [f"{view.name}　{view.on}"]
    for field in view.form:
        text = plain_value(field, view.fields.get(field.id), names)
        if text:
            said.append(f"{field.label}：\n{text}" if "\n" in text or "\t" in text else f"{field.label}：{text}")
    return "\n".join(said)


def as_sheet(view: StepView, names: Mapping[str, str]) -> str:
    """A step as cells for a spreadsheet: label and value by tabs, a table with a head of its own under its label."""
    lines = [[view.name, view.on]]
    for field in view.form:
        value = view.fields.get(field.id)
        if value in (None, ""):
            continue
        if field.kind is FieldKind.TABLE:
            lines += [[field.label], [column.label for column in field.columns], *_cells(field, value, names)]
        else:
            lines.append([field.label, _line(field, value, names)])
    return "\n".join("\t".join(map(_cell, line)) for line in lines)


def _cell(text: str) -> str:
    """A text that a spreadsheet takes as one cell, and never as a formula."""
    guarded = f"'{text}" if text.startswith(_FORMULA) else text
    return f'"{guarded.replace(chr(34), chr(34) * 2)}"' if set(guarded) & set('\t\n"') else guarded
