"""The shelf: tables for lists and search, all derived from the journal, dropped and rebuilt at will."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from clerk_app.model import Closed, Commitment, Fact, Opened

from .driver import Connection
from .pinyin import initials
from .searching import MatterQuery, conditions, one_by_one, person_word, sorting

_MOST_WORDS = 2000
"""Characters of a matter that a search may find; its title and number come first."""


@dataclass(frozen=True, slots=True)
class ShelfMatter:
    """A matter as lists show it; `late` counts its late steps, `parent` is the matter it was opened from.

    `amount` is the sum that it is about, in fen.
    `state` is ``open``, ``refused``, ``resting``, ``withdrawn`` or ``closed``.
    """

    office: str
    id: str
    number: str
    title: str
    type: str
    type_name: str
    state: str
    step: str
    due: str
    begun_on: str
    closed_on: str
    late: int
    parent: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class ShelfTask:
    """An open step with the days that matter for it; before `remind` nobody need be told."""

    office: str
    matter: str
    step: str
    step_name: str
    responsible: str
    deadline: str
    posted: str
    takedown: str
    remind: str = ""


@dataclass(frozen=True, slots=True)
class ShelfReview:
    """A sign-off that a township still has to give, since the day ``YYYY-MM-DD`` on which it became its turn.

    `handed_in` is 1 where the village handed the step in, 0 where the township's turn came by itself.
    """

    office: str
    matter: str
    step: str
    slot: str
    visit: int
    since: str
    handed_in: int


_MATTER_NAMES = [field.name for field in fields(ShelfMatter)]
_MATTER = ", ".join(f"m.{name}" for name in _MATTER_NAMES)
_FACT_NAMES = [field.name for field in fields(Fact)]
_TASK_NAMES = [field.name for field in fields(ShelfTask)]
_REVIEW_NAMES = [field.name for field in fields(ShelfReview)]
# A row as the database takes it; `dataclasses.astuple` would copy every text.
_MATTER_VALUES, _TASK_VALUES = attrgetter(*_MATTER_NAMES), attrgetter(*_TASK_NAMES)
_FACT_VALUES, _REVIEW_VALUES = attrgetter(*_FACT_NAMES), attrgetter(*_REVIEW_NAMES)
_TASK = ", ".join(f"t.{name}" for name in _TASK_NAMES)
_TABLES = {
    "shelf_matter": ", ".join(_MATTER_NAMES),
    "shelf_task": "*",
    "shelf_review": "*",
    "shelf_commitment": "*",
    "shelf_fact": "*",
    "shelf_warning": "*",
    "shelf_state": "*",
}
"""What a dump shows of each table: everything but the places, which depend on the order in which rows came."""
_BESIDE = ("shelf_task", "shelf_commitment", "shelf_review")
"""What lies beside a matter's row and is put there anew each time; facts stay where they are the same."""

_ADD_MATTER = (
    f"INSERT INTO shelf_matter ({', '.join(_MATTER_NAMES)}) VALUES ({', '.join('?' * len(_MATTER_NAMES))}) "
    "ON CONFLICT (office, id) DO NOTHING"
)
_SET_MATTER = (
    f"UPDATE shelf_matter SET {', '.join(f'{name} = ?' for name in _MATTER_NAMES[2:])} "
    "WHERE office = ? AND id = ? RETURNING place"
)


class Shelf:
    """Lists and search over what the desk put here."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._moves: dict[str, int] = {}
        self._told: dict[str, int] = {}

    def put_matter(
        self,
        row: ShelfMatter,
        tasks: Iterable[ShelfTask],
        commitments: Iterable[Commitment],
        words: str,
        facts: Iterable[Fact] = (),
        reviews: Iterable[ShelfReview] = (),
        people: Iterable[str] = (),
    ) -> None:
        """Replace everything that the shelf says of one matter.

        A search finds it by `words`, by the pinyin initials of its title, and by the `people` who have to do with it.
        """
        place, is_new = self._place(row)
        if not is_new:
            self._clear_beside(row)
        found_by = " ".join((one_by_one(f"{words[:_MOST_WORDS]} {initials(row.title)}"), *map(person_word, people)))
        self._db.execute("INSERT OR REPLACE INTO shelf_search (rowid, words) VALUES (?,?)", (place, found_by))
        paid = [(row.office, c.matter, c.type, c.step, c.visit, c.on, c.amount, c.site, c.party) for c in commitments]
        self._insert("shelf_task", [_TASK_VALUES(task) for task in tasks])
        self._insert("shelf_commitment", paid)
        self._put_facts(row, [(row.office, *_FACT_VALUES(fact)) for fact in facts], is_new=is_new)
        self._insert("shelf_review", [_REVIEW_VALUES(review) for review in reviews])

    def _clear_beside(self, row: ShelfMatter) -> None:
        for table in _BESIDE:
            self._db.execute(f"DELETE FROM {table} WHERE office = ? AND matter = ?", (row.office, row.id))

    def _put_facts(self, row: ShelfMatter, told: list[tuple[Any, ...]], *, is_new: bool) -> None:
        where = "FROM shelf_fact WHERE office = ? AND matter = ?"
        before = [] if is_new else self._db.execute(f"SELECT * {where}", (row.office, row.id)).fetchall()
        if set(before) == set(told):
            return
        if before:
            self._db.execute(f"DELETE {where}", (row.office, row.id))
        self._insert("shelf_fact", told)
        self._moves[row.office] = self.moves(row.office) + 1

    def moves(self, office: str) -> int:
        """A number that changes whenever facts of an office were put or taken away, or may have been."""
        return self._moves.get(office, 0)

    def forget(self) -> None:
        """A transaction was rolled back: whatever was reckoned from facts meanwhile may be wrong."""
        self._moves = {office: moves + 1 for office, moves in self._moves.items()}

    def facts_moved(self, office: str) -> bool:
        """Whether facts of an office were put or taken away since this was last asked."""
        before, self._told[office] = self._told.get(office, 0), self.moves(office)
        return before != self._told[office]

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _place(self, row: ShelfMatter) -> tuple[int, bool]:
        """Set or replace a matter's row, and say whether it is new; a place once given is kept: the search names it."""
        values = _MATTER_VALUES(row)
        added = self._db.execute(_ADD_MATTER, values)
        if added.rowcount:
            return int(added.lastrowid), True
        place: int = self._db.execute(_SET_MATTER, (*values[2:], *values[:2])).fetchone()[0]
        return place, False

    def matters(
        self, *, office: str, text: str = "", state: str = "", type_id: str = "", limit: int = 200, offset: int = 0
    ) -> list[ShelfMatter]:
        """Matters, the newest first; every condition given must hold."""
        query = MatterQuery(text=text, state=state, type_id=type_id)
        return self.search(office, query, limit=limit, offset=offset)

    def search(self, office: str, query: MatterQuery, *, limit: int, offset: int = 0) -> list[ShelfMatter]:
        """One page of the matters that a search finds, in its order."""
        where, values = conditions(office, query)
        found = f"SELECT {_MATTER} FROM shelf_matter m WHERE {where} ORDER BY {sorting(query)} LIMIT ? OFFSET ?"
        return [ShelfMatter(*row) for row in self._db.execute(found, (*values, limit, offset)).fetchall()]

    def search_count(self, office: str, query: MatterQuery) -> int:
        """How many matters a search finds."""
        where, values = conditions(office, query)
        count: int = self._db.execute(f"SELECT count(*) FROM shelf_matter m WHERE {where}", values).fetchone()[0]
        return count

    def recent_types(self, office: str) -> list[str]:
        """The types of which an office has matters, the one begun last first."""
        query = (
            "SELECT type FROM shelf_matter WHERE office = ? GROUP BY type ORDER BY max(begun_on) DESC, max(place) DESC"
        )
        return [row[0] for row in self._db.execute(query, (office,)).fetchall()]

    def matter(self, office: str, matter_id: str) -> ShelfMatter | None:
        """One matter's row, or None."""
        query = f"SELECT {_MATTER} FROM shelf_matter m WHERE office = ? AND id = ?"
        row = self._db.execute(query, (office, matter_id)).fetchone()
        return None if row is None else ShelfMatter(*row)

    def tasks(self, office: str) -> list[tuple[ShelfMatter, ShelfTask]]:
        """Every open step with its matter, by matter and step."""
        rows = self._db.execute(
            f"SELECT {_MATTER}, {_TASK} FROM shelf_task t "
            "JOIN shelf_matter m ON m.office = t.office AND m.id = t.matter "
            "WHERE t.office = ? ORDER BY t.matter, t.step",
            (office,),
        ).fetchall()
        width = len(_MATTER_NAMES)
        return [(ShelfMatter(*row[:width]), ShelfTask(*row[width:])) for row in rows]

    def reviews(self, office: str) -> list[ShelfReview]:
        """What waits for the township in an office's matters, the oldest first."""
        names = ", ".join(_REVIEW_NAMES)
        query = f"SELECT {names} FROM shelf_review WHERE office = ? ORDER BY since, matter, step, slot"
        return [ShelfReview(*row) for row in self._db.execute(query, (office,)).fetchall()]

    def put_warnings(self, office: str, keys: Iterable[str]) -> None:
        """Replace the early warnings of an office."""
        self._db.execute("DELETE FROM shelf_warning WHERE office = ?", (office,))
        self._insert("shelf_warning", [(office, key) for key in sorted(set(keys))])

    def warnings(self, office: str) -> list[str]:
        """The keys of an office's early warnings."""
        query = "SELECT key FROM shelf_warning WHERE office = ? ORDER BY key"
        return [key for (key,) in self._db.execute(query, (office,)).fetchall()]

    def commitments(self, office: str) -> list[Commitment]:
        """Every sum that was committed, by day."""
        rows = self._db.execute(
            "SELECT matter, type, step, day, amount, site, party, visit FROM shelf_commitment WHERE office = ? "
            "ORDER BY day, matter, step, visit",
            (office,),
        ).fetchall()
        return [Commitment(*row) for row in rows]

    def facts(self, office: str) -> list[Fact]:
        """Every fact of an office, by day."""
        rows = self._db.execute(
            "SELECT matter, type, step, visit, entry, day, kind, row, text, number FROM shelf_fact WHERE office = ? "
            "ORDER BY day, matter, step, visit, kind, row",
            (office,),
        ).fetchall()
        return [Fact(*row) for row in rows]

    def opened(self, office: str) -> list[Opened]:
        """Every matter that was opened from another one."""
        rows = self._db.execute(
            "SELECT id, type, parent, state FROM shelf_matter WHERE office = ? AND parent <> '' ORDER BY id", (office,)
        ).fetchall()
        return [Opened(row[0], row[1], row[2], row[3] in ("closed", "withdrawn")) for row in rows]

    def closed(self, office: str) -> list[Closed]:
        """Every matter that was taken to its last step, by day."""
        rows = self._db.execute(
            "SELECT id, type, number, closed_on FROM shelf_matter WHERE office = ? AND state = 'closed' "
            "ORDER BY closed_on, id",
            (office,),
        ).fetchall()
        return [Closed(*row) for row in rows]

    def count_of_type(self, office: str, type_id: str, year: str) -> int:
        """How many matters of a type began in a year (``YYYY``)."""
        query = "SELECT count(*) FROM shelf_matter WHERE office = ? AND type = ? AND begun_on BETWEEN ? AND ?"
        count: int = self._db.execute(query, (office, type_id, f"{year}-01-01", f"{year}-12-31")).fetchone()[0]
        return count

    def punctuality(self, office: str, month: str) -> tuple[int, int]:
        """Of the matters closed in a month (``YYYY-MM``): how many without a late step, and how many in all."""
        row = self._db.execute(
            "SELECT coalesce(sum(late = 0), 0), count(*) FROM shelf_matter "
            "WHERE office = ? AND closed_on BETWEEN ? AND ? AND state = 'closed'",
            (office, f"{month}-01", f"{month}-31"),
        ).fetchone()
        return row[0], row[1]

    def set_states(self, states: Iterable[tuple[str, str]]) -> None:
        """What the other office said of entries: pairs of hash and ``accepted``, ``refused`` or ``held``."""
        self._db.executemany("INSERT OR REPLACE INTO shelf_state VALUES (?,?)", list(states))

    def states(self, hashes: Sequence[str]) -> dict[str, str]:
        """The known states of these entries."""
        query = "SELECT state FROM shelf_state WHERE hash = ?"
        rows = ((digest, self._db.execute(query, (digest,)).fetchone()) for digest in hashes)
        return {digest: row[0] for digest, row in rows if row is not None}

    def clear(self) -> None:
        """Empty the shelf, before it is rebuilt."""
        for table in (*_TABLES, "shelf_search"):
            self._db.execute(f"DELETE FROM {table}")

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything on the shelf in a fixed order: a rebuilt one must be equal."""
        shown = {
            table: sorted(self._db.execute(f"SELECT {columns} FROM {table}").fetchall())
            for table, columns in _TABLES.items()
        }
        words = "SELECT m.office, m.id, s.words FROM shelf_search s JOIN shelf_matter m ON m.place = s.rowid"
        return {**shown, "shelf_search": sorted(self._db.execute(words).fetchall())}
