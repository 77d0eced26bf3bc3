"""Codes, sums, days and settings: the rules that everybody knows, exactly."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app import codes, days, places, settings
from clerk_app.errors import UsageError

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_integer(text: str) -> int:
    """What a sum in capitals says, read place by place."""
    total = group = digit = 0
    for letter in text:
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        elif letter in UNITS:
            group, digit = group + digit * UNITS[letter], 0
        elif letter == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif letter == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    return total + group + digit


def read_capitals(text: str) -> int:
    """Fen from a sum in capitals."""
    whole, _, rest = text.rpartition("元")
    fen = read_integer(whole) * 100
    for mark, worth in (("角", 10), ("分", 1)):
        if mark in rest:
            fen += DIGITS.index(rest[rest.index(mark) - 1]) * worth
    return fen


@given(st.integers(0, 10**14 - 1))
def test_a_sum_in_capitals_reads_back(fen: int) -> None:
    text = codes.capitals(fen)
    assert read_capitals(text) == fen
    assert "零零" not in text
    assert text.endswith(("整", "分", "角"))


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (100, "壹元整"),
        (1_005_000, "壹万零伍拾元整"),
        (140_950, "壹仟肆佰零玖元伍角"),
        (10_000_000_00, "壹仟万元整"),
    ],
)
def test_sums_are_written_as_vouchers_have_them(fen: int, text: str) -> None:
    assert codes.capitals(fen).removesuffix("整") == text.removesuffix("整")


def test_a_negative_sum_has_no_capitals() -> None:
    with pytest.raises(ValueError, match=r"negative|sum"):
        codes.capitals(-1)


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (123456, "1,234.56"), (-5, "-0.05"), (100_000_000, "1,000,000.00")]
)
def test_sums_are_shown_with_separators(fen: int, text: str) -> None:
    assert codes.yuan(fen) == text


def test_identity_numbers_have_a_day_and_a_check_digit() -> None:
    assert codes.check_identity("11010519491231002X")
    assert codes.check_identity("11010519491231002x")
    for wrong in ("110105194912310021", "11010519490231002X", "1101051949123100", "", "110105194912310O2X"):
        assert not codes.check_identity(wrong)


def test_credit_codes_have_their_alphabet_and_check() -> None:
    assert codes.check_credit("91350100M000100Y43")
    for wrong in ("91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43"):
        assert not codes.check_credit(wrong)


def test_bank_cards_pass_luhn() -> None:
    assert codes.check_bank_card("6222021234567890128") is codes.check_bank_card("6222021234567890128")
    assert codes.check_bank_card("4111111111111111")
    assert not codes.check_bank_card("4111111111111112")
    assert not codes.check_bank_card("4111")


@pytest.mark.parametrize("code", ["", "33050299920", "3305029992011", "33050299920a"])
def test_a_division_code_has_twelve_digits(code: str) -> None:
    codes.check_division("330502999201")
    with pytest.raises(UsageError, match="division-code-malformed"):
        codes.check_division(code)


DATES = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DATES, st.integers(0, 400))
def test_days_are_counted_from_the_day_after(first: date, number: int) -> None:
    """What was posted on the 1st has hung 15 days on the 16th."""
    assert days.full_days(first, days.add_days(first, number)) == number


@given(DATES, st.integers(0, 60), st.frozensets(DATES.map(date.isoformat), max_size=5))
def test_working_days_reach_as_far_as_they_count(first: date, number: int, holidays: frozenset[str]) -> None:
    last = days.add_working_days(first, number, holidays, frozenset())
    assert days.working_days_between(first, last, holidays, frozenset()) == number


def test_holidays_are_skipped_and_worked_weekends_count() -> None:
    friday = date(2026, 1, 2)
    assert days.add_working_days(friday, 1, frozenset(), frozenset()) == date(2026, 1, 5)
    assert days.add_working_days(friday, 1, frozenset(), frozenset({"2026-01-04"})) == date(2026, 1, 4)
    assert days.add_working_days(friday, 1, frozenset({"2026-01-05"}), frozenset()) == date(2026, 1, 6)


@given(DATES, st.integers(-60, 60))
def test_months_keep_the_day_or_end_with_the_month(day: date, number: int) -> None:
    moved = days.add_months(day, number)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == number
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026-1-2", "20260102", "2026-01-02T", "２０２６-01-02"])
def test_a_day_is_written_in_one_way(text: str) -> None:
    assert days.parse("2026-01-02") == date(2026, 1, 2)
    with pytest.raises(UsageError, match="day-malformed"):
        days.parse(text)


def test_the_legal_day_is_that_of_beijing() -> None:
    assert days.beijing_day("2026-11-23T15:59:59Z") == "2026-11-23"
    assert days.beijing_day("2026-11-23T16:00:00Z") == "2026-11-24"
    with pytest.raises(UsageError, match="day-malformed"):
        days.beijing_day("2026-11-23")


def test_every_setting_has_a_default_within_its_bounds() -> None:
    for key, known in settings.SETTINGS.items():
        assert known.low <= settings.default(key) <= known.high
        assert settings.check(key, known.low) == known.low
        for wrong in (known.low - 1, known.high + 1):
            with pytest.raises(UsageError, match="setting-out-of-bounds"):
                settings.check(key, wrong)
    with pytest.raises(UsageError, match="setting-unknown"):
        settings.check("no.such", 1)
    with pytest.raises(KeyError):
        settings.default("no.such")


def test_the_resources_are_found_or_the_installation_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (places.resources() / "catalogue").is_dir()
    places.resources.cache_clear()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(RuntimeError, match="resources"):
        places.resources()
    (tmp_path / "resources" / "catalogue").mkdir(parents=True)
    assert places.resources() == tmp_path / "resources"
    places.resources.cache_clear()


def test_days_stay_within_the_calendar_of_a_village() -> None:
    for text in ("1899-12-31", "2200-01-01"):
        with pytest.raises(UsageError, match="day-malformed"):
            days.parse(text)
    with pytest.raises(ValueError, match="forwards"):
        days.add_working_days(date(2026, 1, 2), -1, frozenset(), frozenset())
