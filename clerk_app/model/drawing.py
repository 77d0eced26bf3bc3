"""A drawing as plain marks on a page: who makes one need not know how it is put on paper. Lengths are points.

Places are measured from the upper left corner; colours are ``#rrggbb``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

BLACK = "#000000"

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A box with a corner radius; `fill` or `edge` is "" where there is none."""

    left: float
    top: float
    width: float
    height: float
    fill: str = ""
    edge: str = BLACK
    weight: float = 0.6
    radius: float = 0.0
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A line through points, with an arrow at its end where it leads somewhere."""

    points: tuple[Point, ...]
    edge: str = BLACK
    weight: float = 0.6
    arrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text; it begins at `x` on the base line `y`."""

    x: float
    y: float
    text: str
    size: float
    colour: str = BLACK
    bold: bool = False


Mark: TypeAlias = Rectangle | Course | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One page of marks, drawn in their order."""

    title: str
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Typeface:
    """What laying out text needs of a font: how wide a text is at a size, and its lines within a width."""

    measure: Callable[[str, float], float]
    lines: Callable[[str, float, float], list[str]]
