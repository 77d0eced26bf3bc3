"""What people type, read: sums with or without separators, days as `1123` or `2026-11-23`. Pure."""

from __future__ import annotations

import re
from datetime import date

_WIDE = str.maketrans("０１２３４５６７８９．，－／　", "0123456789.,-/ ")
"""What an input method leaves behind; it means the same."""

_SUM = re.compile(r"[¥￥]? ?([0-9]{1,13})(?:\.([0-9]{1,8}))? ?(千|万|亿)?元?")
_GROUPED = re.compile(r"[¥￥]? ?[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_UNITS = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_MOST = 10**14
"""Fen: from 万亿 yuan up no sum of a village is meant, and none can be written in capitals."""
_FULL_DAY = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
_SHORT_DAY = re.compile(r"([0-9]{1,2})[-./月]?([0-9]{2})日?|([0-9]{1,2})[-./月]([0-9])日?")
_AHEAD = 31
"""Days that a legal day may be mistyped ahead of today before it must mean the year before."""


def plain(text: str) -> str:
    """The text with narrow digits and signs, without spaces around it."""
    return text.translate(_WIDE).strip()


def _ungrouped(text: str) -> str:
    """Without separators before every three digits; any other stays, and nothing is read: `1,5` may mean 1.5."""
    typed = plain(text)
    found = _GROUPED.match(typed)
    return found[0].replace(",", "") + typed[found.end() :] if found is not None else typed


def read_sum(text: str) -> int | None:
    """Fen from a sum in yuan, None where it is none: ``12,345.6`` is 1234560, ``1.5万`` is 1500000, ``¥3元`` is 300.

    A sum with parts of a fen is none: ``1.234``.
    """
    match = _SUM.fullmatch(_ungrouped(text))
    if match is None:
        return None
    parts = match[2] or ""
    fen, rest = divmod(int(match[1] + parts) * _UNITS[match[3] or ""] * 100, 10 ** len(parts))
    return None if rest or fen >= _MOST else fen


def write_sum(fen: int) -> str:
    """Yuan with separators, as it is shown after typing."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def read_number(text: str) -> int | None:
    """A whole number that is not negative, None where it is none."""
    digits = _ungrouped(text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def read_day(text: str, today: str, *, past: bool = False, ahead: bool = False) -> str | None:
    """A legal day from what was typed; None where it is none.

    Month and day alone mean the day of that name that is nearest to `today`: `1231` typed in January is last
    December's, and `0105` typed in December is next January's. With `past`, for legal days that may not lie ahead, they
    mean this year's day, or last year's where this year's is more than a month ahead: so `1231` typed in June is last
    December's too, while tomorrow's day typed by mistake stays tomorrow's, and the rules name it. With `ahead`, for the
    end of a time, they mean the next such day, today's included.
    """
    text = plain(text)
    full = _FULL_DAY.fullmatch(text)
    short = _SHORT_DAY.fullmatch(text) if full is None or len(text) <= 4 else None
    if short is not None:
        return _nearest(
            int(short[1] or short[3]), int(short[2] or short[4]), date.fromisoformat(today), past=past, ahead=ahead
        )
    if full is None:
        return None
    found = _day(int(full[1]), int(full[2]), int(full[3]))
    return found.isoformat() if found is not None else None


def _nearest(month: int, day: int, today: date, *, past: bool, ahead: bool) -> str | None:
    years = (today.year - 1, today.year, today.year + 1)
    days = [found for year in years if (found := _day(year, month, day)) is not None]
    if past:
        days = [found for found in days if (found - today).days <= _AHEAD][-1:] or days
    if ahead:
        days = [found for found in days if found >= today][:1] or days
    return min(days, key=lambda found: abs((found - today).days)).isoformat() if days else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
