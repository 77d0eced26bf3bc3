"""A sample case of a matter type: what is done from begin to end, and what must be refused on the way.

All days are whole days after the day on which the matter begins. Persons are named `p-ROLE` (one who holds that role
alone), `p-ROLE-2` (a second one) and `p-all` (one who holds every role).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierMatter:
    """What another matter committed before: `amount` in fen, `day` relative to the begin (so mostly negative)."""

    type: str
    amount: int
    day: int
    site: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMatter:
    """A matter that was opened from this one."""

    type: str
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMatter:
    """Another matter that the village took to its last step, on a day relative to the begin."""

    type: str
    number: str
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a sample sets around the matter, over the ordinary sample village; `empty` are parameters nobody has set."""

    parameters: Mapping[str, int] = field(default_factory=dict)
    rolls: Mapping[str, int] = field(default_factory=dict)
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    commitments: tuple[EarlierMatter, ...] = ()
    submatters: tuple[OpenedMatter, ...] = ()
    closed: tuple[ClosedMatter, ...] = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A variant of an act that must be refused with code `refused`; what is None or empty is as in the act.

    `later` are days after the day of the act; `hung` says that the notice went up that many days before.
    `without` are materials left out, `unsigned` sign-offs left out, `signers` who signs a sign-off, `order` the order
    of signing, `sign_days` the day of single signatures, `objections` how many objections stand open.
    """

    refused: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    day: int | None = None
    later: int = 0
    posted: int | None = None
    hung: int | None = None
    late_reason: str | None = None
    without: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    signers: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    sign_days: Mapping[str, int] = field(default_factory=dict)
    objections: int = 0
    around: Surroundings = field(default_factory=Surroundings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One step done once. `fields` holds what differs from a harmless form; `posted` is the day of its notice.

    With `refused` the act comes too early: it must be refused with that code, and the case goes on without it.
    """

    step: str
    day: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    posted: int | None = None
    late_reason: str = ""
    around: Surroundings = field(default_factory=Surroundings)
    tries: tuple[Try, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAct:
    """A case of a block's step, tried in every type that uses the block.

    Its tries go over the type's own act on that step. Where `at` names another step of the block, it is also a way
    that a type's own case may not take: when that case comes to `at`, the step is done with `fields` on a copy of the
    matter, after `said` has changed what earlier steps answered, and must pass.
    """

    block: str
    step: str
    at: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    tries: tuple[Try, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A case of one matter type that must pass, with the tries that must not. `shared` are the cases of all blocks."""

    type: str
    name: str
    acts: tuple[Act, ...]
    around: Surroundings = field(default_factory=Surroundings)
    shared: tuple[SharedAct, ...] = ()
