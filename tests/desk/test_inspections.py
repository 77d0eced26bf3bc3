"""Spot checks: nobody can steer the draw, anybody can repeat it, and what was found comes back with its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.errors import RefusedError, UsageError
from clerk_app.model import Draft, EntryKind, Lot

from .conftest import Offices
from .test_month import Month

CODES = ["330502999201", "330502999202", "330502999203"]


@pytest.fixture
def month(tmp_path: Path) -> Any:
    """Three villages with two matters each, all of which the township knows."""
    month = Month(tmp_path, CODES)
    for code, village in month.villages.items():
        for number in range(2):
            village.begin("V33", f"{code[-3:]} 第 {number} 件")
        village.begin("V32", f"{code[-3:]} 建房")
        month.send(village)
    month.deliver(lost=0)
    yield month
    month.close()


def test_the_lowest_tickets_are_drawn_whatever_the_order() -> None:
    lots = [Lot(code, f"m{number}") for code in CODES for number in range(20)]
    drawn = workflow.draw("12345", lots, 5)
    assert workflow.draw("12345", lots[::-1], 5) == drawn
    assert workflow.draw("12346", lots, 5) != drawn
    tickets = [workflow.ticket("12345", lot) for lot in drawn]
    assert tickets == sorted(tickets)
    assert max(tickets) < min(workflow.ticket("12345", lot) for lot in lots if lot not in drawn)
    # Worked out with sha256sum over {"matter":"m0","office":"330502999201","seed":"12345"}.
    assert workflow.ticket("12345", Lot(CODES[0], "m0")) == TICKET


TICKET = "68c20306c4fe7f1d6e1ffa06a27bc2c23e814c68ad9a9efebd9883ed715cdab7"


def test_a_draw_is_recorded_told_and_can_be_repeated_on_both_sides(month: Any) -> None:
    inspections = month.township.inspections
    made = inspections.draw(3, seed="双色球 2026101", type_id="V33")
    (row,) = inspections.all()
    assert (row.id, row.count, row.of, row.source, len(row.lots)) == (made, 3, 6, "typed", 3)
    assert inspections.redo(made[:8]).sound
    # What comes later changes nothing of it.
    first = month.villages[CODES[0]]
    first.begin("V33", "后来的一件")
    month.send(first)
    month.deliver(lost=0)
    assert inspections.redo(made).sound
    lot = row.lots[0]
    month.answer(lost=0)
    village = month.villages[lot.code]
    assert village.inspections.redo(made).sound
    own = [each.matter for each in row.lots if each.code == lot.code]
    assert [each.matter for each in village.inspections.all()[0].lots] == own

    inspections.find(made, lot.code, "入户调查表少一个签名", matter=lot.matter, due="2026-09-30")
    month.answer(lost=0)
    (told,) = village.letters.open_orders()
    assert (told.about, told.matter) == (made, lot.matter)
    assert village.inspections.all()[0].lots[0].finding.text == "入户调查表少一个签名"
    village.letters.answer(told.id, "已补签")
    month.send(village)
    month.deliver(lost=0)
    finding = inspections.all()[0].lots[0].finding
    assert (finding.form, [text for _on, text in finding.answers]) == ("order", ["已补签"])
    with pytest.raises(UsageError, match="lot-not-drawn"):
        inspections.find(made, lot.code, "别的事", matter="V33-2026-999-0000")
    with pytest.raises(UsageError, match="draw-not-found"):
        inspections.redo("zz")


def test_a_draw_that_leaves_one_out_is_found_out(month: Any) -> None:
    """The township's PC writes a draw in which another matter stands than the seed gives."""
    office = month.township._office
    # Matters have random names: the first seed that draws one of this village and leaves one of it out.
    for seed in range(1, 100):
        payload = dict(office.store.journal.get(month.township.inspections.draw(2, seed=str(seed))).content)
        drawn = {lot["matter"] for lot in payload["drawn"] if lot["office"] == CODES[0]}
        left = [row.id for row in office.store.shelf.matters(office=CODES[0]) if row.id not in drawn]
        if drawn and left:
            break
    others = [lot for lot in payload["drawn"] if lot["office"] != CODES[0]]
    payload["drawn"] = [{"office": CODES[0], "matter": each} for each in left[:1]] + others
    forged = office.write(Draft(EntryKind.DRAW, payload)).hash
    month.answer(lost=0)
    assert not month.township.inspections.redo(forged).sound
    sound = {code: village.inspections.redo(forged).sound for code, village in month.villages.items()}
    assert sound[CODES[0]] is False


def test_villages_are_drawn_by_the_newest_receipt(month: Any) -> None:
    made = month.township.inspections.draw(1, unit="village")
    (row,) = month.township.inspections.all()
    (lot,) = row.lots
    assert (row.source, row.of, lot.matter, lot.finding) == ("receipt", 3, "", None)
    assert month.township._office.store.journal.get(row.seed).entry.kind is EntryKind.RECEIPT
    month.township.inspections.find(made, lot.code, "查了账，没有问题")
    month.answer(lost=0)
    told = month.villages[lot.code].inspections.all()[0].lots[0].finding
    assert (told.form, told.text) == ("message", "查了账，没有问题")
    assert month.township.inspections.redo(made).sound
    assert all(village.inspections.redo(made).sound for village in month.villages.values())


def test_draws_are_refused_that_are_none(month: Any) -> None:
    inspections = month.township.inspections
    for parts, code in (
        ({"count": 0}, "draw-count-impossible"),
        ({"count": 1, "type_id": "V10"}, "draw-from-nothing"),
        ({"count": 1, "since": "昨天"}, "day-malformed"),
    ):
        with pytest.raises(RefusedError) as caught:
            inspections.draw(**parts)
        assert code in [refusal.code for refusal in caught.value.refusals]
    village = month.villages[CODES[0]]
    with pytest.raises(UsageError, match="township-only"):
        village.inspections.draw(1)
    made = inspections.draw(1, seed="1")
    village._office.write(Draft(EntryKind.DRAW, dict(month.township._office.store.journal.get(made).content)))
    month.send(village)
    (verdict,) = month.deliver(lost=0)
    assert [entry.sentences[0].code for entry in verdict.refused] == ["draw-not-ours"]


def test_without_a_receipt_the_seed_is_typed(offices: Offices) -> None:
    township = offices.open("township")
    with pytest.raises(RefusedError) as caught:
        township.inspections.draw(1, unit="village")
    assert [refusal.code for refusal in caught.value.refusals] == ["draw-without-seed"]
    assert township.inspections.draw(1, unit="village", seed="7")
