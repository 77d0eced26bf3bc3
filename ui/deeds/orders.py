"""What a township does about a village's warning, and about an entry that it sent back."""

from __future__ import annotations

from functools import partial

from clerk_app.desk import ReturnedRow, VillageWarning

from ..filling import with_text
from ..front import Front
from ..language import _
from ..pages.orders import OrdersPage
from ..widgets.bundle_detail import entry_title
from .letters import Writing
from .villages import Villages


class Ordering:
    """What the page of warnings and orders wishes for."""

    def __init__(self, front: Front, page: OrdersPage, writing: Writing, villages: Villages) -> None:
        self._front, self._writing = front, writing
        page.see_wanted.connect(self._see)
        page.ask_wanted.connect(self._ask)
        page.order_wanted.connect(self._order)
        page.answer_wanted.connect(writing.answer)
        page.explain_wanted.connect(self._explain)
        page.matter_wanted.connect(villages.open)

    def _see(self, known: VillageWarning) -> None:
        label = _("看了以后是什么情况，村里会知道")
        see = partial(self._front.desk.watch.see, known.code, known.warning.key)
        with_text(self._front, label, lambda text: lambda: see(text), self._front.shell.refresh)

    def _ask(self, known: VillageWarning) -> None:
        ask = partial(self._front.desk.watch.ask, known.code, known.warning.key)
        begun = known.warning.sentence.what
        self._writing.fill(known.name, begun, lambda text, _due: lambda: ask(text), order=False)

    def _order(self, known: VillageWarning) -> None:
        order = partial(self._front.desk.watch.order, known.code, known.warning.key)
        begun = known.warning.sentence.what
        self._writing.fill(known.name, begun, lambda text, due: lambda: order(text, due=due), order=True)

    def _explain(self, returned: ReturnedRow) -> None:
        entry = returned.entry
        begun = _("“{title}”退回的原因：").format(title=entry_title(entry))
        explain = partial(self._front.desk.watch.explain, returned.code, entry.hash)
        self._writing.fill(returned.name, begun, lambda text, due: lambda: explain(text, due=due), order=False)
