"""The inside of a bundle: a stored ZIP in one exact form, written and recognised, never parsed.

A ZIP (PKWARE APPNOTE 6.3.3) says everything twice and lets the two differ. Here names, order, times, versions and
attributes are fixed, so that a member's name, size and CRC-32 give each byte of its headers. A reader rebuilds these
bytes and compares them with what it got; no field of a stranger's directory is ever believed.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from clerk_app.errors import IntegrityError

from .limits import Limits
from .readme import README

README_NAME = "README.txt"
MANIFEST = "manifest.json"
ENTRIES = "entries.jsonl"
PAYLOADS = "payloads.jsonl"
FILES = "files/"
SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"

HEAD = (README_NAME, MANIFEST, ENTRIES, PAYLOADS)
"""The members before the attachments."""

PIECE = 1 << 18
"""Bytes that are read, hashed and handed on at a time: they stay in a processor's cache."""

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_VERSION = 20
_MADE_BY = 3 << 8 | _VERSION
_DATE = 0x0021
_ATTRIBUTES = 0o100600 << 16
_FILE_NAME = re.compile(r"files/[0-9a-f]{64}")
_LONGEST_NAME = len(FILES) + 64
_SIZES = struct.Struct("<III")
_SIZES_AT = 14
_NAME_LENGTH = struct.Struct("<H")
_NAME_LENGTH_AT = 26

LOCAL_BYTES = _LOCAL.size
CENTRAL_BYTES = _CENTRAL.size
END_BYTES = _END.size


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the container. `start` is where its content begins, `sha256` is in hex."""

    name: str
    size: int
    crc32: int
    sha256: str
    start: int


class Readable(Protocol):
    """Anything that gives its bytes in order; fewer than asked for only at the end or where a piece ends."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


def local_header(name: str, size: int, crc32: int) -> bytes:
    """The bytes that stand before a member's content."""
    raw = name.encode("ascii")
    return _LOCAL.pack(0x04034B50, _VERSION, 0, 0, 0, _DATE, crc32, size, size, len(raw), 0) + raw


def directory(members: Iterable[Member]) -> bytes:
    """The bytes after the last member: one record for each, and the end record."""
    records, end = [], 0
    for member in members:
        raw = member.name.encode("ascii")
        header = member.start - LOCAL_BYTES - len(raw)
        sizes = (member.crc32, member.size, member.size, len(raw))
        fixed = (0x02014B50, _MADE_BY, _VERSION, 0, 0, 0, _DATE)
        records.append(_CENTRAL.pack(*fixed, *sizes, 0, 0, 0, 0, _ATTRIBUTES, header) + raw)
        end = member.start + member.size
    listed = b"".join(records)
    return listed + _END.pack(0x06054B50, 0, 0, len(records), len(records), len(listed), end, 0)


def scan(stream: Readable, limits: Limits, keep: Collection[str]) -> tuple[tuple[Member, ...], dict[str, bytes]]:
    """Recognise a whole container: its members, and the content of those named in `keep`.

    `IntegrityError`: "container-malformed", "container-truncated", "container-checksum", "container-readme",
    "container-too-many-files", "container-member-too-large", "container-trailing". Reads each byte once, in order.
    """
    cursor = _Cursor(stream)
    members: list[Member] = []
    kept: dict[str, bytes] = {}
    while not members or members[-1].name != SIGNATURE:
        member, content = _member(cursor, members, limits, keep)
        members.append(member)
        if content is not None:
            kept[member.name] = content
    cursor.expect(directory(members))
    if cursor.read(1):
        raise IntegrityError("container-trailing", at=cursor.at - 1)
    return tuple(members), kept


class _Cursor:
    """A stream and the number of bytes that were taken from it."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.at = 0

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self.at += len(piece)
        return piece

    def take(self, size: int) -> bytes:
        pieces = []
        while size:
            piece = self.read(size)
            if not piece:
                raise IntegrityError("container-truncated", at=self.at)
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def expect(self, wanted: bytes) -> None:
        start = self.at
        if self.take(len(wanted)) != wanted:
            raise IntegrityError("container-malformed", at=start)

    def content(self, size: int, take: Callable[[bytes], object]) -> tuple[str, int]:
        """Hand `size` bytes to `take` piece by piece; their SHA-256 and CRC-32."""
        digest, crc = hashlib.sha256(), 0
        while size:
            piece = self.read(min(size, PIECE))
            if not piece:
                raise IntegrityError("container-truncated", at=self.at)
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
            take(piece)
            size -= len(piece)
        return digest.hexdigest(), crc


def _member(
    cursor: _Cursor, before: list[Member], limits: Limits, keep: Collection[str]
) -> tuple[Member, bytes | None]:
    name, size, crc32 = _header(cursor, before)
    _check_limits(name, size, len(before), limits)
    start = cursor.at
    pieces: list[bytes] = []
    sha256, found = cursor.content(size, pieces.append if name in keep else len)
    if found != crc32:
        raise IntegrityError("container-checksum", name=name)
    if name == README_NAME and sha256 != _README_HASH:
        raise IntegrityError("container-readme")
    return Member(name, size, crc32, sha256, start), b"".join(pieces) if name in keep else None


def _header(cursor: _Cursor, before: list[Member]) -> tuple[str, int, int]:
    """Take one local header: the free values are read, the header they give is rebuilt, and all bytes are compared."""
    start = cursor.at
    fixed = cursor.take(LOCAL_BYTES)
    crc32, size, _ = _SIZES.unpack_from(fixed, _SIZES_AT)
    (length,) = _NAME_LENGTH.unpack_from(fixed, _NAME_LENGTH_AT)
    if length > _LONGEST_NAME:
        raise IntegrityError("container-malformed", at=start)
    name = cursor.take(length).decode("ascii", "replace")
    if not _in_order(name, before) or fixed != local_header(name, size, crc32)[:LOCAL_BYTES]:
        raise IntegrityError("container-malformed", at=start)
    return name, size, crc32


def _in_order(name: str, before: list[Member]) -> bool:
    """Whether `name` may be the next member: the fixed ones first, then attachments ascending, then the two last."""
    if len(before) < len(HEAD):
        return name == HEAD[len(before)]
    last = before[-1].name
    if last == SUMS:
        return name == SIGNATURE
    if name == SUMS:
        return True
    return _FILE_NAME.fullmatch(name) is not None and (not last.startswith(FILES) or name > last)


def _check_limits(name: str, size: int, before: int, limits: Limits) -> None:
    """Refuse a member before a byte of it is read."""
    limit = {
        README_NAME: len(README),
        MANIFEST: limits.manifest,
        ENTRIES: limits.entries,
        PAYLOADS: limits.payloads,
        SUMS: limits.sums,
        SIGNATURE: limits.signature,
    }.get(name, limits.file)
    if size > limit:
        raise IntegrityError("container-member-too-large", name=name, size=size, limit=limit)
    if name.startswith(FILES) and before - len(HEAD) >= limits.file_count:
        raise IntegrityError("container-too-many-files", limit=limits.file_count)


_README_HASH = hashlib.sha256(README).hexdigest()
