"""What a face shows of the other offices: villages, their devices, letters, quarantine."""

from __future__ import annotations

from dataclasses import dataclass

from .views import Sentence


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device of an office. `until` is the last bundle of it that counts, None while it may speak."""

    code: str
    name: str
    fingerprint: str
    device: str
    until: int | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter: its entry's hash, the other office, what it says, and the answers as (day, text), the oldest first.

    `ours` tells who wrote it; `days_left` is negative for an order that is overdue, None where nothing is due.
    """

    id: str
    code: str
    name: str
    form: str
    ours: bool
    text: str
    on: str
    due: str
    days_left: int | None
    matter: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageRow:
    """A village as the township sees it.

    `silent` are the days since its last bundle, None before the first; `missing` are numbers that never came although
    later ones did; `waiting` are its bundles that wait in quarantine, the oldest since `waiting_on`; `punctual` of
    `done` steps of this month were in time; `clerk` is whom to call.
    """

    code: str
    name: str
    clerk: str
    last_number: int
    last_on: str
    silent: int | None
    missing: tuple[int, ...]
    waiting: int
    waiting_on: str
    refused: int
    overdue: int
    warnings: int
    orders: int
    punctual: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRow:
    """A bundle that came in from a village; `id` is the bundle's, or the hash of the file where it was set aside.

    `state` is ``filed``, ``held`` or ``quarantined``; `signature` is ``valid``, ``unknown`` (of a device that may not
    speak for the village) or ``invalid``. `standing` is ``first``, ``follows`` (bundle `beside`), ``skipped`` or
    ``gap`` (`missing` never came), ``fork`` (it contradicts bundle `beside`), or "" where that cannot be told. `called`
    is the label of the reason why it was set aside, "" for one that was filed.
    """

    id: str
    code: str
    name: str
    number: int
    on: str
    state: str
    signature: str
    standing: str
    beside: int
    missing: tuple[int, ...]
    accepted: int
    refused: int
    held: int
    called: str


@dataclass(frozen=True, slots=True)
class OriginalView:
    """The exact words of an entry: itself and what lies beside the chain ("" where erased), hash and signature in hex.

    `files` are the SHA-256 of its attachments.
    """

    hash: str
    signature: str
    entry: str
    payload: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A file in quarantine: a short name to speak of it, whose it says it is, when it came, why it waits.

    Without sentences nothing speaks against it any more, and it can be tried again.
    """

    id: str
    name: str
    number: int
    on: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A sealed accusation: its entry's hash, the office it came in, and the day."""

    id: str
    code: str
    on: str
