"""Today: what can be done now by deadline, what waits, what must be reported, what the township returned."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from clerk_app.desk import Sentence, Task, Today

from ..language import _
from ..theme import beside
from ..widgets.parts import SentenceLine
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from .page import Page


class TodayPage(Page):
    """The first page."""

    opened = Signal(str, str)
    export_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, load: Callable[[Callable[[Today], object]], object]) -> None:
        super().__init__(_("今日待办"))
        self._load = load
        self.bar.addWidget(Button(_("新办事项"), self.new_wanted.emit, look="primary", shortcut="Ctrl+N", name="new"))
        self._ready = Card(_("现在就能办"), _("按截止日期排列"))
        self._ready_list = column(spacing=0)
        self._ready.add(scrolled(boxed(self._ready_list)), 1)
        self._waiting = Card(_("在等别人"))
        self._waiting_list = column(spacing=0)
        self._waiting.add(scrolled(boxed(self._waiting_list)), 1)
        self._report = Card(_("需要上报"))
        self._report_list = column()
        self._report.add(self._report_list)
        self._back = Card(_("乡镇退回"))
        self._back_list = column(spacing=6)
        self._back.add(self._back_list)
        self._month = Card(_("本月"))
        self._month_list = column(spacing=8)
        self._month.add(self._month_list)
        left = boxed(column(self._ready, self._waiting, spacing=16), 3, 2)
        right = boxed(column(self._report, self._back, self._month, None, spacing=16))
        right.setFixedWidth(beside(300))
        self.room.addWidget(left, 1)
        self.room.addWidget(right)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, view: Today) -> None:
        self._fill(self._ready_list, view.ready, _("现在没有要办的事。按 Ctrl+N 新办一件。"), primary=True)
        self._fill(self._waiting_list, view.waiting, _("没有在等的事。"), primary=False)
        self._waiting.remark.setText(_("{count} 件").format(count=len(view.waiting)))
        self._show_report(view)
        self._show_back(view.refused)
        clear(self._month_list)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMaximum(max(1, view.done))
        bar.setValue(view.done_in_time)
        self._month_list.addLayout(
            row(PlainLabel(_("按时办结")), None, PlainLabel(f"{view.done_in_time} / {view.done}", "strong"))
        )
        self._month_list.addWidget(bar)

    def _fill(self, into: QVBoxLayout, tasks: Sequence[Task], empty: str, *, primary: bool) -> None:
        clear(into)
        for place, task in enumerate(tasks):
            into.addWidget(self._line(task, primary=primary, first=place == 0))
        if not tasks:
            into.addWidget(PlainLabel(empty, "faint", wrap=True))
        into.addStretch(1)

    def _line(self, task: Task, *, primary: bool, first: bool) -> QWidget:
        line = QFrame()
        line.setObjectName("row")
        words = column(
            PlainLabel(f"{task.title} · {task.step_name}", "strong", wrap=True),
            PlainLabel(
                _("{detail} · 责任人：{who}").format(detail=task.detail, who=task.responsible), "faint", wrap=True
            ),
            spacing=1,
        )
        look = "primary" if primary and first else ""
        button = Button(
            _("去办理") if primary else _("查看"), lambda: self.opened.emit(task.matter, task.step), look=look
        )
        button.setAccessibleName(f"{button.text()} {task.title} {task.step_name}")
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 8, 0, 8)
        inside.addWidget(due_badge(task))
        inside.addLayout(words, 1)
        inside.addWidget(button)
        return line

    def _show_report(self, view: Today) -> None:
        clear(self._report_list)
        waiting = view.unreported
        self._report_list.addLayout(
            row(
                boxed(
                    column(PlainLabel(str(waiting.entries), "figure"), PlainLabel(_("条新记录"), "faint"), spacing=0)
                ),
                boxed(
                    column(
                        PlainLabel(str(waiting.files), "figure"),
                        PlainLabel(_("个附件 · {size}").format(size=size_word(waiting.size)), "faint"),
                        spacing=0,
                    )
                ),
                None,
                spacing=24,
            )
        )
        days = waiting.days_since_receipt
        told = _("上次回执：{days} 天前").format(days=days) if days else _("今天收到过回执")
        if days is None:
            told = _("还没有收到过回执")
        self._report_list.addWidget(PlainLabel(told, "faint"))
        button = Button(_("生成上报包"), self.export_wanted.emit, look="primary", name="export")
        button.setEnabled(waiting.entries > 0)
        self._report_list.addWidget(button)

    def _show_back(self, sentences: Sequence[Sentence]) -> None:
        clear(self._back_list)
        self._back.setVisible(bool(sentences))
        for sentence in sentences[:5]:
            self._back_list.addWidget(SentenceLine(sentence, met=False))


def due_badge(task: Task) -> Badge:
    """How much time is left, in words and colour."""
    left = task.days_left
    if left is None:
        return Badge(_("无期限"), "idle")
    if task.waits:
        return Badge(_("公示中 还有 {left} 天").format(left=left), "idle")
    if left < 0:
        return Badge(_("逾期 {late} 天").format(late=-left), "wrong")
    if left == 0:
        return Badge(_("今天到期"), "warn")
    return Badge(_("还有 {left} 天").format(left=left), "info")


def size_word(size: int) -> str:
    """Bytes as people read them."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{-(-size // 1024)} KB"
