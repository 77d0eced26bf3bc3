"""Today: what can be done now by deadline, what waits, what must be reported, and what somebody must look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from clerk_app.desk import (
    CareView,
    DraftRow,
    JoiningView,
    LetterRow,
    RefusedEntry,
    Task,
    Today,
    Unreported,
    WarningRow,
)

from ..language import _
from ..sizes import size_word
from ..theme import beside
from ..widgets.letter_line import letter_badge
from ..widgets.marked import Marked, MarkedList
from ..widgets.parts import ReturnedLine, SentenceLine, matter_lines
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, lined_card, row, scrolled
from ..widgets.wrapping import wrapped
from .page import Page

_MOST = 4
"""Warnings, orders and returned entries shown here; the others are on their own pages."""


_DRAWN = 60
"""Steps listed here; all matters are on the page that searches them."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the page shows; `alone` while nobody but the clerk is on the list of people."""

    today: Today
    orders: Sequence[LetterRow]
    care: CareView
    unfinished: Sequence[DraftRow]
    joining: JoiningView
    alone: bool


class TodayPage(Page):
    """The first page."""

    opened = Signal(str, str)
    export_wanted = Signal()
    new_wanted = Signal()
    found = Signal(str)
    explain_wanted = Signal(str)
    warnings_wanted = Signal()
    care_wanted = Signal()
    join_wanted = Signal()
    people_wanted = Signal()

    def __init__(
        self,
        load: Callable[[Callable[[FirstPage], object]], object],
        warnings: Callable[[Callable[[Sequence[WarningRow]], object]], object],
    ) -> None:
        super().__init__(_("今日待办"))
        self._load, self._load_warnings = load, warnings
        self._below: tuple[Sequence[DraftRow], CareView | None] = ((), None)
        self._search = self.add_search(_("搜索事项、姓名、拼音首字母（Ctrl+F）"), _("搜索"), 300)
        self._search.returnPressed.connect(self._find)
        self.bar.addWidget(Button(_("新办事项"), self.new_wanted.emit, look="primary", told="Ctrl+N", name="new"))
        self._ready, self._ready_list = _list_card(_("现在就能办"), _("按截止日期排列"))
        self._waiting, self._waiting_list = _list_card(_("在等别人"), "")
        self._coming = PlainLabel("", "faint", wrap=True)
        self._enlist = Button(_("去登记"), self.people_wanted.emit, look="primary", name="enlist")
        self._enlist.setAccessibleName(_("去登记：{what}").format(what=_("人员与职务")))
        self._ready.add(row(self._enlist, None))
        self._ready.add(self._coming)
        self._join, self._join_list = lined_card(_("加入乡镇"))
        self._report, self._report_list = lined_card(_("需要上报"))
        self._back, self._back_list = lined_card(_("乡镇退回"))
        self._ordered, self._ordered_list = lined_card(_("乡镇督办"))
        self._warned, self._warned_list = lined_card(_("预警"))
        self._begun, self._begun_list = lined_card(_("没办完的草稿"))
        self._care, self._care_list = lined_card(_("备份"))
        self._warned.hide()
        self._month, self._month_list = lined_card(_("本月"))
        left = boxed(column(self._ready, self._waiting, spacing=16), 3, 2)
        urgent = (self._back, self._ordered, self._warned)
        cards = (self._join, self._report, *urgent, self._begun, self._care, self._month)
        right = scrolled(boxed(column(*cards, None, spacing=16)))
        right.setFixedWidth(beside(312))
        self.room.addWidget(left, 1)
        self.room.addWidget(right)

    def seek(self, text: str = "") -> bool:
        """Type here, and Enter shows what is found among all matters."""
        self._search.setFocus()
        self._search.selectAll()
        return True

    def _find(self) -> None:
        self.found.emit(self._search.text())
        self._search.clear()

    def refresh(self) -> None:
        """Ask the desk anew; over many matters it looks longer for warnings than for all the rest."""
        self._load(self._show)
        self._load_warnings(self._show_warnings)

    def _show(self, view: FirstPage) -> None:
        if self.same(view):
            return
        today = view.today
        first = _("先到“人员与职务”登记村里的人、名录和会议应到人数，步骤才有人办、有人签。再按 Ctrl+N 新办一件。")
        nothing = first if view.alone else _("现在没有要办的事。按 Ctrl+N 新办一件。")
        self._fill(self._ready_list, today.ready, nothing, primary=True)
        self._enlist.setVisible(view.alone and not today.ready)
        self._coming.setText(" ".join(_not_here(today)))
        self._coming.setVisible(bool(self._coming.text()))
        self._fill(self._waiting_list, today.waiting, _("没有在等的事。"), primary=False)
        self._waiting.remark.setText(_("{count} 件").format(count=len(today.waiting)))
        self._show_joining(view.joining)
        self._show_report(today.unreported)
        self._show_back(today.refused)
        self._show_orders(view.orders)
        self._below = (view.unfinished, view.care)
        self._show_below()
        self._show_month(today)

    def _fill(self, into: MarkedList, tasks: Sequence[Task], empty: str, *, primary: bool) -> None:
        into.put([self._line(task, primary=primary) for task in tasks[:_DRAWN]], empty)

    def _line(self, task: Task, *, primary: bool) -> Marked:
        told = [task.number, _("责任人：{who}").format(who=task.responsible)]
        if task.wanted:
            told.insert(1, _("公示 {n} / {of} 天").format(n=task.hung, of=task.wanted))
        if task.objections:
            told.insert(1, _("{n} 条异议没有答复").format(n=task.objections))
        words = column(
            PlainLabel(f"{task.title} · {task.step_name}", "strong", wrap=True),
            PlainLabel(" · ".join(told), "faint", wrap=True),
            spacing=1,
        )
        late = task.days_left is not None and task.days_left <= 0
        pressing = primary and (task.may_come_down or task.objections > 0 or late)
        go = _("去办理") if primary else _("查看")
        button = Button(go, lambda: self.opened.emit(task.matter, task.step), look="primary" if pressing else "")
        button.setAccessibleName(f"{go} {task.title} {task.step_name}")
        return Marked(due_badge(task), words, (button,))

    def _show_joining(self, joining: JoiningView) -> None:
        """Until the township has answered once."""
        clear(self._join_list)
        self._join.setVisible(joining.step != "joined")
        self._join_list.addWidget(SentenceLine(joining.todo, met=False, note=True))
        go = Button(_("接着办"), self.join_wanted.emit, look="primary" if joining.step == "ask" else "", name="join")
        go.setAccessibleName(_("接着办：{what}").format(what=_("加入乡镇")))
        self._join_list.addWidget(go)

    def _show_report(self, waiting: Unreported) -> None:
        clear(self._report_list)
        files = _("个附件 · {size}").format(size=size_word(waiting.size))
        self._report_list.addLayout(
            row(
                boxed(_figure(waiting.fresh, _("条新记录"))),
                boxed(_figure(waiting.files, files)),
                None,
                spacing=24,
            )
        )
        if waiting.packed:
            told = _("另有 {n} 条已打包，等回执").format(n=f"{waiting.packed:,}")
            self._report_list.addWidget(PlainLabel(told, "faint", wrap=True))
        if waiting.days_since_receipt is None:
            self._report_list.addWidget(PlainLabel(_("还没有收到过回执"), "faint"))
        button = Button(_("生成上报包"), self.export_wanted.emit, look="primary", name="export")
        button.setEnabled(waiting.entries > 0)
        self._report_list.addWidget(button)

    def _show_below(self) -> None:
        """What stands below the warnings is made after them, so that the Tab key comes there later."""
        drafts, care = self._below
        self._show_begun(drafts)
        if care is not None:
            self._show_care(care)

    def _show_begun(self, drafts: Sequence[DraftRow]) -> None:
        """What was typed and not completed, the newest first."""
        clear(self._begun_list)
        self._begun.setVisible(bool(drafts))
        self._begun.remark.setText(_("{count} 件").format(count=len(drafts)))
        for draft in drafts[:_MOST]:
            told = f"{draft.title} · {draft.step_name}"
            button = Button(_("接着办"), partial(self.opened.emit, draft.matter, draft.step), look="flat", name="go-on")
            button.setAccessibleName(_("接着办：{what}").format(what=told))
            line = row(PlainLabel(told, wrap=True), button)
            line.setStretch(0, 1)
            self._begun_list.addLayout(line)

    def _show_care(self, care: CareView) -> None:
        """Only what needs somebody: a second place that is missing, a drill that is due."""
        clear(self._care_list)
        told = []
        if care.backup_missing:
            told.append(_("今天的备份没有做。请到设置里补做；磁盘满了的话，先腾出地方。"))
        if care.copy_missing:
            told.append(_("第二处今天没有备份。请看看那个盘是不是满了，再到设置里补做。"))
        if care.place and not care.there:
            told.append(_("找不到放备份的地方，今天只备份在本机。请插好那个 U 盘。"))
        if not care.place:
            told.append(_("备份只在这台电脑上。请设第二处备份，电脑坏了也不丢。"))
        if care.drill_due:
            told.append(_("半年没有做过恢复演练。演练一次，几分钟就知道备份能不能用。"))
        for text in told:
            self._care_list.addWidget(PlainLabel(text, wrap=True))
        if told:
            self._care_list.addWidget(Button(_("去设置"), self.care_wanted.emit, name="care"))
        self._care.setVisible(bool(told))

    def _show_back(self, entries: Sequence[RefusedEntry]) -> None:
        """What has to be done again, entry by entry."""
        clear(self._back_list)
        self._back.setVisible(bool(entries))
        self._back.remark.setText(_("{count} 条").format(count=len(entries)))
        for entry in entries[:_MOST]:
            self._back_list.addWidget(ReturnedLine(entry, self.opened.emit))

    def _show_orders(self, orders: Sequence[LetterRow]) -> None:
        """What the township wants to be told, the most urgent first."""
        clear(self._ordered_list)
        self._ordered.setVisible(bool(orders))
        self._ordered.remark.setText(_("{count} 件").format(count=len(orders)))
        for order in orders[:_MOST]:
            answer = Button(_("去答复"), self.warnings_wanted.emit, look="flat", name="order")
            answer.setAccessibleName(_("去答复：{what}").format(what=order.text[:20]))
            self._ordered_list.addWidget(wrapped(letter_badge(order), answer))
            self._ordered_list.addWidget(PlainLabel(order.text, wrap=True))

    def _show_warnings(self, warnings: Sequence[WarningRow]) -> None:
        if self.same(warnings, part="warnings"):
            return
        clear(self._warned_list)
        unanswered = [warning for warning in warnings if not warning.answered_on]
        self._warned.setVisible(bool(unanswered))
        self._warned.remark.setText(_("{count} 条").format(count=len(unanswered)))
        for warning in unanswered[:_MOST]:
            self._warned_list.addWidget(self._seen(warning))
        if len(unanswered) > _MOST:
            more = _("全部 {count} 条").format(count=len(unanswered))
            self._warned_list.addWidget(Button(more, self.warnings_wanted.emit, look="flat"))
        self._show_below()

    def _seen(self, warning: WarningRow) -> QWidget:
        """What was seen, and the two ways to deal with it: look at a matter, or write down what came out."""
        say = Button(_("写明情况"), lambda: self.explain_wanted.emit(warning.key), name="explain")
        say.setAccessibleName(_("写明情况：{what}").format(what=warning.sentence.what))
        matters = matter_lines(warning, lambda matter: self.opened.emit(matter, ""))
        told = SentenceLine(warning.sentence, met=False, warning=True)
        return boxed(column(told, *matters, row(None, say), spacing=2))

    def _show_month(self, today: Today) -> None:
        clear(self._month_list)
        if not today.done:
            self._month_list.addWidget(PlainLabel(_("这个月还没有办结的事项。"), "faint", wrap=True))
            return
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMaximum(today.done)
        bar.setValue(today.done_in_time)
        bar.setAccessibleName(_("按时办结"))
        share = f"{today.done_in_time} / {today.done}"
        self._month_list.addLayout(row(PlainLabel(_("按时办结")), None, PlainLabel(share, "strong")))
        self._month_list.addWidget(bar)


def _list_card(heading: str, remark: str) -> tuple[Card, MarkedList]:
    card, lines = Card(heading, remark), MarkedList()
    card.add(scrolled(lines), 1)
    return card, lines


def _not_here(today: Today) -> list[str]:
    """What is told of steps that are not on the list."""
    told = []
    if len(today.ready) > _DRAWN:
        told.append(_("只列前 {n} 件，其余的在“办理事项”里。").format(n=_DRAWN))
    if today.coming:
        told.append(_("另有 {n} 步期限还远，到时候会提醒。").format(n=len(today.coming)))
    return told


def _figure(number: int, told: str) -> QVBoxLayout:
    return column(PlainLabel(f"{number:,}", "figure"), PlainLabel(told, "faint"), spacing=0)


def due_badge(task: Task) -> Badge:
    """How much time is left, in words and colour."""
    left = task.days_left
    if task.waits == "township":
        return Badge(_("待乡镇"), "idle")
    if task.objections and (left is None or left >= 0):
        return Badge(_("异议要答复"), "warn")
    if task.may_come_down and (left is None or left >= 0):
        return Badge(_("可以撤下"), "warn")
    if left is None:
        return Badge(_("无期限"), "idle")
    if task.waits:
        return Badge(_("还有 {left} 天").format(left=left), "idle")
    if left < 0:
        return Badge(_("逾期 {late} 天").format(late=-left), "wrong")
    if left == 0:
        return Badge(_("今天到期"), "warn")
    return Badge(_("还有 {left} 天").format(left=left), "info")
