"""How every village stands: one line each, and beside it all that is to be known of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from clerk_app.desk import (
    ArrivalRow,
    BranchRow,
    GapRow,
    LetterRow,
    Task,
    VillageRow,
    WarningRow,
    count_missing,
    list_missing,
)

from ..language import _
from ..panels.lines import line_of, worth_showing
from ..theme import beside, px
from ..widgets.arrivals import number_word, verdict_cell
from ..widgets.letter_line import letter_badge
from ..widgets.listing import Cell, Listing
from ..widgets.parts import SentenceLine
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from ..widgets.village_bars import silence_badge
from ..widgets.wrapping import wrapped
from .page import Page

_LAST = 8
"""Bundles that are shown of a village."""


@dataclass(frozen=True, slots=True)
class VillageDetail:
    """What is shown of one village."""

    arrivals: Sequence[ArrivalRow]
    gaps: Sequence[GapRow]
    overdue: Sequence[Task]
    warnings: Sequence[WarningRow]
    orders: Sequence[LetterRow]
    lines: Sequence[BranchRow]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for; each answer comes later through the function given with it."""

    villages: Callable[[Callable[[Sequence[VillageRow]], object]], object]
    detail: Callable[[str, Callable[[VillageDetail], object]], object]


class VillagesPage(Page):
    """All villages at the left, those that need a look first; the chosen one at the right."""

    order_wanted = Signal(str, str)
    message_wanted = Signal(str, str)
    matters_wanted = Signal(str, str)
    matter_wanted = Signal(str, str, str)
    phone_wanted = Signal(str, str)
    line_wanted = Signal(object, str)
    enrol_wanted = Signal()

    def __init__(self, sources: Sources) -> None:
        super().__init__(_("村庄一览"))
        self._sources = sources
        self._rows: dict[str, VillageRow] = {}
        self._fill_bar()
        self.villages = Listing(_headings(), name="villages", label=_("全部村"), stretch=2, spare=(3,))
        self.villages.chosen.connect(self._choose)
        self.villages.opened.connect(lambda code: self._with(code, self.matters_wanted))
        self._search.textChanged.connect(self.villages.search)
        self._card = Card(_("全部村"), _("要先看的排在前面"))
        self._empty = PlainLabel("", "faint", wrap=True)
        self._first = Button(_("登记第一个村"), self.enrol_wanted.emit, look="primary", name="enrol-first")
        guide = row(self._empty, self._first)
        guide.setStretch(0, 1)
        self._card.add(guide)
        self._card.add(self.villages, 1)
        self._about = column(spacing=6)
        self._detail = Card(" ")
        self._detail.add(scrolled(boxed(self._about)), 1)
        self._detail.add(self._buttons())
        self._detail.setFixedWidth(beside(400))
        self.room.addWidget(self._card, 1)
        self.room.addWidget(self._detail)

    def _fill_bar(self) -> None:
        self._search = self.add_search(_("搜索（Ctrl+F）"), _("搜索"), 200)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._search.setFocus)
        self._filter = QComboBox()
        self._filter.setAccessibleName(_("看哪些村"))
        self._filter.setObjectName("which")
        for label, which in (
            (_("全部"), ""),
            (_("要看的"), "look"),
            (_("没报"), "silent"),
            (_("有逾期"), "overdue"),
            (_("有预警"), "warnings"),
            (_("有待审"), "reviews"),
            (_("有督办"), "orders"),
        ):
            self._filter.addItem(label, which)
        self._filter.activated.connect(lambda _index: self._list())
        self.bar.addWidget(self._filter)
        self.bar.addWidget(Button(_("登记村"), self.enrol_wanted.emit, name="enrol"))

    def _buttons(self) -> QWidget:
        act = self._act
        order = Button(_("发督办"), lambda: act(self.order_wanted), shortcut="Ctrl+D", name="order")
        message = Button(_("写消息"), lambda: act(self.message_wanted), name="message")
        matters = Button(_("看事项"), lambda: act(self.matters_wanted), name="matters")
        return wrapped(matters, message, order)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._sources.villages(self._show)

    def show_village(self, code: str) -> None:
        """Show everything with this village chosen."""
        self._filter.setCurrentIndex(0)
        self._search.clear()
        self.villages.choose(code)
        self.refresh()

    def _show(self, villages: Sequence[VillageRow]) -> None:
        if self.same(villages):
            self._choose(self.villages.key())
            return
        self._rows = {village.code: village for village in villages}
        self._list()

    def _list(self) -> None:
        fits = [village for village in self._rows.values() if self._fits(village)]
        self._empty.setVisible(not fits)
        self._first.setVisible(not self._rows)
        self._detail.setVisible(bool(fits))
        none = _("还没有登记村。请村里带着登记申请和登记单来，当面核对指纹。")
        self._empty.setText(_("没有这样的村。") if self._rows else none)
        if not self.villages.put([(village.code, village_cells(village)) for village in fits]):
            self._choose(self.villages.key())

    def _fits(self, village: VillageRow) -> bool:
        tests = {
            "": True,
            "look": look_count(village) > 0,
            "silent": not village.reported,
            "overdue": village.overdue > 0,
            "warnings": village.warnings > 0,
            "reviews": village.reviews > 0,
            "orders": village.orders > 0,
        }
        return tests[str(self._filter.currentData())]

    def _act(self, wanted: SignalInstance) -> None:
        self._with(self.villages.key(), wanted)

    def _with(self, code: str, wanted: SignalInstance) -> None:
        village = self._rows.get(code)
        if village is not None:
            wanted.emit(village.code, village.name)

    # The one that is chosen

    def _choose(self, code: str) -> None:
        if code in self._rows:
            self._detail.heading.setText(self._rows[code].name)
            self._sources.detail(code, lambda detail: self._show_detail(code, detail))

    def _show_detail(self, code: str, detail: VillageDetail) -> None:
        village = self._rows.get(code)
        if village is None or self.villages.key() != code or self.same(village, detail, part="detail"):
            return
        clear(self._about)
        silence = [] if village.reported else [silence_badge(village)]
        who = row(PlainLabel(_who(village), "faint", wrap=True), *silence)
        who.setStretch(0, 1)
        self._about.addLayout(who)
        self._part(_("没有收到的"), [self._gap(gap) for gap in detail.gaps])
        late = [[task for task in detail.overdue if task.waits == waits] for waits in ("", "township")]
        self._part(_("逾期的步骤"), [self._late(code, task) for task in late[0]])
        self._part(_("镇里待审"), [self._late(code, task) for task in late[1]])
        self._part(_("预警"), [_seen(known) for known in detail.warnings])
        self._part(_("没答复的督办"), [_order(letter) for letter in detail.orders])
        self._part(_("另一条线"), [line_of(known, self._line) for known in worth_showing(detail.lines)])
        self._part(_("最近上报"), [_arrival(known) for known in detail.arrivals[:_LAST]])
        self._about.addStretch(1)

    def _part(self, title: str, lines: Sequence[QWidget]) -> None:
        if lines:
            self._about.addSpacing(px(8))
            self._about.addWidget(PlainLabel(title, "heading"))
        for line in lines:
            self._about.addWidget(line)

    def _gap(self, gap: GapRow) -> QWidget:
        phone = Button(_("记电话"), lambda: self.phone_wanted.emit(gap.code, gap.phone), look="flat", name="phone")
        return boxed(column(SentenceLine(gap.sentence, met=False), row(phone, None), spacing=0))

    def _line(self, known: BranchRow) -> None:
        self.line_wanted.emit(known, self.villages.key())

    def _late(self, code: str, task: Task) -> QWidget:
        late = Badge(_("逾期 {late} 天").format(late=-(task.days_left or 0)), "warn" if task.waits else "wrong")
        title = PlainLabel(f"{task.title} · {task.step_name}", wrap=True)
        name = self._rows[code].name
        look = Button(_("查看"), lambda: self.matter_wanted.emit(code, name, task.matter), look="flat")
        look.setAccessibleName(_("查看 {title}").format(title=task.title))
        return boxed(column(row(late, None, look), title, spacing=0))


def _who(village: VillageRow) -> str:
    """Whom to call, and where."""
    who = _("文书 {name}").format(name=village.clerk) if village.clerk else _("还不知道文书是谁")
    return f"{who} · {village.phone}" if village.phone else who


def _seen(known: WarningRow) -> QWidget:
    return SentenceLine(known.sentence, met=False, note=bool(known.answered_on), warning=True)


def _order(letter: LetterRow) -> QWidget:
    return boxed(column(row(letter_badge(letter), None), PlainLabel(letter.text, wrap=True), spacing=4))


def _arrival(known: ArrivalRow) -> QWidget:
    cell = verdict_cell(known)
    number = PlainLabel(number_word(known.number) if known.number else "—")
    return wrapped(number, PlainLabel(known.on, "faint"), Badge(cell.text, cell.look), spacing=10)


def _headings() -> tuple[str, ...]:
    return (_("村"), _("上次上报"), _("要看的"), _("按时"))


def village_cells(village: VillageRow) -> tuple[Cell, ...]:
    """One village in a line."""
    last = _("从未上报")
    if village.silent is not None:
        last = _("今天") if village.silent == 0 else _("{days} 天前").format(days=village.silent)
    look, wrong = _("，").join(to_look_at(village)), is_wrong(village)
    rate = village.punctual * 100 // village.done if village.done else -1
    return (
        Cell(village.name, "strong", order=village.code),
        Cell(last, order=10_000 if village.silent is None else village.silent),
        Cell(look or "—", "wrong" if wrong else "" if look else "faint", order=look_count(village)),
        Cell(f"{village.punctual} / {village.done}" if village.done else "—", order=rate),
    )


def to_look_at(village: VillageRow) -> list[str]:
    """What somebody should look at, in a few words each."""
    told = (
        (not village.reported, _("没报")),
        (count_missing(village.missing), _("缺 {n} 号").format(n=list_missing(village.missing, _("、")))),
        (village.waiting, _("{n} 个包没入库")),
        (village.refused, _("退回 {n} 件")),
        (village.overdue, _("逾期 {n} 步")),
        (village.warnings, _("预警 {n} 条")),
        (village.reviews, _("待审 {n} 件")),
        (village.orders, _("督办 {n} 件")),
    )
    return [text.format(n=count) for count, text in told if count]


def look_count(village: VillageRow) -> int:
    """How much there is to look at; who does not report stands before all others."""
    counts = (village.waiting, village.refused, village.reviews, village.overdue, village.warnings, village.orders)
    return sum(counts) + count_missing(village.missing) + (0 if village.reported else 10_000)


def is_wrong(village: VillageRow) -> bool:
    """Whether the village failed in something; a warning, a review and an order that runs only want a look."""
    return bool(not village.reported or village.missing or village.waiting or village.refused or village.overdue)
