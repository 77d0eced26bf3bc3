"""What was turned down is on record with its figures, and leads back or to the end, never forward."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.model import (
    Binary,
    Body,
    Constant,
    DistinctPersons,
    Name,
    Require,
    Return,
    Run,
    Vote,
    Withdraw,
)

VOTE = Vote(body=Body.PARTY, total="total", present="present", yes="yes", no="no", abstain="abstain")
AGREED = Require(
    condition=Binary("==", Name("result"), Constant("同意")), say="没有同意。", fix="请改。", basis="某法", outcome=True
)
LOST = {"total": 30, "present": 20, "yes": 10, "no": 10, "abstain": 0}
WON = {"total": 30, "present": 20, "yes": 11, "no": 9, "abstain": 0}
TOO_FEW = {"total": 30, "present": 15, "yes": 7, "no": 8, "abstain": 0}


@pytest.fixture
def council(build: Any) -> Any:
    """A study, a vote and what follows; the vote registers a sum."""
    counts = tuple(build.number(name) for name in ("total", "present", "yes", "no", "abstain"))
    made = build.village(
        build.step("study", fields=(build.choice("result", "同意", "不同意"),), gates=(AGREED,)),
        build.step(
            "vote",
            after=("study",),
            fields=(*counts, build.money("sum")),
            signoffs=(build.slot("head"),),
            gates=(VOTE, DistinctPersons()),
            register={"amount": "sum"},
        ),
        build.step("carry_out", after=("vote",)),
    )
    made.knows(rolls={"party": 30})
    return made


def failed(command: Any) -> Any:
    return replace(command, failed=True)


def vote(council: Any, counts: dict[str, int]) -> Any:
    command = council.done("vote", "2026-01-05", sum=500, **counts)
    council.ask(council.signed("vote", "head", "p1", command))
    return command


def states(council: Any) -> list[str]:
    flow = workflow.Flow(council.catalogue, council.matter, council.context)
    return [flow.state(step).value for step in flow.type.steps]


def test_a_lost_vote_is_recorded_with_its_figures_and_nothing_follows(council: Any) -> None:
    council.ask(council.done("study", result="同意"))
    command = vote(council, LOST)
    assert council.codes(command) == ["majority-not-met"]
    recorded = council.ask(failed(command))
    assert workflow.command_of(recorded) == failed(command)
    assert council.matter.last_run("vote") == Run(
        "vote", 1, "2026-01-05", {**LOST, "sum": 500}, (), "", recorded.hash, failed=True
    )
    assert states(council) == ["done", "failed", "coming"]
    assert council.context.commitments == ()
    assert council.codes(council.done("carry_out", "2026-01-06")) == ["step-before-missing"]
    assert council.codes(council.done("vote", "2026-01-06", visit=1, sum=1, **WON))[0] == "step-already-done"


def test_it_leads_back_and_may_be_won_the_second_time(council: Any) -> None:
    council.ask(council.done("study", result="同意"))
    council.ask(failed(vote(council, LOST)))
    council.ask(Return(matter="m1", step="vote", on="2026-01-06", reason="方案改了", undone=("vote",)))
    assert states(council) == ["done", "open", "coming"]
    council.ask(vote(council, WON))
    assert states(council) == ["done", "done", "open"]
    assert [known.amount for known in council.context.commitments] == [500]


def test_it_may_be_the_end_of_the_matter(council: Any) -> None:
    council.ask(failed(council.done("study", result="不同意")))
    council.ask(Withdraw(matter="m1", on="2026-01-06", reason="党组织没有同意"))
    assert council.matter.withdrawn_on == "2026-01-06"
    assert council.matter.last_run("study").fields == {"result": "不同意"}


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        (TOO_FEW, ["quorum-not-met", "majority-not-met", "outcome-not-negative"]),
        (WON, ["outcome-not-negative"]),
        ({**LOST, "no": 9}, ["vote-does-not-add-up", "majority-not-met", "outcome-not-negative"]),
    ],
)
def test_only_a_decision_is_turned_down_and_no_mistake(council: Any, counts: dict[str, int], codes: list[str]) -> None:
    council.ask(council.done("study", result="同意"))
    assert council.codes(failed(vote(council, counts))) == codes


def test_everything_else_about_a_lost_vote_is_in_order(council: Any) -> None:
    council.ask(council.done("study", result="同意"))
    unsigned = council.done("vote", "2026-01-05", sum=500, **LOST)
    assert council.codes(failed(unsigned)) == ["signature-missing"]


def test_an_agreement_that_is_given_is_not_turned_down(council: Any) -> None:
    assert council.codes(failed(council.done("study", result="同意"))) == ["outcome-not-negative"]
    plain = council.done("study", result="不同意")
    assert council.codes(plain) == ["condition-not-met"]
    assert council.codes(failed(plain)) == []


def test_a_wrong_figure_of_a_lost_vote_is_corrected(council: Any) -> None:
    recorded = council.ask(failed(council.done("study", result="不同意")))
    council.ask(council.corrected("study", recorded.hash, fields={"result": "同意"}))
    assert states(council) == ["done", "open", "coming"]


def test_a_repeated_step_that_was_turned_down_holds_up_what_follows_it(build: Any) -> None:
    village = build.village(
        build.step("ask", repeat=True, fields=(build.choice("result", "同意", "不同意"),), gates=(AGREED,)),
        build.step("pay", after=("ask",), repeat=True),
        build.step("end", after=("pay",)),
    )
    village.ask(village.done("ask", result="同意"))
    assert states(village) == ["open", "open", "coming"]
    village.ask(failed(village.done("ask", result="不同意")))
    assert states(village) == ["failed", "coming", "coming"]
