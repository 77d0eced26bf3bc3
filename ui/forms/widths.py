"""How much room the columns of a table need, and the widget that says how much there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from clerk_app.model import Field, FieldKind

from ..theme import px

_LEAST: dict[FieldKind, int] = {
    FieldKind.TEXT: 100,
    FieldKind.NOTE: 100,
    FieldKind.DATE: 122,
    FieldKind.MONEY: 100,
    FieldKind.NUMBER: 64,
    FieldKind.YES: 96,
    FieldKind.PERSON: 106,
}
"""Pixels (at 100 %) of five characters, a day with its button, 123,456.00, and a name of four characters."""

_CHARACTERS = 8
"""Characters of a choice that are seen; the list shows it whole."""


def least(field: Field) -> int:
    """Pixels below which a cell of this column cannot be read."""
    if field.kind is FieldKind.CHOICE:
        longest = max(map(len, field.choices), default=0)
        return px(46 + 15 * max(3, min(longest, _CHARACTERS)))
    return px(_LEAST[field.kind])


def share(field: Field) -> int:
    """A column's share of the room that is left: texts get twice as much as what has a known length."""
    return 2 if field.kind in (FieldKind.TEXT, FieldKind.NOTE) else 1


class Held(QWidget):
    """Holds a table and asks for the room of two columns only, so that the page never grows wider for more."""

    resized = Signal()

    def __init__(self, columns: Sequence[Field], gap: int) -> None:
        super().__init__()
        self._asked = 2 * max(map(least, columns), default=0) + gap

    def minimumSizeHint(self) -> QSize:
        """As high as what it holds."""
        return QSize(self._asked, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room now, or less; the height is nobody's concern."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()
