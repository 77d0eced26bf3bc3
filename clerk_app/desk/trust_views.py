"""What a face shows of keys: whose they are, how they read aloud, and whether they were compared."""

from __future__ import annotations

from dataclasses import dataclass

from .views import Sentence


@dataclass(frozen=True, slots=True)
class ContactRow:
    """An enrolled office, with the short fingerprint that was compared face to face, in digits and in words."""

    code: str
    name: str
    kind: str
    fingerprint: str
    last_number: int
    last_on: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A person of an office with the signing key.

    `state` is ``none`` (signs on paper only), ``open`` (not compared yet), ``certified`` or ``revoked``; `on` is the
    day of that. `digits` and `words` both name the key, to be read to each other.
    """

    person: str
    name: str
    roles: tuple[str, ...]
    digits: str
    words: str
    state: str
    on: str


@dataclass(frozen=True, slots=True)
class SealingRow:
    """A sealing key of the office by its age recipient; `until` is the day on which it was replaced, "" for today's."""

    recipient: str
    until: str


@dataclass(frozen=True, slots=True)
class MasterRenewed:
    """The store has another master key: the new recovery code, and which ways in are gone (``deputy``, ``escrow``).

    `lost` attachments were damaged before and are not in the new store.
    """

    recovery: str
    gone: tuple[str, ...]
    lost: int


@dataclass(frozen=True, slots=True)
class SignedRow:
    """A decision that an official signed: its entry's hash, the village's code and name, the matter, step and day.

    `verdict` is ``approve``, ``return`` or ``ask``. `counts` is False where its key had ended before; `done` is True
    where the village has completed the step meanwhile, `present` where the official has that key still.
    """

    entry: str
    code: str
    village: str
    matter: str
    title: str
    step: str
    on: str
    verdict: str
    counts: bool
    done: bool
    present: bool


@dataclass(frozen=True, slots=True)
class KeyReplaced:
    """An official's key was replaced: how many decisions of the old one still count, and those that do not."""

    person: str
    name: str
    cause: str
    kept: int
    void: tuple[SignedRow, ...]


@dataclass(frozen=True, slots=True)
class Stolen:
    """What was done about a stolen PC: its last bundle that counts, the keys revoked, and the sheet for the clerk."""

    code: str
    until: int
    keys: int
    sheet: bytes


@dataclass(frozen=True, slots=True)
class JoiningView:
    """Where a village's joining stands.

    `step` is ``ask`` (its request is to be written), ``wait`` (the township has it), ``report`` (the township's card is
    enrolled), ``receipt`` (a bundle went out) or ``joined`` (it was answered). `township` is the code that it lies in,
    `place` the plain name of that as far as the table knows it; `name` is the enrolled township's, `asked_on` the day
    on which this PC's request was written, both "" before. `todo` says what comes next.
    """

    step: str
    township: str
    place: str
    name: str
    asked_on: str
    todo: Sentence


@dataclass(frozen=True, slots=True)
class Requested:
    """A request that was written: its files, and the fingerprint to read out."""

    paths: tuple[str, ...]
    digits: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whose a card says that it is, before it is compared; `other`: that office is enrolled with another key."""

    contact: ContactRow
    place: str
    other: bool


@dataclass(frozen=True, slots=True)
class Admitted:
    """A village that is enrolled, the files of the answer for it, and the township's own key to be read out."""

    contact: ContactRow
    paths: tuple[str, ...]
    digits: str
    words: str


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A matter that a successor takes over."""

    number: str
    title: str
    step: str
    due: str
    begun_on: str
