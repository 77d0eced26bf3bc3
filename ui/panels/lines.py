"""What another PC wrote in the same office's name: kept line by line, looked through by people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clerk_app.desk import BranchRow, EpochQuestion, label

from ..language import _
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row
from ..widgets.wrapping import wrapped

_MOST = 5
"""As many lines that nobody has to look through any more are shown, the newest."""


class LinesPanel(Card):
    """The lines beside the one that goes on; hidden where there are none."""

    look_wanted = Signal(object)
    leave_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("另一条线"), _("一条不丢"))
        self._list = column(spacing=10)
        self.add(self._list)

    def show_rows(self, rows: Sequence[BranchRow], question: EpochQuestion | None) -> None:
        """Show them, those that wait first; and the question whether this disk is the copy."""
        self.setVisible(bool(rows) or question is not None)
        clear(self._list)
        if question is not None:
            self._ask(question)
        for known in worth_showing(rows):
            self._list.addWidget(line_of(known, self.look_wanted.emit, here=True))

    def _ask(self, question: EpochQuestion) -> None:
        told = _("乡镇那边还有一台电脑用本单位的身份上报。如果本机的硬盘是拷贝来的，以后只用本机，请在这里说明。")
        leave = Button(_("以后只用本机…"), lambda: self.leave_wanted.emit(question), name="leave")
        self._list.addWidget(PlainLabel(told, "wrong", wrap=True))
        self._list.addLayout(row(leave, None))


def worth_showing(rows: Sequence[BranchRow]) -> list[BranchRow]:
    """All that wait for a person, and the newest of the others."""
    settled = [known for known in rows if not known.waiting]
    return [known for known in rows if known.waiting] + settled[: -_MOST - 1 : -1]


def line_of(known: BranchRow, look: Callable[[BranchRow], object], *, here: bool = False) -> QWidget:
    """One line: why it is kept, how much it is, what became of it; it is settled `here`, or at another office."""
    badge = Badge(_("要您处理") if here else _("等人处理"), "warn") if known.waiting else Badge(_("已处理"), "good")
    button = Button(_("查看"), lambda: look(known), name="line")
    button.setAccessibleName(_("看另一条线：{day}，{n} 条").format(day=known.on, n=known.entries))
    told = _("{day}：{n} 条记录、{m} 件事项").format(day=known.on, n=known.entries, m=known.matters)
    lines = column(PlainLabel(label(f"branch.{known.cause}"), "strong", wrap=True), spacing=2)
    lines.addWidget(PlainLabel(told, "faint", wrap=True))
    parts = (
        (known.held, _("已在本线 {n} 条")),
        (known.carried, _("已续记 {n} 条")),
        (known.left, _("要人工看 {n} 条")),
    )
    became = _("，").join(text.format(n=count) for count, text in parts if count)
    if became:
        lines.addWidget(PlainLabel(became, "faint", wrap=True))
    lines.addWidget(wrapped(badge, button))
    return boxed(lines)
