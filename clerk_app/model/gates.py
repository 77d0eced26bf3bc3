"""The closed vocabulary of gates: what a step may ask for before it lets anyone pass.

A `Limit` is a whole number, or the name of a parameter that holds one. `basis` names the article. The catalogue reads
these classes from TOML by `GATES`; `clerk_app.workflow` has one judge for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from .expression import Expression

Limit: TypeAlias = int | str


class Body(StrEnum):
    """Who votes, each with its own arithmetic (`workflow.votes`)."""

    VILLAGERS = "villagers"
    """村民会议: more than half of the adults or two thirds of the households; more than half of those present."""
    REPRESENTATIVES = "representatives"
    """村民代表会议: two thirds of its members present; more than half of those present."""
    GROUP = "group"
    """村民小组会议: two thirds of the group's adults or households; more than half of those present."""
    ELECTORS = "electors"
    """推选单位会议: half of the voters or two thirds of the households; more than half of those present."""
    PARTY = "party"
    """党员大会: more than half of the voting members present; more than half of those present."""
    MEMBERS = "members"
    """成员大会: two thirds of the members present; two thirds of all members."""
    MEMBER_REPRESENTATIVES = "member_representatives"
    """成员代表大会: two thirds of all representatives."""
    BOARD = "board"
    """理事会: two thirds of the directors present; more than half of all directors."""


class Days(StrEnum):
    """What a number of days counts."""

    CALENDAR = "calendar"
    WORKING = "working"


class Registry(StrEnum):
    """The registers of names that a step may ask for."""

    VENDORS = "vendors"
    """供应商名录."""
    CRAFTSMEN = "craftsmen"
    """乡村建设工匠名录 (《乡村建设工匠管理办法》)."""
    CARDS = "cards"
    """村务卡登记: the holders of cards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A condition of a step; `basis` is the article or rule that asks for it.

    A rule with a date of effect is asked of matters that began on `effective` or later, and of none that began on
    `lapsed` or later (days ``YYYY-MM-DD``, "" for always).
    """

    basis: str = ""
    effective: str = ""
    lapsed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Gate):
    """Quorum and majority of a body; the fields hold the due, the present and the three counts.

    `total` must agree with the roll of the body. `households` and `households_present` serve the two bodies that may
    also meet by households.
    """

    body: Body
    total: str
    present: str
    yes: str
    no: str
    abstain: str
    households: str = ""
    households_present: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingNotice(Gate):
    """What comes on day `held` comes at least `days` after the notice of day `sent`; a reason in `unless` lifts it."""

    days: Limit
    sent: str
    held: str
    unless: str = ""
    count: Days = Days.CALENDAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity(Gate):
    """The step's notice hung for `days` counted from the day after posting, with photos at both ends.

    With `within` it was put up at most that many calendar days after the last of the steps before it (0: no such
    limit); later needs a reason.
    """

    days: Limit
    count: Days = Days.CALENDAR
    within: Limit = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOpenObjection(Gate):
    """Every objection to the step's notice was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes(Gate):
    """At least `least` different bidders in column `bidder`; where `winner` names a field, it is one of them."""

    table: str
    bidder: str
    least: Limit
    winner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountBand(Gate):
    """The method in field `method` reaches up to its limit for the amount, added up over `months`.

    Added up is what other matters of the type committed at the same `site` or to the same `party`. `limits` maps each
    choice of the method to the highest amount (fen) it may be used for.
    """

    amount: str
    method: str
    site: str
    months: Limit
    limits: Mapping[str, Limit]
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cashless(Gate):
    """Payment in cash (choice `cash` of field `method`) is not allowed from `limit` fen up."""

    method: str
    amount: str
    limit: Limit
    cash: str = "现金"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Gate):
    """Above `large` fen the minutes' number stands in `minutes`, above `huge` the resolution's in `resolution`."""

    amount: str
    large: Limit
    huge: Limit
    minutes: str
    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctPersons(Gate):
    """No natural person signs twice in this step, nor again what `steps` had signed by them."""

    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOrder(Gate):
    """The signatures came in the order in which the step lists them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOn(Gate):
    """All signatures of the step carry the day in field `day`."""

    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal(Gate):
    """Who is named in column `person` of `table`, or is their near relative, does not sign this step."""

    table: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Gate):
    """Done within `days` after step `since` ("" is the step before); later needs a reason.

    With `day` the days count from the day in that field instead of from a step. `remind` says how many days before it
    is due the step is to be called to mind, the earliest first.
    """

    days: Limit
    count: Days = Days.CALENDAR
    since: str = ""
    day: str = ""
    remind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Require(Gate):
    """`condition` holds; where it does not, `say` tells the clerk in Chinese what is wrong and `fix` what to do.

    With `outcome` that it does not hold is a decision and no mistake: it may be put on record (`Complete.failed`).
    """

    condition: Expression
    say: str
    fix: str
    outcome: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSet(Gate):
    """The parameter has a value; an empty one stops the step."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EachMonth(Gate):
    """Step `step` was run in every month from the day of step `since` to this step's day."""

    step: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOf(Gate):
    """Field `total` equals the sum of `column` over `table`; with `times`, of the products of two columns."""

    total: str
    table: str
    column: str
    times: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique(Gate):
    """No two rows of `table` (over all runs of this step) agree in all `columns`.

    With `fields` only rows of runs that agree in these fields are compared: nobody twice on one day.
    """

    table: str
    columns: tuple[str, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Gate):
    """Each row of `table` agrees in `columns` with a row of `source` in step `step`."""

    table: str
    columns: tuple[str, ...]
    step: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Gate):
    """Table `table` holds what the program gathers itself: the matters closed since step `since`, none left out.

    Gathered are those of the types that table `among` names in the first of the `columns`; what earlier runs of this
    step have is left out. The three `columns` of `table` hold type, number and closing day.
    """

    table: str
    columns: tuple[str, ...]
    among: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(Gate):
    """Field `field` has the value that field `source` has in step `step`: what was decided is what is done."""

    field: str
    step: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Gate):
    """The text of `field` is a name that the office keeps in its register `register`, in force on the step's day."""

    field: str
    register: Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Submatter(Gate):
    """At least `least` matters of type `type` were opened from this one, and all of them are closed."""

    type: str
    least: Limit = 0


GATES: Mapping[str, type[Gate]] = MappingProxyType(
    {
        "vote": Vote,
        "meeting_notice": MeetingNotice,
        "publicity": Publicity,
        "no_open_objection": NoOpenObjection,
        "quotes": Quotes,
        "amount_band": AmountBand,
        "cashless": Cashless,
        "tier": Tier,
        "distinct_persons": DistinctPersons,
        "sign_order": SignOrder,
        "signed_on": SignedOn,
        "recusal": Recusal,
        "deadline": Deadline,
        "require": Require,
        "parameter_set": ParameterSet,
        "each_month": EachMonth,
        "sum_of": SumOf,
        "unique": Unique,
        "listed": Listed,
        "gathered": Gathered,
        "carried": Carried,
        "registered": Registered,
        "submatter": Submatter,
    }
)
"""The name of each gate in a catalogue."""
