"""Our own line icons, tinted for the place where they stand."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from clerk_app import desk

_PIXELS = 48


@cache
def icon(name: str, colour: str, chosen: str = "") -> QIcon:
    """The icon in that colour, in another one on a button that is chosen; sharp up to twice its size."""
    made = QIcon(_drawn(name, colour))
    if chosen:
        made.addPixmap(_drawn(name, chosen), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _drawn(name: str, colour: str) -> QPixmap:
    source = (desk.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(_PIXELS, _PIXELS))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
