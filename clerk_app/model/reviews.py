"""What a village hands to its township for a step, and what the township decides on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .entry import FileRef, LogId, Record


class ReviewVerdict(StrEnum):
    """What a township says to a step that waits for it."""

    APPROVE = "approve"
    """同意: this content counts as signed by the official."""
    RETURN = "return"
    """退回: the village does it again, for the reason given."""
    ASK = "ask"
    """询问: the step waits until the village has answered."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a village handed in for a run of a step: the content as far as it is known, and a note.

    It was `handled` once the run was completed or corrected.
    """

    step: str
    visit: int
    on: str
    fields: Record
    files: tuple[FileRef, ...]
    note: str
    entry: str
    handled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An official of the township decides on sign-off `slot` of a step's run `visit` of a village's matter.

    `fields` and `files` are the content that an approval stands for, and `digest` names it. `seen` are the entries of
    the matter that the official had before him: where one of them falls away, so does the approval. `signature` (hex)
    is the official's own over `workflow.review_statement`.
    """

    matter: str
    step: str
    visit: int
    slot: str
    verdict: ReviewVerdict
    text: str
    on: str
    person: str
    role: str
    digest: str
    seen: tuple[str, ...]
    fields: Record
    files: tuple[FileRef, ...]
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review as it was heard: its entry `seq` of `log`, and the name and the public key (hex) of the official.

    `key` is "" where it counts for nothing: nobody known signed it, or the key that did had ended before.
    """

    review: Review
    entry: str
    name: str
    key: str
    log: LogId
    seq: int
