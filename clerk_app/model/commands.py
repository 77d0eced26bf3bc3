"""What a clerk asks for; `workflow.decide` answers with a draft or with refusals.

All days are legal days, ``YYYY-MM-DD``. `visit` counts the runs of a step from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .entry import FileRef, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Begin a matter of type `type` under the catalogue with that hash; `parent` is the matter it is opened from."""

    matter: str
    type: str
    catalogue: str
    title: str
    number: str
    on: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """`person` confirms the content with digest `digest` for sign-off `slot` of a step.

    Either `signature` (hex) is that person's own over `workflow.statement`, or `page` names the scanned page.
    """

    matter: str
    step: str
    visit: int
    slot: str
    person: str
    role: str
    digest: str
    on: str
    signature: str = ""
    page: FileRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The notice of a publicity step was put up at `place`; `files` are the photos of it hanging."""

    matter: str
    step: str
    visit: int
    on: str
    place: str
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """Somebody objects to a step's notice."""

    matter: str
    step: str
    on: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The objection of entry `objection` is answered."""

    matter: str
    step: str
    objection: str
    on: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """A step's content, as far as the village knows it, is handed to the township for its decision."""

    matter: str
    step: str
    visit: int
    on: str
    fields: Record
    files: tuple[FileRef, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """A step is done with this content; a late one says why.

    With `failed` it ended in the negative: the vote failed, or who had to agree did not. Nothing follows it but a
    return to an earlier step, a rest, or the end of the matter.
    """

    matter: str
    step: str
    visit: int
    on: str
    fields: Record
    files: tuple[FileRef, ...]
    late_reason: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """The content of the run recorded by entry `corrects` is replaced; its signatures must be given anew."""

    matter: str
    step: str
    visit: int
    on: str
    corrects: str
    reason: str
    fields: Record
    files: tuple[FileRef, ...]
    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The matter ends here, with the reason: it was given up, or a body or the township said no."""

    matter: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """The matter rests, with the reason; its deadlines rest with it."""

    matter: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """A resting matter goes on."""

    matter: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """The matter goes back to a step that was done; `undone` are all steps that must be done again, in their order."""

    matter: str
    step: str
    undone: tuple[str, ...]
    on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate:
    """A running matter goes on under the newer catalogue with that hash; `page` is the signed note that allows it."""

    matter: str
    catalogue: str
    on: str
    reason: str
    page: FileRef


Turn: TypeAlias = Withdraw | Suspend | Resume | Return | Migrate
"""What changes the course of a matter and is no step of it."""

Command: TypeAlias = Begin | Sign | Post | Object | Answer | Submit | Complete | Correct | Turn
