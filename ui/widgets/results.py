"""What came of a job, line by line: as high as it needs to be, and scrolled where that would be too high."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QWidget

from ..theme import px
from .plain import boxed, clear, column

_LEAST, _MOST = 72, 210
"""Pixels at 100 %: what a page that has no room leaves of it, and what it takes at most."""


class Results(QScrollArea):
    """Lines that stay to be read. Before there are any they take no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("results")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(self.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lines = column(spacing=6)
        inside = boxed(self._lines)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.hide()

    def begin(self) -> None:
        """Nothing is told any more."""
        clear(self._lines)
        self.hide()

    def add(self, line: QWidget | QLayout) -> None:
        """One more line, under those that are there."""
        if isinstance(line, QLayout):
            self._lines.addLayout(line)
        else:
            self._lines.addWidget(line)
        self.verticalScrollBar().setValue(0)
        self.show()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """High enough for all lines, up to a limit."""
        return QSize(super().sizeHint().width(), min(self._height(), px(_MOST)))

    def minimumSizeHint(self) -> QSize:
        """A line or two can always be read."""
        return QSize(super().minimumSizeHint().width(), min(self._height(), px(_LEAST)))

    def _height(self) -> int:
        self._lines.activate()
        width = self.viewport().width()
        return self._lines.heightForWidth(width) if self._lines.hasHeightForWidth() else self._lines.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower lines are higher."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
