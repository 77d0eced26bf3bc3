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


def judge_length(text: str, most: int, step: str = "") -> Iterator[Refusal]:
    """Only that a text is longer than it may be; it may be left out."""
    if len(text) > most:
        yield Refusal("text-too-long", {"have": len(text), "most": most}, "", step)


def judge_text(text: str, most: int, step: str = "") -> Iterator[Refusal]:
    """What is wrong with an objection or an answer."""
    if not text.strip():
        yield Refusal("text-missing", {}, "", step)
    yield from judge_length(text, most, step)


def judge_reason(text: str, most: int, step: str = "") -> Iterator[Refusal]:
    """What is wrong with a reason."""
    if not text.strip():
        yield Refusal("reason-missing", {}, "", step)
    yield from judge_length(text, most, step)


def judge_letter(text: str) -> Iterator[Refusal]:
    """What is wrong with the words of a letter, or of what is told like one."""
    if not text.strip():
        yield Refusal("letter-without-text")
    yield from judge_length(text, LONGEST_LETTER)


def judge_title(title: str) -> Iterator[Refusal]:
    """What is wrong with the name of a matter."""
    if not title.strip():
        yield Refusal("title-missing")
    if len(title) > LONGEST_TITLE:
        yield Refusal("title-too-long", {"have": len(title), "most": LONGEST_TITLE})


def judge_name(name: str) -> Iterator[Refusal]:
    """What is wrong with the name of a person, an office, or somebody in a register."""
    if not name.strip():
        yield Refusal("name-missing")
    if len(name) > LONGEST_NAME:
        yield Refusal("name-too-long", {"have": len(name), "most": LONGEST_NAME})


def judge_number(number: str) -> Iterator[Refusal]:
    """What is wrong with the code, certificate or card of somebody in a register; it may be left out."""
    if len(number) > LONGEST_NUMBER:
        yield Refusal("number-too-long", {"have": len(number), "most": LONGEST_NUMBER})


def check_names(*names: str) -> None:
    """`RefusedError` where one of these is no name."""
    refused = tuple(refusal for name in names for refusal in judge_name(name))
    if refused:
        raise RefusedError(refused)
