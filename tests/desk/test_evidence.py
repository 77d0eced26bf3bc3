"""Evidence that nobody types: the program gathers it from closed matters, and the township's rules gather the same."""

from __future__ import annotations

from typing import Any

import pytest

from clerk_app.desk import Desk
from clerk_app.desk.demo import Play
from clerk_app.errors import RefusedError
from clerk_app.workflow.sample_village import form

SEAL = (
    ("apply", {"paper_kind": "证明", "blank": False, "copies": 1}),
    ("check", {}),
    ("approve", {}),
    ("stamp", {"stamped": 1, "taken_out": False}),
    ("month_check", {}),
    ("archive", {}),
)
"""The use of a seal, from the application to the archive."""


def do(play: Play, step: str, fields: dict[str, Any]) -> None:
    """Fill a step's form with what no rule minds, sign it as its people would, and complete it."""
    view = play.village.step(play.matter, step)
    people = {"p-villager": play.village.people()[0].id}
    filled = form(view.form, fields, play.day)
    content = play._content(view, {name: people.get(str(value), value) for name, value in filled.items()})
    play._sign(view, content)
    play.village.complete(play.matter, step, **content)


def close_a_seal(play: Play) -> str:
    """A matter of another type, taken to its archive; returns its number."""
    duties, play.matter = play.matter, play.village.begin("V37", "低保证明", on=play.day)
    for step, fields in SEAL:
        do(play, step, fields)
    closed, play.matter = play.matter, duties
    return play.village.matter(closed).row.number


@pytest.fixture
def duties(offices: Any) -> Play:
    """A village with its yearly duties, of which one is proven by the use of seals."""
    village: Desk = offices.open("village")
    play: Play = offices.play(village)
    play.day = village.day()
    who = village.people()[0].id
    play.matter = village.begin("V43", "年度四责", on=play.day)
    duty = {"duty": "主体责任", "what": "管好印章", "who": who, "evidence": "登记簿"}
    do(play, "lists", {"duties": [duty], "duty_count": 1})
    do(play, "tasks", {"tasks": [{"task": "管好印章", "who": who, "by_on": play.day, "kind": "V37 用章与证明"}]})
    return play


def evidence(play: Play) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = play.village.step(play.matter, "evidence").fields["evidence"]
    return rows


def test_evidence_is_there_before_anything_is_typed_and_the_township_agrees(offices: Any, duties: Play) -> None:
    assert evidence(duties) == []
    number = close_a_seal(duties)
    row = {"kind": "V37", "number": number, "closed_on": duties.day}
    assert evidence(duties) == [row]
    do(duties, "evidence", {})
    assert evidence(duties) == [], "what was told once is not told again"
    township = offices.open("township")
    verdict = offices.carry_up(duties.village, township)
    assert (verdict.refused, verdict.held) == ((), 0)
    assert verdict.accepted == duties.village.entries()


def test_evidence_survives_a_new_start_and_a_rebuild(offices: Any, duties: Play) -> None:
    close_a_seal(duties)
    before, matter = evidence(duties), duties.matter
    duties.village.rebuild()
    assert evidence(duties) == before
    offices.close()
    again = offices.open("village")
    assert again.step(matter, "evidence").fields["evidence"] == before


def test_what_is_typed_by_hand_is_not_taken(duties: Play) -> None:
    made_up = {"kind": "V37", "number": "印章 2026-099", "closed_on": duties.day}
    do(duties, "evidence", {"evidence": [made_up]})
    office = duties.village._office
    matter = office.matter(duties.matter)
    assert matter is not None
    assert matter.runs_of("evidence")[0].fields["evidence"] == []


def test_a_signature_given_before_another_matter_was_closed_is_given_anew(duties: Play) -> None:
    view = duties.village.step(duties.matter, "evidence")
    content = duties._content(view, form(view.form, {}, duties.day))
    duties._sign(view, content)
    close_a_seal(duties)
    with pytest.raises(RefusedError) as refused:
        duties.village.complete(duties.matter, "evidence", **content)
    assert [refusal.code for refusal in refused.value.refusals] == ["signature-stale"]
