"""The box in which it is said what a spot check draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from clerk_app.desk import TypeRow

from .dialogs import Box
from .language import _
from .theme import px
from .widgets.plain import PlainLabel


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn: how many matters or villages, of one type or "", by a number known in public or ""."""

    unit: str
    count: int
    type: str
    seed: str


class DrawBox(Box):
    """What is to be drawn."""

    def __init__(self, parent: QWidget | None, types: Sequence[TypeRow]) -> None:
        super().__init__(parent, _("新抽一次"))
        self.setMinimumWidth(px(520))
        self._unit = QComboBox()
        self._unit.setAccessibleName(_("抽什么"))
        self._unit.addItem(_("事项"), "matter")
        self._unit.addItem(_("村"), "village")
        self._count = QSpinBox()
        self._count.setAccessibleName(_("抽几个"))
        self._count.setRange(1, 999)
        self._count.setValue(5)
        self._type = QComboBox()
        self._type.setAccessibleName(_("哪一类事项"))
        self._type.addItem(_("全部类型"), "")
        for kind in types:
            self._type.addItem(f"{kind.id} {kind.name}", kind.id)
        self._seed = QLineEdit()
        self._seed.setAccessibleName(_("公开的数字"))
        self._seed.setPlaceholderText(_("不填就用最新回执的指纹"))
        for label, part in (
            (_("抽什么"), self._unit),
            (_("抽几个"), self._count),
            (_("哪一类事项"), self._type),
            (_("公开的数字，例如当天彩票的开奖号码"), self._seed),
        ):
            self.body.addWidget(PlainLabel(label, "faint"))
            self.body.addWidget(part)
        self.body.addWidget(PlainLabel(_("抽到的会告诉村里；种子和结果写进日志，不能重抽。"), "faint", wrap=True))
        self.add_buttons(_("抽"))

    def answer(self) -> Wanted:
        """What was chosen."""
        unit = str(self._unit.currentData())
        kind = str(self._type.currentData()) if unit == "matter" else ""
        return Wanted(unit, self._count.value(), kind, self._seed.text().strip())
