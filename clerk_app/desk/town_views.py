"""What a face shows of the other offices: villages, their devices, letters, quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clerk_app.model import Lot

from .letter_views import LetterRow
from .missing import Stretches
from .review_views import DoneStep
from .step_views import MatterView
from .views import RefusedEntry, Sentence, WarningRow


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device of an office. `until` is the last bundle of it that counts, None while it may speak."""

    code: str
    name: str
    fingerprint: str
    device: str
    until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageRow:
    """A village as the township sees it.

    `silent` are the days since its last bundle, None before the first; `reported` is True where one came within a
    month; `missing` are stretches of numbers that never came although later ones did; `waiting` are its bundles that
    wait in quarantine, the oldest since `waiting_on`; `reviews` wait for the township's decision; `overdue` are steps
    that the village itself should have done; `warnings` have no answer yet; of `done` matters closed this month
    `punctual` had no late step; `clerk` is whom to call, under `phone` where that was noted here.
    """

    code: str
    name: str
    clerk: str
    phone: str
    last_number: int
    last_on: str
    silent: int | None
    reported: bool
    missing: Stretches
    waiting: int
    waiting_on: str
    refused: int
    overdue: int
    warnings: int
    reviews: int
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
    missing: range
    accepted: int
    refused: int
    held: int
    called: str


@dataclass(frozen=True, slots=True)
class OverseenMatter:
    """A village's matter as its township reads it: flow and history, what every step was done with, names by id.

    `refused` is what was entered in the steps whose entry was refused or held and not written anew.
    """

    code: str
    view: MatterView
    done: tuple[DoneStep, ...]
    refused: tuple[DoneStep, ...]
    people: Mapping[str, str]


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
    """A sealed accusation: its entry's hash, the office it came in, that office's name, and the day."""

    id: str
    code: str
    name: str
    on: str


@dataclass(frozen=True, slots=True)
class LotRow:
    """What was drawn: a village and one of its matters ("" for the whole village), its ticket, and what was found.

    `finding` is the newest letter about it with the village's answers, None as long as nothing was noted.
    """

    code: str
    name: str
    matter: str
    title: str
    ticket: str
    finding: LetterRow | None


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A spot check: `unit` is ``matter`` or ``village``, `source` of the seed ``receipt`` or ``typed``.

    `of` took part, `count` were asked for. At a village `lots` are its own only.
    """

    id: str
    unit: str
    seed: str
    source: str
    on: str
    count: int
    of: int
    type: str
    since: str
    until: str
    lots: tuple[LotRow, ...]


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A draw repeated: whether it agrees with what was recorded, how many took part, and what had to be drawn."""

    sound: bool
    of: int
    lots: tuple[Lot, ...]


@dataclass(frozen=True, slots=True)
class VillageWarning:
    """An early warning of a village at its township.

    `seen_on` and `seen` are what the township noted when it looked at it, "" before; `letters` are its questions and
    orders about it, the newest first, with the village's answers.
    """

    code: str
    name: str
    warning: WarningRow
    seen_on: str
    seen: str
    letters: tuple[LetterRow, ...]

    @property
    def dealt_with(self) -> bool:
        """True once somebody explained it, looked at it, or asked about it."""
        return bool(self.warning.answered_on or self.seen_on or self.letters)


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """An entry of a village that was refused or held, the reasons, and what the township wrote to explain it.

    `cured` is True once the village has done the step anew.
    """

    code: str
    name: str
    on: str
    entry: RefusedEntry
    state: str
    cured: bool
    letters: tuple[LetterRow, ...]
