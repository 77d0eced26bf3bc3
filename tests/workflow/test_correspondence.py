"""Letters, answers, revocations and sealed slips: what may be written, and what a township believes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.errors import RefusedError
from clerk_app.model import Discipline, Draft, EntryKind, FileRef, Letter, LetterForm, OfficeKind

KEY = Discipline("镇纪委", "age1" + "q" * 58)
SLIP = FileRef("e" * 64, 9, "slip")


def refused(admit: Callable[[], Draft]) -> list[str]:
    """The codes of the refusal, none where it is admitted."""
    try:
        admit()
    except RefusedError as error:
        return [refusal.code for refusal in error.refusals]
    return []


def township(office: Any) -> Any:
    """The same context, as a township has it."""
    return replace(office.context, office=replace(office.context.office, kind=OfficeKind.TOWNSHIP))


@pytest.mark.parametrize(
    ("letter", "ours", "theirs"),
    [
        (Letter(LetterForm.MESSAGE, "好", "2026-02-01"), [], []),
        (Letter(LetterForm.MESSAGE, "好", "gestern"), ["day-malformed"], ["day-malformed"]),
        (Letter(LetterForm.MESSAGE, "好", "2027-02-01"), ["day-malformed"], ["day-malformed"]),
        (Letter(LetterForm.MESSAGE, " ", "2026-02-01"), ["letter-without-text"], ["letter-without-text"]),
        (Letter(LetterForm.MESSAGE, "好" * 2001, "2026-02-01"), ["text-too-long"], ["text-too-long"]),
        (Letter(LetterForm.ORDER, "好", "2026-02-01", "2026-02-01"), ["order-not-ours"], []),
        (Letter(LetterForm.ORDER, "好", "2026-02-01"), ["order-not-ours", "order-without-day"], ["order-without-day"]),
    ],
)
def test_who_writes_which_letter(build: Any, letter: Letter, ours: list[str], theirs: list[str]) -> None:
    office = build.village(build.step("a"))
    assert refused(lambda: workflow.admit_letter(office.context, letter)) == ours
    assert refused(lambda: workflow.admit_letter(township(office), letter)) == theirs


def test_only_a_township_says_for_whom_accusations_are_sealed(build: Any) -> None:
    office = build.village(build.step("a"))
    assert refused(lambda: workflow.admit_discipline(township(office), KEY)) == []
    wrong = Discipline(" ", "age1")
    assert refused(lambda: workflow.admit_discipline(office.context, wrong)) == [
        "discipline-not-ours",
        "name-missing",
        "recipient-malformed",
    ]


def test_a_slip_needs_a_key_and_is_one_file(build: Any) -> None:
    office = build.village(build.step("a"))
    assert refused(lambda: workflow.admit_slip(office.context, SLIP, "2026-02-01")) == ["discipline-not-set"]
    said = office.record(workflow.admit_discipline(township(office), KEY))
    office.context = workflow.learn(office.context, said)
    assert office.context.discipline == KEY
    draft = workflow.admit_slip(office.context, SLIP, "2026-02-01")
    assert workflow.rerun(office.catalogue, None, office.record(draft), office.context) == ()
    bare = office.record(replace(draft, files=()))
    (refusal,) = workflow.rerun(office.catalogue, None, bare, office.context)
    assert refusal.code == "record-malformed"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (EntryKind.DISCIPLINE, "discipline-not-ours"),
        (EntryKind.REVOKE, "revocation-not-ours"),
        (EntryKind.SIGNERS, "signers-not-ours"),
        (EntryKind.PARAMETER, "parameter-not-ours"),
    ],
)
def test_what_only_a_township_says_is_refused_from_a_village(build: Any, kind: EntryKind, code: str) -> None:
    office = build.village(build.step("a"))
    (refusal,) = workflow.rerun(office.catalogue, None, office.record(Draft(kind, {})), office.context)
    assert refusal.code == code


def test_a_revoked_device_is_remembered_with_its_last_bundle(build: Any) -> None:
    office = build.village(build.step("a"))
    said = office.record(workflow.admit_revocation(township(office), "ab" * 32, 7, "电脑被偷", "2026-02-01"))
    assert workflow.learn(office.context, said).revoked == {"ab" * 32: 7}


def test_a_letter_and_its_answer_are_agreed_with(build: Any) -> None:
    office = build.village(build.step("a"))
    letter = office.record(
        workflow.admit_letter(office.context, Letter(LetterForm.MESSAGE, "水泵坏了", "2026-02-01", matter="m1"))
    )
    answer = office.record(workflow.admit_reply(office.context, letter.hash, "修好了", "2026-02-02"))
    for recorded in (letter, answer):
        assert workflow.rerun(office.catalogue, None, recorded, office.context) == ()
    assert refused(lambda: workflow.admit_reply(office.context, letter.hash, " ", "x")) == [
        "letter-without-text",
        "day-malformed",
    ]


def test_an_adoption_has_a_day(build: Any) -> None:
    office = build.village(build.step("a"))
    adoption = workflow.Adoption("gestern", "第 1 号决议", SLIP)
    newer = replace(office.catalogue, version=2)
    codes = refused(lambda: workflow.admit_release(office.context, office.catalogue, newer, (), adoption))
    assert codes == ["signers-not-set", "day-malformed"]


def test_a_denied_condition_over_an_empty_parameter_stops_the_step_too(build: Any) -> None:
    from clerk_app.model import Binary, Name, Not, Require

    over = Require(condition=Not(Binary(">", Name("amount"), Name("x.cap"))), say="超了。", fix="请改。")
    office = build.gated(over, build.money("amount"), parameters=(build.parameter("x.cap", None),))
    assert office.codes(office.done("a", amount=5)) == ["parameter-empty"]
