"""What a file that claims to be a picture really is, told from its bytes before any decoder sees them.

JPEG and PNG are taken in; both are walked part by part (ITU-T T.81 annex B, PNG specification 5). Only the parts that
carry pixels are handed on, so that no decoder reads what else a stranger put into the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from clerk_app.errors import IntegrityError

from .orientation import UPRIGHT, orientation_of

LARGEST = 40 * 1024 * 1024
"""Bytes that a picture may have."""

MOST_PIXELS = 60_000_000
"""Pixels that a picture may have; decoded, each takes up to four bytes."""

WIDEST = 30_000
"""Pixels along one side."""

MOST_PIECES = 20_000
"""Segments of a JPEG or chunks of a PNG; the largest that is taken has some thousands."""

MOST_SCANS = 30
"""Passes over a progressive JPEG; each costs as much as decoding the whole picture, and cameras write about ten."""


class Format(StrEnum):
    """A format that is taken in."""

    JPEG = "JPEG"
    PNG = "PNG"


FORMATS = tuple(Format)
"""The formats that are taken in."""

_OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb".{4}ftyp(?:heic|heix|heim|heis|hevc|mif1|msf1)", re.DOTALL), "HEIC"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "AVIF"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WebP"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "TIFF"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL), "BMP"),
    (re.compile(rb"%PDF-"), "PDF"),
)
"""Files that clerks do have and that are not taken in; each is named, so that the sentence can say what to do."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A checked picture that is not decoded yet: its size as stored, how it must be turned (EXIF 1 to 8), its bytes."""

    format: Format
    width: int
    height: int
    orientation: int
    bare: bytes


def examine(data: bytes) -> Outline:
    """Check size, format, dimensions and wholeness; nothing is decoded. `IntegrityError` ("photo-…") refuses."""
    if len(data) > LARGEST:
        raise IntegrityError("photo-too-large", size=len(data) >> 20, limit=LARGEST >> 20)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(_PNG_MAGIC):
        return _png(data)
    for pattern, name in _OTHERS:
        if pattern.match(data):
            raise IntegrityError("photo-other-format", format=name)
    raise IntegrityError("photo-not-a-picture")


def _check_dimensions(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise IntegrityError("photo-damaged")
    if width * height > MOST_PIXELS or max(width, height) > WIDEST:
        raise IntegrityError("photo-too-many-pixels", width=width, height=height, limit=MOST_PIXELS // 10_000)


# JPEG -------------------------------------------------------------------------------------------------------------

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_DHT, _SOS, _DQT, _DRI, _APP0, _APP1, _APP14 = 0xC4, 0xDA, 0xDB, 0xDD, 0xE0, 0xE1, 0xEE
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive frames; cameras write no others."""
_KEPT = _FRAMES | {_DHT, _SOS, _DQT, _DRI, _APP0, _APP14}
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""A marker with the fill bytes before it (ITU T.81, B.1.1.2)."""

_NEXT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Where coded data ends; stuffed zeros and restart marks belong to it. Without the fill bytes: a long row of them
that leads to no marker would be gone through again from each of its bytes."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A marker with what follows its length, and behind a start of scan the coded data."""

    marker: int
    body: bytes
    coded: bytes = b""

    def written(self) -> bytes:
        return bytes((0xFF, self.marker)) + (len(self.body) + 2).to_bytes(2) + self.body + self.coded


def _segments(data: bytes) -> Iterator[_Segment]:
    """The segments from the start of the image to its end; a file that ends before is damaged."""
    place = len(_SOI)
    for _piece in range(MOST_PIECES):
        found = _MARKER.match(data, place)
        if found is None:
            raise IntegrityError("photo-damaged")
        marker, start = found.group(1)[0], found.end()
        if marker == _EOI[1]:
            return
        end = start + int.from_bytes(data[start : start + 2])
        if end < start + 2 or end > len(data):
            raise IntegrityError("photo-damaged")
        place = end
        if marker == _SOS:
            following = _NEXT.search(data, end)
            place = end + len(data[end : following.start()].rstrip(b"\xff")) if following else len(data)
        yield _Segment(marker, data[start + 2 : end], data[end:place])
    raise IntegrityError("photo-damaged")


def _jpeg(data: bytes) -> Outline:
    kept: list[_Segment] = []
    orientation = UPRIGHT
    for segment in _segments(data):
        if segment.marker in _KEPT:
            kept.append(segment)
        if segment.marker == _APP1 and segment.body.startswith(b"Exif\x00\x00"):
            orientation = orientation_of(segment.body[6:])
    width, height = _frame(kept)
    scans = sum(segment.marker == _SOS for segment in kept)
    if not 1 <= scans <= MOST_SCANS:
        raise IntegrityError("photo-damaged")
    bare = b"".join((_SOI, *(segment.written() for segment in kept), _EOI))
    return Outline(Format.JPEG, width, height, orientation, bare)


def _frame(segments: list[_Segment]) -> tuple[int, int]:
    """Width and height from the one frame header."""
    frames = [segment.body for segment in segments if segment.marker in _FRAMES]
    if len(frames) != 1 or len(frames[0]) < 6:
        raise IntegrityError("photo-damaged")
    height, width = int.from_bytes(frames[0][1:3]), int.from_bytes(frames[0][3:5])
    _check_dimensions(width, height)
    return width, height


# PNG --------------------------------------------------------------------------------------------------------------

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PIXELS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each chunk's kind, body and whole bytes, up to the end chunk; every checksum must agree."""
    place, kind = len(_PNG_MAGIC), b""
    for _piece in range(MOST_PIECES):
        end = place + 12 + int.from_bytes(data[place : place + 4])
        if end > len(data):
            raise IntegrityError("photo-damaged")
        kind, body = data[place + 4 : place + 8], data[place + 8 : end - 4]
        if zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise IntegrityError("photo-damaged")
        yield kind, body, data[place:end]
        if kind == b"IEND":
            return
        place = end
    raise IntegrityError("photo-damaged")


def _png(data: bytes) -> Outline:
    kept = [_PNG_MAGIC]
    orientation = UPRIGHT
    header = b""
    for kind, body, whole in _chunks(data):
        if (kind == b"IHDR") == bool(header):
            raise IntegrityError("photo-damaged")
        header = header or body
        if kind in _PIXELS:
            kept.append(whole)
        if kind == b"eXIf":
            orientation = orientation_of(body)
    if len(header) != 13:
        raise IntegrityError("photo-damaged")
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    _check_dimensions(width, height)
    return Outline(Format.PNG, width, height, orientation, b"".join(kept))
