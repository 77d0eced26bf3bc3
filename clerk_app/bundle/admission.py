"""May this bundle come in, and where does it stand among the others of its sender: a pure decision.

The order of the questions is fixed (`docs/format-bundle.md`, section 7). What is answered here rests on the signed
manifest alone; the entries themselves are verified after it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from clerk_app.errors import Detail
from clerk_app.model import Card, Head, LogId

from .contents import Contents
from .manifest import LogSpan, Manifest


class Outcome(StrEnum):
    """What becomes of a bundle."""

    ADMIT = "admit"
    """Take it in."""
    KNOWN = "known"
    """Nothing in it is new: answer with the receipt that was given already."""
    HOLD = "hold"
    """It cannot be judged yet: keep it, and try again when what is missing has come."""
    REFUSE = "refuse"
    """It is not for us or not from whom it says."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The outcome, its code ("" for the plain next bundle) and figures; `receipt` where one was given before."""

    outcome: Outcome
    code: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that may speak for an office. `until` is its last bundle number where it was revoked, else None."""

    card: Card
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A bundle that was taken in: its id, the id of the one before it, and the hash of our receipt."""

    id: str
    previous: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the receiver holds from the device that signed.

    `bundles` by number, only those taken in; `heads` of its logs; `receipts` are the hashes of all our receipt entries
    for this office; `hash_at` is the hash of entry `seq` of a log, "" where we do not hold it.
    """

    bundles: Mapping[int, Received] = field(default_factory=dict)
    heads: Mapping[LogId, Head] = field(default_factory=dict)
    receipts: Container[str] = frozenset()
    hash_at: Callable[[LogId, int], str] = lambda _log, _seq: ""


def judge(
    contents: Contents,
    *,
    me: Card,
    senders: Mapping[str, Sequence[Enrolled]],
    past: Past,
    former: Container[str] = frozenset(),
) -> Admission:
    """Addressed to me, from a device enrolled for that office and not revoked at that number, and where it stands.

    REFUSE: "wrong-recipient", "wrong-recipient-key", "wrong-sender-key", "revoked-sender-key". HOLD:
    "unknown-sender", "bundle-fork", "log-fork", "bundle-gap". KNOWN: "bundle-duplicate", "bundle-older". ADMIT: ""
    or with a note: "bundle-late" (an older number with something new), "receipt-unknown" (we lost the receipt that it
    builds on), "bundles-skipped" (numbers are missing, entries are not). `former` are the age recipients that we had
    before: what was sealed for them may have been under way.
    """
    manifest = contents.manifest
    return (
        _recipient(manifest, me, former)
        or _sender(manifest, contents.signer, senders)
        or _number(contents, past)
        or _logs(manifest, past)
        or _standing(manifest, past)
    )


def _recipient(manifest: Manifest, me: Card, former: Container[str]) -> Admission | None:
    to = manifest.recipient
    if to.office != me.code:
        return Admission(Outcome.REFUSE, "wrong-recipient", {"to": to.office, "me": me.code})
    if to.sealing != me.sealing and to.sealing not in former:
        return Admission(Outcome.REFUSE, "wrong-recipient-key", {"me": me.code})
    return None


def _sender(manifest: Manifest, signer: bytes, senders: Mapping[str, Sequence[Enrolled]]) -> Admission | None:
    office = manifest.sender.office
    devices = senders.get(office, ())
    if not devices:
        return Admission(Outcome.HOLD, "unknown-sender", {"office": office})
    device = next((device for device in devices if device.card.signing == signer.hex()), None)
    if device is None:
        return Admission(Outcome.REFUSE, "wrong-sender-key", {"office": office})
    if device.until is not None and manifest.number > device.until:
        figures: dict[str, Detail] = {"office": office, "number": manifest.number, "until": device.until}
        return Admission(Outcome.REFUSE, "revoked-sender-key", figures)
    return None


def _number(contents: Contents, past: Past) -> Admission | None:
    """The same bundle again, or one that contradicts a neighbour; None for one that we have not seen."""
    number, bundles = contents.manifest.number, past.bundles
    before, same, after = (bundles.get(number + step) for step in (-1, 0, 1))
    if same is not None and same.id == contents.id:
        return Admission(Outcome.KNOWN, "bundle-duplicate", {"number": number}, same.receipt)
    contradicts_before = before is not None and before.id != contents.manifest.previous
    contradicts_after = after is not None and after.previous != contents.id
    if same is not None or contradicts_before or contradicts_after:
        return Admission(Outcome.HOLD, "bundle-fork", {"number": number})
    return None


def _logs(manifest: Manifest, past: Past) -> Admission | None:
    """Each log goes on where we stand, or reaches back into what we hold and agrees with it."""
    for span in manifest.logs:
        head = past.heads.get(span.log, _NOTHING)
        if span.first > head.seq + 1:
            figures = {"number": manifest.number, "first": head.seq + 1, "last": span.first - 1}
            return Admission(Outcome.HOLD, "bundle-gap", figures)
        if _contradicts(span, head, past):
            return Admission(Outcome.HOLD, "log-fork", {"number": manifest.number, "seq": span.first})
    return None


def _contradicts(span: LogSpan, head: Head, past: Past) -> bool:
    """Whether the hash before the span or at its end is another one than ours; what we do not hold says nothing."""

    def ours(seq: int) -> str:
        if seq == head.seq:
            return head.hash
        return past.hash_at(span.log, seq) if 0 < seq < head.seq else ""

    return ours(span.first - 1) not in ("", span.prev) or ours(span.last) not in ("", span.head)


def _standing(manifest: Manifest, past: Past) -> Admission:
    number, newest = manifest.number, max(past.bundles, default=0)
    if number < newest:
        if all(span.last <= past.heads.get(span.log, _NOTHING).seq for span in manifest.logs):
            receipt = past.bundles[newest].receipt
            return Admission(Outcome.KNOWN, "bundle-older", {"number": number, "newest": newest}, receipt)
        return Admission(Outcome.ADMIT, "bundle-late", {"number": number, "newest": newest})
    if manifest.receipt and manifest.receipt not in past.receipts:
        return Admission(Outcome.ADMIT, "receipt-unknown", {"number": number})
    if number > newest + 1:
        return Admission(Outcome.ADMIT, "bundles-skipped", {"number": number, "skipped": number - newest - 1})
    return Admission(Outcome.ADMIT)


_NOTHING = Head(0, "")
