"""A device gives way to another one: the old one says so in the journal, the new one signs it too, and bundles tell it.

Nobody needs to meet for it. Where the old device is lost or stolen nobody can sign for it, and the new card is compared
face to face again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clerk_app import bundle, workflow
from clerk_app.canon import Fields
from clerk_app.crypto import fingerprint
from clerk_app.errors import IntegrityError
from clerk_app.model import Card, Draft, EntryKind, Recorded, Rekey

from .epochs import Because, begin_epoch
from .office import Office
from .opening import another_device, write_mark
from .record import known_now, today


def renew_device(office: Office, reason: str) -> None:
    """This PC gets a new key of its own; the other offices accept it from the next bundle."""
    log, card = office.main_log, office.card
    epoch = office.next_epoch()
    with another_device(office) as device:
        fresh = Card(card.code, card.name, card.kind, device.public.hex(), card.sealing, epoch)
        proof = device.sign(workflow.rekey_statement(log, fresh)).hex()
        rekey = Rekey(fresh, proof, reason.strip(), today(office))
        try:
            with office.store.transaction():
                office.write(workflow.admit_rekey(known_now(office), log, rekey))
                begin_epoch(office, log, device, Because.RENEWED)
        except BaseException:
            office.refold()
            raise
    write_mark(office)


def introduced(
    opened: bundle.Opened, known: Card, senders: Sequence[bundle.Enrolled], public_of: bundle.PublicOf
) -> Card | None:
    """The card of a bundle's unknown signer, where the device that we know hands over to it in this very bundle.

    It may do so by way of others that never reported. A revoked device hands over to nobody.
    """
    current = next((device for device in senders if device.card.signing == known.signing), None)
    speaker = fingerprint(bytes.fromhex(known.signing))
    if current is None or current.until is not None or all(span.log.device != speaker for span in opened.manifest.logs):
        return None
    try:
        for recorded in opened.entries(public_of):
            known = succeeding(known, recorded) or known
            if known.signing == opened.signer.hex():
                return known
    except IntegrityError:
        return None
    return None


def succeeding(known: Card, recorded: Recorded) -> Card | None:
    """The card that follows `known` by this entry: written by its device, proven by the new one; else None."""
    if recorded.entry.kind is not EntryKind.REKEY:
        return None
    if recorded.entry.log.device != fingerprint(bytes.fromhex(known.signing)):
        return None
    rekey = workflow.rekey_of(Fields.of(recorded.content))
    same = (rekey.card.code, rekey.card.kind) == (known.code, known.kind)
    newer = rekey.card.epoch > recorded.entry.log.epoch
    return rekey.card if same and newer and workflow.proves(recorded.entry.log, rekey) else None


def resealed(known: Card, recorded: Recorded) -> Card | None:
    """The same card with the sealing key that its own device declares in this entry; else None."""
    if recorded.entry.kind is not EntryKind.RESEAL:
        return None
    if recorded.entry.log.device != fingerprint(bytes.fromhex(known.signing)):
        return None
    return replace(known, sealing=workflow.reseal_of(Fields.of(recorded.content))[0])


def accept_rekeys(office: Office, fresh: Iterable[Recorded], code: str) -> None:
    """Enrol the keys to which that office's own device has handed over: an entry of ours, as at every enrolment."""
    for recorded in fresh:
        known = office.realm.context.contacts[code]
        card = succeeding(known, recorded) or resealed(known, recorded)
        if card is not None and card != known:
            office.write(Draft(EntryKind.OFFICE, {"card": workflow.card_record(card)}))
