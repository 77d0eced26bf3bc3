"""What waits, as numbers in the side bar; looked at again whenever another page comes to the front."""

from __future__ import annotations

from dataclasses import dataclass

from .. import actions, town_actions
from ..front import Front
from ..language import _
from ..pages.page import Page


@dataclass(frozen=True, slots=True)
class Places:
    """The pages that get a number."""

    today: Page
    board: Page
    report: Page
    letters: Page


class Attention:
    """Asks the desk what waits, and writes it beside the places where it is dealt with."""

    def __init__(self, front: Front, places: Places) -> None:
        self._front, self._places = front, places
        self._counted: actions.Counted | None = None
        self._warnings = 0

    def look(self) -> None:
        """Ask anew."""
        if self._front.at is not None:
            self._front.ask(actions.waiting(self._front.at, self._counted), self._show)
            # Over many matters it takes longest, and nothing else waits for it.
            self._front.ask(self._front.at.open_warnings, self._show_warnings)

    def _show_warnings(self, number: int) -> None:
        self._warnings = number
        if self._counted is not None:
            self._show(self._counted)

    def _show(self, counted: actions.Counted) -> None:
        self._counted, waiting = counted, counted.waiting
        side = self._front.shell.side
        if side is None:
            return
        side.count(self._places.today, waiting.ready)
        side.count(self._places.board, waiting.board)
        side.count(self._places.report, waiting.returned)
        side.count(self._places.letters, waiting.letters + self._warnings)
        side.tell(waiting.minutes, receipt_word(waiting.silent))


class TownAttention:
    """The same at a township: what came in and was not filed, what waits for a decision, what nobody looked at."""

    def __init__(self, front: Front, incoming: Page, reviews: Page, orders: Page) -> None:
        self._front, self._places = front, (incoming, reviews, orders)

    def look(self) -> None:
        """Ask anew."""
        if self._front.at is not None:
            self._front.ask(town_actions.waiting(self._front.at), self._show)

    def _show(self, waiting: town_actions.Waiting) -> None:
        side = self._front.shell.side
        if side is None:
            return
        numbers = (waiting.bundles, waiting.reviews, waiting.watched)
        for page, number in zip(self._places, numbers, strict=True):
            side.count(page, number)
        told = _("{n} 个村 · 本月已报 {reported}").format(n=waiting.villages, reported=waiting.reported)
        side.tell(waiting.minutes, told)


def receipt_word(days: int | None) -> str:
    """When the township was last heard of."""
    if days is None:
        return _("还没有收到过回执")
    return _("上次回执：{n} 天前").format(n=days) if days else _("上次回执：今天")
