"""The medium itself, past what the system keeps in memory: proof lies there, and an old PC has little to spare."""

from __future__ import annotations

import os
from typing import BinaryIO

STRETCH = 32 << 20
"""Bytes that the system may keep of a large file while it is written or read: no more of them are needed again."""

_sync = getattr(os, "fdatasync", os.fsync)


def settle(file: BinaryIO) -> None:
    """Bring what was written to the medium itself, and let the next reader fetch it from there where we can."""
    file.flush()
    os.fsync(file.fileno())
    forget(file.fileno())


def settle_so_far(descriptor: int) -> None:
    """Bring the bytes that were written up to now to the medium, and keep them there only; more of them will come."""
    _sync(descriptor)
    forget(descriptor)


def forget(descriptor: int) -> None:
    """Let the system give up what it keeps of a file, but for what is not on the medium yet. Windows cannot be told."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


class Fetched:
    """A source over an open file that is read once, from where it stands: what was read does not stay in memory.

    A gigabyte read back would otherwise push out everything else that the PC works with.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._kept = 0

    def read(self, size: int, /) -> bytes:
        """The next bytes; an `OSError` is the medium's."""
        data = self._file.read(size)
        self._kept += len(data)
        if self._kept >= STRETCH:
            forget(self._file.fileno())
            self._kept = 0
        return data
