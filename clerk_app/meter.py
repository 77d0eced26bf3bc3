"""How far a long piece of work is, and whether it is still wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from clerk_app.errors import SurroundingsError

Progress: TypeAlias = Callable[[int, int], None]
"""Called with what is done and what there is in all, on the caller's own thread."""

Cancelled: TypeAlias = Callable[[], bool]
"""Asked between two pieces; True stops the work, and nothing of it is left."""


class Meter:
    """Counts towards `total`; raises `SurroundingsError` ("cancelled") where the work was called off."""

    def __init__(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self.total = 0

    def advance(self, size: int = 0) -> None:
        """So much more is done."""
        if self.called_off():
            raise SurroundingsError("cancelled")
        self._done += size
        if size and self._progress is not None:
            self._progress(self._done, self.total)

    def called_off(self) -> bool:
        """True once somebody asked to stop."""
        return self._cancelled is not None and self._cancelled()
