"""The course of a matter outside its steps: given up, resting, sent back, moved, opened from another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.errors import RefusedError
from clerk_app.model import (
    Deadline,
    DistinctPersons,
    FileRef,
    Migrate,
    Opened,
    Registered,
    Registrant,
    Registry,
    Require,
    Resume,
    Return,
    Submatter,
    Suspend,
    Withdraw,
)

NOTE = FileRef("a" * 64, 10, "note")


def turn(kind: Any, on: str = "2026-01-10", reason: str = "有原因", **parts: Any) -> Any:
    return kind(matter="m1", on=on, reason=reason, **parts)


@pytest.fixture
def three(build: Any) -> Any:
    """Three steps, the second with a sum that is added up."""
    registered = {"amount": "sum", "site": "site"}
    return build.village(
        build.step("a"),
        build.step("b", after=("a",), fields=(build.money("sum"), build.text("site")), register=registered),
        build.step("c", after=("b",)),
    )


def states(village: Any) -> list[str]:
    flow = workflow.Flow(village.catalogue, village.matter, village.context)
    return [flow.state(step).value for step in flow.type.steps]


def test_a_withdrawn_matter_goes_no_further(three: Any) -> None:
    three.ask(three.done("a"))
    three.ask(turn(Withdraw))
    assert three.matter.withdrawn_on == "2026-01-10"
    assert three.refusal(three.done("b", sum=1, site="甲地"), "matter-withdrawn") == {"on": "2026-01-10"}
    assert three.codes(turn(Withdraw)) == ["matter-withdrawn"]
    assert states(three) == ["done", "coming", "coming"]


def test_what_a_withdrawn_matter_had_committed_is_free_again(three: Any) -> None:
    three.ask(three.done("a"))
    three.ask(three.done("b", sum=100, site="甲地"))
    assert [known.amount for known in three.context.commitments] == [100]
    three.ask(turn(Withdraw))
    assert three.context.commitments == ()


def test_a_resting_matter_waits_until_it_is_resumed(three: Any) -> None:
    three.ask(turn(Suspend))
    assert three.refusal(three.done("a", on="2026-01-11"), "matter-rests") == {"since": "2026-01-10"}
    assert three.codes(turn(Suspend)) == ["matter-rests"]
    assert states(three)[0] != "open"
    three.ask(turn(Resume, on="2026-01-20"))
    assert three.codes(turn(Resume, on="2026-01-20")) == ["matter-does-not-rest"]
    three.ask(three.done("a", on="2026-01-21"))


def test_a_resting_matter_may_be_given_up(three: Any) -> None:
    three.ask(turn(Suspend))
    assert three.codes(turn(Withdraw, on="2026-01-11")) == []


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"reason": "  "}, "reason-missing"),
        ({"reason": "长" * 1001}, "text-too-long"),
        ({"on": "2026-13-01"}, "day-malformed"),
        ({"on": "2027-01-01"}, "day-in-future"),
        ({"on": "2025-12-31"}, "day-before-previous"),
    ],
)
def test_a_turn_needs_a_reason_and_a_day(three: Any, parts: dict[str, str], code: str) -> None:
    assert three.codes(turn(Withdraw, **parts)) == [code]


def test_a_turn_is_no_older_than_the_last_rest(three: Any) -> None:
    three.ask(turn(Suspend))
    assert three.codes(turn(Resume, on="2026-01-09")) == ["day-before-previous"]


def test_a_finished_matter_is_neither_withdrawn_nor_sent_back(three: Any) -> None:
    for done in (three.done("a"), three.done("b", sum=1, site="甲地"), three.done("c")):
        three.ask(done)
    for command in (turn(Withdraw), turn(Suspend), turn(Return, step="a", undone=("a", "b", "c"))):
        assert three.codes(command) == ["matter-closed"]


def test_days_of_rest_do_not_count_in_a_deadline(build: Any) -> None:
    village = build.village(build.step("a"), build.step("b", after=("a",), gates=(Deadline(days=10),)))
    village.ask(village.done("a", on="2026-01-02"))
    village.ask(turn(Suspend, on="2026-01-05"))
    village.ask(turn(Resume, on="2026-01-25"))
    assert village.refusal(village.done("b", on="2026-02-02"), "deadline-missed") == {"due": "2026-02-01", "late": 1}
    assert village.codes(village.done("b", on="2026-02-01")) == []


def test_a_rest_after_the_deadline_does_not_heal_it(build: Any) -> None:
    village = build.village(build.step("a"), build.step("b", after=("a",), gates=(Deadline(days=10),)))
    village.ask(village.done("a", on="2026-01-02"))
    village.ask(turn(Suspend, on="2026-01-15"))
    village.ask(turn(Resume, on="2026-01-25"))
    assert village.codes(village.done("b", on="2026-01-26")) == ["deadline-missed"]


def test_going_back_undoes_the_step_and_all_that_came_after_it(three: Any) -> None:
    three.ask(three.done("a"))
    three.ask(three.done("b", sum=100, site="甲地"))
    flow = workflow.Flow(three.catalogue, three.matter, three.context)
    assert workflow.undone_by(flow, "a") == ("a", "b")
    assert three.codes(turn(Return, step="a", undone=("a",))) == ["return-incomplete"]
    three.ask(turn(Return, step="a", undone=("a", "b")))
    assert states(three) == ["open", "coming", "coming"]
    assert three.context.commitments == ()
    three.ask(three.done("a"))
    three.ask(three.done("b", sum=200, site="甲地"))
    assert [known.amount for known in three.context.commitments] == [200]


def test_going_back_leaves_what_was_done_beside_it(build: Any) -> None:
    village = build.village(
        build.step("a"),
        build.step("b", after=("a",)),
        build.step("other", after=("a",)),
        build.step("end", after=("b", "other")),
    )
    for name in ("a", "b", "other"):
        village.ask(village.done(name))
    village.ask(turn(Return, step="b", undone=("b",)))
    assert states(village) == ["done", "open", "done", "coming"]


def test_signatures_and_notices_of_a_step_that_is_undone_count_no_more(build: Any) -> None:
    village = build.village(build.step("a", signoffs=(build.slot("head"),)), build.step("b", after=("a",)))
    done = village.done("a")
    village.ask(village.signed("a", "head", "p1", done))
    village.ask(done)
    village.ask(turn(Return, step="a", undone=("a",)))
    assert village.codes(village.done("a")) == ["signature-missing"]


def test_one_goes_back_only_to_what_was_done(three: Any) -> None:
    assert three.codes(turn(Return, step="b", undone=("b",))) == ["step-not-done-yet"]
    assert three.codes(turn(Return, step="x", undone=("x",))) == ["step-unknown"]


def newer(village: Any, *steps: Any) -> None:
    """Put a newer catalogue in force."""
    kind = replace(village.catalogue.types["T01"], steps=steps)
    village.catalogue = replace(village.catalogue, hash="e" * 64, types={"T01": kind})
    village.knows(catalogue="e" * 64)


def test_a_running_matter_moves_to_the_newer_catalogue_by_a_signed_note(three: Any, build: Any) -> None:
    three.ask(three.done("a"))
    newer(three, build.step("a"), build.step("new", after=("a",)))
    recorded = three.ask(turn(Migrate, catalogue="e" * 64, page=NOTE))
    assert three.matter.catalogue == "e" * 64
    assert (recorded.entry.catalogue, recorded.entry.files) == ("e" * 64, (NOTE,))
    assert states(three) == ["done", "open"]
    assert three.codes(turn(Migrate, catalogue="e" * 64, page=NOTE)) == ["matter-is-current"]


def test_a_move_loses_no_step_that_was_done(three: Any, build: Any) -> None:
    three.ask(three.done("a"))
    newer(three, build.step("new"))
    assert three.codes(turn(Migrate, catalogue="e" * 64, page=NOTE)) == ["migration-loses-step"]


def test_a_move_goes_to_the_catalogue_in_force(three: Any, build: Any) -> None:
    newer(three, build.step("a"))
    assert three.codes(turn(Migrate, catalogue="c" * 64, page=NOTE)) == ["catalogue-not-current"]
    three.catalogue = replace(three.catalogue, types={})
    assert three.codes(turn(Migrate, catalogue="e" * 64, page=NOTE)) == ["type-unknown"]


def test_a_resting_matter_is_not_moved(three: Any, build: Any) -> None:
    three.ask(turn(Suspend))
    newer(three, build.step("a"))
    assert three.codes(turn(Migrate, catalogue="e" * 64, page=NOTE)) == ["matter-rests"]


def test_a_parent_waits_for_what_was_opened_from_it(build: Any) -> None:
    village = build.gated(Submatter(type="T01", least=1))
    assert village.codes(village.done("a")) == ["submatter-missing"]
    village.knows(opened=(Opened("m2", "T01", "m1"),))
    assert village.codes(village.done("a")) == ["submatter-open"]
    village.knows(opened=(Opened("m2", "T01", "m1", closed=True), Opened("m3", "T01", "other")))
    assert village.codes(village.done("a")) == []


@pytest.mark.parametrize("ends", ["done", "withdrawn"])
def test_a_matter_that_was_opened_from_another_is_followed_to_its_end(build: Any, ends: str) -> None:
    village = build.village(build.step("a"), begun=False)
    village.ask(village.begin(parent="m0"))
    assert village.context.opened == (Opened("m1", "T01", "m0"),)
    village.ask(village.done("a") if ends == "done" else turn(Withdraw))
    assert village.context.opened == (Opened("m1", "T01", "m0", closed=True),)
    assert workflow.uncommit(village.context, "m1").opened == ()


def test_the_begin_of_an_ordinary_matter_says_nothing_of_a_parent(build: Any) -> None:
    village = build.village(build.step("a"))
    assert "parent" not in village.recorded[0].payload


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({}, ["not-registered"]),
        ({"某公司": Registrant("vendors", "某公司", active=False)}, ["not-registered"]),
        ({"某公司": Registrant("vendors", "某公司", until="2026-01-01")}, ["registration-lapsed"]),
        ({"某公司": Registrant("vendors", "某公司", until="2026-01-02")}, []),
        ({"某公司": Registrant("vendors", "某公司")}, []),
    ],
)
def test_a_vendor_stands_in_the_register(build: Any, known: dict[str, Registrant], code: list[str]) -> None:
    village = build.gated(Registered(field="vendor", register=Registry.VENDORS), build.text("vendor"))
    village.knows(registers={"vendors": known})
    assert village.codes(village.done("a", vendor="某公司")) == code


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ({"effective": "2026-01-01"}, True),
        ({"effective": "2026-01-02"}, False),
        ({"lapsed": "2026-01-01"}, False),
        ({"lapsed": "2026-01-02"}, True),
    ],
)
def test_a_rule_is_asked_of_matters_that_began_while_it_was_in_force(build: Any, rule: Any, asked: bool) -> None:
    never = Require(condition=build.never, say="不行", fix="改", **rule)
    village = build.gated(never)
    assert village.codes(village.done("a")) == (["condition-not-met"] if asked else [])


def test_a_rule_about_signers_is_asked_only_while_it_is_in_force(build: Any) -> None:
    rule = DistinctPersons(effective="2026-01-02")
    village = build.village(
        build.step("a", signoffs=(build.slot("one", "head"), build.slot("two", "head")), gates=(rule,))
    )
    village.ask(village.signed("a", "one", "p1", village.done("a")))
    assert village.codes(village.signed("a", "two", "p1", village.done("a"))) == []


def test_a_name_enters_a_register_only_with_a_name_and_a_day() -> None:
    assert (
        workflow.admit_registrant(Registrant("vendors", "某公司", until="2026-12-31")).payload["until"] == "2026-12-31"
    )
    for bad, code in (
        (Registrant("vendors", " "), "name-missing"),
        (Registrant("vendors", "长" * 61), "name-too-long"),
        (Registrant("vendors", "甲", "9" * 41), "number-too-long"),
        (Registrant("vendors", "甲", until="x"), "day-malformed"),
    ):
        with pytest.raises(RefusedError) as caught:
            workflow.admit_registrant(bad)
        assert caught.value.refusals[0].code == code


def test_a_deadline_is_called_to_mind_before_it_is_due(build: Any) -> None:
    village = build.village(build.step("a", gates=(Deadline(days=90, remind=(60, 30)),)))
    flow = workflow.Flow(village.catalogue, village.matter, village.context)
    due = workflow.due_of(flow, flow.type.steps[0])
    assert (due.deadline, due.remind) == ("2026-04-01", "2026-01-31")
