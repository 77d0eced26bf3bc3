"""Letters and orders between township and village, and the early warnings that somebody must look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clerk_app.desk import LetterRow, WarningRow

from ..language import _
from ..widgets.letter_line import LetterLine
from ..widgets.parts import SentenceLine, matter_lines
from ..widgets.plain import Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from .page import Page

_DRAWN = 100
"""Letters and warnings listed: those that wait come first."""


@dataclass(frozen=True, slots=True)
class Post:
    """What the page shows."""

    letters: Sequence[LetterRow]
    warnings: Sequence[WarningRow]


class LettersPage(Page):
    """Letters at the left, those that wait for our answer first; warnings at the right, in the same order."""

    write_wanted = Signal()
    seal_wanted = Signal()
    answer_wanted = Signal(str)
    explain_wanted = Signal(str)
    opened = Signal(str, str)

    def __init__(self, load: Callable[[Callable[[Post], object]], object]) -> None:
        super().__init__(_("消息与预警"))
        self._load = load
        self.bar.addWidget(Button(_("密封检举控告"), self.seal_wanted.emit, name="seal"))
        self.bar.addWidget(Button(_("写给乡镇"), self.write_wanted.emit, look="primary", name="write"))
        self._letters = column(spacing=0)
        letters = Card(_("消息、督办"))
        letters.add(scrolled(boxed(self._letters)), 1)
        self.room.addWidget(letters, 3)
        self._warnings = column(spacing=10)
        self._card = Card(_("预警"), _("请写明情况"))
        self._card.add(scrolled(boxed(self._warnings)), 1)
        self.room.addWidget(self._card, 2)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, post: Post) -> None:
        if self.same(post):
            return
        clear(self._letters)
        for letter in sorted(post.letters, key=_urgency)[:_DRAWN]:
            self._letters.addWidget(LetterLine(letter, self.answer_wanted.emit))
        if not post.letters:
            self._letters.addWidget(PlainLabel(_("还没有消息。写下的消息随下一个包送出。"), "faint", wrap=True))
        self._letters.addStretch(1)
        clear(self._warnings)
        for warning in post.warnings[:_DRAWN]:
            self._warnings.addWidget(self._seen(warning))
        if not post.warnings:
            self._warnings.addWidget(PlainLabel(_("没有预警。"), "faint"))
        self._warnings.addStretch(1)

    def _seen(self, warning: WarningRow) -> QWidget:
        said = SentenceLine(warning.sentence, met=False, note=bool(warning.answered_on), warning=True)
        lines = column(said, spacing=4)
        for line in matter_lines(warning, lambda matter: self.opened.emit(matter, "")):
            lines.addWidget(line)
        if warning.answered_on:
            told = _("{on} 说明：{text}").format(on=warning.answered_on, text=warning.answer)
            lines.addWidget(PlainLabel(told, "faint", wrap=True))
        else:
            lines.addLayout(row(None, Button(_("写明情况"), lambda: self.explain_wanted.emit(warning.key))))
        return boxed(lines)


def _urgency(letter: LetterRow) -> tuple[bool, str]:
    """What waits for our answer comes first, orders by their day; the others stay as they are."""
    return (not letter.waits, (letter.due or "9999") if letter.waits else "")
