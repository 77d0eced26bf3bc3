"""Sample cases: what comes out otherwise than they say is told, and every gate that refused is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.model import (
    Act,
    AmountBand,
    Binary,
    Constant,
    DistinctPersons,
    EarlierMatter,
    FieldKind,
    Name,
    NoOpenObjection,
    OpenedMatter,
    ParameterSet,
    Publicity,
    Registered,
    Registry,
    Require,
    Sample,
    SharedAct,
    SignedOn,
    SignOrder,
    Submatter,
    Surroundings,
    Try,
)

LIMITS = {"询价": 100, "比选": 200}


@pytest.fixture
def shop(build: Any) -> Any:
    """A type with a notice, a purchase and a signing step."""
    return build.village(
        build.step(
            "notice",
            publicity=True,
            materials=(build.material("notice_down"),),
            gates=(Publicity(days=5), NoOpenObjection()),
        ),
        build.step(
            "buy",
            after=("notice",),
            fields=(
                build.money("sum"),
                build.choice("how", *LIMITS),
                build.text("site"),
                build.text("vendor"),
                build.day("bought_on"),
                build.table("rows", build.day("on"), build.text("what"), required=False),
            ),
            gates=(
                AmountBand(amount="sum", method="how", site="site", months=12, limits=LIMITS),
                Registered(field="vendor", register=Registry.VENDORS),
                ParameterSet(key="some.limit"),
                Submatter(type="T01"),
            ),
        ),
        build.step(
            "sign",
            after=("buy",),
            fields=(build.day("held"),),
            signoffs=(build.slot("first", "head", "secretary"), build.slot("second", "secretary")),
            gates=(DistinctPersons(), SignOrder(), SignedOn(day="held")),
        ),
        parameters=(build.parameter("some.limit", 3),),
        begun=False,
    ).catalogue


BUY = {"sum": 60, "vendor": "某公司", "bought_on": 6, "rows": [{"on": 6, "what": "砂石"}]}
AROUND = Surroundings(registers={"vendors": ("某公司",)})

BUYING_TRIES = (
    Try(
        refused="band-exceeded",
        around=Surroundings(commitments=(EarlierMatter(type="T01", amount=50, day=-9, site="某项"),)),
    ),
    Try(refused="not-registered", fields={"vendor": "乙公司"}),
    Try(refused="parameter-empty", around=Surroundings(empty=("some.limit",))),
    Try(refused="submatter-open", around=Surroundings(submatters=(OpenedMatter(type="T01", closed=False),))),
    Try(refused="day-before-previous", day=1),
    Try(refused="field-missing", fields={"sum": ""}),
)

ACTS = (
    Act(
        step="notice",
        day=6,
        posted=0,
        tries=(
            Try(refused="publicity-too-short", day=3),
            Try(refused="objection-open", objections=1),
            Try(refused="paper-missing", without=("notice_down",)),
            Try(refused="day-in-future", posted=40_000),
        ),
    ),
    Act(step="buy", day=7, fields=BUY, tries=BUYING_TRIES),
    Act(
        step="sign",
        day=8,
        tries=(
            Try(refused="same-person-twice", signers={"first": "p-all", "second": "p-all"}),
            Try(refused="signed-out-of-order", order=("second", "first")),
            Try(refused="signed-on-other-day", sign_days={"first": 7}),
            Try(refused="signature-missing", unsigned=("second",)),
        ),
    ),
)


def sample(*acts: Act, **parts: Any) -> Sample:
    return Sample(**{"type": "T01", "name": "试", "acts": acts or ACTS, "around": AROUND, **parts})


def flaws(shop: Any, case: Sample) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.path.rpartition("] ")[2], f.wanted, f.came) for f in workflow.rehearse(shop, case).flaws]


def test_a_sound_sample_has_no_flaw_and_proves_every_gate(shop: Any) -> None:
    outcome = workflow.rehearse(shop, sample())
    assert outcome.flaws == ()
    assert outcome.tries == sum(len(act.tries) for act in ACTS)
    assert list(workflow.unproven(shop, outcome.refusing)) == []


def test_gates_that_nothing_was_refused_by_are_named(shop: Any) -> None:
    bare = sample(*(replace(act, tries=()) for act in ACTS))
    missing = [path for path, _ in workflow.unproven(shop, workflow.rehearse(shop, bare).refusing)]
    assert missing[:2] == ["T01.steps[0].gates[0]", "T01.steps[0].gates[1]"]
    assert len(missing) == 9


def test_a_gate_of_a_block_is_proven_in_each_type_that_uses_it(shop: Any) -> None:
    shared = replace(shop.types["T01"], steps=tuple(replace(s, block="共用") for s in shop.types["T01"].steps))
    both = replace(shop, types={"T01": shared, "T02": replace(shared, id="T02")})
    missing = [path for path, _ in workflow.unproven(both, workflow.rehearse(both, sample()).refusing)]
    assert len(missing) == 9
    assert all(path.startswith("T02.") for path in missing)


@pytest.fixture
def ways(build: Any) -> Any:
    """A type whose steps come from a block, with a prefix; two of them are two ways to decide."""
    ask = build.step("v_ask", fields=(build.choice("how", "举手", "投票"),), block="共用")
    hands, ballot = (
        build.step(
            f"v_{name}",
            after=("v_ask",),
            when=Binary("==", Name("how"), Constant(how)),
            fields=(build.number("yes"),),
            gates=(Require(condition=Binary(">", Name("yes"), Constant(0)), say="没有人同意。", fix="请再议。"),),
            block="共用",
        )
        for name, how in (("hands", "举手"), ("ballot", "投票"))
    )
    return build.village(ask, hands, ballot, build.step("end", after=("v_hands", "v_ballot")), begun=False).catalogue


WAY = (Act(step="v_ask", day=1), Act(step="v_hands", day=2, fields={"yes": 1}), Act(step="end", day=3))
NOBODY = (Try(refused="condition-not-met", fields={"yes": 0}),)
ASIDE = SharedAct(block="共用", step="ballot", at="hands", said={"how": "投票"}, fields={"yes": 2}, tries=NOBODY)
OWN = SharedAct(block="共用", step="hands", at="ballot", said={"how": "举手"}, fields={"yes": 2}, tries=NOBODY)


def test_the_cases_of_a_block_go_over_the_acts_of_each_type(ways: Any) -> None:
    outcome = workflow.rehearse(ways, sample(*WAY, shared=(OWN,)))
    assert (outcome.flaws, outcome.tries) == ((), 1)
    assert [path for path, _ in workflow.unproven(ways, outcome.refusing)] == ["T01.steps[2].gates[0]"]


def test_a_way_that_a_type_does_not_take_is_tried_aside(ways: Any) -> None:
    outcome = workflow.rehearse(ways, sample(*WAY, shared=(OWN, ASIDE)))
    assert (outcome.flaws, outcome.tries) == ((), 2)
    assert list(workflow.unproven(ways, outcome.refusing)) == []


def test_the_way_aside_must_pass_too(ways: Any) -> None:
    unsaid = workflow.rehearse(ways, sample(*WAY, shared=(replace(ASIDE, said={}, tries=()),))).flaws
    assert [(flaw.path.rpartition(" ")[2], flaw.came) for flaw in unsaid] == [("v_ballot", ("step-not-needed",))]
    failing = workflow.rehearse(ways, sample(*WAY, shared=(replace(ASIDE, fields={"yes": 0}, tries=()),))).flaws
    assert [flaw.came for flaw in failing] == [("condition-not-met",)]


def test_cases_of_another_block_are_left_alone(ways: Any) -> None:
    others = replace(OWN, block="别的"), replace(ASIDE, step="none")
    assert workflow.rehearse(ways, sample(*WAY, shared=others)).tries == 0


def test_a_step_that_was_done_is_not_tried_aside(ways: Any) -> None:
    again = replace(ASIDE, step="ask", at="hands", tries=())
    assert workflow.rehearse(ways, sample(*WAY, shared=(again,))).flaws == ()


def test_a_try_may_come_later_or_hang_less_than_its_act(shop: Any) -> None:
    tries = (Try(refused="publicity-too-short", hung=4), Try(refused="day-in-future", later=40_000))
    assert workflow.rehearse(shop, sample(replace(ACTS[0], tries=tries), *ACTS[1:])).flaws == ()


@pytest.mark.parametrize(
    ("acts", "flaw"),
    [
        ((replace(ACTS[0], tries=(Try(refused="quorum-not-met", day=3),)), *ACTS[1:]), "publicity-too-short"),
        ((replace(ACTS[0], tries=(Try(refused="publicity-too-short"),)), *ACTS[1:]), ""),
        ((replace(ACTS[0], day=2), *ACTS[1:]), "publicity-too-short"),
    ],
)
def test_what_comes_otherwise_is_told(shop: Any, acts: tuple[Act, ...], flaw: str) -> None:
    (found, *_) = flaws(shop, sample(*acts))
    assert found[2] == ((flaw,) if flaw else ())


def test_a_sample_goes_to_the_last_step(shop: Any) -> None:
    assert flaws(shop, sample(*ACTS[:2]))[-1][1] == "goes-to-the-last-step"


def test_a_sample_names_a_type_and_steps_that_are_there(shop: Any) -> None:
    assert flaws(shop, sample(type="T09"))[0][1] == "known-type"
    assert flaws(shop, sample(Act(step="none", day=0)))[0][1] == "known-step"


def test_a_form_is_filled_with_what_no_rule_minds(build: Any) -> None:
    fields = (build.text("t"), build.number("n"), build.day("d"), build.money("m"), build.choice("c", "甲", "乙"))
    more = (build.table("rows", build.text("x"), build.text("y", required=False)), build.text("z", required=False))
    catalogue = build.village(build.step("a", fields=(*fields, *more)), begun=False).catalogue
    assert flaws(catalogue, sample(Act(step="a", day=0))) == []
    assert {field.kind for field in (*fields, *more)} < set(FieldKind)


def test_three_signatures_of_one_role_are_given_by_different_persons_while_there_are_any(build: Any) -> None:
    slots = tuple(build.slot(name, "head") for name in ("a", "b"))
    catalogue = build.village(build.step("a", signoffs=slots, gates=(DistinctPersons(),)), begun=False).catalogue
    assert flaws(catalogue, sample(Act(step="a", day=0))) == []
    three = tuple(build.slot(name, "head") for name in ("a", "b", "c"))
    catalogue = build.village(build.step("a", signoffs=three, gates=(DistinctPersons(),)), begun=False).catalogue
    assert flaws(catalogue, sample(Act(step="a", day=0)))[0][2] == ("same-person-twice",)
