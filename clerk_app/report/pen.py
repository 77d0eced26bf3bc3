"""The one module that knows reportlab: a pen that writes in the program's Song. Lengths are points, from the top."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from clerk_app.places import resources

from . import chinese
from .page import HEIGHT, WIDTH

_SONG = "ClerkSong"
_BOLD = 0.028
"""Stroke around the outlines of bold letters, in parts of their size: Song has no bold cut here."""


@cache
def _song() -> Any:
    """The font, registered once; from then on the library writes our map from glyphs to characters."""
    ttfonts.makeToUnicodeCMap = chinese.character_map
    font = ttfonts.TTFont(_SONG, str(resources() / "fonts" / "ClerkSong.ttf"))
    pdfmetrics.registerFont(font)
    return font


def width(text: str, size: float) -> float:
    """How wide a text is."""
    return float(_song().stringWidth(text, size))


class Pen:
    """Writes one PDF. The same strokes give the same bytes."""

    def __init__(self, title: str, author: str) -> None:
        _song()
        self._out = io.BytesIO()
        self._canvas = Canvas(
            self._out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, initialFontName=_SONG, lang="zh-CN"
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject("")
        self._canvas.setCreator("clerk-app")
        self._canvas.setProducer("clerk-app")

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, gap: float = 0, grey: float = 0
    ) -> None:
        """Write on the base line `y`; `gap` widens the space behind each character, `grey` runs from black 0 to 1."""
        writing = self._canvas.beginText(x, HEIGHT - y)
        writing.setFont(_SONG, size)
        writing.setFillGray(grey)
        writing.setCharSpace(gap)
        if bold:
            self._canvas.setLineWidth(size * _BOLD)
            self._canvas.setStrokeGray(grey)
            writing.setTextRenderMode(2)
        writing.textOut(text)
        if bold:
            writing.setTextRenderMode(0)
        self._canvas.drawText(writing)

    def rule(self, left: float, top: float, right: float, bottom: float, *, width: float = 0.5) -> None:
        """A straight line."""
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeGray(0)
        self._canvas.line(left, HEIGHT - top, right, HEIGHT - bottom)

    def next_page(self) -> None:
        """End this page."""
        self._canvas.showPage()

    def finished(self) -> bytes:
        """The whole PDF; every page was ended."""
        self._canvas.save()
        return self._out.getvalue()
