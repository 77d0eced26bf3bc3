"""`decide`: order, days, forms, papers, signatures, notices, objections and corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.model import DistinctPersons, FieldKind, FileRef, Material, Privacy
from clerk_app.workflow import StepState

# Beginning


def test_a_matter_begins_under_the_catalogue_in_force(build: Any) -> None:
    office = build.village(build.step("a"), begun=False)
    assert office.codes(office.begin()) == []
    assert office.codes(office.begin(type="T99")) == ["type-unknown"]
    assert office.codes(office.begin(catalogue="d" * 64)) == ["catalogue-not-current"]
    office.knows(catalogue="d" * 64)
    assert office.codes(office.begin()) == ["catalogue-not-current"]


@pytest.mark.parametrize(
    ("title", "codes"),
    [("", ["title-missing"]), ("   ", ["title-missing"]), ("长" * 100, []), ("长" * 101, ["title-too-long"])],
)
def test_a_matter_has_a_title_of_reasonable_length(build: Any, title: str, codes: list[str]) -> None:
    office = build.village(build.step("a"), begun=False)
    assert office.codes(office.begin(title=title)) == codes


def test_the_same_matter_does_not_begin_twice(build: Any) -> None:
    office = build.village(build.step("a"))
    assert office.codes(office.begin()) == ["matter-exists"]


@pytest.mark.parametrize(
    ("on", "code"), [("2026-13-01", "day-malformed"), ("", "day-malformed"), ("2027-01-01", "day-in-future")]
)
def test_a_day_is_a_real_day_and_has_come(build: Any, on: str, code: str) -> None:
    office = build.village(build.step("a"), begun=False)
    assert office.codes(office.begin(on=on)) == [code]
    begun = build.village(build.step("a"))
    assert begun.codes(begun.done("a", on)) == [code]


def test_a_suspect_clock_never_blocks_work(build: Any) -> None:
    office = build.village(build.step("a"))
    office.knows(today="")
    assert office.codes(office.done("a", "2027-01-01")) == []


def test_asking_without_the_matter_is_our_own_fault(build: Any) -> None:
    office = build.village(build.step("a"))
    with pytest.raises(RuntimeError):
        workflow.decide(office.catalogue, None, office.done("a"), office.context)
    with pytest.raises(RuntimeError):
        workflow.evolve(None, office.ask(office.done("a")))


# Order


def test_a_step_waits_for_the_one_before_and_says_which(build: Any) -> None:
    office = build.village(build.step("a"), build.step("b", after=("a",)))
    assert office.refusal(office.done("b"), "step-before-missing") == {"before": "a", "step": "b"}
    office.ask(office.done("a"))
    assert office.codes(office.done("b")) == []


def test_a_step_is_done_once(build: Any) -> None:
    office = build.village(build.step("a"), build.step("b", after=("a",)))
    office.ask(office.done("a"))
    assert office.codes(office.done("a")) == ["step-already-done"]
    assert office.codes(office.done("a", visit=1)) == ["step-already-done"]


def test_a_repeated_request_with_the_wrong_number_is_refused(build: Any) -> None:
    office = build.village(build.step("a"))
    assert office.refusal(office.done("a", visit=2), "visit-wrong") == {"visit": 2, "next": 1}


def test_an_unknown_step_is_refused(build: Any) -> None:
    office = build.village(build.step("a"))
    assert office.codes(office.done("zzz")) == ["step-unknown"]
    assert workflow.outlook(office.catalogue, office.matter, office.done("zzz"), office.context) == ()


def test_a_step_does_not_lie_before_the_one_it_follows(build: Any) -> None:
    office = build.village(build.step("a"), build.step("b", after=("a",)))
    office.ask(office.done("a", "2026-02-02"))
    assert office.refusal(office.done("b", "2026-02-01"), "day-before-previous")["previous"] == "2026-02-02"
    early = build.village(build.step("a"))
    assert early.codes(early.done("a", "2025-12-31")) == ["day-before-previous"]


# Forms and papers


def form(build: Any) -> Any:
    return build.village(
        build.step(
            "a",
            fields=(
                build.money("sum"),
                build.day("when"),
                build.choice("how", "甲", "乙"),
                replace(build.text("note", required=False), privacy=Privacy.PUBLIC),
                replace(build.text("more", required=False), kind=FieldKind.NOTE),
                replace(build.text("who", required=False), kind=FieldKind.PERSON),
                replace(build.text("agree", required=False), kind=FieldKind.YES),
                build.table("rows", build.text("name"), build.number("days", required=False), required=False),
            ),
        )
    )


GOOD = {"sum": 5, "when": "2026-01-02", "how": "甲"}


@pytest.mark.parametrize(
    ("change", "code", "details"),
    [
        ({"sum": ""}, "field-missing", {"field": "sum"}),
        ({"sum": "5"}, "field-malformed", {"field": "sum", "row": 0}),
        ({"sum": True}, "field-malformed", {"field": "sum", "row": 0}),
        ({"sum": -1}, "field-malformed", {"field": "sum", "row": 0}),
        ({"when": "2026-02-30"}, "field-malformed", {"field": "when", "row": 0}),
        ({"how": "丙"}, "field-malformed", {"field": "how", "row": 0}),
        ({"how": 1}, "field-malformed", {"field": "how", "row": 0}),
        ({"note": "长" * 201}, "field-too-long", {"field": "note", "row": 0, "have": 201, "most": 200}),
        (
            {"rows": [{"name": "长" * 210}]},
            "field-too-long-in-row",
            {"field": "name", "row": 1, "have": 210, "most": 200},
        ),
        ({"more": "长" * 4001}, "field-too-long", {"field": "more", "row": 0, "have": 4001, "most": 4000}),
        ({"who": "p9"}, "field-malformed", {"field": "who", "row": 0}),
        ({"agree": "是"}, "field-malformed", {"field": "agree", "row": 0}),
        ({"rows": {"name": "张某"}}, "field-malformed", {"field": "rows", "row": 0}),
        ({"rows": [{"name": ""}]}, "field-missing-in-row", {"field": "name", "row": 1}),
        ({"rows": [{"name": "张某"}, {"name": 7}]}, "field-malformed", {"field": "name", "row": 2}),
        ({"rows": [{"name": "张某", "x": 1}]}, "field-unknown", {"field": "x", "row": 1}),
        ({"extra": 1}, "field-unknown", {"field": "extra", "row": 0}),
    ],
)
def test_a_form_says_which_field_is_wrong(build: Any, change: dict[str, Any], code: str, details: Any) -> None:
    office = form(build)
    assert office.refusal(office.done("a", **{**GOOD, **change}), code) == details


def test_a_full_form_passes(build: Any) -> None:
    office = form(build)
    full = {
        **GOOD,
        "note": "长" * 200,
        "more": "长" * 4000,
        "who": "p1",
        "agree": False,
        "rows": [{"name": "张某", "days": 3}],
    }
    assert office.codes(office.done("a", **full)) == []


def test_papers_are_counted_by_content_and_not_by_name(build: Any) -> None:
    office = build.village(build.step("a", materials=(Material(id="photo", label="照片", least=2, photo=True),)))
    same = (build.photo("photo", 1), build.photo("photo", 1), build.photo("other", 2))
    assert office.refusal(office.done("a", files=same), "paper-missing") == {
        "label": "照片",
        "have": 1,
        "need": 2,
        "short": 1,
    }
    assert office.codes(office.done("a", files=(build.photo("photo", 1), build.photo("photo", 2)))) == []


# Signatures


def signed_step(build: Any) -> Any:
    return build.village(
        build.step("a", fields=(build.money("sum"),), signoffs=(build.slot("one", "head"),), gates=(DistinctPersons(),))
    )


def test_a_step_waits_for_its_signature_and_is_then_done(build: Any) -> None:
    office = signed_step(build)
    content = office.done("a", sum=1)
    assert office.refusal(content, "signature-missing") == {"label": "one"}
    office.ask(office.signed("a", "one", "p1", content))
    assert office.codes(content) == []


def test_a_signature_counts_only_for_the_content_that_was_signed(build: Any) -> None:
    office = signed_step(build)
    office.ask(office.signed("a", "one", "p1", office.done("a", sum=1)))
    assert office.codes(office.done("a", sum=2)) == ["signature-stale"]


def test_who_may_sign_is_asked_of_role_key_and_office(build: Any) -> None:
    office = signed_step(build)
    content = office.done("a", sum=1)
    assert office.codes(office.signed("a", "one", "p2", content)) == ["role-may-not-sign"]
    assert office.codes(office.signed("a", "one", "p1", content, role="secretary")) == ["role-may-not-sign"]
    assert office.codes(office.signed("a", "two", "p1", content)) == ["slot-unknown"]
    assert office.codes(office.signed("a", "one", "p9", content, signature="0" * 128)) == ["person-unknown"]
    assert office.codes(office.signed("a", "one", "p1", content, signature="0" * 128)) == ["signature-not-authentic"]
    assert office.codes(office.signed("a", "one", "p1", content, signature="00")) == ["signature-not-authentic"]
    good = office.signed("a", "one", "p1", content)
    assert office.codes(replace(good, on="2026-01-03")) == ["signature-not-authentic"]
    people = dict(office.context.people)
    office.knows(people={**people, "p1": replace(people["p1"], active=False)})
    assert office.codes(good) == ["person-unknown"]


def test_a_scanned_page_stands_for_a_signature_and_excludes_one(build: Any) -> None:
    office = signed_step(build)
    content, page = office.done("a", sum=1), FileRef("e" * 64, 9, "signature_page")
    both = office.signed("a", "one", "p1", content, page=page, signature="0" * 128)
    assert office.codes(both) == ["signature-not-authentic"]
    office.ask(office.signed("a", "one", "p1", content, page=page))
    assert office.matter.signatures[0].means == "page"
    assert office.codes(content) == []


def test_a_step_that_is_not_open_is_not_signed(build: Any) -> None:
    office = build.village(build.step("a"), build.step("b", after=("a",), signoffs=(build.slot("one", "head"),)))
    assert office.codes(office.signed("b", "one", "p1", office.done("b"))) == ["step-before-missing"]


# Notices


def test_only_a_publicity_step_has_a_notice_and_only_one(build: Any) -> None:
    office = build.village(build.step("a", publicity=True), build.step("b"))
    assert office.codes(office.posted("b", "2026-01-02")) == ["step-has-no-notice"]
    assert office.codes(office.posted("a", "2026-01-02", place=" ")) == ["notice-place-missing"]
    office.ask(office.posted("a", "2026-01-02"))
    assert office.codes(office.posted("a", "2026-01-02")) == ["notice-already-posted"]
    flow = workflow.Flow(office.catalogue, office.matter, office.context)
    assert flow.state(flow.type.steps[0]) is StepState.POSTED


def test_objections_need_a_notice_a_text_and_an_answer_needs_its_objection(build: Any) -> None:
    office = build.village(build.step("a", publicity=True))
    assert office.codes(office.objected("a")) == ["notice-not-posted"]
    office.ask(office.posted("a", "2026-01-02"))
    assert office.codes(office.objected("a", text=" ")) == ["text-missing"]
    assert office.codes(office.objected("a", text="长" * 4001)) == ["text-too-long"]
    first = office.ask(office.objected("a"))
    second = office.ask(office.objected("a", text="另一条"))
    assert office.codes(office.answered("a", "f" * 64)) == ["objection-unknown"]
    assert office.codes(office.answered("a", first.hash, text="")) == ["text-missing"]
    office.ask(office.answered("a", first.hash))
    assert office.codes(office.answered("a", first.hash)) == ["objection-unknown"]
    assert [o.answered_on for o in office.matter.objections] == ["2026-01-06", ""]
    assert office.matter.objections[1].entry == second.hash


# Corrections


def test_a_correction_names_its_run_gives_a_reason_and_meets_every_gate(build: Any) -> None:
    office = build.village(build.step("a", fields=(build.money("sum"),)), build.step("b", after=("a",)))
    first = office.ask(office.done("a", sum=1))
    office.ask(office.done("b"))
    assert office.codes(office.corrected("a", "f" * 64, fields={"sum": 2})) == ["correction-of-nothing"]
    assert office.codes(office.corrected("b", first.hash, fields={"sum": 2})) == ["correction-of-nothing"]
    assert office.codes(office.corrected("a", first.hash, reason=" ", fields={"sum": 2})) == ["reason-missing"]
    assert office.codes(office.corrected("a", first.hash, fields={})) == ["field-missing"]
    assert office.codes(office.corrected("a", first.hash, "2027-01-01", fields={"sum": 2})) == ["day-in-future"]
    second = office.ask(office.corrected("a", first.hash, fields={"sum": 2}))
    assert [run.fields for run in office.matter.runs_of("a")] == [{"sum": 2}]
    assert office.codes(office.corrected("a", first.hash, fields={"sum": 3})) == ["correction-of-nothing"]
    assert office.codes(office.corrected("a", second.hash, fields={"sum": 3})) == []


def test_a_corrected_step_is_signed_anew(build: Any) -> None:
    office = signed_step(build)
    content = office.done("a", sum=1)
    office.ask(office.signed("a", "one", "p1", content))
    first = office.ask(content)
    again = office.corrected("a", first.hash, fields={"sum": 2})
    assert office.codes(again) == ["signature-stale"]
    office.ask(office.signed("a", "one", "p1", replace(content, fields={"sum": 2})))
    assert office.codes(again) == []


# The list of what is still missing


def test_the_outlook_lists_what_is_met_and_what_is_not(build: Any) -> None:
    office = signed_step(build)
    found = workflow.outlook(office.catalogue, office.matter, office.done("a", sum=1), office.context)
    assert [(f.code, bool(f.refusals)) for f in found] == [
        ("steps-before-done", False),
        ("fields-filled", False),
        ("signed", True),
        ("gate-distinct-persons", False),
    ]


def test_gates_over_the_form_are_silent_while_it_is_not_filled(build: Any) -> None:
    office = signed_step(build)
    found = workflow.outlook(office.catalogue, office.matter, office.done("a"), office.context)
    assert [f.code for f in found] == ["steps-before-done", "fields-filled", "signed", "gate-distinct-persons"]
    early = workflow.outlook(office.catalogue, office.matter, office.done("a", "x"), office.context)
    assert [f.code for f in early] == ["steps-before-done", "day-right"]
