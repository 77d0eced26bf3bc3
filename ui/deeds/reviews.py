"""Decisions on steps that wait for the township: attached to, approved, sent back, asked about."""

from __future__ import annotations

from clerk_app.desk import ReviewView

from .. import town_actions
from ..front import Front
from ..language import _
from ..pages.reviews import DecideBox, Given, ReviewsPage
from .attaching import Attaching
from .reading import Reading
from .villages import Villages


class Deciding:
    """What the page of reviews wishes for."""

    def __init__(self, front: Front, page: ReviewsPage, villages: Villages, reading: Reading) -> None:
        self._front, self._page = front, page
        attaching = Attaching(front, page.attaching_line)
        page.deciding.connect(self._decide)
        page.attaching.connect(lambda kind, sources: attaching.take(kind, sources, page.attached))
        page.file_wanted.connect(reading.show_file)
        page.matter_wanted.connect(villages.open)

    def _decide(self, verdict: str, view: ReviewView, given: Given) -> None:
        titles = {"approve": _("同意"), "return": _("退回村里"), "ask": _("询问村里")}
        reasons = {"approve": _("意见（可不填）"), "return": _("退回的原因"), "ask": _("要村里说明什么")}
        box = DecideBox(self._front.shell, titles[verdict], view.officials, reason=reasons[verdict])
        if box.exec() and self._front.at is not None:
            call = town_actions.decide(self._front.at, verdict, view.row, given, *box.answer())
            self._front.ask(call, lambda _done: self._page.decided())
