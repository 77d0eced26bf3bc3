"""A township's store carried into the county's database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clerk_app import canon, county, workflow
from clerk_app.errors import UsageError
from clerk_app.meter import Progress
from clerk_app.model import EntryKind, LogId, Recorded

from .office import Office

_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought: the township, new entries, entries there in all, and matters as they now are."""

    township: str
    entries: int
    total: int
    matters: int


def load_county(office: Office, dsn: str, progress: Progress | None = None) -> Loaded:
    """Load everything that the county does not have yet; the same call once more brings nothing and harms nothing."""
    if office.is_village:
        raise UsageError("township-only")
    code, contacts = office.card.code, office.realm.context.contacts
    names = [(code, office.card.name), *((card.code, card.name) for card in contacts.values())]
    owners = {log: owner for log, owner in office.owners().items() if owner in dict(names)}
    with county.connected(dsn) as database:
        database.prepare(code, office.card.name, names)
        reached, new, total = database.reached(code), 0, 0
        for done, (log, owner) in enumerate(owners.items(), start=1):
            before = reached.get(str(log), 0)
            new += database.add(code, _entries(office, log, owner, before))
            database.empty(code, _emptied(office, log, before))
            total += office.head(log).seq
            if progress is not None:
                progress(done, len(owners))
        matters = [row for owner, _ in names for row in _matters(office, owner)]
        tasks = [row for owner, _ in names for row in _tasks(office, owner)]
        facts = [row for owner, _ in names for row in _facts(office, owner)]
        database.replace(code, matters, tasks, facts)
    return Loaded(code, new, total, len(matters))


def _entries(office: Office, log: LogId, owner: str, after: int) -> Iterator[county.EntryRow]:
    voided = office.realm_of(owner).voided if owner != office.card.code else frozenset()
    for recorded in office.store.journal.entries(log, after=after):
        yield _entry(recorded, owner, accepted=recorded.hash not in voided)


def _entry(recorded: Recorded, owner: str, *, accepted: bool) -> county.EntryRow:
    entry = recorded.entry
    payload = None if recorded.payload is None else canon.encode(_readable(recorded.payload)).decode("utf-8")
    return county.EntryRow(
        str(entry.log),
        entry.seq,
        bytes.fromhex(recorded.hash),
        owner,
        entry.kind.value,
        entry.matter,
        entry.step,
        entry.at,
        recorded.raw,
        recorded.signature,
        payload,
        accepted,
    )


def _readable(value: Any) -> Any:
    """PostgreSQL's JSON has no character zero; the exact bytes stand in the entry's commitment in any case."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_readable(inside) for inside in value]
    if isinstance(value, Mapping):
        return {_readable(name): _readable(inside) for name, inside in value.items()}
    return value


def _emptied(office: Office, log: LogId, after: int) -> Iterator[tuple[bytes, str]]:
    """What remains of payloads that were erased since."""
    for erasure in office.store.journal.of_kinds(log, frozenset({EntryKind.ERASURE}), after=after):
        for digest, remains in workflow.erased_by(erasure).items():
            yield bytes.fromhex(digest), canon.encode(remains).decode("utf-8")


def _matters(office: Office, code: str) -> Iterator[county.MatterRow]:
    for row in office.store.shelf.matters(office=code, limit=_ALL):
        yield county.MatterRow(
            code,
            row.id,
            row.number,
            row.title,
            row.type,
            row.type_name,
            row.state,
            row.step,
            row.due or None,
            row.begun_on or None,
            row.closed_on or None,
            row.late,
        )


def _tasks(office: Office, code: str) -> Iterator[county.TaskRow]:
    for matter, task in office.store.shelf.tasks(code):
        yield county.TaskRow(code, matter.id, task.step, task.step_name, task.responsible, task.deadline or None)


def _facts(office: Office, code: str) -> Iterator[county.FactRow]:
    for fact in office.store.shelf.facts(code):
        yield county.FactRow(
            code,
            fact.matter,
            fact.type,
            fact.step,
            fact.visit,
            fact.on,
            fact.kind,
            fact.row,
            fact.text,
            fact.number,
        )
