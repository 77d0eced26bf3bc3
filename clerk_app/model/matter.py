"""One case, folded from its entries; and what is known around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .entry import FileRef, Head, LogId, Record
from .letters import Discipline
from .office import Card
from .people import Person
from .reviews import Reviewed, Submission


@dataclass(frozen=True, slots=True)
class Run:
    """A step done once: its content, the legal day, and the entry that says so; `failed` where it was turned down."""

    step: str
    visit: int
    on: str
    fields: Record
    files: tuple[FileRef, ...]
    late_reason: str
    entry: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A person confirmed the content with this digest, by own key or on a scanned page."""

    step: str
    visit: int
    slot: str
    person: str
    role: str
    digest: str
    on: str
    means: str
    entry: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was put up for a step; it comes down when the step is completed."""

    step: str
    visit: int
    on: str
    place: str
    files: tuple[FileRef, ...]
    entry: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to a step's notice; open until `answered_on` is set."""

    step: str
    on: str
    text: str
    entry: str
    answered_on: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a matter rested; `until` is "" while it still does."""

    since: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One case, without the entries that the township refused or held: those count no more."""

    id: str
    type: str
    catalogue: str
    title: str
    number: str
    begun_on: str
    entry: str
    runs: tuple[Run, ...] = ()
    signatures: tuple[Signature, ...] = ()
    notices: tuple[Notice, ...] = ()
    objections: tuple[Objection, ...] = ()
    parent: str = ""
    withdrawn_on: str = ""
    pauses: tuple[Pause, ...] = ()
    submissions: tuple[Submission, ...] = ()

    @property
    def rests(self) -> bool:
        """True while the matter is suspended."""
        return bool(self.pauses) and not self.pauses[-1].until

    def runs_of(self, step: str) -> tuple[Run, ...]:
        """All runs of a step, the oldest first."""
        return tuple(run for run in self.runs if run.step == step)

    def last_run(self, step: str) -> Run | None:
        """The newest run of a step, or None."""
        return next((run for run in reversed(self.runs) if run.step == step), None)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sum that a matter committed at a site or to a party: for adding up over matters."""

    matter: str
    type: str
    step: str
    on: str
    amount: int
    site: str = ""
    party: str = ""
    visit: int = 1


class FactKind(StrEnum):
    """What early warnings look at; money in fen."""

    AMOUNT = "amount"
    """A sum that was committed."""
    SITE = "site"
    PARTY = "party"
    """Who was given the work."""
    INVOICE = "invoice"
    """The number of a bill."""
    PAID = "paid"
    """A sum that was paid."""
    METHOD = "method"
    """How it was paid."""
    ACCEPTED = "accepted"
    """The day on which work was accepted."""
    ITEM = "item"
    PRICE = "price"
    """The price of one piece of the item."""
    MEAL = "meal"
    """What a working meal cost."""
    HEADS = "heads"
    """How many ate."""
    WORKER = "worker"
    PETITIONER = "petitioner"
    SHORT = "short"
    """Days that a notice hung too briefly; no field holds it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a step that was done. `row` counts the rows of a table from 1, 0 for a plain field.

    A text stands in `text`, a sum or number in `number`.
    """

    matter: str
    type: str
    step: str
    visit: int
    entry: str
    on: str
    kind: str
    row: int
    text: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """A pattern that a human must look at (预警): no refusal, and no verdict.

    `causes` are the facts that made it; `key` names the warning as long as these are the same.
    """

    code: str
    details: Mapping[str, str | int]
    causes: tuple[Fact, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Signers:
    """The raw public keys (hex) of those who may sign a catalogue release, and how many of them must."""

    keys: tuple[str, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What somebody answered to a warning, on which day."""

    key: str
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Registrant:
    """A name in one of the office's registers; `until` is the last day it is in force, "" for no end."""

    register: str
    name: str
    code: str = ""
    until: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """A matter that was opened from another one, its parent."""

    matter: str
    type: str
    parent: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """A matter that was taken to its last step, and the legal day of that."""

    matter: str
    type: str
    number: str
    on: str


@dataclass(frozen=True, slots=True)
class Context:
    """What `decide` needs beyond the matter, folded from the same journal.

    `parameters` holds only what was set; the catalogue has the values that it ships. `record_only` are the parameters
    without a value whose conditions the township has put to rest: what they would limit is recorded, not judged.
    `retired` are the signing keys of people that the township has revoked; `beside` are, by office code, the keys of
    devices that speak beside the one in `contacts`.
    `heard` is how far each other log was taken in. `revoked` are devices with the last bundle of theirs that counts.
    `officials` are the township's people and `reviews` its decisions by matter, the oldest first, as far as they were
    heard. `official_keys` are all keys that an official ever had, the present one last; `ended` says of those that were
    replaced up to which entry of each log they count.
    `today` is the day (``YYYY-MM-DD``) of the entry at hand, "" where its clock is suspect.
    """

    office: Card | None = None
    contacts: Mapping[str, Card] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    rolls: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)
    record_only: frozenset[str] = frozenset()
    catalogue: str = ""
    heard: Mapping[LogId, Head] = field(default_factory=dict)
    anchor: str = ""
    voided: frozenset[str] = frozenset()
    commitments: tuple[Commitment, ...] = ()
    registers: Mapping[str, Mapping[str, Registrant]] = field(default_factory=dict)
    opened: tuple[Opened, ...] = ()
    closed: tuple[Closed, ...] = ()
    explained: Mapping[str, Explanation] = field(default_factory=dict)
    signers: Signers | None = None
    discipline: Discipline | None = None
    revoked: Mapping[str, int] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    officials: Mapping[str, Person] = field(default_factory=dict)
    official_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ended: Mapping[str, Mapping[LogId, int]] = field(default_factory=dict)
    reviews: Mapping[str, tuple[Reviewed, ...]] = field(default_factory=dict)
    today: str = ""
