"""Quorum and majority: whole numbers, "more than half" is strictly more, "two thirds" includes exactly two thirds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.model import Body, Vote
from clerk_app.workflow.votes import ARITHMETIC, HALF, TWO_THIRDS

NAMES = ("total", "present", "yes", "no", "abstain")


def vote(body: Body) -> Vote:
    """A gate over the plain field names."""
    return Vote(body=body, total="total", present="present", yes="yes", no="no", abstain="abstain", basis="某条")


def codes(build: Any, body: Body, total: int, present: int, yes: int, no: int | None = None, **more: int) -> list[str]:
    """The refusals of a vote, with the roll as it is stated."""
    fields = [build.number(name) for name in NAMES]
    office = build.gated(vote(body), *fields)
    office.knows(rolls={body.value: total, **{k: v for k, v in more.items() if k.endswith("households")}})
    against = present - yes if no is None else no
    return office.codes(office.done("a", total=total, present=present, yes=yes, no=against, abstain=0))


@given(st.integers(0, 10**6))
def test_two_thirds_or_more_includes_exactly_two_thirds(total: int) -> None:
    least = TWO_THIRDS.least(total)
    assert 3 * least >= 2 * total
    assert least == 0 or 3 * (least - 1) < 2 * total


@given(st.integers(0, 10**6))
def test_more_than_half_does_not_include_half(total: int) -> None:
    least = HALF.least(total)
    assert 2 * least > total
    assert 2 * (least - 1) <= total


@pytest.mark.parametrize(
    ("body", "total", "present", "yes", "expected"),
    [
        (Body.REPRESENTATIVES, 40, 27, 14, []),
        (Body.REPRESENTATIVES, 40, 26, 14, ["quorum-not-met"]),
        (Body.REPRESENTATIVES, 39, 26, 14, []),
        (Body.REPRESENTATIVES, 40, 28, 14, ["majority-not-met"]),
        (Body.REPRESENTATIVES, 40, 28, 15, []),
        (Body.VILLAGERS, 100, 51, 26, []),
        (Body.VILLAGERS, 100, 50, 26, ["quorum-not-met"]),
        (Body.GROUP, 30, 20, 11, []),
        (Body.GROUP, 30, 19, 11, ["quorum-not-met"]),
        (Body.ELECTORS, 100, 50, 26, []),
        (Body.ELECTORS, 100, 49, 26, ["quorum-not-met"]),
        (Body.ELECTORS, 100, 50, 25, ["majority-not-met"]),
        (Body.PARTY, 20, 11, 6, []),
        (Body.PARTY, 20, 10, 6, ["quorum-not-met"]),
        (Body.MEMBERS, 90, 60, 60, []),
        (Body.MEMBERS, 90, 80, 59, ["majority-not-met"]),
        (Body.MEMBER_REPRESENTATIVES, 21, 14, 14, []),
        (Body.MEMBER_REPRESENTATIVES, 21, 20, 13, ["majority-not-met"]),
        (Body.MEMBER_REPRESENTATIVES, 20, 20, 20, ["body-too-small"]),
        (Body.BOARD, 5, 4, 3, []),
        (Body.BOARD, 6, 4, 3, ["majority-not-met"]),
    ],
)
def test_each_body_counts_by_its_own_rule(
    build: Any, body: Body, total: int, present: int, yes: int, expected: list[str]
) -> None:
    assert codes(build, body, total, present, yes) == expected


def test_the_refusal_says_how_many_are_missing(build: Any) -> None:
    office = build.gated(vote(Body.REPRESENTATIVES), *(build.number(name) for name in NAMES))
    office.knows(rolls={"representatives": 40})
    command = office.done("a", total=40, present=25, yes=25, no=0, abstain=0)
    assert office.refusal(command, "quorum-not-met") == {"total": 40, "present": 25, "need": 27, "short": 2}


def test_counts_that_do_not_add_up_are_refused(build: Any) -> None:
    assert codes(build, Body.REPRESENTATIVES, 40, 30, 20, no=9) == ["vote-does-not-add-up"]
    assert "vote-does-not-add-up" in codes(build, Body.REPRESENTATIVES, 40, 41, 41)


def test_the_total_must_be_that_of_the_roll(build: Any) -> None:
    office = build.gated(vote(Body.REPRESENTATIVES), *(build.number(name) for name in NAMES))
    command = office.done("a", total=30, present=30, yes=30, no=0, abstain=0)
    assert office.codes(command) == ["roll-unknown"]
    office.knows(rolls={"representatives": 40})
    assert office.refusal(command, "roll-differs") == {"body": "representatives", "total": 30, "roll": 40}


@pytest.mark.parametrize(
    ("households", "represented", "roll", "expected"),
    [
        (30, 20, 30, []),
        (30, 19, 30, ["quorum-not-met"]),
        (30, 20, 31, ["quorum-not-met"]),
        (0, 0, 0, ["quorum-not-met"]),
    ],
)
def test_the_villagers_meeting_may_meet_by_households(
    build: Any, households: int, represented: int, roll: int, expected: list[str]
) -> None:
    gate = Vote(
        body=Body.VILLAGERS,
        total="total",
        present="present",
        yes="yes",
        no="no",
        abstain="abstain",
        households="households",
        households_present="represented",
    )
    fields = [build.number(name) for name in (*NAMES, "households", "represented")]
    office = build.gated(gate, *fields)
    office.knows(rolls={"villagers": 100, "villagers_households": roll})
    command = office.done(
        "a", total=100, present=40, yes=40, no=0, abstain=0, households=households, represented=represented
    )
    assert office.codes(command) == expected


def test_every_body_has_its_arithmetic() -> None:
    assert set(ARITHMETIC) == set(Body)
