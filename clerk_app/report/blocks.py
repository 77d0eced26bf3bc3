"""Each kind of block as strips."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from . import chinese, tables
from .flow import Strip, space
from .page import LEFT, MEASURE, NOTE, NOTE_LEADING, Setting, baseline
from .papers import Block, Closing, Facts, Grid, Heading, Note, Paper, Paragraph, SignLines, chinese_day
from .pen import width

if TYPE_CHECKING:
    from .pen import Pen

_WIDEST_GAP = 0.1
"""A line is stretched to the measure by at most this part of its size between characters; more would look torn."""


def strips(paper: Paper, setting: Setting) -> list[Strip]:
    """The whole paper: title, number, blocks with space between unlike ones; no page begins with the end of it."""
    done = _title(paper, setting)
    for before, block in zip((None, *paper.blocks), paper.blocks, strict=False):
        if isinstance(block, Closing | SignLines):
            done[-1] = replace(done[-1], joined=True)
        if before is not None and not (_is_text(before) and _is_text(block)):
            close = paper.form and isinstance(before, Heading)
            done.append(space(setting.leading / (5 if close else 2)))
        done.extend(_strips(block, setting))
    return done


def _is_text(block: Block) -> bool:
    """Text follows text without space; tables, notes and signatures stand apart from what is around them."""
    return isinstance(block, Heading | Paragraph | Closing)


def _measure(size: float) -> Callable[[str], float]:
    return lambda text: width(text, size)


def _line(text: str, x: float, leading: float, size: float, *, gap: float = 0, bold: bool = False) -> Strip:
    def drawn(pen: Pen, top: float) -> None:
        pen.text(x, baseline(top, leading, size), text, size, gap=gap, bold=bold)

    return Strip(leading, drawn)


def _centred(text: str, leading: float, size: float, *, bold: bool = False) -> Strip:
    return _line(text, LEFT + (MEASURE - width(text, size)) / 2, leading, size, bold=bold)


def _title(paper: Paper, setting: Setting) -> list[Strip]:
    done = [
        replace(_centred(text, setting.title_leading, setting.title, bold=True), joined=True)
        for part in paper.title.splitlines()
        for text in chinese.balanced(part, MEASURE, _measure(setting.title))
    ]
    if paper.number:
        done.append(replace(_centred(paper.number, setting.leading, setting.body), joined=True))
    return [*done, space(setting.leading / 2)]


@singledispatch
def _strips(block: object, _setting: Setting) -> list[Strip]:
    raise ValueError(f"no such block: {block!r}")


@_strips.register
def _(block: Paragraph, setting: Setting) -> list[Strip]:
    indent, size, leading = 2 * setting.body, setting.body, setting.leading
    done = [strip for text in block.text.splitlines() for strip in _justified(text, indent, size, leading)]
    return [replace(strip, joined=True) for strip in done] if block.leads else done


@_strips.register
def _(block: Note, _setting: Setting) -> list[Strip]:
    return [strip for text in block.text.splitlines() for strip in _justified(text, 0, NOTE, NOTE_LEADING)]


def _justified(text: str, indent: float, size: float, leading: float) -> list[Strip]:
    """A paragraph; its first two and its last two lines are not parted."""
    broken = chinese.lines(text, MEASURE, _measure(size), first=MEASURE - indent)
    done = []
    for place, line in enumerate(broken):
        x = LEFT + (indent if place == 0 else 0)
        spare = LEFT + MEASURE - x - width(line, size)
        gap = spare / max(1, len(line) - 1)
        last = place == len(broken) - 1
        strip = _line(line, x, leading, size, gap=0 if last or gap > _WIDEST_GAP * size else gap)
        done.append(replace(strip, joined=not last and place in (0, len(broken) - 2)))
    return done


@_strips.register
def _(block: Heading, setting: Setting) -> list[Strip]:
    broken = chinese.lines(block.text, MEASURE, _measure(setting.body), first=MEASURE - 2 * setting.body)
    indents = (2 * setting.body, *(0.0 for _ in broken[1:]))
    return [
        replace(_line(line, LEFT + indent, setting.leading, setting.body, bold=True), joined=True)
        for line, indent in zip(broken, indents, strict=True)
    ]


@_strips.register
def _(block: Facts, _setting: Setting) -> list[Strip]:
    return tables.facts(block)


@_strips.register
def _(block: Grid, _setting: Setting) -> list[Strip]:
    return tables.grid(block)


@_strips.register
def _(block: SignLines, setting: Setting) -> list[Strip]:
    pairs = [block.labels[start : start + 2] for start in range(0, len(block.labels), 2)]
    return [_sign_row(pair, setting) for pair in pairs]


def _sign_row(labels: Iterable[str], setting: Setting) -> Strip:
    height, half, size = 2 * setting.leading, MEASURE / 2, setting.body

    def drawn(pen: Pen, top: float) -> None:
        for place, label in enumerate(labels):
            left, shown = LEFT + place * half, f"{label}签名："
            line = baseline(top + height / 2, height / 2, size)
            pen.text(left, line, shown, size)
            pen.rule(left + width(shown, size), line + 4, left + half - (1 - place) * size, line + 4)

    return Strip(height, drawn)


@_strips.register
def _(block: Closing, setting: Setting) -> list[Strip]:
    """The issuer is centred over the day, which ends four characters before the edge (GB/T 9704-2012, 7.3.5.2)."""
    day = chinese_day(block.on)
    middle = LEFT + MEASURE - 4 * setting.body - width(day, setting.body) / 2
    middle = min(middle, LEFT + MEASURE - width(block.issuer, setting.body) / 2)
    return [
        space(setting.leading),
        replace(
            _line(block.issuer, middle - width(block.issuer, setting.body) / 2, setting.leading, setting.body),
            joined=True,
        ),
        _line(day, middle - width(day, setting.body) / 2, setting.leading, setting.body),
    ]
