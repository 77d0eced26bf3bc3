"""One office's store: the database, the attachments beside it, and the transactions that hold both together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from clerk_app.errors import SurroundingsError
from clerk_app.meter import Meter

from .backups import check_copy, copy_pages, copy_store, damages, free_name, pages_size
from .blobs import Blobs
from .boxes import Drawer, Inbox, Outbox
from .connection import FILE, new_database, open_database
from .driver import Connection, Database
from .folders import PART, sync_folder, unwritten
from .journal import Journal
from .lock import OfficeLock
from .migrating import known_version, migrate, version_of
from .shelf import Shelf

KNOWN_VERSION = known_version()
"""The number of the newest migration that this program has."""


class Store:
    """An open store. One process at a time, one thread at a time; a context manager."""

    def __init__(
        self, folder: Path, connection: Connection, lock: OfficeLock, key: bytes, salt: bytes, blob_key: bytes
    ) -> None:
        self.folder = folder
        self._db = connection
        self._lock: OfficeLock | None = lock
        self._key, self._salt = key, salt
        self._depth = 0
        self._broken = False
        self._waiting: list[Callable[[], None]] = []
        database = Database(connection)
        self.journal = Journal(connection)
        self.blobs = Blobs(connection, folder, blob_key, self._once_confirmed)
        self.shelf = Shelf(connection)
        self.outbox = Outbox(connection)
        self.inbox = Inbox(connection)
        self.drafts = Drawer(database, "draft", ("matter", "step"), "content")
        self.keyring = Drawer(database, "keyring", ("person",), "record")
        self.notes = Drawer(database, "note", ("name",), "value")

    @classmethod
    def create(cls, folder: Path, key: bytes, salt: bytes, blob_key: bytes) -> Store:
        """A new store in a folder that has none; `SurroundingsError` ("store-exists").

        The database takes its name when it is complete, so that a crash leaves either no store or a whole one.
        """
        lock = OfficeLock(folder)
        try:
            if (folder / FILE).exists():
                raise SurroundingsError("store-exists")
            _make_database(folder / FILE, key, salt)
        finally:
            lock.release()
        return cls.open(folder, key, salt, blob_key)

    @classmethod
    def open(cls, folder: Path, key: bytes, salt: bytes, blob_key: bytes) -> Store:
        """Open a store and bring it up to this program's version; before that a copy goes to `backups`.

        On any error nothing is deleted, recreated or changed. `IntegrityError`: "store-damaged", "store-not-encrypted",
        "store-setting"; `SurroundingsError`: "store-missing", "store-newer", "office-in-use", "store-not-writable".
        """
        with ExitStack() as undo:
            lock = OfficeLock(folder)
            undo.callback(lock.release)
            connection = open_database(folder / FILE, key, salt)
            undo.callback(connection.close)
            store = cls(folder, connection, lock, key, salt, blob_key)
            migrate(connection, store._copy_before_migration)
            undo.pop_all()
        return store

    def _copy_before_migration(self) -> None:
        self.backup(free_name(self.folder / "backups", f"before-{KNOWN_VERSION:04d}"))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; one inside another is part of the outer one.

        Confirmed only when the outermost block has ended: by then it is on the disk. An outer block that swallowed the
        failure of an inner one cannot be confirmed: `RuntimeError`.
        """
        if self._depth == 0:
            self._db.execute("BEGIN IMMEDIATE")
            self._broken = False
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self._confirm()
        except BaseException:
            self._broken = True
            if self._depth == 1:
                self._roll_back()
            raise
        finally:
            self._depth -= 1
        if self._depth == 0:
            self._do_waiting()

    def _confirm(self) -> None:
        if self._broken:
            raise RuntimeError("a part of this transaction failed; the rest of it cannot be confirmed")
        self._db.execute("COMMIT")

    def _roll_back(self) -> None:
        self.journal.forget()
        self.shelf.forget()
        self._waiting.clear()
        # After some failures, a full disk among them, the database has rolled back by itself.
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _once_confirmed(self, action: Callable[[], None]) -> None:
        """Do something when the transaction at hand is confirmed, or at once where there is none."""
        self._waiting.append(action)
        if self._depth == 0:
            self._do_waiting()

    def _do_waiting(self) -> None:
        actions, self._waiting = self._waiting, []
        for action in actions:
            action()

    def damages(self) -> list[str]:
        """What the page checksums and the database's own check complain of; empty where all is sound."""
        return damages(self._db, Meter())

    def backup(self, target: Path, meter: Meter | None = None) -> list[str]:
        """A consistent copy of database, key header and attachments in a new folder, opened and checked in full.

        Its bytes are counted, and called off it leaves nothing. Returns the attachments that are lost or damaged in the
        office, and so not in the copy.
        """
        return copy_store(self.folder, self._db, self.blobs, target, self._key, self._salt, meter or Meter())

    def copy_under(
        self, folder: Path, key: bytes, salt: bytes, blob_key: bytes, meter: Meter | None = None
    ) -> list[str]:
        """Database and attachments in an empty folder under other keys, opened and checked in full; bytes are counted.

        Returns the attachments that are lost or damaged in the office, and so not in the copy. Not within a
        transaction: `RuntimeError`.
        """
        if self._db.in_transaction:
            raise RuntimeError("what is not confirmed must not be in a copy")
        try:
            counting = meter or Meter()
            counting.total += 2 * pages_size(self._db) + self.blobs.size()
            copy_pages(self._db, folder / FILE, key, salt, counting)
            lost = self.blobs.copy_under(folder, blob_key, counting)
            check_copy(folder / FILE, key, salt, counting)
        except OSError as error:
            raise unwritten(error) from error
        return lost

    @property
    def version(self) -> int:
        """The number of the newest migration that this store has seen."""
        return version_of(self._db)

    def close(self) -> None:
        """End; the next program may open. A second time does nothing."""
        if self._lock is not None:
            self._db.close()
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _make_database(path: Path, key: bytes, salt: bytes) -> None:
    """Make an empty database of this version under its final name."""
    part = path.with_name(path.name + PART)
    for left in path.parent.glob(part.name + "*"):
        left.unlink()
    connection = new_database(part, key, salt)
    try:
        migrate(connection, lambda: None)
    finally:
        connection.close()
    os.replace(part, path)
    sync_folder(path.parent)
