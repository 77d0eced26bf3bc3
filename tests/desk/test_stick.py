"""Sticks: room is looked at first, two copies where there is room, and whatever happens nothing half counts."""

from __future__ import annotations

import builtins
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerk_app import desk
from clerk_app.bundle import copying, placing, writer
from clerk_app.desk import Desk
from clerk_app.errors import ClerkError, SurroundingsError

VILLAGE = "330502999201"


class Usage:
    """What `shutil.disk_usage` says of a stick that has only so much room."""

    def __init__(self, free: int) -> None:
        self.free = free


def names(folder: Path) -> list[str]:
    """All files below a folder, by their paths in it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def spools(village: Desk) -> list[Path]:
    """Private folders that were left behind."""
    return list(village.folder.glob("spool-*"))


# Two copies


def test_two_copies_are_written_and_one_of_them_counts(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    done = village.export(offices.stick)
    assert names(offices.stick) == sorted([f"copy/{Path(done.path).name}", Path(done.path).name])
    assert Path(done.copy).read_bytes() == Path(done.path).read_bytes()
    assert [sentence.code for sentence in done.sentences] == ["copy-written", "export-done"]
    assert done.sentences[-1].fix == "现在可以取下 U 盘。"
    (verdict,) = township.receive([offices.stick])
    assert (verdict.state, verdict.path) == ("filed", done.path)
    (again,) = township.receive([Path(done.copy)])
    assert [sentence.code for sentence in again.sentences] == ["bundle-duplicate", "bundle-answered"]


def damage(path: Path) -> None:
    """One bit in the middle."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_a_damaged_first_copy_falls_back_to_the_second(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    done = village.export(offices.stick)
    damage(Path(done.path))
    (verdict,) = township.receive([offices.stick])
    assert (verdict.state, verdict.word, verdict.path) == ("filed", "verdict.noted", done.copy)
    assert [sentence.code for sentence in verdict.sentences] == ["first-copy-damaged"]
    assert township.township.quarantine() == []


def test_a_damaged_second_copy_is_told_and_harms_nothing(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    damage(Path(village.export(offices.stick).copy))
    (verdict,) = township.receive([offices.stick])
    assert (verdict.state, verdict.word) == ("filed", "verdict.noted")
    assert [sentence.code for sentence in verdict.sentences] == ["second-copy-damaged"]
    assert township.township.quarantine() == []


def test_two_damaged_copies_are_kept_and_refused(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    done = village.export(offices.stick)
    damage(Path(done.copy))
    damage(Path(done.path))
    Path(done.path).write_bytes(Path(done.path).read_bytes()[:-1])
    verdicts = township.receive([offices.stick])
    assert [verdict.state for verdict in verdicts] == ["quarantined"]
    assert Path(done.path).exists()
    assert Path(done.copy).exists()


def test_a_second_copy_alone_is_taken_in(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    Path(village.export(offices.stick).path).unlink()
    (verdict,) = township.receive([offices.stick])
    assert verdict.state == "filed"


def test_another_bundle_under_the_name_of_a_copy_is_not_passed_over(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    first = village.export(offices.stick)
    village.begin("V33", "后来的一件")
    second = village.export(offices.stick)
    shutil.move(second.path, first.copy)
    Path(second.copy).unlink()
    assert [verdict.number for verdict in township.receive([offices.stick])] == [1, 2]


def test_where_there_is_room_for_one_copy_only_that_is_said(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village = offices.open("village")
    monkeypatch.setattr(placing.shutil, "disk_usage", lambda _folder: Usage(1_000_000))
    done = village.export(offices.stick)
    assert names(offices.stick) == [Path(done.path).name]
    assert not (offices.stick / "copy").exists()
    assert [sentence.code for sentence in done.sentences] == ["copy-no-room", "export-done"]
    assert done.copy == ""


# Room


def test_too_little_room_is_said_before_anything_is_written(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village = offices.open("village")
    monkeypatch.setattr(placing.shutil, "disk_usage", lambda _folder: Usage(1000))
    with pytest.raises(SurroundingsError, match="no-space") as refused:
        village.export(offices.stick)
    needed, free, short = (refused.value.details[name] for name in ("needed", "free", "short"))
    assert needed == free + short
    told = desk.explain(refused.value)[0]
    assert "还有 1000 B" in told.amount
    assert (names(offices.stick), village.outbox()) == ([], [])


def test_old_bundles_that_have_their_receipt_are_named_for_deletion(
    offices: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, township = offices.open("village"), offices.open("township")
    old = Path(village.export(offices.stick).path)
    township.receive([old])
    offices.carry_back(township, village)
    village.begin("V33", "一件")
    new = Path(village.export(offices.stick).path)
    village.begin("V33", "又一件")
    monkeypatch.setattr(placing.shutil, "disk_usage", lambda _folder: Usage(1000))
    with pytest.raises(SurroundingsError, match="no-space-old-bundles") as refused:
        village.export(offices.stick)
    assert refused.value.details["names"] == old.name
    assert refused.value.details["freed"] == old.stat().st_size
    assert new.name not in desk.explain(refused.value)[0].fix


def test_no_bundle_reaches_what_a_fat32_stick_can_hold() -> None:
    from clerk_app import settings
    from clerk_app.bundle import Limits

    assert settings.SETTINGS["carrier.usb"].high < Limits().sealed < 4 * 1024**3 - 1


# Called off


@pytest.mark.parametrize("carrier", ["usb", "mail"])
def test_called_off_at_any_moment_it_leaves_nothing_and_the_next_try_succeeds(offices: Any, carrier: str) -> None:
    asked, counting = [], offices.folder / "counting"
    counting.mkdir()
    shutil.copytree(offices.folder / "village", offices.folder / "another")
    offices.open("another").export(counting, carrier=carrier, cancelled=lambda: bool(asked.append(1)))
    village = offices.open("village")
    for moment in range(len(asked)):
        left = moment

        def cancelled() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        with pytest.raises(SurroundingsError, match="cancelled"):
            village.export(offices.stick, carrier=carrier, cancelled=cancelled)
        assert list(offices.stick.iterdir()) == []
        assert village.outbox() == []
        assert spools(village) == []
    assert len(asked) > 20
    assert village.export(offices.stick, carrier=carrier).number == 1


def test_an_answer_for_many_that_is_called_off_late_leaves_nothing_either(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    before = names(offices.stick)
    with pytest.raises(SurroundingsError, match="cancelled"):
        township.reply(offices.stick, cancelled=lambda: any("-r" in path.name for path in offices.stick.glob("*.cwb")))
    assert names(offices.stick) == before
    # The pair was founded with one answer already.
    assert [row.number for row in township.outbox()] == [1]


# What a crash left


def test_a_number_is_noted_before_its_bundle_takes_its_name(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the two, the next bundle has another number: no number ever names two contents."""
    village, noted = offices.open("village"), []
    rename = placing._rename

    def renamed(part: Path, target: Path) -> None:
        noted.append((target.name, [row.number for row in village._office.store.outbox.all()]))
        rename(part, target)

    monkeypatch.setattr(placing, "_rename", renamed)
    done = village.export(offices.stick)
    assert noted[0] == (Path(done.path).name, [1])


def test_unfinished_files_of_ours_are_cleared_and_others_are_left_alone(offices: Any) -> None:
    village = offices.open("village")
    (offices.stick / "copy").mkdir()
    ours = [f"20261101-{VILLAGE}-000009.cwb.part", f"copy/20261101-{VILLAGE}-000009.cwb.part"]
    others = ["20261101-330502999202-000009.cwb.part", "photos.part", f"20261101-{VILLAGE}-000009.cwb"]
    for name in (*ours, *others):
        (offices.stick / name).write_bytes(b"half")
    (village.folder / "spool-killed").mkdir()
    (village.folder / "spool-killed" / "00000.cwb").write_bytes(b"x")
    village.export(offices.stick)
    left = names(offices.stick)
    assert not set(ours) & set(left)
    assert set(others) <= set(left)
    assert spools(village) == []


def test_an_unfinished_file_is_never_a_bundle_whatever_is_in_it(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    done = Path(village.export(offices.stick).path)
    done.rename(done.with_name(done.name + ".part"))
    shutil.rmtree(offices.stick / "copy")
    assert township.receive([offices.stick]) == []


# Pulled out


class Pulled:
    """A stick that is pulled out at its n-th use: everything after that fails, the tidying up too."""

    def __init__(self, folder: Path, after: int, number: int) -> None:
        self.folder, self.after, self.number = str(folder), after, number
        self.used = 0

    def use(self, path: Any) -> None:
        """One use of a path; those elsewhere do not count."""
        if isinstance(path, int):
            path = os.readlink(f"/proc/self/fd/{path}")
        if os.fspath(path).startswith(self.folder):
            self.used += 1
            if self.used > self.after:
                raise OSError(self.number, os.strerror(self.number))

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """A call of the system whose first argument is a path or a descriptor."""

        def used(path: Any, *rest: Any, **options: Any) -> Any:
            self.use(path)
            return call(path, *rest, **options)

        return used

    def open(self, path: Path, how: str) -> Any:
        """A file whose every read and write is a use."""
        self.use(path)
        return Watched(builtins.open(path, how), self, path)

    def plug_into(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on the system's calls go through this stick."""
        for name in ("open", "replace", "fsync", "unlink", "mkdir", "rmdir", "statvfs", "stat"):
            monkeypatch.setattr(os, name, self.wrap(getattr(os, name)))
        for module in (writer, copying):
            monkeypatch.setattr(module, "open", self.open, raising=False)


class Watched:
    """An open file on a stick."""

    def __init__(self, file: Any, stick: Pulled, path: Path) -> None:
        self.file, self.stick, self.path = file, stick, path

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *failure: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        if name in ("read", "write", "flush"):
            self.stick.use(self.path)
        return getattr(self.file, name)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system which file a descriptor is")
@pytest.mark.parametrize("number", [errno.EIO, errno.ENODEV, errno.ENOSPC, errno.EROFS])
def test_a_stick_that_fails_at_any_use_leaves_nothing_half_and_loses_nothing(offices: Any, number: int) -> None:
    village, township = offices.open("village"), offices.open("township")
    told, fixes, after, whole = set(), set(), 0, False
    while not whole:
        stick = offices.folder / f"stick-{number}-{after}"
        stick.mkdir()
        pulled = Pulled(stick, after, number)
        with pytest.MonkeyPatch.context() as patch:
            pulled.plug_into(patch)
            try:
                done = village.export(stick)
            except ClerkError as error:
                told.add(error.code)
                fixes.add(desk.explain(error)[0].fix)
            else:
                told.add(done.sentences[0].code)
                whole = pulled.used <= after
        # Plugged in again: what has its name is whole, and the next try on the same stick works.
        assert all(township.verify(path).word != "verdict.invalid" for path in stick.glob("**/*.cwb"))
        village.export(stick)
        assert [name for name in names(stick) if name.endswith(".part")] == []
        verdicts = township.receive([stick])
        assert {verdict.state for verdict in verdicts} <= {"filed", "duplicate"}
        after += 1
    assert after > 20
    assert all("记录都在本机" in fix for fix in fixes)
    assert {"copy-failed", "copy-written"} <= told
    assert told - {"copy-failed", "copy-written", "copy-no-room"} <= {
        "carrier-failed",
        "carrier-gone",
        "carrier-full",
        "carrier-locked",
    }
    numbers = [row.number for row in village.outbox()]
    assert len(set(numbers)) == len(numbers)
