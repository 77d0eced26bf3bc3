"""The one module that knows reportlab: a pen that writes in the program's Song. Lengths are points, from the top."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from clerk_app.model import Point, Rectangle, Words
from clerk_app.places import resources

from . import chinese
from .page import HEIGHT, WIDTH

_SONG = "ClerkSong"
_BOLD = 0.028
"""Stroke around the outlines of bold letters, in parts of their size: Song has no bold cut here."""

_BOX = "□"
"""The font's own mark for what it lacks is crossed out; nobody could write into that."""


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
    """Writes one PDF. The same strokes give the same bytes.

    In the place of a character that the font lacks stands an empty box; the PDF's keywords name all of them.
    """

    def __init__(self, title: str, author: str) -> None:
        self._known = _song().face.charToGlyph
        self._boxes: dict[str, None] = {}
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
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        gap: float = 0,
        grey: float = 0,
        colour: str = "",
    ) -> None:
        """Write on the base line `y`; `gap` widens the space behind each character, `grey` runs from black 0 to 1.

        A `colour` stands instead of the grey.
        """
        lacking = dict.fromkeys(each for each in text if ord(each) not in self._known)
        self._boxes.update(lacking)
        text = text.translate(dict.fromkeys(map(ord, lacking), _BOX))
        writing = self._canvas.beginText(x, HEIGHT - y)
        writing.setFont(_SONG, size)
        if colour:
            writing.setFillColor(HexColor(colour))
        else:
            writing.setFillGray(grey)
        writing.setCharSpace(gap)
        if bold:
            self._canvas.setLineWidth(size * _BOLD)
            if colour:
                self._canvas.setStrokeColor(HexColor(colour))
            else:
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

    def rectangle(self, mark: Rectangle) -> None:
        """A box of a drawing."""
        self._canvas.setLineWidth(mark.weight)
        self._canvas.setDash((2.5, 1.8) if mark.dashed else ())
        if mark.fill:
            self._canvas.setFillColor(HexColor(mark.fill))
        if mark.edge:
            self._canvas.setStrokeColor(HexColor(mark.edge))
        bottom = HEIGHT - mark.top - mark.height
        self._canvas.roundRect(
            mark.left, bottom, mark.width, mark.height, mark.radius, stroke=bool(mark.edge), fill=bool(mark.fill)
        )
        self._canvas.setDash(())

    def course(self, points: Sequence[Point], edge: str, weight: float, *, closed: bool = False) -> None:
        """A line through points; a closed one is filled."""
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeColor(HexColor(edge))
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], HEIGHT - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, HEIGHT - y)
        if closed:
            path.close()
            self._canvas.setFillColor(HexColor(edge))
        self._canvas.drawPath(path, stroke=not closed, fill=closed)

    def words(self, mark: Words) -> None:
        """A line of text of a drawing."""
        self.text(mark.x, mark.y, mark.text, mark.size, bold=mark.bold, colour=mark.colour)

    def next_page(self) -> None:
        """End this page."""
        self._canvas.showPage()

    def finished(self) -> bytes:
        """The whole PDF; every page was ended."""
        self._canvas.setKeywords("".join(self._boxes))
        self._canvas.save()
        return self._out.getvalue()
