"""The checklist in force: what kinds of matters there are, and on what each rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clerk_app.desk import TypeRow

from ..language import _
from ..widgets.plain import Card
from .matters import fill, table
from .page import Page


class ChecklistPage(Page):
    """Every type with its use, its basis and the number of its steps."""

    def __init__(self, load: Callable[[Callable[[Sequence[TypeRow]], object]], object]) -> None:
        super().__init__(_("清单与流程"))
        self._load = load
        self._table = table((_("编号"), _("事项"), _("步骤"), _("适用"), _("依据")))
        card = Card()
        card.add(self._table, 1)
        self.room.addWidget(card)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, rows: Sequence[TypeRow]) -> None:
        fill(self._table, [(r.id, r.name, str(r.steps), r.applies, r.basis) for r in rows])
