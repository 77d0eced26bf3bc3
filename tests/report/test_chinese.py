"""Lines break where Chinese lines may break, and what is copied out of a paper is what was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.report import chinese
from clerk_app.report.chinese import NEVER_FIRST, NEVER_LAST

MARKS = "".join(sorted(NEVER_FIRST | NEVER_LAST))


def measure(text: str) -> float:
    """Half a character for ASCII, a whole one for the rest."""
    return sum(0.5 if character < "\x7f" else 1 for character in text)


def broken(text: str, width: float = 6, **options: float) -> list[str]:
    """The lines of a text, six characters wide."""
    return chinese.lines(text, width, measure, **options)


def test_text_without_marks_fills_every_line() -> None:
    assert broken("甲" * 14) == ["甲" * 6, "甲" * 6, "甲" * 2]


def test_the_first_line_may_be_shorter() -> None:
    assert broken("甲" * 10, first=4) == ["甲" * 4, "甲" * 6]


@pytest.mark.parametrize("mark", list("，。、；：？！”’）》」』】〕%℃…"))
def test_a_closing_mark_never_begins_a_line(mark: str) -> None:
    assert broken(f"一二三四五六{mark}七") == ["一二三四五", f"六{mark}七"]


@pytest.mark.parametrize("mark", list("“‘（《「『【〔￥"))
def test_an_opening_mark_never_ends_a_line(mark: str) -> None:
    assert broken(f"一二三四五{mark}六七") == ["一二三四五", f"{mark}六七"]


def test_marks_that_follow_each_other_stay_together() -> None:
    assert broken("一二三四“五”。六") == ["一二三四", "“五”。六"]


@pytest.mark.parametrize("whole", ["——", "……", "2026-11-23", "1,234.50", "GB/T"])
def test_dashes_ellipses_numbers_and_words_stay_whole(whole: str) -> None:
    lines = broken(f"一二三四五{whole}六七八九十")
    assert any(whole in line for line in lines)


def test_a_space_disappears_at_the_end_and_the_beginning_of_a_line() -> None:
    assert broken("abcdefghijkl mnop") == ["abcdefghijkl", "mnop"]
    assert broken("abcdefghijk   mnop") == ["abcdefghijk", "mnop"]


def test_a_word_wider_than_the_line_is_parted() -> None:
    assert broken("甲" + "a" * 30, 6) == ["甲", "a" * 12, "a" * 12, "a" * 6]


def test_nothing_is_one_empty_line() -> None:
    assert broken("") == [""]


@given(st.text(alphabet=f"甲乙丙丁一二三，。（）“”—…a1.,% {MARKS}", max_size=80), st.integers(2, 12))
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = broken(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line) <= width for line in lines)


@given(st.lists(st.text(alphabet="甲乙丙丁一二三四五六七八九十", min_size=2, max_size=9), max_size=9))
def test_no_line_begins_or_ends_as_forbidden(words: list[str]) -> None:
    """Marks that may not begin or end a line (GB/T 15834-2011, 5.1.11)."""
    for line in broken("".join(f"“{word}”，" for word in words), 14):
        assert line[:1] not in NEVER_FIRST
        assert line[-1:] not in NEVER_LAST


def test_a_title_is_as_even_as_it_can_be() -> None:
    assert chinese.balanced("甲" * 30, 28, measure) == ["甲" * 15, "甲" * 15]
    assert chinese.balanced("甲" * 20, 28, measure) == ["甲" * 20]
    assert chinese.balanced("甲" * 11 + "1" * 40, 28, measure) == ["甲" * 11, "1" * 40]


def test_the_map_names_utf16_units_beyond_the_basic_plane() -> None:
    text = chinese.character_map("Clerk", [0, ord("甲"), ord("𬱖")])
    assert re.findall(r"<(\w+)> <(\w+)>", text)[1:] == [("01", "7532"), ("02", "D873DC56")]


def test_a_block_of_the_map_has_at_most_a_hundred_rows() -> None:
    text = chinese.character_map("Clerk", range(256))
    counts = [int(count) for count in re.findall(r"(\d+) beginbfchar", text)]
    assert counts == [100, 100, 55]
    assert text.count("endbfchar") == 3
