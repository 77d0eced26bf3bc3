"""The desk passes to a successor: both confirm the same list of open matters with their own keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from clerk_app import canon
from clerk_app.canon import Fields
from clerk_app.crypto import verify
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import Context, Draft, EntryKind, FileRef, Handover

from .forms import is_day
from .texts import LONGEST_LETTER, judge_reason

CLERK, HEAD = "clerk", "head"
"""Who hands over, and who does it in place of a clerk who is gone."""

_DOMAIN = b"clerk-handover-v1\n"
_PERSON = re.compile(r"[A-Za-z0-9_.-]{1,80}")


def handover_statement(office: str, handover: Handover) -> bytes:
    """The bytes that giver and successor sign: the same for both."""
    said = _record(replace(handover, given="", taken=""))
    return _DOMAIN + canon.encode({"office": office, **said})


def _record(handover: Handover) -> dict[str, str | int]:
    return {name: getattr(handover, name) for name in Handover.__slots__}


def admit_handover(context: Context, handover: Handover, sheet: FileRef) -> Draft:
    """The desk passes on; `RefusedError` with everything that is missing."""
    found = tuple(_refusals(context, handover, sheet))
    if found:
        raise RefusedError(found)
    return Draft(EntryKind.HANDOVER, _record(handover), files=(sheet,))


def _refusals(context: Context, handover: Handover, sheet: FileRef) -> Iterator[Refusal]:
    giver, successor = context.people.get(handover.giver), context.people.get(handover.successor)
    if not is_day(handover.on) or (context.today and handover.on > context.today):
        yield Refusal("day-malformed", {"text": handover.on[:20]})
    if handover.sheet != sheet.sha256:
        yield Refusal("handover-without-list")
    if handover.successor in (handover.predecessor, handover.giver):
        yield Refusal("handover-to-oneself")
    if handover.giver == handover.predecessor:
        if giver is None or CLERK not in giver.roles:
            yield Refusal("handover-by-another")
    else:
        if giver is None or HEAD not in giver.roles:
            yield Refusal("handover-by-another")
        yield from judge_reason(handover.reason, LONGEST_LETTER)
    if successor is None or not successor.active or CLERK not in successor.roles:
        yield Refusal("handover-to-no-clerk")
    office = context.office.code if context.office is not None else ""
    statement = handover_statement(office, handover)
    for person, signature in ((giver, handover.given), (successor, handover.taken)):
        if (
            person is None
            or not person.key
            or not verify(bytes.fromhex(person.key), statement, bytes.fromhex(signature))
        ):
            yield Refusal("handover-not-signed", {"name": person.name if person is not None else ""})


def handover_of(fields: Fields) -> Handover:
    """A hand-over as a payload holds it, strictly."""
    return Handover(
        fields.matching("predecessor", _PERSON),
        fields.matching("successor", _PERSON),
        fields.matching("giver", _PERSON),
        fields.integer("matters", 0, 1_000_000),
        fields.hexadecimal("sheet"),
        fields.text("reason", most=LONGEST_LETTER),
        fields.text("on", most=10),
        fields.hexadecimal("given", 64),
        fields.hexadecimal("taken", 64),
    )
