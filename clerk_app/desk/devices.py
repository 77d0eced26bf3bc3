"""Which devices speak for which office, and how far each of them counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clerk_app import bundle, canon, workflow
from clerk_app.crypto import allowed_signers, fingerprint, short_fingerprint
from clerk_app.errors import UsageError
from clerk_app.model import Card, EntryKind, LogId

from .office import Office
from .placing import write_file
from .record import known_now, today
from .rekeying import succeeding
from .town_views import DeviceRow

_REKEYS = frozenset({EntryKind.REKEY})


@dataclass(frozen=True, slots=True)
class GivenWay:
    """A device wrote with entry `seq` of its log that another one follows it, and that one was enrolled."""

    device: str
    heir: str
    log: LogId
    seq: int


def enrolled(office: Office) -> dict[str, tuple[bundle.Enrolled, ...]]:
    """Every device that ever spoke for each office, the present one last.

    A revoked device counts up to the bundle at which it was revoked. One that gave way to another by its own word
    counts for all that it wrote before that; one that was replaced by a card, up to the last bundle that we took in.
    """
    return {code: _enrolled(office, code, known) for code, known in _cards(office).items()}


def _cards(office: Office) -> dict[str, dict[str, Card]]:
    """Every card that was enrolled, by office and key, the present one last."""
    cards: dict[str, dict[str, Card]] = {code: {} for code in office.realm.context.contacts}
    for log in office.own_logs():
        for recorded in office.store.journal.of_kinds(log, frozenset({EntryKind.OFFICE})):
            card = workflow.card_of(canon.Fields.of(recorded.content).inside("card"))
            cards[card.code].pop(card.signing, None)
            cards[card.code][card.signing] = card
    return cards


def _enrolled(office: Office, code: str, known: Mapping[str, Card]) -> tuple[bundle.Enrolled, ...]:
    counting = {*_speaking(office, code), *(way.device for way in _ways(office, code, known))}
    found = []
    for card in known.values():
        limits = [office.realm.context.revoked.get(card.signing)]
        if card.signing not in counting:
            limits.append(_last_taken(office, card))
        found.append(bundle.Enrolled(card, min((limit for limit in limits if limit is not None), default=None)))
    return tuple(found)


def _speaking(office: Office, code: str) -> set[str]:
    """The keys of the devices that speak for an office at present."""
    context = office.realm.context
    return {context.contacts[code].signing, *context.beside.get(code, ())}


def _last_taken(office: Office, card: Card) -> int:
    return max((row.number for row in office.store.inbox.of(card.code) if row.device == card.signing), default=0)


def given_way(office: Office, code: str) -> Sequence[GivenWay]:
    """How devices of an office gave way to others, as far as we took those for its own."""
    return _ways(office, code, _cards(office).get(code, {}))


def _ways(office: Office, code: str, known: Mapping[str, Card]) -> Sequence[GivenWay]:
    cards = {fingerprint(bytes.fromhex(card.signing)): card for card in known.values()}
    logs = [log for log, owner in office.owners().items() if owner == code and log.device in cards]
    found = []
    for log in logs:
        for recorded in office.store.journal.of_kinds(log, _REKEYS):
            card = cards[log.device]
            heir = succeeding(card, recorded)
            if heir is not None and heir.signing in known:
                found.append(GivenWay(card.signing, heir.signing, log, recorded.entry.seq))
    return found


def one_pc(ways: Sequence[GivenWay], device: str) -> frozenset[str]:
    """The keys that one PC had one after the other: it counts its bundles through."""
    beside: dict[str, list[str]] = {}
    for way in ways:
        beside.setdefault(way.device, []).append(way.heir)
        beside.setdefault(way.heir, []).append(way.device)
    found, open_ = {device}, [device]
    while open_:
        fresh = set(beside.get(open_.pop(), ())) - found
        found |= fresh
        open_ += fresh
    return frozenset(found)


def devices(office: Office) -> list[DeviceRow]:
    """Every device that spoke or speaks for an office."""
    return [_row(office, each) for known in enrolled(office).values() for each in known]


def _row(office: Office, device: bundle.Enrolled) -> DeviceRow:
    card, until = device.card, device.until
    if until is None and card.signing not in _speaking(office, card.code):
        until = _last_taken(office, card)
    return DeviceRow(card.code, card.name, short_fingerprint(bytes.fromhex(card.signing)), card.signing, until)


def revoke(office: Office, code: str, until: int, reason: str, device: str = "") -> None:
    """A device of an office speaks up to bundle `until` and not beyond: stolen, sold, given up; "" for the present one.

    `UsageError`: "office-unknown", "device-unknown".
    """
    card = office.realm.context.contacts.get(code)
    if card is None:
        raise UsageError("office-unknown", code=code)
    if device and device not in _cards(office)[code]:
        raise UsageError("device-unknown", code=code)
    context = known_now(office)
    office.write(workflow.admit_revocation(context, device or card.signing, until, reason.strip(), today(office)))


def write_allowed_signers(office: Office, path: Path) -> int:
    """The list with which `ssh-keygen -Y verify` checks bundles; a revoked device is not in it. How many there are."""
    trusted = [(row.code, bytes.fromhex(row.device)) for row in devices(office) if row.until is None]
    write_file(path, allowed_signers(trusted).encode("ascii"))
    return len(trusted)
