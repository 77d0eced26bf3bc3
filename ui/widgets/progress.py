"""How far a long job is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ..language import _
from ..theme import px
from .plain import Button, PlainLabel, column, row

_PARTS = 1000

_FEW = 10_000
"""What is fewer is counted one by one; bytes are told as a part of a hundred."""


class ProgressStrip(QFrame):
    """A bar with what is being done and a button that cancels it. Before anything was done it takes no room."""

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("进度"))
        self.doing = PlainLabel("", wrap=True)
        self._count = PlainLabel("", "faint")
        self._stop = Button(_("取消"), self.stop_wanted.emit, name="stop")
        self._more = Button("", self._go_on, name="more")
        self._act: Callable[[], object] | None = None
        line = row(self.doing, self._count, self._more, self._stop)
        line.setStretch(0, 1)
        inside = column(line, self._bar, spacing=6)
        inside.setContentsMargins(px(12), px(8), px(12), px(8))
        self.setLayout(inside)
        self.hide()

    def began(self, text: str) -> None:
        """A long job runs."""
        self.doing.setText(text)
        self._count.setText("")
        self._bar.setRange(0, 0)
        self._bar.show()
        self._more.hide()
        self._stop.show()
        self.show()

    def progressed(self, done: int, total: int) -> None:
        """How far the job is."""
        self._count.setText(f"{done} / {total}" if total < _FEW else f"{done * 100 // total}%")
        self._bar.setRange(0, _PARTS)
        self._bar.setValue(done * _PARTS // max(1, total))

    def ended(self, text: str) -> None:
        """The job ended, well or not; what came of it stays to be read."""
        self.doing.setText(text)
        self._count.setText("")
        self._bar.hide()
        self._more.hide()
        self._stop.hide()

    def offer(self, label: str, act: Callable[[], object]) -> None:
        """What can be done next about it."""
        self._act = act
        self._more.setText(label)
        self._more.setAccessibleName(label)
        self._more.show()

    def _go_on(self) -> None:
        if self._act is not None:
            self._act()
