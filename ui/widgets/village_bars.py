"""Villages that did not report for a month, and how punctual each is: the right side of the township's first page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from clerk_app.desk import VillageRow

from ..language import _
from .plain import Badge, Button, PlainLabel, clear, column, row

_GOOD, _FAIR = 90, 75


class SilentList(QWidget):
    """The villages that were not heard of for a month, the longest silent first; a click tells which."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._list = column(spacing=2)
        self.setLayout(self._list)

    def put(self, villages: Sequence[VillageRow]) -> int:
        """Show those of `villages` that did not report for a month; how many there are."""
        clear(self._list)
        silent = [village for village in villages if not village.reported]
        for village in sorted(silent, key=lambda village: -1e9 if village.silent is None else -village.silent):
            name = Button(village.name, partial(self.chosen.emit, village.code), look="flat")
            self._list.addLayout(row(name, None, silence_badge(village)))
        if not villages:
            self._list.addWidget(PlainLabel(_("还没有登记村。"), "faint", wrap=True))
        elif not silent:
            self._list.addWidget(PlainLabel(_("各村一个月里都报过。"), "good", wrap=True))
        self._list.addStretch(1)
        return len(silent)


def silence_badge(village: VillageRow) -> Badge:
    """How long a village that did not report was silent."""
    told = _("从未上报") if village.silent is None else _("{n} 天没报").format(n=village.silent)
    return Badge(told, "wrong")


class PunctualBars(QWidget):
    """A bar for each village that finished something this month, the least punctual first."""

    def __init__(self) -> None:
        super().__init__()
        self._list = column(spacing=4)
        self.setLayout(self._list)

    def put(self, villages: Sequence[VillageRow]) -> None:
        """Show these villages."""
        clear(self._list)
        done = [village for village in villages if village.done]
        for village in sorted(done, key=lambda village: (percent(village), village.code)):
            rate = percent(village)
            word = _("{done} 件里 {punctual} 件按时").format(done=village.done, punctual=village.punctual)
            head = row(PlainLabel(f"{village.name} {rate}%"), None, PlainLabel(word, "faint"))
            self._list.addLayout(head)
            self._list.addWidget(_bar(rate, f"{village.name} {rate}%"))
        if not done:
            self._list.addWidget(PlainLabel(_("本月还没有办结的事项。"), "faint", wrap=True))
        self._list.addStretch(1)


def percent(village: VillageRow) -> int:
    """How much of what a village finished this month was in time."""
    return village.punctual * 100 // village.done if village.done else 100


def _bar(rate: int, told: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(rate)
    bar.setAccessibleName(told)
    bar.setProperty("rate", "good" if rate >= _GOOD else "fair" if rate >= _FAIR else "poor")
    return bar
