"""Spot checks (巡察抽查): what a township draws by lot to look at, so that anyone can draw it again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .entry import LogId


class Unit(StrEnum):
    """What is drawn."""

    MATTER = "matter"
    VILLAGE = "village"


class Seed(StrEnum):
    """Where the seed comes from."""

    RECEIPT = "receipt"
    """The hash of the newest receipt that the township wrote."""
    TYPED = "typed"
    """A number that is known in public, such as that day's lottery result, announced before."""


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """One thing in the draw: a village, and one of its matters ("" where whole villages are drawn)."""

    office: str
    matter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheck:
    """One draw. `count` lots were asked for out of `of`, over the villages with these codes; `drawn` are by ticket.

    Where matters are drawn, `type`, `since` and `until` ("" for any) say which ones took part, by type and by the day
    on which they began, and `reach` how far each village's log was known by then.
    """

    unit: Unit
    seed: str
    source: Seed
    on: str
    count: int
    of: int
    drawn: tuple[Lot, ...]
    villages: tuple[str, ...]
    type: str = ""
    since: str = ""
    until: str = ""
    reach: tuple[tuple[LogId, int], ...] = ()
