"""One thing that is wrong with a catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Where it is, and what should be there; the words of `wanted` are explained in `docs/catalogue.md`."""

    path: str
    wanted: str
