"""What a workbook may be before any parser sees it: an ordinary small ZIP that inflates to little, few rows and cells.

A ZIP tells the reader how large its members are, and may lie; so each is inflated here once, up to a limit (APPNOTE.TXT
4.3). And a single cell in the farthest corner would make a reader lay out a sheet of seventeen thousand million cells.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from clerk_app.errors import IntegrityError

LARGEST_WORKBOOK = 8 * 1024 * 1024
LARGEST_INFLATED = 96 * 1024 * 1024
MOST_MEMBERS = 200
MOST_ROWS = 30_000
MOST_COLUMNS = 120
MOST_CELLS = 4_000_000
"""Over all sheets, empty ones in between included."""

_END, _CENTRAL, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8

_REFERENCE = re.compile(rb"[\s\"']r\s*=\s*[\"']\s*([A-Za-z]{0,9})\$?([0-9]{1,20})")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']{0,40})")


def guard(raw: bytes) -> None:
    """Refuse what is no workbook of a sane size: `IntegrityError` ("workbook-…")."""
    if len(raw) > LARGEST_WORKBOOK:
        raise IntegrityError("workbook-too-large", size=len(raw), limit=LARGEST_WORKBOOK)
    left, cells = LARGEST_INFLATED, 0
    for member in _members(raw):
        inflated = _inflate(raw, member, left)
        left -= len(inflated)
        cells += _cells(inflated)
        if cells > MOST_CELLS:
            raise IntegrityError("workbook-too-many-cells", limit=MOST_CELLS)


def _unreadable() -> IntegrityError:
    return IntegrityError("workbook-unreadable")


def _members(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """Method, offset and size of every member, from a directory that lies where it must: right before the end."""
    if len(raw) < _END.size or not raw.startswith(b"PK\x03\x04"):
        raise _unreadable()
    sign, disk, start, here, count, size, offset, comment = _END.unpack(raw[-_END.size :])
    if sign != b"PK\x05\x06" or disk or start or comment or here != count or count > MOST_MEMBERS:
        raise _unreadable()
    if offset + size + _END.size != len(raw):
        raise _unreadable()
    names: set[bytes] = set()
    at = offset
    for _ in range(count):
        if at + _CENTRAL.size > len(raw):
            raise _unreadable()
        entry = _CENTRAL.unpack_from(raw, at)
        flags, method, packed, lengths, local = entry[3], entry[4], entry[8], entry[10:13], entry[16]
        name = raw[at + _CENTRAL.size : at + _CENTRAL.size + lengths[0]].lower()
        if entry[0] != b"PK\x01\x02" or flags & 1 or method not in (_STORED, _DEFLATED) or name in names:
            raise _unreadable()
        names.add(name)
        at += _CENTRAL.size + sum(lengths)
        yield method, local, packed


def _inflate(raw: bytes, member: tuple[int, int, int], limit: int) -> bytes:
    method, at, size = member
    if at + _LOCAL.size > len(raw) or raw[at : at + 4] != b"PK\x03\x04":
        raise _unreadable()
    name, extra = _LOCAL.unpack_from(raw, at)[-2:]
    start = at + _LOCAL.size + name + extra
    data = raw[start : start + size]
    if method == _DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = stream.decompress(data, limit + 1)
        except zlib.error as error:
            raise _unreadable() from error
    if len(data) > limit:
        raise IntegrityError("workbook-too-large", size=LARGEST_INFLATED, limit=LARGEST_INFLATED)
    return data


def _cells(data: bytes) -> int:
    """How many cells a reader will lay out for a member; what is no sheet has none."""
    if b"sheetData" not in data:
        return 0
    encoding = _ENCODING.search(data[:200])
    if b"\x00" in data or (encoding is not None and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise _unreadable()
    rows = columns = 0
    for letters, digits in _REFERENCE.findall(data):
        rows, columns = max(rows, int(digits)), max(columns, _column(letters))
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise IntegrityError("workbook-too-many-cells", limit=MOST_CELLS)
    return max(rows, 1) * max(columns, 1)


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, Z is 26, AA is 27."""
    number = 0
    for sign in letters.upper():
        number = number * 26 + sign - 64
    return number
