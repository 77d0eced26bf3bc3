"""A table of a form: rows of editors, one more and one less; a piece of a spreadsheet fills rows and columns."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from clerk_app.model import Field, Record

from ..language import _
from ..theme import px
from ..widgets.plain import Button, PlainLabel, clear, column, row
from . import pasting
from .editors import EDITORS, Editor, LineEditor, Surroundings
from .labels import label_of, values_of
from .widths import Held, least, share

_SIDE_BY_SIDE = 4
"""Columns that stand beside each other; with more, or without room for them, each row is a block of lines."""

_GAP = 6
_DROP = 36
"""Pixels (at 100 %) of the button that takes a row out."""


class TableEditor(QObject):
    """Rows of editors. `grown` tells that the order of what can be typed into is another one now."""

    grown = Signal()

    def __init__(self, field: Field, around: Surroundings) -> None:
        super().__init__()
        self._field, self._around = field, around
        self._rows: list[dict[str, Editor]] = []
        self._drops: list[Button] = []
        self._offered: Mapping[str, Sequence[str]] = {}
        self._locked = False
        self._blocks = len(field.columns) > _SIDE_BY_SIDE
        self.widget = Held(field.columns, _GAP)
        self.widget.resized.connect(self._fit)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._more = Button(_("加一行"), self._add_row, look="flat", name=f"more-{field.id}")
        self._paste_here = Button(_("粘贴表格"), self._paste_all, look="flat", name=f"paste-{field.id}")
        self._paste_here.setToolTip(_("在 WPS 或 Excel 里复制几行几列，到这里粘贴"))
        self.note = PlainLabel("", "faint", wrap=True)
        self.note.hide()
        self._below = row(None)
        self.widget.setLayout(column(self._grid, self._below, spacing=4))
        self.show([])

    def value(self) -> list[dict[str, Any]] | None:
        """The rows in which something stands, or None where there are none."""
        rows = [values_of(row) for row in self._rows]
        return [row for row in rows if row] or None

    def show(self, value: Any) -> None:
        """Show these rows, and one empty row where there are none."""
        rows = value if isinstance(value, list) and value else [{}]
        self._rows, self._drops = [], []
        clear(self._grid)
        self._draw_heads()
        for values in rows:
            self._draw_row(values if isinstance(values, dict) else {})
        self._grown()

    def take(self, text: str) -> None:
        """Take a piece of a spreadsheet from the first row on."""
        self.paste(text, 0, 0)

    def offer(self, value: Any, remark: str) -> None:
        """Fill in the rows from before, and say so."""
        self.show(value)
        self.tell(remark)

    def suggest(self, offered: Mapping[str, Sequence[str]]) -> None:
        """Offer texts in the columns, in rows to come too."""
        self._offered = offered
        for known in self._rows:
            for name, texts in offered.items():
                _suggest(known[name], texts)

    def lock(self, locked: bool) -> None:
        """Let nobody change it, or again."""
        self._locked = locked
        for known in self._rows:
            for editor in known.values():
                editor.lock(locked)
        for button in (self._more, self._paste_here, *self._drops):
            button.setVisible(not locked)

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Say something beneath the table."""
        self.note.setProperty("wrong", "true" if wrong else "false")
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def lines(self) -> list[QWidget]:
        """Everything that can be typed into, in the order in which it is read."""
        return [editor.widget for known in self._rows for editor in known.values()]

    def ends_with(self, widget: QWidget) -> bool:
        """True for the last line of the table."""
        return bool(self._rows) and next(reversed(self._rows[-1].values())).widget is widget

    def grow(self) -> bool:
        """One row more, if something stands in the last one: false where there is no use in it."""
        if self._locked or not values_of(self._rows[-1]) or len(self._rows) >= pasting.MOST_ROWS:
            return False
        self._add_row()
        return True

    # Drawing

    def _fit(self) -> None:
        """The columns beside each other where each can be read, else in blocks; what is typed stays as it is."""
        columns = self._field.columns
        needed = sum(map(least, columns)) + _GAP * len(columns) + px(_DROP)
        blocks = len(columns) > _SIDE_BY_SIDE or self.widget.width() < needed
        if blocks != self._blocks:
            self._blocks = blocks
            self._lay_out()

    def _lay_out(self) -> None:
        """Every cell at its place; the labels are made anew."""
        for known, drop in zip(self._rows, self._drops, strict=True):
            for widget in (*(editor.widget for editor in known.values()), drop):
                self._grid.removeWidget(widget)
        clear(self._grid)
        self._draw_heads()
        for number, known in enumerate(self._rows, 1):
            self._put_row(number, known, self._drops[number - 1])

    def _draw_heads(self) -> None:
        for place, field in enumerate(self._field.columns):
            self._grid.setColumnStretch(place, int(place < 2) if self._blocks else share(field))
            if not self._blocks:
                self._grid.addWidget(PlainLabel(label_of(field), "faint", wrap=True), 0, place)

    def _draw_row(self, values: Record) -> None:
        number, known = len(self._rows) + 1, dict[str, Editor]()
        drop = Button("×", lambda: self._drop(known), look="flat", name="drop-row")
        drop.setAccessibleName(_("删除这一行"))
        for field in self._field.columns:
            known[field.id] = self._cell(field, number, values.get(field.id))
        self._put_row(number, known, drop)
        drop.setVisible(not self._locked)
        self._rows.append(known)
        self._drops.append(drop)

    def _put_row(self, number: int, known: Mapping[str, Editor], drop: Button) -> None:
        for place, field in enumerate(self._field.columns):
            if self._blocks:
                self._put_in_block(number, place, field, known[field.id])
            else:
                self._grid.addWidget(known[field.id].widget, number, place)
        if self._blocks:
            title = PlainLabel(_("第 {n} 行").format(n=number), "strong")
            self._grid.addWidget(title, self._line(number, -1), 0)
            self._grid.addWidget(drop, self._line(number, -1), 1, Qt.AlignmentFlag.AlignRight)
        else:
            self._grid.addWidget(drop, number, len(self._field.columns))

    def _grown(self) -> None:
        """The Tab key goes through the rows and then to the buttons below them, whichever were made first."""
        for place, button in enumerate((self._more, self._paste_here)):
            # What is taken in anew stands at the end of the order.
            button.setParent(None)
            self._below.insertWidget(place, button)
            button.setVisible(not self._locked)
        self.grown.emit()

    def _cell(self, field: Field, number: int, value: Any) -> Editor:
        editor = EDITORS[field.kind](field, self._around)
        editor.show(value)
        editor.lock(self._locked)
        editor.widget.setAccessibleName(f"{field.label} {number}")
        editor.widget.setObjectName(f"cell-{number}-{field.id}")
        editor.widget.setMinimumWidth(least(field))
        editor.widget.installEventFilter(self)
        if isinstance(editor, LineEditor):
            editor.keep_hint_to_itself()
            editor.widget.setToolTip(html.escape(field.hint))
        if field.id in self._offered:
            _suggest(editor, self._offered[field.id])
        return editor

    def _put_in_block(self, number: int, place: int, field: Field, editor: Editor) -> None:
        line = self._line(number, place)
        self._grid.addWidget(PlainLabel(label_of(field), "faint", wrap=True), line, place % 2)
        self._grid.addWidget(editor.widget, line + 1, place % 2)

    def _line(self, number: int, place: int) -> int:
        """The line of the grid at which a field of a block begins; a block has two lines for every two fields."""
        height = 1 + (len(self._field.columns) + 1) // 2 * 2
        return (number - 1) * height + (0 if place < 0 else 1 + place // 2 * 2)

    def _add_row(self) -> None:
        self._draw_row({})
        self._grown()
        next(iter(self._rows[-1].values())).widget.setFocus()

    def _drop(self, known: dict[str, Editor]) -> None:
        self.show([values_of(other) for other in self._rows if other is not known])
        self._around.changed.emit()

    # Pasting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A clipboard of more than one cell fills the table from the cell on in which it is pasted."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
            if pasting.is_table(text) and not self._locked:
                self.paste(text, *self._place(watched))
                return True
        return False

    def _place(self, watched: QObject) -> tuple[int, int]:
        for number, known in enumerate(self._rows):
            for place, editor in enumerate(known.values()):
                if editor.widget is watched:
                    return number, place
        return 0, 0

    def _paste_all(self) -> None:
        """The clipboard behind the last row in which something stands."""
        filled = [number for number, known in enumerate(self._rows, 1) if values_of(known)]
        self.paste(QGuiApplication.clipboard().text(), max(filled, default=0), 0)

    def paste(self, text: str, number: int, place: int) -> None:
        """Fill rows and columns; a head is told by its names. What cannot be read is kept as it stands, and marked."""
        try:
            found = pasting.cells(text)
        except pasting.TooMuchError:
            self.tell(_("内容太多，一个表格最多 {most} 行，没有粘贴").format(most=pasting.MOST_ROWS), wrong=True)
            return
        heads = pasting.columns_of(found[0], [field.label for field in self._field.columns]) if found else None
        found = found[1:] if heads is not None else found
        if number + len(found) > pasting.MOST_ROWS:
            self.tell(_("内容太多，一个表格最多 {most} 行，没有粘贴").format(most=pasting.MOST_ROWS), wrong=True)
            return
        while len(self._rows) < number + len(found):
            self._draw_row({})
        lost = sum(self._fill(number + n, cells, place, heads) for n, cells in enumerate(found))
        self._grown()
        self._around.changed.emit()
        self._say_pasted(len(found), lost)

    def _fill(self, number: int, cells: Sequence[str], place: int, heads: Sequence[int] | None) -> int:
        """One row; returns how many cells stand beside the table and so found no place."""
        editors = list(self._rows[number].values())
        lost = 0
        for n, text in enumerate(cells):
            at = heads[n] if heads is not None and n < len(heads) else -1 if heads is not None else place + n
            if 0 <= at < len(editors):
                editors[at].take(text)
            else:
                lost += bool(text.strip())
        return lost

    def _say_pasted(self, rows: int, lost: int) -> None:
        marked = sum(editor.widget.property("invalid") == "true" for known in self._rows for editor in known.values())
        said = [_("粘贴了 {n} 行").format(n=rows)]
        said += [_("{n} 格看不懂，已标出，请改").format(n=marked)] if marked else []
        said += [_("{n} 格在表格之外，没有放进来").format(n=lost)] if lost else []
        self.tell(_("，").join(said) + _("。"), wrong=bool(marked or lost))


def _suggest(editor: Editor, texts: Sequence[str]) -> None:
    if isinstance(editor, LineEditor) and isinstance(editor.widget, QLineEdit):
        editor.suggest(texts)
