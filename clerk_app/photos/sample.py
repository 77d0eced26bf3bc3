"""Photos for the demo: drawn, not taken, but real JPEG files of the size that a telephone would give.

Everything follows from the seed, so that the same demo has the same bytes, and no two seeds the same picture.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from enum import StrEnum

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import scenes
from .lettering import Hand
from .seed import Seed

_GRAIN = ((2, 26), (5, 10))
"""The grain of a cheap camera: pixels across, and grey levels from darkest to lightest."""


class Scene(StrEnum):
    """What the sample shows."""

    BOARD = "board"
    """A notice board at a wall, with the paper that was put up."""
    ROAD = "road"
    """A village road among fields."""
    MEETING = "meeting"
    """A meeting room with a banner."""
    PAPER = "paper"
    """A written and signed page on a desk."""


_PAINTERS = {
    Scene.BOARD: scenes.board,
    Scene.ROAD: scenes.road,
    Scene.MEETING: scenes.meeting,
    Scene.PAPER: scenes.paper,
}


def draw_sample(lines: Sequence[str], seed: int, *, scene: Scene | None = None, width: int = 1600) -> bytes:
    """A JPEG, `width` pixels wide and three quarters as high, with the caption written into its corner.

    The first line also stands on the board, banner or page; without `scene` the seed chooses one.
    """
    chance = Seed(seed)
    chosen = scene if scene is not None else tuple(Scene)[seed % len(Scene)]
    picture = Image.new("RGB", (width, width * 3 // 4))
    hand = Hand(picture)
    _PAINTERS[chosen](hand, chance, lines[0] if lines else "")
    picture = picture.filter(ImageFilter.GaussianBlur(width / 1600))
    picture = _grainy(_shaded(picture, chance), chance)
    _caption(Hand(picture), lines)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=84, optimize=True)
    return out.getvalue()


def _shaded(picture: Image.Image, chance: Seed) -> Image.Image:
    """Light that falls off towards the corners and leans to one side."""
    small = Image.radial_gradient("L").resize(picture.size)
    shade = small.point([255 - value * value // 640 for value in range(256)])
    slope = Image.linear_gradient("L").rotate(chance.number(0, 3) * 90).resize(picture.size)
    shade = ImageChops.multiply(shade, slope.point([215 + value * 40 // 255 for value in range(256)]))
    return ImageChops.multiply(picture, shade.convert("RGB"))


def _grainy(picture: Image.Image, chance: Seed) -> Image.Image:
    """Noise as small sensors give it."""
    width, height = picture.size
    for across, levels in _GRAIN:
        size = (width // across, height // across)
        layer = Image.frombytes("L", size, chance.noise(size[0] * size[1]))
        spread = layer.point([128 + (value - 128) * levels // 256 for value in range(256)])
        grain = spread.resize(picture.size, Image.Resampling.BICUBIC).convert("RGB")
        picture = ImageChops.add(picture, grain, 1, -128)
    return picture


def _caption(hand: Hand, lines: Sequence[str]) -> None:
    """White lettering with a dark edge and an orange rule at its left, as telephones stamp it."""
    size = hand.unit(34)
    left, top = hand.unit(56), hand.height - hand.unit(48) - len(lines) * size * 3 // 2
    draw = ImageDraw.Draw(hand.picture)
    if lines:
        draw.rectangle(
            (left - hand.unit(22), top, left - hand.unit(14), hand.height - hand.unit(60)), fill=(240, 150, 40)
        )
    for number, line in enumerate(lines):
        hand.write((left, top + number * size * 3 // 2), line, size, (255, 255, 255), edge=(30, 30, 30))
