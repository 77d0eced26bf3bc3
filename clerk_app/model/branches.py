"""Lines of an office's journal beside the one that goes on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .entry import LogId


class BranchCause(StrEnum):
    """Why entries are kept beside a journal or given back to it."""

    RESTORED = "restored"
    """The office goes on from a backup; these came after it."""
    FORKED = "forked"
    """Two copies of one disk wrote on under the same numbers; these are the ones that came second."""
    COPIED = "copied"
    """This device was the copy, and what it had written under the other's name is set aside."""
    SHARED = "shared"
    """Two PCs of one office are at work; this is what the one wrote, for the other."""
    LOST = "lost"
    """The other office lost entries of its own; these are they."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A stretch of a log: the entries after number `after` to `last`, whose hash is `head`.

    `key` is the raw Ed25519 public key of the log's device in hex, so that every entry can be verified on its own.
    """

    log: LogId
    after: int
    last: int
    head: str
    key: str
    cause: BranchCause
