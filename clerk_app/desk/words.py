"""The one table of sentences: `resources/words/*.toml`, a row for each code, filled in with its details.

A placeholder is ``{name}``; ``{name:money}`` shows fen as yuan, ``{name:size}`` bytes as people say them,
``{name:label}`` a word's name. The Chinese rows stand in the folder itself, another language's in a folder of its name.
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

LANGUAGES = ("zh", "en")
"""What the desk can speak; the first is what it speaks until told otherwise."""

NOTICE_BOARD = "村务公开栏"
"""Where a notice usually hangs. It goes into the record as it stands, and so is Chinese in every language."""

_LABELS = "labels"


class _Voice:
    """The language of this process: a window or a command line has one reader."""

    language = LANGUAGES[0]


def speak(language: str) -> None:
    """Say every sentence from now on in one of `LANGUAGES`; any other is our misuse: `ValueError`.

    What the catalogue says and what people typed stays as it is (`docs/decisions/0014-languages.md`).
    """
    if language not in LANGUAGES:
        raise ValueError(f"nobody here speaks {language}")
    _Voice.language = language


@cache
def rows(language: str) -> Mapping[str, Mapping[str, str]]:
    """All rows by code. A code that stands in two files is our fault: `RuntimeError`."""
    folder = resources() / "words"
    if language != LANGUAGES[0]:
        folder /= language
    table: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        for code, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in table:
                raise RuntimeError(f"{code} has two rows")
            table[code] = row
    return table


def _row(code: str) -> Mapping[str, str]:
    """The row of a code; a language that lacks it lets the Chinese one speak, which is better than silence."""
    return rows(_Voice.language).get(code) or rows(LANGUAGES[0])[code]


def label(word: str) -> str:
    """The name of a word of the model, or the word itself."""
    return _row(_LABELS).get(word, word)


def size_in_words(size: int) -> str:
    """So many bytes as people say them: ``800 B``, ``1.5 MB``."""
    for unit, bytes_in in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= bytes_in:
            return f"{size / bytes_in:.1f} {unit}"
    return f"{size} B"


class _Filler(string.Formatter):
    """Fills placeholders; data is put in as it is and never read as a format."""

    def format_field(self, value: Any, spec: str) -> str:
        if spec == "money":
            return codes.yuan(int(value))
        if spec == "size":
            return size_in_words(int(value))
        if spec == "label":
            return label(str(value))
        return str(value)


def sentence(code: str, details: Mapping[str, Detail], basis: str = "", step: str = "") -> Sentence:
    """What a code says with these details. A code without a row is our fault: `KeyError`."""
    row, filler = _row(code), _Filler()

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
