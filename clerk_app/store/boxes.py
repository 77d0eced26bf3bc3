"""What went out, what came in, what was set aside; and the small things that a desk keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

from clerk_app.model import LogId

from .driver import Connection, Database


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A bundle that was written for an office; `handed` is the day on which somebody said that it was handed over.

    `state` is ``written``, ``receipted`` or ``returned``: what the answer to this very bundle said. What a later
    bundle's receipt confirms of it, its spans tell.
    """

    office: str
    number: int
    id: str
    made: str
    entries: int
    files: int
    size: int
    carrier: str
    state: str = "written"
    receipt: str = ""
    handed: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The entries `first` to `last` of a log, all of which a bundle carries."""

    log: LogId
    first: int
    last: int


class Outbox:
    """Bundles by recipient and number."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, row: OutboxRow, spans: Sequence[Span] = ()) -> None:
        """Note a bundle just before it takes its name on the carrier, with what it carries; in a transaction."""
        self._db.execute("INSERT INTO outbox VALUES (?,?,?,?,?,?,?,?,?,?,?)", astuple(row))
        self._db.executemany(
            "INSERT INTO outbox_span VALUES (?,?,?,?,?)",
            [(row.office, row.number, str(span.log), span.first, span.last) for span in spans],
        )

    def withdraw(self, office: str, number: int) -> None:
        """A bundle that never took its name, and so was never there; its number is free again. In a transaction."""
        for table in ("outbox", "outbox_span"):
            self._db.execute(f"DELETE FROM {table} WHERE office = ? AND number = ?", (office, number))

    def hand(self, office: str, number: int, on: str) -> None:
        """Note the day on which somebody says that a bundle was handed over."""
        self._db.execute("UPDATE outbox SET handed = ? WHERE office = ? AND number = ?", (on, office, number))

    def last(self, office: str) -> OutboxRow | None:
        """The newest bundle for an office, or None."""
        query = "SELECT * FROM outbox WHERE office = ? ORDER BY number DESC LIMIT 1"
        row = self._db.execute(query, (office,)).fetchone()
        return None if row is None else OutboxRow(*row)

    def all(self) -> list[OutboxRow]:
        """Every bundle, the newest first."""
        rows = self._db.execute("SELECT * FROM outbox ORDER BY made DESC, number DESC").fetchall()
        return [OutboxRow(*row) for row in rows]

    def spans(self) -> dict[tuple[str, int], tuple[Span, ...]]:
        """What each bundle carries, by recipient and number; older bundles have nothing noted."""
        found: dict[tuple[str, int], tuple[Span, ...]] = {}
        for office, number, log, first, last in self._db.execute("SELECT * FROM outbox_span").fetchall():
            found[office, number] = (*found.get((office, number), ()), Span(LogId.parse(log), first, last))
        return found

    def carried(self, office: str, after: int) -> tuple[Span, ...]:
        """What the bundles for an office carry that came after the one with that number."""
        query = "SELECT log, first, last FROM outbox_span WHERE office = ? AND number > ?"
        rows = self._db.execute(query, (office, after)).fetchall()
        return tuple(Span(LogId.parse(log), first, last) for log, first, last in rows)

    def receipted(self, bundle_id: str, receipt: str, returned: bool) -> None:
        """A receipt came for the bundle; `returned` where it refuses or holds something."""
        self._db.execute(
            "UPDATE outbox SET state = ?, receipt = ? WHERE id = ?",
            ("returned" if returned else "receipted", receipt, bundle_id),
        )


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A bundle that was taken in, from one device of an office; `receipt` is the hash of our answer."""

    office: str
    device: str
    number: int
    id: str
    previous: str
    received: str
    accepted: int
    refused: int
    held: int
    receipt: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file in quarantine: the hash of its bytes, why, and when it came; whose it says it is and its number, if known.

    `filed` is when it was taken in after all, "" while it waits.
    """

    digest: str
    reason: str
    received: str
    office: str = ""
    number: int = 0
    filed: str = ""


class Inbox:
    """Bundles by sender, and files in quarantine by the hash of their bytes."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, row: InboxRow) -> None:
        """Note a bundle that was taken in."""
        self._db.execute("INSERT INTO inbox VALUES (?,?,?,?,?,?,?,?,?,?)", astuple(row))

    def of(self, office: str) -> list[InboxRow]:
        """Every bundle of an office, by number."""
        rows = self._db.execute("SELECT * FROM inbox WHERE office = ? ORDER BY received, number", (office,)).fetchall()
        return [InboxRow(*row) for row in rows]

    def since(self, moment: str) -> list[InboxRow]:
        """Every bundle that was taken in at that moment or later, in the order in which they came."""
        query = "SELECT * FROM inbox WHERE received >= ? ORDER BY received, office, number"
        return [InboxRow(*row) for row in self._db.execute(query, (moment,)).fetchall()]

    def last(self, office: str) -> InboxRow | None:
        """The bundle of an office that came last, or None."""
        rows = self.of(office)
        return rows[-1] if rows else None

    def quarantine(self, row: SetAside) -> None:
        """Note a file that was set aside; one that came before keeps its first day."""
        query = "SELECT received FROM quarantine WHERE digest = ?"
        for (received,) in self._db.execute(query, (row.digest,)).fetchall():
            row = replace(row, received=received)
        self._db.execute("INSERT OR REPLACE INTO quarantine VALUES (?,?,?,?,?,?)", astuple(row))

    def quarantined(self) -> list[SetAside]:
        """Every file that was set aside, the oldest first."""
        rows = self._db.execute("SELECT * FROM quarantine ORDER BY received, digest").fetchall()
        return [SetAside(*row) for row in rows]


class Drawer:
    """One table of small values under one or two keys, through sqlite-utils."""

    def __init__(self, database: Database, table: str, keys: tuple[str, ...], value: str) -> None:
        self._table = database.table(table)
        self._keys = keys
        self._value = value

    def put(self, *keys: str, value: bytes) -> None:
        """Set or replace a value."""
        self._table.upsert({**dict(zip(self._keys, keys, strict=True)), self._value: value}, pk=self._pk)

    @property
    def _pk(self) -> Any:
        return self._keys if len(self._keys) > 1 else self._keys[0]

    def get(self, *keys: str) -> bytes | None:
        """The value, or None."""
        where = " and ".join(f"{key} = ?" for key in self._keys)
        row = next(self._table.rows_where(where, keys), None)
        return None if row is None else row[self._value]

    def items(self) -> list[tuple[tuple[str, ...], bytes]]:
        """Every value with its keys."""
        return [(tuple(row[key] for key in self._keys), row[self._value]) for row in self._table.rows]

    def drop(self, *keys: str) -> None:
        """Delete a value, if it is there."""
        where = " and ".join(f"{key} = ?" for key in self._keys)
        self._table.delete_where(where, keys)
