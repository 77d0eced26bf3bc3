"""What people type and paste, as it is read: sums, days, numbers, cells of a spreadsheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.forms import pasting
from ui.forms.reading import read_day, read_number, read_sum, write_sum


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12,345.6", 1234560),
        ("1.5万", 1_500_000),
        ("1.5 万元", 1_500_000),
        ("2千", 200_000),
        ("0.123456万", 123456),
        ("0.1234567万", None),
        ("1亿", 10_000_000_000),
        ("¥3元", 300),
        ("￥1，000．5", 100_050),
        ("1,234,567万", 1_234_567_000_000),
        ("1.234", None),
        ("1,5", None),
        ("1，5万", None),
        ("1,2.3", None),
        ("12,34,567", None),
        ("1234,567", None),
        ("1.230", 123),
        ("9999999999999", None),
        ("-1", None),
        ("一百", None),
        ("万", None),
        ("", None),
    ],
)
def test_sums(typed: str, fen: int | None) -> None:
    assert read_sum(typed) == fen


@given(st.integers(0, 10**14 - 1))
def test_a_sum_that_is_shown_is_read_back(fen: int) -> None:
    assert read_sum(write_sum(fen)) == fen


@pytest.mark.parametrize(("typed", "number"), [("1,000", 1000), ("４０", 40), ("1,5", None), ("十", None), ("②", None)])
def test_numbers(typed: str, number: int | None) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "today", "near", "past"),
    [
        ("1231", "2027-01-04", "2026-12-31", "2026-12-31"),
        ("0105", "2026-12-28", "2027-01-05", "2027-01-05"),
        ("0131", "2026-12-20", "2027-01-31", "2026-01-31"),
        ("1123", "2026-11-26", "2026-11-23", "2026-11-23"),
        ("1127", "2026-11-26", "2026-11-27", "2026-11-27"),
        ("1231", "2026-06-20", "2025-12-31", "2025-12-31"),
        ("1231", "2026-07-20", "2026-12-31", "2025-12-31"),
        ("11.3", "2026-11-26", "2026-11-03", "2026-11-03"),
        ("11月3日", "2026-11-26", "2026-11-03", "2026-11-03"),
        ("１１２３", "2026-11-26", "2026-11-23", "2026-11-23"),
        ("0229", "2026-11-26", None, None),
        ("0229", "2027-12-01", "2028-02-29", "2028-02-29"),
        ("0230", "2026-11-26", None, None),
        ("20261332", "2026-11-26", None, None),
        ("20261231", "2026-11-26", "2026-12-31", "2026-12-31"),
    ],
)
def test_days(typed: str, today: str, near: str | None, past: str | None) -> None:
    assert read_day(typed, today) == near
    assert read_day(typed, today, past=True) == past
    ahead = read_day(typed, today, ahead=True)
    assert ahead == near or (near < today < ahead and ahead[4:] == near[4:])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t\n\tb\n\n\n", [["a", ""], ["", "b"]]),
        ('"两\n行"\t"说""好"""\nx', [["两\n行", '说"好"'], ["x"]]),
        ('"没有完\tb', [['"没有完', "b"]]),
        ('"6" 寸管\tb', [['"6" 寸管', "b"]]),
        ("", []),
        ("\n\n", []),
        ("a\rb", [["a"], ["b"]]),
        (" a \t", [["a", ""]]),
    ],
)
def test_cells_of_a_spreadsheet(text: str, rows: list[list[str]]) -> None:
    assert pasting.cells(text) == rows


@given(st.text(alphabet='ab"\t\r\n ', max_size=60))
def test_no_clipboard_breaks_the_reading(text: str) -> None:
    found = pasting.cells(text)
    assert all(isinstance(cell, str) for row in found for cell in row)
    letters = [character for character in text if character in "ab"]
    assert [character for row in found for cell in row for character in cell if character in "ab"] == letters


def test_too_much_is_refused_before_any_work() -> None:
    for text in ("x" * (pasting.LONGEST + 1), "x\n" * (pasting.MOST_ROWS + 1)):
        with pytest.raises(pasting.TooMuchError):
            pasting.cells(text)
    assert len(pasting.cells("x\n" * pasting.MOST_ROWS)) == pasting.MOST_ROWS


def test_a_table_is_told_from_a_single_cell() -> None:
    assert not pasting.is_table("一格\r\n")
    assert pasting.is_table("a\tb")
    assert pasting.is_table("a\nb")


@pytest.mark.parametrize(
    ("heads", "columns"),
    [(["金额", "来源", "备注"], [1, 0, -1]), (["来源", "x"], None), (["村", "800"], None)],
)
def test_a_head_names_its_columns(heads: list[str], columns: list[int] | None) -> None:
    assert pasting.columns_of(heads, ["来源", "金额"]) == columns


def test_the_head_of_a_table_with_one_column_is_its_label() -> None:
    assert pasting.columns_of(["成员"], ["成员"]) == [0]
