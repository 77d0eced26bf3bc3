"""A hand that draws on one picture: places in parts of its width, and lettering in the program's own fonts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from clerk_app.places import resources

Colour = tuple[int, int, int]

_FONTS = {False: "ClerkSong.ttf", True: "ClerkSans-Bold.otf"}


@cache
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    path = resources() / "fonts" / _FONTS[bold]
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


class Hand:
    """Draws on `picture`; lengths are written as on a picture 1,600 wide and scaled by `unit`."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self.width, self.height = picture.size
        self.draw = ImageDraw.Draw(picture)

    def unit(self, length: float) -> int:
        """Pixels for a length on the drawing of 1,600."""
        return round(length * self.width / 1600)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Colour, edge: Colour | None = None
    ) -> None:
        """A filled rectangle."""
        corners = (self.unit(left), self.unit(top), self.unit(right), self.unit(bottom))
        self.draw.rectangle(corners, fill=fill, outline=edge, width=self.unit(3))

    def shape(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """A filled polygon."""
        self.draw.polygon([(self.unit(x), self.unit(y)) for x, y in points], fill=fill)

    def disc(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        """A filled ellipse around a point."""
        corners = (self.unit(x - across), self.unit(y - down), self.unit(x + across), self.unit(y + down))
        self.draw.ellipse(corners, fill=fill)

    def line(self, points: Sequence[tuple[float, float]], fill: Colour, width: float) -> None:
        """A line through points."""
        self.draw.line(
            [(self.unit(x), self.unit(y)) for x, y in points], fill=fill, width=max(1, self.unit(width)), joint="curve"
        )

    def write(
        self,
        place: tuple[int, int],
        text: str,
        size: int,
        fill: Colour,
        *,
        edge: Colour | None = None,
        bold: bool = True,
    ) -> None:
        """Text with its upper left corner at a place in pixels."""
        around = max(1, size // 16) if edge else 0
        self.draw.text(place, text, font=_font(bold, size), fill=fill, stroke_width=around, stroke_fill=edge)

    def centred(
        self, x: float, y: float, text: str, size: float, fill: Colour, *, within: float, bold: bool = True
    ) -> None:
        """Text around a point, made smaller where it would be wider than `within`."""
        pixels = self.unit(size)
        wide = _font(bold, pixels).getlength(text)
        if wide > self.unit(within):
            pixels = max(8, int(pixels * self.unit(within) / wide))
        self.draw.text((self.unit(x), self.unit(y)), text, font=_font(bold, pixels), fill=fill, anchor="mm")
