"""One long job at a time, shown on the page that has a bar for it."""

from __future__ import annotations

from typing import Any, Protocol

from clerk_app import desk
from clerk_app.errors import ClerkError

from .. import actions
from ..front import Front
from ..jobs import Done, Watch
from ..language import _
from ..pages.page import Page


class Bar(Protocol):
    """What shows a job: the strip of a page, or the page itself."""

    def began(self, text: str) -> None:
        """A long job runs."""

    def progressed(self, done: int, total: int) -> None:
        """How far the job is."""

    def ended(self, text: str) -> None:
        """The job ended, well or not."""


class Running:
    """Brings the page to the front, runs the job, and shows what came of it."""

    def __init__(self, front: Front, page: Page, bar: Bar) -> None:
        self._front, self._page, self._bar = front, page, bar
        self._watches: list[Watch] = []

    def run(self, call: actions.Watched, text: str, done: Done, *, holds: bool = False) -> None:
        """Run a call; `done` gets its answer after the page was told that it ended.

        `holds`: until that was seen nothing locks.
        """
        watch = Watch()

        def finished(result: Any) -> None:
            self._watches.remove(watch)
            self._bar.ended(_("完成。"))
            done(result)
            self._page.refresh()

        def failed(error: ClerkError) -> None:
            self._watches.remove(watch)
            self._bar.ended(desk.explain(error)[0].what)
            self._page.refresh()
            self._front.fail(error)

        self._front.shell.show_page(self._page)
        self._page.refresh()
        self._bar.began(text)
        self._watches.append(watch)
        watch.progressed.connect(self._bar.progressed)
        (self._front.hold if holds else self._front.watch)(call, finished, failed, watch)

    def stop(self) -> None:
        """Stop what runs, and what waits behind it, at its next chance."""
        for watch in self._watches:
            watch.stop()
