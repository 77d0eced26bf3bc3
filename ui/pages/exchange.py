"""Bundles: out to the township with progress, in from it, and what became of each. The township's desk uses it too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar

from clerk_app import desk
from clerk_app.desk import BundleRow, Exported, Verdict

from ..language import _
from ..theme import beside
from ..widgets.parts import SentenceLine
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from ..widgets.table import Table
from .page import Page
from .today import size_word


class ExchangePage(Page):
    """Out, in, and the record of both."""

    export_wanted = Signal(object, str)
    receive_wanted = Signal(list)
    stop_wanted = Signal()

    def __init__(self, load: Callable[[Callable[[Sequence[BundleRow]], object]], object]) -> None:
        super().__init__(_("上报与回执"))
        self._load = load
        self.bar.addWidget(Button(_("接收文件"), self._choose_files, name="receive"))
        self.bar.addWidget(Button(_("接收文件夹"), self._choose_folder))
        self.bar.addWidget(
            Button(_("生成上报包"), lambda: self.ask_folder("usb"), look="primary", shortcut="Ctrl+E", name="export")
        )
        self.bar.addWidget(Button(_("用邮件报"), lambda: self.ask_folder("mail")))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._doing = PlainLabel(_("还没有开始。包写完会读回核对，核对无误才算完成。"), "faint", wrap=True)
        self._stop = Button(_("取消"), self.stop_wanted.emit)
        self._stop.setEnabled(False)
        work = Card(_("正在进行"))
        work.add(self._bar)
        line = row(self._doing, self._stop)
        line.setStretch(0, 1)
        work.add(line)
        self._results = column(spacing=8)
        results = Card(_("本次结果"))
        results.add(scrolled(boxed(self._results)), 1)
        self._table = Table((_("包号"), _("对方"), _("日期"), _("内容"), _("方式"), _("状态")), _("发出的包"))
        record = Card(_("发出的包"))
        record.add(self._table, 1)
        left = boxed(column(work, results, record, spacing=16), 0, 2, 2)
        self.room.addWidget(left, 1)
        self.room.addWidget(self._hints())

    def _hints(self) -> Card:
        card = Card(_("不用本软件也能核验"))
        told = _("包里有一页“如何核验”。解密以后，用系统自带的 ssh-keygen 和 sha256sum 就能验签名、验完整。")
        card.add(PlainLabel(told, wrap=True))
        card.add(PlainLabel(_("“已报”的意思是收到了乡镇的回执，不是写出了文件。"), "faint", wrap=True))
        card.body.addStretch(1)
        card.setFixedWidth(beside(280))
        return card

    def refresh(self) -> None:
        """Ask the desk for the outbox."""
        self._load(self._show)

    def _show(self, rows: Sequence[BundleRow]) -> None:
        carriers = {"usb": _("U 盘"), "mail": _("电子邮件")}
        states = {
            "written": _("已打包，还没有交"),
            "handed": _("已交，等回执"),
            "receipted": _("对方已收"),
            "returned": _("有退回"),
        }
        self._table.put(
            [
                (
                    f"{r.number:06d}",
                    r.detail,
                    r.made_on,
                    _("{entries} 条 · {files} 附件 · {size}").format(
                        entries=r.entries, files=r.files, size=size_word(r.size)
                    ),
                    carriers[r.carrier],
                    states[r.state],
                )
                for r in rows
            ],
        )

    def ask_folder(self, carrier: str) -> None:
        """Where to write: a stick, or a folder for the mail program."""
        folder = QFileDialog.getExistingDirectory(self, _("选择 U 盘或文件夹"))
        if folder:
            self.export_wanted.emit(Path(folder), carrier)

    def _choose_files(self) -> None:
        paths, _filter = QFileDialog.getOpenFileNames(self, _("选择收到的包"))
        if paths:
            self.receive_wanted.emit([Path(path) for path in paths])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("选择放包的文件夹"))
        if folder:
            self.receive_wanted.emit([Path(folder)])

    def began(self, text: str) -> None:
        """A long job runs."""
        self._doing.setText(text)
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)

    def progressed(self, done: int, total: int) -> None:
        """How far the job is."""
        self._bar.setRange(0, 1000)
        self._bar.setValue(done * 1000 // max(1, total))

    def ended(self, text: str) -> None:
        """The job ended, well or not."""
        self._doing.setText(text)
        self._bar.setRange(0, 1)
        self._bar.setValue(0)
        self._stop.setEnabled(False)

    def exported(self, done: Sequence[Exported]) -> None:
        """Say what lies on the carrier."""
        clear(self._results)
        for one in done:
            told = _("第 {number} 号包：{entries} 条记录、{files} 个附件，已写完并读回核对，可以取下 U 盘。")
            self._results.addWidget(Badge(_("完成"), "good"))
            self._results.addWidget(
                PlainLabel(told.format(number=one.number, entries=one.entries, files=one.files), wrap=True)
            )
            self._results.addWidget(PlainLabel(Path(one.path).name, "faint", wrap=True))
            if one.left:
                self._results.addWidget(
                    PlainLabel(_("还有 {left} 条装不下，请再生成一个包。").format(left=one.left), "wrong", wrap=True)
                )
        if not done:
            self._results.addWidget(PlainLabel(_("没有要发的内容。"), "faint"))
        self._results.addStretch(1)

    def received(self, verdicts: Sequence[Verdict]) -> None:
        """Show every verdict with its reasons."""
        clear(self._results)
        kinds = {
            "verdict.valid": "good",
            "verdict.noted": "warn",
            "verdict.uncertain": "warn",
            "verdict.invalid": "wrong",
        }
        for verdict in verdicts:
            count = _("收下 {a} 条，退回 {r} 条，待定 {h} 条").format(
                a=verdict.accepted, r=len(verdict.refused), h=verdict.held
            )
            name = f"{verdict.sender} {verdict.number:06d}" if verdict.number else Path(verdict.path).name
            self._results.addLayout(
                row(
                    Badge(desk.label(verdict.word), kinds[verdict.word]),
                    PlainLabel(name, "strong"),
                    PlainLabel(count, "faint"),
                    None,
                )
            )
            sound = verdict.state in ("filed", "duplicate")
            for sentence in verdict.sentences:
                self._results.addWidget(SentenceLine(sentence, met=False, note=sound))
            for entry in verdict.refused:
                self._results.addWidget(
                    PlainLabel(_("第 {seq} 条 · {title}").format(seq=entry.seq, title=entry.title), "strong", wrap=True)
                )
                for sentence in entry.sentences:
                    self._results.addWidget(SentenceLine(sentence, met=False))
        self._results.addStretch(1)
