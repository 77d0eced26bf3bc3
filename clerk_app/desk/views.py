"""What a face shows: plain frozen records, already in the words of the clerk where words are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One refusal, warning or failure in words: what is missing, how much, which article, what to do.

    `what` is always there; the others may be "".
    """

    code: str
    what: str
    amount: str = ""
    basis: str = ""
    fix: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of today's list; `waits` is "", ``publicity``, ``reminder`` or ``township``; overdue days are negative.

    `number` is the matter's; a notice has hung for `hung` of the `wanted` days, 0 where none hangs. `due` is the day by
    which it must be done, or while a notice has to hang the first day on which it may come down (`may_come_down` then).
    `objections` to it have no answer yet; while there are some the step waits for nobody else.
    """

    matter: str
    step: str
    title: str
    step_name: str
    number: str
    responsible: str
    due: str
    days_left: int | None
    waits: str = ""
    hung: int = 0
    wanted: int = 0
    may_come_down: bool = False
    objections: int = 0


@dataclass(frozen=True, slots=True)
class Unreported:
    """What the township has not confirmed yet: what the next bundle carries. `packed` lie in an earlier one already."""

    entries: int
    files: int
    size: int
    bundle: int
    days_since_receipt: int | None
    packed: int = 0

    @property
    def fresh(self) -> int:
        """The entries that no bundle has carried yet."""
        return self.entries - self.packed


@dataclass(frozen=True, slots=True)
class Today:
    """The first page: what can be done now (by deadline), what waits for others, what must be reported.

    `coming` are steps whose deadline is still too far away to be called to mind.
    """

    ready: tuple[Task, ...]
    waiting: tuple[Task, ...]
    unreported: Unreported
    refused: tuple[RefusedEntry, ...]
    done_in_time: int
    done: int
    coming: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class WarningRow:
    """An early warning: what was seen, in which matters and entries, on which days, and what was answered.

    `titles` are those of the `matters`, in their order.
    """

    key: str
    sentence: Sentence
    matters: tuple[str, ...]
    entries: tuple[str, ...]
    days: tuple[str, ...]
    answered_on: str
    answer: str
    titles: tuple[str, ...] = ()


MATTER_STATES = ("open", "refused", "resting", "closed", "withdrawn")
"""The states of a matter; each has its word (``matter.…``) for `label`."""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A line of the list of matters; `state` is one of `MATTER_STATES`.

    `amount` is the sum it is about, in fen; 0 for none. It is `late` by so many days; 0 where it is not.
    """

    id: str
    number: str
    title: str
    type: str
    type_name: str
    state: str
    step: str
    due: str
    begun_on: str
    amount: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class MatterPage:
    """A stretch of the matters that a search finds, from `offset` on, and how many it finds in all."""

    total: int
    offset: int
    rows: tuple[MatterRow, ...]


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A line of the checklist.

    `initials` are those of its names' pinyin; `used` is 1 for the type that was begun last, 0 for one never begun.
    """

    id: str
    name: str
    short: str
    category: str
    applies: str
    basis: str
    steps: int
    initials: str = ""
    used: int = 0


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One entry of a matter. `state` is ``new``, ``carried`` (in a bundle), ``accepted``, ``refused`` or ``held``.

    `what` is its kind in words, `who` signed or wrote it, `reason` is what was given as such, and `why` are the
    reasons for which the township refused it.
    """

    seq: int
    kind: str
    step: str
    on: str
    actor: str
    state: str
    hash: str
    what: str = ""
    step_name: str = ""
    who: str = ""
    reason: str = ""
    why: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one received file.

    `word` is for `desk.label`: ``verdict.valid``, ``verdict.noted``, ``verdict.uncertain`` or ``verdict.invalid``.
    `state` is ``filed``, ``duplicate``, ``own`` (this PC wrote it, for somebody else), ``held``, ``quarantined``,
    ``unread`` (nothing of it was kept), ``left`` (called off before it), or ``sound`` where it was only judged;
    `sentences` give every reason.
    """

    path: str
    word: str
    state: str
    sender: str
    number: int
    accepted: int
    refused: tuple[RefusedEntry, ...]
    held: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """One entry that the receiver refused: its number in the log, its matter and step, and why."""

    seq: int
    hash: str
    matter: str
    title: str
    step: str
    sentences: tuple[Sentence, ...]
    step_name: str = ""


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter with the value in force; `value` None is empty and stops the steps that need it.

    Where it is `record_only`, what it would limit is recorded and not judged. `on` is the day it was set, "" for never.
    """

    key: str
    name: str
    unit: str
    value: int | None
    shipped: int | None
    tag: str
    source: str
    setter: str
    lowest: int | None
    highest: int | None
    record_only: bool
    on: str

    @property
    def money(self) -> bool:
        """True for a sum: its values are whole fen, though its unit says yuan, as people do."""
        return self.unit == "元"

    @property
    def beside(self) -> str:
        """The unit as it stands after a number: `` 天``, ``%``."""
        return self.unit if self.unit == "%" else f" {self.unit}"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting of a parameter: the day from which it holds, the value (None: record only), the office, the paper."""

    on: str
    value: int | None
    office: str
    basis: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a call changed, so that pages refresh from facts: matters touched, and whether lists or contacts did."""

    matters: tuple[str, ...] = ()
    lists: bool = False
    people: bool = False
    outbox: bool = False


Labels = Mapping[str, str]
"""Role ids with their Chinese names."""
