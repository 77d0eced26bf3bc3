"""What a face shows of the lines beside the one that goes on."""

from __future__ import annotations

from dataclasses import dataclass

from .views import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRow:
    """A branch: its entry's hash, why it is kept, the day, and the numbers that its entries have in their own log.

    `held` of them stand in our journal themselves, `carried` were repeated, `left` were listed for people; `waiting`
    is True while somebody must still look it through.
    """

    id: str
    cause: str
    on: str
    first: int
    last: int
    entries: int
    matters: int
    held: int
    carried: int
    left: int
    waiting: bool


@dataclass(frozen=True, slots=True)
class BranchEntryRow:
    """One entry of a branch.

    `state` is ``held`` (our journal has it), ``carried``, ``left`` (then with the reasons), ``device`` (it only says
    what that device had heard, and is never repeated) or "" so far.
    """

    seq: int
    hash: str
    kind: str
    matter: str
    title: str
    step: str
    on: str
    state: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An entry of a branch that the rules do not allow here any more: a person decides what becomes of it."""

    seq: int
    hash: str
    kind: str
    matter: str
    title: str
    step: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What carrying a branch over did, or would do: how many entries were repeated, and which were not."""

    carried: int
    left: tuple[LeftRow, ...]
