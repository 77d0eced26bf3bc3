"""The one table of sentences: `resources/words/*.toml`, a row for each code, filled in with its details.

A placeholder is ``{name}``; ``{name:money}`` shows fen as yuan, ``{name:label}`` a word's Chinese name.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from clerk_app import codes
from clerk_app.errors import ClerkError, Detail, Refusal, RefusedError
from clerk_app.places import resources

from .views import Sentence

_LABELS = "labels"


@cache
def rows() -> Mapping[str, Mapping[str, str]]:
    """All rows by code. A code that stands in two files is our fault: `RuntimeError`."""
    table: dict[str, Mapping[str, str]] = {}
    for path in sorted((resources() / "words").glob("*.toml")):
        for code, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in table:
                raise RuntimeError(f"{code} has two rows")
            table[code] = row
    return table


def label(word: str) -> str:
    """The Chinese name of a word of the model, or the word itself."""
    return rows()[_LABELS].get(word, word)


class _Filler(string.Formatter):
    """Fills placeholders; data is put in as it is and never read as a format."""

    def format_field(self, value: Any, spec: str) -> str:
        if spec == "money":
            return codes.yuan(int(value))
        if spec == "label":
            return label(str(value))
        return str(value)


def sentence(code: str, details: Mapping[str, Detail], basis: str = "", step: str = "") -> Sentence:
    """What a code says with these details. A code without a row is our fault: `KeyError`."""
    row, filler = rows()[code], _Filler()

    def part(name: str) -> str:
        return filler.vformat(row.get(name, ""), (), details)

    return Sentence(code, part("what"), part("amount"), basis, part("fix"), step)


def refusal_sentence(refusal: Refusal) -> Sentence:
    """One refusal in words."""
    return sentence(refusal.code, refusal.details, refusal.basis, refusal.step)


def explain(error: ClerkError) -> tuple[Sentence, ...]:
    """What went wrong, in words; a refusal has a sentence for each of its reasons."""
    if isinstance(error, RefusedError):
        return tuple(refusal_sentence(refusal) for refusal in error.refusals)
    return (sentence(error.code, error.details),)
