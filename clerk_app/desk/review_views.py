"""What a face shows of the township's decisions on steps: the queue, one case, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clerk_app.model import Field, FileRef, Material, Person, Record

from .step_views import Check, DecisionRow


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A line of the queue: a sign-off of a village's step that waits for the township.

    `since` is the day on which it was handed in or became the township's turn, `days_left` is negative when it is
    overdue and None without a deadline (`due` is "" then). `again` is True where it came back after a decision.
    """

    code: str
    name: str
    matter: str
    number: str
    title: str
    type_name: str
    step: str
    step_name: str
    slot: str
    label: str
    visit: int
    since: str
    due: str
    days_left: int | None
    handed_in: bool
    again: bool


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A step that was done before: what is to be read before deciding. `kinds` names the kinds of its `files`."""

    step: str
    name: str
    on: str
    form: tuple[Field, ...]
    fields: Record
    files: tuple[FileRef, ...]
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One case of the queue, opened: the step, the content at hand, who may decide, what was done and decided before.

    `note` is what the village wrote when it handed the step in; `checks` say what of the content is still missing for
    an approval. `kept`: the content at hand is what an official typed before and has not decided on.
    """

    row: ReviewRow
    basis: str
    guide: str
    form: tuple[Field, ...]
    materials: tuple[Material, ...]
    fields: Record
    files: tuple[FileRef, ...]
    note: str
    officials: tuple[Person, ...]
    done: tuple[DoneStep, ...]
    decisions: tuple[DecisionRow, ...]
    checks: tuple[Check, ...]
    kept: bool = False
