"""What happened: one entry of a log, and what lies beside it.

The bytes of an entry are the truth; these objects are a view of them (`docs/format-journal.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""A JSON object as canonical JSON allows it: no floats, integers within 2**53, keys of ASCII letters."""

EVERYONE = "*"
"""The audience of a township's log that all its villages read."""


class EntryKind(StrEnum):
    """All kinds of entries; a kind never changes its meaning."""

    EPOCH = "epoch"
    """First entry of every log: whose it is, its keys, and which log it continues."""
    OFFICE = "office"
    """Another office is enrolled: its card was compared face to face."""
    PERSON = "person"
    """A person, the roles held and the public key, as they are from now on."""
    ROLL = "roll"
    """How many belong to a body: the denominator of its votes."""
    PARAMETER = "parameter"
    """A number that the township or county sets."""
    REGISTER = "register"
    """A name in one of the office's registers, as it is from now on."""
    SIGNERS = "signers"
    """Whose signatures a catalogue release needs, and how many of them."""
    CATALOGUE = "catalogue"
    """A catalogue is adopted; new matters begin under it."""
    HEARD = "heard"
    """Entries of another office were taken in."""
    RECEIPT = "receipt"
    """A bundle was judged: every entry accepted, refused or held."""
    LETTER = "letter"
    """A message or a supervision order from one office to another."""
    REPLY = "reply"
    """What an office answers to a letter."""
    REVIEW = "review"
    """An official of the township decides on a step of a village's matter."""
    REVOKE = "revoke"
    """A device speaks for its office up to one of its bundles and not beyond."""
    DRAW = "draw"
    """A township drew by lot what it will look at."""
    REKEY = "rekey"
    """The device of an office gives way to another one; both have signed."""
    RESEAL = "reseal"
    """An office has another key for which others seal what they write to it."""
    CERTIFY = "certify"
    """A person's signing key was compared face to face."""
    REVOKE_KEY = "revoke_key"
    """A person's key signs up to one numbered entry and not beyond."""
    REPLACE_KEY = "replace_key"
    """An official's key gives way to another one, or to none; it counts up to numbered entries and not beyond."""
    ESCROW = "escrow"
    """Two persons opened an office with the key that the township keeps for it."""
    HANDOVER = "handover"
    """The desk passed from one clerk to the next; both have signed."""
    DISCIPLINE = "discipline"
    """The key of the discipline office, for which accusations are sealed."""
    SLIP = "slip"
    """A sealed accusation lies here; nobody but the discipline office can read it."""
    EXPLAIN = "explain"
    """An early warning was looked at, and this is what came out."""
    BRANCH = "branch"
    """Entries of an office that its journal at hand may lack, kept and given back in a file of this entry."""
    SETTLE = "settle"
    """A branch was looked through: what was carried over, and what is left to people."""
    ERASURE = "erasure"
    """Payloads were erased by law; names the commitments and the reason."""
    BEGIN = "begin"
    """A matter begins."""
    SIGN = "sign"
    """One person confirms the content of one step."""
    POST = "post"
    """A notice was put up."""
    OBJECT = "object"
    """Somebody objected to a notice."""
    ANSWER = "answer"
    """An objection was answered."""
    SUBMIT = "submit"
    """A step's content is handed to the township for its decision."""
    COMPLETE = "complete"
    """A step is done."""
    CORRECT = "correct"
    """A step's content is replaced, with the reason."""
    WITHDRAW = "withdraw"
    """A matter ends before its last step."""
    SUSPEND = "suspend"
    """A matter rests."""
    RESUME = "resume"
    """A resting matter goes on."""
    RETURN = "return"
    """A matter goes back to an earlier step."""
    MIGRATE = "migrate"
    """A running matter goes on under a newer catalogue."""


MATTER_KINDS = frozenset(
    {
        EntryKind.BEGIN,
        EntryKind.SIGN,
        EntryKind.POST,
        EntryKind.OBJECT,
        EntryKind.ANSWER,
        EntryKind.SUBMIT,
        EntryKind.COMPLETE,
        EntryKind.CORRECT,
        EntryKind.WITHDRAW,
        EntryKind.SUSPEND,
        EntryKind.RESUME,
        EntryKind.RETURN,
        EntryKind.MIGRATE,
    }
)
"""The kinds that belong to one matter and are decided by its type."""


@dataclass(frozen=True, slots=True, order=True)
class LogId:
    """One unbroken chain: a device, its epoch, and the office (or `EVERYONE`) it is written for.

    `device` is the SHA-256 (64 hex digits) of the raw Ed25519 public key.
    """

    device: str
    epoch: int
    audience: str

    def __str__(self) -> str:
        return f"{self.device}.{self.epoch}.{self.audience}"

    @classmethod
    def parse(cls, text: str) -> LogId:
        """The inverse of `str`; raises `ValueError`."""
        device, epoch, audience = text.split(".")
        return cls(device, int(epoch), audience)


@dataclass(frozen=True, slots=True, order=True)
class FileRef:
    """An attachment as an entry names it: SHA-256 in hex, size in bytes, and the kind of paper or photo it is."""

    sha256: str
    size: int
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry (design section 4). `prev` and `anchor` are SHA-256 in hex, "" where there is none.

    `at` is claimed UTC, ``YYYY-MM-DDThh:mm:ssZ``; it orders nothing. `payload` is the commitment: SHA-256 over the
    byte 0x10, a 16-byte salt and the payload bytes. `matter`, `step` and `catalogue` are "" where they do not apply.
    """

    log: LogId
    seq: int
    prev: str
    anchor: str
    at: str
    clock: str
    kind: EntryKind
    matter: str
    step: str
    catalogue: str
    actor: str
    role: str
    payload: str
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry with its exact bytes, their SHA-256, the device's signature over them, and what lies beside the chain.

    `payload` and `salt` are None once they were erased by law. `inside` are the payload's exact bytes where they are at
    hand, so that nobody need encode it again; who writes them anywhere proves them by the commitment.
    """

    entry: Entry
    raw: bytes
    hash: str
    signature: bytes
    payload: Record | None
    salt: bytes | None
    inside: bytes | None = field(default=None, compare=False, repr=False)

    @property
    def content(self) -> Record:
        """The payload, or an empty record where it was erased."""
        return self.payload if self.payload is not None else {}


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: number and hash of its last entry; `Head(0, "")` for a log without entries."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What `decide` allows to be written; the desk makes an entry of it."""

    kind: EntryKind
    payload: Record
    matter: str = ""
    step: str = ""
    catalogue: str = ""
    files: tuple[FileRef, ...] = ()
