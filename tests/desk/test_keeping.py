"""Founding, opening, checking, backups, epochs, passwords: nothing is lost, and everything that is wrong is named."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app import desk
from clerk_app.crypto import Cost, SealingKey
from clerk_app.desk import Desk, open_office, open_with_code, restore_office
from clerk_app.desk.demo import VILLAGE
from clerk_app.desk.opening import found_office
from clerk_app.desk.shelving import rebuild
from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError, UsageError

PASSPHRASE = "四个词的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)


def found(folder: Path, **changed: Any) -> str:
    """A village with quick keys."""
    ready = {"kind": "village", "code": VILLAGE[0], "name": "甲村", "passphrase": PASSPHRASE, "clerk": "张某"}
    return found_office(folder, **{**ready, "cost": QUICK, **changed})


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"kind": "empire"}, "kind-unknown"), ({"code": "123"}, "division-code-malformed")],
)
def test_an_office_is_founded_with_a_kind_and_a_code(tmp_path: Path, changed: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError, match=code):
        found(tmp_path / "office", **changed)


def test_a_deputy_opens_with_a_password_of_their_own_until_it_is_taken_away(offices: Any) -> None:
    village = offices.open("village")
    village.keys.change(PASSPHRASE, "副手的密码", deputy=True)
    assert set(village.keys.kinds()) == {"clerk", "deputy", "recovery"}
    offices.close()
    deputy = open_office(offices.folder / "village", passphrase="副手的密码")
    deputy.keys.remove_deputy()
    deputy.close()
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        open_office(offices.folder / "village", passphrase="副手的密码")
    open_office(offices.folder / "village", passphrase=PASSPHRASE).close()


def test_an_escrow_key_takes_the_place_of_an_earlier_one(offices: Any) -> None:
    village = offices.open("village")
    with pytest.raises(IntegrityError, match="recipient-malformed"):
        village.keys.set_escrow("age1nobody")
    village.keys.set_escrow(SealingKey.generate().recipient)
    village.keys.set_escrow(SealingKey.generate().recipient)
    assert village.keys.kinds().count("escrow") == 1


def test_an_office_is_never_founded_over_something(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="folder-not-empty"):
        found(tmp_path)


def test_the_recovery_code_opens_and_sets_a_new_password(tmp_path: Path) -> None:
    code = found(tmp_path / "office")
    open_with_code(tmp_path / "office", code.lower().replace("-", " "), "新的密码词").close()
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        open_office(tmp_path / "office", passphrase=PASSPHRASE)
    open_office(tmp_path / "office", passphrase="新的密码词").close()


def test_a_changed_password_needs_the_old_one(offices: Any) -> None:
    village = offices.open("village")
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        village.keys.change("不对", "新的密码词")
    village.keys.change(PASSPHRASE, "新的密码词")
    offices.close()
    open_office(offices.folder / "village", passphrase="新的密码词").close()


def test_a_wrong_password_a_missing_folder_and_a_damaged_header_are_told_apart(offices: Any) -> None:
    folder = offices.folder / "village"
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        open_office(folder, passphrase="不对")
    with pytest.raises(SurroundingsError, match="office-not-found"):
        open_office(offices.folder / "nowhere", passphrase=PASSPHRASE)
    for name in ("keys.cwk", "keys.cwk2"):
        (folder / name).write_bytes(b"CWKS1\n damaged")
    with pytest.raises(IntegrityError, match="key-header-damaged"):
        open_office(folder, passphrase=PASSPHRASE)


def test_an_office_is_opened_by_one_program_at_a_time(offices: Any) -> None:
    offices.open("village")
    with pytest.raises(SurroundingsError, match="office-in-use"):
        open_office(offices.folder / "village", passphrase=PASSPHRASE)


def test_a_check_of_a_sound_office_finds_everything_sound(voting: Any) -> None:
    village = voting.open("village")
    seen: list[tuple[int, int]] = []
    findings = village.check(lambda done, total: seen.append((done, total)))
    assert [finding.sound for finding in findings] == [True] * 5
    assert seen[-1] == (5, 5)
    assert findings[1].count > village.entries()


def test_a_rebuilt_shelf_equals_the_one_that_grew(voting: Any) -> None:
    village = voting.open("village")
    before = village._office.store.shelf.dump()
    assert before["shelf_matter"]
    rebuild(village._office)
    assert village._office.store.shelf.dump() == before


def test_the_townships_shelf_is_rebuilt_equal_too(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    township.receive([Path(village.export(voting.stick).path)])
    before = township._office.store.shelf.dump()
    assert before["shelf_matter"]
    rebuild(township._office)
    assert township._office.store.shelf.dump() == before


def test_a_damaged_attachment_is_named(voting: Any) -> None:
    village = voting.open("village")
    blobs = village._office.store.blobs
    path = blobs.path(blobs.all()[0])
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    (bad,) = [finding for finding in village.check() if not finding.sound]
    assert (bad.name, bad.sentence.code if bad.sentence else "") == ("check.attachments", "blob-damaged")


def test_a_backup_is_restored_elsewhere_as_a_new_epoch(voting: Any) -> None:
    village = voting.open("village")
    copy = Path(village.backup(voting.folder / "backups"))
    again = Path(village.backup(voting.folder / "backups"))
    assert copy.name.endswith("-001")
    assert again.name.endswith("-002")
    assert not (copy / "device.key").exists()
    restore_office(copy, voting.folder / "other", passphrase=PASSPHRASE)
    other = open_office(voting.folder / "other", passphrase=PASSPHRASE)
    try:
        assert [row.title for row in other.matters()] == [row.title for row in village.matters()]
        assert other.card.epoch == 2
        assert other.card.signing != village.card.signing
        other.begin("V10", "恢复以后的事", on=other.day())
        assert all(finding.sound for finding in other.check())
    finally:
        other.close()
    with pytest.raises(SurroundingsError, match="folder-in-the-way"):
        restore_office(copy, voting.folder / "other", passphrase=PASSPHRASE)


def test_a_restored_village_reports_again_once_its_new_card_is_enrolled(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    township.receive([Path(village.export(voting.stick).path)])
    copy = Path(village.backup(voting.folder / "backups"))
    restore_office(copy, voting.folder / "other", passphrase=PASSPHRASE)
    other = open_office(voting.folder / "other", passphrase=PASSPHRASE)
    try:
        stick = voting.folder / "second"
        stick.mkdir()
        path = Path(other.export(stick).path)
        (stranger,) = township.receive([path])
        assert [sentence.code for sentence in stranger.sentences] == ["wrong-sender-key"]
        told = other.write_card(voting.folder / "card.json")
        township.enrol(voting.folder / "card.json", fingerprint=told)
        (verdict,) = township.receive([path])
        assert (verdict.state, verdict.refused, verdict.held) == ("filed", (), 0)
    finally:
        other.close()


def test_an_older_store_under_a_newer_mark_is_noticed_and_never_locks_out(voting: Any) -> None:
    folder = voting.folder / "village"
    old = voting.folder / "old"
    shutil.copytree(folder, old)
    village = voting.open("village")
    village.begin("V10", "后来的事", on=village.day())
    voting.close()
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        (folder / name).unlink(missing_ok=True)
        if (old / name).exists():
            shutil.copyfile(old / name, folder / name)
    with pytest.raises(IntegrityError, match="epoch-needed"):
        open_office(folder, passphrase=PASSPHRASE)
    opened = open_office(folder, passphrase=PASSPHRASE, continue_as_new_epoch=True)
    assert opened.card.epoch == 2
    opened.close()


def test_a_mark_that_somebody_changed_says_nothing(voting: Any) -> None:
    mark = voting.folder / "village" / "mark"
    for body in (b"", b"00\n{}", b"zz\n{}", b"x" * 100_000):
        mark.write_bytes(body)
        voting.open("village")
        voting.close()


def test_a_card_is_trusted_only_with_its_fingerprint(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    path = offices.folder / "card.json"
    told = township.write_card(path)
    assert village.read_card(path).fingerprint == told
    with pytest.raises(UsageError, match="fingerprint-differs"):
        village.enrol(path, fingerprint="0000 0000")
    raw = path.read_text(encoding="utf-8")
    path.write_text(raw.replace("示范镇", "冒名镇"), encoding="utf-8")
    with pytest.raises(IntegrityError, match="card-malformed"):
        village.enrol(path, fingerprint=told)
    path.write_bytes(b"x" * 20_000)
    with pytest.raises(IntegrityError, match="card-malformed"):
        village.read_card(path)


def test_only_offices_that_belong_together_enrol_each_other(offices: Any, tmp_path: Path) -> None:
    found(tmp_path / "far", code="110101001201")
    far = open_office(tmp_path / "far", passphrase=PASSPHRASE)
    told = far.write_card(tmp_path / "card.json")
    far.close()
    with pytest.raises(UsageError, match="office-does-not-fit"):
        offices.open("township").enrol(tmp_path / "card.json", fingerprint=told)


def test_a_village_without_its_township_cannot_report(tmp_path: Path) -> None:
    found(tmp_path / "office")
    village = open_office(tmp_path / "office", passphrase=PASSPHRASE)
    assert village.today().unreported.entries == 0
    with pytest.raises(UsageError, match="township-not-enrolled"):
        village.export(tmp_path)
    village.close()


def test_what_a_draft_holds_survives_closing_and_the_sweep(voting: Any) -> None:
    from clerk_app import photos

    village = voting.open("village")
    matter = village.matters()[0].id
    kept = village.attach(photos.draw_sample(["会场"], 3, width=300), "meeting_photo", photo=True)
    lost = village.attach(photos.draw_sample(["弃用"], 4, width=300), "meeting_photo", photo=True)
    village.keep_draft(matter, "vote_representatives", fields={"body_total": 40}, files=(kept,), on="2026-11-01")
    for _ in range(2):
        voting.close()
        village = voting.open("village")
    view = village.step(matter, "vote_representatives")
    assert (view.fields, view.files, view.on) == ({"body_total": 40}, (kept,), "2026-11-01")
    assert village.file(kept.sha256).startswith(b"\xff\xd8")
    with pytest.raises(IntegrityError, match="blob-missing"):
        village.file(lost.sha256)


def test_a_failed_write_leaves_neither_entry_nor_memory_of_it(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village = voting.open("village")
    entries, titles = village.entries(), [row.title for row in village.matters()]

    def fail(*_arguments: object) -> None:
        raise SurroundingsError("disk-full")

    with monkeypatch.context() as broken:
        broken.setattr(type(village._office.store.shelf), "put_matter", fail)
        with pytest.raises(SurroundingsError, match="disk-full"):
            village.begin("V10", "写不下的事", on=village.day())
    assert village.entries() == entries
    assert [row.title for row in village.matters()] == titles
    village.begin("V10", "写得下的事", on=village.day())
    assert all(finding.sound for finding in village.check())


def test_a_suspect_clock_is_marked_and_never_blocks(offices: Any) -> None:
    folder = offices.folder / "village"
    opened = desk.open_office(folder, passphrase=PASSPHRASE, clock=lambda: "1970-01-01T00:00:07Z")
    matter = opened.begin("V10", "没电的时钟", on="2026-11-20")
    last = opened._office.store.journal.last(opened._office.main_log)
    assert last is not None
    assert (last.entry.clock, last.entry.matter) == ("suspect", matter)
    opened.close()


@pytest.mark.parametrize(
    "call",
    [
        lambda d: d.matter("V10-x"),
        lambda d: d.step("V10-x", "proposal"),
        lambda d: d.complete("V10-x", "proposal", fields={}, on="2026-11-01"),
        lambda d: d.sign_with_key(
            d.matters()[0].id, "vote_representatives", "head", "p999", "x", fields={}, files=(), on=""
        ),
        lambda d: d.step(d.matters()[0].id, "no-such-step"),
        lambda d: d.correct(d.matters()[0].id, "acceptance", reason="x", fields={}, on="2026-11-01"),
    ],
)
def test_what_does_not_exist_is_said_plainly(voting: Any, call: Any) -> None:
    village: Desk = voting.open("village")
    with pytest.raises(ClerkError) as caught:
        call(village)
    assert desk.explain(caught.value)[0].what


def test_after_opening_the_chain_and_the_new_signatures_are_walked(voting: Any) -> None:
    village = voting.open("village")
    assert village.walk() > village.entries()
    village.begin("V10", "新的一件", on=village.day())
    office = village._office
    office.store._db.execute("UPDATE entry SET signature = zeroblob(64) WHERE seq = ?", (village.entries(),))
    with pytest.raises(IntegrityError, match="entry-signature"):
        village.walk()
    office.store._db.execute("UPDATE entry SET raw = CAST(raw || ' ' AS BLOB) WHERE seq = 3")
    with pytest.raises(IntegrityError, match="journal-broken"):
        village.walk()
