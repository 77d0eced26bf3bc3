"""The desk speaks the language that it is told to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clerk_app import desk
from clerk_app.desk import words
from clerk_app.errors import Refusal, RefusedError, UsageError


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    yield
    desk.speak("zh")


def said(code: str, **details: str | int) -> str:
    (sentence,) = desk.explain(UsageError(code, **details))
    return sentence.what


def test_the_desk_speaks_chinese_until_it_is_told_otherwise() -> None:
    assert said("office-in-use") == "这个单位已经在另一个窗口里打开了"
    desk.speak("en")
    assert said("office-in-use") == "This office is open in another window."
    desk.speak("zh")
    assert said("office-in-use") == "这个单位已经在另一个窗口里打开了"


def test_figures_and_labels_are_put_into_the_english_sentence() -> None:
    desk.speak("en")
    error = RefusedError(
        (Refusal("setting-out-of-bounds", {"key": "font.percent", "low": 100, "high": 150, "unit": "percent"}),)
    )
    (sentence,) = desk.explain(error)
    assert (sentence.what, sentence.amount) == ("“Text size” is out of its bounds.", "From 100 to 150 (per cent).")
    assert desk.label("representatives") == "Villagers' representative assembly"


def test_what_the_catalogue_says_stays_as_it_is() -> None:
    desk.speak("en")
    assert said("step-already-done", step="民主协商") == "“民主协商” has been done already."


def test_a_sentence_that_lacks_its_english_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"zh": {"only-here": {"what": "只有中文"}}, "en": {}}
    monkeypatch.setattr(words, "rows", rows.__getitem__)
    desk.speak("en")
    assert words.sentence("only-here", {}).what == "只有中文"


def test_nobody_speaks_a_language_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="nobody here speaks fr"):
        desk.speak("fr")
