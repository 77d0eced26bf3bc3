"""Bytes from one thread to another, a few pieces ahead: so that hashing and sealing use two cores."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress

from .container import PIECE

AHEAD = 16
"""Pieces that may wait: what a pipe costs in memory, whatever the size of the bundle."""


class AbandonedError(RuntimeError):
    """The other side of a pipe gave up. `beside` puts the reason of that side in its place."""


class Pipe:
    """One writer and one reader on different threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._closed = False
        self._abandoned = False
        self._filling = bytearray()
        self._piece, self._at = b"", 0

    def write(self, data: bytes, /) -> int:
        """Send bytes; small portions are gathered to pieces. Waits while the reader is far behind."""
        if len(data) < PIECE:
            self._filling += data
            if len(self._filling) >= PIECE:
                self._flush()
        else:
            self._flush()
            self._send(data)
        return len(data)

    def close(self) -> None:
        """The writer has written everything."""
        self._flush()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def abandon(self) -> None:
        """One side gives up; the other one meets `AbandonedError`."""
        with self._changed:
            self._abandoned = True
            self._changed.notify_all()

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, fewer where a piece ends, none at the end."""
        if self._at == len(self._piece):
            self._piece, self._at = self._receive(), 0
        data = self._piece[self._at : self._at + size]
        self._at += len(data)
        return data

    def _flush(self) -> None:
        if self._filling:
            gathered, self._filling = bytes(self._filling), bytearray()
            self._send(gathered)

    def _send(self, piece: bytes) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._abandoned or len(self._waiting) < AHEAD)
            if self._abandoned:
                raise AbandonedError
            self._waiting.append(piece)
            self._changed.notify_all()

    def _receive(self) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._abandoned or self._closed or bool(self._waiting))
            if self._abandoned:
                raise AbandonedError
            self._changed.notify_all()
            return self._waiting.popleft() if self._waiting else b""


@contextmanager
def beside(work: Callable[[Pipe], None]) -> Iterator[Pipe]:
    """A pipe whose other side `work` uses on a thread of its own, until both are done.

    The caller meets what stopped the work first: the failure of the block, or that of `work`.
    """
    pipe = Pipe()
    with ThreadPoolExecutor(1, thread_name_prefix="bundle") as pool, ExitStack() as leaving:
        leaving.callback(pipe.abandon)
        other = pool.submit(_use, work, pipe)
        with suppress(AbandonedError):
            yield pipe
            pipe.close()
        other.result()


def _use(work: Callable[[Pipe], None], pipe: Pipe) -> None:
    with ExitStack() as failing:
        failing.callback(pipe.abandon)
        work(pipe)
        pipe.close()
        failing.pop_all()
