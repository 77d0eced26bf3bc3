"""Blocks: steps that several types share. A type writes ``[[steps]] use = "…"`` and gets them as its own.

Inside a block steps name each other plainly, and `reading.FOLLOWED` (``^``) for the step that the user names in `from`.
With `as` every id gets that prefix, and every reference inside the block follows it. The user may add gates of its own,
each `to` one of the block's steps.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from clerk_app.model import Binary, Constant, Expression, Gate, Name, Not, Step

from .gates import read_gate, renamed
from .limits import MOST_GATES, MOST_NAMES, MOST_STEPS
from .reading import FOLLOWED, ID, Reader, malformed
from .steps import read_condition, read_step


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """Shared steps; a step whose `after` is empty comes where the block is used."""

    id: str
    steps: tuple[Step, ...]


def read_block(reader: Reader) -> Block:
    """A block from its file."""
    block_id, name = reader.matching("id", ID), reader.text("name")
    steps: list[Step] = []
    for inner in reader.tables("steps", MOST_STEPS):
        if inner.has("use"):
            inner.fail("use", "no-block-inside-a-block")
        step = read_step(inner, (steps[-1].id,) if steps else ())
        steps.append(dataclasses.replace(step, block=name))
    if not steps:
        reader.fail("steps", "steps")
    reader.done()
    return Block(block_id, tuple(steps))


def expand(reader: Reader, blocks: Mapping[str, Block], previous: tuple[str, ...]) -> tuple[Step, ...]:
    """The steps that a ``use`` stands for; without `after` the block follows `previous`."""
    block = blocks.get(reader.text("use"))
    if block is None:
        reader.fail("use", "known-block")
    after = reader.ids("after", MOST_NAMES) if reader.has("after") else previous
    source = reader.matching("from", ID, default=after[0] if len(after) == 1 else "")
    place = _Place(
        inside=frozenset(step.id for step in block.steps),
        prefix=reader.matching("as", ID, default=""),
        label=reader.text("label", default=""),
        after=after,
        source=source,
        when=read_condition(reader, "when"),
        repeat=reader.flag("repeat"),
        optional=reader.flag("optional"),
        until=reader.matching("until", ID, default=""),
        added=reader.each("gates", MOST_GATES, lambda inner: _added(inner, block)),
    )
    reader.done()
    if not source and any(FOLLOWED in _mentions(step) for step in block.steps):
        raise malformed(reader.at("from"), "step-id")
    return tuple(place.settle(step) for step in block.steps)


def _added(reader: Reader, block: Block) -> tuple[str, Gate]:
    """A gate of the user's own, and the step of the block that it belongs to."""
    to = reader.matching("to", ID)
    if all(step.id != to for step in block.steps):
        reader.fail("to", "step-of-the-block")
    return to, read_gate(reader)


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """Where a block is used, and what its steps become there."""

    inside: frozenset[str]
    prefix: str
    label: str
    after: tuple[str, ...]
    source: str
    when: Expression | None
    repeat: bool
    optional: bool
    until: str
    added: tuple[tuple[str, Gate], ...]

    def settle(self, step: Step) -> Step:
        """The step as it stands in the type."""
        own = tuple(renamed(gate, self.step, self.condition) for gate in step.gates)
        return dataclasses.replace(
            step,
            id=self.step(step.id),
            name=self.label + step.name,
            after=tuple(map(self.step, step.after)) or self.after,
            when=self._when(step),
            repeat=step.repeat or self.repeat,
            optional=step.optional or self.optional,
            until=self.step(step.until) if step.until else self.until,
            gates=(*own, *(gate for to, gate in self.added if to == step.id)),
        )

    def step(self, step_id: str) -> str:
        """What a step id of the block becomes."""
        if step_id == FOLLOWED:
            return self.source
        return f"{self.prefix}_{step_id}" if self.prefix and step_id in self.inside else step_id

    def condition(self, tree: Expression) -> Expression:
        """What a condition of the block becomes."""
        return map_names(tree, self._name)

    def _name(self, name: str) -> str:
        head, _, rest = name.partition(".")
        if head not in ("sum", "count") or not rest:
            return name
        step, _, field = rest.partition(".")
        return ".".join(filter(None, (head, self.step(step), field)))

    def _when(self, step: Step) -> Expression | None:
        own = self.condition(step.when) if step.when is not None else None
        if own is None or self.when is None:
            return own if self.when is None else self.when
        return Binary("and", self.when, own)


def map_names(tree: Expression, change: Callable[[str], str]) -> Expression:
    """The tree with every name changed."""
    if isinstance(tree, Name):
        return Name(change(tree.name))
    if isinstance(tree, Not):
        return Not(map_names(tree.inside, change))
    if isinstance(tree, Constant):
        return tree
    return Binary(tree.sign, map_names(tree.left, change), map_names(tree.right, change))


def _mentions(step: Step) -> set[str]:
    """Every step that a step names in `after` and in its gates."""
    found = set(step.after)

    def note(step_id: str) -> str:
        found.add(step_id)
        return step_id

    for gate in step.gates:
        renamed(gate, note, lambda tree: tree)
    return found
