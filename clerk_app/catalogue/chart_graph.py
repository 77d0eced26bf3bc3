"""The steps of a type as layers of a flow chart, cut into columns: what follows what, and what is drawn as a line.

A step lies one layer below the lowest of the steps that lead to it. Where a line would leave its column or pass by many
layers, the two ends are marked with each other's number instead, as connectors are in GB/T 1526-1989.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clerk_app.model import Expression, MatterType, Step

from .course import conjuncts

LONGEST_LINE = 5
"""Layers that a line may pass through."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Steps by their index: the layer of each, and the arrows between them."""

    steps: tuple[Step, ...]
    layers: tuple[int, ...]
    arrows: tuple[tuple[int, int], ...]
    blocks: tuple[int, ...]
    """Which use of a block each step came with; 0 for the type's own steps."""

    @property
    def depth(self) -> int:
        """How many layers there are."""
        return max(self.layers, default=-1) + 1

    def before(self, index: int) -> list[int]:
        """The steps that lead to one."""
        return [source for source, target in self.arrows if target == index]


def graph_of(kind: MatterType) -> Graph:
    """The graph of a type without faults."""
    places = {step.id: index for index, step in enumerate(kind.steps)}
    layers: dict[int, int] = {}
    while len(layers) < len(kind.steps):
        for index, step in enumerate(kind.steps):
            before = [places[name] for name in step.after]
            if index not in layers and all(each in layers for each in before):
                layers[index] = max((layers[each] + 1 for each in before), default=0)
    arrows = tuple((places[name], index) for index, step in enumerate(kind.steps) for name in step.after)
    return Graph(kind.steps, tuple(layers[i] for i in range(len(kind.steps))), arrows, tuple(_uses(kind.steps)))


def _uses(steps: Sequence[Step]) -> Iterator[int]:
    """A number for each use of a block: its steps stand together in a type."""
    number, before = 0, ""
    for step in steps:
        if step.block and step.block != before:
            number += 1
        before = step.block
        yield number if step.block else 0


def own_condition(graph: Graph, index: int) -> tuple[Expression, ...]:
    """What a step asks for beyond what all steps that lead to it asked for already."""
    asked = [set(conjuncts(graph.steps[each].when)) for each in graph.before(index)]
    known = set.intersection(*asked) if asked else set()
    return tuple(part for part in conjuncts(graph.steps[index].when) if part not in known)


@dataclass(frozen=True, slots=True)
class Cut:
    """A graph cut into columns of layers; `lines` are drawn, `jumps` are told by numbers."""

    graph: Graph
    starts: tuple[int, ...]
    lines: tuple[tuple[int, int], ...]
    jumps: tuple[tuple[int, int], ...]

    def column(self, layer: int) -> int:
        """The column of a layer."""
        return sum(layer >= start for start in self.starts) - 1

    def ends(self, column: int) -> tuple[int, int]:
        """The first layer of a column, and the one after its last."""
        stops = (*self.starts[1:], self.graph.depth)
        return self.starts[column], stops[column]


def cut(graph: Graph, starts: tuple[int, ...]) -> Cut:
    """The graph with columns that begin at these layers. A jump that other arrows tell of already is left out."""
    bare = Cut(graph, starts, (), ())

    def is_line(arrow: tuple[int, int]) -> bool:
        top, bottom = (graph.layers[each] for each in arrow)
        return bare.column(top) == bare.column(bottom) and bottom - top <= LONGEST_LINE

    lines = tuple(arrow for arrow in graph.arrows if is_line(arrow))
    jumps = tuple(arrow for arrow in graph.arrows if not is_line(arrow) and not _is_implied(graph, arrow))
    return Cut(graph, starts, lines, jumps)


def _is_implied(graph: Graph, arrow: tuple[int, int]) -> bool:
    """Another way leads from one to the other, over steps that are always done."""
    source, target = arrow
    reached, fresh = {source}, {source}
    while fresh:
        sure = {each for each in fresh if each == source or graph.steps[each].when is None}
        fresh = {b for a, b in graph.arrows if a in sure and b != target and b not in reached}
        reached |= fresh
    others = {a for a, b in graph.arrows if b == target and a != source}
    return any(each in reached and graph.steps[each].when is None for each in others)
