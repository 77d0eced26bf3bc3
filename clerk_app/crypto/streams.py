"""Reading and writing a stream in blocks of one exact size, whatever portions the streams themselves work in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Source(Protocol):
    """What bytes are read from: at most `size` at a time, none at the end."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""


class Sink(Protocol):
    """What bytes are written to; returns how many it took, as raw files do."""

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""


def read_full(source: Source, size: int) -> bytes:
    """Exactly `size` bytes, or fewer only where the source ends."""
    data = source.read(size)
    if len(data) == size or not data:
        return data
    pieces, left = [data], size - len(data)
    while left and (data := source.read(left)):
        pieces.append(data)
        left -= len(data)
    return b"".join(pieces)


def blocks(source: Source, size: int) -> Iterator[tuple[bytes, bool]]:
    """The blocks of a source, each with whether it is the last; an empty source has one empty block.

    Only the last block is shorter than `size`, and only an only block is empty.
    """
    block = read_full(source, size)
    while len(block) == size and (following := read_full(source, size)):
        yield block, False
        block = following
    yield block, True


def write_all(sink: Sink, data: bytes) -> None:
    """Write everything, also to a raw file that takes only a part at a time."""
    while data:
        taken = sink.write(data)
        if not taken:
            raise OSError("the stream takes no more bytes")
        data = data[taken:]
