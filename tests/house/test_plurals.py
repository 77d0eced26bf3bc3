"""No English text counts: where a number may be 1, its noun stands before it ("Orders: 1", never "1 orders").

Chinese has no plural, so a text has one form for every number. English gets along without a second form as long as no
noun or verb has to agree with the number; nothing in the program then has to choose between forms.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from ui.language import read

AGREES = re.compile(
    r"\{(?P<name>\w+)(?::[^{}]*)?\}(?: [A-Za-z-]+){0,2}? (?P<word>[A-Za-z-]+s|people|are|were|have)\b"
    r"|\b[Tt]here (?:are|were) \{(?P<there>\w+)"
)
"""A placeholder and the first word after it, at most two words on, that is right for several only."""

NEVER_ONE = frozenset({"limit", "most", "size"})
"""Bounds that we set far above 1, and the sizes that went beyond them."""

FOR_ONE = frozenset(
    {
        *("does", "has", "is", "less", "process", "this", "was"),
        *("builds", "carries", "counts", "exists", "holds", "lacks", "opens", "says", "stands", "types"),
    }
)
"""Words in -s that are right for one: the placeholder before them is a name and no number."""


def english(house) -> Iterator[tuple[str, str]]:
    """Every English text with the place where it stands."""
    for path in house.files("resources/translations", "en.po"):
        for text, said in read(path.read_text(encoding="utf-8")).items():
            yield text, said if text else ""
    for path in house.files("resources/words/en", ".toml"):
        for code, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for part, said in row.items():
                yield f"{path.name}: {code}.{part}", said


def faults(house) -> list[str]:
    """The texts that are wrong for 1."""
    return [
        f"{where}: wrong for 1: {match[0]}"
        for where, said in english(house)
        for match in AGREES.finditer(said)
        if match["word"] not in FOR_ONE and (match["name"] or match["there"]) not in NEVER_ONE
    ]


def test_every_english_text_is_right_for_one(house) -> None:
    assert faults(house) == []


def in_both(text: str) -> dict[str, str]:
    """A house that says a text in the window and in a sentence."""
    return {
        "resources/translations/en.po": f'msgid "甲"\nmsgstr "{text}"\n',
        "resources/words/en/a.toml": f'[one]\nwhat = "{text}"\n',
    }


@pytest.mark.parametrize(
    "text",
    [
        "Orders: {n}",
        "{n} overdue",
        "Bundle {n:06d} carries all of it",
        "At most {limit} bytes",
        "{sum:money} yuan",
        "{n} of a kind, others later",
    ],
)
def test_a_text_that_is_right_for_any_number_is_let_through(plant, text: str) -> None:
    assert faults(plant(in_both(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "{n} orders",
        "{n:,} orders",
        "{n} new records",
        "{n} more old bundles",
        "{n} people",
        "{n} could be read, {m} were not",
        "There are {n}",
        "of {name}: {n} days late",
    ],
)
def test_a_text_that_is_wrong_for_one_is_named_in_both_places(plant, text: str) -> None:
    named = faults(plant(in_both(text)))
    assert [fault.split(": wrong")[0] for fault in named] == ["甲", "a.toml: one.what"]
