"""How every village stands: one line each, the one that needs a look first on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from clerk_app.desk import VillageRow

from ..language import _
from ..widgets.listing import Cell, Listing
from ..widgets.plain import Button, Card
from .page import Page


class VillagesPage(Page):
    """All villages."""

    order_wanted = Signal(str, str)

    def __init__(self, load: Callable[[Callable[[Sequence[VillageRow]], object]], object]) -> None:
        super().__init__(_("村庄一览"))
        self._load = load
        self._rows: dict[str, VillageRow] = {}
        self.bar.addWidget(Button(_("发督办"), self._order, look="primary", shortcut="Ctrl+D", name="order"))
        headings = (_("村"), _("上次上报"), _("要看的"), _("退回"), _("超期"), _("预警"), _("督办"), _("按时"))
        self.villages = Listing(headings, name="villages", label=_("全部村"), stretch=2)
        card = Card(_("全部村"), _("要先看的排在前面"))
        card.add(self.villages, 1)
        self.room.addWidget(card, 1)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, villages: Sequence[VillageRow]) -> None:
        self._rows = {village.code: village for village in villages}
        self.villages.put([(village.code, village_cells(village)) for village in villages])

    def _order(self) -> None:
        village = self._rows.get(self.villages.key())
        if village is not None:
            self.order_wanted.emit(village.code, village.name)


def village_cells(village: VillageRow) -> tuple[Cell, ...]:
    """One village in a line."""
    last = _("从未上报")
    if village.silent is not None:
        last = _("今天") if village.silent == 0 else _("{days} 天前").format(days=village.silent)
    look = []
    if village.waiting:
        look.append(_("隔离 {n} 个包").format(n=village.waiting))
    if village.missing:
        look.append(_("缺 {n} 号").format(n=_("、").join(map(str, village.missing))))
    counts = (village.refused, village.overdue, village.warnings, village.orders)
    return (
        Cell(village.name, "strong", order=village.code),
        Cell(last, order=-1 if village.silent is None else village.silent),
        Cell(_("，").join(look) or "—"),
        *(Cell(str(count) if count else "—", order=count) for count in counts),
        Cell(f"{village.punctual} / {village.done}" if village.done else "—"),
    )
