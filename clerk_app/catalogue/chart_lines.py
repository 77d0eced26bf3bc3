"""The lines of a flow chart between two layers: down, across on a track of its own for each beginning, down again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from clerk_app.model import Point

from .chart_graph import Cut
from .chart_units import Row

TRACK = 3.4
"""Between two tracks."""

_LEAST = 8.0
"""The height of a gap with no track at all: room for an arrow."""

_STRAIGHT = 1.5
"""What lies so near to straight down is drawn straight."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap over a layer: how many tracks it has, and which one each beginning (step or passing line) runs on."""

    tracks: int
    lanes: Mapping[float, int]

    @property
    def height(self) -> float:
        """Room for the tracks and the arrow under them."""
        return _LEAST + TRACK * self.tracks


class Level(Protocol):
    """Where a layer lies on the page."""

    @property
    def top(self) -> float:
        """The upper edge of its boxes."""

    @property
    def height(self) -> float:
        """The height of its boxes."""

    @property
    def over(self) -> float:
        """What stands above the boxes."""

    @property
    def under(self) -> float:
        """What stands below them."""

    @property
    def gap(self) -> Gap:
        """The gap above it."""


def gaps(made: Cut, row: Row, column: int) -> dict[int, Gap]:
    """The gap over every layer of a column. Beginnings whose ways across would touch get different tracks."""
    first, stop = made.ends(column)
    found = {}
    for layer in range(first, stop):
        spans: dict[float, tuple[float, float]] = {}
        for start, end in (_segment(made, row, arrow, layer) for arrow in _through(made, row, layer)):
            if abs(start - end) > _STRAIGHT:
                low, high = spans.get(start, (start, start))
                spans[start] = min(low, end), max(high, end)
        found[layer] = _tracked(spans)
    return found


def _tracked(spans: Mapping[float, tuple[float, float]]) -> Gap:
    """Tracks for the ways across; what leads far to the right starts on a lower one, so that fewer lines cross."""
    lanes: dict[float, int] = {}
    order = sorted(spans, key=lambda start: (spans[start][0] + spans[start][1] - 2 * start, start))
    for start in order:
        low, high = spans[start]
        taken = {lanes[other] for other in lanes if spans[other][0] < high + 3 and low < spans[other][1] + 3}
        lanes[start] = next(number for number in range(len(spans) + 1) if number not in taken)
    return Gap(max(lanes.values(), default=-1) + 1, lanes)


def _through(made: Cut, row: Row, layer: int) -> Iterator[tuple[int, int]]:
    """The lines that pass the gap over a layer."""
    layers = made.graph.layers
    return ((a, b) for a, b in made.lines if a in row.boxes and b in row.boxes and layers[a] < layer <= layers[b])


def _segment(made: Cut, row: Row, arrow: tuple[int, int], layer: int) -> tuple[float, float]:
    """Where a line stands above and below the gap over a layer."""
    source, target = arrow
    start, end = _middle(row, source), _middle(row, target)
    lane = row.passing.get(arrow, end)
    above = start if layer == made.graph.layers[source] + 1 else lane
    return above, end if layer == made.graph.layers[target] else lane


def _middle(row: Row, step: int) -> float:
    left, width = row.boxes[step]
    return left + width / 2


def arrows(
    made: Cut, left: float, row: Row, levels: Mapping[int, Level], feet: Mapping[int, float], heads: Mapping[int, float]
) -> Iterator[tuple[Point, ...]]:
    """Every line of a column, from the foot of a box to the head of what stands over another."""
    layers = made.graph.layers
    for source, target in made.lines:
        if source not in row.boxes or target not in row.boxes:
            continue
        points: list[Point] = [(left + _middle(row, source), feet[source])]
        for layer in range(layers[source] + 1, layers[target] + 1):
            above, below = _segment(made, row, (source, target), layer)
            if abs(above - below) > _STRAIGHT:
                across = _track_at(levels, layer, above)
                points += [(left + above, across), (left + below, across)]
        yield (*points, (points[-1][0], heads[target]))


def _track_at(levels: Mapping[int, Level], layer: int, start: float) -> float:
    """The height of a track: they lie under what is above the gap, from the top down."""
    before = levels[layer - 1]
    gap = levels[layer].gap
    top = before.top + before.height + before.under
    room = levels[layer].top - levels[layer].over - top
    spare = max(0.0, room - gap.height)
    return top + min(3.0 + spare / 2, room / 2) + TRACK * gap.lanes[start]
