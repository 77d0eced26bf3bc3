"""Decisions on steps that wait for the township: attached to, approved, sent back, asked about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from clerk_app.desk import ReviewRow, ReviewView

from .. import town_actions
from ..decide_box import DecideBox
from ..filling import fill
from ..front import Front
from ..language import _
from ..pages.reviews import Given, ReviewsPage
from ..widgets.files import Source
from .attaching import Attaching, Owner
from .reading import Reading
from .villages import Villages


class Deciding:
    """What the page of reviews wishes for."""

    def __init__(self, front: Front, page: ReviewsPage, villages: Villages, reading: Reading) -> None:
        self._front, self._page = front, page
        self._attaching = Attaching(front, page.attaching_line)
        page.deciding.connect(self._decide)
        page.attaching.connect(self._attach)
        page.keeping.connect(lambda *kept: front.ask(town_actions.keep_review(front.desk, *kept), lambda _done: None))
        page.discarding.connect(self._discard)
        page.file_wanted.connect(reading.show_file)
        page.matter_wanted.connect(villages.open)

    def keep(self) -> None:
        """The office is about to be locked: keep what was typed and attached."""
        kept = self._page.unsaved()
        if kept is not None:
            self._front.behind(town_actions.keep_review(self._front.desk, *kept), failed=lambda _error: None)
        self._attaching.keep()

    def _attach(self, waiting: ReviewRow, kind: str, sources: Sequence[Source]) -> None:
        reviews = self._front.desk.reviews
        owner = Owner(partial(self._page.attached, waiting), partial(reviews.add_files, waiting))
        self._attaching.take(kind, sources, owner)

    def _discard(self, waiting: ReviewRow) -> None:
        self._front.ask(lambda: self._front.desk.reviews.discard(waiting), lambda _done: self._page.begin_anew())

    def _decide(self, verdict: str, view: ReviewView, given: Given) -> None:
        titles = {"approve": _("同意"), "return": _("退回村里"), "ask": _("询问村里")}
        reasons = {"approve": _("意见（可不填）"), "return": _("退回的原因"), "ask": _("要村里说明什么")}
        box = DecideBox(self._front.shell, titles[verdict], view.officials, reason=reasons[verdict])
        at = self._front.desk
        fill(
            self._front,
            box,
            lambda: town_actions.decide(at, verdict, view.row, given, *box.answer()),
            lambda _done: self._page.decided(),
        )
