"""Quorum and majority, in whole numbers.

"More than half" is strictly more; "two thirds or more" includes exactly two thirds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clerk_app.errors import Refusal
from clerk_app.model import Body, Vote

from .situation import Situation


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a number: at least `part`/`whole`, or strictly more where `strictly`."""

    part: int
    whole: int
    strictly: bool = False

    def least(self, of: int) -> int:
        """The smallest whole number that reaches the share of `of`."""
        if self.strictly:
            return of * self.part // self.whole + 1
        return -(-of * self.part // self.whole)


HALF = Share(1, 2, strictly=True)
TWO_THIRDS = Share(2, 3)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How one body counts: who must come, and who must agree, of those present or of all."""

    quorum: Share
    majority: Share
    of_all: bool = False
    households: bool = False
    """Two thirds of the households are enough to meet where the adults are too few."""
    above: int = 0
    """The body must have more members than this."""


ARITHMETIC: dict[Body, Arithmetic] = {
    Body.VILLAGERS: Arithmetic(HALF, HALF, households=True),
    Body.REPRESENTATIVES: Arithmetic(TWO_THIRDS, HALF),
    Body.GROUP: Arithmetic(TWO_THIRDS, HALF, households=True),
    Body.ELECTORS: Arithmetic(Share(1, 2), HALF, households=True),
    Body.PARTY: Arithmetic(HALF, HALF),
    Body.MEMBERS: Arithmetic(TWO_THIRDS, TWO_THIRDS, of_all=True),
    Body.MEMBER_REPRESENTATIVES: Arithmetic(TWO_THIRDS, TWO_THIRDS, of_all=True, above=20),
    Body.BOARD: Arithmetic(TWO_THIRDS, HALF, of_all=True),
}
"""组织法 art. 26, 28, 30; 浙江省实施办法 art. 19 (推选单位会议); 农村集体经济组织法 art. 27, 28, 31.

The shares of the Party meeting are common practice, found in no text [U].
"""


def judge_vote(gate: Vote, at: Situation) -> Iterator[Refusal]:
    """The counts agree with the roll and with each other, enough came, and enough agreed."""
    total, present = at.number(gate.total), at.number(gate.present)
    yes, no, abstain = at.number(gate.yes), at.number(gate.no), at.number(gate.abstain)
    rule = ARITHMETIC[gate.body]
    yield from _roll(gate, at, total)
    if total <= rule.above:
        yield at.refuse(gate, "body-too-small", total=total, above=rule.above)
    if present > total or yes + no + abstain != present:
        yield at.refuse(gate, "vote-does-not-add-up", present=present, total=total, counted=yes + no + abstain)
    need = rule.quorum.least(total)
    if present < need and not _by_households(gate, at, rule):
        yield at.refuse(gate, "quorum-not-met", total=total, present=present, need=need, short=need - present)
    base = total if rule.of_all else present
    agree = rule.majority.least(base)
    if yes < agree:
        yield at.refuse(gate, "majority-not-met", base=base, yes=yes, need=agree, short=agree - yes)


def _roll(gate: Vote, at: Situation, total: int) -> Iterator[Refusal]:
    known = at.context.rolls.get(gate.body.value)
    if known is None:
        yield at.refuse(gate, "roll-unknown", body=gate.body.value)
    elif known != total:
        yield at.refuse(gate, "roll-differs", body=gate.body.value, total=total, roll=known)


def _by_households(gate: Vote, at: Situation, rule: Arithmetic) -> bool:
    """A meeting by households: two thirds of them are represented, and their number is that of the roll."""
    if not rule.households or not gate.households:
        return False
    households = at.number(gate.households)
    known = at.context.rolls.get(f"{gate.body.value}_households")
    return households > 0 and known == households and at.number(gate.households_present) >= TWO_THIRDS.least(households)
