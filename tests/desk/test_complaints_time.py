"""What users of other systems complained of, as tests (`docs/complaints.md`): wrong clocks, moving days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app.desk import Desk, Verdict, open_office

PASSPHRASE = "四个词的密码"
VILLAGE = "330502999201"
DAY = "2026-11-20"


class Clock:
    """A clock that can be set."""

    def __init__(self, now: str) -> None:
        self.now = now

    def __call__(self) -> str:
        return self.now


def at(offices: Any, name: str, clock: Clock) -> Desk:
    """An office with a clock of its own."""
    opened = open_office(offices.folder / name, passphrase=PASSPHRASE, clock=clock)
    offices._open.append(opened)
    return opened


def up(offices: Any, village: Desk, township: Desk) -> Verdict:
    """The village's bundle to the township."""
    (verdict,) = township.receive([Path(village.export(offices.stick).path)])
    return verdict


@pytest.mark.parametrize("now", ["1970-01-01T00:00:07Z", "2026-11-01T00:00:00Z", "2076-11-23T08:00:00Z"])
def test_29_a_clock_that_is_years_off_blocks_nothing_and_is_marked(offices: Any, now: str) -> None:
    clock = Clock(now)
    village, township = at(offices, "village", clock), offices.open("township")
    matter = village.begin("V33", "时钟不对时记的事", on=DAY)
    verdict = up(offices, village, township)
    assert (verdict.state, verdict.refused, verdict.held) == ("filed", (), 0)
    clock.now = "2026-11-27T08:00:00Z"
    village.begin("V33", "时钟修好后记的事", on=DAY)
    last = village._office.store.journal.last(village._office.main_log)
    assert last is not None
    # Going back is what gives a clock away: of 1970 the first entry is marked, of 2076 the one after it.
    marked = {
        r.entry.matter
        for r in village._office.store.journal.entries(village._office.main_log)
        if r.entry.clock == "suspect"
    }
    assert marked == ({last.entry.matter} if now.startswith("2076") else {matter})


def test_30_two_offices_with_different_clocks_raise_no_alarm(offices: Any) -> None:
    village = at(offices, "village", Clock("2026-11-27T08:00:00Z"))
    township = at(offices, "township", Clock("2026-12-10T08:00:00Z"))
    village.begin("V33", "一件", on=DAY)
    verdict = up(offices, village, township)
    assert (verdict.word, verdict.sentences, verdict.refused) == ("verdict.valid", (), ())


def test_31_every_later_entry_is_proven_after_the_townships_receipt(offices: Any) -> None:
    village, township = offices.open("village"), at(offices, "township", Clock("2026-12-10T08:00:00Z"))
    up(offices, village, township)
    offices.carry_back(township, village)
    village.begin("V33", "回执以后的事", on=DAY)
    office = village._office
    last = office.store.journal.last(office.main_log)
    assert last is not None
    receipt = office.store.journal.get(last.entry.anchor)
    assert receipt is not None
    assert (receipt.entry.kind.value, receipt.entry.at) == ("receipt", "2026-12-10T08:00:00Z")


@pytest.mark.parametrize("now", ["2026-11-27T15:59:59Z", "2026-11-27T16:00:01Z", "2026-11-27T23:59:59Z"])
def test_32_a_legal_day_is_the_day_that_was_written_whatever_the_clock_says(offices: Any, now: str) -> None:
    village, township = at(offices, "village", Clock(now)), at(offices, "township", Clock("2026-11-28T02:00:00Z"))
    matter = village.begin("V33", "一件", on=DAY)
    assert up(offices, village, township).refused == ()
    for desk in (village, township):
        (row,) = [row for row in desk._office.store.shelf.matters(office=VILLAGE) if row.id == matter]
        assert row.begun_on == DAY
        township.rebuild()
    recorded = next(township._office.store.journal.of_matter(village._office.main_log, matter))
    assert recorded.content["on"] == DAY


def test_33_what_was_recorded_under_a_wrong_clock_stands_in_its_place(offices: Any) -> None:
    clock = Clock("2026-11-27T08:00:00Z")
    village, township = at(offices, "village", clock), offices.open("township")
    matters = []
    for now in ("2026-11-27T08:00:00Z", "1970-01-01T00:00:00Z", "2076-01-01T00:00:00Z", "2026-11-27T09:00:00Z"):
        clock.now = now
        matters.append(village.begin("V33", f"{now[:4]} 年的钟", on=DAY))
    assert up(offices, village, township).refused == ()
    for desk in (village, township):
        assert {row.id for row in desk._office.store.shelf.matters(office=VILLAGE)} == set(matters)
        assert desk._office.store.journal.matters(village._office.main_log) == matters
