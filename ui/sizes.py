"""Sizes as people read them."""

from __future__ import annotations

_MEBIBYTE = 1 << 20


def size_word(size: int) -> str:
    """Bytes in KB or MB, never less than they are."""
    return f"{size / _MEBIBYTE:.1f} MB" if size >= _MEBIBYTE else f"{-(-size // 1024)} KB"
