"""The rules once more: an honest journal is agreed with at every entry, a forged entry is named; what is learned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.errors import IntegrityError, RefusedError
from clerk_app.model import (
    Binary,
    Body,
    Card,
    Draft,
    EntryKind,
    FileRef,
    Head,
    LogId,
    Migrate,
    Name,
    OfficeKind,
    Person,
    Require,
    Vote,
)

CARD = {
    "code": "330502999000",
    "name": "示范镇",
    "kind": "township",
    "signing": "ab" * 32,
    "sealing": "age1" + "q" * 58,
    "epoch": 1,
}


def voting(build: Any) -> Any:
    names = ("total", "present", "yes", "no", "abstain")
    gate = Vote(body=Body.REPRESENTATIVES, **{name: name for name in names})
    office = build.village(
        build.step("a", publicity=True, fields=(), signoffs=()),
        build.step(
            "vote",
            fields=tuple(build.number(name) for name in names),
            signoffs=(build.slot("one", "head"),),
            gates=(gate,),
        ),
    )
    office.knows(rolls={"representatives": 40})
    return office


def again(office: Any) -> list[list[str]]:
    """Run the rules again over everything that the office recorded."""
    matter, found = None, []
    for recorded in office.recorded:
        refusals = workflow.rerun(office.catalogue, matter, recorded, office.context)
        found.append([refusal.code for refusal in refusals])
        if not refusals:
            matter = workflow.evolve(matter, recorded)
    return found


def test_an_honest_journal_is_agreed_with_at_every_entry(build: Any) -> None:
    office = voting(build)
    office.ask(office.posted("a", "2026-01-02"))
    objection = office.ask(office.objected("a"))
    office.ask(office.answered("a", objection.hash))
    office.ask(office.done("a", "2026-01-20"))
    vote = office.done("vote", "2026-02-01", total=40, present=30, yes=20, no=10, abstain=0)
    office.ask(office.signed("vote", "one", "p1", vote))
    done = office.ask(vote)
    page = FileRef("e" * 64, 9, "signature_page")
    fields = {**vote.fields, "yes": 21, "no": 9}
    office.ask(office.signed("vote", "one", "p1", replace(vote, fields=fields), page=page))
    office.ask(office.corrected("vote", done.hash, "2026-02-01", fields=fields))
    assert again(office) == [[]] * 9


def test_a_vote_of_25_of_40_recorded_as_passed_is_found(build: Any) -> None:
    office = voting(build)
    vote = office.done("vote", "2026-02-01", total=40, present=25, yes=25, no=0, abstain=0)
    office.ask(office.signed("vote", "one", "p1", vote))
    office.record(workflow.draft_of(vote))
    assert again(office) == [[], [], ["quorum-not-met"]]


def test_a_payload_that_says_more_than_was_decided_is_found(build: Any) -> None:
    office = build.village(build.step("a"))
    draft = workflow.draft_of(office.done("a"))
    office.record(replace(draft, payload={**draft.payload, "also": "x"}))
    assert again(office)[-1] == ["entry-not-as-decided"]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"visit": "1", "on": "2026-01-02", "fields": {}, "late_reason": ""},
        {"visit": 0, "on": "2026-01-02", "fields": {}, "late_reason": ""},
        {"visit": 1, "on": "gestern", "fields": {}, "late_reason": ""},
        {"visit": 1, "on": "2026-01-02", "fields": [], "late_reason": ""},
    ],
)
def test_a_payload_of_the_wrong_form_is_refused_with_its_path(build: Any, payload: dict[str, Any]) -> None:
    office = build.village(build.step("a"))
    office.record(Draft(EntryKind.COMPLETE, payload, "m1", "a"))
    assert again(office)[-1] == ["record-malformed"]


def test_two_pages_for_one_signature_are_refused(build: Any) -> None:
    office = voting(build)
    page = FileRef("e" * 64, 9, "signature_page")
    vote = office.done("vote", total=40, present=30, yes=20, no=10, abstain=0)
    draft = workflow.draft_of(office.signed("vote", "one", "p1", vote, page=page))
    office.record(replace(draft, files=(page, replace(page, sha256="f" * 64))))
    assert again(office)[-1] == ["record-malformed"]


def test_an_entry_of_a_matter_that_never_began_is_refused(build: Any) -> None:
    office = build.village(build.step("a"))
    stray = office.record(workflow.draft_of(office.done("a")))
    refused = workflow.rerun(office.catalogue, None, stray, office.context)
    assert [refusal.code for refusal in refused] == ["matter-unknown"]


def test_an_erased_payload_is_left_as_it_was(build: Any) -> None:
    office = build.village(build.step("a"))
    erased = replace(office.recorded[0], payload=None, salt=None)
    assert workflow.rerun(office.catalogue, None, erased, office.context) == ()
    assert erased.content == {}


def test_a_move_to_a_newer_type_is_one_signed_page(build: Any) -> None:
    office = build.village(build.step("a"))
    moved = Migrate(
        matter="m1", catalogue="c" * 64, on="2026-01-02", reason="新清单", page=FileRef("e" * 64, 9, "page")
    )
    office.record(replace(workflow.draft_of(moved), files=()))
    assert again(office)[-1] == ["record-malformed"]


def test_a_village_never_says_whose_signatures_count(build: Any) -> None:
    office = build.village(build.step("a"))
    office.record(Draft(EntryKind.SIGNERS, {"keys": ["ab" * 32, "cd" * 32], "needed": 2}))
    assert again(office)[-1] == ["signers-not-ours"]


def test_no_release_is_put_in_force_before_the_signers_are_known(build: Any) -> None:
    office = build.village(build.step("a"))
    newer = replace(office.catalogue, version=2)
    with pytest.raises(RefusedError) as caught:
        workflow.admit_release(office.context, office.catalogue, newer, (), workflow.Adoption("2026-02-01"))
    assert [refusal.code for refusal in caught.value.refusals] == ["signers-not-set", "adoption-without-resolution"]


def test_what_only_the_receiver_can_judge_is_left_to_it(build: Any) -> None:
    office = build.village(build.step("a"))
    adopted = office.record(Draft(EntryKind.CATALOGUE, {}, catalogue="d" * 64))
    assert workflow.rerun(office.catalogue, None, adopted, office.context) == ()


# What an office declares


def test_people_are_admitted_once_with_posts_that_go_together(build: Any) -> None:
    office = build.village(build.step("a"))
    context = office.context
    draft = workflow.admit_person(office.catalogue, context, Person("p9", "李某", ("clerk",)))
    recorded = office.record(draft)
    assert workflow.rerun(office.catalogue, None, recorded, context) == ()
    assert workflow.learn(context, recorded).people["p9"].name == "李某"
    for person, code in (
        (Person("p9", " ", ()), "name-missing"),
        (Person("p9", "长" * 61, ()), "name-too-long"),
        (Person("p9", "李某", ("pope",)), "role-unknown"),
        (Person("p9", "李某", ("head", "supervisor")), "roles-exclude-each-other"),
        (Person("p9", "李某", (), context.people["p1"].key), "key-of-another-person"),
    ):
        with pytest.raises(RefusedError) as caught:
            workflow.admit_person(office.catalogue, context, person)
        assert code in [refusal.code for refusal in caught.value.refusals]
    kept = workflow.admit_person(office.catalogue, context, context.people["p1"])
    assert kept.payload["id"] == "p1"


def test_the_last_clerk_stays_until_there_is_another(build: Any) -> None:
    office = build.village(build.step("a"))
    first, second = Person("p8", "张某", ("clerk",)), Person("p9", "李某", ("clerk", "head"))
    others = {known.id: known for known in office.context.people.values() if "clerk" not in known.roles}
    alone = replace(office.context, people=others | {first.id: first})
    for gone in (replace(first, active=False), replace(first, roles=())):
        with pytest.raises(RefusedError) as caught:
            workflow.admit_person(office.catalogue, alone, gone)
        assert [refusal.code for refusal in caught.value.refusals] == ["last-clerk-leaves"]
        both = replace(alone, people=alone.people | {second.id: second})
        assert workflow.admit_person(office.catalogue, both, gone).payload["id"] == "p8"
    assert workflow.admit_person(office.catalogue, alone, replace(first, name="张某某")).payload["name"] == "张某某"


def test_rolls_are_of_known_bodies_and_possible_size(build: Any) -> None:
    office = build.village(build.step("a"))
    recorded = office.record(workflow.admit_roll("villagers_households", 300))
    assert workflow.learn(office.context, recorded).rolls == {"villagers_households": 300}
    assert workflow.rerun(office.catalogue, None, recorded, office.context) == ()
    for body, members in (("parliament", 3), ("party", 0), ("party", 10**7)):
        with pytest.raises(RefusedError):
            workflow.admit_roll(body, members)


def test_parameters_are_set_by_the_township_within_their_bounds(build: Any) -> None:
    office = build.village(
        build.step("a"),
        parameters=(build.parameter("x.y", 15, lowest=15, highest=30), build.parameter("x.law", 1, settable=False)),
    )
    township = replace(
        office.context, office=Card("330502999000", "镇", OfficeKind.TOWNSHIP, "ab" * 32, CARD["sealing"])
    )
    draft = workflow.admit_parameter(office.catalogue, township, workflow.Setting("x.y", 20, "2026-02-01", "某号文"))
    recorded = office.record(draft)
    assert workflow.learn(township, recorded).parameters == {"x.y": 20}
    assert [r.code for r in workflow.rerun(office.catalogue, None, recorded, office.context)] == ["parameter-not-ours"]
    for key, value, code in (
        ("x.y", 14, "parameter-too-low"),
        ("x.y", 31, "parameter-too-high"),
        ("x.law", 2, "parameter-is-law"),
        ("x.z", 2, "parameter-unknown"),
        ("x.y", None, "parameter-has-value"),
    ):
        with pytest.raises(RefusedError) as caught:
            workflow.admit_parameter(office.catalogue, township, workflow.Setting(key, value))
        assert [refusal.code for refusal in caught.value.refusals] == [code]
    with pytest.raises(RefusedError) as ours:
        workflow.admit_parameter(office.catalogue, office.context, workflow.Setting("x.y", 20))
    assert [refusal.code for refusal in ours.value.refusals] == ["parameter-not-ours"]
    for on in ("gestern", "2027-01-01"):
        with pytest.raises(RefusedError) as wrong:
            workflow.admit_parameter(office.catalogue, township, workflow.Setting("x.y", 20, on))
        assert [refusal.code for refusal in wrong.value.refusals] == ["day-malformed"]


def test_a_parameter_without_a_value_stops_a_step_until_it_is_set_or_put_on_record_only(build: Any) -> None:
    limit = Binary("<=", Name("amount"), Name("x.cap"))
    office = build.gated(
        Require(condition=limit, say="超了。", fix="请改。"),
        build.money("amount"),
        parameters=(build.parameter("x.cap", None),),
    )
    township = replace(office.context, office=replace(office.context.office, kind=OfficeKind.TOWNSHIP))
    step = office.done("a", amount=500)
    assert office.codes(step) == ["parameter-empty"]
    for value, codes in ((None, []), (400, ["condition-not-met"]), (500, []), (None, [])):
        draft = workflow.admit_parameter(office.catalogue, township, workflow.Setting("x.cap", value))
        office.context = workflow.learn(office.context, office.record(draft))
        assert office.codes(step) == codes


# What is learned


def test_an_office_learns_its_card_its_contacts_and_its_catalogue(build: Any) -> None:
    office = build.village(build.step("a"))
    for kind in (EntryKind.EPOCH, EntryKind.OFFICE):
        recorded = office.record(Draft(kind, {"card": CARD}))
        learned = workflow.learn(office.context, recorded)
        card = learned.office if kind is EntryKind.EPOCH else learned.contacts["330502999000"]
        assert card is not None
        assert workflow.card_record(card) == CARD
    adopted = office.record(Draft(EntryKind.CATALOGUE, {}, catalogue="d" * 64))
    assert workflow.learn(office.context, adopted).catalogue == "d" * 64
    receipt = office.record(Draft(EntryKind.RECEIPT, {}))
    assert workflow.learn(office.context, receipt) == office.context
    with pytest.raises(IntegrityError):
        workflow.learn(office.context, office.record(Draft(EntryKind.EPOCH, {"card": {**CARD, "code": "1"}})))


def test_hearing_takes_in_parameters_receipts_and_what_they_refuse(build: Any) -> None:
    office = build.village(build.step("a"))
    log = LogId("cd" * 32, 1, "330502999201")
    heard = {"log": {"device": log.device, "epoch": 1, "audience": log.audience}, "last": 7, "head": "ef" * 32}
    told = (
        office.record(Draft(EntryKind.PARAMETER, {"key": "x.y", "value": 3})),
        office.record(Draft(EntryKind.RECEIPT, {"refused": [{"hash": "1" * 64}], "held": [{"hash": "2" * 64}]})),
        office.record(Draft(EntryKind.OFFICE, {"card": CARD})),
    )
    learned = workflow.learn(office.context, office.record(Draft(EntryKind.HEARD, heard)), told)
    assert learned.heard == {log: Head(7, "ef" * 32)}
    assert learned.parameters == {"x.y": 3}
    assert learned.voided == {"1" * 64, "2" * 64}
    assert learned.anchor == told[1].hash
    assert learned.contacts == office.context.contacts


def test_a_refusal_travels_as_a_record_and_comes_back(build: Any) -> None:
    from clerk_app.canon import Fields
    from clerk_app.errors import Refusal

    refusal = Refusal("quorum-not-met", {"total": 40, "text": "甲"}, "组织法第三十条", "vote")
    assert workflow.refusal_of(Fields.of(workflow.refusal_record(refusal))) == refusal
    with pytest.raises(IntegrityError, match="record-malformed"):
        workflow.refusal_of(Fields.of({"code": "x", "details": {"a": []}, "basis": "", "step": ""}))
