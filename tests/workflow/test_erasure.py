"""Erasure: what a rule lets an office take out of its records, and what a township believes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.errors import IntegrityError, RefusedError
from clerk_app.model import EntryKind, LogId, Recorded
from clerk_app.workflow.erasure import ERASED, remains_of

BASIS = "《个人信息保护法》第四十七条"


def spoken(build: Any) -> Any:
    """A matter with a notice, an objection and its answer."""
    office = build.village(build.step("a", publicity=True, fields=(build.text("who"), build.number("heads"))))
    office.ask(office.posted("a", "2026-01-02"))
    objection = office.ask(office.objected("a"))
    office.ask(office.answered("a", objection.hash))
    office.ask(office.done("a", "2026-01-20", who="张某", heads=3))
    return office


def erasure(office: Any) -> tuple[Recorded, dict[str, Recorded]]:
    """The office's erasure of all that it may erase, and its entries by hash."""
    known = {recorded.hash: recorded for recorded in office.recorded}
    erasable = [recorded for recorded in office.recorded if workflow.is_erasable(recorded)]
    return office.record(workflow.admit_erasure(erasable, BASIS)), known


def codes(recorded: Recorded, known: dict[str, Recorded]) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        workflow.judge_erasure(recorded, known.get)
    return [refusal.code for refusal in caught.value.refusals]


def rewritten(office: Any, recorded: Recorded, **parts: Any) -> Recorded:
    """The same erasure with another payload."""
    return office.record(replace(workflow.admit_erasure(office.recorded[:1], BASIS), payload=recorded.content | parts))


def test_words_go_and_numbers_stay(build: Any) -> None:
    office = spoken(build)
    done, said = office.recorded[-1], office.recorded[2]
    assert remains_of(done)["fields"] == {"heads": 3}
    assert remains_of(said)["text"] == ERASED
    recorded, known = erasure(office)
    workflow.judge_erasure(recorded, known.get)


def test_without_a_basis_nothing_is_erased(build: Any) -> None:
    office = spoken(build)
    recorded, known = erasure(office)
    assert codes(rewritten(office, recorded, basis=" "), known) == ["erasure-without-basis"]


def test_only_entries_of_the_same_log_are_erased(build: Any) -> None:
    office = spoken(build)
    recorded, known = erasure(office)
    assert codes(recorded, {}) == ["erasure-of-nothing"]
    log = replace(recorded.entry.log, device="9" * 64)
    assert isinstance(log, LogId)
    assert codes(replace(recorded, entry=replace(recorded.entry, log=log)), known) == ["erasure-of-nothing"]


def test_what_holds_no_personal_data_stays(build: Any) -> None:
    office = spoken(build)
    recorded, known = erasure(office)
    first = next(iter(known))
    known[first] = replace(known[first], entry=replace(known[first].entry, kind=EntryKind.CATALOGUE))
    with pytest.raises(IntegrityError) as caught:
        workflow.judge_erasure(recorded, known.get)
    assert caught.value.code == "record-malformed"


def test_more_may_not_remain_than_the_rules_leave(build: Any) -> None:
    office = spoken(build)
    recorded, known = erasure(office)
    row = dict(recorded.content["erased"][0])
    row["remains"] = {**row["remains"], "title": "张某的事"}
    assert codes(rewritten(office, recorded, erased=[row]), known) == ["entry-not-as-decided"]
