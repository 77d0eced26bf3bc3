"""Opening: settings that are asserted, refusals that change nothing, one program at a time."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError
from clerk_app.store import KNOWN_VERSION, Store, migrating
from clerk_app.store import connection as connections


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes, the empty lock left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def refused(folder: Path, keys: tuple[bytes, bytes, bytes]) -> ClerkError:
    """What opening is refused with; not a byte may change."""
    before = digests(folder)
    with pytest.raises(ClerkError) as caught:
        Store.open(folder, *keys)
    assert digests(folder) == before
    return caught.value


def test_a_store_is_found_again_as_it_was_left(store: Store, reopened: Any, writer: Any) -> None:
    with store.transaction():
        for recorded in writer.some(3):
            store.journal.append(recorded)
    store.close()
    with reopened() as again:
        assert again.journal.head(writer.log).seq == 3
        assert again.version == KNOWN_VERSION


def test_the_file_begins_with_the_salt_and_shows_nothing(store: Store, folder: Path, keys: Any, writer: Any) -> None:
    with store.transaction():
        store.journal.append(writer.next(payload={"name": "only-for-the-village"}))
    assert b"only-for-the-village" not in (folder / "store.db-wal").read_bytes()
    store.close()
    raw = (folder / "store.db").read_bytes()
    assert raw[:16] == keys[1]
    assert b"only-for-the-village" not in raw
    assert b"CREATE TABLE" not in raw


@pytest.mark.parametrize(("name", "value"), connections.SETTINGS)
def test_every_setting_holds_while_open(store: Store, name: str, value: str) -> None:
    meaning = {"ON": "1", "OFF": "0", "FULL": "2", "WAL": "wal", "NONE": "NONE"}
    assert str(store._db.execute(f"PRAGMA {name}").fetchone()[0]) == meaning[value]


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("synchronous", "NORMAL"),
        ("synchronous", "OFF"),
        ("journal_mode", "DELETE"),
        ("foreign_keys", "OFF"),
        ("trusted_schema", "ON"),
        ("cell_size_check", "OFF"),
        ("secure_delete", "OFF"),
        ("secure_delete", "FAST"),
        ("cipher_log_level", "ERROR"),
    ],
)
def test_a_store_without_its_settings_is_refused(
    store: Store, folder: Path, keys: Any, monkeypatch: pytest.MonkeyPatch, name: str, planted: str
) -> None:
    store.close()
    weakened = tuple((key, planted if key == name else value) for key, value in connections.SETTINGS)
    monkeypatch.setattr(connections, "SETTINGS", weakened)
    with pytest.raises(IntegrityError) as caught:
        Store.open(folder, *keys)
    assert caught.value.code == "store-setting"
    assert caught.value.details["name"] == name


def test_a_wrong_key_is_damage_and_changes_nothing(store: Store, folder: Path, keys: Any, capfd: Any) -> None:
    store.close()
    assert refused(folder, (bytes(32), keys[1], keys[2])).code == "store-damaged"
    assert capfd.readouterr().err == ""


def test_another_salt_beside_the_right_key_is_refused(store: Store, folder: Path, keys: Any) -> None:
    store.close()
    assert refused(folder, (keys[0], bytes(16), keys[2])).code == "store-damaged"


def test_keys_of_another_length_are_our_misuse(folder: Path) -> None:
    for lengths in ((31, 16, 32), (32, 15, 32), (32, 16, 31)):
        with pytest.raises(ValueError, match="32 bytes"):
            Store.create(folder, *map(bytes, lengths))
        (folder / "store.db").unlink(missing_ok=True)


@pytest.mark.parametrize("kept", [0, 1, 16, 4095, 4096, 8192, 20000])
def test_a_cut_file_is_refused_or_found(store: Store, folder: Path, keys: Any, writer: Any, kept: int) -> None:
    with store.transaction():
        for recorded in writer.some(40):
            store.journal.append(recorded)
    store.close()
    path = folder / "store.db"
    path.write_bytes(path.read_bytes()[:kept])
    assert _finding(folder, keys) in ("store-damaged", "store-page-damaged", "complaints")
    assert path.stat().st_size == kept


def _finding(folder: Path, keys: Any) -> str:
    try:
        with Store.open(folder, *keys) as store:
            return "complaints" if store.damages() else ""
    except IntegrityError as error:
        return error.code


def test_an_empty_file_is_never_taken_for_a_new_store(folder: Path, keys: Any) -> None:
    (folder / "store.db").touch()
    assert refused(folder, keys).code == "store-damaged"


def test_a_plain_database_is_refused(folder: Path, keys: Any) -> None:
    plain = sqlite3.connect(folder / "store.db")
    plain.execute("CREATE TABLE entry (id)")
    plain.commit()
    plain.close()
    assert refused(folder, keys).code == "store-not-encrypted"


def test_a_missing_store_is_not_made(folder: Path, keys: Any) -> None:
    assert refused(folder, keys).code == "store-missing"
    with pytest.raises(SurroundingsError) as caught:
        Store.open(folder / "nowhere", *keys)
    assert caught.value.code == "store-missing"


def test_a_folder_in_place_of_the_store_is_refused(folder: Path, keys: Any) -> None:
    (folder / "store.db").mkdir()
    assert refused(folder, keys).code == "store-not-writable"


def test_a_lock_that_cannot_be_made_is_said(folder: Path, keys: Any) -> None:
    (folder / "lock").mkdir()
    with pytest.raises(SurroundingsError) as caught:
        Store.open(folder, *keys)
    assert caught.value.code == "store-not-writable"


def test_a_store_is_never_made_over_another(store: Store, folder: Path, keys: Any) -> None:
    store.close()
    before = digests(folder)
    with pytest.raises(SurroundingsError) as caught:
        Store.create(folder, *keys)
    assert caught.value.code == "store-exists"
    assert digests(folder) == before


def test_a_founding_that_was_cut_off_leaves_no_store_and_can_be_repeated(
    folder: Path, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", _fail)
        with pytest.raises(OSError, match="cut off"):
            Store.create(folder, *keys)
    assert not (folder / "store.db").exists()
    with Store.create(folder, *keys) as store:
        assert store.version == KNOWN_VERSION
    assert [path.name for path in folder.glob("store*")] == ["store.db"]


def _fail(*_: object) -> None:
    raise OSError("cut off")


def test_a_newer_store_is_refused_untouched(
    store: Store, folder: Path, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(migrating, "known_version", lambda: KNOWN_VERSION - 1)
    error = refused(folder, keys)
    assert error.code == "store-newer"
    assert error.details == {"found": KNOWN_VERSION, "known": KNOWN_VERSION - 1}


def test_a_second_opening_is_refused_until_the_first_ends(store: Store, folder: Path, keys: Any) -> None:
    for opening in (Store.open, Store.create):
        with pytest.raises(SurroundingsError) as caught:
            opening(folder, *keys)
        assert caught.value.code == "office-in-use"
    store.close()
    Store.open(folder, *keys).close()


def test_a_second_program_is_refused(store: Store, folder: Path, keys: Any) -> None:
    program = (
        "import sys, pathlib; from clerk_app.store import Store; from clerk_app.errors import ClerkError\n"
        "try: Store.open(pathlib.Path(sys.argv[1]), *map(bytes.fromhex, sys.argv[2:]))\n"
        "except ClerkError as error: sys.exit(error.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), *(key.hex() for key in keys)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "office-in-use"


def test_closing_twice_does_nothing(store: Store) -> None:
    store.close()
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_files_are_for_their_owner_only(folder: Path, keys: Any, writer: Any) -> None:
    before = os.umask(0)
    try:
        with Store.create(folder, *keys) as store:
            with store.transaction():
                store.blobs.put(b"photo")
                store.journal.append(writer.next())
            store.backup(folder / "backups" / "one")
            modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*")}
    finally:
        os.umask(before)
    assert any(path.name == "store.db-wal" for path in modes)
    wrong = {path.name: oct(mode) for path, mode in modes.items() if mode & 0o077}
    assert wrong == {}
