"""Writing with the medium close behind: what was written goes there while more comes, so that the end is short.

A stretch at a time sets out for the medium, and at most two are on their way, however slow a stick is: what progress
says is then nearly what is there, and nobody waits for minutes after the last byte.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import BinaryIO, Self

from .medium import STRETCH, settle_so_far


class Behind:
    """A sink over an open file; a context manager that waits for what is on its way.

    An `OSError` of the medium is raised by the next write or at the end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._written = 0
        self._pool = ThreadPoolExecutor(1, "settle")
        self._settling: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        if kind is None:
            self._catch_up()

    def write(self, data: bytes, /) -> int:
        """Write all of it; a full stretch sets out for the medium once the one before has arrived."""
        self._file.write(data)
        self._written += len(data)
        if self._written >= STRETCH:
            self._catch_up()
            self._file.flush()
            self._settling = self._pool.submit(settle_so_far, self._file.fileno())
            self._written = 0
        return len(data)

    def _catch_up(self) -> None:
        if self._settling is not None:
            self._settling.result()
            self._settling = None
