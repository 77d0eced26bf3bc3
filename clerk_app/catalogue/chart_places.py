"""Where everything stands in a column of a flow chart: its words broken into lines, its layers from top to foot."""

from __future__ import annotations

from dataclasses import dataclass

from clerk_app.model import Catalogue, MatterType, Step, Typeface

from .chart_graph import Cut, own_condition
from .chart_lines import Gap, gaps
from .chart_units import PAD, Row, across
from .sentences import Phrasing

SMALLEST = 6.5
LEADING = 1.2

_WIDEST = 13.5
"""The widest box, in letters of the name."""
_GUTTER, _INSET = 14.0, 2.4


@dataclass(frozen=True, slots=True)
class Text:
    """What is written at one step, broken into lines."""

    name: tuple[str, ...]
    small: tuple[str, ...]
    above: tuple[str, ...]
    """The condition under which one comes here."""
    comes_from: str
    goes_to: str
    height: float
    """Of the box around the name."""

    @property
    def over(self) -> int:
        """How many lines stand over the box."""
        return len(self.above) + bool(self.comes_from)


@dataclass(frozen=True, slots=True)
class Level:
    """One layer: the upper edge of its boxes, their height, the gap above, what stands over and under."""

    top: float
    height: float
    over: float
    under: float
    gap: Gap


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with everything at its place, in letters of a size."""

    size: float
    left: float
    row: Row
    levels: dict[int, Level]
    texts: dict[int, Text]
    bottom: float

    @property
    def small(self) -> float:
        """The letters beside and under the names."""
        return _small(self.size)


def _small(size: float) -> float:
    return max(SMALLEST, size - 1.5)


def title_lines(face: Typeface, made: Cut, steps: dict[int, list[int]], width: float, size: float) -> list[str]:
    """The name of a block over its frame."""
    name = made.graph.steps[next(iter(steps.values()))[0]].block
    return face.lines(name, width - 2 * PAD, _small(size))


@dataclass(frozen=True, slots=True)
class Layout:
    """Places the columns of a type's chart beside each other in a field: its left edge, its width, its top."""

    catalogue: Catalogue
    kind: MatterType
    face: Typeface
    left: float
    width: float
    top: float

    def place(self, made: Cut, column: int, size: float, loose: float = 0.0) -> Placed:
        """A column in letters of a size, with every gap wider by `loose`."""
        count = len(made.starts)
        room = (self.width - _GUTTER * (count - 1)) / count
        row = across(made, column, room, _WIDEST * size)
        texts = {step: self._text(made, step, row.boxes[step][1], size) for step in row.boxes}
        between, line = gaps(made, row, column), _small(size) * LEADING
        levels: dict[int, Level] = {}
        at = self.top
        for layer in range(*made.ends(column)):
            here = [texts[step] for step in row.boxes if made.graph.layers[step] == layer]
            titles = [
                len(title_lines(self.face, made, unit.steps, unit.width, size)) * line + PAD
                for unit in row.units
                if unit.framed and unit.top == layer
            ]
            ends = PAD * any(unit.framed and unit.bottom == layer for unit in row.units)
            over = max(text.over for text in here) * line
            height = max(text.height for text in here)
            under = line * any(text.goes_to for text in here)
            gap = between[layer]
            at += (gap.height + loose if levels else 0.0) + max(titles, default=0.0) + over
            levels[layer] = Level(at, height, over, under, gap)
            at += height + under + ends
        return Placed(size, self.left + column * (room + _GUTTER), row, levels, texts, at)

    def _text(self, made: Cut, index: int, width: float, size: float) -> Text:
        """What is written at a step."""
        step, room = made.graph.steps[index], width - 2 * _INSET
        words = Phrasing(self.catalogue, self.kind, step)
        asked = "，".join(words.condition(part) for part in own_condition(made.graph, index))
        name = tuple(self.face.lines(f"{index + 1} {step.name}", room, size))
        below = tuple(self.face.lines(self._responsible(step), room, _small(size)))
        sources = [str(a + 1) for a, b in made.jumps if b == index]
        targets = [str(b + 1) for a, b in made.jumps if a == index]
        return Text(
            name,
            below,
            tuple(self.face.lines(asked, width + 4, _small(size))) if asked else (),
            f"接 {'、'.join(sources)}" if sources else "",
            f"转 {'、'.join(targets)}" if targets else "",
            (len(name) * size + len(below) * _small(size)) * LEADING + 2 * _INSET,
        )

    def _responsible(self, step: Step) -> str:
        """Who does it, and up to which step it may be done again."""
        places = {each.id: number for number, each in enumerate(self.kind.steps, 1)}
        return f"{step.responsible}{f'·至 {places[step.until]}' if step.until in places else ''}"
