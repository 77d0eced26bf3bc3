"""Keys in the journal: a device that gives way to another, people's keys that were compared, and how far keys count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from clerk_app import canon, chain
from clerk_app.canon import Fields
from clerk_app.crypto import verify
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    Card,
    Certificate,
    Context,
    Draft,
    EntryKind,
    EscrowOpening,
    KeyRevocation,
    LogId,
    Rekey,
)

from .correspondence import text_and_day
from .office import card_of, card_record, log_of, recipient_of

HOLDERS = 2
"""How many persons must be there when an escrow is opened."""

_REKEY_DOMAIN = b"clerk-rekey-v1\n"
_PERSON = re.compile(r"[A-Za-z0-9_.-]{1,80}")


def rekey_statement(log: LogId, card: Card) -> bytes:
    """What the new device signs: whose log it follows, and the card with which it goes on."""
    return _REKEY_DOMAIN + canon.encode({"log": chain.log_record(log), "card": card_record(card)})


def admit_rekey(context: Context, log: LogId, rekey: Rekey) -> Draft:
    """The device of `log` gives way to the one on the card; `RefusedError` where that is not proven."""
    _raise(_rekey_refusals(context, log, rekey))
    payload = {"card": card_record(rekey.card), "proof": rekey.proof, "reason": rekey.reason, "on": rekey.on}
    return Draft(EntryKind.REKEY, payload)


def _rekey_refusals(context: Context, log: LogId, rekey: Rekey) -> Iterator[Refusal]:
    yield from text_and_day(rekey.reason, rekey.on, context)
    ours = context.office
    if ours is None or (ours.code, ours.kind) != (rekey.card.code, rekey.card.kind):
        yield Refusal("rekey-of-another-office")
    if rekey.card.epoch <= log.epoch:
        yield Refusal("rekey-not-newer", {"epoch": rekey.card.epoch})
    if not proves(log, rekey):
        yield Refusal("rekey-not-proven")


def proves(log: LogId, rekey: Rekey) -> bool:
    """True where the new device itself signed that it follows that log."""
    return verify(bytes.fromhex(rekey.card.signing), rekey_statement(log, rekey.card), bytes.fromhex(rekey.proof))


def rekey_of(fields: Fields) -> Rekey:
    """A change of device as a payload holds it, strictly."""
    return Rekey(
        card_of(fields.inside("card")),
        fields.hexadecimal("proof", 64),
        fields.text("reason", most=2000),
        fields.text("on", most=10),
    )


def admit_reseal(context: Context, sealing: str, reason: str, on: str) -> Draft:
    """Others seal for another age recipient from now on; `RefusedError` without a reason."""
    _raise(text_and_day(reason, on, context))
    return Draft(EntryKind.RESEAL, {"sealing": sealing, "reason": reason, "on": on})


def reseal_of(fields: Fields) -> tuple[str, str, str]:
    """The new recipient, the reason and the day, strictly."""
    return recipient_of(fields), fields.text("reason", most=2000), fields.text("on", most=10)


def admit_certificate(context: Context, certificate: Certificate) -> Draft:
    """A person's key was compared face to face; the caller knows that the village's list has that key."""
    _raise(text_and_day("-", certificate.on, context))
    said = {"person": certificate.person, "key": certificate.key, "on": certificate.on}
    return Draft(EntryKind.CERTIFY, said)


def certificate_of(fields: Fields) -> Certificate:
    """A certificate as a payload holds it, strictly."""
    return Certificate(fields.matching("person", _PERSON), fields.hexadecimal("key"), fields.text("on", most=10))


def admit_key_revocation(context: Context, revocation: KeyRevocation) -> Draft:
    """A person's key counts up to a numbered entry of one log; `RefusedError` without a reason."""
    _raise(text_and_day(revocation.reason, revocation.on, context))
    return Draft(
        EntryKind.REVOKE_KEY,
        {
            "person": revocation.person,
            "key": revocation.key,
            "log": chain.log_record(revocation.log),
            "until": revocation.until,
            "reason": revocation.reason,
            "on": revocation.on,
        },
    )


def key_revocation_of(fields: Fields) -> KeyRevocation:
    """A revocation as a payload holds it, strictly."""
    return KeyRevocation(
        fields.matching("person", _PERSON),
        fields.hexadecimal("key"),
        log_of(fields.inside("log")),
        fields.integer("until"),
        fields.text("reason", most=2000),
        fields.text("on", most=10),
    )


def counts(revocation: KeyRevocation, log: LogId, seq: int) -> bool:
    """True for an entry that was written before the key was revoked: by its number, or in an earlier epoch."""
    return log.epoch < revocation.log.epoch or (log == revocation.log and seq <= revocation.until)


def admit_escrow_opening(context: Context, opening: EscrowOpening) -> Draft:
    """Two different persons open an escrow, and say why; `RefusedError` otherwise."""
    _raise(_opening_refusals(context, opening))
    said: dict[str, Any] = {"holders": list(opening.holders), "reason": opening.reason, "on": opening.on}
    return Draft(EntryKind.ESCROW, said)


def _opening_refusals(context: Context, opening: EscrowOpening) -> Iterator[Refusal]:
    yield from text_and_day(opening.reason, opening.on, context)
    if len(set(opening.holders)) != HOLDERS:
        yield Refusal("escrow-needs-two", {"needed": HOLDERS})


def escrow_opening_of(fields: Fields) -> EscrowOpening:
    """An opening as a payload holds it, strictly."""
    return EscrowOpening(
        fields.texts("holders", most=HOLDERS), fields.text("reason", most=2000), fields.text("on", most=10)
    )


def _raise(refusals: Iterator[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise RefusedError(found)
