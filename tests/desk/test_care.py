"""Settings that are kept, the second place of the backups, and the drill that opens one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app import days, desk, settings
from clerk_app.crypto import Cost
from clerk_app.desk import open_office
from clerk_app.desk.care import DRILL_DAYS
from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError, UsageError

PASSPHRASE = "四个词的密码"
NEW = "新的四个词呀"


def on(day: str) -> Any:
    """A clock that stands still."""
    return lambda: f"{day}T04:00:00Z"


def test_a_setting_is_kept_within_its_bounds_and_found_again(offices: Any) -> None:
    village = offices.open("village")
    assert [row.key for row in village.preferences.all()] == list(settings.SETTINGS)
    village.preferences.set("lock.minutes", 5)
    for key, value in (("lock.minutes", 0), ("lock.minutes", 61), ("lock.hours", 1)):
        with pytest.raises(UsageError, match="setting-"):
            village.preferences.set(key, value)
    offices.close()
    village = offices.open("village")
    row = next(row for row in village.preferences.all() if row.key == "lock.minutes")
    assert (row.value, row.default, row.low, row.high, row.unit_name) == (5, 15, 1, 60, "分钟")
    village.preferences.reset("lock.minutes")
    assert village.preferences.value("lock.minutes") == 15


@pytest.mark.parametrize("kept", [b"0", b"900", b"five", b""])
def test_a_kept_value_that_is_allowed_no_longer_is_the_default_again(offices: Any, kept: bytes) -> None:
    village = offices.open("village")
    village._office.store.notes.put("setting.lock.minutes", value=kept)
    assert village.preferences.value("lock.minutes") == 15


def test_a_bundle_is_as_large_as_the_setting_allows(voting: Any) -> None:
    village = voting.open("village")
    whole = village.export(voting.stick)
    assert whole.left == 0
    for number in range(1400):
        village.begin("V33", f"第 {number} 件")
    village.preferences.set("carrier.mail", 2 << 20)
    assert village.export(voting.stick, carrier="mail").left > 0
    assert village.export(voting.stick).left == 0


def test_as_many_backups_are_kept_as_the_setting_says(offices: Any) -> None:
    village = offices.open("village")
    village.preferences.set("backups.kept", 2)
    offices.close()
    for day in ("2099-12-01", "2099-12-02", "2099-12-03"):
        open_office(offices.folder / "village", passphrase=PASSPHRASE, clock=on(day)).close()
    kept = sorted(path.name[:10] for path in (offices.folder / "village" / "backups").iterdir())
    assert kept == ["2099-12-02", "2099-12-03"]


def test_every_daily_backup_is_copied_to_the_second_place(offices: Any, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    village = offices.open("village")
    assert village.care.state().place == ""
    village.care.set_place(stick)
    state = village.care.state()
    assert (state.place, state.there, state.copied_on) == (str(stick), True, village.day())
    folder = stick / "330502999201-backups"
    assert len(list(folder.iterdir())) == 1
    offices.close()
    open_office(offices.folder / "village", passphrase=PASSPHRASE, clock=on("2099-01-05")).close()
    assert any(path.name.startswith("2099-01-05") for path in folder.iterdir())
    village = offices.open("village")
    village.care.set_place(None)
    assert village.care.state().place == ""


def test_a_second_place_that_is_not_there_is_told_and_stops_nothing(offices: Any, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    village = offices.open("village")
    with pytest.raises(SurroundingsError, match="backup-place-missing"):
        village.care.copy_now()
    village.care.set_place(stick)
    assert Path(village.care.copy_now()).is_dir()
    shutil.rmtree(stick)
    offices.close()
    village = open_office(offices.folder / "village", passphrase=PASSPHRASE, clock=on("2099-01-05"))
    state = village.care.state()
    assert (state.there, state.copied_on, state.backup_on) == (False, "", "2099-01-05")
    with pytest.raises(SurroundingsError, match="backup-place-missing"):
        village.care.copy_now()
    assert village.care.drill(passphrase=PASSPHRASE).result.sound
    village.close()


def test_a_second_place_lies_outside_the_office(offices: Any, tmp_path: Path) -> None:
    village = offices.open("village")
    for folder, code in ((village.folder / "blobs", "backup-place-inside"), (tmp_path / "none", "folder-not-found")):
        with pytest.raises(UsageError, match=code):
            village.care.set_place(folder)
    assert village.care.state().place == ""


def test_a_drill_brings_the_newest_backup_back_and_notes_the_day(voting: Any, tmp_path: Path) -> None:
    village = voting.open("village")
    stick = tmp_path / "stick"
    stick.mkdir()
    village.care.set_place(stick)
    before = {path: path.stat().st_mtime for path in (*village.folder.rglob("*.cwk"), *stick.rglob("*"))}
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        village.care.drill(passphrase="falsch")
    assert village.care.state().drilled_on == ""
    told: list[tuple[int, int]] = []
    done = village.care.drill(passphrase=PASSPHRASE, progress=lambda *far: told.append(far))
    assert (done.result.sound, done.result.name, done.result.matters) == (True, "甲村", 1)
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)
    assert village.care.state().drilled_on == village.day()
    assert before == {path: path.stat().st_mtime for path in before}
    assert not list(village.folder.glob("spool-*"))


def test_a_drill_that_finds_damage_does_not_count(voting: Any) -> None:
    village = voting.open("village")
    copy = Path(village.backup(village.folder / "backups"))
    # The smallest is a paper: the largest is the checklist itself, and without it nothing can be judged.
    victim = min((path for path in (copy / "blobs").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    data = victim.read_bytes()
    victim.unlink()
    victim.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    done = village.care.drill(passphrase=PASSPHRASE)
    assert [f.name for f in done.result.findings if not f.sound] == ["check.attachments"]
    assert village.care.state().drilled_on == ""


def test_a_drill_can_be_called_off_and_needs_a_backup(offices: Any) -> None:
    village = offices.open("village")
    with pytest.raises(SurroundingsError, match="cancelled"):
        village.care.drill(passphrase=PASSPHRASE, cancelled=lambda: True)
    shutil.rmtree(village.folder / "backups")
    assert village.care.state().backup_on == ""
    with pytest.raises(SurroundingsError, match="backup-missing"):
        village.care.drill(passphrase=PASSPHRASE)


def test_a_backup_that_is_called_off_is_no_backup_and_leaves_nothing(offices: Any, tmp_path: Path) -> None:
    village, stick = offices.open("village"), tmp_path / "stick"
    stick.mkdir()
    works = (
        lambda stop: village.backup(tmp_path / "elsewhere", cancelled=stop),
        lambda stop: village.care.set_place(stick, cancelled=stop),
    )
    for work in works:
        with pytest.raises(SurroundingsError, match="cancelled"):
            work(lambda: True)
    assert (list(stick.iterdir()), (tmp_path / "elsewhere").exists()) == ([], False)
    assert village.care.state().place == ""
    village.care.set_place(stick)
    before = [path.name for path in (stick / "330502999201-backups").iterdir()]
    with pytest.raises(SurroundingsError, match="cancelled"):
        village.care.copy_now(cancelled=lambda: True)
    with pytest.raises(SurroundingsError, match="cancelled"):
        village.care.drill(passphrase=PASSPHRASE, cancelled=lambda: True)
    assert [path.name for path in (stick / "330502999201-backups").iterdir()] == before
    assert not list(village.folder.glob("spool-*"))
    assert village.care.state().drilled_on == ""


def test_a_backup_that_is_broken_off_at_the_keyboard_leaves_nothing(offices: Any, tmp_path: Path) -> None:
    def press(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    village = offices.open("village")
    with pytest.raises(KeyboardInterrupt):
        village.backup(tmp_path / "elsewhere", progress=press)
    copy = Path(village.backup(tmp_path / "copies"))
    with pytest.raises(KeyboardInterrupt):
        desk.restore_office(copy, tmp_path / "back", passphrase=PASSPHRASE, progress=press)
    assert not (tmp_path / "elsewhere").exists()
    assert not list(tmp_path.glob("back*"))


def test_an_office_opens_without_the_backup_of_the_day_and_says_so(offices: Any, tmp_path: Path) -> None:
    """It was called off, or there was no room; work goes on, and it is made up for later."""
    village, stick = offices.open("village"), tmp_path / "stick"
    stick.mkdir()
    village.care.set_place(stick)
    offices.close()
    asked = iter([False] * 3)

    def once_begun() -> bool:
        return next(asked, True)

    day = {"passphrase": PASSPHRASE, "clock": on("2099-01-05")}
    village = open_office(offices.folder / "village", **day, cancelled=once_begun)
    state = village.care.state()
    assert (state.backup_missing, state.copy_missing) == (True, True)
    heard: list[int] = []
    village.care.back_up_today(progress=lambda done, _total: heard.append(done))
    state = village.care.state()
    assert (state.backup_missing, state.copy_missing, heard != []) == (False, False, True)
    village.close()
    shutil.rmtree(stick / "330502999201-backups")
    (stick / "330502999201-backups").write_bytes(b"in the way")
    village = open_office(offices.folder / "village", passphrase=PASSPHRASE, clock=on("2099-01-06"))
    state = village.care.state()
    assert (state.backup_missing, state.copy_missing) == (False, True)
    village.close()


def test_nothing_is_taken_in_before_the_days_backup(offices: Any, tmp_path: Path) -> None:
    """Called off over the backup, the bundles wait for the next time."""
    bundle = Path(offices.open("village").export(offices.stick).path)
    offices.close()
    opened = {"passphrase": PASSPHRASE, "clock": on("2099-01-05"), "cancelled": lambda: True}
    township = open_office(offices.folder / "township", **opened)
    with pytest.raises(SurroundingsError, match="cancelled"):
        township.receive([bundle], cancelled=lambda: True)
    assert township.receive([bundle])[0].state == "filed"
    township.close()


def test_an_office_that_is_not_brought_back_leaves_nothing(offices: Any, tmp_path: Path) -> None:
    """Called off at any moment, while the copy is put back and while it is looked at."""
    village = offices.open("village")
    copy = Path(village.backup(tmp_path / "copies"))
    offices.close()
    for after in range(100):
        left, heard = iter(range(after)), []
        try:
            desk.restore_office(
                copy,
                tmp_path / "back",
                passphrase=PASSPHRASE,
                progress=lambda *far, heard=heard: heard.append(far),
                cancelled=lambda left=left: next(left, None) is None,
            )
            break
        except SurroundingsError:
            assert not (tmp_path / "back").exists()
    assert after > 10
    assert heard[-1][0] == heard[-1][1]
    assert heard == sorted(heard)
    open_office(tmp_path / "back", passphrase=PASSPHRASE).close()


def test_a_drill_is_called_to_mind_every_half_year(offices: Any) -> None:
    village = offices.open("village")
    assert not village.care.state().drill_due
    founded = village._office.founded_at()
    offices.close()

    def after(number: int) -> str:
        return str(days.parse(days.beijing_day(founded)) + days.timedelta(number))

    for number, due in ((DRILL_DAYS - 1, False), (DRILL_DAYS, True)):
        village = open_office(offices.folder / "village", passphrase=PASSPHRASE, clock=on(after(number)))
        assert village.care.state().drill_due is due
        if due:
            village.care.drill(passphrase=PASSPHRASE)
            assert not village.care.state().drill_due
        village.close()


def test_a_backup_is_taken_over_with_the_recovery_code_and_a_new_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = Cost(19 * 1024, 2, 1)
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: quick))
    code = desk.begin_founding(
        tmp_path / "a", kind="village", code="330502999202", name="乙村", passphrase=PASSPHRASE, clerk="李某"
    )
    desk.finish_founding(tmp_path / "a", code)
    village = open_office(tmp_path / "a", passphrase=PASSPHRASE)
    copy = Path(village.backup(tmp_path / "copies"))
    assert village.care.drill(code=code).result.sound
    village.close()
    with pytest.raises(ClerkError):
        desk.restore_office(copy, tmp_path / "b", code="0000")
    assert not (tmp_path / "b").exists()
    back = desk.restore_office(copy, tmp_path / "b", code=code, new_passphrase=NEW)
    assert (back.name, back.code, back.epoch, back.people, back.sound) == ("乙村", "330502999202", 2, 1, True)
    open_office(tmp_path / "b", passphrase=NEW).close()
