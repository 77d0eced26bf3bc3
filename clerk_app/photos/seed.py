"""Chance that is the same every time: a stream of bytes that follows from a number (SHAKE-256)."""

from __future__ import annotations

import hashlib


class Seed:
    """Draws numbers from the stream of one seed; two streams of different seeds have nothing in common."""

    def __init__(self, seed: int) -> None:
        self._name = f"clerk sample {seed}".encode()
        self._drawn = 0

    def noise(self, size: int) -> bytes:
        """`size` bytes, different at every call."""
        self._drawn += 1
        return hashlib.shake_256(self._name + self._drawn.to_bytes(4)).digest(size)

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int.from_bytes(self.noise(8)) % (high - low + 1)

    def shade(self, colour: tuple[int, int, int], spread: int) -> tuple[int, int, int]:
        """A colour near the one given."""
        shift = self.number(-spread, spread)
        red, green, blue = (max(0, min(255, part + shift + self.number(-spread // 4, spread // 4))) for part in colour)
        return red, green, blue
