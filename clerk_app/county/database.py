"""Loading one township into PostgreSQL: entries once and for ever, lists as they now are.

Entries are committed in pages and never twice, so a load that was cut off goes on where it stood. Any number of
townships may be loaded at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from itertools import islice
from pathlib import Path
from typing import Any

from clerk_app.errors import SurroundingsError

from .rows import EntryRow, FactRow, MatterRow, TaskRow

_SCHEMA = Path(__file__).with_name("schema.sql")
_PAGE = 10_000
_NO_CONNECTION = "08001"
"""What SQL calls a connection that could not be made; the library itself says nothing then."""

_LOCK = 7_305_020_117
"""Tables and partitions are made by one loader at a time, and while no other writes.

Each takes this lock before any of a table: two that take the locks of tables in different orders would wait for each
other for ever.
"""

_LISTS: tuple[tuple[str, type], ...] = (("matter", MatterRow), ("task", TaskRow), ("fact", FactRow))
_NAMED = {"on": "day", "row": "line"}
"""Columns that SQL does not like to be called as we call them."""


@contextmanager
def connected(dsn: str) -> Iterator[Database]:
    """A database by its address (``postgresql://…``); `SurroundingsError` ("county-unreachable")."""
    import psycopg  # slow to load, and only a county needs it

    try:
        with psycopg.connect(dsn, autocommit=True) as connection:
            yield Database(connection)
    except psycopg.Error as error:
        raise SurroundingsError("county-unreachable", state=error.sqlstate or _NO_CONNECTION) from error


class Database:
    """One connection to the county's database."""

    def __init__(self, connection: Any) -> None:
        self._db = connection

    def prepare(self, township: str, name: str, offices: Iterable[tuple[str, str]]) -> None:
        """Make what is missing: tables, views, and the partitions of one township (a 12-digit code)."""
        if not (len(township) == 12 and township.isdigit()):
            raise ValueError("a 12-digit code")
        with self._db.transaction():
            self._db.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            self._db.execute(_SCHEMA.read_text(encoding="utf-8"))
            for table in ("entry", *(table for table, _ in _LISTS)):
                self._db.execute(
                    f"CREATE TABLE IF NOT EXISTS {table}_{township} PARTITION OF {table} FOR VALUES IN ('{township}')"
                )
            self._db.execute(
                "INSERT INTO township (code, name) VALUES (%s, %s) "
                "ON CONFLICT (code) DO UPDATE SET name = excluded.name, loaded_at = now()",
                (township, name),
            )
            for code, office in offices:
                self._db.execute(
                    "INSERT INTO office VALUES (%s, %s, %s) "
                    "ON CONFLICT (township, code) DO UPDATE SET name = excluded.name",
                    (township, code, office),
                )

    def reached(self, township: str) -> dict[str, int]:
        """How far each log of a township is loaded."""
        query = "SELECT log, max(seq) FROM entry WHERE township = %s GROUP BY log"
        return dict(self._db.execute(query, (township,)).fetchall())

    def add(self, township: str, rows: Iterable[EntryRow]) -> int:
        """Load entries page by page, each page whole or not at all; returns how many."""
        waiting, count = iter(rows), 0
        columns = [field.name for field in fields(EntryRow)]
        while page := list(islice(waiting, _PAGE)):
            with self._writing():
                self._copy("entry", township, columns, page)
            count += len(page)
        return count

    def empty(self, township: str, remains: Iterable[tuple[bytes, str]]) -> None:
        """What remains of erased payloads: (hash, JSON). Nothing else of them stays here."""
        with self._writing():
            for digest, payload in remains:
                self._db.execute(
                    "UPDATE entry SET payload = %s WHERE township = %s AND hash = %s", (payload, township, digest)
                )

    def replace(
        self, township: str, matters: Sequence[MatterRow], tasks: Sequence[TaskRow], facts: Sequence[FactRow]
    ) -> None:
        """The lists of a township as they now are, in one transaction: a reader sees the old ones or the new ones."""
        with self._writing():
            for (table, kind), rows in zip(_LISTS, (matters, tasks, facts), strict=True):
                self._db.execute(f"DELETE FROM {table} WHERE township = %s", (township,))
                columns = [_NAMED.get(field.name, field.name) for field in fields(kind)]
                self._copy(table, township, columns, rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that is whole or not there; tables are made before it or after it."""
        with self._db.transaction():
            self._db.execute("SELECT pg_advisory_xact_lock_shared(%s)", (_LOCK,))
            yield

    def _copy(self, table: str, township: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
        into = f"COPY {table} (township, {', '.join(columns)}) FROM STDIN"
        with self._db.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row((township, *astuple(row)))
