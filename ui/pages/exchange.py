"""A village's bundles: out to the township, the answers in, where each one stands, and what somebody has to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from clerk_app import desk
from clerk_app.desk import (
    BranchRow,
    BundleRow,
    ContactRow,
    EpochQuestion,
    Exported,
    GapRow,
    RefusedEntry,
    Standing,
    Unreported,
    Verdict,
)

from .. import dialogs
from ..language import _
from ..panels.lines import LinesPanel
from ..sizes import size_word
from ..theme import beside
from ..widgets.arrivals import tally
from ..widgets.listing import Cell, Listing
from ..widgets.parts import ReturnedLine, SentenceLine
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, lined_card, row, scrolled
from ..widgets.progress import ProgressStrip
from ..widgets.results import Results
from ..widgets.wrapping import wrapped
from .page import Page


@dataclass(frozen=True, slots=True)
class Reporting:
    """What the page shows."""

    waiting: Unreported
    bundles: Sequence[BundleRow]
    standings: Sequence[Standing]
    gaps: Sequence[GapRow]
    returned: Sequence[RefusedEntry]
    contacts: Sequence[ContactRow]
    lines: Sequence[BranchRow]
    question: EpochQuestion | None


class ExchangePage(Page):
    """The next bundle above, those that went out below; at the right to whom, how far, and what is missing."""

    export_wanted = Signal(object, str, bool)
    receive_wanted = Signal(list)
    handed = Signal(int)
    opened = Signal(str, str)
    join_wanted = Signal()

    def __init__(self, load: Callable[[Callable[[Reporting], object]], object]) -> None:
        super().__init__(_("上报与回执"))
        self._load = load
        self._rows: dict[str, BundleRow] = {}
        self._at_rest = False
        self._newest = 0
        self.strip = ProgressStrip()
        self.bar.addWidget(Button(_("导入回执或清单更新"), self._choose_files, name="receive"))
        self.bar.addWidget(Button(_("导入文件夹"), self._choose_folder, name="receive-folder"))
        self._mail = Button(_("用邮件报"), lambda: self.ask_folder("mail"), name="mail")
        self.bar.addWidget(self._mail)
        self._export = Button(
            _("生成上报包"), lambda: self.ask_folder("usb"), look="primary", told="Ctrl+E", name="export"
        )
        self.bar.addWidget(self._export)
        self._left = scrolled(boxed(column(self._make_next(), self._make_record(), spacing=16), 0, 1))
        self.room.addWidget(self._left, 1)
        self.room.addWidget(self._make_side())

    def _make_next(self) -> Card:
        self._next = Card(_("下一个包"))
        self._figures = column(spacing=0)
        self._results = Results()
        self._next.add(self._figures)
        self._next.add(self.strip)
        self._next.add(self._results)
        return self._next

    def _make_record(self) -> Card:
        card = Card(_("往来记录"), _("收到回执才算报上去，只生成了文件还不算"))
        headings = (_("包号"), _("日期"), _("内容"), _("方式"), _("乡镇收下"), _("状态"))
        self.bundles = Listing(headings, name="bundles", label=_("发出的包"), stretch=2, spare=(3, 4))
        self.bundles.chosen.connect(self._tell)
        self._todo = column(spacing=4)
        self._none = PlainLabel(_("还没有发出过包。生成的包会列在这里，写明到了哪里。"), "faint", wrap=True)
        card.add(self._none)
        card.add(self.bundles, 1)
        card.add(self._todo)
        return card

    def _make_side(self) -> QWidget:
        self._to, self._to_list = lined_card(_("发给谁"))
        self._standing, self._standing_list = lined_card(_("上报进度"))
        self._returned, self._returned_list = lined_card(_("被退回的"))
        self._gaps, self._gaps_list = lined_card(_("缺口"))
        check, told = lined_card(_("不用本软件也能核验"))
        how = _("包里有一页“如何核验”。解密以后，用系统自带的 ssh-keygen 和 sha256sum 就能验签名、验完整。")
        told.addWidget(PlainLabel(how, wrap=True))
        self.lines = LinesPanel()
        cards = (self.lines, self._returned, self._to, self._standing, self._gaps, check)
        area = scrolled(boxed(column(*cards, None, spacing=16)))
        area.setFixedWidth(beside(300))
        return area

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, view: Reporting) -> None:
        if self.same(view):
            return
        joined = bool(view.contacts)
        for button in (self._mail, self._export):
            button.setEnabled(joined)
        self._show_next(view.waiting, joined=joined)
        # The Tab key goes through what is made now in the order in which it is made: from above.
        self.lines.show_rows(view.lines, view.question)
        self._rows = {f"{known.to} {known.number}": known for known in view.bundles}
        self.bundles.put([(key, _cells(known)) for key, known in self._rows.items()])
        self._choose_newest()
        self._none.setVisible(not view.bundles)
        self._show_returned(view.returned)
        self._show_contacts(view.contacts)
        self._show_standings(view.standings)
        self._show_gaps(view.gaps)

    def _choose_newest(self) -> None:
        """Once it is listed, the bundle that was just written is the one that is looked at."""
        key = next((key for key, known in self._rows.items() if known.number == self._newest), "")
        if key:
            self.bundles.choose(key)
            self._newest = 0

    def _show_next(self, waiting: Unreported, *, joined: bool) -> None:
        self._next.heading.setText(_("第 {number} 号包").format(number=waiting.bundle))
        clear(self._figures)
        if not joined:
            told = _("加入乡镇以后才能上报。办过的事项都记着，到时候一起报。")
            self._figures.addWidget(PlainLabel(told, wrap=True))
            return
        packed = [(f"{waiting.packed:,}", _("条已打包，等回执"))] if waiting.packed else []
        figures = (
            (f"{waiting.fresh:,}", _("条新记录")),
            *packed,
            (f"{waiting.files:,}", _("个附件")),
            (size_word(waiting.size), _("大小")),
        )
        lines = (column(PlainLabel(number, "figure"), PlainLabel(told, "faint"), spacing=0) for number, told in figures)
        self._figures.addWidget(wrapped(*(boxed(line) for line in lines), spacing=36))
        if not waiting.fresh:
            told = _("没有新的内容要报。办了事项以后，这里会有数。")
            again = _("没有新的内容。已经打包的，收到回执以前每个包都会再带上；U 盘丢了，可以再生成一次。")
            told = again if waiting.packed else told
            self._figures.addWidget(PlainLabel(told, "faint", wrap=True))

    def _show_returned(self, entries: Sequence[RefusedEntry]) -> None:
        clear(self._returned_list)
        self._returned.setVisible(bool(entries))
        self._returned.remark.setText(_("{count} 条").format(count=len(entries)))
        for entry in entries:
            self._returned_list.addWidget(ReturnedLine(entry, self.opened.emit))

    def _show_contacts(self, contacts: Sequence[ContactRow]) -> None:
        clear(self._to_list)
        for known in contacts:
            self._to_list.addWidget(PlainLabel(known.name, "strong", wrap=True))
            told = _("{code} · 指纹 {mark}").format(code=known.code, mark=known.fingerprint)
            self._to_list.addWidget(PlainLabel(told, "faint", wrap=True))
        if not contacts:
            self._to_list.addWidget(PlainLabel(_("还没有加入乡镇，报不出去。"), "wrong", wrap=True))
            self._to_list.addWidget(Button(_("加入乡镇"), self.join_wanted.emit, look="primary", name="join"))

    def _show_standings(self, standings: Sequence[Standing]) -> None:
        clear(self._standing_list)
        self._standing.setVisible(bool(standings))
        self._at_rest = bool(standings) and all(known.at_rest for known in standings)
        for known in standings:
            share = f"{known.accepted:,} / {known.entries:,}"
            self._standing_list.addLayout(_told(_("乡镇已收下"), share))
            if known.at_rest:
                self._standing_list.addWidget(PlainLabel(_("✓ 双方都已确认"), "good", wrap=True))
            for number, told in (
                (0 if known.at_rest else known.unpacked, _("没有打包")),
                (0 if known.at_rest else known.awaiting, _("打了包，等回执")),
                (known.refused, _("被退回")),
                (known.held, _("待定")),
            ):
                if number:
                    self._standing_list.addLayout(_told(told, _("{n} 条").format(n=number)))
            if known.todo is not None:
                self._standing_list.addWidget(SentenceLine(known.todo, met=False, note=True))

    def _show_gaps(self, gaps: Sequence[GapRow]) -> None:
        clear(self._gaps_list)
        for gap in gaps:
            self._gaps_list.addWidget(SentenceLine(gap.sentence, met=False))
        if not gaps:
            self._gaps_list.addWidget(PlainLabel(_("✓ 收到的都连着，没有缺号"), "good", wrap=True))

    def _tell(self, key: str) -> None:
        """What has to be done about the bundle that is chosen."""
        clear(self._todo)
        known = self._rows.get(key)
        if known is None:
            return
        if known.todo is not None:
            self._todo.addWidget(SentenceLine(known.todo, met=False, note=True))
        if known.by:
            told = _("第 {n} 号包里有它的全部内容，这个不用再送。")
            if known.state == "returned":
                told = _("退回的内容，第 {n} 号包又带去过，请看那一个。")
            told = told.format(n=known.by)
            self._todo.addWidget(PlainLabel(told, "faint", wrap=True))
        elif known.state == "written":
            hand = Button(_("已经交给乡镇"), lambda: self.handed.emit(known.number), name="hand")
            self._todo.addLayout(row(hand, None))

    def report(self) -> None:
        """The next bundle onto a stick, where there is somebody to report to."""
        if self._export.isEnabled():
            self.ask_folder("usb")

    def ask_folder(self, carrier: str) -> None:
        """Where to write: a stick, or a folder for the mail program."""
        told = _("双方都已确认，没有新的内容要报。要表示“本期没有新情况”，可以照样报一次。")
        if self._at_rest and not dialogs.confirm(self, _("都已确认"), told, _("照样报一次")):
            return
        folder = QFileDialog.getExistingDirectory(self, _("选择 U 盘或文件夹"))
        if folder:
            self.export_wanted.emit(Path(folder), carrier, self._at_rest)

    def _choose_files(self) -> None:
        paths, _filter = QFileDialog.getOpenFileNames(self, _("选择收到的包"))
        if paths:
            self.receive_wanted.emit([Path(path) for path in paths])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("选择放包的文件夹"))
        if folder:
            self.receive_wanted.emit([Path(folder)])

    def _begin_results(self) -> None:
        self._results.begin()
        self._left.verticalScrollBar().setValue(0)

    def exported(self, done: Sequence[Exported]) -> None:
        """Say what lies on the carrier, and above all whether the stick may be taken out."""
        self._begin_results()
        for one in done:
            self._newest = one.number
            told = _("第 {number} 号包：{entries} 条记录、{files} 个附件，已写完并读回核对")
            said = told.format(number=one.number, entries=one.entries, files=one.files)
            self._results.add(_told_by(Badge(_("✓ 完成"), "good"), PlainLabel(said, "strong", wrap=True)))
            self._results.add(PlainLabel(Path(one.mail or one.path).name, "faint", wrap=True))
            for sentence in one.sentences[:-1]:
                self._results.add(SentenceLine(sentence, met=False, note=True))
        for last in [one.sentences[-1] for one in done if one.sentences][-1:]:
            self.strip.ended(last.fix)

    def received(self, verdicts: Sequence[Verdict]) -> None:
        """Say in one line what came in, and show every verdict with its reasons."""
        self.strip.ended(tally(verdicts) or _("这里没有找到包。"))
        self._begin_results()
        for verdict in verdicts:
            self._results.add(_verdict_line(verdict))
            sound = verdict.state in ("filed", "duplicate", "own")
            for sentence in verdict.sentences:
                self._results.add(SentenceLine(sentence, met=False, note=sound))
        left = [Path(verdict.path) for verdict in verdicts if verdict.state == "left"]
        if left:
            self.strip.offer(_("继续接收"), lambda: self.receive_wanted.emit(left))


def _told(name: str, value: str) -> QHBoxLayout:
    """A name that wraps, and its value."""
    line = row(PlainLabel(name, "faint", wrap=True), PlainLabel(value, "strong"), spacing=8)
    line.setStretch(0, 1)
    return line


def _told_by(badge: Badge, *words: PlainLabel) -> QHBoxLayout:
    """A badge and what wraps beside it."""
    line = row(badge, boxed(column(*words, spacing=0)))
    line.setStretch(1, 1)
    return line


def _verdict_line(verdict: Verdict) -> QHBoxLayout:
    """Whose bundle it is and how it was judged; how many entries of it, where it was taken in."""
    name = f"{verdict.sender} {verdict.number:06d}" if verdict.number else Path(verdict.path).name
    words = [PlainLabel(name, "strong", wrap=True)]
    if verdict.state == "filed":
        count = _("收下 {a} 条，退回 {r} 条，待定 {h} 条")
        told = count.format(a=verdict.accepted, r=len(verdict.refused), h=verdict.held)
        words.append(PlainLabel(told, "faint", wrap=True))
    return _told_by(_verdict_badge(verdict), *words)


def _verdict_badge(verdict: Verdict) -> Badge:
    if verdict.state == "own":
        return Badge(_("本单位的"), "idle")
    kinds = {"verdict.valid": "good", "verdict.invalid": "wrong"}
    return Badge(desk.label(verdict.word), kinds.get(verdict.word, "warn"))


def _cells(known: BundleRow) -> tuple[Cell, ...]:
    content = _("{entries} 条 · {files} 附件 · {size}")
    state, look = state_word(known)
    return (
        Cell(str(known.number), order=known.number),
        Cell(known.made_on[5:], order=known.made_on),
        Cell(content.format(entries=known.entries, files=known.files, size=size_word(known.size)), order=known.entries),
        Cell(desk.label(known.carrier)),
        Cell(f"{known.accepted} / {known.entries}", order=known.accepted),
        Cell(state, look, badge=True),
    )


def state_word(known: BundleRow) -> tuple[str, str]:
    """Where a bundle stands, with a mark that is seen without colours, and its colour."""
    if known.state == "receipted":
        return _("✓ 已回执"), "good"
    if known.state == "returned":
        if known.by:
            return _("– 退回的见第 {n} 号包").format(n=known.by), "idle"
        return _("× {n} 条被退回").format(n=known.refused + known.held), "wrong"
    if known.state == "confirming":
        return _("✓ 只有确认，不等回执"), "good"
    if known.by:
        return _("– 已由后面的包带去"), "idle"
    if known.state == "handed":
        return _("◐ 已交，无回执 {n} 天").format(n=known.age), "warn"
    return _("○ 已打包，没有交"), "info"
