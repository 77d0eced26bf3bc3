"""A private place on the disk for what must not lie there in plain text: encrypted, nameless, gone at the end."""

from __future__ import annotations

import io
import os
import secrets
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from .vault import CHUNK, ProtectedReader, ProtectedWriter


class Spool:
    """A temporary vault file under a key that only this object holds.

    Write, `finish`, then read through any number of readers, in one thread at a time. The file has no name where the
    system allows it, so that even a power cut leaves nothing; what could be left is unreadable.
    """

    def __init__(self, folder: Path) -> None:
        self._key = secrets.token_bytes(32)
        self._open = ExitStack()
        file = tempfile.TemporaryFile(prefix="spool-", dir=folder, buffering=0)  # noqa: SIM115 - closed by the stack
        self._file = self._open.enter_context(file)
        self._writer = ProtectedWriter(self._file, self._key)
        self._finished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""
        if self._finished:
            raise RuntimeError("a finished spool takes no more bytes")
        return self._writer.write(data)

    def finish(self) -> None:
        """End the writing."""
        if self._finished:
            raise RuntimeError("a spool is finished once")
        self._writer.finish()
        self._finished = True

    def reader(self) -> BinaryIO:
        """A new reader at the beginning, seekable; it ends with the spool at the latest."""
        if not self._finished:
            raise RuntimeError("a spool is read after it is finished")
        file = os.fdopen(os.dup(self._file.fileno()), "rb", buffering=0)
        return self._open.enter_context(io.BufferedReader(ProtectedReader(file, self._key), CHUNK))

    def close(self) -> None:
        """Delete the file and end all readers."""
        self._open.close()
