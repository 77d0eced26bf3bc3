"""Transactions: all of it or nothing, whoever writes; sqlite-utils on the encrypted connection; a full disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError
from clerk_app.model import Recorded
from clerk_app.store import SetAside, Store, driver


def test_one_inside_another_is_part_of_the_outer_one(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        _note_inside(store)
    assert store.notes.get("inner") is None
    with store.transaction(), store.transaction():
        store.notes.put("inner", value=b"2")
    assert store.notes.get("inner") == b"2"


def _note_inside(store: Store) -> None:
    with store.transaction():
        store.notes.put("inner", value=b"1")
    raise ZeroDivisionError


def test_a_swallowed_failure_is_not_confirmed(store: Store) -> None:
    with pytest.raises(RuntimeError, match="cannot be confirmed"), store.transaction():
        _swallow(store)
    assert store.notes.get("a") is None
    with store.transaction():
        store.notes.put("a", value=b"1")
    assert store.notes.get("a") == b"1"


def _swallow(store: Store) -> None:
    store.notes.put("a", value=b"1")
    try:
        with store.transaction():
            raise ZeroDivisionError
    except ZeroDivisionError:
        store.notes.put("a", value=b"2")


def test_everything_goes_with_the_transaction(store: Store, writer: Any) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        _do_everything(store, writer)
    assert store.journal.logs() == []
    assert store.drafts.get("m1", "survey") is None
    assert store.keyring.items() == []
    assert store.blobs.all() == []
    assert store.inbox.quarantined() == []
    assert all(rows == [] for rows in store.shelf.dump().values())


def _do_everything(store: Store, writer: Any) -> None:
    store.blobs.put(b"photo")
    store.journal.append(writer.next())
    store.drafts.put("m1", "survey", value=b"{}")
    store.keyring.put("p1", value=b"{}")
    store.inbox.quarantine(SetAside("ab", "json-malformed", "2026-11-24T08:00:00Z"))
    store.shelf.set_states([("ab", "accepted")])
    raise ZeroDivisionError


def test_a_full_disk_undoes_the_whole_step_wherever_it_strikes(store: Store, writer: Any) -> None:
    """The page limit grows one page at a time, so that every write is the one that finds no room."""
    used = store._db.execute("PRAGMA page_count").fetchone()[0]
    entries = [writer.next(payload={"note": "甲" * 3000}) for _ in range(4)]
    failures = 0
    for room in range(100):
        store._db.execute(f"PRAGMA max_page_count = {used + room}")
        if (code := _step(store, entries)) == "":
            break
        failures += 1
        assert code == "disk-full"
        assert store.journal.head(writer.log).seq == 0
        assert store.notes.get("last") is None
    assert failures > 5
    assert store.journal.verify_chain(writer.log).seq == 4
    assert store.damages() == []


def _step(store: Store, entries: list[Recorded]) -> str:
    """Do one step; the code of its failure."""
    try:
        with store.transaction():
            for recorded in entries:
                store.journal.append(recorded)
            store.notes.put("last", value=b"done")
    except SurroundingsError as error:
        return error.code
    return ""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processes are a matter of Unix")
def test_a_write_that_the_system_refuses_undoes_the_whole_step(store: Store, writer: Any, folder: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "store.db-wal").stat().st_size + 9000, hard))
    try:
        code = _step(store, [writer.next(payload={"note": "甲" * 3000}) for _ in range(50)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code in ("disk-full", "disk-failed")
    assert store.journal.logs() == []
    assert store.damages() == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_FULL", "disk-full"),
        ("SQLITE_IOERR_WRITE", "disk-failed"),
        ("SQLITE_IOERR", "disk-failed"),
        ("SQLITE_CANTOPEN_ISDIR", "store-not-writable"),
        ("SQLITE_READONLY_DBMOVED", "store-not-writable"),
        ("SQLITE_PERM", "store-not-writable"),
        ("SQLITE_BUSY_SNAPSHOT", "office-in-use"),
        ("SQLITE_LOCKED", "office-in-use"),
        ("SQLITE_CORRUPT_INDEX", "store-page-damaged"),
        ("SQLITE_NOTADB", "store-page-damaged"),
        ("SQLITE_CONSTRAINT_UNIQUE", ""),
        ("SQLITE_ERROR", ""),
        ("", ""),
    ],
)
def test_the_worlds_failures_have_names_and_ours_keep_theirs(name: str, code: str) -> None:
    error = dbapi2.OperationalError("text")
    error.sqlite_errorname = name
    failure = driver.in_words(error)
    assert (failure.code if failure is not None else "") == code


def test_a_fault_of_ours_is_the_drivers_exception(store: Store) -> None:
    with pytest.raises(dbapi2.OperationalError, match="no such table"):
        store._db.execute("SELECT * FROM nowhere")


def test_damage_met_while_rows_are_fetched_has_its_name(store: Store, writer: Any, folder: Path, keys: Any) -> None:
    with store.transaction():
        for _ in range(100):
            store.journal.append(writer.next(payload={"note": "甲" * 1000}))
    store.close()
    raw = bytearray((folder / "store.db").read_bytes())
    for page in range(40, len(raw) // 4096):
        raw[page * 4096 + 100] ^= 1
    (folder / "store.db").write_bytes(raw)
    with Store.open(folder, *keys) as damaged, pytest.raises(IntegrityError) as caught:
        list(damaged.journal.entries(writer.log))
    assert caught.value.code == "store-page-damaged"


# sqlite-utils on the encrypted connection: what works only because the driver is registered (docs/format-store.md, 2)


def test_sqlite_utils_knows_the_driver(store: Store) -> None:
    table = driver.Database(store._db)["sample"]
    table.insert({"id": 1, "name": "张某"}, pk="id")
    table.upsert({"id": 1, "name": "李某"}, pk="id")
    table.insert({"id": 2, "name": "王某", "new": 3}, pk="id", alter=True)
    table.insert({"id": 2, "name": "赵某"}, pk="id", ignore=True)
    assert list(table.rows) == [{"id": 1, "name": "李某", "new": None}, {"id": 2, "name": "王某", "new": 3}]
    driver.Database(store._db)["nowhere"].drop(ignore=True)


def test_sqlite_utils_imported_too_early_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sqlite_utils, clerk_app.store"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert "catches another driver's exceptions" in done.stderr


def test_what_sqlite_utils_writes_belongs_to_the_transaction(store: Store) -> None:
    store.notes.put("a", value=b"1")
    with pytest.raises(ZeroDivisionError), store.transaction():
        _replace_and_drop(store)
    assert store.notes.get("a") == b"1"


def _replace_and_drop(store: Store) -> None:
    store.notes.put("a", value=b"2")
    store.notes.drop("a")
    raise ZeroDivisionError


def test_a_failure_of_the_world_passes_through_sqlite_utils(store: Store) -> None:
    used = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {used}")
    with pytest.raises(ClerkError) as caught:
        store.notes.put("big", value=bytes(1 << 20))
    assert caught.value.code == "disk-full"
    assert not store._db.in_transaction
    assert store.notes.get("big") is None


def test_nothing_is_copied_under_other_keys_within_a_transaction(store: Store, tmp_path: Path) -> None:
    keys = (b"n" * 32, b"z" * 16, b"m" * 32)
    with store.transaction(), pytest.raises(RuntimeError, match="not confirmed"):
        store.copy_under(tmp_path, *keys)
    info = store.blobs.put(b"photo")
    (tmp_path / "copy").mkdir()
    assert store.copy_under(tmp_path / "copy", *keys) == []
    with Store.open(tmp_path / "copy", *keys) as copy, copy.blobs.open(info.sha256) as file:
        assert file.read() == b"photo"
