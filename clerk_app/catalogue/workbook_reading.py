"""A workbook that officials wrote, back to a release; every fault is named by sheet, row and column."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clerk_app.errors import IntegrityError
from clerk_app.model import GATES, Catalogue

from . import sheets
from .cells import CellError, from_cell
from .gates import ATTRIBUTES
from .lint import lint
from .release import FORMAT, build
from .sheets import SHEETS, Column, Sheet
from .terms import gate_term
from .workbook_guard import guard


@dataclass(frozen=True, slots=True)
class SheetFault:
    """Something wrong in a workbook: the sheet, the row as counted there (1 is the header), the column's header."""

    sheet: str
    row: int
    column: str
    wanted: str


def from_workbook(raw: bytes) -> tuple[Catalogue, tuple[SheetFault, ...]]:
    """The release that a workbook holds, and all that the lint finds in it.

    `IntegrityError`: "workbook-…" for a file that is none, "sheet-malformed" at the first cell that has no meaning.
    """
    guard(raw)
    reading = _Reading(_pages(raw))
    try:
        catalogue = build(reading.record())
    except IntegrityError as error:
        if error.code != "catalogue-malformed":
            raise
        raise _malformed(reading.fault(str(error.details["path"]), str(error.details["wanted"]))) from error
    return catalogue, tuple(reading.fault(fault.path, fault.wanted) for fault in lint(catalogue))


def _malformed(fault: SheetFault) -> IntegrityError:
    return IntegrityError("sheet-malformed", sheet=fault.sheet, row=fault.row, column=fault.column, wanted=fault.wanted)


def _pages(raw: bytes) -> dict[str, list[list[Any]]]:
    """The cells of every sheet that we know, from its first row and column."""
    from python_calamine import CalamineError, CalamineWorkbook  # loaded when an author needs it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return {
            title: book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            for title in SHEETS
            if title in book.sheet_names
        }
    except CalamineError as error:
        raise IntegrityError("workbook-unreadable") from error


@dataclass(slots=True)
class _Line:
    """A row under reading: its values by key, and where it stands."""

    sheet: Sheet
    row: int
    cells: Mapping[str, Any]

    def fail(self, key: str, wanted: str) -> IntegrityError:
        return _malformed(SheetFault(self.sheet.title, self.row, self.sheet.header(key), wanted))

    def value(self, key: str, hint: Any = str) -> Any:
        """The value of a cell; None for an empty one."""
        try:
            return from_cell(self.cells.get(key), hint)
        except CellError as error:
            raise self.fail(key, error.wanted) from error

    def record(self, columns: tuple[Column, ...]) -> dict[str, Any]:
        """The filled cells of these columns."""
        values = ((column.key, self.value(column.key, column.type)) for column in columns)
        return {key: value for key, value in values if value is not None}


@dataclass(slots=True)
class _Reading:
    """One pass over all sheets; `places` remembers which row a path of the record came from."""

    pages: Mapping[str, list[list[Any]]]
    places: dict[str, tuple[Sheet, int]] = field(default_factory=dict)
    types: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: dict[tuple[str, str], tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """The path and the record of every step, by type and step."""
    fields: dict[tuple[str, Any], tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """The path and the record of every field, by its step's path and its id."""

    def record(self) -> dict[str, Any]:
        """The record of the whole release."""
        head = self._only(sheets.RELEASE)
        types = self._list(sheets.TYPES, "types")
        self.types = {str(kind.get("id")): kind for kind in types}
        for row, kind in enumerate(types):
            kind["steps"] = []
            self.places[str(kind.get("id"))] = self.places[f"types[{row}]"]
        for line in self._lines(sheets.STEPS):
            self._step(line)
        for line in self._lines(sheets.FIELDS):
            self._field(line)
        for title, key in ((sheets.MATERIALS, "materials"), (sheets.SIGNOFFS, "signoffs")):
            for line in self._lines(title):
                self._part(line, key, line.record(_own(line.sheet)))
        for line in self._lines(sheets.GATES):
            self._part(line, "gates", _gate(line))
        days = {name: self._days(kind, name) for kind, name in ((sheets.OFF, "holidays"), (sheets.ON, "workdays"))}
        return {
            "format": FORMAT,
            **head,
            "types": types,
            "parameters": self._list(sheets.PARAMETERS, "parameters"),
            "roles": self._list(sheets.ROLES, "roles"),
            **days,
        }

    def _days(self, kind: str, name: str) -> list[str]:
        """The days of one kind in their order; a fault of the lint names the day itself, in either list."""
        rows = [(line.value("day") or "", line) for line in self._lines(sheets.DAYS) if _kind_of_day(line) == kind]
        rows.sort(key=lambda row: row[0])
        for index, (day, line) in enumerate(rows):
            self.places[f"{name}[{index}]"] = line.sheet, line.row
            self.places[f"holidays.{day}"] = line.sheet, line.row
        return [day for day, _ in rows]

    def fault(self, path: str, wanted: str) -> SheetFault:
        """A fault at the row that its path came from; the last part of the path that is a key names the column."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            place = self.places.get(".".join(parts[:length]))
            if place is not None:
                key = parts[length].partition("[")[0].partition("@")[0] if length < len(parts) else ""
                return SheetFault(place[0].title, place[1], place[0].header(key), wanted)
        return SheetFault(sheets.RELEASE, 2, SHEETS[sheets.RELEASE].header(parts[0]), wanted)

    def _only(self, title: str) -> dict[str, Any]:
        lines = list(self._lines(title))
        sheet = SHEETS[title]
        if len(lines) != 1:
            raise _malformed(SheetFault(title, 2, sheet.columns[0].header, "one-row"))
        return lines[0].record(sheet.columns)

    def _list(self, title: str, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for line in self._lines(title):
            self.places[f"{name}[{len(found)}]"] = line.sheet, line.row
            found.append(line.record(line.sheet.columns))
        return found

    def _step(self, line: _Line) -> None:
        kind = self.types.get(line.value(sheets.TYPE) or "")
        if kind is None:
            raise line.fail(sheets.TYPE, "known-type")
        record = {"after": [], **line.record(_own(line.sheet))}
        path = f"{kind['id']}.steps[{len(kind['steps'])}]"
        key = kind["id"], str(record.get("id"))
        if key in self.steps:
            raise line.fail("id", "different-names")
        kind["steps"].append(record)
        self.places[path] = line.sheet, line.row
        self.steps[key] = path, record

    def _field(self, line: _Line) -> None:
        record = line.record(_own(line.sheet))
        table = line.value(sheets.TABLE)
        path, step = self._step_of(line)
        if table is None:
            place = f"{path}.fields[{len(step.get('fields', ()))}]"
            self.fields.setdefault((path, record.get("id")), (place, record))
            self._append(line, step, path, "fields", record)
            return
        known = self.fields.get((path, table))
        if known is None:
            raise line.fail(sheets.TABLE, "field-of-this-step")
        self._append(line, known[1], known[0], "columns", record)

    def _part(self, line: _Line, key: str, record: dict[str, Any]) -> None:
        path, step = self._step_of(line)
        self._append(line, step, path, key, record)

    def _append(self, line: _Line, owner: dict[str, Any], path: str, key: str, record: dict[str, Any]) -> None:
        rows = owner.setdefault(key, [])
        self.places[f"{path}.{key}[{len(rows)}]"] = line.sheet, line.row
        rows.append(record)

    def _step_of(self, line: _Line) -> tuple[str, dict[str, Any]]:
        found = self.steps.get((line.value(sheets.TYPE) or "", line.value(sheets.STEP) or ""))
        if found is None:
            raise line.fail(sheets.STEP, "known-step")
        return found

    def _lines(self, title: str) -> Iterator[_Line]:
        """The rows of a sheet that have something in them, under the headers that say which column is which."""
        sheet, page = SHEETS[title], self.pages.get(title)
        if not page:
            raise _malformed(SheetFault(title, 1, sheet.columns[0].header, "known-sheet"))
        keys = _keys(sheet, page[0])
        for number, row in enumerate(page[1:], 2):
            cells = {key: cell for key, cell in zip(keys, row, strict=False) if key and cell not in ("", None)}
            if cells:
                yield _Line(sheet, number, cells)


def _keys(sheet: Sheet, headers: list[Any]) -> list[str]:
    """The key of each column; columns may stand in another order, but none may be missing or unknown."""
    known = {column.header: column.key for column in sheet.columns if not column.aside}
    shown = [str(header).strip() for header in headers]
    for header in known:
        if shown.count(header) != 1:
            raise _malformed(SheetFault(sheet.title, 1, header, "column-once"))
    for header in shown:
        if header and header not in known and not header.startswith(sheets.ASIDE):
            raise _malformed(SheetFault(sheet.title, 1, header[:40], "known-column"))
    return [known.get(header, "") for header in shown]


def _own(sheet: Sheet) -> tuple[Column, ...]:
    """The columns that hold attributes, not places."""
    return tuple(column for column in sheet.columns if not column.key.startswith("^"))


def _gate(line: _Line) -> dict[str, Any]:
    """The record of a gate; a cell that its gate has no use for is refused."""
    said = line.value(sheets.GATE) or ""
    name = next((each for each in GATES if said in (each, gate_term(each))), None)
    if name is None:
        raise line.fail(sheets.GATE, "known-gate")
    hints = {attribute.name: attribute.type for attribute in ATTRIBUTES[name]}
    keys = [column.key for column in _own(line.sheet) if column.key in line.cells]
    record = {key: line.value(key, hints.get(key, str)) for key in keys}
    for key in record:
        if key not in hints:
            raise line.fail(key, "empty-for-this-gate")
    return {"gate": name, **{key: value for key, value in record.items() if value is not None}}


def _kind_of_day(line: _Line) -> str:
    kind = line.value("kind")
    if kind not in (sheets.OFF, sheets.ON):
        raise line.fail("kind", f"{sheets.OFF}|{sheets.ON}")
    return str(kind)
