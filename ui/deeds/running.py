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
        self._watch: Watch | None = None

    def run(self, call: actions.Watched, text: str, done: Done) -> None:
        """Run a call; `done` gets its answer after the page was told that it ended."""

        def finished(result: Any) -> None:
            self._bar.ended(_("完成。"))
            done(result)
            self._page.refresh()

        def failed(error: ClerkError) -> None:
            self._bar.ended(desk.explain(error)[0].what)
            self._page.refresh()
            if error.code != "cancelled":
                self._front.fail(error)

        self._front.shell.show_page(self._page)
        self._page.refresh()
        self._bar.began(text)
        self._watch = Watch()
        self._watch.progressed.connect(self._bar.progressed)
        self._front.watch(call, finished, failed, self._watch)

    def stop(self) -> None:
        """Stop what is running at its next chance."""
        if self._watch is not None:
            self._watch.stop()
