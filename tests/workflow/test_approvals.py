"""The township's decisions before the rules: who may make them, over what, and when they count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.crypto import SigningKey
from clerk_app.errors import RefusedError
from clerk_app.model import (
    Context,
    Deadline,
    DistinctPersons,
    LogId,
    OfficeKind,
    Person,
    Require,
    Return,
    Review,
    Reviewed,
    ReviewVerdict,
    Role,
    Seed,
    SpotCheck,
    Submit,
    Suspend,
    Unit,
)

from .conftest import KEYS, VILLAGE, Village

LOG = LogId("d" * 64, 1, VILLAGE)
OWN = SigningKey.from_seed(b"\x09" * 32)
OFFICIAL = Person("o1", "李某", ("office",), OWN.public.hex())
ON = "2026-01-05"


def made(build: Any, *steps: Any) -> Village:
    """A village whose steps may ask for the township's office."""
    village: Village = build.village(*steps, begun=False)
    office = Role(id="office", name="镇项目办", office=OfficeKind.TOWNSHIP)
    village.catalogue = replace(village.catalogue, roles={**village.catalogue.roles, "office": office})
    village.ask(village.begin())
    return village


@pytest.fixture
def filing(build: Any) -> Village:
    """A proposal, and a filing by the township alone, with one field and a deadline."""
    return made(
        build,
        build.step("a", fields=(build.text("why"),)),
        build.step(
            "filing",
            after=("a",),
            fields=(build.text("no"), build.text("note", required=False)),
            signoffs=(build.slot("township", "office"),),
            gates=(Deadline(days=1, basis="某办法"),),
        ),
        build.step("end", after=("filing",)),
    )


def flow(village: Village) -> workflow.Flow:
    """The matter as it stands."""
    assert village.matter is not None
    return workflow.Flow(village.catalogue, village.matter, village.context)


def decision(village: Village, **parts: Any) -> Review:
    """A decision on the filing, signed by the official."""
    at = flow(village)
    step = at.type.step(parts.get("step", "filing")) or at.type.step("filing")
    fields = parts.pop("fields", {"no": "12"})
    ready: dict[str, Any] = {
        "matter": "m1",
        "step": "filing",
        "visit": at.visit(step),
        "slot": "township",
        "verdict": ReviewVerdict.APPROVE,
        "text": "",
        "on": ON,
        "person": "o1",
        "role": "office",
        "digest": workflow.content_digest(fields, ()),
        "seen": workflow.seen_by(at, step),
        "fields": fields,
        "files": (),
    }
    unsigned = Review(**{**ready, **parts})
    return replace(unsigned, signature=OWN.sign(workflow.review_statement(VILLAGE, unsigned)).hex())


def refused(village: Village, review: Review, official: Person | None = OFFICIAL) -> list[str]:
    """The codes for which a decision is refused."""
    try:
        workflow.admit_review(flow(village), official, review)
    except RefusedError as caught:
        return [refusal.code for refusal in caught.refusals]
    return []


def hear(village: Village, review: Review, key: str = OFFICIAL.key) -> None:
    """The village hears a decision."""
    told = Reviewed(review, f"{len(village.context.reviews) + 1:064x}", "李某", key, LOG, 1)
    village.context = workflow.with_review(village.context, told)


def waiting(village: Village) -> list[tuple[str, int, str]]:
    """What waits for the township."""
    return [(each.step.id, each.visit, each.slot.id) for each in workflow.awaited(flow(village))]


def test_a_referral_waits_as_soon_as_it_is_open(filing: Village) -> None:
    assert waiting(filing) == []
    filing.ask(filing.done("a", why="路坏了"))
    assert waiting(filing) == [("filing", 1, "township")]
    hear(filing, decision(filing))
    assert waiting(filing) == []
    filing.ask(filing.done("filing", on=ON, no="12", late_reason="等镇里"))
    assert waiting(filing) == []


def test_what_rests_waits_for_nobody(filing: Village) -> None:
    filing.ask(filing.done("a", why="路坏了"))
    filing.ask(Suspend(matter="m1", on=ON, reason="等雨停"))
    assert waiting(filing) == []


def test_decisions_are_refused_that_are_none(filing: Village) -> None:
    filing.ask(filing.done("a", why="路坏了"))
    assert refused(filing, decision(filing)) == []
    sent_back, other = ReviewVerdict.RETURN, replace(OFFICIAL, roles=("clerk",))
    for parts, codes in (
        ({"step": "nothing"}, ["step-not-reviewed"]),
        ({"step": "a"}, ["step-not-reviewed"]),
        ({"slot": "clerk"}, ["step-not-reviewed"]),
        ({"visit": 2}, ["review-of-something-else"]),
        ({"seen": ("a" * 64,)}, ["review-of-something-else"]),
        ({"digest": "0" * 64}, ["review-of-something-else"]),
        ({"on": "昨天"}, ["day-malformed"]),
        ({"on": "2027-01-05"}, ["day-in-future"]),
        ({"verdict": sent_back}, ["reason-missing"]),
        ({"verdict": sent_back, "text": "改", "fields": {}}, []),
        ({"text": "长" * 1001}, ["text-too-long"]),
        ({"verdict": sent_back, "text": "长" * 1001, "fields": {}}, ["text-too-long"]),
        ({"fields": {}}, ["field-missing"]),
        ({"role": "clerk"}, ["role-may-not-sign"]),
    ):
        assert refused(filing, decision(filing, **parts)) == codes, parts
    for official in (None, replace(OFFICIAL, active=False), other):
        assert refused(filing, decision(filing), official) == ["role-may-not-sign"]
    assert refused(filing, decision(filing), replace(OFFICIAL, key="")) == ["signature-not-authentic"]
    assert refused(filing, replace(decision(filing), text="改过")) == ["signature-not-authentic"]
    nobody = replace(flow(filing), context=replace(filing.context, office=None))
    with pytest.raises(RefusedError):
        workflow.admit_review(nobody, OFFICIAL, decision(filing))


def test_an_approval_counts_for_its_content_alone(filing: Village) -> None:
    filing.ask(filing.done("a", why="路坏了"))
    assert filing.codes(filing.done("filing", on=ON, no="12", late_reason="晚")) == ["signature-missing"]
    hear(filing, decision(filing))
    assert filing.codes(filing.done("filing", on=ON, no="12", late_reason="晚")) == []
    assert filing.codes(filing.done("filing", on=ON, no="13", late_reason="晚")) == ["approval-of-something-else"]
    hear(filing, decision(filing, verdict=ReviewVerdict.RETURN, text="退"))
    assert filing.codes(filing.done("filing", on=ON, no="12", late_reason="晚")) == ["approval-sent-back"]


def test_an_approval_of_a_stranger_or_without_a_key_counts_for_nothing(filing: Village) -> None:
    filing.ask(filing.done("a", why="路坏了"))
    other = "approval-of-something-else"
    for parts, key, code in (
        ({}, "", "signature-missing"),
        ({}, KEYS["p1"].public.hex(), other),
        ({"role": "clerk"}, OFFICIAL.key, other),
    ):
        filing.context = replace(filing.context, reviews={})
        hear(filing, decision(filing, **parts), key)
        assert filing.codes(filing.done("filing", on=ON, no="12", late_reason="晚")) == [code]
        assert waiting(filing) == [("filing", 1, "township")]


def test_an_approval_falls_with_what_it_rested_on(filing: Village) -> None:
    first = filing.ask(filing.done("a", why="路坏了"))
    hear(filing, decision(filing))
    filing.ask(filing.corrected("a", first.hash, fields={"why": "桥坏了"}))
    assert filing.codes(filing.done("filing", on=ON, no="12", late_reason="晚")) == ["approval-of-something-else"]
    assert waiting(filing) == [("filing", 1, "township")]


def test_the_conditions_over_a_content_hold_before_it_is_approved(build: Any) -> None:
    """Two ways lead to the step, and both have been seen by the official."""
    gate = Require(condition=build.never, say="不同意", fix="改", basis="某办法")
    village = made(
        build,
        build.step("a"),
        build.step("b", after=("a",)),
        build.step("c", after=("a",)),
        build.step(
            "filing",
            after=("b", "c"),
            fields=(build.text("no"),),
            signoffs=(build.slot("township", "office"),),
            gates=(gate, replace(gate, effective="2099-01-01")),
        ),
    )
    for name in ("a", "b", "c"):
        village.ask(village.done(name))
    assert len(workflow.seen_by(flow(village), village.catalogue.types["T01"].steps[-1])) == 4
    assert refused(village, decision(village)) == ["condition-not-met"]


def test_a_decision_of_somebody_unknown_is_heard_and_counts_for_nothing(filing: Village) -> None:
    filing.ask(filing.done("a", why="路坏了"))
    draft = workflow.admit_review(flow(filing), OFFICIAL, decision(filing))
    recorded = filing.record(draft)
    assert workflow.heard_review(filing.context, recorded).key == ""
    knowing = replace(filing.context, officials={"o1": OFFICIAL}, official_keys={"o1": (OFFICIAL.key,)})
    told, entry = workflow.heard_review(knowing, recorded), recorded.entry
    assert told == Reviewed(decision(filing), recorded.hash, "李某", OFFICIAL.key, entry.log, entry.seq)


def submitted(**parts: Any) -> Submit:
    """The filing is handed in."""
    ready: dict[str, Any] = {"matter": "m1", "step": "filing", "visit": 1, "on": ON, "fields": {}, "files": ()}
    return Submit(**{**ready, **parts})


def test_what_is_handed_in_may_have_gaps_but_nothing_odd(filing: Village) -> None:
    assert filing.codes(submitted()) == ["step-before-missing"]
    filing.ask(filing.done("a", why="路坏了"))
    for parts, codes in (
        ({}, []),
        ({"fields": {"note": "急"}, "note": "请快办"}, []),
        ({"fields": {"nothing": 1}}, ["field-unknown"]),
        ({"fields": {"no": 12}}, ["field-malformed"]),
        ({"note": "长" * 1001}, ["text-too-long"]),
        ({"on": "昨天"}, ["day-malformed"]),
        ({"visit": 2}, ["visit-wrong"]),
        ({"step": "a"}, ["step-not-reviewed"]),
        ({"step": "nothing"}, ["step-unknown"]),
    ):
        assert filing.codes(submitted(**parts)) == codes, parts
    recorded = filing.ask(submitted(fields={"note": "急"}))
    assert workflow.command_of(recorded) == submitted(fields={"note": "急"})
    assert workflow.seen_by(flow(filing), flow(filing).type.step("filing"))[-1] == recorded.hash


def test_a_correction_is_handed_in_and_decided_too(filing: Village) -> None:
    filing.ask(filing.done("a", why="路坏了"))
    hear(filing, decision(filing))
    done = filing.ask(filing.done("filing", on=ON, no="12", late_reason="晚"))
    filing.ask(submitted(fields={"no": "13"}, note="号写错了"))
    assert waiting(filing) == [("filing", 1, "township")]
    hear(filing, decision(filing, fields={"no": "13"}, visit=1))
    assert waiting(filing) == []
    fix = filing.corrected("filing", done.hash, on=ON, fields={"no": "13"}, late_reason="晚")
    assert filing.codes(fix) == []
    filing.ask(fix)
    assert ([each.handled for each in filing.matter.submissions], waiting(filing)) == ([True], [])


def test_what_was_handed_in_goes_with_a_step_that_is_undone(filing: Village) -> None:
    filing.ask(filing.done("a", why="路坏了"))
    filing.ask(submitted())
    undone = workflow.undone_by(flow(filing), "a")
    filing.ask(Return(matter="m1", step="a", undone=undone, on=ON, reason="重来"))
    assert (undone, waiting(filing)) == (("a", "filing"), [])


def test_a_joint_step_waits_once_it_was_handed_in_and_the_official_is_one_of_its_signers(build: Any) -> None:
    survey = build.step(
        "survey",
        fields=(build.text("found"),),
        signoffs=(build.slot("clerk"), build.slot("township", "office")),
        gates=(DistinctPersons(basis="某办法"),),
    )
    later = build.step(
        "later",
        after=("survey",),
        signoffs=(build.slot("township", "office"),),
        gates=(DistinctPersons(steps=("survey",), basis="某办法"),),
    )
    village = made(build, survey, later)
    assert waiting(village) == []
    content = village.done("survey", found="属实")
    village.ask(village.signed("survey", "clerk", "p4", content))
    village.ask(submitted(step="survey", fields={"found": "属实"}))
    assert waiting(village) == [("survey", 1, "township")]
    hear(village, decision(village, step="survey", fields={"found": "属实"}))
    village.ask(content)
    assert waiting(village) == [("later", 1, "township")]
    # The same official may not sign what the gate wants to have looked at by another.
    hear(village, decision(village, step="later", fields={}))
    assert village.codes(village.done("later", on=ON)) == ["same-person-twice"]


def test_only_a_township_draws(filing: Village) -> None:
    check = SpotCheck(
        unit=Unit.VILLAGE, seed="1", source=Seed.TYPED, on=ON, count=1, of=1, drawn=(), villages=(VILLAGE,)
    )
    for context in (filing.context, Context()):
        with pytest.raises(RefusedError) as caught:
            workflow.admit_draw(context, check)
        assert [refusal.code for refusal in caught.value.refusals] == ["draw-not-ours"]
