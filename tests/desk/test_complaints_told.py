"""What users of other systems complained of, as tests (`docs/complaints.md`): states that did not tell the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app import desk, workflow
from clerk_app.desk import Desk, open_office
from clerk_app.errors import SurroundingsError
from clerk_app.model import Complete

PASSPHRASE = "四个词的密码"
VILLAGE = "330502999201"


@pytest.fixture
def pair(offices: Any) -> tuple[Desk, Desk]:
    """The village and the township."""
    return offices.open("village"), offices.open("township")


def forge(village: Desk, title: str) -> str:
    """A step past the rules; its entry's hash."""
    matter, office = village.begin("V33", title), village._office
    office.matter(matter)
    step = Complete(matter=matter, step="discovery", visit=1, on=village.day(), fields={}, files=(), late_reason="")
    return office.write(workflow.draft_of(step)).hash


def test_03_each_refused_entry_is_told_with_its_matter_its_reason_and_what_to_do(
    offices: Any, pair: tuple[Desk, Desk]
) -> None:
    village, township = pair
    forged = forge(village, "缺材料的一件")
    verdict = offices.carry_up(village, township)
    (refused,) = verdict.refused
    assert (refused.hash, refused.title, refused.step) == (forged, "缺材料的一件", "discovery")
    back = offices.carry_back(township, village)
    assert [sentence.code for sentence in back.sentences] == [sentence.code for sentence in refused.sentences]
    assert all(sentence.what and sentence.fix for sentence in back.sentences)
    told = [sentence.code for entry in village.today().refused for sentence in entry.sentences]
    assert told == [sentence.code for sentence in refused.sentences]


def test_05_a_stick_is_a_way_of_its_own_and_three_days_of_silence_are_told(
    offices: Any, pair: tuple[Desk, Desk]
) -> None:
    village, township = pair
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    assert village.standings()[0].silent == 0
    offices.close()
    later = open_office(offices.folder / "village", passphrase=PASSPHRASE, clock=lambda: "2099-01-01T04:00:00Z")
    offices._open.append(later)
    silent = later.standings()[0].silent
    assert silent is not None
    assert silent > 365
    assert [gap.kind for gap in later.gaps()] == ["silent"]


def test_06_a_refused_entry_is_never_counted_as_accepted(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    forge(village, "伪造的一件")
    exported = village.export(offices.stick)
    (verdict,) = township.receive([Path(exported.path)])
    assert (verdict.accepted, len(verdict.refused)) == (exported.entries - 1, 1)
    offices.carry_back(township, village)
    row, (standing,) = village.outbox()[0], village.standings()
    assert (row.accepted, row.refused, row.awaiting) == (exported.entries - 1, 1, 0)
    assert (standing.accepted, standing.refused) == (exported.entries - 1, 1)


def test_07_all_synced_is_said_only_after_a_receipt(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    exported = village.export(offices.stick)
    village.hand(exported.number)
    assert village.today().unreported.entries == exported.entries
    assert village.outbox()[0].state == "handed"
    township.receive([Path(exported.path)])
    assert village.outbox()[0].state == "handed"
    offices.carry_back(township, village)
    assert village.outbox()[0].state == "receipted"
    assert village.today().unreported.entries == 0
    assert [standing.at_rest for standing in village.standings()] == [True]


def test_08_the_counter_says_how_many_of_how_many(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    village.export(offices.stick)
    row = village.outbox()[0]
    assert (row.accepted, row.awaiting) == (0, row.entries)
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    assert [(row.accepted, row.entries) for row in village.outbox()] == [(row.entries,) * 2 for row in village.outbox()]


def test_10_no_bundle_waits_without_somebody_who_has_to_act(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    for number in range(3):
        village.begin("V33", f"第 {number} 件")
        last = village.export(offices.stick)
    for row in village.outbox():
        assert row.owner
        assert row.todo is not None
        assert row.todo.fix
        assert row.age >= 0
    township.receive([Path(last.path)])  # the other two were lost
    offices.carry_back(township, village)
    assert {(row.state, row.todo) for row in village.outbox()} == {("receipted", None)}


def test_11_an_open_matter_is_always_in_somebodys_list(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    matter = village.begin("V33", "一件")

    def listed() -> set[str]:
        today = village.today()
        return {task.matter for task in (*today.ready, *today.waiting, *today.coming)}

    assert listed() == {matter}
    offices.carry_up(village, township)
    assert listed() == {matter}
    offices.carry_back(township, village)
    assert listed() == {matter}
    (row,) = township._office.store.shelf.matters(office=VILLAGE)
    assert row.id == matter
    refused = forge(village, "被退回的一件")
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    lost = next(row.id for row in village.matters() if row.state == "refused")
    assert listed() == {matter, lost}
    assert refused


def test_12_what_lies_in_a_bundle_is_frozen_and_a_change_is_an_entry_of_its_own(
    offices: Any, pair: tuple[Desk, Desk]
) -> None:
    village, township = pair
    matter = village.begin("V33", "一件")
    exported = village.export(offices.stick)
    office = village._office
    journal = office.store.journal
    before = [recorded.raw for recorded in journal.entries(office.main_log)]
    village.withdraw(matter, reason="报错了")
    after = [recorded.raw for recorded in journal.entries(office.main_log)]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert township.receive([Path(exported.path)])[0].accepted == len(before)
    assert offices.carry_up(village, township).accepted == 1


def test_16_what_comes_too_early_is_held_and_taken_in_when_the_gap_is_filled(
    offices: Any, pair: tuple[Desk, Desk]
) -> None:
    import shutil

    village, township = pair
    offices.close()
    shutil.copytree(offices.folder / "township", offices.folder / "twin")
    village, township, twin = offices.open("village"), offices.open("township"), offices.open("twin")
    first = Path(village.export(offices.stick).path)
    twin.receive([first])
    (replied,) = twin.reply(offices.folder)
    village.receive([Path(replied.exported.path)])
    second = Path(village.export(offices.stick, anyway=True).path)
    (early,) = township.receive([second])
    assert (early.state, [sentence.code for sentence in early.sentences]) == ("held", ["bundle-gap"])
    (gap,) = [gap for gap in township.gaps() if gap.kind == "entries"]
    assert gap.first == 1
    township.receive([first])
    township.township.retry()
    assert township._office.head(village._office.main_log).seq == gap.last + 1
    assert [gap.kind for gap in township.gaps()] == []


def test_17_the_same_bundle_again_is_told_with_the_day_and_the_receipt(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    path = Path(village.export(offices.stick).path)
    township.receive([path])
    (again,) = township.receive([path])
    assert again.state == "duplicate"
    assert again.sentences[-1].what.startswith(f"已于 {township.day()} 收到，回执第 ")


def test_18_ten_tries_make_no_ten_rows(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    village.begin("V33", "一件")
    path = Path(village.export(offices.stick).path)
    for _ in range(10):
        township.receive([path])
    office = township._office
    assert len(office.store.inbox.of(VILLAGE)) == 1
    assert len(office.store.shelf.matters(office=VILLAGE)) == 1
    from clerk_app.model import EntryKind

    receipts = office.store.journal.of_kinds(office.log(VILLAGE), frozenset({EntryKind.RECEIPT}))
    assert len(list(receipts)) == 1


def test_19_no_two_entries_and_no_two_bundles_share_a_name_in_the_database(
    offices: Any, pair: tuple[Desk, Desk]
) -> None:
    from sqlcipher3 import dbapi2

    village, township = pair
    offices.carry_up(village, township)
    database = township._office.store._db
    for table in ("entry", "inbox"):
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
        listed = ", ".join(columns)
        with pytest.raises(dbapi2.IntegrityError):
            database.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {table} LIMIT 1")


def test_26_one_bad_file_stops_nobody_else(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    village.export(offices.stick)
    (offices.stick / "00-cut.cwb").write_bytes(b"age-encryption.org/v1\n")
    (offices.stick / "01-gone.cwb").symlink_to(offices.stick / "nowhere")
    (offices.stick / "02-mail.eml").write_bytes(b"Subject: x\n\nno bundle")
    (offices.stick / "notes.txt").write_bytes(b"buy milk")
    verdicts = township.receive([offices.stick])
    assert [verdict.state for verdict in verdicts] == ["quarantined", "filed"]
    missing = offices.stick / "03-never-there.cwb"
    (unread, known) = township.receive([missing, Path(village.outbox() and verdicts[1].path)])
    assert (known.state, unread.state) in {("unread", "duplicate"), ("duplicate", "unread")}


def test_35_what_is_accepted_has_its_attachments_here(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    exported = village.export(voting.stick)
    (verdict,) = township.receive([Path(exported.path)])
    assert (verdict.accepted, exported.files > 0) == (exported.entries, True)
    store = township._office.store
    (log,) = township._office.realm_of(VILLAGE).logs
    named = {file for recorded in store.journal.entries(log) for file in recorded.entry.files}
    assert len({file.sha256 for file in named}) == exported.files
    assert all(store.blobs.check(file.sha256) for file in named)


def test_38_where_a_stick_fails_it_is_said_what_is_safe_and_the_next_try_goes_on(
    offices: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clerk_app.bundle import placing

    village, township = offices.open("village"), offices.open("township")
    village.export(offices.stick)
    village.begin("V33", "后来的一件")
    whole = {path.name for path in offices.stick.glob("*.cwb")}
    with monkeypatch.context() as pulled:
        pulled.setattr(placing.os, "replace", _gone)
        with pytest.raises(SurroundingsError, match="carrier-gone") as failed:
            village.export(offices.stick)
    fix = desk.explain(failed.value)[0].fix
    assert "记录都在本机" in fix
    assert "以前写好的包不受影响" in fix
    assert {path.name for path in offices.stick.glob("*.cwb")} == whole
    village.export(offices.stick)
    assert {verdict.state for verdict in township.receive([offices.stick])} == {"filed"}


def _gone(*_paths: object) -> None:
    raise OSError(19, "No such device")
