"""A new epoch: another device, or another copy of the store, goes on where an office stood.

Three things lead here, and each is asked about in plain words: a backup that was put back, a disk that was copied, a
second PC. In every case the device gets a key of its own and begins logs that name where they go on; the township
gives back what it holds beyond that place, and nothing of the other line is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clerk_app import chain, workflow
from clerk_app.crypto import SigningKey
from clerk_app.model import BranchCause, Card, Draft, EntryKind, LogId, Record, Recorded

from .giving import give_back, key_of
from .office import LAST_LOG, Office, main_audience
from .outgoing import answers

NO_DEVICE, OLDER = "no-device", "older"
"""What is found at an opening: no key of this office on this PC; a store that has less than its mark saw."""


class Because(StrEnum):
    """Why a device begins an epoch; it stands in the epoch's first entry."""

    RESTORED = "restored"
    """The PC was lost or emptied, and this is a backup."""
    COPIED = "copied"
    """This disk is a copy of one that goes on elsewhere."""
    RENEWED = "renewed"
    """The device's key is replaced; the old one signed for it."""
    SECOND = "second"
    """A second PC, beside the first one."""


@dataclass(frozen=True, slots=True)
class EpochQuestion:
    """What is known when a device cannot go on as it is, and the answers that may fit, the likeliest first.

    `found` is ``no-device`` (this PC has no key of this office) or ``older`` (the mark saw more than the store has).
    `seq` is the last entry that lies here, `marked` the last that this PC had, 0 where that is not known, `on` the
    UTC time that the last entry claims.
    """

    found: str
    seq: int
    marked: int
    on: str
    answers: tuple[Because, ...]


def begin_log(office: Office, card: Card, audience: str, parent: Record | None = None, reason: str = "") -> None:
    """The first entry of a log: whose it is, its keys, what it continues, and what its device has heard so far."""
    heard = [
        {"log": chain.log_record(log), "last": head.seq, "head": head.hash}
        for log, head in sorted(office.realm.context.heard.items())
    ]
    payload: Record = {"card": workflow.card_record(card), "parent": parent, "reason": reason}
    if parent is not None:
        payload = {**payload, "heard": heard}
    log = office.log(audience)
    office.write(Draft(EntryKind.EPOCH, payload), log=log)
    if audience == main_audience(card):
        office.store.notes.put(LAST_LOG, value=str(log).encode("ascii"))


def begin_epoch(office: Office, last: LogId, device: SigningKey, because: Because) -> None:
    """The office goes on under another device: a new log for each audience, each naming where the old one is left.

    A copy first sets aside what it wrote after the last entry that the other office has confirmed: the original may
    have written under the same numbers.
    """
    before = office.device, office.epoch
    try:
        with office.store.transaction():
            _begin_epoch(office, last, device, because)
    except BaseException:
        office.device, office.epoch = before
        office.refold()
        raise


def _begin_epoch(office: Office, last: LogId, device: SigningKey, because: Because) -> None:
    card, epoch = office.card, office.next_epoch()
    met = office.realm.context.contacts
    aside = _set_aside(office, last) if because is Because.COPIED else []
    left = [last, *_beside(office, last)]
    office.device, office.epoch = device, epoch
    fresh = Card(card.code, card.name, card.kind, device.public.hex(), office.sealing.recipient, epoch)
    for log in left:
        head = office.head(log)
        parent = {"log": chain.log_record(log), "seq": head.seq, "head": head.hash}
        begin_log(office, fresh, log.audience, parent, because.value)
    if aside:
        _meet_again(office, met)
    for key, entries in aside:
        give_back(office, entries, BranchCause.COPIED, key=key, to=office.main_log)
    office.refold()


def _set_aside(office: Office, last: LogId) -> list[tuple[bytes, list[Recorded]]]:
    """Cut off what is not confirmed of a log and of the later logs of its line; each with the key of its device.

    Mostly nothing of a later log is: whatever told the township of it told it of the contradiction before it too.
    """
    heads = answers(office, last.audience).heads
    line = office.lines[last]
    later = [log for log in office.own_logs() if log.epoch > last.epoch and office.lines[log] == line]
    tails = [_tail(office, last), *(list(office.store.journal.entries(log, after=heads.get(log, 0))) for log in later)]
    aside = [(key_of(office, tail[0].entry.log), tail) for tail in tails if tail]
    for _, tail in aside:
        office.store.journal.cut(tail[0].entry.log, after=tail[0].entry.seq - 1)
    if aside:
        office.refold()
    return aside


def _tail(office: Office, log: LogId) -> list[Recorded]:
    """What this device wrote after the last entry of its log that the other office has confirmed.

    How the office was founded stays, for no disk was copied before it: without checklist and clerk it could not open.
    """
    after = max(_founding(office, log), answers(office, log.audience).heads.get(log, 0))
    return list(office.store.journal.entries(log, after=after))


def _founding(office: Office, log: LogId) -> int:
    """The last entry written in one stroke with the log itself: that of the first clerk, or the log's own first."""
    first = next(office.store.journal.entries(log, upto=1))
    if workflow.parent_of(first) is not None:
        return 1
    people = office.store.journal.of_kinds(log, frozenset({EntryKind.PERSON}))
    return next((person.entry.seq for person in people), 1)


def _meet_again(office: Office, met: Mapping[str, Card]) -> None:
    """Whose cards this office compared it still knows: without them it could neither report nor hear the answer."""
    known = office.realm.context.contacts
    for card in (card for code, card in met.items() if known.get(code) != card):
        office.write(Draft(EntryKind.OFFICE, {"card": workflow.card_record(card)}))


def _beside(office: Office, last: LogId) -> list[LogId]:
    """The other logs of the same device and epoch: a township keeps one for each village."""
    logs = (log for log in office.store.journal.logs() if (log.device, log.epoch) == (last.device, last.epoch))
    return sorted(log for log in logs if log != last)
