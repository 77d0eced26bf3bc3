"""What a workbook may be before any parser sees it: an ordinary small ZIP that inflates to little, few rows and cells.

A ZIP tells the reader how large its members are, and may lie; so each is inflated here once, up to a limit (APPNOTE.TXT
4.3). And a single cell in the farthest corner would make a reader lay out a sheet of seventeen thousand million cells,
as would cells that do not say where they stand, or one long text that many cells name. Where we read a sheet otherwise
than the reader would (comments, markup inside of values), it is refused: no spreadsheet program writes that.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from clerk_app.errors import IntegrityError

LARGEST_WORKBOOK = 8 * 1024 * 1024
LARGEST_INFLATED = 96 * 1024 * 1024
LARGEST_TEXT = 128 * 1024 * 1024
"""Bytes of the shared texts, each as often as a cell names it."""
MOST_MEMBERS = 200
MOST_ROWS = 30_000
MOST_COLUMNS = 120
MOST_CELLS = 4_000_000
"""Over all sheets, empty ones in between included."""

_END, _CENTRAL, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8

_BOOK = b"xl/workbook.xml"
_OTHER_BOOKS = frozenset({b"content.xml", b"xl/workbook.bin"})
"""What an ODS and an XLSB begin with: the reader guesses what a file is, and nothing here bounds those two."""
_UNICODE_PATH = re.compile(rb"up..\x01", re.DOTALL)
"""An extra field that gives a member another name (APPNOTE.TXT 4.6.9)."""
_ZIP64_LOCATOR = struct.Struct("<4sLQL")

_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^<>]*\?>")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ODD = re.compile(rb"<(?!/?[A-Za-z_][^<>\"'!?]*(?:(?:\"[^\"<>]*\"|'[^'<>]*')[^<>\"']*)*>)")
"""Anything but a plain tag: a comment, CDATA, or a tag with angle brackets in its values."""
_UNPLACED = re.compile(
    rb"<(?:[^\s<>/]*:)?(?:row|c)(?=[\s/>])"
    rb"(?!(?:\s+[^\s=<>\"'/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*?\s+r\s*=\s*[\"'][A-Za-z]{0,9}[0-9]{1,20}[\"'])"
)
"""A row or a cell that does not say where it stands."""
_NAMES = re.compile(rb"[\s\"']t\s*=\s*[\"']s[\"'](?:[^<>]*><v>([0-9]{1,9})</v></c>)?")
"""A cell that names a shared text; its number, where it stands alone in the cell."""
_TEXT = re.compile(rb"<(/?)((?:[^\s<>/]*:)?si)(?:[\s/][^<>]*)?>")
_LETTERS = re.compile(rb"<t(?:\s[^<>]*)?>[^<]+</t>")

_REFERENCE = re.compile(rb"[\s\"']r\s*=\s*[\"']\s*([A-Za-z]{0,9})\$?([0-9]{1,20})")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']{0,40})")


@dataclass(slots=True)
class _Texts:
    """The shared texts of a workbook: how long each is, and how often cells name it."""

    lengths: list[int] = field(default_factory=list)
    named: list[int | None] = field(default_factory=list)
    """The number of the text that a cell names; None where only the reader knows."""
    numbered: bool = True
    """False where the reader may leave out empty texts, so that only it knows their numbers."""

    def laid_out(self) -> int:
        """At most so many bytes a reader makes of them."""
        longest, count = max(self.lengths, default=0), len(self.lengths)
        if not self.numbered:
            return longest * len(self.named)
        return sum(longest if n is None else self.lengths[n] for n in self.named if n is None or n < count)


def guard(raw: bytes) -> None:
    """Refuse what is no workbook of a sane size: `IntegrityError` ("workbook-…")."""
    if len(raw) > LARGEST_WORKBOOK:
        raise IntegrityError("workbook-too-large", size=len(raw), limit=LARGEST_WORKBOOK)
    left, cells, texts = LARGEST_INFLATED, 0, _Texts()
    for member in _members(raw):
        inflated = _inflate(raw, member, left)
        left -= len(inflated)
        cells += _cells(inflated, texts)
        if cells > MOST_CELLS:
            raise IntegrityError("workbook-too-many-cells", limit=MOST_CELLS)
    size = texts.laid_out()
    if size > LARGEST_TEXT:
        raise IntegrityError("workbook-too-large", size=size, limit=LARGEST_TEXT)


def _unreadable() -> IntegrityError:
    return IntegrityError("workbook-unreadable")


def _members(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """Method, offset and size of every member, from a directory that lies where it must: right before the end."""
    if len(raw) < _END.size or not raw.startswith(b"PK\x03\x04"):
        raise _unreadable()
    sign, disk, start, here, count, size, offset, comment = _END.unpack(raw[-_END.size :])
    if sign != b"PK\x05\x06" or disk or start or comment or here != count or count > MOST_MEMBERS:
        raise _unreadable()
    if offset + size + _END.size != len(raw) or raw[-_END.size - _ZIP64_LOCATOR.size :].startswith(b"PK\x06\x07"):
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
        names.add(name.replace(b"\\", b"/"))
        extra = at + _CENTRAL.size + lengths[0]
        if _UNICODE_PATH.search(raw, extra, extra + lengths[1]):
            raise _unreadable()
        at += _CENTRAL.size + sum(lengths)
        yield method, local, packed
    if _BOOK not in names or names & _OTHER_BOOKS:
        raise _unreadable()


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


def _cells(data: bytes, texts: _Texts) -> int:
    """How many cells or shared texts a reader will lay out for a member; what is neither has none."""
    is_sheet, has_texts = b"sheetData" in data, _TEXT.search(data) is not None
    if not is_sheet and not has_texts:
        return 0
    head, encoding = _DECLARATION.match(data), _ENCODING.search(data[:200])
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise _unreadable()
    if _CONTROL.search(data) or _ODD.search(data, head.end() if head else 0):
        raise _unreadable()
    return (_sheet(data, texts) if is_sheet else 0) + (_shared(data, texts) if has_texts else 0)


def _sheet(data: bytes, texts: _Texts) -> int:
    """The cells of a sheet, where each says its place; what they name goes to the texts."""
    if _UNPLACED.search(data):
        raise _unreadable()
    rows = columns = count = 0
    for count, reference in enumerate(_REFERENCE.finditer(data), 1):
        rows, columns = max(rows, int(reference[2])), max(columns, _column(reference[1]))
        if rows > MOST_ROWS or columns > MOST_COLUMNS or count > MOST_CELLS:
            raise IntegrityError("workbook-too-many-cells", limit=MOST_CELLS)
    texts.named += (None if name[1] is None else int(name[1]) for name in _NAMES.finditer(data))
    return max(max(rows, 1) * max(columns, 1), count)


def _shared(data: bytes, texts: _Texts) -> int:
    """How many shared texts there are: each between a tag and its end, never one inside another."""
    tags = _TEXT.finditer(data)
    if texts.lengths:
        raise _unreadable()
    for tag in tags:
        end = tag if tag[0].endswith(b"/>") else next(tags, None)
        if end is None or tag[1] or (end is not tag and (not end[1] or end[2] != tag[2])):
            raise _unreadable()
        text = data[tag.end() : end.start()] if end is not tag else b""
        texts.lengths.append(len(text))
        texts.numbered = texts.numbered and b"rPh" not in text and _LETTERS.search(text) is not None
    return len(texts.lengths)


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, Z is 26, AA is 27."""
    number = 0
    for sign in letters.upper():
        number = number * 26 + sign - 64
    return number
