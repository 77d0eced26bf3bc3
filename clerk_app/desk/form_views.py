"""What helps to fill in a form: drafts found again, what was entered before, papers that can be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clerk_app.model import Record


@dataclass(frozen=True, slots=True)
class Kept:
    """That the content at hand is a draft: when it was kept (Beijing time, ``YYYY-MM-DD hh:mm``, "" if not noted).

    `current` is False where the matter has moved to another release of the checklist since.
    """

    at: str
    current: bool


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A step that was begun and not completed; `current` is False where its matter has moved to another release."""

    matter: str
    step: str
    title: str
    number: str
    step_name: str
    kept_on: str
    current: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was entered before: `suggestions` by field (or ``table.column``), the newest first.

    `last` are the values of the last run, done on `on` in the matter called `title`; both "" where there is none.
    """

    suggestions: Mapping[str, tuple[str, ...]]
    last: Record
    on: str
    title: str


class PaperKind(StrEnum):
    """A paper that the program can make of a matter."""

    NOTICE = "notice"
    """The public notice of a step."""
    SIGNATURES = "signatures"
    """The page that people sign by hand."""
    SUMMARY = "summary"
    """How far the matter is, step by step."""
