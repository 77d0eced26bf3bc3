"""Codes and how they are checked; sums as people write them."""

from __future__ import annotations

import re
from datetime import date

from clerk_app.errors import UsageError

_DIVISION = re.compile(r"[1-9][0-9]{11}")
_IDENTITY = re.compile(r"[1-9][0-9]{16}[0-9X]")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_BEYOND = 10**14
"""Fen; below it lies every sum whose yuan fit into three groups of four digits."""


def check_division(code: str) -> None:
    """A 12-digit division code has no check digit: its form is all there is. `UsageError`."""
    if not _DIVISION.fullmatch(code):
        raise UsageError("division-code-malformed", code=code[:20])


def check_identity(text: str) -> bool:
    """True for a citizen's identity number with a real birthday and the right check digit (GB 11643-1999)."""
    number = text.upper()
    if not _IDENTITY.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return _IDENTITY_CHECKS[total % 11] == number[17]


def check_credit(text: str) -> bool:
    """True for a unified social credit code with the right check character (GB 32100-2015)."""
    if len(text) != 18 or any(character not in _CREDIT_ALPHABET for character in text):
        return False
    total = sum(_CREDIT_ALPHABET.index(c) * weight for c, weight in zip(text, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == text[17]


def masked(text: str) -> str:
    """A name or number of a person as it may hang on a wall: 张＊, 欧＊＊, 3305＊＊＊＊1234.

    Personal-information law art. 6. Of a short text the first character stays; of one of more than eight, four at
    either end.
    """
    if len(text) > 8:
        return text[:4] + "＊" * (len(text) - 8) + text[-4:]
    return text[:1] + "＊" * (len(text) - 1)


def yuan(fen: int) -> str:
    """Fen as yuan with separators: ``-1,234.50``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def capitals(fen: int) -> str:
    """A sum as vouchers and contracts write it: 壹万零伍拾元整, 壹仟肆佰零玖元伍角, 叁元零伍分.

    After the basic rules for filling in bills (正确填写票据和结算凭证的基本规定, 支付结算办法 附一), articles 1,
    2 and 4; where these leave a choice, it is the form that they name first. Negative sums, and sums from 万亿 yuan
    up, are our misuse: `ValueError`.
    """
    if not 0 <= fen < _BEYOND:
        raise ValueError("a sum on paper is neither negative nor beyond 9999亿")
    whole, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    text = _integer(whole) + "元" if whole else ""
    if not jiao and not cents:
        return (text or "零元") + "整"
    if whole and (whole % 10 == 0 or not jiao):
        text += "零"
    if jiao:
        text += _DIGITS[jiao] + "角"
    return text + (_DIGITS[cents] + "分" if cents else "")


def _integer(number: int) -> str:
    """Groups of four digits, each read by itself; a gap between groups or digits is one 零."""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group:
            text += ("零" if text and (gap or group < 1000) else "") + _group(group) + _GROUPS[place]
        gap = group == 0
    return text


def _group(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if text and gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = digit == 0
    return text
