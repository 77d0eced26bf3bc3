"""The journal's format: an entry's exact bytes, its commitment, hash and signature (`docs/format-journal.md`).

Writing and checking stand side by side here and nowhere else: the office that writes an entry, the store that keeps it
and the office that receives it all use these functions.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from clerk_app import canon
from clerk_app.crypto import SigningKey, fingerprint, verify
from clerk_app.errors import IntegrityError
from clerk_app.model import Entry, EntryKind, FileRef, LogId, Record, Recorded

VERSION = 1
"""The version of the entry's format; a reader refuses a higher one."""

SALT_BYTES = 16
"""Bytes of salt in a commitment: without it the hash of an identity number would disclose the number."""

LARGEST_ENTRY = 64 * 1024
LARGEST_PAYLOAD = 1 << 20
MOST_FILES = 200

_ENTRY_DOMAIN = b"clerk-entry-v1\n"
_COMMITMENT_DOMAIN = b"\x10"

_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_AUDIENCE = re.compile(r"\*|[0-9]{12}")
_CLOCKS = frozenset({"ok", "suspect"})
_KINDS = {kind.value: kind for kind in EntryKind}

_PLAIN = re.compile(
    r'\{"actor":"(?P<actor>[A-Za-z0-9_.-]{0,80})","anchor":"(?P<anchor>(?:[0-9a-f]{64})?)",'
    r'"at":"(?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)",'
    r'"catalogue":"(?P<catalogue>(?:[0-9a-f]{64})?)","clock":"(?P<clock>ok|suspect)","files":\[\],'
    r'"kind":"(?P<kind>[a-z]{1,20})","log":\{"audience":"(?P<audience>\*|[0-9]{12})",'
    r'"device":"(?P<device>[0-9a-f]{64})","epoch":(?P<epoch>[1-9][0-9]{0,5})\},'
    r'"matter":"(?P<matter>[A-Za-z0-9_.-]{0,80})","payload":"(?P<payload>[0-9a-f]{64})",'
    r'"prev":"(?P<prev>(?:[0-9a-f]{64})?)","role":"(?P<role>[A-Za-z0-9_.-]{0,80})",'
    r'"seq":(?P<seq>[1-9][0-9]{0,14}),"step":"(?P<step>[A-Za-z0-9_.-]{0,80})","v":1\}'
)
"""The canonical bytes of an entry without files, as most are: one match reads them as strictly as the fields do."""


def commitment(payload: bytes, salt: bytes) -> str:
    """SHA-256 (hex) over 0x10, the salt and the payload's canonical bytes."""
    return hashlib.sha256(_COMMITMENT_DOMAIN + salt + payload).hexdigest()


def hash_of(raw: bytes) -> str:
    """The name of an entry: SHA-256 (hex) of its bytes."""
    return hashlib.sha256(raw).hexdigest()


def entry_bytes(entry: Entry) -> bytes:
    """The one exact byte string of an entry."""
    return canon.encode(
        {
            "v": VERSION,
            "log": log_record(entry.log),
            "seq": entry.seq,
            "prev": entry.prev,
            "anchor": entry.anchor,
            "at": entry.at,
            "clock": entry.clock,
            "kind": entry.kind.value,
            "matter": entry.matter,
            "step": entry.step,
            "catalogue": entry.catalogue,
            "actor": entry.actor,
            "role": entry.role,
            "payload": entry.payload,
            "files": [{"kind": file.kind, "sha256": file.sha256, "size": file.size} for file in entry.files],
        }
    )


def entry_of(raw: bytes) -> Entry:
    """Read an entry strictly; `IntegrityError` names the path of the fault."""
    plain = _PLAIN.fullmatch(raw.decode("latin-1"))
    if plain is not None and plain["kind"] in _KINDS:
        return _plain_entry(plain)
    fields = canon.Fields.of(canon.decode(raw, limit=LARGEST_ENTRY))
    version = fields.integer("v", 1)
    if version > VERSION:
        raise IntegrityError("entry-newer", found=version, known=VERSION)
    return Entry(
        log=read_log(fields.inside("log")),
        seq=fields.integer("seq", 1),
        prev=fields.matching("prev", _HASH, empty=True),
        anchor=fields.matching("anchor", _HASH, empty=True),
        at=fields.matching("at", _TIME),
        clock=fields.choice("clock", _CLOCKS),
        kind=_KINDS[fields.choice("kind", frozenset(_KINDS))],
        matter=fields.matching("matter", _NAME, empty=True),
        step=fields.matching("step", _NAME, empty=True),
        catalogue=fields.matching("catalogue", _HASH, empty=True),
        actor=fields.matching("actor", _NAME, empty=True),
        role=fields.matching("role", _NAME, empty=True),
        payload=fields.matching("payload", _HASH),
        files=tuple(read_file(file) for file in fields.records("files", most=MOST_FILES)),
    )


def _plain_entry(told: re.Match[str]) -> Entry:
    """What an entry without files says."""
    return Entry(
        log=LogId(told["device"], int(told["epoch"]), told["audience"]),
        seq=int(told["seq"]),
        prev=told["prev"],
        anchor=told["anchor"],
        at=told["at"],
        clock=told["clock"],
        kind=_KINDS[told["kind"]],
        matter=told["matter"],
        step=told["step"],
        catalogue=told["catalogue"],
        actor=told["actor"],
        role=told["role"],
        payload=told["payload"],
    )


def log_record(log: LogId) -> dict[str, Any]:
    """A log's name as a record."""
    return {"device": log.device, "epoch": log.epoch, "audience": log.audience}


def read_log(fields: canon.Fields) -> LogId:
    """The inverse of `log_record`, strictly."""
    return LogId(
        device=fields.matching("device", _HASH),
        epoch=fields.integer("epoch", 1, 1_000_000),
        audience=fields.matching("audience", _AUDIENCE),
    )


def read_file(fields: canon.Fields) -> FileRef:
    """An attachment's name as an entry or payload holds it, strictly."""
    return FileRef(
        sha256=fields.matching("sha256", _HASH),
        size=fields.integer("size", 0, 1 << 31),
        kind=fields.matching("kind", _NAME),
    )


def record(entry: Entry, payload: Record, salt: bytes, key: SigningKey) -> Recorded:
    """Complete an entry with the commitment to `payload`, and sign it with the device's key.

    The entry's own `payload` is ignored. A key that is not the log's is our misuse: `RuntimeError`.
    """
    if fingerprint(key.public) != entry.log.device:
        raise RuntimeError("an entry is signed by the device of its log")
    inside = canon.encode(payload)
    if len(inside) > LARGEST_PAYLOAD:
        raise IntegrityError("payload-too-large", size=len(inside), limit=LARGEST_PAYLOAD)
    committed = Entry(
        **{name: getattr(entry, name) for name in Entry.__slots__ if name != "payload"},
        payload=commitment(inside, salt),
    )
    raw = entry_bytes(committed)
    return Recorded(committed, raw, hash_of(raw), key.sign(_ENTRY_DOMAIN + raw), payload, salt, inside)


def check(raw: bytes, signature: bytes, payload: bytes | None, salt: bytes | None, public: bytes) -> Recorded:
    """Verify one received entry: strict bytes, device, signature, and the commitment unless the payload was erased.

    `IntegrityError`: "entry-wrong-device", "entry-signature", "payload-mismatch", or what `entry_of` raises.
    """
    entry = entry_of(raw)
    if entry.log.device != fingerprint(public):
        raise IntegrityError("entry-wrong-device", seq=entry.seq)
    if not verify(public, _ENTRY_DOMAIN + raw, signature):
        raise IntegrityError("entry-signature", seq=entry.seq)
    return Recorded(entry, raw, hash_of(raw), signature, _open(entry, payload, salt), salt, payload)


def _open(entry: Entry, payload: bytes | None, salt: bytes | None) -> Record | None:
    if payload is None or salt is None:
        return None
    if len(salt) != SALT_BYTES or commitment(payload, salt) != entry.payload:
        raise IntegrityError("payload-mismatch", seq=entry.seq)
    inside: Record = canon.Fields.of(canon.decode(payload, limit=LARGEST_PAYLOAD)).record
    return inside


def follows(recorded: Recorded, log: LogId, seq: int, prev: str) -> bool:
    """True where the entry is the one after entry `seq` with hash `prev` of that log."""
    entry = recorded.entry
    return entry.log == log and entry.seq == seq + 1 and entry.prev == prev
