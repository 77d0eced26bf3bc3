"""Where things stand across a column of a flow chart: steps, whole blocks, and lines that pass by.

Everything that keeps its place over some layers is a unit. Units that share a layer stand in one order, and the order
that crosses the fewest lines is kept. Their places are those nearest to what they are joined to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .chart_graph import Cut

GAP = 7.0
"""Between neighbours."""

PAD = 4.0
"""Between a frame and what is in it."""

PASSING = 5.0
"""Room for a line that passes by."""

_SWEEPS, _ROUNDS, _LAST_ROUNDS, _STRAIGHTENINGS = 12, 6, 24, 3
_NEARLY = 14.0
"""A bend smaller than this is worth a move."""


@dataclass(slots=True)
class Unit:
    """What stands in the layers from `top` to `bottom`: steps of each layer from left to right, or a passing line."""

    top: int
    bottom: int
    steps: dict[int, list[int]]
    framed: bool = False
    arrow: tuple[int, int] | None = None
    width: float = PASSING
    left: float = 0.0
    joined: set[int] = field(default_factory=set)
    """Other units that lines go to."""

    @property
    def middle(self) -> float:
        """Its centre."""
        return self.left + self.width / 2

    @property
    def most(self) -> int:
        """How many steps stand beside each other in its widest layer."""
        return max(map(len, self.steps.values()), default=0)


@dataclass(frozen=True, slots=True)
class Row:
    """A column laid out across: its units, and for each step its left edge and width."""

    units: tuple[Unit, ...]
    boxes: Mapping[int, tuple[float, float]]
    passing: Mapping[tuple[int, int], float]
    """The place of each line that passes layers, by its arrow."""


def across(cut: Cut, column: int, room: float, widest: float) -> Row:
    """The units of a column within `room`; no step is wider than `widest`."""
    units = _units(cut, column)
    _join(cut, units)
    _widths(units, room, widest)
    best = list(range(len(units)))
    least = float("inf")
    keys = [float(min((step for row in unit.steps.values() for step in row), default=0)) for unit in units]
    for sweep in range(_SWEEPS):
        order = sorted(range(len(units)), key=lambda each: (keys[each], each))
        _settle(units, order, room, _ROUNDS)
        cost = _cost(cut, units, widest) + _overrun(units, order, room) * 1000
        if cost < least - 1e-6:
            least, best = cost, order
        keys = [_pull(units, each, down=sweep % 2 == 0) for each in range(len(units))]
    while (over := _overrun(units, best, room)) > 0:
        _narrow(units, 1 - max(over / room, 0.02))
    _settle(units, best, room, _LAST_ROUNDS)
    return Row(tuple(units), dict(_boxes(units, widest)), {u.arrow: u.middle for u in units if u.arrow})


def _units(cut: Cut, column: int) -> list[Unit]:
    """Blocks as wholes, other steps alone, and every line that passes at least one layer."""
    graph = cut.graph
    first, stop = cut.ends(column)
    units: dict[tuple[str, int], Unit] = {}
    for index, layer in enumerate(graph.layers):
        if first <= layer < stop:
            use = graph.blocks[index]
            unit = units.setdefault(("block", use) if use else ("step", index), Unit(layer, layer, {}, framed=use > 0))
            unit.top, unit.bottom = min(unit.top, layer), max(unit.bottom, layer)
            unit.steps.setdefault(layer, []).append(index)
    passing = [
        Unit(graph.layers[a] + 1, graph.layers[b] - 1, {}, arrow=(a, b))
        for a, b in cut.lines
        if first <= graph.layers[a] < stop and graph.layers[b] - graph.layers[a] > 1
    ]
    return [*units.values(), *(unit for unit in passing if not _inside(cut, unit))]


def _inside(cut: Cut, unit: Unit) -> bool:
    """A line between two steps of one block stays in its frame and needs no room beside it."""
    assert unit.arrow is not None
    source, target = unit.arrow
    return cut.graph.blocks[source] > 0 and cut.graph.blocks[source] == cut.graph.blocks[target]


def _join(cut: Cut, units: list[Unit]) -> None:
    owner = {step: number for number, unit in enumerate(units) for row in unit.steps.values() for step in row}
    lanes = {unit.arrow: number for number, unit in enumerate(units) if unit.arrow}
    for source, target in cut.lines:
        if source not in owner or target not in owner:
            continue
        chain = [owner[source], *([lanes[source, target]] if (source, target) in lanes else []), owner[target]]
        for one, two in pairwise(chain):
            if one != two:
                units[one].joined.add(two)
                units[two].joined.add(one)


def _widths(units: list[Unit], room: float, widest: float) -> None:
    """Each step gets an equal share of its layer; a block asks everywhere for what its widest layer needs."""
    shares: dict[int, float] = {}
    for layer in {layer for unit in units for layer in range(unit.top, unit.bottom + 1)}:
        here = [unit for unit in units if unit.top <= layer <= unit.bottom]
        count = sum(unit.most for unit in here)
        lanes = sum(unit.arrow is not None for unit in here)
        taken = PASSING * lanes + sum(2 * PAD for unit in here if unit.framed)
        shares[layer] = min(widest, (room - taken - GAP * (count + lanes - 1)) / max(1, count))
    for unit in units:
        if not unit.arrow:
            share = min(shares[layer] for layer in range(unit.top, unit.bottom + 1))
            unit.width = unit.most * share + GAP * (unit.most - 1) + 2 * PAD * unit.framed


def _overrun(units: list[Unit], order: list[int], room: float) -> float:
    """By how much the units in this order are wider than the room: neighbours in one layer push those in others."""
    places = [0.0] * len(units)
    rank = {unit: place for place, unit in enumerate(order)}
    _push_right(units, order, _beside(units, rank), places)
    right = max((place + unit.width for place, unit in zip(places, units, strict=True)), default=0.0)
    return max(0.0, right - room - 1e-6)


def _narrow(units: list[Unit], part: float) -> None:
    for unit in units:
        if not unit.arrow:
            unit.width *= part


def _settle(units: list[Unit], order: list[int], room: float, rounds: int) -> None:
    """Places in this order, each as near to its neighbours as the others let it."""
    rank = {unit: place for place, unit in enumerate(order)}
    beside = _beside(units, rank)
    for unit in units:
        unit.left = (room - unit.width) / 2
    for turn in range(rounds):
        wished = _wished(units, down=turn % 2 == 0)
        rightward, leftward = list(wished), list(wished)
        _push_right(units, order, beside, rightward)
        _push_left(units, order, beside, rightward, room)
        _push_left(units, order, beside, leftward, room)
        _push_right(units, order, beside, leftward)
        for each, unit in enumerate(units):
            unit.left = (rightward[each] + leftward[each]) / 2
    for _ in range(_STRAIGHTENINGS):
        _straighten(units, order, beside, room)


def _straighten(units: list[Unit], order: list[int], beside: Mapping[int, list[int]], room: float) -> None:
    """Put a unit right under what leads to it, or right over what it leads to, where only a little is missing."""
    for each in sorted(order, key=lambda number: units[number].top):
        unit = units[each]
        left = [units[o].left + units[o].width + GAP for o in beside[each]]
        right = [units[o].left - GAP for o in order if each in beside[o]]
        for down in (True, False):
            near = [units[o] for o in unit.joined if _leads(unit, units[o], down=down)]
            if len(near) == 1 and abs(near[0].middle - unit.middle) < _NEARLY:
                place = near[0].middle - unit.width / 2
                if max(left, default=0.0) <= place and place + unit.width <= min(right, default=room):
                    unit.left = place


def _leads(unit: Unit, other: Unit, *, down: bool) -> bool:
    """The other one lies above (or, where not `down`, below)."""
    return other.top < unit.top if down else other.bottom > unit.bottom


def _beside(units: list[Unit], rank: Mapping[int, int]) -> dict[int, list[int]]:
    """For each unit those to its left that share a layer with it."""
    return {
        one: [
            two
            for two in range(len(units))
            if rank[two] < rank[one] and units[two].top <= units[one].bottom and units[one].top <= units[two].bottom
        ]
        for one in range(len(units))
    }


def _push_right(units: list[Unit], order: list[int], beside: Mapping[int, list[int]], places: list[float]) -> None:
    for each in order:
        for other in beside[each]:
            places[each] = max(places[each], places[other] + units[other].width + GAP)
        places[each] = max(places[each], 0.0)


def _push_left(
    units: list[Unit], order: list[int], beside: Mapping[int, list[int]], places: list[float], room: float
) -> None:
    for each in reversed(order):
        places[each] = min(places[each], room - units[each].width)
        for other in beside[each]:
            places[other] = min(places[other], places[each] - GAP - units[other].width)


def _wished(units: list[Unit], *, down: bool) -> list[float]:
    """The left edges that put every unit over the middle of what it is joined to, one after the other."""
    middles = [unit.middle for unit in units]
    for each in sorted(range(len(units)), key=lambda number: units[number].top, reverse=not down):
        unit = units[each]
        near = [middles[o] for o in unit.joined if _leads(unit, units[o], down=down)]
        far = [middles[o] for o in unit.joined]
        if near or far:
            middles[each] = sum(near or far) / len(near or far)
    return [middle - unit.width / 2 for middle, unit in zip(middles, units, strict=True)]


def _pull(units: list[Unit], each: int, *, down: bool) -> float:
    """Where a unit would stand in the next order: under what leads to it, or over what it leads to."""
    unit = units[each]
    near = [
        units[o].middle for o in unit.joined if (units[o].top < unit.top if down else units[o].bottom > unit.bottom)
    ]
    return sum(near) / len(near) if near else unit.middle


def _cost(cut: Cut, units: list[Unit], widest: float) -> float:
    """Crossings of lines, and a little for their lengths."""
    boxes = dict(_boxes(units, widest))
    middle = {step: left + width / 2 for step, (left, width) in boxes.items()}
    lanes = {unit.arrow: unit.middle for unit in units if unit.arrow}
    spans: dict[int, list[tuple[float, float]]] = {}
    for source, target in cut.lines:
        if source in middle and target in middle:
            top, bottom = cut.graph.layers[source], cut.graph.layers[target]
            lane = lanes.get((source, target), middle[target])
            spans.setdefault(top, []).append((middle[source], lane))
            if bottom - top > 1:
                spans.setdefault(bottom - 1, []).append((lane, middle[target]))
    crossed = sum(
        (a[0] - b[0]) * (a[1] - b[1]) < -1e-6
        for lines in spans.values()
        for number, a in enumerate(lines)
        for b in lines[:number]
    )
    return crossed * 100 + sum(abs(a - b) for lines in spans.values() for a, b in lines) / 50


def _boxes(units: Sequence[Unit], widest: float) -> list[tuple[int, tuple[float, float]]]:
    """The left edge and width of every step, spread evenly over its unit."""
    found = []
    for unit in units:
        inset = PAD * unit.framed
        room = unit.width - 2 * inset
        for row in unit.steps.values():
            width = min(widest, (room - GAP * (len(row) - 1)) / len(row))
            start = unit.left + inset + (room - len(row) * width - GAP * (len(row) - 1)) / 2
            found += [(step, (start + place * (width + GAP), width)) for place, step in enumerate(row)]
    return found
