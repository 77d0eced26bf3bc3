"""When an exchange is at rest: nothing waits but confirmations of confirmations, and those are not carried alone.

A receipt confirms what a village wrote, and "heard" confirms what a township said; each of them is an entry that the
other side could confirm again, without end. So one that confirms nothing but confirmations travels with the next news.
One that confirms news is carried once, and again where the other side sends anything meanwhile: it may have been lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from clerk_app import workflow
from clerk_app.canon import Fields
from clerk_app.model import EntryKind, Recorded
from clerk_app.store import Span

from .office import Office
from .outgoing import Outgoing

_ARRIVED = "arrived "
"""The notes that say which bundle for an office was the last one when something came from there."""


def is_news(recorded: Recorded) -> bool:
    """True for everything but a confirmation; a receipt that refuses or holds something is news."""
    if recorded.entry.kind is EntryKind.RECEIPT:
        return bool(workflow.voided_by(recorded))
    return recorded.entry.kind is not EntryKind.HEARD


def confirms_news(office: Office, confirmation: Recorded) -> bool:
    """True for a confirmation of anything but confirmations."""
    payload = Fields.of(confirmation.content)
    first, last = payload.integer("first", 1), payload.integer("last", 1)
    told = office.store.journal.entries(workflow.log_of(payload.inside("log")), after=first - 1, upto=last)
    return any(map(is_news, told))


def is_at_rest(office: Office, waiting: Outgoing) -> bool:
    """True where nothing of what waits for an office is worth a bundle of its own."""
    packed = _packed(office, waiting.to.code)
    return not any(
        is_news(recorded) or (not _lies_in(packed, recorded) and confirms_news(office, recorded))
        for recorded in waiting.entries(office)
    )


def _packed(office: Office, code: str) -> tuple[Span, ...]:
    """What the bundles carry that were written since something came from an office the last time."""
    return office.store.outbox.carried(code, int(office.store.notes.get(_ARRIVED + code) or b"0"))


def _lies_in(spans: Iterable[Span], recorded: Recorded) -> bool:
    entry = recorded.entry
    return any(span.log == entry.log and span.first <= entry.seq <= span.last for span in spans)


def note_arrival(office: Office, code: str) -> None:
    """Something came from an office: what was written for it before may not have arrived there."""
    last = office.store.outbox.last(code)
    if last is not None:
        office.store.notes.put(_ARRIVED + code, value=str(last.number).encode("ascii"))
