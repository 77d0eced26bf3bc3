"""Bundles in and receipts out at a township; quarantine; what is said to a village about an entry that was refused."""

from __future__ import annotations

from pathlib import Path

from clerk_app.desk import ArrivalRow, RefusedEntry

from .. import actions, town_actions
from ..front import Front
from ..language import _
from ..pages.incoming import IncomingPage
from ..widgets.bundle_detail import entry_title
from .letters import Writing
from .reading import Reading
from .running import Running


class Incoming:
    """What the page of incoming bundles wishes for."""

    def __init__(self, front: Front, page: IncomingPage, writing: Writing, reading: Reading) -> None:
        self._front, self._page, self._writing = front, page, writing
        self._running = Running(front, page, page.strip)
        page.receive_wanted.connect(self.receive)
        page.reply_wanted.connect(self.export)
        page.save_wanted.connect(self._save)
        page.strip.stop_wanted.connect(self.stop)
        page.detail.retry_wanted.connect(self.retry)
        page.detail.original_wanted.connect(reading.show_original)
        page.detail.return_wanted.connect(self._return)

    def receive(self, paths: list[Path]) -> None:
        """Take bundles in."""
        call = actions.receive(self._front.desk, paths)
        self._running.run(call, _("正在核对签名、内容和流程。"), self._page.received)

    def export(self, folder: Path, carrier: str, anyway: bool = False) -> None:
        """Write the receipts for all villages that have something to hear, or `anyway` for all."""
        call = town_actions.reply(self._front.desk, folder, carrier, anyway)
        self._running.run(call, _("正在写入回执，写完会读回核对，请勿拔出。"), self._page.replied)

    def retry(self) -> None:
        """Try what lies in quarantine once more."""
        call = town_actions.retry(self._front.desk)
        self._running.run(call, _("正在把隔离的包再核对一遍。"), self._page.received)

    def stop(self) -> None:
        """Stop what is running at its next chance."""
        self._running.stop()

    def _save(self, digest: str, folder: Path) -> None:
        def told(path: Path) -> None:
            self._front.inform(_("导出"), _("已导出：{name}").format(name=path.name))

        self._front.ask(lambda: self._front.desk.township.save(digest, folder), told)

    def _return(self, known: ArrivalRow, entry: RefusedEntry) -> None:
        """The receipt refuses the entry already; here a person says so in words, with a day if an answer is wanted."""
        parts = [part for said in entry.sentences for part in (said.what, said.amount) if part]
        text = _("第 {seq} 条“{title}”没有收下：{reasons}。请更正后重新上报。").format(
            seq=entry.seq, title=entry_title(entry), reasons=_("；").join(parts)
        )
        self._writing.compose(known.code, known.name, text=text, matter=entry.matter)
