"""Decode a checked picture, turn and scale it, and write it anew: the same bytes for the same input."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, JpegImagePlugin, PngImagePlugin

from clerk_app.errors import IntegrityError

from .examine import Format, Outline, examine

LONGEST = 2560
"""Pixels along the longer side of what is kept: an A4 page stays readable."""

QUALITY = 82
"""JPEG quality of what is kept."""

_THUMBNAIL_QUALITY = 75

_READERS = {Format.JPEG: JpegImagePlugin.JpegImageFile, Format.PNG: PngImagePlugin.PngImageFile}
"""The decoder is named by us: Pillow's own search would try every format that it knows."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation."""

_QUARTERS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
"""Quarters clockwise; the library counts the other way."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is kept: JPEG bytes without any metadata, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def take_in(data: bytes, *, longest: int = LONGEST, quality: int = QUALITY) -> Photo:
    """Check, turn, scale down to `longest` and write as plain JPEG.

    A file that is too large, no picture, another format, damaged or with too many pixels is refused with
    `IntegrityError` ("photo-…"). A picture is never enlarged.
    """
    if longest < 1 or not 1 <= quality <= 95:
        raise ValueError("longest is at least 1, quality 1 to 95")
    picture = _decoded(examine(data), longest)
    return Photo(_written(picture, quality), picture.width, picture.height)


def thumbnail(data: bytes, longest: int) -> bytes:
    """A small JPEG of a picture for a list; the same checks and refusals as `take_in`."""
    return take_in(data, longest=longest, quality=_THUMBNAIL_QUALITY).jpeg


def turn(data: bytes, quarters: int) -> Photo:
    """A picture that is kept, turned clockwise by so many quarters, and written anew with its own quantization.

    The tables are turned with it, so that most blocks are rounded as they were. Still each turn rounds anew (41 dB
    against the picture before, which no eye sees): who turns on and on starts from the first picture each time.
    Another picture than a sound JPEG is refused as by `take_in`.
    """
    outline = examine(data)
    if outline.format is not Format.JPEG:
        raise IntegrityError("photo-other-format", format=outline.format.value)
    try:
        picture = JpegImagePlugin.JpegImageFile(io.BytesIO(outline.bare))
        picture.draft("YCbCr", picture.size)  # the colours as they are stored: no way there and back
        tables = [list(picture.quantization[number]) for number in sorted(picture.quantization)]
        turned = _quarter(picture, quarters % 4)
    except (OSError, SyntaxError, ValueError, IndexError) as error:
        raise IntegrityError("photo-damaged") from error
    if quarters % 2:
        tables = [_transposed(table) for table in tables]
    out = io.BytesIO()
    turned.save(out, "JPEG", qtables=tables, optimize=True, subsampling="4:2:0")
    return Photo(out.getvalue(), turned.width, turned.height)


def _quarter(picture: Image.Image, quarters: int) -> Image.Image:
    """The decoded picture, turned."""
    turn = _QUARTERS.get(quarters)
    picture.load()
    return picture.transpose(turn) if turn is not None else picture


def _transposed(table: list[int]) -> list[int]:
    """An 8 by 8 table with rows for columns."""
    return [table[row * 8 + column] for column in range(8) for row in range(8)]


def _decoded(outline: Outline, longest: int) -> Image.Image:
    """The upright picture in RGB, at most `longest` along its longer side."""
    try:
        picture: Image.Image = _READERS[outline.format](io.BytesIO(outline.bare))
        picture.draft("RGB", (longest, longest))
        picture = _opaque(picture)
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    except (OSError, SyntaxError, ValueError, IndexError) as error:
        raise IntegrityError("photo-damaged") from error
    turn = _TURNS.get(outline.orientation)
    return picture.transpose(turn) if turn is not None else picture


def _opaque(picture: Image.Image) -> Image.Image:
    """The picture in RGB; what is transparent becomes white, as paper is."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.new("RGBA", clear.size, "white")
        picture.alpha_composite(clear)
    return picture.convert("RGB")


def _written(picture: Image.Image, quality: int) -> bytes:
    """Baseline JPEG; only pixels came in, so only pixels go out."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
    return out.getvalue()
