"""What a village with a changed program can send costs its township no more than its length."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from clerk_app import chain, workflow
from clerk_app.desk import Desk
from clerk_app.model import Draft, LogId, Recorded, Withdraw
from clerk_app.store import SetAside
from clerk_app.store.journal import Journal

from .pcs import Lines, two_pcs

DAY = "2026-11-20"


def write(village: Desk, drafts: Iterable[Draft]) -> list[Recorded]:
    """Write past the rules, with the device's own key."""
    office, written = village._office, []
    with office.store.transaction():
        for draft in drafts:
            entry = office.draft_entry(office.main_log, draft)
            written.append(chain.record(entry, draft.payload, bytes(16), office.device))
            office.store.journal.append(written[-1])
    return written


def withdrawn(matter: str, count: int) -> list[Draft]:
    """So many refused entries of one matter: none says why it ends."""
    return [workflow.draft_of(Withdraw(matter=matter, on=DAY, reason=""))] * count


@pytest.fixture
def folded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The matters that were read from a journal, one for each time."""
    found: list[str] = []
    read = Journal.of_matter

    def noted(journal: Journal, log: LogId, matter: str) -> Iterator[Recorded]:
        found.append(matter)
        return read(journal, log, matter)

    monkeypatch.setattr(Journal, "of_matter", noted)
    return found


def test_a_refused_entry_does_not_read_its_matter_again(offices: Any, folded: list[str]) -> None:
    village, township = offices.open("village"), offices.open("township")
    matter = village.begin("V33", "一件")
    write(village, withdrawn(matter, 40))
    folded.clear()
    verdict = offices.carry_up(village, township)
    assert (len(verdict.refused) + verdict.held, folded.count(matter) < 10) == (40, True)
    assert not township._office.realm_of(village.card.code).matter(matter).withdrawn_on


def test_whose_matter_it_is_reads_none_of_it(lines: Lines, folded: list[str]) -> None:
    village, second, township = two_pcs(lines)
    matter = village.matters()[0].id
    write(second, withdrawn(matter, 40))
    folded.clear()
    verdict = lines.up(second, township)
    assert (len(verdict.refused) + verdict.held, folded.count(matter) < 10) == (40, True)


def test_a_bundle_far_ahead_costs_no_number_of_those_that_never_came(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    inbox, code = township._office.store.inbox, village.card.code
    with township._office.store.transaction():
        for number in (*range(900_000, 900_010), 500_000):
            inbox.quarantine(SetAside(f"{number:064x}", "bundle-gap", "2026-11-20T01:00:00Z", code, number, ""))
    tracemalloc.start()
    rows = [row for row in township.township.arrivals() if row.standing == "gap"]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1 << 20
    assert (len(rows), rows[0].missing) == (11, range(2, 900_009))
