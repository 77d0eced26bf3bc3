"""The sealing keys of an office: the present one, for which others seal, and the former ones, each marked as that.

A former key is kept to open what was still sealed for it; nothing is sealed for it any more.
"""

from __future__ import annotations

from clerk_app import canon, workflow
from clerk_app.crypto import SealingKey
from clerk_app.errors import IntegrityError, UsageError
from clerk_app.store import Store

from .office import Office
from .record import known_now, today
from .trust_views import SealingRow

_PRESENT, _FORMER = "sealing", "sealing.former"
"""The notes in which they lie; they never leave the store but in a backup."""

_MOST_FORMER = 15
"""A hostile header costs as many tries as there are keys; who renews more often has long opened the oldest bundles."""


def keep_sealing(store: Store, key: SealingKey) -> None:
    """Others seal for this key from now on."""
    store.notes.put(_PRESENT, value=key.secret.encode("ascii"))


def present_key(store: Store) -> SealingKey:
    """The key for which others seal; `IntegrityError` ("office-incomplete") where there is none."""
    secret = store.notes.get(_PRESENT)
    if secret is None:
        raise IntegrityError("office-incomplete")
    return SealingKey.parse(secret.decode("ascii"))


def former_keys(store: Store) -> tuple[SealingKey, ...]:
    """The keys before the present one, the newest first."""
    return tuple(SealingKey.parse(fields.text("secret")) for fields in _former(store))


def _former(store: Store) -> list[canon.Fields]:
    raw = store.notes.get(_FORMER)
    return [] if raw is None else canon.Fields.of(canon.decode(raw)).records("keys")


def sealing_rows(office: Office) -> list[SealingRow]:
    """Every sealing key, the present one first."""
    former = [
        SealingRow(SealingKey.parse(fields.text("secret")).recipient, fields.text("until"))
        for fields in _former(office.store)
    ]
    return [SealingRow(office.sealing.recipient, ""), *former]


def renew_sealing(office: Office, reason: str) -> SealingRow:
    """Another sealing key, declared by an entry: partners seal for it from the next bundle that they take in.

    `UsageError` "sealing-second-pc" where two PCs of the office are in use: the other one has only the present key.
    """
    if shares_key(office):
        raise UsageError("sealing-second-pc")
    fresh, before, on = SealingKey.generate(), office.sealing, today(office)
    kept = [{"secret": before.secret, "until": on}, *(dict(fields.record) for fields in _former(office.store))]
    try:
        with office.store.transaction():
            office.write(workflow.admit_reseal(known_now(office), fresh.recipient, reason.strip(), on))
            office.store.notes.put(_FORMER, value=canon.encode({"keys": kept[:_MOST_FORMER]}))
            keep_sealing(office.store, fresh)
    except BaseException:
        office.refold()
        raise
    office.sealing, office.former = fresh, former_keys(office.store)
    return SealingRow(fresh.recipient, "")


def shares_key(office: Office) -> bool:
    """Whether a second PC of the office opens with the same sealing key."""
    return len(set(office.lines.values())) > 1
