"""The encrypted SQLite driver: it speaks our words where the world fails, and sqlite-utils is made to know it.

Import these from here only. sqlite-utils catches the exceptions of the driver that it finds first under the name
`pysqlite3`. sqlcipher3's are no subclasses of the standard library's, so without this registration `alter=True` and
`ignore=True` would fail (`docs/format-store.md`, section 2). It must stand before the first import of sqlite_utils.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2

import sqlite_utils  # noqa: E402  the registration above comes first
import sqlite_utils.db  # noqa: E402


def must_catch_ours(names: Mapping[str, object]) -> None:
    """`ImportError` where sqlite_utils (its module's names) was imported first, and catches another driver's errors."""
    if names["OperationalError"] is not dbapi2.OperationalError:
        raise ImportError("sqlite_utils was imported before clerk_app.store and catches another driver's exceptions")


must_catch_ours(vars(sqlite_utils.db))

Database = sqlite_utils.Database
DatabaseError: type[Exception] = dbapi2.DatabaseError


def in_words(error: Exception) -> ClerkError | None:
    """What the world did to the database; None where the fault is ours and the driver's exception is to go on.

    "disk-full", "disk-failed", "store-not-writable" and "office-in-use" are `SurroundingsError`; "store-page-damaged"
    is `IntegrityError`. Only the primary code counts (https://sqlite.org/rescode.html).
    """
    name = str(getattr(error, "sqlite_errorname", ""))
    match "_".join(name.split("_")[:2]):
        case "SQLITE_FULL":
            return SurroundingsError("disk-full")
        case "SQLITE_IOERR":
            return SurroundingsError("disk-failed", reason=name)
        case "SQLITE_CANTOPEN" | "SQLITE_READONLY" | "SQLITE_PERM":
            return SurroundingsError("store-not-writable")
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return SurroundingsError("office-in-use")
        case "SQLITE_CORRUPT" | "SQLITE_NOTADB":
            return IntegrityError("store-page-damaged")
    return None


def _spoken(method: Callable[..., Any]) -> Callable[..., Any]:
    """The same method with the world's failures in our words."""

    @wraps(method)
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return method(*arguments, **options)
        except DatabaseError as error:
            failure = in_words(error)
            if failure is None:
                raise
            raise failure from error

    return call


class Cursor(dbapi2.Cursor):  # type: ignore[misc]  # the driver has no stubs
    """A cursor; damage is often met only when rows are fetched."""

    execute = _spoken(dbapi2.Cursor.execute)
    executemany = _spoken(dbapi2.Cursor.executemany)
    executescript = _spoken(dbapi2.Cursor.executescript)
    fetchone = _spoken(dbapi2.Cursor.fetchone)
    fetchmany = _spoken(dbapi2.Cursor.fetchmany)
    fetchall = _spoken(dbapi2.Cursor.fetchall)
    __next__ = _spoken(dbapi2.Cursor.__next__)


class Connection(dbapi2.Connection):  # type: ignore[misc]  # the driver has no stubs
    """A connection; its own `execute` and the like go through the cursor's."""

    backup = _spoken(dbapi2.Connection.backup)

    def cursor(self, _factory: Any = None) -> Cursor:
        """A cursor that speaks our words."""
        made: Cursor = super().cursor(Cursor)
        return made


def connect(path: str, key: bytes, salt: bytes) -> Connection:
    """A connection with its key given and nothing read yet; transactions are begun and ended by hand.

    `key` has 32 bytes and `salt` 16; the salt is also the file's first 16 bytes. Giving both leaves no key stretching
    to do and lets a file with a damaged beginning be told from a wrong key.
    """
    if len(key) != 32 or len(salt) != 16:
        raise ValueError("a store has a key of 32 bytes and a salt of 16")
    connection: Connection = dbapi2.connect(path, isolation_level=None, check_same_thread=False, factory=Connection)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(f"x'{key.hex()}{salt.hex()}'")
    return connection
