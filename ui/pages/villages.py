"""The township's morning: how every village stands, what waits in quarantine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from clerk_app.desk import AsideRow, VillageRow

from ..language import _
from ..theme import px
from ..widgets.parts import SentenceLine
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from .matters import fill, table
from .page import Page


@dataclass(frozen=True, slots=True)
class Morning:
    """What the page shows."""

    villages: Sequence[VillageRow]
    aside: Sequence[AsideRow]


class VillagesPage(Page):
    """Every village in one line, the one that needs a look first on top; and the quarantine."""

    order_wanted = Signal(str, str)
    retry_wanted = Signal()

    def __init__(self, load: Callable[[Callable[[Morning], object]], object]) -> None:
        super().__init__(_("各村情况"))
        self._load = load
        self._rows: Sequence[VillageRow] = ()
        self.bar.addWidget(Button(_("发督办"), self._ask_order, look="primary", shortcut="Ctrl+D", name="order"))
        self._table = table(
            (_("编号"), _("村"), _("上次上报"), _("要看的"), _("退回"), _("超期"), _("预警"), _("督办"), _("按时"))
        )
        self._table.setObjectName("villages")
        card = Card(_("全部村"), _("要先看的排在前面"))
        card.add(self._table, 1)
        self._none = PlainLabel(_("还没有登记村。到“设置”里读入村的名片，当面核对指纹。"), "faint", wrap=True)
        card.add(self._none)
        self._aside = column(spacing=8)
        self._waiting = Card(_("隔离区"))
        self._waiting.add(scrolled(boxed(self._aside)), 1)
        self._retry = Button(_("再收一次"), self.retry_wanted.emit, name="retry")
        self._waiting.add(row(None, self._retry))
        self._waiting.setMaximumHeight(px(260))
        self.room.addWidget(boxed(column(card, self._waiting, spacing=16), 0, 2, 2), 1)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, morning: Morning) -> None:
        self._rows = morning.villages
        fill(self._table, [_cells(village) for village in morning.villages])
        self._none.setVisible(not morning.villages)
        clear(self._aside)
        for aside in morning.aside:
            word = Badge(_("可以收了"), "good") if not aside.sentences else Badge(_("在等"), "warn")
            name = f"{aside.name} {aside.number:06d}" if aside.number else aside.id
            self._aside.addLayout(row(word, PlainLabel(name, "strong"), PlainLabel(aside.on, "faint"), None))
            for sentence in aside.sentences:
                self._aside.addWidget(SentenceLine(sentence, met=False))
        if not morning.aside:
            self._aside.addWidget(PlainLabel(_("没有在等的包。"), "faint"))
        self._aside.addStretch(1)
        self._retry.setEnabled(bool(morning.aside))

    def _ask_order(self) -> None:
        """An order goes to the village that is chosen, else to the first."""
        if self._rows:
            village = self._rows[max(0, self._table.currentRow())]
            self.order_wanted.emit(village.code, village.name)


def _cells(village: VillageRow) -> tuple[str, ...]:
    last = _("从未上报")
    if village.silent is not None:
        last = _("今天") if village.silent == 0 else _("{days} 天前").format(days=village.silent)
        last = f"{last} · {village.last_number:06d}"
    look = []
    if village.waiting:
        look.append(_("隔离 {n} 个包").format(n=village.waiting))
    if village.missing:
        look.append(_("缺 {n} 号").format(n=_("、").join(map(str, village.missing))))
    counts = (village.refused, village.overdue, village.warnings, village.orders)
    figures = [str(count) if count else "—" for count in counts]
    punctual = f"{village.punctual} / {village.done}" if village.done else "—"
    return (village.code, village.name, last, _("，").join(look) or "—", *figures, punctual)
