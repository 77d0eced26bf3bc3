"""What a village with a changed program can send costs its township no more than its length."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from clerk_app import chain, workflow
from clerk_app.desk import Desk
from clerk_app.desk.devices import GivenWay, one_pc
from clerk_app.desk.missing import count_missing, list_missing, missing_below
from clerk_app.model import Draft, EntryKind, LogId, Recorded, Withdraw
from clerk_app.store import InboxRow, SetAside
from clerk_app.store.boxes import Outbox
from clerk_app.store.journal import Journal
from clerk_app.store.searching import MatterQuery, conditions

from ..stopwatch import quickest
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


def test_the_only_bundle_may_have_the_highest_number(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    with township._office.store.transaction():
        township._office.store.inbox.add(
            InboxRow(village.card.code, "ab" * 32, 999_999, "01" * 32, "", "2026-11-20T01:00:00Z", 1, 0, 0, "")
        )
    (row,) = township.township.villages()
    (gap,) = (gap for gap in township.gaps() if gap.kind == "bundles")
    assert row.missing == gap.numbers == ((1, 999_998),)
    assert "999998 个包没有收到（第 1–999998 号）" in gap.sentence.what


def test_numbers_that_never_came_are_stretches() -> None:
    stretches = missing_below(12, [1, 4, 6, 11, 12, 40])
    assert stretches == ((2, 3), (5, 5), (7, 10))
    assert (count_missing(stretches), list_missing(stretches)) == (7, "2、3、5、7–10")
    assert missing_below(0, []) == missing_below(1, [1]) == ()


def test_what_was_heard_is_not_heard_again(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    offices.carry_up(village, township)
    log = township._office.log(village.card.code)
    first = {"first": 1, "last": 1, "head": village._office.store.journal.hash_at(log, 1)}
    again = {"log": chain.log_record(log), **first, "bundle": "cd" * 32, "number": 1}
    write(village, [Draft(EntryKind.HEARD, again)] * 2)
    known = township._office.realm_of(village.card.code).context.heard[log]
    verdict = offices.carry_up(village, township)
    assert [told.code for row in verdict.refused for told in row.sentences] == ["heard-before"] * 2
    assert township._office.realm_of(village.card.code).context.heard[log] == known
    # An honest village goes on, and so it does after its township was opened anew.
    offices.carry_back(township, village)
    township.close()
    offices._open.remove(township)
    township = offices.open("township")
    assert offices.carry_up(village, township).refused == ()
    assert township._office.realm_of(village.card.code).context.heard[log].seq > known.seq
    write(village, [Draft(EntryKind.HEARD, again)])
    (refused,) = offices.carry_up(village, township).refused
    assert [told.code for told in refused.sentences] == ["heard-before"]


def test_what_was_erased_is_not_erased_again(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    matter = village.begin("V33", "张某低保申请")
    village.withdraw(matter, reason="不办了")
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    village.erase_matter(matter, basis="《个人信息保护法》第四十七条")
    assert offices.carry_up(village, township).refused == ()
    office = village._office
    (erasure,) = office.store.journal.of_kinds(office.main_log, frozenset({EntryKind.ERASURE}))
    row = erasure.content["erased"][0]
    other = [{**row, "remains": {**row["remains"], "title": "换了名"}}]
    write(village, [Draft(EntryKind.ERASURE, {**erasure.content, "erased": rows}) for rows in ([row], other)])
    verdict = offices.carry_up(village, township)
    assert [told.code for row in verdict.refused for told in row.sentences] == ["erased-before"] * 2
    theirs = township._office.realm_of(village.card.code).matter(matter)
    assert theirs.title == "（已依法删除）"


def test_the_history_of_a_matter_reads_once_what_was_carried(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village = offices.open("village")
    matter = village.begin("V33", "一件")
    village.export(offices.stick)
    village.suspend(matter, reason="等")
    village.resume(matter, reason="好了")
    read, spans = [], Outbox.spans
    monkeypatch.setattr(Outbox, "spans", lambda outbox: read.append(outbox) or spans(outbox))
    assert [row.state for row in village.matter(matter).history] == ["carried", "new", "new"]
    assert len(read) == 1


def test_a_phrase_of_any_length_is_looked_for_by_its_beginning() -> None:
    _, (_, asked) = conditions("330502999201", MatterQuery(text="道" * 16_000))
    assert asked == '"' + " ".join("道" * 200) + '"'


def test_keys_renewed_by_the_thousand_are_followed_at_once() -> None:
    ways = [GivenWay(f"d{n}", f"d{n + 1}", LogId("a" * 64, 1, "*"), 1) for n in range(2000)]
    seconds, found = quickest(lambda: one_pc(ways[::-1], "d1000"), 0.5)
    assert (seconds < 0.5, len(found)) == (True, 2001)
    assert one_pc([*ways[:2], *ways[5:]], "d1") == {"d0", "d1", "d2"}
