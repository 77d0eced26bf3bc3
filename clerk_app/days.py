"""Legal days and how they are counted: plain dates, no hours, no clock.

Counting begins on the day after; working days follow the holiday table of the catalogue.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Container
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from clerk_app.errors import UsageError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
_BEIJING_HOURS = 8

FIRST = date(1900, 1, 1)
LAST = date(2199, 12, 31)
"""No paper of a village is older or reaches further; so no sum of days leaves the calendar either."""


def parse(text: str) -> date:
    """A legal day from ``YYYY-MM-DD``; `UsageError` ("day-malformed") for anything else."""
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            day = date.fromisoformat(text)
            if FIRST <= day <= LAST:
                return day
    raise UsageError("day-malformed", text=text[:20])


def full_days(first: date, last: date) -> int:
    """Days from the day after `first` to `last`; what was posted on the 1st has hung 15 days on the 16th."""
    return (last - first).days


def add_days(day: date, number: int) -> date:
    """The day `number` days later."""
    return day + timedelta(days=number)


def add_months(day: date, number: int) -> date:
    """The same day `number` months later or earlier, or the month's last day where it has no such day."""
    month = day.year * 12 + day.month - 1 + number
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_working_day(day: date, holidays: Container[str], workdays: Container[str]) -> bool:
    """True on weekdays that are no holiday, and on weekends that are worked instead."""
    text = day.isoformat()
    return text in workdays or (day.weekday() < 5 and text not in holidays)


def add_working_days(day: date, number: int, holidays: Container[str], workdays: Container[str]) -> date:
    """The `number`-th working day after `day`; a negative number is our misuse: `ValueError`."""
    if number < 0:
        raise ValueError("working days are counted forwards")
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays, workdays)
    return day


def working_days_between(first: date, last: date, holidays: Container[str], workdays: Container[str]) -> int:
    """Working days from the day after `first` to `last`."""
    return sum(is_working_day(first + timedelta(days=n), holidays, workdays) for n in range(1, (last - first).days + 1))


def beijing_day(at: str) -> str:
    """The legal day in China of a claimed time ``YYYY-MM-DDThh:mm:ssZ``."""
    match = _TIME.fullmatch(at)
    if match is None:
        raise UsageError("day-malformed", text=at[:20])
    return _in_beijing(match[1], int(match[2]))


@lru_cache(maxsize=512)
def _in_beijing(day: str, hour: int) -> str:
    """The legal day in China at an hour of a day in UTC; entries come by the hundred in the same hour."""
    return (parse(day) + timedelta(days=hour + _BEIJING_HOURS >= 24)).isoformat()


def beijing_start(day: str) -> str:
    """The moment ``YYYY-MM-DDThh:mm:ssZ`` at which a legal day begins in China."""
    return f"{parse(day) - timedelta(days=1)}T{24 - _BEIJING_HOURS}:00:00Z"


def beijing_time(at: str) -> str:
    """The same claimed time as a clock in China shows it: ``YYYY-MM-DD hh:mm``."""
    day, hour = beijing_day(at), (int(at[11:13]) + _BEIJING_HOURS) % 24
    return f"{day} {hour:02d}:{at[14:16]}"
