"""Bundles out and in at a village, with progress."""

from __future__ import annotations

from pathlib import Path

from .. import actions
from ..front import Front
from ..language import _
from ..pages.exchange import ExchangePage
from .running import Running


class Bundles:
    """What goes out and comes in, shown on the page of bundles wherever it was asked for."""

    def __init__(self, front: Front, page: ExchangePage) -> None:
        self._front, self._page = front, page
        self._running = Running(front, page, page.strip)
        page.export_wanted.connect(self.export)
        page.receive_wanted.connect(self.receive)
        page.handed.connect(self._hand)
        page.strip.stop_wanted.connect(self.stop)

    def export(self, folder: Path, carrier: str, anyway: bool = False) -> None:
        """Write the next bundle; `anyway` also where all is confirmed."""
        call = actions.export(self._front.desk, folder, carrier, anyway)
        self._running.run(call, _("正在写入，写完会读回核对，请勿拔出。"), self._page.exported)

    def receive(self, paths: list[Path]) -> None:
        """Take bundles in."""
        call = actions.receive(self._front.desk, paths)
        self._running.run(call, _("正在核对签名、内容和流程。"), self._page.received)

    def _hand(self, number: int) -> None:
        self._front.change(lambda: self._front.desk.hand(number))

    def stop(self) -> None:
        """Stop what is running at its next chance."""
        self._running.stop()
