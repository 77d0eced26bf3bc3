"""What offices say about keys: which device speaks, whose key signs, and how far each of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .entry import LogId
from .office import Card


@dataclass(frozen=True, slots=True)
class Rekey:
    """An office's device gives way to another one.

    The entry that says so is signed by the old device, and `proof` (hex) is the new one's signature over the same.
    """

    card: Card
    proof: str
    reason: str
    on: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The township compared a person's signing key face to face: `person` as the village's list names the person."""

    person: str
    key: str
    on: str


@dataclass(frozen=True, slots=True)
class KeyRevocation:
    """A person's key signs up to entry `until` of `log` and not beyond: by number, for clocks lie."""

    person: str
    key: str
    log: LogId
    until: int
    reason: str
    on: str


class KeyCause(StrEnum):
    """Why the key of an official is replaced."""

    FORGOTTEN = "forgotten"
    """The password is forgotten."""
    LEFT = "left"
    """Somebody else holds the post now."""
    STOLEN = "stolen"
    """Somebody else may have used it: what it signed since counts for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyReplacement:
    """An official's key gives way to `fresh` (hex, "" for none).

    `ends` says up to which entry of each of the township's logs the old one counts; in a log that is not named it
    counts for nothing.
    """

    person: str
    key: str
    fresh: str
    ends: Mapping[LogId, int]
    cause: KeyCause
    reason: str
    on: str


@dataclass(frozen=True, slots=True)
class EscrowOpening:
    """Two persons of the township opened an office with the key that they keep for it, each with the own password."""

    holders: tuple[str, ...]
    reason: str
    on: str


@dataclass(frozen=True, slots=True)
class Handover:
    """The desk passes from one clerk to the next.

    `giver` is who handed over: the predecessor, or the village head where the predecessor is gone (then `reason` says
    why). `matters` are how many open matters the list has whose PDF is the entry's file. Both signatures are over the
    same statement, each by that person's own key.
    """

    predecessor: str
    successor: str
    giver: str
    matters: int
    sheet: str
    reason: str
    on: str
    given: str = ""
    taken: str = ""
