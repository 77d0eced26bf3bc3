"""What people type, read: sums with or without separators, days as `1123` or `2026-11-23`. Pure."""

from __future__ import annotations

import re
from datetime import date

_SUM = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_FULL_DAY = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
_SHORT_DAY = re.compile(r"([0-9]{1,2})[-./月]?([0-9]{2})日?")


def read_sum(text: str) -> int | None:
    """Fen from a sum in yuan, None where it is none: ``12,345.6`` is 1234560."""
    match = _SUM.fullmatch(text.replace(",", "").replace(",", "").strip())
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def write_sum(fen: int) -> str:
    """Yuan with separators, as it is shown after typing."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def read_day(text: str, today: str) -> str | None:
    """A legal day from what was typed; month and day alone mean the year of `today`. None where it is none."""
    text = text.strip()
    full = _FULL_DAY.fullmatch(text)
    short = _SHORT_DAY.fullmatch(text) if full is None or len(text) <= 4 else None
    if short is not None:
        year, month, day = today[:4], short[1], short[2]
    elif full is not None:
        year, month, day = full[1], full[2], full[3]
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
