"""Founding, opening and closing an office: its folder, keys, first entries, and the mark outside the store.

The clock and the random ids of the whole program come from here; below the desk there are none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from clerk_app import canon, codes, workflow
from clerk_app import catalogue as catalogues
from clerk_app.crypto import (
    Cost,
    SealingKey,
    SigningKey,
    Unlocked,
    change_passphrase,
    fingerprint,
    found,
    lock_key,
    unlock,
    unlock_with_code,
    unlock_with_escrow,
    unwrap,
    verify,
    wrap,
)
from clerk_app.errors import IntegrityError, SurroundingsError, UsageError
from clerk_app.model import Card, Catalogue, Draft, EntryKind, FileRef, Head, LogId, OfficeKind, Person
from clerk_app.store import Store, settle

from .epochs import NO_DEVICE, OLDER, Because, EpochQuestion, begin_epoch, begin_log
from .office import Clock, Office, main_audience
from .placing import free_folder, placing
from .sealing_keys import former_keys, keep_sealing, present_key
from .shipped import shipped

DEVICE_FILE = "device.key"
MARK_FILE = "mark"

_DEVICE_CONTEXT = b"device key"
_MARK_DOMAIN = b"clerk-mark-v1\n"
_LARGEST_MARK = 64 * 1024


def system_clock() -> str:
    """What this PC says the time is, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def found_office(
    folder: Path,
    *,
    kind: str,
    code: str,
    name: str,
    passphrase: str,
    clerk: str,
    clock: Clock = system_clock,
    cost: Cost | None = None,
) -> str:
    """Found an office in an empty or absent folder; returns the recovery code, to be printed and typed back.

    `UsageError`: "folder-not-empty", "division-code-malformed", "kind-unknown"; `RefusedError` for a name that is none;
    `SurroundingsError` "cannot-write".
    """
    card_kind = _kind(kind)
    codes.check_division(code)
    workflow.check_names(name, clerk)
    free_folder(folder, 0o700)
    with placing(folder):
        unlocked, recovery = found(folder, passphrase, cost=cost or Cost.default())
    sealing = SealingKey.generate()
    with Store.create(folder, unlocked.derive("store"), unlocked.salt, unlocked.derive("blobs")) as store:
        device = new_device(folder, unlocked)
        with store.transaction():
            store.notes.put("code", value=code.encode("ascii"))
            keep_sealing(store, sealing)
        office = Office(folder, store, unlocked, device, sealing, clock)
        card = Card(code, name, card_kind, device.public.hex(), sealing.recipient)
        with store.transaction():
            begin_log(office, card, main_audience(card))
            _adopt(office, shipped())
            add_person(office, clerk, ("clerk",), (), passphrase, cost)
        write_mark(office)
    return recovery


def _kind(kind: str) -> OfficeKind:
    try:
        return OfficeKind(kind)
    except ValueError as error:
        raise UsageError("kind-unknown", kind=kind) from error


def new_device(folder: Path, unlocked: Unlocked) -> SigningKey:
    """A fresh key for this PC. It is never in a backup: what is restored elsewhere begins a new epoch."""
    device = SigningKey.generate()
    keep_device(folder, unlocked, device)
    return device


def keep_device(folder: Path, unlocked: Unlocked, device: SigningKey) -> None:
    """The key with which this PC signs from now on, sealed under the master key."""
    _write_private(folder / DEVICE_FILE, wrap(unlocked.derive("device"), device.seed, _DEVICE_CONTEXT))


@contextmanager
def another_device(office: Office) -> Iterator[SigningKey]:
    """A new key for this PC, kept before anything is signed with it; a failure puts the old one back."""
    before, device = office.device, new_device(office.folder, office.unlocked)
    try:
        yield device
    except BaseException:
        keep_device(office.folder, office.unlocked, before)
        raise


def _write_private(path: Path, data: bytes) -> None:
    """New or whole: written beside, flushed, renamed; readable by this user only."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def _adopt(office: Office, release: Catalogue) -> None:
    """The catalogue in force from now on; its bytes are a file of the entry, so that they travel and stay."""
    info = office.store.blobs.put(catalogues.to_bytes(release))
    file = FileRef(info.sha256, info.size, "catalogue")
    payload = {"version": release.version, "name": release.name}
    office.write(Draft(EntryKind.CATALOGUE, payload, catalogue=release.hash, files=(file,)))


def add_person(
    office: Office, name: str, roles: tuple[str, ...], kin: tuple[str, ...], passphrase: str, cost: Cost | None = None
) -> Person:
    """Put a person on the list, with an own signing key where a passphrase is given."""
    key = SigningKey.generate() if passphrase else None
    number = len(office.realm.context.people) + 1
    public = key.public.hex() if key is not None else ""
    # Two PCs of one office, each on its own line, may be at the same number: the device keeps the ids apart.
    mark = f"-{fingerprint(office.device.public)[:4]}" if office.epoch > 1 else ""
    person = Person(f"p{number:03d}{mark}", name.strip(), roles, public, kin)
    catalogue = office.catalogues[office.realm.context.catalogue]
    with office.store.transaction():
        office.write(workflow.admit_person(catalogue, office.realm.context, person))
        if key is not None:
            wrapped = lock_key(key.seed, passphrase, cost or Cost.default())
            office.store.keyring.put(person.id, value=canon.encode(wrapped))
    return person


def open_office(
    folder: Path,
    *,
    passphrase: str = "",
    code: str = "",
    clock: Clock = system_clock,
    because: Because | None = None,
) -> Office:
    """Open an office with the clerk's or deputy's passphrase, or with the recovery code.

    `IntegrityError` "epoch-needed" where this PC is not the one that wrote last, or the store is older than the mark
    beside it: a restored backup, a second PC. The caller asks (`epoch_question`), and calls again with the answer.
    """
    if not (folder / "keys.cwk").exists() and not (folder / "keys.cwk2").exists():
        raise SurroundingsError("office-not-found")
    settle_renewal(folder)
    unlocked = unlock_with_code(folder, code) if code else unlock(folder, passphrase)
    store = Store.open(folder, unlocked.derive("store"), unlocked.salt, unlocked.derive("blobs"))
    try:
        return _opened(folder, store, unlocked, clock, because)
    except BaseException:
        store.close()
        raise


def epoch_question(folder: Path, *, passphrase: str, clock: Clock = system_clock) -> EpochQuestion | None:
    """What is known where an office cannot be opened without a new epoch, and the answers that may fit; else None."""
    settle_renewal(folder)
    unlocked = unlock(folder, passphrase)
    with Store.open(folder, unlocked.derive("store"), unlocked.salt, unlocked.derive("blobs")) as store:
        office, device = _standing(folder, store, unlocked, clock)
        return _question(office, device)


def settle_renewal(folder: Path) -> None:
    """A renewal of the master key that was cut off is finished, or forgotten, before anything is read."""
    settle(folder, (DEVICE_FILE,))


def _opened(folder: Path, store: Store, unlocked: Unlocked, clock: Clock, because: Because | None) -> Office:
    office, device = _standing(folder, store, unlocked, clock)
    question = _question(office, device)
    if question is not None:
        if because is None:
            raise IntegrityError("epoch-needed", seq=question.seq)
        unused = device if question.found == NO_DEVICE else None
        begin_epoch(office, _last(office), unused or new_device(folder, unlocked), because)
        write_mark(office)
    _recognise_actor(office)
    return office


def _standing(folder: Path, store: Store, unlocked: Unlocked, clock: Clock) -> tuple[Office, SigningKey | None]:
    """The office as it lies there, and the key of this PC where it has one that no older store contradicts."""
    sealing, device = present_key(store), _device(folder, unlocked)
    office = Office(folder, store, unlocked, device or SigningKey.generate(), sealing, clock, former=former_keys(store))
    office.epoch = _last(office).epoch
    return office, device


def _last(office: Office) -> LogId:
    """The newest main log of this device, or of any where this one has written none."""
    logs = office.own_logs()
    mine = [log for log in logs if log.device == fingerprint(office.device.public)]
    return (mine or logs)[-1]


def _question(office: Office, device: SigningKey | None) -> EpochQuestion | None:
    last = _last(office)
    marked, seq = read_mark(office).get(str(last), Head(0, "")).seq, office.head(last).seq
    entry = office.store.journal.last(last)
    on = entry.entry.at if entry is not None else ""
    if device is None or last.device != fingerprint(device.public):
        return EpochQuestion(NO_DEVICE, seq, 0, on, (Because.RESTORED, Because.SECOND))
    if marked > seq:
        return EpochQuestion(OLDER, seq, marked, on, (Because.RESTORED,))
    return None


def _device(folder: Path, unlocked: Unlocked) -> SigningKey | None:
    path = folder / DEVICE_FILE
    if not path.exists():
        return None
    return SigningKey.from_seed(unwrap(unlocked.derive("device"), path.read_bytes(), _DEVICE_CONTEXT))


def _recognise_actor(office: Office) -> None:
    """The person at the desk is the clerk on the list."""
    people = office.realm.context.people.values()
    office.actor = next((person.id for person in people if "clerk" in person.roles and person.active), "")


def replace_passphrase(office: Office, new: str) -> None:
    """A new password for the clerk's slot, after the office was opened in another way."""
    change_passphrase(office.folder, office.unlocked, new)


def open_with_keys(folder: Path, keys: Sequence[SealingKey], code: str, new_passphrase: str) -> None:
    """Open a folder by its escrow slot with the first of these keys that fits, and set a new password.

    `IntegrityError`: "no-escrow-slot", or that of the last key; `UsageError` "escrow-of-another" where it is not the
    office with that code.
    """
    settle_renewal(folder)
    unlocked = _unlocked_by(folder, keys)
    with Store.open(folder, unlocked.derive("store"), unlocked.salt, unlocked.derive("blobs")) as store:
        if (store.notes.get("code") or b"").decode("ascii") != code:
            raise UsageError("escrow-of-another", code=code)
    change_passphrase(folder, unlocked, new_passphrase)


def _unlocked_by(folder: Path, keys: Sequence[SealingKey]) -> Unlocked:
    for key in keys[:-1]:
        try:
            return unlock_with_escrow(folder, key)
        except IntegrityError as error:
            if error.code != "age-not-for-us":
                raise
    return unlock_with_escrow(folder, keys[-1])


def write_mark(office: Office) -> None:
    """Sign how far every own log has come, and leave it beside the store: an older store is then noticed."""
    heads = {str(log): office.head(log) for log in office.own_logs()}
    body = canon.encode({log: {"seq": head.seq, "head": head.hash} for log, head in heads.items()})
    _write_private(office.folder / MARK_FILE, office.device.sign(_MARK_DOMAIN + body).hex().encode() + b"\n" + body)


def read_mark(office: Office) -> dict[str, Head]:
    """The mark beside the store; empty where there is none, or where it is not ours."""
    path = office.folder / MARK_FILE
    if not path.exists() or path.stat().st_size > _LARGEST_MARK:
        return {}
    signature, _, body = path.read_bytes().partition(b"\n")
    try:
        authentic = verify(office.device.public, _MARK_DOMAIN + body, bytes.fromhex(signature.decode("ascii")))
    except ValueError:
        return {}
    if not authentic:
        return {}
    record = canon.Fields.of(canon.decode(body))
    return {
        log: Head(inside.integer("seq"), inside.hexadecimal("head", empty=True))
        for log in record.record
        for inside in (record.inside(log),)
    }
