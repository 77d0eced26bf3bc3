"""A list of lines that begin with a badge: badges, words and buttons each stand under those of the line above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QWidget

from .plain import Badge, Button, PlainLabel, boxed, clear, column, row

_AROUND = 8
"""Pixels above and below a line."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One line: its badge, its words, and what can be done about it."""

    badge: Badge
    words: QBoxLayout
    buttons: Sequence[Button] = ()


class MarkedList(QWidget):
    """Lines under each other with a fine line below each; buttons stand at the right, or `below` the words.

    At the right the first button is the outermost; `stacked` ones stand one under the other.
    """

    def __init__(self, *, below: bool = False, stacked: bool = False) -> None:
        super().__init__()
        self._below, self._stacked = below, stacked
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def put(self, lines: Sequence[Marked], empty: str = "") -> None:
        """Show these lines, or say that there are none."""
        clear(self._grid)
        for place in range(self._grid.rowCount()):
            self._grid.setRowStretch(place, 0)
        for number, line in enumerate(lines):
            self._add(2 * number, line)
        if not lines and empty:
            self._grid.addWidget(PlainLabel(empty, "faint", wrap=True), 0, 0, 1, 3)
        self._grid.setRowStretch(2 * len(lines) + 1, 1)

    def _add(self, place: int, line: Marked) -> None:
        top = Qt.AlignmentFlag.AlignTop
        line.words.addStretch(1)
        self._grid.addWidget(_padded(line.badge), place, 0, top)
        if self._below and line.buttons:
            words = column(line.words, row(*line.buttons, None, spacing=6), spacing=4)
            self._grid.addWidget(_padded(words), place, 1)
        else:
            self._grid.addWidget(_padded(line.words), place, 1)
            buttons = column(*line.buttons, spacing=4) if self._stacked else row(*line.buttons[::-1], spacing=6)
            self._grid.addWidget(_padded(buttons), place, 2, top)
        rule = QFrame()
        rule.setObjectName("row")
        rule.setFixedHeight(1)
        self._grid.addWidget(rule, place + 1, 0, 1, 3)


def _padded(part: QWidget | QBoxLayout) -> QWidget:
    """With room above and below."""
    held = column(part)
    widget = boxed(held)
    held.setContentsMargins(0, _AROUND, 0, _AROUND)
    return widget
