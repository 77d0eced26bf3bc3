"""The township's first page: what came in, what the rules said of it, who did not report, and the receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from clerk_app.desk import ArrivalRow, RefusedEntry, Replied, Sentence, Verdict, VillageRow

from .. import dialogs
from ..language import _
from ..theme import beside
from ..widgets.arrivals import arrival_cells, arrival_headings, needs_look, number_word, tally
from ..widgets.bundle_detail import BundleDetail
from ..widgets.listing import Listing
from ..widgets.plain import Button, Card, PlainLabel, boxed, column, restyle, row, scrolled
from ..widgets.progress import ProgressStrip
from ..widgets.village_bars import PunctualBars, SilentList
from .page import Page

WAITING = -1
"""Instead of a number of days: only what lies in quarantine."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the villages stand; `fresh` of them have something to hear that lies in no bundle yet, `due` any at all.

    `at_rest` is True where everything is confirmed, and only confirmations are left.
    """

    villages: Sequence[VillageRow]
    fresh: int
    due: int
    at_rest: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for; each answer comes later through the function given with it."""

    arrivals: Callable[[int, Callable[[Sequence[ArrivalRow]], object]], object]
    standing: Callable[[Callable[[Standing], object]], object]
    refused: Callable[[str, Callable[[Sequence[RefusedEntry]], object]], object]
    against: Callable[[str, Callable[[Sequence[Sentence]], object]], object]


class IncomingPage(Page):
    """Bundles at the left, the refused entries of the chosen one below, the villages at the right."""

    receive_wanted = Signal(list)
    reply_wanted = Signal(object, str, bool)
    save_wanted = Signal(str, object)
    village_wanted = Signal(str)
    enrol_wanted = Signal()

    def __init__(self, sources: Sources) -> None:
        super().__init__(_("收件与核验"))
        self._sources = sources
        self._rows: dict[str, ArrivalRow] = {}
        self._at_rest = False
        self.setAcceptDrops(True)
        self._fill_bar()
        self.strip = ProgressStrip()
        self.arrivals = Listing(
            arrival_headings(), name="arrivals", label=_("收到的包"), stretch=6, spare=(2, 3, 1), firm=(5,)
        )
        self.arrivals.chosen.connect(self._choose)
        self._search.textChanged.connect(self.arrivals.search)
        self.detail = BundleDetail()
        self.detail.save_wanted.connect(self._ask_save)
        left = boxed(column(self.strip, self._bundles_card(), self.detail, spacing=14), 0, 3, 2)
        self.room.addWidget(left, 1)
        self.room.addWidget(self._right())

    def _fill_bar(self) -> None:
        self._search = self.add_search(_("搜索（Ctrl+F）"), _("搜索"), 210)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._search.setFocus)
        self._reply = Button("", lambda: self.ask_folder("usb"), look="primary", name="reply")
        self._reply.setShortcut(QKeySequence("Ctrl+E"))
        self._mail = Button(_("邮件回执"), lambda: self.ask_folder("mail"), name="reply-mail")
        for part in (
            Button(_("接收文件"), self._choose_files, name="receive"),
            Button(_("接收文件夹"), self._choose_folder, name="receive-folder"),
            self._mail,
            self._reply,
        ):
            self.bar.addWidget(part)

    def _bundles_card(self) -> Card:
        self._bundles = Card()
        self._heading, self._remark = PlainLabel("", "heading"), PlainLabel("", "faint")
        self._period = QComboBox()
        self._period.setAccessibleName(_("看哪几天"))
        self._period.setObjectName("period")
        for label, days in (
            (_("今天"), 0),
            (_("最近 7 天"), 6),
            (_("最近 31 天"), 30),
            (_("隔离区"), WAITING),
        ):
            self._period.addItem(label, days)
        self._period.activated.connect(lambda _index: self.refresh())
        self._empty = PlainLabel("", "faint", wrap=True)
        self._first = Button(_("登记第一个村"), self.enrol_wanted.emit, look="primary", name="enrol-first")
        self._first.hide()
        self._bundles.add(row(self._heading, self._period, None, self._remark))
        guide = row(self._empty, self._first)
        guide.setStretch(0, 1)
        self._bundles.add(guide)
        self._bundles.add(self.arrivals, 1)
        return self._bundles

    def _right(self) -> QWidget:
        self._silent = SilentList()
        self._silent.chosen.connect(self.village_wanted)
        self._silent_card = Card(_("未按月上报"))
        self._silent_card.add(scrolled(self._silent), 1)
        self._bars = PunctualBars()
        bars = Card(_("各村按时办结率"), _("本月"))
        bars.add(scrolled(self._bars), 1)
        right = boxed(column(self._silent_card, bars, spacing=14), 1, 1)
        right.setFixedWidth(beside(268))
        return right

    def refresh(self) -> None:
        """Ask the desk anew: the bundles at once, then the villages."""
        self._sources.arrivals(int(self._period.currentData()), self._show)
        self._sources.standing(self._show_standing)

    def _show(self, arrivals: Sequence[ArrivalRow]) -> None:
        if self.same(arrivals):
            return
        self._rows = {row.id: row for row in arrivals}
        self._heading.setText(_("收到 {n} 个包").format(n=len(arrivals)))
        self._remark.setText(_summary(arrivals))
        self._empty.setVisible(not arrivals)
        shown = sorted(arrivals, key=lambda row: not needs_look(row))
        self.arrivals.put([(row.id, arrival_cells(row)) for row in shown])

    def _show_standing(self, standing: Standing) -> None:
        if self.same(standing, part="standing"):
            return
        self._first.setVisible(not standing.villages)
        none = _("还没有登记村。请村里带着登记申请和登记单来，当面核对指纹，登记后就能收它的包。")
        told = _("没有包。把文件或文件夹拖到这里，或按“接收文件”。")
        self._empty.setText(told if standing.villages else none)
        self._at_rest = standing.at_rest
        self._reply.setText(_("签发回执 · {n} 村").format(n=standing.fresh))
        for button in (self._reply, self._mail):
            button.setEnabled(standing.due > 0)
        silent = self._silent.put(standing.villages)
        self._silent_card.remark.setText(_("{n} 个村").format(n=silent) if silent else "")
        self._bars.put(standing.villages)

    def _choose(self, key: str) -> None:
        known = self._rows.get(key)
        if known is None:
            self.detail.show_nothing()
        elif known.state != "filed":
            self._sources.against(known.id, partial(self._if_chosen, known, self.detail.show_against))
        elif known.refused or known.held:
            self._sources.refused(known.id, partial(self._if_chosen, known, self.detail.show_refused))
        else:
            self.detail.show_sound(known)

    def _if_chosen(self, known: ArrivalRow, show: Callable[[ArrivalRow, Sequence[Any]], None], told: Any) -> None:
        """An answer that comes when another bundle is chosen already is not shown."""
        if self.arrivals.key() == known.id:
            show(known, told)

    # What is asked

    def ask_folder(self, carrier: str) -> None:
        """Where to write the receipts: a stick, or a folder for the mail program."""
        told = _("各村都已确认，没有新的内容要发。有村说没有收到回执的，可以照样再写一次。")
        if self._at_rest and not dialogs.confirm(self, _("都已确认"), told, _("照样写一次")):
            return
        folder = QFileDialog.getExistingDirectory(self, _("选择 U 盘或文件夹"))
        if folder:
            self.reply_wanted.emit(Path(folder), carrier, self._at_rest)

    def _ask_save(self, digest: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("导出到哪个文件夹"))
        if folder:
            self.save_wanted.emit(digest, Path(folder))

    def _choose_files(self) -> None:
        paths, _filter = QFileDialog.getOpenFileNames(self, _("选择收到的包或邮件"))
        if paths:
            self.receive_wanted.emit([Path(path) for path in paths])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("选择放包或邮件的文件夹"))
        if folder:
            self.receive_wanted.emit([Path(folder)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere on the page."""
        if event.mimeData().hasUrls():
            self._mark(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What hovered went away."""
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        self._mark(over=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.receive_wanted.emit(paths)

    def _mark(self, *, over: bool) -> None:
        self._bundles.setProperty("over", "true" if over else "false")
        restyle(self._bundles)

    # What came of it

    def received(self, verdicts: Sequence[Verdict]) -> None:
        """Say in one line what came in."""
        self.strip.ended(tally(verdicts) or _("这里没有找到包。"))
        left = [Path(verdict.path) for verdict in verdicts if verdict.state == "left"]
        if left:
            self.strip.offer(_("继续接收"), lambda: self.receive_wanted.emit(left))

    def replied(self, done: Sequence[Replied]) -> None:
        """Say what was written for each village."""
        if not done:
            self.strip.ended(_("没有要发的内容。"))
            return
        numbers = _("、").join(f"{one.name} {number_word(one.exported.number)}" for one in done)
        told = [_("给 {n} 个村写好了回执：{numbers}。").format(n=len(done), numbers=numbers)]
        for one in done:
            told += [f"{one.name} {said.what}" for said in one.exported.sentences[:-1]]
        told += [said.fix for said in done[-1].exported.sentences[-1:]]
        self.strip.ended(" ".join(told))


def _summary(arrivals: Sequence[ArrivalRow]) -> str:
    """How many are in, and how many need a look."""
    look = sum(map(needs_look, arrivals))
    return _("没问题的 {sound} · 要看的 {look}").format(sound=len(arrivals) - look, look=look) if arrivals else ""
