"""The township's morning: every village at a glance, quarantine tried again, devices that speak no longer, mail."""

from __future__ import annotations

import mailbox
import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app.desk import begin_founding, looking, open_office
from clerk_app.errors import RefusedError, SurroundingsError, UsageError

VILLAGE = "330502999201"


def mailed(offices: Any, village: Any) -> Path:
    """The next bundle as a message ready to be sent."""
    village.begin("V33", "张某低保申请")
    return Path(village.export(offices.stick, carrier="mail").mail)


def test_villages_are_seen_at_a_glance(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    (row,) = township.township.villages()
    assert (row.name, row.silent, row.last_number) == ("甲村", None, 0)
    village.begin("V33", "张某低保申请")
    lost = village.export(offices.stick)
    Path(lost.path).unlink()
    offices.carry_up(village, township)
    village.begin("V33", "李某低保申请")
    village.export(offices.stick)
    village.begin("V33", "王某低保申请")
    offices.carry_up(village, township)
    (row,) = township.township.villages()
    assert (row.last_number, row.silent, row.missing, row.waiting) == (4, 0, ((1, 1), (3, 3)), 0)
    assert row.clerk
    with pytest.raises(UsageError, match="township-only"):
        village.township.villages()


def test_a_village_has_a_month_to_report_whatever_day_the_month_begins(
    offices: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, township = offices.open("village"), offices.open("township")
    assert not township.township.villages()[0].reported
    for desk in (village, township):
        monkeypatch.setattr(desk._office, "clock", lambda: "2026-11-27T01:00:00Z")
    offices.carry_up(village, township)
    told = []
    for day in ("2026-12-01", "2026-12-28", "2026-12-29"):
        monkeypatch.setattr(township._office, "clock", lambda day=day: f"{day}T01:00:00Z")
        told.append(township.township.villages()[0].reported)
    assert told == [True, True, False]


def test_who_did_not_report_stands_before_who_has_much_to_look_at(offices: Any, tmp_path: Path) -> None:
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    fresh = tmp_path / "fresh"
    township.letters.write("请说明公开为什么晚了。", to=VILLAGE, due="2099-01-31")
    begin_founding(fresh, kind="village", code="330502999202", name="乙村", passphrase="四个词的密码", clerk="张某")
    (tmp_path / "fresh.new").rename(fresh)
    other = open_office(fresh, passphrase="四个词的密码")
    township.enrol(tmp_path / "card", fingerprint=other.write_card(tmp_path / "card"))
    other.close()
    township.set_phone("330502999202", "0571-0000000")
    assert [(row.name, row.orders, row.phone) for row in township.township.villages()] == [
        ("乙村", 0, "0571-0000000"),
        ("甲村", 1, ""),
    ]


def test_a_bundle_that_was_known_is_told_with_its_day_and_receipt(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    exported = village.export(offices.stick)
    township.receive([Path(exported.path)])
    (again,) = township.receive([Path(exported.path)])
    assert again.state == "duplicate"
    assert again.sentences[1].what.startswith(f"已于 {township.day()} 收到，回执第 ")


def test_what_waits_in_quarantine_is_taken_in_once_it_can_be(offices: Any, tmp_path: Path) -> None:
    village, township = offices.open("village"), offices.open("township")
    junk = offices.stick / "junk.cwb"
    junk.write_bytes(b"age-encryption.org/v1\nx")
    township.receive([junk])
    lost = Path(village.export(offices.stick).path)
    township.receive([lost])
    offices.carry_back(township, village)
    for number in range(2):
        village.begin("V33", f"第 {number} 件")
        last = village.export(offices.stick)
    aside = township._office
    assert len(township.township.quarantine()) == 1
    shutil.copyfile(last.path, tmp_path / "later.cwb")
    aside.store.inbox.quarantine(_set_aside(aside, tmp_path / "later.cwb"))
    rows = township.township.quarantine()
    rows = sorted(rows, key=lambda row: row.name)
    assert [(row.name, bool(row.sentences)) for row in rows] == [("", True), ("甲村", False)]
    assert township.township.villages()[0].waiting == 1
    saved = township.township.save(rows[1].id, tmp_path)
    assert saved.read_bytes() == Path(last.path).read_bytes()
    with pytest.raises(UsageError, match="not-in-quarantine"):
        township.township.save("zz", tmp_path)
    assert township.township.retry(cancelled=lambda: True) == []
    steps: list[tuple[int, int]] = []
    verdicts = township.township.retry(lambda done, of: steps.append((done, of)))
    assert sorted(verdict.state for verdict in verdicts) == ["filed", "quarantined"]
    assert steps == [(1, 2), (2, 2)]
    assert len(township.township.quarantine()) == 1
    assert township.township.villages()[0].waiting == 0


def _set_aside(office: Any, path: Path) -> Any:
    """As if the bundle had come before the one that it follows."""
    import hashlib

    from clerk_app.store import SetAside

    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    folder = office.folder / "quarantine"
    folder.mkdir(exist_ok=True)
    (folder / f"{digest[:32]}.cwb").write_bytes(raw)
    return SetAside(digest, "bundle-gap", office.clock(), VILLAGE, 3)


def test_a_stolen_pc_speaks_no_longer_and_the_new_one_does(offices: Any, tmp_path: Path) -> None:
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    other = offices.folder / "other"
    other.mkdir()
    backup = village.backup(tmp_path / "backups")
    township.township.revoke(VILLAGE, until=1, reason="电脑被偷")
    village.begin("V33", "偷来的电脑上写的")
    stolen = offices.carry_up(village, township)
    assert (stolen.word, stolen.sentences[0].code) == ("verdict.invalid", "revoked-sender-key")
    assert township.township.write_allowed_signers(tmp_path / "signers") == 0
    from clerk_app.desk import restore_office

    restore_office(Path(backup), tmp_path / "new", passphrase="四个词的密码")
    fresh = open_office(tmp_path / "new", passphrase="四个词的密码", continue_as_new_epoch=True)
    fresh.begin("V33", "新电脑上写的")
    first = fresh.export(other)
    assert township.receive([Path(first.path)])[0].sentences[0].code == "wrong-sender-key"
    township.enrol(tmp_path / "card", fingerprint=fresh.write_card(tmp_path / "card"))
    (verdict,) = [v for v in township.township.retry() if v.state == "filed"]
    assert verdict.refused == ()
    rows = township.township.devices()
    assert [row.until for row in rows] == [1, None]
    assert township.township.write_allowed_signers(tmp_path / "signers") == 1
    assert VILLAGE in (tmp_path / "signers").read_text(encoding="ascii")
    fresh.close()
    with pytest.raises(UsageError, match="office-unknown"):
        township.township.revoke("330502999299", until=1, reason="x")
    with pytest.raises(RefusedError):
        township.township.revoke(VILLAGE, until=1, reason=" ")


def test_a_village_does_not_revoke(offices: Any) -> None:
    from clerk_app import workflow

    village, township = offices.open("village"), offices.open("township")
    office = village._office
    office.write(workflow.admit_revocation(office.realm.context, "ab" * 32, 1, "试", village.day()))
    verdict = offices.carry_up(village, township)
    assert [entry.sentences[0].code for entry in verdict.refused] == ["revocation-not-ours"]


def test_a_bundle_goes_by_mail_and_is_known_under_any_name(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    mail = mailed(offices, village)
    assert len(mail.name) <= 32
    assert mail.name.isascii()
    renamed = offices.folder / "inbox"
    renamed.mkdir()
    shutil.copyfile(mail, renamed / "邮件（1）.dat")
    (renamed / "notes.txt").write_text("今天没有邮件\n", encoding="utf-8")
    (verdict,) = township.receive([renamed])
    assert (verdict.state, verdict.accepted > 0) == ("filed", True)
    assert verdict.path.endswith("邮件（1）.dat")


def test_a_mailbox_is_taken_in_message_by_message(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    box = mailbox.mbox(str(offices.folder / "box.mbox"))
    for _ in range(2):
        box.add(mailed(offices, village).read_bytes())
    box.add(b"Subject: lunch\n\nFrom here on nothing is attached.\n")
    box.close()
    verdicts = township.receive([offices.folder / "box.mbox"])
    assert [verdict.state for verdict in verdicts] == ["filed", "filed"]


def test_folders_within_folders_are_looked_through(offices: Any) -> None:
    """A mail program's Maildir with a folder in it, a day's folder on a stick; no office, and nothing hidden."""
    village, township = offices.open("village"), offices.open("township")
    place = offices.folder / "post"
    place.mkdir()
    box = mailbox.Maildir(place / "mail")
    box.add(mailed(offices, village).read_bytes())
    box.add(b"Subject: lunch\n\nNothing is attached.\n")
    box.add_folder("villages").add(mailed(offices, village).read_bytes())
    # A mail program's names tell nothing of the order within a second; of two bundles the older one would be known.
    for number, folder in enumerate((place / "mail" / "new", place / "mail" / ".villages" / "new")):
        for path in folder.iterdir():
            path.rename(path.with_name(f"{number}.{path.name}"))
    shutil.copyfile(mailed(offices, village), place / "mail" / "tmp" / "half-written")
    for folder in ("2026/11", ".Trash", "$RECYCLE.BIN", "office"):
        (place / folder).mkdir(parents=True)
    village.begin("V33", "赵某低保申请")
    last = Path(village.export(offices.stick).path)
    for folder in ("2026/11", ".Trash", "$RECYCLE.BIN", "office"):
        shutil.copyfile(last, place / folder / "bundle.cwb")
    (place / "office" / "keys.cwk").write_bytes(b"")
    (place / "loop").symlink_to(place)
    steps: list[tuple[int, int]] = []
    verdicts = township.receive([place], progress=lambda done, of: steps.append((done, of)))
    found = {Path(verdict.path).relative_to(place).parts[0]: verdict.state for verdict in verdicts}
    assert (found, len(verdicts)) == ({"mail": "filed", "2026": "filed"}, 3)
    assert steps[-1][0] == steps[-1][1] == len(steps)


def test_a_tree_without_end_is_refused(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    township = offices.open("township")
    deep = offices.folder / "deep"
    (deep / "a" / "b").mkdir(parents=True)
    for name in ("x", "y"):
        (deep / "a" / "b" / name).write_text("", encoding="utf-8")
    assert township.receive([deep]) == []
    monkeypatch.setattr(looking, "MOST_LOOKED", 3)
    with pytest.raises(SurroundingsError, match="too-many-files"):
        township.receive([deep])
    monkeypatch.setattr(looking, "DEEPEST", 1)
    assert township.receive([deep]) == []
    monkeypatch.setattr(looking, "MOST_FILES", 1)
    with pytest.raises(SurroundingsError, match="too-many-files"):
        township.receive([deep / "a" / "b" / "x", deep / "a" / "b" / "y"])


def test_a_folder_that_may_not_be_read_is_passed_over(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems keep such folders on every stick."""
    village, township = offices.open("village"), offices.open("township")
    closed = offices.stick / "System Volume Information"
    closed.mkdir()
    village.export(offices.stick)
    iterdir = Path.iterdir

    def refuse(folder: Path) -> Any:
        if folder == closed:
            raise PermissionError
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert {verdict.state for verdict in township.receive([offices.stick])} == {"filed"}


def test_mail_without_a_bundle_or_in_pieces_is_told(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village, township = offices.open("village"), offices.open("township")
    plain = offices.folder / "plain.eml"
    plain.write_bytes(b"Subject: lunch\n\nnothing\n")
    (verdict,) = township.receive([plain])
    assert verdict.sentences[0].code == "mail-without-bundle"
    raw = mailed(offices, village).read_bytes()
    cut = offices.folder / "cut.eml"
    cut.write_bytes(raw[: len(raw) // 2])
    (verdict,) = township.receive([cut])
    assert verdict.word == "verdict.invalid"
    monkeypatch.setattr("clerk_app.bundle.mail.LARGEST_MESSAGE", 100)
    (verdict,) = township.receive([cut])
    assert verdict.sentences[0].code == "mail-unreadable"
