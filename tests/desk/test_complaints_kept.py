"""What users of other systems complained of, as tests (`docs/complaints.md`): records, photos, backups lost.

The number in a name is that of the complaint.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app import photos
from clerk_app.desk import Desk, open_office, restore_office
from clerk_app.errors import ClerkError, SurroundingsError
from clerk_app.model import FileRef
from clerk_app.store import Store

PASSPHRASE = "四个词的密码"
VILLAGE = "330502999201"


@pytest.fixture
def pair(offices: Any) -> tuple[Desk, Desk]:
    """The village and the township."""
    return offices.open("village"), offices.open("township")


def on(offices: Any, name: str, day: str) -> Desk:
    """An office opened on a day."""
    opened = open_office(offices.folder / name, passphrase=PASSPHRASE, clock=lambda: f"{day}T04:00:00Z")
    offices._open.append(opened)
    return opened


def entries(desk: Desk) -> list[bytes]:
    """Every entry in every log, in its exact bytes."""
    journal = desk._office.store.journal
    return [recorded.raw for log in journal.logs() for recorded in journal.entries(log)]


def picture(word: str) -> bytes:
    """A photo of something."""
    return photos.draw_sample([word], 7, width=300)


def test_01_taking_in_never_deletes_what_is_here(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    offices.carry_up(village, township)
    matter = village.begin("V33", "还没有报的事")
    step = village.matter(matter).flow[0].id
    village.keep_draft(matter, step, fields={"found_on": "2026-11-20"}, files=(), on="2026-11-20")
    before = entries(village)
    offices.carry_back(township, village)
    assert set(before) < set(entries(village))
    assert village.step(matter, step).fields == {"found_on": "2026-11-20"}
    assert "还没有报的事" in {row.title for row in village.matters()}


def test_02_there_is_a_checked_copy_before_anything_is_taken_in(offices: Any) -> None:
    village = offices.open("village")
    path = Path(village.export(offices.stick).path)
    township = on(offices, "township", "2099-01-01")
    before = township.entries()
    township._office.clock = lambda: "2099-01-02T04:00:00Z"  # left open over night
    township.receive([path])
    copy = offices.folder / "township" / "backups" / "2099-01-02-001"
    restore_office(copy, offices.folder / "again", passphrase=PASSPHRASE)
    again = offices.open("again")
    assert again._office.store.inbox.of(VILLAGE) == []
    log = next(log for log in again._office.own_logs() if log.epoch == 1)
    assert again._office.head(log).seq == before
    assert len(township._office.store.inbox.of(VILLAGE)) == 1


def test_09_a_restored_township_is_offered_everything_again(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    backup = township.backup(offices.folder)
    village.begin("V33", "备份以后报的事")
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    restore_office(Path(backup), offices.folder / "again", passphrase=PASSPHRASE)
    again, card = offices.open("again"), offices.folder / "card"
    village.enrol(card, fingerprint=again.write_card(card))
    shutil.rmtree(offices.stick)
    offices.carry_up(village, again)
    offices.carry_back(again, village)
    assert village.standings()[0].accepted < village.entries()
    verdict = offices.carry_up(village, again)
    assert (verdict.state, verdict.refused, verdict.held) == ("filed", (), 0)
    rows = again._office.store.shelf.matters(office=VILLAGE)
    assert "备份以后报的事" in {row.title for row in rows}


def test_13_an_older_store_is_brought_up_with_its_drafts_and_boxes(tmp_path: Path) -> None:
    golden = Path(__file__).parents[1] / "golden" / "store"
    key, salt, blob_key = bytes(range(32)), bytes(range(100, 116)), bytes(range(32, 64))
    for version in ("0001", "0002", "0003"):
        shutil.copytree(golden / version, tmp_path / version)
        with Store.open(tmp_path / version, key, salt, blob_key) as store:
            assert store.drafts.get("m1", "quotes") == b"{}"
            assert [row.number for row in store.outbox.all()] == [1]
            assert [row.number for row in store.inbox.of("330502999000")] == [1]


def test_14_what_is_sent_again_is_the_same_byte_for_byte(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    first = Path(village.export(offices.stick).path)
    village.begin("V33", "后来的一件")
    second = Path(village.export(offices.stick).path)
    told = [inside(path, township) for path in (first, second)]
    assert told[1][: len(told[0])] == told[0]
    assert len(told[1]) > len(told[0])


def inside(path: Path, township: Desk) -> list[tuple[bytes, bytes]]:
    """The entries and signatures of a bundle, as they lie in it."""
    from clerk_app import bundle

    with bundle.open_sealed(path, township._office.sealing, township.folder) as opened:
        return [(recorded.raw, recorded.signature) for recorded in opened.entries()]


def test_15_what_is_recorded_while_a_bundle_is_written_goes_into_the_next(
    offices: Any, pair: tuple[Desk, Desk]
) -> None:
    village, township = pair
    before, late = village.entries(), []

    def meanwhile(_done: int, _total: int) -> None:
        if not late:
            late.append(village.begin("V33", "写包的时候记的事"))

    done = village.export(offices.stick, progress=meanwhile)
    assert (done.entries, village.entries()) == (before, before + 1)
    assert township.receive([Path(done.path)])[0].accepted == before
    (standing,) = village.standings()
    assert (standing.awaiting, standing.unpacked) == (before, 1)


def test_36_a_replaced_photo_is_kept_with_the_step_that_had_it(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    matter = village.matters()[0].id
    named = {file.sha256 for row in village.matter(matter).history for file in files_of(village, row.hash)}
    replaced = village.attach(picture("旧照片"), "meeting_photo", photo=True)
    step = "vote_representatives"
    village.keep_draft(matter, step, fields={}, files=(replaced,), on="2026-11-20")
    fresh = village.attach(picture("新照片"), "meeting_photo", photo=True)
    village.keep_draft(matter, step, fields={}, files=(fresh,), on="2026-11-20")
    voting.close()
    voting.close()
    village, township = voting.open("village"), voting.open("township")
    assert village.step(matter, step).files == (fresh,)
    assert all(village.file(sha256) for sha256 in named)
    voting.carry_up(village, township)
    assert all(township._office.store.blobs.has(sha256) for sha256 in named)


def files_of(desk: Desk, digest: str) -> tuple[FileRef, ...]:
    """The attachments of one entry."""
    recorded = desk._office.store.journal.get(digest)
    assert recorded is not None
    return recorded.entry.files


def test_37_nothing_that_lies_on_the_stick_is_ever_written_over(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    path = Path(village.export(offices.stick).path)
    raw = path.read_bytes()
    township.receive([path])
    path.write_bytes(raw[:-1])
    township.receive([path])
    assert path.read_bytes() == raw[:-1]
    with village._office.store.transaction():
        village._office.store.outbox.withdraw(township.card.code, 1)
    with pytest.raises(SurroundingsError, match="bundle-exists"):
        village.export(offices.stick)
    assert path.read_bytes() == raw[:-1]


def test_39_a_malformed_file_stays_where_it_is_and_in_quarantine(offices: Any, pair: tuple[Desk, Desk]) -> None:
    village, township = pair
    path = Path(village.export(offices.stick).path)
    path.write_bytes(path.read_bytes()[:-1])
    for _ in range(2):
        township.receive([path])
        township.township.retry()
    assert path.exists()
    (kept,) = (township.folder / "quarantine").iterdir()
    assert kept.read_bytes() == path.read_bytes()
    assert len(township.township.quarantine()) == 1
    assert township.township.save(township.township.quarantine()[0].id, offices.folder).exists()


def test_40_a_restored_office_is_looked_at_in_full_and_a_damaged_copy_is_refused(offices: Any) -> None:
    village = offices.open("village")
    copy = Path(village.backup(offices.folder / "copies"))
    restore_office(copy, offices.folder / "good", passphrase=PASSPHRASE)
    assert all(finding.sound for finding in offices.open("good").check())
    raw = bytearray((copy / "store.db").read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / "store.db").write_bytes(raw)
    with pytest.raises(ClerkError) as refused:
        restore_office(copy, offices.folder / "bad", passphrase=PASSPHRASE)
    assert refused.value.exit_code == 3
