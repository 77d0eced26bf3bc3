"""Numbers of bundles that never came, as stretches: the only bundle that a village ever sent may have any number."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

Stretches = tuple[tuple[int, int], ...]
"""First and last number of each stretch, in order."""

_SHORT = 2


def missing_below(end: int, known: Iterable[int]) -> Stretches:
    """The numbers from 1 and below `end` that are not known."""
    edges = [0, *sorted({number for number in known if number < end}), end]
    return tuple((before + 1, after - 1) for before, after in pairwise(edges) if after > before + 1)


def count_missing(stretches: Stretches) -> int:
    """How many numbers these are."""
    return sum(last - first + 1 for first, last in stretches)


def list_missing(stretches: Stretches, comma: str = "、") -> str:
    """The numbers in words: 1、2、5–9."""
    parts = (map(str, range(a, b + 1)) if b - a < _SHORT else [f"{a}–{b}"] for a, b in stretches)
    return comma.join(part for stretch in parts for part in stretch)
