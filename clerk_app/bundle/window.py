"""A part of a file as a file of its own."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 64 * 1024


class _Window(io.RawIOBase):
    """`size` bytes of `stream` from `start` on. It keeps its own place, so that several may share one stream."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._stream = stream
        self._start = start
        self._size = size
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        return self._place

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        self._stream.seek(self._start + self._place)
        data = self._stream.read(max(0, min(len(target), self._size - self._place)))
        target[: len(data)] = data
        self._place += len(data)
        return len(data)


def window(stream: BinaryIO, start: int, size: int) -> BinaryIO:
    """A buffered, seekable reader of a part of `stream`; closing it leaves `stream` open."""
    return io.BufferedReader(_Window(stream, start, size), _BUFFER)
