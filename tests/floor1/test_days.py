"""Legal days: how they are written, and how they are counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app import days
from clerk_app.errors import UsageError

legal = st.dates(days.FIRST, days.LAST)
near = st.dates(date(2020, 1, 1), date(2030, 12, 31))
some_days = st.frozensets(near.map(date.isoformat), max_size=40)

NONE: frozenset[str] = frozenset()


# Reading


@given(legal)
def test_a_day_reads_back_as_it_is_written(day: date) -> None:
    assert days.parse(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-2-3",
        "20260203",
        "2026-02-30",
        "2026-13-01",
        "2026-02-03 ",
        "２０２６-02-03",
        "2026/02/03",
        "2026-W06-2",
        "1899-12-31",
        "2200-01-01",
        "9999-12-31",
    ],
)
def test_any_other_text_is_no_day(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        days.parse(text)
    assert (caught.value.code, caught.value.details) == ("day-malformed", {"text": text})


@given(legal, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
def test_china_is_eight_hours_ahead(day: date, hour: int, minute: int, second: int) -> None:
    at = f"{day.isoformat()}T{hour:02d}:{minute:02d}:{second:02d}Z"
    expected = day + timedelta(days=1) if hour >= 16 else day
    assert days.beijing_day(at) == expected.isoformat()
    assert days.beijing_time(at) == f"{expected.isoformat()} {(hour + 8) % 24:02d}:{minute:02d}"


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-23",
        "2026-11-23T15:59:59",
        "2026-11-23T15:59:59+08:00",
        "2026-11-23T24:00:00Z",
        "2026-11-23T15:60:00Z",
        "2026-11-23T15:59:60Z",
        "2026-02-30T00:00:00Z",
        "9999-12-31T23:00:00Z",
    ],
)
def test_a_time_that_never_was_is_no_day(at: str) -> None:
    with pytest.raises(UsageError, match="day-malformed"):
        days.beijing_day(at)


# Counting


def test_a_notice_of_the_first_has_hung_fifteen_days_on_the_sixteenth() -> None:
    assert days.full_days(date(2026, 11, 1), date(2026, 11, 16)) == 15


@given(near, st.integers(0, 400))
def test_days_are_counted_from_the_day_after(first: date, number: int) -> None:
    assert days.full_days(first, days.add_days(first, number)) == number


@given(near, st.integers(-240, 240))
def test_months_later_is_the_same_day_or_the_last_of_a_short_month(day: date, number: int) -> None:
    later = days.add_months(day, number)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == number
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("day", "number", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_across_short_months_leap_days_and_years(day: date, number: int, later: date) -> None:
    assert days.add_months(day, number) == later


# Working days


def test_a_holiday_is_skipped_and_a_worked_weekend_counts() -> None:
    holidays, workdays = frozenset({"2026-10-01", "2026-10-02"}), frozenset({"2026-10-10"})
    assert days.add_working_days(date(2026, 9, 30), 1, holidays, workdays) == date(2026, 10, 5)
    assert days.add_working_days(date(2026, 10, 9), 1, holidays, workdays) == date(2026, 10, 10)
    assert days.working_days_between(date(2026, 9, 30), date(2026, 10, 10), holidays, workdays) == 6


@given(near, st.integers(0, 20))
def test_without_holidays_five_working_days_are_a_week(day: date, weeks: int) -> None:
    later = days.add_working_days(day, 5 * weeks, NONE, NONE)
    assert 7 * weeks - 2 <= (later - day).days <= 7 * weeks


@given(near, st.integers(0, 60), some_days, some_days)
def test_as_many_working_days_lie_between_as_were_added(
    first: date, number: int, holidays: frozenset[str], workdays: frozenset[str]
) -> None:
    last = days.add_working_days(first, number, holidays, workdays)
    assert days.working_days_between(first, last, holidays, workdays) == number
    assert number == 0 or days.is_working_day(last, holidays, workdays)


@given(near, near, some_days, some_days)
def test_no_more_working_days_than_days_lie_between(
    first: date, last: date, holidays: frozenset[str], workdays: frozenset[str]
) -> None:
    found = days.working_days_between(first, last, holidays, workdays)
    assert 0 <= found <= max(days.full_days(first, last), 0)


def test_working_days_backwards_are_our_misuse() -> None:
    with pytest.raises(ValueError, match="forwards"):
        days.add_working_days(date(2026, 1, 1), -1, NONE, NONE)


def test_a_day_in_china_begins_in_the_evening_before() -> None:
    start = days.beijing_start("2026-03-01")
    assert start == "2026-02-28T16:00:00Z"
    assert days.beijing_day(start) == "2026-03-01"
    assert days.beijing_day("2026-02-28T15:59:59Z") == "2026-02-28"
