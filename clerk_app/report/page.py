"""The page of GB/T 9704-2012: A4, type area 156 x 225 mm, 22 lines of 28 characters. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass

_MM = 72 / 25.4

WIDTH, HEIGHT = 210 * _MM, 297 * _MM

LEFT, MEASURE = 28 * _MM, 156 * _MM
"""Left margin and width of the type area (5.2.1)."""

NUMBER, NUMBER_BELOW = 14.0, 7 * _MM
"""Page numbers: size 4, 7 mm under the type area (7.5)."""

TABLE, TABLE_LEADING, TABLE_PAD = 12.0, 18.0, 4.0
"""Tables are set in size small 4, as offices do; the standard leaves them open."""

FINE, FINE_LEADING = 9.0, 13.5
"""Tables with much in them, in size small 5."""

NOTE, NOTE_LEADING = 10.5, 16.0
"""Notes in size 5."""

MARK = 8.5
"""The code and count at the foot."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What differs between kinds of paper: where the type area begins, how deep it is, and how large letters are."""

    top: float
    depth: float
    body: float
    leading: float
    title: float
    title_leading: float


OFFICIAL = Setting(37 * _MM, 225 * _MM, MEASURE / 28, 225 * _MM / 22, 22, 36)
"""Official papers: margins and grid of 5.2, title in size 2 (7.3.1), body in size 3: 28 characters fill a line."""

FORM = Setting(22 * _MM, 247 * _MM, 12, 18, 18, 30)
"""Forms to fill in and sign: no official paper, so as much as possible stands on one page."""


def baseline(top: float, leading: float, size: float) -> float:
    """Where letters stand so that they stand in the middle of the line: Song rises 0.88 and falls 0.12 of its size."""
    return top + leading / 2 + 0.38 * size
