"""Where every bundle and every entry stands: by the other office's word, with who has to do what next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.desk import BundleRow, Desk, open_office
from clerk_app.errors import UsageError
from clerk_app.model import Complete
from clerk_app.store import OutboxRow

PASSPHRASE = "四个词的密码"
VILLAGE, TOWNSHIP = "330502999201", "330502999000"


@pytest.fixture
def pair(offices: Any) -> tuple[Desk, Desk]:
    """The village and the township."""
    return offices.open("village"), offices.open("township")


def newest(desk: Desk) -> BundleRow:
    """The line of the bundle that was written last."""
    return desk.outbox()[0]


def counts(row: BundleRow) -> tuple[int, int, int, int]:
    """Accepted, refused, held, awaiting."""
    return row.accepted, row.refused, row.held, row.awaiting


def forge(village: Desk, matter: str, step: str) -> None:
    """A step past the rules, signed with the right key."""
    office = village._office
    done = Complete(matter=matter, step=step, visit=1, on=village.day(), fields={}, files=(), late_reason="")
    office.matter(matter)
    office.write(workflow.draft_of(done))


def test_a_bundle_goes_from_written_to_handed_to_receipted(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    exported = village.export(offices.stick)
    row = newest(village)
    assert (row.state, row.owner, row.by, row.age) == ("written", "甲村", 0, 0)
    assert counts(row) == (0, 0, 0, exported.entries)
    assert row.todo is not None
    assert (row.todo.code, "示范镇" in row.todo.fix) == ("outbox-carry", True)
    village.hand(row.number)
    row = newest(village)
    assert (row.state, row.owner, row.handed_on) == ("handed", "示范镇", village.day())
    assert counts(row) == (0, 0, 0, exported.entries)
    assert row.todo is not None
    assert row.todo.code == "outbox-await"
    township.receive([Path(exported.path)])
    assert newest(village).state == "handed"
    offices.carry_back(township, village)
    row = newest(village)
    assert (row.state, row.owner, row.todo) == ("receipted", "", None)
    assert counts(row) == (exported.entries, 0, 0, 0)


def test_what_was_refused_or_held_is_counted_apart_and_sent_back(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    matter = village.begin("V33", "伪造的一件")
    forge(village, matter, "discovery")
    forge(village, matter, "discovery")
    exported = village.export(offices.stick)
    offices_verdict = township.receive([Path(exported.path)])[0]
    assert (len(offices_verdict.refused), offices_verdict.held) == (1, 1)
    offices.carry_back(township, village)
    row = newest(village)
    assert (row.state, row.owner) == ("returned", "甲村")
    assert counts(row) == (exported.entries - 2, 1, 1, 0)
    assert row.todo is not None
    assert row.todo.amount == "退回 1 条，待定 1 条"
    (standing,) = village.standings()
    assert (standing.refused, standing.held, standing.awaiting) == (1, 1, 0)
    assert standing.accepted + standing.refused + standing.held + standing.unpacked == standing.entries


def test_what_was_returned_twice_is_told_once(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    forge(village, village.begin("V33", "伪造的一件"), "discovery")
    bundles = [village.export(offices.stick), village.export(offices.stick)]
    for exported in bundles:
        township.receive([Path(exported.path)])
    offices.carry_back(township, village)
    second, first = village.outbox()
    assert [row.state for row in (first, second)] == ["returned"] * 2
    assert (first.by, first.todo, first.owner) == (second.number, None, "")
    assert second.todo is not None
    assert (second.by, second.todo.amount) == (0, "退回 1 条")


def test_a_later_receipt_settles_an_earlier_bundle_that_was_lost(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    village.export(offices.stick)
    village.begin("V33", "后来的一件")
    second = village.export(offices.stick)
    first = village.outbox()[1]
    assert (first.state, first.by) == ("written", second.number)
    assert first.todo is not None
    assert first.todo.code == "outbox-covered"
    township.receive([Path(second.path)])
    offices.carry_back(township, village)
    assert [(row.state, row.todo) for row in village.outbox()] == [("receipted", None)] * 2
    assert newest(village).by == 0


def test_a_bundle_that_is_only_half_confirmed_still_waits(offices: Any, pair: tuple[Desk, Desk]) -> None:
    """The township got the first, smaller one; the second holds it and more."""
    village, township = pair
    first = village.export(offices.stick)
    village.begin("V33", "后来的一件")
    second = village.export(offices.stick)
    township.receive([Path(first.path)])
    offices.carry_back(township, village)
    rows = village.outbox()
    assert [row.state for row in rows] == ["written", "receipted"]
    assert counts(rows[0]) == (first.entries, 0, 0, second.entries - first.entries)


def test_every_entry_is_counted_once_whatever_keeps_it_back(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    (standing,) = village.standings()
    assert (standing.accepted, standing.awaiting, standing.unpacked) == (0, 0, village.entries())
    assert (standing.silent, standing.unpacked_on) == (None, village.day())
    assert standing.todo is not None
    first = village.export(offices.stick)
    (standing,) = village.standings()
    assert (standing.awaiting, standing.unpacked, standing.unpacked_on) == (first.entries, 0, "")
    assert standing.todo is None
    township.receive([Path(first.path)])
    offices.carry_back(township, village)
    village.begin("V33", "新的一件")
    (standing,) = village.standings()
    assert (standing.name, standing.entries) == ("示范镇", village.entries())
    assert (standing.accepted, standing.awaiting, standing.unpacked) == (first.entries, 0, 2)
    assert standing.silent == 0
    assert village.today().unreported.days_since_receipt == 0


def test_what_is_packed_is_no_longer_new(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    waiting = village.today().unreported
    assert (waiting.entries, waiting.packed, waiting.fresh) == (village.entries(), 0, village.entries())
    first = village.export(offices.stick)
    village.begin("V33", "打包以后的一件")
    waiting = village.today().unreported
    assert (waiting.entries, waiting.packed, waiting.fresh) == (first.entries + 1, first.entries, 1)
    township.receive([Path(first.path)])
    offices.carry_back(township, village)
    waiting = village.today().unreported
    assert (waiting.entries, waiting.packed, waiting.fresh) == (2, 0, 2)


def test_a_township_sees_how_far_each_village_has_heard(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    offices.carry_up(village, township)
    (replied,) = township.reply(offices.stick)
    row = newest(township)
    assert (row.to, row.detail, row.state) == (VILLAGE, "甲村", "written")
    township.hand(row.number, to=VILLAGE)
    row = newest(township)
    assert (row.state, row.todo, row.owner) == ("confirming", None, "")  # receipts are not answered
    village.receive([Path(replied.exported.path)])
    offices.carry_up(village, township)
    assert {row.state for row in township.outbox()} == {"receipted"}
    (standing,) = township.standings()
    assert (standing.to, standing.silent) == (VILLAGE, 0)
    assert standing.accepted == standing.entries - standing.unpacked


def test_only_what_waits_can_be_handed_over(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    with pytest.raises(UsageError, match="outbox-answered"):
        village.hand(1)
    with pytest.raises(UsageError, match="outbox-not-found"):
        village.hand(9)
    with pytest.raises(UsageError, match="outbox-not-found"):
        village.hand(1, to="330502999202")


def test_a_bundle_of_an_earlier_version_is_told_by_its_own_receipt(pair: tuple[Desk, Desk]) -> None:
    """Stores before version 4 did not note what a bundle carried."""
    village, _township = pair
    outbox = village._office.store.outbox
    outbox.add(OutboxRow(TOWNSHIP, 1, "aa" * 32, "2026-11-20T08:00:00Z", 12, 1, 5000, "usb"))
    outbox.add(OutboxRow(TOWNSHIP, 2, "bb" * 32, "2026-11-21T08:00:00Z", 12, 1, 5000, "mail", "returned", "cc" * 32))
    outbox.add(OutboxRow("330502998000", 1, "dd" * 32, "2026-11-19T08:00:00Z", 12, 1, 5000, "usb"))
    second, first, elsewhere = village.outbox()
    assert (first.state, second.state) == ("written", "returned")
    assert (first.by, second.by) == (0, 0)
    assert elsewhere.detail == "330502998000"


def test_mail_asks_to_be_sent(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, _township = pair
    village.export(offices.stick, carrier="mail")
    todo = newest(village).todo
    assert todo is not None
    assert todo.code == "outbox-mail"


# Gaps


def later(offices: Any, name: str, day: str) -> Desk:
    """An office opened on another day."""
    desk = open_office(offices.folder / name, passphrase=PASSPHRASE, clock=lambda: f"{day}T04:00:00Z")
    offices._open.append(desk)
    return desk


def test_a_village_that_never_reported_and_one_that_fell_silent(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    (gap,) = township.gaps()
    assert (gap.kind, gap.code, gap.who) == ("never", VILLAGE, "甲村")
    offices.carry_up(village, township)
    assert township.gaps() == []
    offices.close()
    township = later(offices, "township", "2099-01-01")
    (gap,) = township.gaps()
    assert (gap.kind, gap.who) == ("silent", "张某")
    assert gap.age > 365
    township.set_phone(VILLAGE, "0572-0000000")
    (gap,) = township.gaps()
    assert "张某（0572-0000000）" in gap.sentence.fix
    township.set_phone(VILLAGE, "")
    assert township.gaps()[0].phone == ""
    for wrong in ("1" * 41, "1\n2"):
        with pytest.raises(UsageError, match="phone-malformed"):
            township.set_phone(VILLAGE, wrong)
    with pytest.raises(UsageError, match="office-unknown"):
        township.set_phone("330502999299", "1")


def test_bundles_that_were_lost_are_told_though_nothing_is_missing(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    for _ in range(3):
        village.begin("V33", "一件")
        exported = village.export(offices.stick)
    township.receive([Path(exported.path)])
    (gap,) = township.gaps()
    assert (gap.kind, gap.numbers, gap.age) == ("bundles", ((1, 2),), 0)
    assert "第 1、2 号" in gap.sentence.what


def test_entries_that_are_missing_are_told_with_their_numbers_and_their_age(offices: Any) -> None:
    """The township was restored from an old backup and lost what it had confirmed."""
    import shutil

    village, township = offices.open("village"), offices.open("township")
    offices.close()
    shutil.copytree(offices.folder / "township", offices.folder / "old")
    village, township = offices.open("village"), offices.open("township")
    first = offices.carry_up(village, township)
    offices.carry_back(township, village)
    second = Path(village.export(offices.stick, anyway=True).path)
    offices.close()
    shutil.rmtree(offices.folder / "township")
    (offices.folder / "old").rename(offices.folder / "township")
    township = offices.open("township")
    (verdict,) = township.receive([second])
    assert verdict.state == "held"
    offices.close()
    township = later(offices, "township", "2099-01-01")
    gap = next(gap for gap in township.gaps() if gap.kind == "entries")
    assert (gap.first, gap.last) == (1, first.accepted)
    assert gap.age > 365
    assert "留存" in gap.sentence.fix


def test_a_village_knows_of_gaps_too(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    assert [gap.kind for gap in village.gaps()] == []
    offices.close()
    (gap,) = later(offices, "village", "2099-01-01").gaps()
    assert (gap.kind, gap.name, gap.who) == ("silent", "示范镇", "示范镇")
