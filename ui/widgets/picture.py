"""A drawing that is as wide as its place and as high as it must be."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget


class Picture(QWidget):
    """Shows an SVG of our own making."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing = QSvgRenderer(self)

    def show_drawing(self, svg: bytes, name: str) -> None:
        """Show this drawing; `name` is what it is called where it cannot be seen."""
        self._drawing.load(QByteArray(svg))
        self.setAccessibleName(name)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The height follows the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        box = self._drawing.viewBoxF()
        if box.width() > 0:
            self.setFixedHeight(round(self.width() * box.height() / box.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it as large as the widget is."""
        painter = QPainter(self)
        self._drawing.render(painter, QRectF(self.rect()))
        painter.end()
