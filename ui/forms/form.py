"""A form: the fields of a step in two columns, or in one where there is no room; tables across; every change told."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from clerk_app.desk import Remembered, plain_value
from clerk_app.model import Field, FieldKind, Person, Record

from ..language import _
from ..theme import px
from ..widgets.plain import Button, PlainLabel, column, row
from .editors import EDITORS, ChoiceEditor, Editor, LineEditor, NoteEditor, Surroundings
from .labels import label_of, values_of
from .table import TableEditor
from .walking import Walk, focus

_WIDE = frozenset({FieldKind.NOTE, FieldKind.TABLE})
_TWO_COLUMNS = 420
"""Pixels (at 100 %) from which two fields stand beside each other."""


class FieldBox(QWidget):
    """One field: its label, what is typed into, and what is said beneath it. A finished one can be copied."""

    def __init__(self, field: Field, editor: Editor | TableEditor, copied: Callable[[], object]) -> None:
        super().__init__()
        self.field, self.editor = field, editor
        label = PlainLabel(label_of(field), wrap=True)
        label.setBuddy(editor.widget)
        editor.widget.setAccessibleName(field.label)
        editor.widget.setObjectName(f"field-{field.id}")
        editor.widget.setToolTip(html.escape(field.hint))
        self.copy = Button(_("复制"), copied, look="flat", name=f"copy-{field.id}")
        self.copy.setAccessibleName(_("复制“{label}”").format(label=field.label))
        self.copy.hide()
        head = row(label, self.copy)
        head.setStretch(0, 1)
        self.setLayout(column(head, editor.widget, editor.note, None, spacing=3))

    def lock(self, locked: bool) -> None:
        """A locked field can be copied, an open one can be changed."""
        self.editor.lock(locked)
        self.copy.setVisible(locked and self.editor.value() is not None)


class Form(QWidget):
    """The editors of a step's fields.

    `changed` tells that somebody typed, `left` that a field was left, `ended` that Enter was pressed in the last one.
    """

    changed = Signal()
    left = Signal()
    ended = Signal()

    def __init__(self, fields: Sequence[Field], values: Record, today: str, people: Sequence[Person]) -> None:
        super().__init__()
        self._names = {person.id: person.name for person in people}
        self._around = Surroundings(today, people)
        self._around.changed.connect(self.changed)
        self._around.left.connect(self.left)
        self._editors: dict[str, Any] = {}
        self._boxes: list[FieldBox] = []
        self._walk = Walk(self, self._order, self._grow, self.ended.emit)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        for field in fields:
            self._add(field, values.get(field.id))
        self._lay_out(2)

    def _add(self, field: Field, value: Any) -> None:
        editor: Any = self._editor(field)
        editor.show(value)
        self._editors[field.id] = editor
        box = FieldBox(field, editor, lambda: self._copy(field))
        self._boxes.append(box)
        if isinstance(editor, TableEditor):
            editor.grown.connect(lambda: self._watch_all(editor))
            self._watch_all(editor)
        else:
            self._walk.watch(editor.widget)

    def _editor(self, field: Field) -> Editor | TableEditor:
        if field.kind is FieldKind.TABLE:
            return TableEditor(field, self._around)
        return EDITORS[field.kind](field, self._around)

    def _watch_all(self, table: TableEditor) -> None:
        for widget in table.lines():
            self._walk.watch(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where they fit, else one: nothing is ever wider than the page."""
        super().resizeEvent(event)
        self._lay_out(2 if event.size().width() >= px(_TWO_COLUMNS) else 1)

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for box in self._boxes:
            # What is taken by `takeAt` lives on, and the heights that are remembered for a box would never change.
            self._grid.removeWidget(box)
        line, place = 0, 0
        for box in self._boxes:
            wide = box.field.kind in _WIDE
            if wide and place:
                line, place = line + 1, 0
            self._grid.addWidget(box, line, place, 1, columns if wide else 1)
            line, place = (line + 1, 0) if wide or place + 1 == columns else (line, place + 1)
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def values(self) -> dict[str, Any]:
        """What stands in the form; empty fields are left out."""
        return values_of(self._editors)

    def lock(self, locked: bool) -> None:
        """A finished step is looked at and copied from; a correction opens it again."""
        for box in self._boxes:
            box.lock(locked)

    # The way through

    def _order(self) -> list[QWidget]:
        order: list[QWidget] = []
        for box in self._boxes:
            order += box.editor.lines() if isinstance(box.editor, TableEditor) else [box.editor.widget]
        return order

    def _grow(self, widget: QWidget) -> bool:
        """Enter in the last line of a table makes one row more, as long as the last one is filled."""
        tables = [box.editor for box in self._boxes if isinstance(box.editor, TableEditor)]
        return any(table.ends_with(widget) and table.grow() for table in tables)

    def focus_first(self) -> bool:
        """Go to the first required field that is empty; false where there is none."""
        for box in self._boxes:
            if box.field.required and box.editor.value() is None:
                self.focus_on(box.field.id)
                return True
        return False

    def focus_on(self, field_id: str) -> None:
        """Go to a field."""
        editor = self._editors.get(field_id)
        if editor is not None:
            focus(editor.lines()[0] if isinstance(editor, TableEditor) else editor.widget)

    # What was entered before

    def suggest(self, remembered: Remembered) -> None:
        """Offer what was entered before while somebody types."""
        for field_id, editor in self._editors.items():
            if isinstance(editor, TableEditor):
                inside = {
                    name.partition(".")[2]: texts
                    for name, texts in remembered.suggestions.items()
                    if name.startswith(f"{field_id}.")
                }
                editor.suggest(inside)
            elif isinstance(editor, LineEditor) and field_id in remembered.suggestions:
                editor.suggest(remembered.suggestions[field_id])

    def fillable(self, last: Record) -> list[str]:
        """The empty fields that have a value from before."""
        return [name for name, editor in self._editors.items() if editor.value() is None and last.get(name) is not None]

    def fill(self, last: Record) -> None:
        """Fill the empty fields with the values from before; what stands there already is left alone."""
        remark = _("照上次填的，请核对")
        for name in self.fillable(last):
            editor = self._editors[name]
            if isinstance(editor, LineEditor | NoteEditor | ChoiceEditor | TableEditor):
                editor.offer(last[name], remark)
        self.changed.emit()

    def _copy(self, field: Field) -> None:
        value = self._editors[field.id].value()
        QGuiApplication.clipboard().setText(plain_value(field, value, self._names))
