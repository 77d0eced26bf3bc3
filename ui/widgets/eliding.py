"""Names and titles from data where room is short: cut with an ellipsis, whole in the tooltip."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption

from .plain import PlainLabel

_LEAST = 4
"""As many letters are always seen."""


class ElidedLabel(PlainLabel):
    """Takes at most so many lines, and lets itself be made narrower than its text."""

    def __init__(self, text: str = "", look: str = "", *, lines: int = 1) -> None:
        self._most = lines
        super().__init__(text, look, wrap=True)

    def setText(self, text: str) -> None:
        """Show a text; the tooltip tells all of it."""
        super().setText(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        """All in one line, where one line is all it may take."""
        if self._most > 1:
            return super().sizeHint().boundedTo(QSize(1 << 16, self.heightForWidth(self.width())))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 1, self.heightForWidth(0))

    def minimumSizeHint(self) -> QSize:
        """The first letters."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()[:_LEAST]), metrics.lineSpacing())

    def heightForWidth(self, width: int) -> int:
        """As many lines as it needs, or may take."""
        metrics = self.fontMetrics()
        return min(len(self._lines(width)) if self._most > 1 else 1, self._most) * metrics.lineSpacing()

    def _lines(self, width: int) -> list[str]:
        text, metrics = self.text(), self.fontMetrics()
        units = text.encode("utf-16-le")  # Qt counts in these

        def part(start: int, end: int | None = None) -> str:
            return units[2 * start : None if end is None else 2 * end].decode("utf-16-le")

        layout = QTextLayout(text, self.font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= self._most and (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            starts.append(line.textStart())
        layout.endLayout()
        if len(starts) > self._most:
            starts = starts[: self._most]
            rest = metrics.elidedText(part(starts[-1]), Qt.TextElideMode.ElideRight, width)
        else:
            rest = part(starts[-1]) if starts else ""
        return [*(part(start, end) for start, end in pairwise(starts)), rest]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line under line."""
        painter, room = QPainter(self), QRectF(self.contentsRect())
        high = self.fontMetrics().lineSpacing()
        lines = self._lines(self.contentsRect().width())
        top = room.top() + max(0.0, (room.height() - high * len(lines)) / 2)
        painter.setPen(self.palette().color(self.foregroundRole()))
        for number, line in enumerate(lines):
            place = QRectF(room.left(), top + number * high, room.width(), high)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), line)
        painter.end()
