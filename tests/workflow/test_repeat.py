"""Entries of another branch once more: decided by the rules of today, pointing where they point on this line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.errors import IntegrityError, Refusal, RefusedError
from clerk_app.model import Branch, BranchCause, Draft, EntryKind, Head, LogId, Recorded

LOG = LogId("ab" * 32, 3, "330502999000")
BRANCH = Branch(LOG, 7, 9, "cd" * 32, "ef" * 32, BranchCause.FORKED)


def fields(payload: Any) -> Any:
    """A payload, to be read strictly."""
    from clerk_app.canon import Fields

    return Fields.of(dict(payload))


def repeated(office: Any, recorded: Recorded, matter: Any = None, **parts: Any) -> Any:
    """The entry decided once more on a line that stands where `office` stands."""
    ready = {"renamed": {}, "changed": {}}
    return workflow.repeat(office.catalogue, matter, recorded, office.context, **{**ready, **parts})


def codes(office: Any, recorded: Recorded, matter: Any = None, **parts: Any) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        repeated(office, recorded, matter, **parts)
    return [refusal.code for refusal in caught.value.refusals]


def test_a_branch_is_said_and_read() -> None:
    assert workflow.branch_of(fields(workflow.admit_branch(BRANCH))) == BRANCH
    with pytest.raises(IntegrityError):
        workflow.branch_of(fields({**workflow.admit_branch(BRANCH), "cause": "bored"}))


def test_a_settlement_is_said_and_read() -> None:
    why = (Refusal("matter-unknown"),)
    draft = workflow.admit_settlement("aa" * 32, [("01" * 32, "02" * 32), ("03" * 32, "")], [("04" * 32, why)])
    carried, left = workflow.settlement_of(fields(draft.payload))
    assert carried == {"01" * 32: "02" * 32, "03" * 32: ""}
    assert left == {"04" * 32: why}


def test_where_an_epoch_goes_on(build: Any) -> None:
    office = build.village()
    first = office.record(Draft(EntryKind.EPOCH, {"parent": None}))
    parent = {"log": {"device": LOG.device, "epoch": 3, "audience": LOG.audience}, "seq": 7, "head": "cd" * 32}
    later = office.record(Draft(EntryKind.EPOCH, {"parent": parent}))
    assert workflow.parent_of(first) is None
    assert workflow.parent_of(later) == (LOG, Head(7, "cd" * 32))


def test_what_an_office_did_is_repeated_and_agreed_with(build: Any) -> None:
    other, line = build.village(begun=False), build.village(begun=False)
    begin = other.ask(other.begin())
    draft = repeated(line, begin)
    assert draft.payload["repeats"] == begin.hash
    again = line.record(draft)
    assert workflow.rerun(line.catalogue, None, again, line.context) == ()
    forged = line.record(replace(draft, payload={**draft.payload, "repeats": "x"}))
    assert [r.code for r in workflow.rerun(line.catalogue, None, forged, line.context)] == ["record-malformed"]
    line.matter = workflow.evolve(None, again)
    assert codes(line, begin, line.matter) == ["matter-exists"]


def test_corrections_and_answers_point_at_the_entries_of_this_line(build: Any) -> None:
    steps = (build.step("a", publicity=True), build.step("b", fields=(build.number("n"),)))
    other = build.village(*steps)
    post = other.ask(other.posted("a", "2026-01-02"))
    objection = other.ask(other.objected("a"))
    answer = other.ask(other.answered("a", objection.hash))
    other.ask(other.done("a", "2026-01-20"))
    done = other.ask(other.done("b", "2026-01-21", n=1))
    corrected = other.ask(other.corrected("b", done.hash, "2026-01-21", fields={"n": 2}))
    line, renamed = build.village(*steps), {}
    for recorded in other.recorded[1:]:
        written = line.record(repeated(line, recorded, line.matter, renamed=renamed))
        renamed[recorded.hash] = written.hash
        line.matter = workflow.evolve(line.matter, written)
    assert line.matter.objections[0].answered_on
    assert [run.fields for run in line.matter.runs_of("b")][-1] == {"n": 2}
    assert codes(line, answer, line.matter) == ["objection-unknown"]
    assert codes(line, corrected, line.matter) == ["correction-of-nothing"]
    assert codes(line, post, None) == ["matter-unknown"]


def test_what_is_never_repeated(build: Any) -> None:
    office = build.village()
    gone = replace(office.recorded[0], payload=None, salt=None)
    assert codes(office, gone) == ["branch-entry-erased"]
    erasure = office.record(Draft(EntryKind.ERASURE, {"basis": "法", "erased": []}))
    assert workflow.is_repeatable(erasure)
    assert codes(office, erasure) == ["erasure-not-repeated"]
    heard = office.record(Draft(EntryKind.HEARD, {}))
    assert not workflow.is_repeatable(heard)
    with pytest.raises(RefusedError) as caught:
        workflow.repeat(None, None, office.recorded[0], office.context, renamed={}, changed={})
    assert [refusal.code for refusal in caught.value.refusals] == ["catalogue-not-here"]


def test_what_both_lines_declared_is_for_people(build: Any) -> None:
    office = build.village()
    person = office.record(workflow.admit_person(office.catalogue, office.context, office.context.people["p1"]))
    roll = office.record(workflow.admit_roll("villagers", 900))
    register = {"register": "vendors", "name": "某店", "code": "", "until": "", "active": True}
    vendor = office.record(Draft(EntryKind.REGISTER, register))
    explain = office.record(Draft(EntryKind.EXPLAIN, {"warning": "ab" * 32, "on": "2026-01-02", "text": "已核"}))
    subjects = [workflow.subject_of(recorded) for recorded in (person, roll, vendor, explain)]
    assert subjects == [("person", "p1"), ("roll", "villagers"), ("register", "vendors", "某店"), ()]
    for recorded in (person, roll, vendor):
        subject = workflow.subject_of(recorded)
        assert repeated(office, recorded).payload == {**recorded.payload, "repeats": recorded.hash}
        assert repeated(office, recorded, changed={subject: dict(recorded.payload)}) is None
        assert codes(office, recorded, changed={subject: {}}) == ["changed-on-both-lines"]
    assert repeated(office, explain).payload["text"] == "已核"


def test_a_device_that_goes_on_says_how_far_it_had_heard(build: Any) -> None:
    office = build.village()
    card = {"code": "330502999201", "name": "甲村", "kind": "village", "signing": "ab" * 32}
    card |= {"sealing": "age1" + "q" * 58, "epoch": 2}
    far = replace(office.context, heard={LOG: Head(50, "aa" * 32)})
    silent = office.record(Draft(EntryKind.EPOCH, {"card": card, "parent": None, "reason": ""}))
    assert workflow.learn(far, silent).heard == {}
    heard = [{"log": {"device": LOG.device, "epoch": 3, "audience": LOG.audience}, "last": 7, "head": "cd" * 32}]
    told = office.record(Draft(EntryKind.EPOCH, {"card": card, "parent": None, "reason": "", "heard": heard}))
    assert workflow.learn(far, told).heard == {LOG: Head(7, "cd" * 32)}
