"""A container as a stream of bytes that is made while it is read: headers, contents as they come, directory."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from clerk_app.errors import IntegrityError
from clerk_app.meter import Meter

from .container import FILES, LOCAL_BYTES, PIECE, Member, directory, local_header
from .placing import blamed, blob_unreadable


@dataclass(frozen=True, slots=True)
class BundleFile:
    """An attachment to carry. `crc32` and `size` were found when it was stored; `open` gives its bytes."""

    sha256: str
    size: int
    crc32: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Part:
    """A member before it is written: all its header says, and where its content comes from."""

    name: str
    size: int
    crc32: int
    sha256: str
    open: Callable[[], BinaryIO]

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> Part:
        """A member whose content is at hand."""
        return cls(name, len(content), zlib.crc32(content), hashlib.sha256(content).hexdigest(), _reader_of(content))

    @classmethod
    def of_file(cls, file: BundleFile) -> Part:
        """The member of an attachment."""
        return cls(FILES + file.sha256, file.size, file.crc32, file.sha256, file.open)


def members_of(parts: Iterable[Part]) -> tuple[Member, ...]:
    """Where each part will lie."""
    members, at = [], 0
    for part in parts:
        at += LOCAL_BYTES + len(part.name)
        members.append(Member(part.name, part.size, part.crc32, part.sha256, at))
        at += part.size
    return tuple(members)


class Pouring:
    """The bytes of a container, to be read once. Each attachment is hashed as it passes and proven at its end."""

    def __init__(self, parts: Sequence[Part], meter: Meter) -> None:
        self._pieces = _pieces(parts, meter)
        self._piece, self._at = b"", 0

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, fewer where a piece ends, none at the end.

        `IntegrityError` ("blob-mismatch"), `SurroundingsError` ("cancelled", "blob-unreadable").
        """
        if self._at == len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
        data = self._piece[self._at : self._at + size]
        self._at += len(data)
        return data


def _pieces(parts: Sequence[Part], meter: Meter) -> Iterator[bytes]:
    for part in parts:
        yield local_header(part.name, part.size, part.crc32)
        for piece in _content(part):
            yield piece
            meter.advance(len(piece))
    yield directory(members_of(parts))


def _content(part: Part) -> Iterator[bytes]:
    """The content of a part, which turns out to be what its name says or stops the work."""
    digest, left = hashlib.sha256(), part.size
    with blamed(blob_unreadable), part.open() as stream:
        while left >= 0 and (piece := stream.read(PIECE)):
            digest.update(piece)
            left -= len(piece)
            yield piece
    if left or digest.hexdigest() != part.sha256:
        raise IntegrityError("blob-mismatch", name=part.name)


def _reader_of(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)
