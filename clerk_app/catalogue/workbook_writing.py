"""A release as a workbook (XLSX) for officials.

Texts are written as texts, whatever they begin with, so that no spreadsheet program takes one for a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from clerk_app.model import Catalogue, Tag

from . import sheets
from .cells import NO, YES, to_cell
from .gates import ATTRIBUTES
from .release import to_record
from .sentences import Phrasing
from .sheets import SHEETS, Column, Sheet
from .terms import gate_term, word

_WIDEST, _NARROWEST = 48, 8
_LONGEST_MENU = 255
"""Characters that a drop-down list may have in the file format."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a reader would take for the escape of a character (ECMA-376 part 1, 22.9.2.19)."""

Row = Mapping[str, Any]


def to_workbook(catalogue: Catalogue) -> bytes:
    """The workbook of a release; `workbook_reading.from_workbook` gives the same release back."""
    from openpyxl import Workbook  # slow to load, and only authors need it

    book = Workbook()
    book.remove(book.active)
    rows = _rows(catalogue)
    for title, sheet in SHEETS.items():
        _fill(book.create_sheet(title), sheet, rows[title])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(catalogue: Catalogue) -> dict[str, list[Row]]:
    """The rows of every sheet."""
    record = to_record(catalogue)
    rows: dict[str, list[Row]] = {title: [] for title in SHEETS}
    rows[sheets.RELEASE].append(record)
    rows[sheets.TYPES] += record["types"]
    rows[sheets.PARAMETERS] += record["parameters"]
    rows[sheets.ROLES] += record["roles"]
    for kind in record["types"]:
        for step in kind["steps"]:
            rows[sheets.STEPS].append({**step, sheets.TYPE: kind["id"]})
            for title, row in _of_step(catalogue, kind["id"], step):
                rows[title].append(row)
    days = [(day, sheets.OFF) for day in record["holidays"]] + [(day, sheets.ON) for day in record["workdays"]]
    rows[sheets.DAYS] += [{"day": day, "kind": kind} for day, kind in sorted(days)]
    return rows


def _of_step(catalogue: Catalogue, type_id: str, step: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """What a step has on the other sheets."""
    place = {sheets.TYPE: type_id, sheets.STEP: step["id"]}
    for field in step.get("fields", ()):
        yield sheets.FIELDS, {**field, **place}
        for column in field.get("columns", ()):
            yield sheets.FIELDS, {**column, **place, sheets.TABLE: field["id"]}
    for title, key in ((sheets.MATERIALS, "materials"), (sheets.SIGNOFFS, "signoffs")):
        yield from ((title, {**each, **place}) for each in step.get(key, ()))
    kind = catalogue.types[type_id]
    found = kind.step(step["id"])
    assert found is not None
    words = Phrasing(catalogue, kind, found)
    for gate, record in zip(found.gates, step.get("gates", ()), strict=True):
        yield (
            sheets.GATES,
            {**record, **place, sheets.GATE: gate_term(record["gate"]), sheets.MEANING: words.gate(gate)},
        )


def _value(column: Column, row: Row) -> str | int | None:
    """What stands in one cell."""
    value = row.get(column.key)
    if column.type is None:
        return to_cell(value, {a.name: a.type for a in ATTRIBUTES[row["gate"]]}.get(column.key))
    if column.key == "required":
        value = value is not False
    return to_cell(value, column.type)


def _fill(page: Any, sheet: Sheet, rows: list[Row]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head, aside = PatternFill("solid", fgColor="DCE6F1"), PatternFill("solid", fgColor="EEEEEE")
    wrapped = Alignment(wrap_text=True, vertical="top")
    widths = [_width(column.header) for column in sheet.columns]
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(1, number, column.header)
        cell.font, cell.fill, cell.alignment = Font(bold=True), aside if column.aside else head, wrapped
    for line, row in enumerate(rows, 2):
        for number, column in enumerate(sheet.columns, 1):
            value = _value(column, row)
            if value is None:
                continue
            cell = page.cell(line, number)
            _put(cell, value)
            cell.alignment = wrapped
            if column.aside:
                cell.fill = aside
            widths[number - 1] = max(widths[number - 1], *map(_width, str(value).split("\n")))
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = min(max(width, _NARROWEST), _WIDEST)
    page.freeze_panes = page.cell(2, 1 + _fixed(sheet))
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(rows) + 1}"
    for number, column in enumerate(sheet.columns, 1):
        _menu(page, get_column_letter(number), column)


def _put(cell: Any, value: str | int) -> None:
    """A number as a number; a text as a text in a cell of texts, never as a formula."""
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = _ESCAPE.sub("_x005F_", value)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def _width(text: str) -> int:
    """Columns are measured in digits; a Chinese character is as wide as two."""
    return 2 + sum(2 if sign > "⺀" else 1 for sign in text)


def _fixed(sheet: Sheet) -> int:
    """The columns that stay in sight: those that say where a row belongs, and its own name."""
    return 1 + sum(column.key in (sheets.TYPE, sheets.STEP, sheets.TABLE) for column in sheet.columns)


def _menu(page: Any, letter: str, column: Column) -> None:
    """What may be chosen in a column, offered as a list."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = _choices(column)
    listed = ",".join(words)
    if words and len(listed) <= _LONGEST_MENU:
        menu = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        page.add_data_validation(menu)
        menu.add(f"{letter}2:{letter}20000")


def _choices(column: Column) -> tuple[str, ...]:
    if column.type is bool:
        return (YES, NO)
    if column.key == sheets.GATE:
        return tuple(map(gate_term, ATTRIBUTES))
    if column in SHEETS[sheets.DAYS].columns[1:]:
        return (sheets.OFF, sheets.ON)
    if isinstance(column.type, type) and issubclass(column.type, StrEnum):
        return tuple(member.value if column.type is Tag else word(member.value) for member in column.type)
    return ()
