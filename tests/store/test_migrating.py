"""Migrations: all of one or nothing of it, with a copy before; and every version's store opens for good."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from clerk_app.errors import SurroundingsError
from clerk_app.model import LogId
from clerk_app.store import KNOWN_VERSION, Store, migrating

GOLDEN = Path(__file__).parents[1] / "golden" / "store"
VERSIONS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and path.name.isdigit())
OFFICE = "330502999201"


def test_there_is_a_golden_store_of_every_version() -> None:
    assert [int(name) for name in VERSIONS] == list(range(1, KNOWN_VERSION + 1))


@pytest.fixture(params=VERSIONS)
def golden(request: Any, tmp_path: Path) -> Path:
    """A copy of a golden store, to work on."""
    shutil.copytree(GOLDEN / request.param, tmp_path / "golden")
    return tmp_path / "golden"


def test_a_golden_store_opens_and_holds_what_it_held(golden: Path, keys: Any) -> None:
    wanted = json.loads((golden / "wanted.json").read_text(encoding="utf-8"))
    log = LogId.parse(wanted["log"])
    with Store.open(golden, *keys) as store:
        assert store.version == KNOWN_VERSION
        assert store.damages() == []
        assert store.journal.verify_chain(log).hash == wanted["head"]
        assert store.blobs.check(wanted["blob"]["sha256"])
        assert [r.entry.seq for r in store.journal.entries(log) if r.payload is None] == [7]
        assert [row.id for row in store.shelf.matters(office=OFFICE, text="道路")] == ["m1"]
        assert len(store.shelf.tasks(OFFICE)) == len(store.shelf.commitments(OFFICE)) == 1
        assert store.notes.get("code") == OFFICE.encode()
        assert (len(store.outbox.all()), len(store.inbox.of("330502999000"))) == (1, 1)


def test_an_independent_program_reads_the_same(golden: Path, keys: Any) -> None:
    """SQLite3 Multiple Ciphers, a second implementation, knows the form too: nothing here depends on one library."""
    apsw = pytest.importorskip("apsw")
    wanted = json.loads((golden / "wanted.json").read_text(encoding="utf-8"))
    other = apsw.Connection(str(golden / "store.db"))
    try:
        other.pragma("cipher", "sqlcipher")
        other.pragma("legacy", 4)
        other.pragma("key", f"x'{keys[0].hex()}{keys[1].hex()}'")
        rows = list(other.execute("SELECT hex(hash) FROM entry ORDER BY seq"))
    finally:
        other.close()
    assert len(rows) == 12
    assert rows[-1][0].lower() == wanted["head"]


# A migration of the future, made up


@pytest.fixture
def future(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with this program's migrations, to which a test adds the next."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrating.FOLDER, folder)
    monkeypatch.setattr(migrating, "FOLDER", folder)
    return folder / f"{KNOWN_VERSION + 1:04d}.sql"


def test_an_older_store_is_copied_and_then_brought_up(store: Store, folder: Path, keys: Any, future: Path) -> None:
    store.notes.put("a", value=b"1")
    store.close()
    future.write_text("ALTER TABLE note ADD COLUMN since TEXT NOT NULL DEFAULT '';", encoding="utf-8")
    with Store.open(folder, *keys) as newer:
        assert newer.version == KNOWN_VERSION + 1
        assert newer.notes.get("a") == b"1"
    (copy,) = (folder / "backups").iterdir()
    assert copy.name.startswith("before-")
    future.unlink()
    with Store.open(copy, *keys) as older:
        assert older.version == KNOWN_VERSION
        assert older.notes.get("a") == b"1"
    with pytest.raises(SurroundingsError) as caught:
        Store.open(folder, *keys)
    assert caught.value.code == "store-newer"


def test_a_store_of_this_version_is_not_copied(store: Store, folder: Path, keys: Any) -> None:
    store.close()
    Store.open(folder, *keys).close()
    assert not (folder / "backups").exists()


_STEPS = (
    "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;",
    "INSERT INTO extra VALUES (1);",
    "ALTER TABLE note ADD COLUMN since TEXT NOT NULL DEFAULT '';",
    "DELETE FROM note;",
)


@pytest.mark.parametrize("before", range(len(_STEPS) + 1))
def test_a_migration_that_fails_anywhere_leaves_the_store_as_it_was(
    store: Store, folder: Path, keys: Any, future: Path, before: int
) -> None:
    store.notes.put("a", value=b"1")
    tables = _tables(store)
    store.close()
    future.write_text("\n".join((*_STEPS[:before], "SELECT * FROM nowhere;", *_STEPS[before:])), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(dbapi2.OperationalError, match="nowhere"):
            Store.open(folder, *keys)
    future.unlink()
    with Store.open(folder, *keys) as again:
        assert again.version == KNOWN_VERSION
        assert again.notes.get("a") == b"1"
        assert _tables(again) == tables
    assert len(list((folder / "backups").iterdir())) == 2


def _tables(store: Store) -> list[Any]:
    found: list[Any] = store._db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    return found


def test_two_steps_forward_are_two_transactions(store: Store, folder: Path, keys: Any, future: Path) -> None:
    store.close()
    future.write_text("CREATE TABLE extra (id INTEGER) STRICT;", encoding="utf-8")
    after = future.with_name(f"{KNOWN_VERSION + 2:04d}.sql")
    after.write_text("INSERT INTO extra VALUES ('no number');", encoding="utf-8")
    with pytest.raises(dbapi2.IntegrityError, match="TEXT value in INTEGER"):
        Store.open(folder, *keys)
    after.unlink()
    with Store.open(folder, *keys) as half:
        assert half.version == KNOWN_VERSION + 1
