"""Erasure by law (《个人信息保护法》 art. 47): what remains of a payload when the personal data in it are gone.

The entry stays with its hash and signature, and so does the chain; the erasure's own entry says what remains, so that
a matter is still shown as done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from clerk_app.canon import Fields
from clerk_app.errors import IntegrityError, Refusal, RefusedError
from clerk_app.model import Draft, EntryKind, Record, Recorded

ERASED = "（已依法删除）"
"""What stands where a text was erased."""

LONGEST_BASIS = 200
MOST_ENTRIES = 2000


def _begin(payload: Record) -> Record:
    return {**payload, "title": ERASED}


def _content(payload: Record) -> Record:
    """Amounts, numbers and truth values name nobody; every text and table goes."""
    kept = {name: value for name, value in payload["fields"].items() if isinstance(value, int)}
    texts = {name: ERASED for name in ("late_reason", "reason") if payload.get(name)}
    return {**payload, "fields": kept, **texts}


def _text(payload: Record) -> Record:
    return {**payload, "text": ERASED}


def _person(payload: Record) -> Record:
    return {**payload, "name": ERASED, "kin": [], "active": False}


_REMAINS: Mapping[EntryKind, Callable[[Record], Record]] = MappingProxyType(
    {
        EntryKind.BEGIN: _begin,
        EntryKind.COMPLETE: _content,
        EntryKind.CORRECT: _content,
        EntryKind.OBJECT: _text,
        EntryKind.ANSWER: _text,
        EntryKind.PERSON: _person,
    }
)


def is_erasable(recorded: Recorded) -> bool:
    """True for an entry that may hold personal data and still does."""
    return recorded.payload is not None and recorded.entry.kind in _REMAINS


def remains_of(recorded: Recorded) -> Record:
    """What the payload says once the personal data are gone; an entry that `is_erasable` denies is our misuse."""
    return _REMAINS[recorded.entry.kind](recorded.content)


def admit_erasure(entries: Sequence[Recorded], basis: str) -> Draft:
    """Erase these entries' payloads; `RefusedError` without a legal reason or without anything to erase."""
    if not basis.strip() or len(basis) > LONGEST_BASIS:
        raise RefusedError((Refusal("erasure-without-basis", {"most": LONGEST_BASIS}),))
    if not 0 < len(entries) <= MOST_ENTRIES:
        raise RefusedError((Refusal("nothing-to-erase"),))
    erased = [
        {"entry": known.hash, "commitment": known.entry.payload, "remains": remains_of(known)} for known in entries
    ]
    return Draft(EntryKind.ERASURE, {"basis": basis, "erased": erased})


def erased_by(erasure: Recorded) -> dict[str, Record]:
    """What remains of each entry that an erasure names, by hash; `IntegrityError` for a payload of another form."""
    rows = Fields.of(erasure.content).records("erased", most=MOST_ENTRIES)
    return {row.hexadecimal("entry"): dict(row.inside("remains").record) for row in rows}


def judge_erasure(erasure: Recorded, known: Callable[[str], Recorded | None]) -> None:
    """An erasure leaves what the rules leave, and names only entries of the same log.

    `known` finds an entry by its hash. `RefusedError` where it says more or less than the rules, `IntegrityError` where
    it is malformed.
    """
    basis = Fields.of(erasure.content).text("basis", most=LONGEST_BASIS)
    if not basis.strip():
        raise RefusedError((Refusal("erasure-without-basis", {"most": LONGEST_BASIS}),))
    for digest, remains in erased_by(erasure).items():
        entry = known(digest)
        if entry is None or entry.entry.log.device != erasure.entry.log.device:
            raise RefusedError((Refusal("erasure-of-nothing"),))
        if entry.entry.kind not in _REMAINS:
            raise IntegrityError("record-malformed", path="erased", wanted="erasable kind")
        if entry.payload is not None and remains_of(entry) != remains:
            raise RefusedError((Refusal("entry-not-as-decided"),))
