"""What a township does about a village's warning, and about an entry that it sent back."""

from __future__ import annotations

from clerk_app.desk import ReturnedRow, VillageWarning

from ..forms.reading import read_day
from ..front import Front
from ..language import _
from ..letter_box import LetterBox
from ..pages.orders import OrdersPage
from ..widgets.bundle_detail import entry_title
from .letters import Writing
from .villages import Villages


class Ordering:
    """What the page of warnings and orders wishes for."""

    def __init__(self, front: Front, page: OrdersPage, writing: Writing, villages: Villages) -> None:
        self._front = front
        page.see_wanted.connect(self._see)
        page.ask_wanted.connect(self._ask)
        page.order_wanted.connect(self._order)
        page.answer_wanted.connect(writing.answer)
        page.explain_wanted.connect(self._explain)
        page.matter_wanted.connect(villages.open)

    def _see(self, known: VillageWarning) -> None:
        label = _("看了以后是什么情况，村里会知道")
        where = (known.code, known.warning.key)
        watch = self._front.desk.watch
        self._front.with_text(label, lambda text: lambda: watch.see(*where, text), self._front.shell.refresh)

    def _ask(self, known: VillageWarning) -> None:
        text, _due = self._written(known.name, known.warning.sentence.what, order=False)
        if text and self._front.at is not None:
            watch, where = self._front.at.watch, (known.code, known.warning.key)
            self._then(lambda: watch.ask(*where, text))

    def _order(self, known: VillageWarning) -> None:
        text, due = self._written(known.name, known.warning.sentence.what, order=True)
        if text and self._front.at is not None:
            watch, where = self._front.at.watch, (known.code, known.warning.key)
            # An order without a day is none; the rules say so in words.
            self._then(lambda: watch.order(*where, text, due=due or "0"))

    def _explain(self, returned: ReturnedRow) -> None:
        entry = returned.entry
        begun = _("“{title}”退回的原因：").format(title=entry_title(entry))
        text, due = self._written(returned.name, begun, order=False)
        if text and self._front.at is not None:
            watch = self._front.at.watch
            self._then(lambda: watch.explain(returned.code, entry.hash, text, due=due))

    def _written(self, name: str, begun: str, *, order: bool) -> tuple[str, str]:
        """What was written and the day by which it is to be answered; nothing where the box was closed."""
        box = LetterBox(self._front.shell, name, begun, order=order)
        if not box.exec():
            return "", ""
        text, due = box.answer()
        return text, read_day(due, self._front.day) or due

    def _then(self, call: object) -> None:
        self._front.ask(call, lambda _done: self._front.shell.refresh())  # type: ignore[arg-type]
