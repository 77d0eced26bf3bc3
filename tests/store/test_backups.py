"""Backups: consistent, checked before they count, never over anything; and putting them back."""

from __future__ import annotations

import errno
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError
from clerk_app.meter import Meter
from clerk_app.model import FileRef
from clerk_app.store import Store, backups, keep_newest, restore_copy

PHOTO = b"photo of the road" * 100


@pytest.fixture
def filled(store: Store, folder: Path, writer: Any) -> Store:
    """A store with entries, an attachment, and the files that stand beside it in an office."""
    info = store.blobs.put(PHOTO)
    with store.transaction():
        for recorded in writer.some(5):
            store.journal.append(recorded)
        store.journal.append(writer.next(files=(FileRef(info.sha256, info.size, "photo"),)))
    for name in ("keys.cwk", "keys.cwk2", "device.key", "mark"):
        (folder / name).write_bytes(name.encode())
    return store


def code_of(action: Any) -> str:
    """The code that an action fails with."""
    with pytest.raises(ClerkError) as caught:
        action()
    return caught.value.code


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_a_whole_office_without_the_devices_own_secrets(
    filled: Store, tmp_path: Path, keys: Any, writer: Any
) -> None:
    target = tmp_path / "stick" / "20261124-001"
    assert filled.backup(target) == []
    assert names(target) == ["backup", "blobs", "keys.cwk", "keys.cwk2", "store.db"]
    assert names(target.parent) == [target.name]
    with Store.open(target, *keys) as copy:
        assert copy.journal.verify_chain(writer.log) == filled.journal.head(writer.log)
        assert [copy.blobs.check(sha256) for sha256 in copy.blobs.all()] == [True]


def test_an_office_without_attachments_and_keys_is_backed_up_too(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "one")
    assert names(tmp_path / "one") == ["backup", "store.db"]


def test_nothing_unconfirmed_gets_into_a_backup(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="must not be in a backup"), filled.transaction():
        filled.backup(tmp_path / "one")


def test_work_goes_on_after_a_backup(filled: Store, tmp_path: Path, writer: Any) -> None:
    filled.backup(tmp_path / "one")
    with filled.transaction():
        filled.journal.append(writer.next())
    filled.backup(tmp_path / "two")
    assert filled.journal.verify_chain(writer.log).seq == 7


def test_a_backup_is_never_made_over_another(filled: Store, tmp_path: Path) -> None:
    filled.backup(tmp_path / "one")
    assert code_of(lambda: filled.backup(tmp_path / "one")) == "backup-exists"


def test_what_a_broken_backup_left_is_cleared_away(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "one.part").mkdir()
    (tmp_path / "one.part" / "store.db").write_bytes(b"half")
    filled.backup(tmp_path / "one")
    assert "one.part" not in names(tmp_path)


def test_a_lost_attachment_does_not_stop_the_backup_of_the_others(filled: Store, tmp_path: Path, keys: Any) -> None:
    lost, damaged = filled.blobs.put(b"lost").sha256, filled.blobs.put(b"damaged").sha256
    filled.blobs.path(lost).unlink()
    filled.blobs.path(damaged).write_bytes(b"CWV1\nother")
    assert filled.backup(tmp_path / "one") == sorted([lost, damaged])
    with Store.open(tmp_path / "one", *keys) as copy:
        assert sum(copy.blobs.check(sha256) for sha256 in copy.blobs.all()) == 1


def test_an_attachment_that_an_earlier_copy_has_is_not_written_again(filled: Store, tmp_path: Path) -> None:
    filled.backup(tmp_path / "one")
    sha256 = filled.blobs.put(b"new").sha256
    filled.backup(tmp_path / "two")
    first = {path.name: path.stat().st_ino for path in (tmp_path / "one" / "blobs").glob("??/*")}
    second = {path.name: path.stat().st_ino for path in (tmp_path / "two" / "blobs").glob("??/*")}
    assert first.items() <= second.items()
    assert second.keys() - first.keys() == {filled.blobs.path(sha256).name}
    office = {path.stat().st_ino for path in filled.folder.glob("blobs/??/*")}
    assert office.isdisjoint(second.values())


def test_a_stick_that_knows_no_links_gets_copies(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    filled.backup(tmp_path / "one")
    filled.backup(tmp_path / "two")
    assert len(list((tmp_path / "two" / "blobs").glob("??/*"))) == 1


def test_a_copy_that_does_not_check_out_never_takes_its_name(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "damages", lambda *_: ["HMAC verification failed for page 4"])
    assert code_of(lambda: filled.backup(tmp_path / "copies" / "one")) == "backup-unsound"
    assert names(tmp_path / "copies") == []


def test_a_copy_with_a_flipped_bit_never_takes_its_name(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = backups.copy_pages

    def flip(connection: Any, target: Path, *how: Any) -> None:
        whole(connection, target, *how)
        raw = bytearray(target.read_bytes())
        raw[3 * 4096 + 99] ^= 1
        target.write_bytes(raw)

    monkeypatch.setattr(backups, "copy_pages", flip)
    assert code_of(lambda: filled.backup(tmp_path / "copies" / "one")) in ("backup-unsound", "store-page-damaged")
    assert names(tmp_path / "copies") == []


@pytest.mark.parametrize("call", ["fsync", "open", "mkdir", "rename"])
@pytest.mark.parametrize("work", ["backup", "restore"])
def test_a_full_disk_leaves_a_whole_copy_or_none(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, work: str
) -> None:
    """The n-th call of its kind fails, for every n until the work is done."""
    sound = tmp_path / "sound"
    filled.backup(sound)
    whole = set(names(sound)) - ({"backup"} if work == "restore" else set())
    for number in range(200):
        target = tmp_path / f"{work}s" / str(number)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, _Failing(number, getattr(os, call)))
            code = _outcome(filled.backup if work == "backup" else partial(restore_copy, sound), target)
        assert not target.exists() or set(names(target)) == whole
        assert not target.with_name(f"{number}.part").exists()
        if code == "":
            break
        assert code == "disk-full"
    assert target.exists()
    assert number >= 1


class _Failing:
    """A system call that finds no room the n-th time."""

    def __init__(self, number: int, real: Any) -> None:
        self._left, self._real = number, real

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self._left -= 1
        if self._left == -1:
            raise OSError(errno.ENOSPC, "no room")
        return self._real(*arguments, **options)


def _outcome(action: Any, target: Path) -> str:
    try:
        action(target)
    except SurroundingsError as error:
        return error.code
    return ""


def test_only_the_newest_copies_are_kept(filled: Store, tmp_path: Path) -> None:
    for name in ("20261122-001", "20261123-001", "20261123-002", "20261124-001"):
        filled.backup(tmp_path / "copies" / name)
    (tmp_path / "copies" / "notes").mkdir()
    (tmp_path / "copies" / "20261101-001.part").mkdir()
    keep_newest(tmp_path / "copies", 2)
    assert names(tmp_path / "copies") == ["20261101-001.part", "20261123-002", "20261124-001", "notes"]
    keep_newest(tmp_path / "copies", 5)
    assert len(names(tmp_path / "copies")) == 4


def test_links_to_an_older_copy_survive_its_end(filled: Store, tmp_path: Path, keys: Any) -> None:
    for name in ("1", "2"):
        filled.backup(tmp_path / "copies" / name)
    keep_newest(tmp_path / "copies", 1)
    with Store.open(tmp_path / "copies" / "2", *keys) as copy:
        assert all(copy.blobs.check(sha256) for sha256 in copy.blobs.all())


# Putting back


@pytest.mark.parametrize("there", [True, False])
def test_a_backup_is_put_back_into_an_empty_or_absent_folder(
    filled: Store, tmp_path: Path, keys: Any, writer: Any, there: bool
) -> None:
    filled.backup(tmp_path / "one")
    target = tmp_path / "restored" / "office"
    if there:
        target.mkdir(parents=True)
    restore_copy(tmp_path / "one", target)
    assert names(target) == ["blobs", "keys.cwk", "keys.cwk2", "store.db"]
    with Store.open(target, *keys) as again:
        assert again.journal.verify_chain(writer.log) == filled.journal.head(writer.log)
        assert all(again.blobs.check(sha256) for sha256 in again.blobs.all())


def test_a_backup_is_never_put_over_anything(filled: Store, tmp_path: Path) -> None:
    filled.backup(tmp_path / "one")
    (tmp_path / "file").write_bytes(b"")
    for target in (filled.folder, tmp_path / "file", tmp_path / "one"):
        assert code_of(lambda target=target: restore_copy(tmp_path / "one", target)) == "folder-in-the-way"


def test_a_folder_that_is_no_backup_is_refused(filled: Store, tmp_path: Path) -> None:
    """An office at work is none either: its last steps may still lie in the write-ahead log."""
    for source in (tmp_path, filled.folder):
        assert code_of(lambda source=source: restore_copy(source, tmp_path / "restored")) == "backup-missing"


def test_an_office_beside_the_copies_is_neither_linked_from_nor_deleted(filled: Store, tmp_path: Path) -> None:
    assert filled.folder.parent == tmp_path
    filled.backup(tmp_path / "z-newest")
    linked = {path.stat().st_nlink for path in filled.folder.glob("blobs/??/*")}
    assert linked == {1}
    keep_newest(tmp_path, 0)
    assert names(tmp_path) == ["office"]


def test_a_damaged_backup_is_found_when_it_is_opened(filled: Store, tmp_path: Path, keys: Any) -> None:
    filled.backup(tmp_path / "one")
    raw = bytearray((tmp_path / "one" / "store.db").read_bytes())
    raw[100] ^= 1
    (tmp_path / "one" / "store.db").write_bytes(raw)
    restore_copy(tmp_path / "one", tmp_path / "restored")
    with pytest.raises(IntegrityError):
        Store.open(tmp_path / "restored", *keys)


def called_off(after: int, heard: list[tuple[int, int]] | None = None) -> Meter:
    """A meter that is called off when it was asked so many times."""
    left = iter(range(after))
    told = (lambda *far: heard.append(far)) if heard is not None else None
    return Meter(told, lambda: next(left, None) is None)


def large(store: Store, writer: Any) -> None:
    """More attachments, one of them in several pieces, and more pages than are copied at once."""
    with store.transaction():
        for number in range(3):
            info = store.blobs.put(os.urandom(900_000 * (number + 1)))
            store.journal.append(writer.next(files=(FileRef(info.sha256, info.size, "photo"),)))
        for recorded in writer.some(1500):
            store.journal.append(recorded)


def test_a_backup_counts_its_bytes_up_to_the_last(filled: Store, writer: Any, tmp_path: Path) -> None:
    large(filled, writer)
    lost, damaged = (filled.blobs.put(name).sha256 for name in (b"lost", b"damaged" * 999))
    filled.blobs.path(lost).unlink()
    filled.blobs.path(damaged).write_bytes(b"nonsense")
    for name in ("one", "two"):
        heard: list[tuple[int, int]] = []
        assert filled.backup(tmp_path / name, Meter(lambda *far, heard=heard: heard.append(far))) == sorted(
            [lost, damaged]
        )
        assert heard == sorted(heard)
        assert heard[-1][0] == heard[-1][1] == heard[0][1]
        assert len(heard) > 5
    heard = []
    restore_copy(tmp_path / "one", tmp_path / "again", Meter(lambda *far: heard.append(far)))
    assert heard[-1][0] == heard[-1][1] == backups.copy_size(tmp_path / "one")


def test_a_backup_that_is_called_off_at_any_moment_leaves_nothing(filled: Store, writer: Any, tmp_path: Path) -> None:
    large(filled, writer)
    for after in range(200):
        place = tmp_path / f"copies-{after}"
        place.mkdir()
        code = _outcome(partial(filled.backup, meter=called_off(after)), place / "one")
        if not code:
            break
        assert (code, names(place)) == ("cancelled", [])
    assert after > 10
    assert names(place) == ["one"]


def test_the_check_of_a_copy_stops_within(filled: Store, writer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    large(filled, writer)
    monkeypatch.setattr(backups, "_OPERATIONS", 10)
    heard: list[tuple[int, int]] = []
    assert code_of(lambda: backups.damages(filled._db, called_off(3, heard))) == "cancelled"
    assert len(heard) == 1
    assert filled.damages() == []


def test_what_the_check_of_a_copy_fails_from_is_told(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody called it off: the database's own failure comes through."""
    with pytest.raises(backups.DatabaseError), backups._stoppable(filled._db, Meter()):
        filled._db.execute("SELECT no_such_column FROM sqlite_master")


def test_a_restore_that_is_called_off_at_any_moment_leaves_nothing(
    filled: Store, writer: Any, tmp_path: Path, keys: Any
) -> None:
    large(filled, writer)
    filled.backup(tmp_path / "one")
    for after in range(200):
        target = tmp_path / f"target-{after}" / "office"
        target.parent.mkdir()
        code = _outcome(partial(restore_copy, tmp_path / "one", meter=called_off(after)), target)
        if not code:
            break
        assert (code, names(target.parent)) == ("cancelled", [])
    assert after > 5
    with Store.open(target, *keys) as restored:
        assert restored.damages() == []
