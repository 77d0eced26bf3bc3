"""The notice board: what hangs, until when, what must be put up, what may come down, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clerk_app.desk import BoardRow

from ..language import _
from ..theme import px
from ..widgets.marked import Marked, MarkedList
from ..widgets.plain import Badge, Button, Card, PlainLabel, column, scrolled
from ..widgets.wrapping import wrapped
from .page import Page

_LARGE = 125
"""With text larger than this per cent the buttons of a notice stand below its words."""


class BoardPage(Page):
    """At the left what somebody must do, at the right what hangs and only needs time."""

    opened = Signal(str, str)
    print_wanted = Signal(str, str)

    def __init__(self, load: Callable[[Callable[[Sequence[BoardRow]], object]], object]) -> None:
        super().__init__(_("公开栏"))
        self._load = load
        self._due, self._due_list = _card(_("现在要办的"))
        self._up, self._up_list = _card(_("正在公示"))
        self.room.addWidget(self._due, 1)
        self.room.addWidget(self._up, 1)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, rows: Sequence[BoardRow]) -> None:
        if self.same(rows):
            return
        due = [found for found in rows if found.needs_work]
        hanging = [found for found in rows if not found.needs_work]
        none = _("墙上没有正在公示的公告。办到公示的步骤时，这里会列出来。")
        self._due_list.put([self._line(found) for found in due], _("现在没有要张贴或者撤下的公告。"))
        self._up_list.put([self._line(found) for found in hanging], none)
        self._due.remark.setText(_("{count} 件").format(count=len(due)))
        self._up.remark.setText(_("{count} 件").format(count=len(hanging)))

    def _line(self, found: BoardRow) -> Marked:
        pressing = found.overdue or found.state == "to_take_down" or found.objections > 0
        go = Button(_("去办理"), lambda: self.opened.emit(found.matter, found.step), look="primary" if pressing else "")
        go.setAccessibleName(_("去办理 {title} {step}").format(title=found.title, step=found.step_name))
        paper = Button(_("打印公告"), lambda: self.print_wanted.emit(found.matter, found.step), look="flat")
        paper.setAccessibleName(_("打印公告 {title} {step}").format(title=found.title, step=found.step_name))
        words = column(
            PlainLabel(f"{found.title} · {found.step_name}", "strong", wrap=True),
            *(PlainLabel(told, "faint", wrap=True) for told in (found.number, days_word(found)) if told),
            _marks(found),
            spacing=3,
        )
        return Marked(state_badge(found), words, (go, paper))


def _card(heading: str) -> tuple[Card, MarkedList]:
    card, lines = Card(heading), MarkedList(below=px(100) > _LARGE, stacked=True)
    card.add(scrolled(lines), 1)
    return card, lines


def _marks(found: BoardRow) -> QWidget:
    """Photos there or missing, and objections that wait for an answer."""
    missing = max(0, found.photos_wanted - found.photos)
    marks = [Badge(_("照片 {n} 张").format(n=found.photos), "good" if found.photos else "idle")]
    if missing:
        marks = [Badge(_("还差 {n} 张照片").format(n=missing), "warn")]
    if found.objections:
        marks.append(Badge(_("{n} 条异议没有答复").format(n=found.objections), "wrong"))
    return wrapped(*marks)


def state_badge(found: BoardRow) -> Badge:
    """What has to be done with a notice, in words and colour."""
    left = found.days_left
    if found.overdue:
        return Badge(_("该贴，逾期 {n} 天").format(n=-(left or 0)), "wrong")
    if found.state == "to_post":
        return Badge(_("要张贴"), "warn")
    if found.objections:
        return Badge(_("异议要答复"), "warn")
    if found.state == "to_take_down":
        return Badge(_("可以撤下"), "warn")
    return Badge(_("还有 {n} 天").format(n=left) if left is not None else _("公示中"), "idle")


def days_word(found: BoardRow) -> str:
    """Since when it hangs, and the earliest day on which it may come down."""
    if found.state == "to_post":
        return _("最迟 {day} 张贴").format(day=found.until) if found.until else ""
    told = _("{posted} 张贴").format(posted=found.posted_on)
    if found.place:
        told = _("{told}在{place}").format(told=told, place=found.place)
    if not found.until:
        return told
    return _("{told} · 满 {n} 天，{until} 起可以撤下").format(told=told, n=found.wanted, until=found.until)
