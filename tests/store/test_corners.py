"""Corners of opening and writing that only an unusual system or a broken build shows."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from clerk_app.errors import IntegrityError
from clerk_app.store import Store, connection, driver, folders, migrating
from clerk_app.store.store import FILE

KEYS = (b"k" * 32, b"s" * 16, b"b" * 32)


def test_another_drivers_exceptions_are_refused_at_the_start() -> None:
    with pytest.raises(ImportError, match="another driver"):
        driver.must_catch_ours({"OperationalError": sqlite3.OperationalError})


def test_a_database_that_cannot_be_set_up_is_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_connection: object) -> None:
        raise IntegrityError("store-setting", name="synchronous", found="1")

    monkeypatch.setattr(connection, "settle", refuse)
    with pytest.raises(IntegrityError, match="store-setting"):
        connection.new_database(tmp_path / "x.db", *KEYS[:2])


def test_an_encrypted_database_without_any_table_is_no_store(tmp_path: Path) -> None:
    Store.create(tmp_path, *KEYS).close()
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    empty = connection.new_database(tmp_path / FILE, *KEYS[:2])
    empty.execute("CREATE TABLE x (y)")
    empty.close()
    with pytest.raises(IntegrityError, match="store-damaged"):
        Store.open(tmp_path, *KEYS)


def test_a_migration_that_ended_its_own_transaction_is_not_rolled_back_twice(tmp_path: Path) -> None:
    made = connection.new_database(tmp_path / "x.db", *KEYS[:2])
    with pytest.raises(driver.DatabaseError):
        migrating._step(made, 2, "COMMIT; SELECT nonsense;")
    made.close()


def test_where_the_system_has_no_call_for_folders_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("no folder is opened there"))
    monkeypatch.setattr(os, "name", "nt")
    folders.sync_folder(tmp_path)
    monkeypatch.undo()
    folders.sync_folder(tmp_path)
    assert tmp_path.exists()
