"""What a bundle says of itself: who sends what to whom, in which order. The signature covers all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from clerk_app import canon, chain
from clerk_app.errors import IntegrityError
from clerk_app.model import EVERYONE, LogId

from .limits import Limits

VERSION = 1
"""The version of the bundle format."""

READER = 1
"""The least reader that can use a bundle of ours, and what this reader can do."""

SUITE = "cw1"
"""SHA-256, Ed25519 (SSHSIG), X25519 and ChaCha20-Poly1305 (age v1)."""

_HASH = re.compile(r"[0-9a-f]{64}")
_OFFICE = re.compile(r"[0-9]{12}")
_SEALING = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_SUITE = re.compile(r"[a-z0-9-]{1,16}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_PROGRAM = re.compile(r"[ -~]{1,40}")


class BundleKind(StrEnum):
    """Which way a bundle travels."""

    REPORT = "report"
    """From a village to its township."""
    REPLY = "reply"
    """Back: receipts, decisions, checklists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who signed: 12-digit office code, name, raw Ed25519 device key in hex, and the age recipient for answers."""

    office: str
    name: str
    device: str
    sealing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """For whom: 12-digit office code and the age recipient that was used."""

    office: str
    sealing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSpan:
    """The entries of one log that a bundle carries: from number `first`, after hash `prev`, to `last`, hash `head`."""

    log: LogId
    first: int
    last: int
    head: str
    prev: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FileItem:
    """An attachment in the bundle: SHA-256 in hex and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The manifest (`docs/format-bundle.md`, section 4).

    `number` counts the bundles that this device wrote for this recipient, from 1; `previous` is the id of the one
    before. `receipt` is the hash of the receipt entry that the bundle builds on. `logs` stand in the order in which
    they first appear among the entries, `files` ascending. `made` is claimed UTC. `write` fills in `logs`, `files`
    and `entries` from what it writes.
    """

    kind: BundleKind
    sender: Sender
    recipient: Recipient
    number: int
    previous: str
    receipt: str
    made: str
    program: str
    logs: tuple[LogSpan, ...] = ()
    files: tuple[FileItem, ...] = ()
    entries: int = 0

    def to_bytes(self) -> bytes:
        """The exact bytes of the member manifest.json."""
        return canon.encode(_record(self))

    @classmethod
    def from_bytes(cls, raw: bytes, limits: Limits) -> Manifest:
        """Read strictly, after the question whether this program understands it at all.

        `IntegrityError`: "bundle-newer", "bundle-suite", "manifest-inconsistent", "json-…" or "record-malformed".
        """
        fields = canon.Fields.of(canon.decode(raw, limit=limits.manifest))
        for name, known in (("v", VERSION), ("reader", READER)):
            if fields.integer(name, 1) > known:
                raise IntegrityError("bundle-newer", found=fields.integer(name, 1), known=known)
        if fields.matching("suite", _SUITE) != SUITE:
            raise IntegrityError("bundle-suite", suite=fields.text("suite"))
        manifest = _manifest(fields, limits)
        _check_sense(manifest)
        return manifest


def _record(manifest: Manifest) -> dict[str, Any]:
    sender, recipient = manifest.sender, manifest.recipient
    return {
        "v": VERSION,
        "suite": SUITE,
        "kind": manifest.kind.value,
        "from": {
            "office": sender.office,
            "name": sender.name,
            "device": sender.device,
            "sealing": sender.sealing,
        },
        "to": {"office": recipient.office, "sealing": recipient.sealing},
        "number": manifest.number,
        "previous": manifest.previous,
        "receipt": manifest.receipt,
        "logs": [_span_record(span) for span in manifest.logs],
        "files": [{"sha256": file.sha256, "size": file.size} for file in manifest.files],
        "entries": manifest.entries,
        "reader": READER,
        "made": manifest.made,
        "program": manifest.program,
    }


def _span_record(span: LogSpan) -> dict[str, Any]:
    return {
        "log": chain.log_record(span.log),
        "first": span.first,
        "last": span.last,
        "head": span.head,
        "prev": span.prev,
    }


def _manifest(fields: canon.Fields, limits: Limits) -> Manifest:
    return Manifest(
        kind=BundleKind(fields.choice("kind", BundleKind)),
        sender=_sender(fields.inside("from")),
        recipient=_recipient(fields.inside("to")),
        number=fields.integer("number", 1, 999_999),
        previous=fields.matching("previous", _HASH, empty=True),
        receipt=fields.matching("receipt", _HASH, empty=True),
        logs=tuple(_span(span) for span in fields.records("logs", most=limits.log_count)),
        files=tuple(_file(file, limits) for file in fields.records("files", most=limits.file_count)),
        entries=fields.integer("entries", 1, limits.entry_count),
        made=fields.matching("made", _TIME),
        program=fields.matching("program", _PROGRAM),
    )


def _sender(fields: canon.Fields) -> Sender:
    name = fields.text("name")
    if not name.isprintable():
        raise IntegrityError("manifest-inconsistent", part="from.name")
    return Sender(
        office=fields.matching("office", _OFFICE),
        name=name,
        device=fields.matching("device", _HASH),
        sealing=fields.matching("sealing", _SEALING),
    )


def _recipient(fields: canon.Fields) -> Recipient:
    return Recipient(office=fields.matching("office", _OFFICE), sealing=fields.matching("sealing", _SEALING))


def _span(fields: canon.Fields) -> LogSpan:
    return LogSpan(
        log=chain.read_log(fields.inside("log")),
        first=fields.integer("first", 1),
        last=fields.integer("last", 1),
        head=fields.matching("head", _HASH),
        prev=fields.matching("prev", _HASH, empty=True),
    )


def _file(fields: canon.Fields, limits: Limits) -> FileItem:
    return FileItem(sha256=fields.matching("sha256", _HASH), size=fields.integer("size", 0, limits.file))


def _check_sense(manifest: Manifest) -> None:
    """What must hold between the fields; each fault names its part."""
    logs, files = manifest.logs, manifest.files
    sound = {
        "previous": (manifest.previous == "") == (manifest.number == 1),
        "to": manifest.sender.office != manifest.recipient.office,
        "logs": len({span.log for span in logs}) == len(logs),
        "logs.first": all(span.first <= span.last and (span.prev == "") == (span.first == 1) for span in logs),
        "logs.audience": all(span.log.audience in (manifest.recipient.office, EVERYONE) for span in logs),
        "files": all(one.sha256 < other.sha256 for one, other in pairwise(files)),
        "entries": sum(span.last - span.first + 1 for span in logs) == manifest.entries,
    }
    for part, holds in sound.items():
        if not holds:
            raise IntegrityError("manifest-inconsistent", part=part)
