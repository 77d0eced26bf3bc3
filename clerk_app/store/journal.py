"""The journal: entries appended once, in their exact bytes, and read back as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clerk_app import canon, chain
from clerk_app.errors import IntegrityError
from clerk_app.model import EntryKind, Head, LogId, Recorded

from .driver import Connection

_COLUMNS = "e.raw, e.signature, b.payload, b.salt"
_FROM = "FROM entry e LEFT JOIN beside b ON b.entry = e.id"
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a stretch of a log weighs: entries, attachments named, and bytes of all of these."""

    entries: int
    files: int
    size: int


class Journal:
    """All logs of one store. Nothing is ever changed in place; `erase` takes away what lies beside the chain."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._ids: dict[LogId, int] = {}
        self._heads: dict[LogId, Head] = {}

    def forget(self) -> None:
        """After a rollback: what was remembered of the heads may not be true."""
        self._ids.clear()
        self._heads.clear()

    def append(self, recorded: Recorded) -> None:
        """Append one entry to its log.

        One that does not follow the head, or that comes outside a transaction, is our misuse: `RuntimeError`.
        """
        entry = recorded.entry
        head = self.head(entry.log)
        if not chain.follows(recorded, entry.log, head.seq, head.hash):
            raise RuntimeError("an entry is appended at the end of its log")
        if not self._db.in_transaction:
            raise RuntimeError("an entry is appended together with what it brings about")
        payload = _exact(recorded)
        weight = len(recorded.raw) + len(payload or b"") + sum(file.size for file in entry.files)
        row = self._db.execute(
            "INSERT INTO entry (log, seq, hash, kind, matter, raw, signature, weight) VALUES (?,?,?,?,?,?,?,?)",
            (
                self._id(entry.log),
                entry.seq,
                bytes.fromhex(recorded.hash),
                entry.kind.value,
                entry.matter,
                recorded.raw,
                recorded.signature,
                weight,
            ),
        ).lastrowid
        if payload is not None:
            self._db.execute("INSERT INTO beside VALUES (?,?,?)", (row, payload, recorded.salt))
        if entry.files:
            named = {file.sha256 for file in entry.files}
            self._db.executemany("INSERT INTO attached VALUES (?,?)", [(row, bytes.fromhex(sha)) for sha in named])
        self._heads[entry.log] = Head(entry.seq, recorded.hash)

    def _id(self, log: LogId) -> int:
        """The id of a log, which is given one if it is new."""
        known = self._known_id(log)
        if known < 0:
            known = self._db.execute("INSERT INTO log (name) VALUES (?)", (str(log),)).lastrowid
            self._ids[log] = known
        return known

    def _known_id(self, log: LogId) -> int:
        """The id of a log, -1 for one that is not here; a question never writes."""
        known = self._ids.get(log)
        if known is None:
            row = self._db.execute("SELECT id FROM log WHERE name = ?", (str(log),)).fetchone()
            if row is None:
                return -1
            known = self._ids[log] = row[0]
        return known

    def logs(self) -> list[LogId]:
        """Every log that has an entry, in the order in which they first came."""
        rows = self._db.execute("SELECT name FROM log ORDER BY id").fetchall()
        return [LogId.parse(name) for (name,) in rows]

    def head(self, log: LogId) -> Head:
        """The end of a log; `Head(0, "")` for one without entries."""
        known = self._heads.get(log)
        if known is None:
            row = self._db.execute(
                "SELECT seq, hash FROM entry WHERE log = ? ORDER BY seq DESC LIMIT 1", (self._known_id(log),)
            ).fetchone()
            known = self._heads[log] = Head(0, "") if row is None else Head(row[0], row[1].hex())
        return known

    def count(self, log: LogId) -> int:
        """How many entries of a log are here; the number of its head, unless something was taken out."""
        query = "SELECT count(*) FROM entry WHERE log = ?"
        found: int = self._db.execute(query, (self._known_id(log),)).fetchone()[0]
        return found

    def get(self, digest: str) -> Recorded | None:
        """The entry with that hash, or None."""
        row = self._db.execute(f"SELECT {_COLUMNS} {_FROM} WHERE e.hash = ?", (bytes.fromhex(digest),)).fetchone()
        return None if row is None else _recorded(row)

    def place(self, digest: str) -> int:
        """Where an entry stands among all that were appended here, in whatever log; 0 for one that is not here."""
        row = self._db.execute("SELECT id FROM entry WHERE hash = ?", (bytes.fromhex(digest),)).fetchone()
        return 0 if row is None else int(row[0])

    def last(self, log: LogId) -> Recorded | None:
        """The last entry of a log, or None."""
        head = self.head(log)
        return next(self.entries(log, after=head.seq - 1), None) if head.seq else None

    def entries(self, log: LogId, *, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """The entries of a log after number `after`, in order; read in pages, so that a log of any length streams."""
        last = self.head(log).seq if upto is None else upto
        while after < last:
            rows = self._db.execute(
                f"SELECT e.seq, {_COLUMNS} {_FROM} WHERE e.log = ? AND e.seq > ? AND e.seq <= ? "
                f"ORDER BY e.seq LIMIT {_PAGE}",
                (self._known_id(log), after, last),
            ).fetchall()
            for _, *row in rows:
                yield _recorded(row)
            if not rows:
                return
            after = rows[-1][0]

    def of_kinds(self, log: LogId, kinds: Collection[EntryKind], *, after: int = 0) -> Iterator[Recorded]:
        """The entries of a log that belong to no matter and are of these kinds, in order."""
        marks = ",".join("?" * len(kinds))
        # Left to itself, SQLite would walk the whole log in the order of its numbers to save the sorting of a few.
        few = _FROM.replace("entry e", "entry e INDEXED BY entry_by_kind")
        query = (
            f"SELECT {_COLUMNS} {few} WHERE e.log = ? AND e.matter = '' AND e.kind IN ({marks}) AND e.seq > ? "
            "ORDER BY e.seq"
        )
        rows = self._db.execute(query, (self._known_id(log), *(kind.value for kind in kinds), after)).fetchall()
        yield from map(_recorded, rows)

    def of_matter(self, log: LogId, matter: str) -> Iterator[Recorded]:
        """The entries of one matter in one log, in order."""
        query = f"SELECT {_COLUMNS} {_FROM} WHERE e.matter = ? AND e.matter <> '' AND e.log = ? ORDER BY e.seq"
        yield from map(_recorded, self._db.execute(query, (matter, self._known_id(log))).fetchall())

    def knows(self, log: LogId, matter: str) -> bool:
        """Whether a log has an entry of that matter; no entry is read for that."""
        query = "SELECT 1 FROM entry WHERE matter = ? AND matter <> '' AND log = ? LIMIT 1"
        return self._db.execute(query, (matter, self._known_id(log))).fetchone() is not None

    def matters(self, log: LogId, *, upto: int | None = None) -> list[str]:
        """The ids of all matters in a log (up to number `upto`), in the order in which they began."""
        query = "SELECT matter FROM entry WHERE log = ? AND matter <> '' AND seq <= ? GROUP BY matter ORDER BY min(seq)"
        last = self.head(log).seq if upto is None else upto
        return [matter for (matter,) in self._db.execute(query, (self._known_id(log), last)).fetchall()]

    def unknown_matters(self, matters: Collection[str]) -> set[str]:
        """Those of the matters that no log has an entry of."""
        asked, query = list(matters), "SELECT DISTINCT matter FROM entry WHERE matter <> '' AND matter IN ({})"
        known: set[str] = set()
        for start in range(0, len(asked), _PAGE):
            page = asked[start : start + _PAGE]
            rows = self._db.execute(query.format(",".join("?" * len(page))), page).fetchall()
            known |= {matter for (matter,) in rows}
        return set(asked) - known

    def hash_at(self, log: LogId, seq: int) -> str:
        """The hash of one entry, "" where it is not here."""
        query = "SELECT hash FROM entry WHERE log = ? AND seq = ?"
        row = self._db.execute(query, (self._known_id(log), seq)).fetchone()
        return "" if row is None else row[0].hex()

    def weigh(self, log: LogId, *, after: int) -> Weight:
        """What a log weighs after entry `after`, without reading any entry."""
        row = self._db.execute(
            "SELECT count(*), coalesce(sum(weight), 0), "
            "(SELECT count(*) FROM attached a JOIN entry f ON f.id = a.entry WHERE f.log = ?1 AND f.seq > ?2) "
            "FROM entry WHERE log = ?1 AND seq > ?2",
            (self._known_id(log), after),
        ).fetchone()
        return Weight(row[0], row[2], row[1])

    def erase(self, hashes: Sequence[str]) -> list[str]:
        """Erase payloads and salts of these entries by law; returns the attachments that nothing names any longer.

        The entries themselves stay, and with them the chain. One that is not here is our misuse: `RuntimeError`.
        """
        rows = [self._row_of(digest) for digest in hashes]
        self._db.executemany("DELETE FROM beside WHERE entry = ?", rows)
        query = "SELECT sha256 FROM attached WHERE entry = ?"
        named = {sha for row in rows for (sha,) in self._db.execute(query, row).fetchall()}
        self._db.executemany("DELETE FROM attached WHERE entry = ?", rows)
        still = "SELECT 1 FROM attached WHERE sha256 = ? LIMIT 1"
        return sorted(sha.hex() for sha in named if self._db.execute(still, (sha,)).fetchone() is None)

    def cut(self, log: LogId, *, after: int) -> None:
        """Take the end of a log, or all of it, out of the journal, once a file holds it that an entry names."""
        if not self._db.in_transaction:
            raise RuntimeError("a log is cut together with what keeps its end")
        where = "(SELECT id FROM entry WHERE log = ? AND seq > ?)"
        for query in (
            f"DELETE FROM beside WHERE entry IN {where}",
            f"DELETE FROM attached WHERE entry IN {where}",
            "DELETE FROM entry WHERE log = ? AND seq > ?",
        ):
            self._db.execute(query, (self._known_id(log), after))
        self._heads.pop(log, None)
        if after == 0:
            self._db.execute("DELETE FROM log WHERE name = ?", (str(log),))
            self._ids.pop(log, None)

    def _row_of(self, digest: str) -> tuple[int]:
        row: tuple[int] | None = self._db.execute(
            "SELECT id FROM entry WHERE hash = ?", (bytes.fromhex(digest),)
        ).fetchone()
        if row is None:
            raise RuntimeError("what is erased must be here")
        return row

    def verify_chain(self, log: LogId, *, after: int = 0, prev: str = "", upto: int | None = None) -> Head:
        """Walk the hash chain of a log from the entry after `after`, whose hash is `prev`: hashes only, fast.

        Returns the last entry walked, so that a long log may be walked in stretches. What is missing at the end no
        chain can tell; the caller compares with a head that was kept elsewhere. `IntegrityError` ("journal-broken")
        names the first entry that is missing, or is not what its number, its name or its follower says.
        """
        seq, digest = after, prev
        for number, stored, raw in self._walk(log, after, upto):
            # A quotation mark inside a text is escaped, so these bytes can only be the entry's own fields.
            linked = b'"prev":"%b"' % digest.encode() in raw and b'"seq":%d,' % number in raw
            if number != seq + 1 or not linked or bytes.fromhex(chain.hash_of(raw)) != stored:
                raise IntegrityError("journal-broken", log=str(log), seq=seq + 1)
            seq, digest = number, stored.hex()
        return Head(seq, digest)

    def _walk(self, log: LogId, after: int, upto: int | None) -> Iterator[tuple[int, bytes, bytes]]:
        cursor = self._db.execute(
            "SELECT seq, hash, raw FROM entry WHERE log = ? AND seq > ? AND seq <= ? ORDER BY seq",
            (self._known_id(log), after, (1 << 53) if upto is None else upto),
        )
        while rows := cursor.fetchmany(_PAGE):
            yield from rows


def _exact(recorded: Recorded) -> bytes | None:
    """The exact bytes of a payload, None where it was erased."""
    if recorded.payload is None:
        return None
    return canon.encode(recorded.payload) if recorded.inside is None else recorded.inside


def _recorded(row: Sequence[Any]) -> Recorded:
    """A row as the entry that it holds; the bytes were verified when they came in, and are walked once opened."""
    raw, signature, payload, salt = row
    inside = None if payload is None else canon.trusted(payload)
    return Recorded(chain.entry_of(raw), raw, chain.hash_of(raw), signature, inside, salt, payload)
