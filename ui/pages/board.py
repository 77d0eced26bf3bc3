"""The notice board: what hangs, until when, what must be put up, what may come down, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clerk_app.desk import BoardRow

from ..language import _
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from .page import Page


class BoardPage(Page):
    """At the left what somebody must do, at the right what hangs and only needs time."""

    opened = Signal(str, str)
    print_wanted = Signal(str, str)

    def __init__(self, load: Callable[[Callable[[Sequence[BoardRow]], object]], object]) -> None:
        super().__init__(_("公开栏"))
        self._load = load
        self._due, self._due_list = _card(_("要动手的"), _("该张贴的、可以撤下的、有异议的"))
        self._up, self._up_list = _card(_("正在公示"), _("不到日子不能撤"))
        self.room.addWidget(self._due, 1)
        self.room.addWidget(self._up, 1)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, rows: Sequence[BoardRow]) -> None:
        if self.same(rows):
            return
        due = [found for found in rows if found.state != "hanging" or found.objections]
        hanging = [found for found in rows if found.state == "hanging" and not found.objections]
        self._fill(self._due_list, due, _("现在没有要张贴或者撤下的公告。"))
        self._fill(self._up_list, hanging, _("墙上没有正在公示的公告。办到公示的步骤时，这里会列出来。"))
        self._due.remark.setText(_("{count} 件").format(count=len(due)))
        self._up.remark.setText(_("{count} 件").format(count=len(hanging)))

    def _fill(self, into: QVBoxLayout, rows: Sequence[BoardRow], empty: str) -> None:
        clear(into)
        for found in rows:
            into.addWidget(self._line(found))
        if not rows:
            into.addWidget(PlainLabel(empty, "faint", wrap=True))
        into.addStretch(1)

    def _line(self, found: BoardRow) -> QWidget:
        line = QFrame()
        line.setObjectName("row")
        go = Button(_("去办理"), lambda: self.opened.emit(found.matter, found.step))
        go.setAccessibleName(_("去办理 {title} {step}").format(title=found.title, step=found.step_name))
        paper = Button(_("打印公告"), lambda: self.print_wanted.emit(found.matter, found.step), look="flat")
        paper.setAccessibleName(_("打印公告 {title} {step}").format(title=found.title, step=found.step_name))
        words = column(
            PlainLabel(f"{found.title} · {found.step_name}", "strong", wrap=True),
            PlainLabel(days_word(found), "faint", wrap=True),
            _marks(found),
            spacing=3,
        )
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 10, 0, 10)
        inside.setSpacing(12)
        inside.addLayout(column(state_badge(found), None, spacing=0))
        inside.addLayout(words, 1)
        inside.addLayout(column(go, paper, None, spacing=4))
        return line


def _card(heading: str, remark: str) -> tuple[Card, QVBoxLayout]:
    card, lines = Card(heading, remark), column(spacing=0)
    card.add(scrolled(boxed(lines)), 1)
    return card, lines


def _marks(found: BoardRow) -> QHBoxLayout:
    """Photos there or missing, and objections that wait for an answer."""
    missing = max(0, found.photos_wanted - found.photos)
    if missing:
        photos = Badge(_("还差 {n} 张照片").format(n=missing), "warn")
    else:
        photos = Badge(_("照片 {n} 张").format(n=found.photos), "good" if found.photos else "idle")
    marks = row(photos, spacing=6)
    if found.objections:
        marks.addWidget(Badge(_("{n} 条异议没有答复").format(n=found.objections), "wrong"))
    marks.addStretch(1)
    return marks


def state_badge(found: BoardRow) -> Badge:
    """What has to be done with a notice, in words and colour."""
    left = found.days_left
    if found.overdue:
        return Badge(_("该贴，逾期 {n} 天").format(n=-(left or 0)), "wrong")
    if found.state == "to_post":
        return Badge(_("要张贴"), "warn")
    if found.state == "to_take_down":
        return Badge(_("可以撤下"), "info")
    return Badge(_("还有 {n} 天").format(n=left) if left is not None else _("公示中"), "idle")


def days_word(found: BoardRow) -> str:
    """Since when it hangs, and the earliest day on which it may come down."""
    if found.state == "to_post":
        return (
            _("{number} · 最迟 {day} 张贴").format(number=found.number, day=found.until)
            if found.until
            else found.number
        )
    told = _("{number} · {posted} 张贴").format(number=found.number, posted=found.posted_on)
    if found.place:
        told = _("{told}在{place}").format(told=told, place=found.place)
    return _("{told} · 最早 {until} 撤下").format(told=told, until=found.until) if found.until else told
