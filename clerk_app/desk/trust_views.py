"""What a face shows of keys: whose they are, how they read aloud, and whether they were compared."""

from __future__ import annotations

from dataclasses import dataclass


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
class OpenMatter:
    """A matter that a successor takes over."""

    number: str
    title: str
    step: str
    due: str
    begun_on: str
