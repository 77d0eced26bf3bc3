"""Strips of a paper, one under the other, distributed over pages.

A strip is what is never cut: a line of text, a row of a table. Only what must stay together is said, the rest follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from .page import LEFT, MEASURE, Setting

if TYPE_CHECKING:
    from .pen import Pen

Drawing: TypeAlias = "Callable[[Pen, float], None]"
"""Draws a strip, given the pen and the top of the strip on the page."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The table that a strip belongs to; its head is repeated where the table goes on to another page."""

    head: tuple[Strip, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A piece of the paper. `joined` keeps it on the page of what follows; a `blank` one vanishes at a page's top."""

    height: float
    draw: Drawing
    joined: bool = False
    blank: bool = False
    frame: Frame | None = None


def _nothing(pen: Pen, top: float) -> None:
    """Draws nothing."""


def space(height: float) -> Strip:
    """Empty space; it holds together what stands above and below."""
    return Strip(height, _nothing, joined=True, blank=True)


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip at its place on a page."""

    top: float
    strip: Strip


def pages(strips: Sequence[Strip], setting: Setting) -> list[list[Placed]]:
    """The strips on as many pages as they need; there is always one."""
    filled: list[list[Placed]] = [[]]
    for group in _groups(strips, setting.depth):
        page = filled[-1]
        if page and _end(page, setting) + _height(group) > setting.top + setting.depth:
            frame = page[-1].strip.frame
            filled.append(page := [])
            if frame is not None and frame is group[0].frame:
                _put(page, [replace(strip, frame=frame) for strip in frame.head], setting)
        _put(page, group, setting)
    return filled


def _groups(strips: Sequence[Strip], depth: float) -> Iterator[Sequence[Strip]]:
    """Strips that stay together; what would not even fit on an empty page falls apart into single strips."""
    start = 0
    for place, strip in enumerate(strips, 1):
        if strip.joined and place < len(strips):
            continue
        group = strips[start:place]
        start = place
        if _height(group) <= depth:
            yield group
        else:
            yield from ([single] for single in group)


def _height(group: Sequence[Strip]) -> float:
    return sum(strip.height for strip in group)


def _end(page: Sequence[Placed], setting: Setting) -> float:
    return page[-1].top + page[-1].strip.height if page else setting.top


def _put(page: list[Placed], group: Sequence[Strip], setting: Setting) -> None:
    for strip in group:
        if page or not strip.blank:
            page.append(Placed(_end(page, setting), strip))


def draw(pen: Pen, page: Sequence[Placed]) -> None:
    """Draw a page's strips, and the upper and lower rule of each table on it."""
    for place, placed in enumerate(page):
        placed.strip.draw(pen, placed.top)
        frame = placed.strip.frame
        if frame is None:
            continue
        bottom = placed.top + placed.strip.height
        if place == 0 or page[place - 1].strip.frame is not frame:
            pen.rule(LEFT, placed.top, LEFT + MEASURE, placed.top, width=1)
        if place == len(page) - 1 or page[place + 1].strip.frame is not frame:
            pen.rule(LEFT, bottom, LEFT + MEASURE, bottom, width=1)
