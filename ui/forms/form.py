"""A form: the fields of a step in two columns, tables across, with every change told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clerk_app.model import Field, FieldKind, Person, Record

from ..language import _
from ..widgets.plain import Button, PlainLabel, clear, column
from .editors import EDITORS, Editor, Surroundings

_WIDE = frozenset({FieldKind.NOTE, FieldKind.TABLE})


class TableEditor:
    """Rows of editors, with a button for one more and one to take each away."""

    def __init__(self, field: Field, around: Surroundings) -> None:
        self._field, self._around = field, around
        self._rows: list[dict[str, Editor]] = []
        self.widget = QWidget()
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._more = Button(_("加一行"), self._add_row, look="flat")
        self.widget.setLayout(column(self._grid, self._more, spacing=4))
        self.show([])

    def value(self) -> list[dict[str, Any]] | None:
        """The rows in which something stands, or None where there are none."""
        rows = [_values(row) for row in self._rows]
        return [row for row in rows if row] or None

    def show(self, value: Any) -> None:
        """Show these rows, and one empty row where there are none."""
        rows = value if isinstance(value, list) and value else [{}]
        self._rows = []
        clear(self._grid)
        for place, field in enumerate(self._field.columns):
            self._grid.addWidget(PlainLabel(_label(field), "faint"), 0, place)
        for row in rows:
            self._draw_row(row if isinstance(row, dict) else {})

    def _draw_row(self, values: Record) -> None:
        line, row = len(self._rows) + 1, {}
        for place, field in enumerate(self._field.columns):
            editor = EDITORS[field.kind](field, self._around)
            editor.show(values.get(field.id))
            editor.widget.setAccessibleName(f"{field.label} {line}")
            self._grid.addWidget(editor.widget, line, place)
            row[field.id] = editor
        drop = Button("×", lambda: self._drop(row), look="flat")
        drop.setAccessibleName(_("删除这一行"))
        self._grid.addWidget(drop, line, len(self._field.columns))
        self._rows.append(row)

    def _add_row(self) -> None:
        self._draw_row({})
        next(iter(self._rows[-1].values())).widget.setFocus()

    def _drop(self, row: dict[str, Editor]) -> None:
        self.show([_values(other) for other in self._rows if other is not row])
        self._around.changed.emit()


class Form(QWidget):
    """The editors of a step's fields; `changed` tells that somebody typed."""

    changed = Signal()

    def __init__(self, fields: Sequence[Field], values: Record, today: str, people: Sequence[Person]) -> None:
        super().__init__()
        self._around = Surroundings(today, people)
        self._around.changed.connect(self.changed)
        self._editors: dict[str, Editor] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._fill(grid, fields, values)

    def _fill(self, grid: QGridLayout, fields: Sequence[Field], values: Record) -> None:
        line, place = 0, 0
        for field in fields:
            wide = field.kind in _WIDE
            if wide and place:
                line, place = line + 2, 0
            editor = self._editor(field)
            editor.show(values.get(field.id))
            label = PlainLabel(_label(field))
            label.setBuddy(editor.widget)
            editor.widget.setAccessibleName(field.label)
            editor.widget.setObjectName(f"field-{field.id}")
            editor.widget.setToolTip(field.hint)
            grid.addWidget(label, line, place, 1, 2 if wide else 1)
            grid.addWidget(editor.widget, line + 1, place, 1, 2 if wide else 1)
            self._editors[field.id] = editor
            line, place = (line + 2, 0) if wide or place else (line, 1)

    def _editor(self, field: Field) -> Editor:
        if field.kind is FieldKind.TABLE:
            return TableEditor(field, self._around)
        return EDITORS[field.kind](field, self._around)

    def values(self) -> dict[str, Any]:
        """What stands in the form; empty fields are left out."""
        return _values(self._editors)


def _values(editors: dict[str, Editor]) -> dict[str, Any]:
    given = {name: editor.value() for name, editor in editors.items()}
    return {name: value for name, value in given.items() if value is not None}


def _label(field: Field) -> str:
    return field.label if field.required else _("{label}（可不填）").format(label=field.label)
