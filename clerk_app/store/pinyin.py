"""The first letters of a Chinese text's pinyin, for those who type `dsxf` and mean 道水修复."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def _initial(character: str) -> str:
    """The first letter of a character's commonest reading, "" for what is no Chinese character."""
    from pypinyin import Style, lazy_pinyin  # slow to load, and only writing to the shelf needs it

    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore"))


def initials(text: str) -> str:
    """The initials of every Chinese character, one after the other."""
    return "".join(map(_initial, text))
