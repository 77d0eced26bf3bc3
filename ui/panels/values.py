"""The settings of this PC: each with its bounds, kept as soon as it is changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSpinBox

from clerk_app.desk import PreferenceRow

from ..language import _
from ..theme import px
from ..widgets.plain import Button, Card, PlainLabel

_MEBIBYTE = 1 << 20
_OF_THE_LOOK = frozenset({"font.percent"})
"""Chosen where the look is chosen, before any office is open."""


class ValuesPanel(Card):
    """A line for each setting."""

    changed = Signal(str, object)
    reset_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("本机设置"), _("改了就记住，只管这台电脑上的这个单位"))
        self._boxes: dict[str, QSpinBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(10))
        self._grid.setColumnStretch(3, 1)
        self.add(self._grid)
        self.body.addStretch(1)

    def show_rows(self, rows: Sequence[PreferenceRow]) -> None:
        """Show the values in force."""
        for line, known in enumerate(each for each in rows if each.key not in _OF_THE_LOOK):
            box = self._boxes.get(known.key) or self._make(line, known)
            box.blockSignals(True)
            box.setValue(known.value // _scale(known))
            box.blockSignals(False)

    def _make(self, line: int, known: PreferenceRow) -> QSpinBox:
        scale, unit = _scale(known), _unit(known)
        box = QSpinBox()
        box.setObjectName(known.key)
        box.setAccessibleName(known.name)
        box.setRange(known.low // scale, known.high // scale)
        box.setSuffix(f" {unit}")
        box.setMinimumWidth(px(140))
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self.changed.emit(known.key, value * scale))
        bounds = _("{low} 到 {high}，默认 {usual}")
        told = bounds.format(low=known.low // scale, high=known.high // scale, usual=known.default // scale)
        back = Button(_("恢复默认"), lambda: self.reset_wanted.emit(known.key), look="flat")
        back.setAccessibleName(_("恢复默认：{name}").format(name=known.name))
        for column, widget in enumerate((PlainLabel(known.name), box, PlainLabel(told, "faint"), back)):
            self._grid.addWidget(widget, line, column)
        self._boxes[known.key] = box
        return box


def _scale(known: PreferenceRow) -> int:
    """Sizes are told in megabytes: nobody counts bytes."""
    return _MEBIBYTE if known.unit == "bytes" else 1


def _unit(known: PreferenceRow) -> str:
    return "MB" if known.unit == "bytes" else known.unit_name
