"""Codes and their check characters; sums as bills write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app import codes
from clerk_app.errors import UsageError

IDENTITY = "11010519491231002X"
CREDIT = "91350100M000100Y43"

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def changed(text: str, place: int, to: str) -> str:
    return text[:place] + to + text[place + 1 :]


# Division codes


@pytest.mark.parametrize("code", ["330502999201", "110000000000"])
def test_a_division_code_has_twelve_digits(code: str) -> None:
    codes.check_division(code)


@pytest.mark.parametrize("code", ["", "33050299920", "3305029992011", "030502999201", "33050299920X", "33050299920１"])
def test_any_other_text_is_no_division_code(code: str) -> None:
    with pytest.raises(UsageError) as caught:
        codes.check_division(code)
    assert (caught.value.code, caught.value.details) == ("division-code-malformed", {"code": code})


def test_a_refused_division_code_is_not_repeated_at_length() -> None:
    with pytest.raises(UsageError) as caught:
        codes.check_division("1" * 1_000)
    assert caught.value.details == {"code": "1" * 20}


# Identity numbers, GB 11643-1999


def test_an_identity_number_with_its_check_digit_is_right_in_either_case() -> None:
    assert codes.check_identity(IDENTITY)
    assert codes.check_identity(IDENTITY.lower())


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_changed_digit_of_an_identity_number_is_always_found(place: int, to: str) -> None:
    """ISO 7064 MOD 11-2 finds every single substitution."""
    assert codes.check_identity(changed(IDENTITY, place, to)) == (IDENTITY[place] == to)


@given(st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_found(place: int) -> None:
    """ISO 7064 MOD 11-2 finds every transposition of neighbours."""
    first, second = IDENTITY[place], IDENTITY[place + 1]
    swapped = changed(changed(IDENTITY, place, second), place + 1, first)
    assert codes.check_identity(swapped) == (first == second)


def with_check(stem: str) -> str:
    """A stem of 17 digits with the digit that makes the weighted sum 1 modulo 11 (ISO 7064: powers of two)."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(stem))
    return stem + "0123456789X"[(1 - total) % 11]


@pytest.mark.parametrize(
    ("birthday", "real"),
    [("20000229", True), ("20010229", False), ("20001301", False), ("20000931", False), ("19991231", True)],
)
def test_an_identity_number_has_a_birthday_that_was(birthday: str, real: bool) -> None:
    assert codes.check_identity(with_check(f"330502{birthday}001")) == real


@pytest.mark.parametrize("text", ["", IDENTITY[:-1], IDENTITY + "X", " " + IDENTITY, "1101051949123100２X"])
def test_any_other_text_is_no_identity_number(text: str) -> None:
    assert not codes.check_identity(text)


# Credit codes, GB 32100-2015


def test_a_credit_code_with_its_check_character_is_right() -> None:
    assert codes.check_credit(CREDIT)


@given(st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_changed_character_of_a_credit_code_is_always_found(place: int, to: str) -> None:
    assert codes.check_credit(changed(CREDIT, place, to)) == (CREDIT[place] == to)


@given(st.text(alphabet=CREDIT_ALPHABET, min_size=17, max_size=17))
def test_every_credit_code_has_exactly_one_check_character(stem: str) -> None:
    """Collectives begin with N2, committees with 5: no part of the code but the last is bound."""
    assert sum(codes.check_credit(stem + last) for last in CREDIT_ALPHABET) == 1


@pytest.mark.parametrize("text", ["", CREDIT[:-1], CREDIT + "3", CREDIT.lower(), changed(CREDIT, 8, "I")])
def test_any_other_text_is_no_credit_code(text: str) -> None:
    assert not codes.check_credit(text)


# Sums


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (123_450, "1,234.50"), (-123_450, "-1,234.50"), (-7, "-0.07")]
)
def test_a_sum_is_shown_with_separators_and_two_places(fen: int, text: str) -> None:
    assert codes.yuan(fen) == text


@given(st.integers(-(10**15), 10**15))
def test_a_shown_sum_reads_back_as_the_same_sum(fen: int) -> None:
    assert int(codes.yuan(fen).replace(",", "").replace(".", "")) == fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        # the examples of 正确填写票据和结算凭证的基本规定, article 4
        (140_950, "壹仟肆佰零玖元伍角"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元零叁角贰分"),
        (10_700_053, "壹拾万柒仟元零伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        # 拾 is never written without its digit, and what ends at 元 ends in 整
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (11, "壹角壹分"),
        (100, "壹元整"),
        (1_000, "壹拾元整"),
        (1_001, "壹拾元零壹分"),
        (10_000_000, "壹拾万元整"),
        (1_000_500, "壹万零伍元整"),
        (1_005_000, "壹万零伍拾元整"),
        (1_000_000_000, "壹仟万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (10_000_500_000, "壹亿零伍仟元整"),
        (99_999_999_999_999, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_a_sum_in_capitals_is_as_the_rules_write_it(fen: int, text: str) -> None:
    assert codes.capitals(fen) == text


DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1_000}
GROUPS = {"万": 10**4, "亿": 10**8}
MONEY = {"元": 100, "角": 10, "分": 1}


def read_back(text: str) -> int:
    """What a careful reader understands: each digit counts with the unit after it, 零 and 整 add nothing."""
    fen = whole = group = digit = 0
    for sign in text.removesuffix("整"):
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in UNITS:
            group, digit = group + digit * UNITS[sign], 0
        elif sign in GROUPS:
            whole, group, digit = whole + (group + digit) * GROUPS[sign], 0, 0
        else:
            fen, whole, group, digit = fen + (whole + group + digit) * MONEY[sign], 0, 0, 0
    return fen


digits = st.sampled_from("00000123456789")
many_zeros = st.lists(digits, min_size=1, max_size=14).map(lambda row: int("".join(row)))
sums = st.integers(0, 10**14 - 1) | many_zeros


@given(sums)
def test_a_sum_in_capitals_reads_back_as_the_same_sum(fen: int) -> None:
    assert read_back(codes.capitals(fen)) == fen


@given(sums)
def test_zeros_inside_a_sum_are_one_zero_and_never_two(fen: int) -> None:
    """中间连续有几个“0”时,中文大写金额中间可以只写一个“零”字."""
    assert "零零" not in codes.capitals(fen)


@given(sums)
def test_a_sum_that_ends_at_yuan_says_so_and_no_other(fen: int) -> None:
    """到“元”为止的,在“元”之后应写“整”字;有“分”的,“分”后面不写“整”字."""
    text = codes.capitals(fen)
    assert text.endswith("元整") == (fen % 100 == 0)
    assert text.count("整") == (fen % 100 == 0)


@given(st.integers(1, 10**12 - 1), st.integers(1, 9))
def test_fen_without_jiao_follow_a_zero(whole: int, cents: int) -> None:
    """角位是“0”,而分位不是“0”时,“元”后面应写“零”字."""
    assert codes.capitals(whole * 100 + cents)[-4:-2] == "元零"


@given(st.integers(1, 9_999))
def test_a_zero_between_digits_is_written_and_no_other(number: int) -> None:
    """阿拉伯数字中间有“0”时,中文大写要写“零”字."""
    assert ("零" in codes.capitals(number * 100)) == ("0" in str(number).strip("0"))


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_a_sum_that_no_bill_holds_is_our_misuse(fen: int) -> None:
    with pytest.raises(ValueError, match="neither negative nor beyond"):
        codes.capitals(fen)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("张", "张"),
        ("张某", "张＊"),
        ("欧阳某", "欧＊＊"),
        ("330502199001011234", "3305＊＊＊＊＊＊＊＊＊＊1234"),
    ],
)
def test_what_is_said_of_a_person_hangs_masked(text: str, shown: str) -> None:
    assert codes.masked(text) == shown
