"""How offices come to know each other: cards, compared face to face by a short fingerprint."""

from __future__ import annotations

from pathlib import Path

from clerk_app import canon, workflow
from clerk_app.crypto import check_public, fingerprint, short_fingerprint, spoken_fingerprint, verify
from clerk_app.errors import IntegrityError, UsageError
from clerk_app.model import Card, Draft, EntryKind, KeyRevocation, OfficeKind, Record, Recorded

from .epochs import begin_log
from .office import Office, township_of
from .placing import read_file, write_file
from .trust_views import ContactRow

_DOMAIN = b"clerk-card-v1\n"
_LARGEST_CARD = 16 * 1024


def write_card(office: Office, path: Path) -> str:
    """Write the office's card for another to enrol; returns the fingerprint to read out face to face."""
    write_file(path, card_bytes(office))
    return short_fingerprint(office.device.public)


def card_bytes(office: Office) -> bytes:
    """The office's card, signed by its device."""
    card = workflow.card_record(office.card)
    signature = office.device.sign(_DOMAIN + canon.encode(card)).hex()
    return canon.encode({"card": card, "signature": signature})


def read_card(path: Path) -> Card:
    """A card from a file; `IntegrityError` where it is malformed, or not signed by the key that it names.

    `SurroundingsError` ("file-missing") where it cannot be read.
    """
    raw = read_file(path, _LARGEST_CARD)
    if len(raw) > _LARGEST_CARD:
        raise IntegrityError("card-malformed")
    fields = canon.Fields.of(canon.decode(raw, limit=_LARGEST_CARD))
    card = workflow.card_of(fields.inside("card"))
    public = bytes.fromhex(card.signing)
    check_public(public)
    signed = _DOMAIN + canon.encode(workflow.card_record(card))
    if not verify(public, signed, bytes.fromhex(fields.hexadecimal("signature", 64))):
        raise IntegrityError("card-malformed")
    return card


def compare(path: Path, read: str) -> Card:
    """A card whose fingerprint was read out face to face; `UsageError` "fingerprint-differs" where it is another."""
    card = read_card(path)
    public = bytes.fromhex(card.signing)
    if not is_read_out(public, read):
        raise UsageError("fingerprint-differs")
    return card


def enrol(office: Office, path: Path, *, beside: bool = False) -> ContactRow:
    """Take another office's card in, after its fingerprint was compared; from now on its bundles are trusted.

    `beside`: a second PC of a village that is enrolled; the first one goes on speaking too.
    """
    card = read_card(path)
    check_fit(office, card)
    if beside and (office.is_village or card.code not in office.realm.context.contacts):
        raise UsageError("beside-nobody")
    payload: Record = {"card": workflow.card_record(card), **({"beside": True} if beside else {})}
    draft = Draft(EntryKind.OFFICE, payload)
    with office.store.transaction():
        if not office.is_village and office.head(office.log(card.code)).seq == 0:
            begin_log(office, office.card, card.code)
        office.write(draft)
    return contact_row(office, card)


def is_read_out(public: bytes, read: str) -> bool:
    """Whether what was read out is the fingerprint of that key: in digits, in words, or as the QR's whole line."""
    told = "".join(read.split())
    return told[-64:] == fingerprint(public) or told in (
        "".join(short_fingerprint(public).split()),
        "".join(spoken_fingerprint(public).split()),
    )


def check_fit(office: Office, card: Card) -> None:
    """A village enrols its own township, a township the villages within its code; else `UsageError`."""
    village, township = (office.card, card) if office.is_village else (card, office.card)
    kinds_fit = village.kind is OfficeKind.VILLAGE and township.kind is OfficeKind.TOWNSHIP
    if not kinds_fit or township_of(village.code) != township.code:
        raise UsageError("office-does-not-fit", ours=office.card.code, theirs=card.code)


def key_sayings(office: Office, code: str) -> list[Recorded]:
    """What was said about the keys of a village's people: by us, or by the township that we hear."""
    kinds = frozenset({EntryKind.CERTIFY, EntryKind.REVOKE_KEY})
    logs = office.realm.context.heard if office.is_village else office.logs_for(code)
    return [recorded for log in logs for recorded in office.store.journal.of_kinds(log, kinds)]


def revoked_keys(office: Office, code: str) -> dict[str, KeyRevocation]:
    """The keys of a village's people that count only up to a numbered entry, by their public key."""
    said = (recorded for recorded in key_sayings(office, code) if recorded.entry.kind is EntryKind.REVOKE_KEY)
    revoked = (workflow.key_revocation_of(canon.Fields.of(recorded.content)) for recorded in said)
    return {revocation.key: revocation for revocation in revoked}


def contact_row(office: Office, card: Card) -> ContactRow:
    """An enrolled office as the list shows it."""
    last = office.store.inbox.last(card.code)
    return ContactRow(
        card.code,
        card.name,
        card.kind.value,
        short_fingerprint(bytes.fromhex(card.signing)),
        last.number if last is not None else 0,
        last.received[:10] if last is not None else "",
        spoken_fingerprint(bytes.fromhex(card.signing)),
    )


def contacts(office: Office) -> list[ContactRow]:
    """All enrolled offices by code."""
    known = office.realm.context.contacts
    return [contact_row(office, known[code]) for code in sorted(known)]
