"""What a stranger's bundle may cost us; each bound is checked before the work that it bounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds, in bytes unless the name says a number of things.

    `sealed` is the whole file as it lies on the carrier. `entries` and `payloads` are the two members of that name,
    `payload_line` one line of the latter without its line end (an entry's own bound is the journal's). `sums` and
    `signature` are the last two members, `file` is one attachment. The rest are counts.
    """

    sealed: int = (1 << 31) - 1
    manifest: int = 8 << 20
    entries: int = 512 << 20
    payloads: int = 1 << 30
    payload_line: int = (1 << 20) + 512
    file: int = 512 << 20
    sums: int = 4 << 20
    signature: int = 4096
    entry_count: int = 500_000
    file_count: int = 20_000
    log_count: int = 64
