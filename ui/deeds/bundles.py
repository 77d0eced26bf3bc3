"""Bundles out and in, with progress; quarantine tried again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clerk_app import desk
from clerk_app.errors import ClerkError

from .. import actions
from ..front import Front
from ..jobs import Done, Watch
from ..language import _
from ..pages.exchange import ExchangePage


class Bundles:
    """What goes out and comes in, shown on the page of bundles wherever it was asked for."""

    def __init__(self, front: Front, page: ExchangePage) -> None:
        self._front, self._page = front, page
        self._watch: Watch | None = None
        page.export_wanted.connect(self.export)
        page.receive_wanted.connect(self.receive)
        page.stop_wanted.connect(self.stop)

    def export(self, folder: Path, carrier: str) -> None:
        """Write the next bundle, or the receipts."""
        done = self._page.replied if self._front.township else self._page.exported
        call = actions.export(self._front.desk, folder, carrier)
        self._run(call, _("正在写入，写完会读回核对，请勿拔出。"), done)

    def receive(self, paths: list[Path]) -> None:
        """Take bundles in."""
        self._run(actions.receive(self._front.desk, paths), _("正在核对签名、内容和流程。"), self._page.received)

    def retry(self) -> None:
        """Try what lies in quarantine once more."""
        self._run(actions.retry(self._front.desk), _("正在把隔离的包再核对一遍。"), self._page.received)

    def stop(self) -> None:
        """Stop what is running at its next chance."""
        if self._watch is not None:
            self._watch.stop()

    def _run(self, call: actions.Watched, text: str, done: Done) -> None:
        page = self._page

        def finished(result: Any) -> None:
            page.ended(_("完成。"))
            done(result)
            page.refresh()

        def failed(error: ClerkError) -> None:
            page.ended(desk.explain(error)[0].what)
            if error.code != "cancelled":
                self._front.fail(error)

        self._front.shell.show_page(page)
        page.refresh()
        page.began(text)
        self._watch = self._front.watch(call, finished, failed, page.progressed)
