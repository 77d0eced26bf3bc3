"""What must be done: matter types, their steps, and the catalogue that holds them. Never changed at run time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from .expression import Expression
from .gates import Gate
from .office import OfficeKind


class FieldKind(StrEnum):
    """What a field holds, and how it is written in a payload."""

    TEXT = "text"
    """One line of text, at most 200 characters."""
    NOTE = "note"
    """Several lines of text, at most 4,000 characters."""
    DATE = "date"
    """``YYYY-MM-DD``."""
    MONEY = "money"
    """Whole fen."""
    NUMBER = "number"
    """A whole number, not negative."""
    CHOICE = "choice"
    """One of the field's choices."""
    YES = "yes"
    """True or false."""
    PERSON = "person"
    """The id of a person on the office's list."""
    TABLE = "table"
    """A list of records with the field's columns."""


class Privacy(StrEnum):
    """Who may see a value (personal-information law art. 6, 28)."""

    PUBLIC = "public"
    MASKED = "masked"
    INTERNAL = "internal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in. `choices` only for CHOICE, `columns` only for TABLE (no tables inside tables)."""

    id: str
    label: str
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    privacy: Privacy = Privacy.INTERNAL
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A paper or photo to attach: at least `least` files of this kind. `photo` says that it is a picture."""

    id: str
    label: str
    least: int = 1
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One who confirms the step: any of `roles` may do it; `basis` says who asks for it."""

    id: str
    label: str
    roles: tuple[str, ...]
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a matter type.

    It is open when all steps in `after` are done or skipped and `when` (if any) holds; where `when` does not hold it is
    skipped. A `repeat` step may be run again until step `until` is done; an `optional` one may be left out. A repeated
    step that follows a repeated step is run once for each of its runs. `publicity` steps are posted first and completed
    when the notice comes down. `register` names the fields that tell what was committed
    (``{"amount": …, "site": …, "party": …}``) for adding up over other matters. `block` names the shared block that
    brought the step. `facts` names what early warnings look at: a kind of `FactKind`, and the field (or
    ``table.column``) that holds it.
    """

    id: str
    name: str
    responsible: str
    basis: str = ""
    guide: str = ""
    output: str = ""
    after: tuple[str, ...] = ()
    when: Expression | None = None
    repeat: bool = False
    optional: bool = False
    until: str = ""
    publicity: bool = False
    fields: tuple[Field, ...] = ()
    materials: tuple[Material, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    gates: tuple[Gate, ...] = ()
    register: Mapping[str, str] | None = None
    block: str = ""
    facts: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterType:
    """One kind of matter. `basis` is the legal basis, `applies` says when it is used, `short` names it in a list."""

    id: str
    name: str
    short: str
    category: str
    basis: str
    applies: str
    steps: tuple[Step, ...]
    _by_id: Mapping[str, Step] = field(init=False, repr=False, compare=False)
    _before: dict[str, tuple[Step, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        # The first of two steps of one name counts until the lint refuses them.
        object.__setattr__(self, "_by_id", {step.id: step for step in reversed(self.steps)})

    def step(self, step_id: str) -> Step | None:
        """The step of that id, or None."""
        return self._by_id.get(step_id)

    def before(self, step: Step) -> tuple[Step, ...]:
        """The steps in its `after`; `KeyError` for one that the type lacks, which the lint refuses."""
        if step.id not in self._before:
            self._before[step.id] = tuple(self._by_id[each] for each in step.after)
        return self._before[step.id]


class Tag(StrEnum):
    """Where a number comes from, and so who may change it."""

    LAW = "L"
    PROVINCE = "Z"
    CITY = "H"
    NATIONAL_DOCUMENT = "N"
    COUNTY = "C"
    ASSUMPTION = "A"
    UNVERIFIED = "U"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number that may differ from place to place; `value` None is EMPTY and stops the step that needs it.

    Money is in fen. `lowest` and `highest` bound what an office may set; a parameter with tag L, Z or H that has no
    bounds may be set by a release only. `setter` says in Chinese who sets it.
    """

    key: str
    name: str
    unit: str
    value: int | None
    tag: Tag
    source: str
    setter: str
    lowest: int | None = None
    highest: int | None = None
    settable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A post or capacity; `excludes` are the roles that the same person may not hold.

    `office` says where its holders serve: what only a township's officials may sign waits for the township.
    """

    id: str
    name: str
    excludes: tuple[str, ...] = ()
    basis: str = ""
    office: OfficeKind = OfficeKind.VILLAGE


TownshipSteps: TypeAlias = tuple[tuple[Step, tuple[SignOff, ...]], ...]
"""Steps that a township signs, each with the sign-offs that are the township's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One release of the checklist. `hash` is the SHA-256 of its canonical bytes, and names it in every entry.

    `holidays` are days off and `workdays` the weekends worked, both ``YYYY-MM-DD``.
    """

    version: int
    name: str
    hash: str
    types: Mapping[str, MatterType]
    parameters: Mapping[str, Parameter]
    roles: Mapping[str, Role]
    holidays: frozenset[str]
    workdays: frozenset[str]
    _townships: dict[str, TownshipSteps] = field(init=False, repr=False, compare=False, default_factory=dict)

    def township_steps(self, type_id: str) -> TownshipSteps:
        """The steps of a type that have sign-offs of a township, with these: all whose roles serve there alone.

        Found out once for each type: the receiving desk asks it at every entry.
        """
        if type_id not in self._townships:
            officials = {role.id for role in self.roles.values() if role.office is OfficeKind.TOWNSHIP}
            steps = self.types[type_id].steps
            found = ((step, tuple(slot for slot in step.signoffs if set(slot.roles) <= officials)) for step in steps)
            self._townships[type_id] = tuple((step, slots) for step, slots in found if slots)
        return self._townships[type_id]
