"""How long what people write may be, and what is wrong with a text that is not there or longer."""

from __future__ import annotations

from collections.abc import Iterator

from clerk_app.errors import Refusal, RefusedError

LONGEST_NAME = 60
LONGEST_NUMBER = 40
LONGEST_TITLE = 100
LONGEST_REASON = 1000
LONGEST_LETTER = 2000
LONGEST_TEXT = 4000


def judge_text(text: str, most: int, missing: str, *, long: str = "text-too-long", step: str = "") -> Iterator[Refusal]:
    """Nothing against a text of at most `most` characters; `missing` and `long` are the codes for any other."""
    if not text.strip():
        yield Refusal(missing, {}, "", step)
    else:
        yield from judge_length(text, most, long=long, step=step)


def judge_length(text: str, most: int, *, long: str = "text-too-long", step: str = "") -> Iterator[Refusal]:
    """The same of a text that may be left out."""
    if len(text) > most:
        yield Refusal(long, {"have": len(text), "most": most}, "", step)


def judge_name(name: str) -> Iterator[Refusal]:
    """What is wrong with the name of a person, an office, or somebody in a register."""
    yield from judge_text(name, LONGEST_NAME, "name-missing", long="name-too-long")


def check_names(*names: str) -> None:
    """`RefusedError` where one of these is no name."""
    refused = tuple(refusal for name in names for refusal in judge_name(name))
    if refused:
        raise RefusedError(refused)
