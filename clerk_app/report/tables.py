"""Tables as strips: each row is one, unless it is so long that it may go on to the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import chinese
from .flow import Frame, Strip
from .page import FINE, FINE_LEADING, LEFT, MEASURE, TABLE, TABLE_LEADING, TABLE_PAD, baseline
from .papers import Align, Facts, Grid
from .pen import width

if TYPE_CHECKING:
    from .pen import Pen

_LONG = 12
"""Lines of a cell that stay together."""

_LABELS, _PAIR_LABELS = MEASURE / 4, MEASURE / 5
"""Width of the label's column, where one fact fills each row and where two may share one."""


@dataclass(frozen=True, slots=True)
class _Stripe:
    """A column on the page."""

    left: float
    width: float
    align: Align
    bold: bool = False
    size: float = TABLE

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return FINE_LEADING if self.size == FINE else TABLE_LEADING

    def broken(self, text: str) -> list[str]:
        """The text in lines that fit."""
        room = self.width - 2 * TABLE_PAD
        return [line for part in text.split("\n") for line in chinese.lines(part, room, lambda t: width(t, self.size))]

    def fits(self, text: str) -> bool:
        """Whether the text is a single line here."""
        return len(self.broken(text)) == 1

    def start(self, line: str) -> float:
        """Where a line begins."""
        spare = self.width - 2 * TABLE_PAD - width(line, self.size)
        return self.left + TABLE_PAD + {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: spare}[self.align]


def facts(block: Facts) -> list[Strip]:
    """Label and value, row by row; two to a row where they are to be paired and are short enough."""
    single, half = _fact(LEFT, MEASURE, _PAIR_LABELS if block.paired else _LABELS), MEASURE / 2
    pair = _fact(LEFT, half, _PAIR_LABELS) + _fact(LEFT + half, half, _PAIR_LABELS)
    frame = Frame(())
    done: list[Strip] = []
    rest = block.rows
    while rest:
        two = rest[0] + rest[1] if block.paired and len(rest) > 1 else ()
        beside = bool(two) and all(stripe.fits(text) for stripe, text in zip(pair, two, strict=True))
        done.extend(_row(two, pair, frame) if beside else _row(rest[0], single, frame))
        rest = rest[2 if beside else 1 :]
    return done


def _fact(left: float, whole: float, labels: float) -> tuple[_Stripe, ...]:
    """The two columns of a fact."""
    return (
        _Stripe(left, labels, Align.CENTRE, bold=True),
        _Stripe(left + labels, whole - labels, Align.LEFT),
    )


def grid(block: Grid) -> list[Strip]:
    """The head, and under it the rows; the head never stands alone."""
    stripes = _stripes(block)
    titles = tuple(replace(stripe, align=Align.CENTRE, bold=True) for stripe in stripes)
    names = tuple(column.name for column in block.columns)
    frame = Frame(tuple(_row(names, titles, None)))
    head = [replace(strip, frame=frame, joined=True) for strip in frame.head]
    rows = [strip for row in block.rows for strip in _row(row, stripes, frame, block.row_height)]
    if block.whole:
        rows[:-1] = [replace(strip, joined=True) for strip in rows[:-1]]
    return [*head, *rows]


def _stripes(block: Grid) -> tuple[_Stripe, ...]:
    whole = sum(column.share for column in block.columns)
    done, left = [], LEFT
    for column in block.columns:
        done.append(_Stripe(left, MEASURE * column.share / whole, column.align, size=FINE if block.fine else TABLE))
        left += done[-1].width
    return tuple(done)


def _row(cells: Sequence[str], stripes: Sequence[_Stripe], frame: Frame | None, least: float = 0) -> list[Strip]:
    """A row, in pieces of at most `_LONG` lines."""
    broken = [stripe.broken(text) for stripe, text in zip(stripes, cells, strict=True)]
    count = max(len(lines) for lines in broken)
    pieces = [[lines[start : start + _LONG] for lines in broken] for start in range(0, count, _LONG)]
    return [
        _piece(piece, stripes, frame, least if count <= _LONG else 0, first=place == 0)
        for place, piece in enumerate(pieces)
    ]


def _piece(
    cells: Sequence[Sequence[str]], stripes: Sequence[_Stripe], frame: Frame | None, least: float, *, first: bool
) -> Strip:
    """Some lines of a row with the rules around its cells; the first piece of a row has the rule above it."""
    count = max(len(lines) for lines in cells)
    leading, size = stripes[0].leading, stripes[0].size
    height = max(count * leading + 2 * TABLE_PAD, least)

    def drawn(pen: Pen, top: float) -> None:
        if first:
            pen.rule(LEFT, top, LEFT + MEASURE, top)
        for stripe, lines in zip(stripes, cells, strict=True):
            pen.rule(stripe.left, top, stripe.left, top + height, width=1 if stripe.left == LEFT else 0.5)
            start = top + (height - len(lines) * leading) / 2
            for place, line in enumerate(lines):
                base = baseline(start + place * leading, leading, size)
                pen.text(stripe.start(line), base, line, size, bold=stripe.bold)
        pen.rule(LEFT + MEASURE, top, LEFT + MEASURE, top + height, width=1)

    return Strip(height, drawn, frame=frame)
