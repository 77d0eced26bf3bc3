"""Key slots: one random master key, wrapped for the clerk, the deputy, the printed code and the township.

The header lies in two equal copies beside the store (`keys.cwk`, `keys.cwk2`): magic, length, canonical body, SHA-256.
Changing a password touches only the header. A copy is replaced only after the other one was written and read back, so
that at every moment one of them is whole; the one with the higher generation counts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import os
import secrets
import struct
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clerk_app.errors import IntegrityError, SurroundingsError, UsageError

from .codewords import read_code, write_code
from .passwords import KEY_BYTES, SALT_BYTES, Cost, read_salt, stretch, unwrap, wrap
from .sealing import SealingKey, seal, unseal

FILES = ("keys.cwk", "keys.cwk2")

_MAGIC = b"CWKS1\n"
_LARGEST = 64 * 1024
_MOST_BRACKETS = 64
"""A header has ten, a list of slots and in each a list of costs; a newer one may have more."""

_VERSION = 1


class SlotKind(StrEnum):
    """Who opens with a slot."""

    CLERK = "clerk"
    DEPUTY = "deputy"
    RECOVERY = "recovery"
    ESCROW = "escrow"


@dataclass(frozen=True, slots=True)
class Slot:
    """The master key wrapped in one way. `salt` and `cost` are empty for a slot without a password."""

    kind: SlotKind
    salt: bytes
    cost: Cost | None
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyHeader:
    """What lies in both files. `mac` is checked after unlocking and covers all the rest."""

    store_id: str
    generation: int
    salt: bytes
    slots: tuple[Slot, ...]
    mac: bytes = b""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An opened header: the master key, the store's salt, and by which slot it was opened."""

    master: bytes = field(repr=False)
    salt: bytes
    store_id: str
    slot: SlotKind

    def derive(self, label: str) -> bytes:
        """32 bytes for one purpose: HKDF-SHA256 of the master key with info ``cw1/label``."""
        return _hkdf(self.master, b"cw1/" + label.encode("ascii"))


def _hkdf(key: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, info).derive(key)


def found(
    folder: Path, passphrase: str, *, cost: Cost | None = None, escrow: str | None = None
) -> tuple[Unlocked, str]:
    """A new header in a folder without one; returns the opened header and the recovery code to print."""
    if any((folder / name).exists() for name in FILES):
        raise SurroundingsError("key-header-exists")
    master, code = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(16)
    store_id = secrets.token_hex(16)
    slots = [
        _password_slot(SlotKind.CLERK, master, passphrase, cost or Cost.default(), store_id),
        _recovery_slot(code, master, store_id),
    ]
    if escrow is not None:
        slots.append(_escrow_slot(master, escrow))
    unlocked = Unlocked(master, secrets.token_bytes(SALT_BYTES), store_id, SlotKind.CLERK)
    _write(folder, unlocked, KeyHeader(store_id, 1, unlocked.salt, tuple(slots)))
    return unlocked, write_code(code)


def _context(store_id: str, kind: SlotKind) -> bytes:
    return f"key slot {kind.value} {store_id}".encode("ascii")


def _password_slot(kind: SlotKind, master: bytes, passphrase: str, cost: Cost, store_id: str) -> Slot:
    if len(passphrase) < 1:
        raise UsageError("passphrase-empty")
    salt = secrets.token_bytes(SALT_BYTES)
    return Slot(kind, salt, cost, wrap(stretch(passphrase, salt, cost), master, _context(store_id, kind)))


def _escrow_slot(master: bytes, recipient: str) -> Slot:
    sealed = io.BytesIO()
    seal(io.BytesIO(master), sealed, [recipient])
    return Slot(SlotKind.ESCROW, b"", None, sealed.getvalue())


def unlock(folder: Path, passphrase: str) -> Unlocked:
    """Open with the clerk's or the deputy's passphrase.

    `IntegrityError`: "wrong-passphrase", "key-header-damaged", "key-header-newer", "key-cost-refused".
    """
    header = read_header(folder)
    for slot in header.slots:
        if slot.cost is not None:
            key = stretch(passphrase, slot.salt, slot.cost)
            found_master = _try(key, slot, header.store_id)
            if found_master is not None:
                return _opened(header, found_master, slot.kind)
    raise IntegrityError("wrong-passphrase")


def unlock_with_code(folder: Path, code: str) -> Unlocked:
    """Open with the printed recovery code; `IntegrityError` ("wrong-recovery-code")."""
    header = read_header(folder)
    raw = read_code(code)
    for slot in header.slots:
        if slot.kind is SlotKind.RECOVERY:
            master = _try(_hkdf(raw, b"cw1/recovery"), slot, header.store_id)
            if master is not None:
                return _opened(header, master, slot.kind)
    raise IntegrityError("wrong-recovery-code")


def unlock_with_escrow(folder: Path, key: SealingKey) -> Unlocked:
    """Open with the township's escrow key; `IntegrityError` ("no-escrow-slot")."""
    header = read_header(folder)
    for slot in header.slots:
        if slot.kind is SlotKind.ESCROW:
            opened = io.BytesIO()
            unseal(io.BytesIO(slot.wrapped), opened, key)
            return _opened(header, opened.getvalue(), slot.kind)
    raise IntegrityError("no-escrow-slot")


def _try(key: bytes, slot: Slot, store_id: str) -> bytes | None:
    try:
        return unwrap(key, slot.wrapped, _context(store_id, slot.kind))
    except IntegrityError:
        return None


def _opened(header: KeyHeader, master: bytes, kind: SlotKind) -> Unlocked:
    if not hmac.compare_digest(_mac(master, header), header.mac):
        raise IntegrityError("key-header-damaged")
    return Unlocked(master, header.salt, header.store_id, kind)


def _mac(master: bytes, header: KeyHeader) -> bytes:
    body = _encode(_record(replace(header, mac=b"")))
    return hmac.digest(_hkdf(master, b"cw1/header"), body, "sha256")


def change_passphrase(
    folder: Path, unlocked: Unlocked, new: str, kind: SlotKind = SlotKind.CLERK, cost: Cost | None = None
) -> None:
    """Give a password slot a new passphrase, or make the slot where there is none. The data is not touched."""
    header = read_header(folder)
    old = next((slot for slot in header.slots if slot.kind is kind), None)
    chosen = cost or (old.cost if old is not None and old.cost is not None else Cost.default())
    fresh = _password_slot(kind, unlocked.master, new, chosen, header.store_id)
    kept = tuple(slot for slot in header.slots if slot.kind is not kind)
    _write(folder, unlocked, replace(header, generation=header.generation + 1, slots=(fresh, *kept)))


def set_escrow(folder: Path, unlocked: Unlocked, recipient: str) -> None:
    """Seal the master key for an age recipient too, in place of an earlier one ("recipient-malformed")."""
    header = read_header(folder)
    kept = tuple(slot for slot in header.slots if slot.kind is not SlotKind.ESCROW)
    fresh = _escrow_slot(unlocked.master, recipient)
    _write(folder, unlocked, replace(header, generation=header.generation + 1, slots=(*kept, fresh)))


def renew_recovery(folder: Path, unlocked: Unlocked) -> str:
    """A new recovery code to print, in place of the earlier one, which opens nothing any more."""
    header, code = read_header(folder), secrets.token_bytes(16)
    kept = tuple(slot for slot in header.slots if slot.kind is not SlotKind.RECOVERY)
    fresh = _recovery_slot(code, unlocked.master, header.store_id)
    _write(folder, unlocked, replace(header, generation=header.generation + 1, slots=(*kept, fresh)))
    return write_code(code)


def _recovery_slot(code: bytes, master: bytes, store_id: str) -> Slot:
    wrapped = wrap(_hkdf(code, b"cw1/recovery"), master, _context(store_id, SlotKind.RECOVERY))
    return Slot(SlotKind.RECOVERY, b"", None, wrapped)


def remove_slot(folder: Path, unlocked: Unlocked, kind: SlotKind) -> None:
    """Take a slot away; the last password slot stays: `UsageError` ("last-slot")."""
    header = read_header(folder)
    kept = tuple(slot for slot in header.slots if slot.kind is not kind)
    if not any(slot.cost is not None for slot in kept):
        raise UsageError("last-slot")
    _write(folder, unlocked, replace(header, generation=header.generation + 1, slots=kept))


def slot_kinds(folder: Path) -> tuple[SlotKind, ...]:
    """Which slots there are."""
    return tuple(slot.kind for slot in read_header(folder).slots)


def read_header(folder: Path) -> KeyHeader:
    """The newer of the two valid copies.

    `SurroundingsError` ("key-header-missing"), `IntegrityError` ("key-header-damaged", "key-header-newer").
    """
    raws = [_first_bytes(folder / name) for name in FILES if (folder / name).exists()]
    if not raws:
        raise SurroundingsError("key-header-missing")
    valid = [header for raw in raws if (header := _read(raw)) is not None]
    if not valid:
        raise IntegrityError("key-header-damaged")
    return max(valid, key=lambda header: header.generation)


def _first_bytes(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(_LARGEST + 1)


def _read(raw: bytes) -> KeyHeader | None:
    """A copy, or None where it is damaged; a copy from a newer program is never taken for damage."""
    size = len(_MAGIC) + 4
    if len(raw) > _LARGEST or raw[: len(_MAGIC)] != _MAGIC or len(raw) < size + 32:
        return None
    (length,) = struct.unpack(">I", raw[len(_MAGIC) : size])
    body, digest = raw[size : size + length], raw[size + length :]
    if len(body) != length or hashlib.sha256(body).digest() != digest:
        return None
    if body.count(b"[") + body.count(b"{") > _MOST_BRACKETS:
        return None
    try:
        record = json.loads(body)
        newer = record["v"] > _VERSION
    except (KeyError, TypeError, ValueError):
        return None
    if newer:
        raise IntegrityError("key-header-newer")
    return _header(record)


def _header(record: dict[str, Any]) -> KeyHeader | None:
    """What a record says; None where it is no header. Of each kind there is one slot: a password is stretched twice."""
    try:
        header = KeyHeader(
            str(record["store"]),
            int(record["generation"]),
            bytes.fromhex(record["salt"]),
            tuple(_slot(slot) for slot in record["slots"]),
            bytes.fromhex(record["mac"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return header if len({slot.kind for slot in header.slots}) == len(header.slots) else None


def _slot(record: dict[str, Any]) -> Slot:
    cost = Cost.read(record["cost"]) if record["cost"] else None
    salt = read_salt(record["salt"]) if cost is not None else b""
    return Slot(SlotKind(record["kind"]), salt, cost, base64.b64decode(record["wrapped"]))


def _record(header: KeyHeader) -> dict[str, Any]:
    return {
        "v": _VERSION,
        "store": header.store_id,
        "generation": header.generation,
        "salt": header.salt.hex(),
        "mac": header.mac.hex(),
        "slots": [
            {
                "kind": slot.kind.value,
                "salt": slot.salt.hex(),
                "cost": [slot.cost.memory, slot.cost.passes, slot.cost.lanes] if slot.cost is not None else [],
                "wrapped": base64.b64encode(slot.wrapped).decode("ascii"),
            }
            for slot in header.slots
        ],
    }


def _encode(record: dict[str, Any]) -> bytes:
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode("ascii")


def _write(folder: Path, unlocked: Unlocked, header: KeyHeader) -> None:
    """Both copies, one after the other, each read back before the next is touched."""
    whole = replace(header, mac=_mac(unlocked.master, header))
    body = _encode(_record(whole))
    raw = _MAGIC + struct.pack(">I", len(body)) + body + hashlib.sha256(body).digest()
    for name in FILES:
        write_private(folder / name, raw)
        if (folder / name).read_bytes() != raw:
            raise SurroundingsError("disk-failed")


def write_private(path: Path, data: bytes) -> None:
    """New or whole: written beside, flushed to the disk, renamed; readable by this user only."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
