"""Sample cases run through the real rules: what must pass passes, and what must be refused is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clerk_app.model import Catalogue, Sample

from .stage import Flaw, Stage, gate_key


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The outcome of a sample: its flaws, how many tries were refused, and which gates refused one (`gate_key`)."""

    flaws: tuple[Flaw, ...]
    tries: int
    refusing: frozenset[str]


def rehearse(catalogue: Catalogue, sample: Sample) -> Rehearsed:
    """Run one sample from begin to end; it stops at the first act that does not pass."""
    stage = Stage(catalogue, sample)
    flaws = tuple(stage.run())
    return Rehearsed(flaws, stage.tries, frozenset(stage.refusing))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What all sample cases of a catalogue came to: cases, refused tries, and everything that is wrong with them."""

    samples: int
    tries: int
    flaws: tuple[Flaw, ...]


def rehearse_all(catalogue: Catalogue, samples: Sequence[Sample]) -> Rehearsal:
    """Run all samples. A type without one, or a gate that refused in none, is a flaw too."""
    outcomes = [rehearse(catalogue, sample) for sample in samples]
    refusing = frozenset[str]().union(*(outcome.refusing for outcome in outcomes))
    shown = {sample.type for sample in samples}
    return Rehearsal(
        len(samples),
        sum(outcome.tries for outcome in outcomes),
        (
            *(flaw for outcome in outcomes for flaw in outcome.flaws),
            *(Flaw(kind, "sample-that-passes", ()) for kind in catalogue.types if kind not in shown),
            *(Flaw(path, "sample-that-is-refused", ()) for path, _ in unproven(catalogue, refusing)),
        ),
    )


def unproven(catalogue: Catalogue, refusing: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The gates that no sample of their own type saw refusing: path and key. What a block brings is asked for too."""
    for kind in catalogue.types.values():
        for index, step in enumerate(kind.steps):
            for number in range(len(step.gates)):
                key = gate_key(kind.id, step, number)
                if key not in refusing:
                    yield f"{kind.id}.steps[{index}].gates[{number}]", key
