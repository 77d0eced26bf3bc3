"""One letter or order with its answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from clerk_app.desk import LetterRow

from ..language import _
from .eliding import ElidedLabel
from .plain import Badge, Button, PlainLabel, boxed, column, row
from .wrapping import wrapped

_SOON = 3
"""Days before its end from which an order is pressing."""


class LetterLine(QFrame):
    """Who wrote it, what it says, what was answered; a button where an answer from here is still missing."""

    def __init__(self, letter: LetterRow, answer: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("row")
        way = _("发给{name}") if letter.ours else _("来自{name}")
        who = ElidedLabel(way.format(name=letter.name), "strong")
        head = wrapped(letter_badge(letter), who, PlainLabel(letter.on, "faint"), spacing=8)
        inside = column(head, PlainLabel(letter.text, wrap=True), spacing=4)
        for on, text in letter.answers:
            inside.addWidget(PlainLabel(_("{on} 答复：{text}").format(on=on, text=text), "faint", wrap=True))
        line = row(boxed(inside))
        line.setStretch(0, 1)
        line.setContentsMargins(0, 8, 0, 8)
        if letter.waits:
            button = Button(_("答复"), lambda: answer(letter.id), name="answer")
            button.setAccessibleName(_("答复 {text}").format(text=letter.text[:20]))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)


def letter_badge(letter: LetterRow) -> Badge:
    """What kind of letter it is, and how much time is left to answer."""
    if letter.form != "order":
        return Badge(_("消息"), "idle")
    if letter.days_left is None:
        return Badge(_("督办 · 已答复"), "good")
    if letter.days_left < 0:
        return Badge(_("督办 · 逾期 {n} 天").format(n=-letter.days_left), "wrong")
    look = "warn" if letter.days_left < _SOON else "info"
    return Badge(_("督办 · 还有 {n} 天").format(n=letter.days_left), look)
