"""A drawing that is as wide as its place and as high as it must be."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget


class Picture(QWidget):
    """Shows an SVG of our own making."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing = QSvgRenderer(self)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_drawing(self, svg: bytes, name: str) -> None:
        """Show this drawing; `name` is what it is called where it cannot be seen."""
        self._drawing.load(QByteArray(svg))
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """The height follows the width; whoever lays it out asks, and so takes a scroll bar into account once."""
        box = self._drawing.viewBoxF()
        return round(width * box.height() / box.width()) if box.width() > 0 else 0

    def sizeHint(self) -> QSize:
        """As wide as the drawing says."""
        width = round(self._drawing.viewBoxF().width())
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it as large as the widget is."""
        painter = QPainter(self)
        self._drawing.render(painter, QRectF(self.rect()))
        painter.end()
