"""What waits, as numbers in the side bar; looked at again whenever another page comes to the front."""

from __future__ import annotations

from dataclasses import dataclass

from .. import actions
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


def receipt_word(days: int | None) -> str:
    """When the township was last heard of."""
    if days is None:
        return _("还没有收到过回执")
    return _("上次回执：{n} 天前").format(n=days) if days else _("上次回执：今天")
