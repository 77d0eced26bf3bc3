"""How far a long piece of work is, and whether it is still wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from clerk_app.errors import SurroundingsError

from .container import Readable

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all, on the caller's own thread."""

Cancelled: TypeAlias = Callable[[], bool]
"""Asked between two pieces; True stops the work, and nothing of it is left."""


class Meter:
    """Counts bytes towards `total`; raises `SurroundingsError` ("cancelled") where the work was called off."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self.total = 0

    def advance(self, size: int = 0) -> None:
        """So many bytes more are done."""
        if self._cancelled is not None and self._cancelled():
            raise SurroundingsError("cancelled")
        self._done += size
        if size and self._progress is not None:
            self._progress(self._done, self.total)


class Metered:
    """A stream whose bytes are counted as they are read."""

    def __init__(self, stream: Readable, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, size: int, /) -> bytes:
        """What the stream gives."""
        data = self._stream.read(size)
        self._meter.advance(len(data))
        return data
