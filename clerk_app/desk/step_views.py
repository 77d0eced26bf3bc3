"""What the page of one matter shows: its flow, one step with what is missing, who signs, objections and decisions."""

from __future__ import annotations

from dataclasses import dataclass

from clerk_app.model import Field, FileRef, Material, Person, Record, SignOff

from .form_views import Kept
from .letter_views import LetterRow
from .views import HistoryRow, MatterRow, Sentence

_WORKABLE = ("open", "posted")


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the flow at the left of a matter.

    `state` is one of ``done``, ``open``, ``posted`` (a notice hangs), ``skipped``, ``coming``, ``refused`` (the
    township returned it). `visit` is the number of the run that comes next, or of the last one where none comes;
    `times` counts those that there were.
    """

    id: str
    name: str
    state: str
    note: str
    visit: int
    optional: bool
    repeat: bool
    times: int = 0

    @property
    def workable(self) -> bool:
        """True where it can be worked on now."""
        return self.state in _WORKABLE

    @property
    def again(self) -> bool:
        """True where it was done and may be done once more."""
        return self.state == "open" and self.times > 0


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a step: met, or not and then with the sentence.

    `place` names the part of the page where it can be cured: ``field-…``, ``add-…`` (a material), ``sign-…``, ``on``,
    ``late``, ``post``, ``answer``; "" for none.
    """

    met: bool
    sentence: Sentence
    place: str = ""


@dataclass(frozen=True, slots=True)
class SlotView:
    """One required signature: who may give it, and who gave it over the content as it stands.

    `means` is ``key``, ``page`` or ``review`` (the township's decision), "" where nobody signed.
    """

    slot: SignOff
    people: tuple[Person, ...]
    signed_by: str
    means: str
    on: str


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection to a notice; open while `answered_on` is ""."""

    entry: str
    on: str
    text: str
    answered_on: str
    answer: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision of the township: `verdict` is ``approve``, ``return`` or ``ask``; `entry` is its entry's hash.

    `counts` is True for an approval that a step can be completed with; `heard` is False at a township as long as the
    village has not confirmed it.
    """

    entry: str
    verdict: str
    step: str
    step_name: str
    slot: str
    label: str
    visit: int
    name: str
    role: str
    on: str
    text: str
    counts: bool
    heard: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as the middle and right of the matter page show it.

    `fields`, `files`, `on`, `late_reason` are the content at hand: as approved, else drafted, else of the last run.
    `reviewed`: the township signs here, `in_program` without paper; `handed_in_on` is "" where it was not handed in.
    `negative`: nothing but the decision itself is against it, so it may be put on record as failed.
    `corrects`: the content is to replace that of the newest run. A step that is over has no checks, and `kept` tells
    that a correction of it was begun.
    """

    matter: str
    id: str
    name: str
    responsible: str
    basis: str
    guide: str
    state: str
    visit: int
    publicity: bool
    form: tuple[Field, ...]
    materials: tuple[Material, ...]
    slots: tuple[SlotView, ...]
    fields: Record
    files: tuple[FileRef, ...]
    on: str
    late_reason: str
    posted_on: str
    takedown_on: str
    checks: tuple[Check, ...]
    ready: bool
    objections: tuple[ObjectionRow, ...] = ()
    repeat: bool = False
    kept: Kept | None = None
    reviewed: bool = False
    in_program: bool = False
    handed_in_on: str = ""
    decisions: tuple[DecisionRow, ...] = ()
    negative: bool = False
    corrects: bool = False

    @property
    def workable(self) -> bool:
        """True where it can be worked on now, or is being corrected."""
        return self.corrects or self.state in _WORKABLE


@dataclass(frozen=True, slots=True)
class MatterView:
    """One matter with its flow, its history, what the township decided on it, and the letters that name it.

    `newer` says that a newer release of the checklist is in force than the one it runs under.
    """

    row: MatterRow
    catalogue: str
    flow: tuple[StepRow, ...]
    history: tuple[HistoryRow, ...]
    decisions: tuple[DecisionRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
    newer: bool = False
