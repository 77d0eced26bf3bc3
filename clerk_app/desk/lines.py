"""Two PCs of one office at work at once: each writes a line of its own, and no matter is written on by both.

A line begins with an office's first log, or with the epoch of a declared second PC; a restored backup or a renewed key
goes on in the line of its parent. What an office declares about itself is written on the first line only, so that all
lines fold to the same whatever order they came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clerk_app import workflow
from clerk_app.canon import Fields
from clerk_app.errors import Refusal
from clerk_app.model import EntryKind, LogId
from clerk_app.store import Store

SECOND = "second"
"""The reason of an epoch with which a second line begins."""

_FIRST_ONLY = frozenset(
    {EntryKind.PERSON, EntryKind.ROLL, EntryKind.REGISTER, EntryKind.CATALOGUE, EntryKind.OFFICE, EntryKind.HANDOVER}
)


def lines_of(store: Store, logs: Iterable[LogId]) -> dict[LogId, LogId]:
    """The line of each log, named by the log with which it began."""
    lines: dict[LogId, LogId] = {}
    for log in sorted(logs, key=lambda log: (log.epoch, log.device)):
        first = next(store.journal.entries(log, upto=1), None)
        parent = workflow.parent_of(first) if first is not None else None
        begins = parent is None or _is_second(store, log)
        lines[log] = log if begins or parent is None else lines.get(parent[0], log)
    return lines


def descent(store: Store, log: LogId) -> frozenset[LogId]:
    """A log and those before it, one device after the other."""
    found: set[LogId] = set()
    first = next(store.journal.entries(log, upto=1), None)
    while first is not None:
        found.add(first.entry.log)
        parent = workflow.parent_of(first)
        first = next(store.journal.entries(parent[0], upto=1), None) if parent is not None else None
    return frozenset(found)


def _is_second(store: Store, log: LogId) -> bool:
    first = next(store.journal.entries(log, upto=1))
    return Fields.of(first.content).text("reason", default="") == SECOND


def trespass(
    store: Store, lines: Mapping[LogId, LogId], log: LogId, kind: EntryKind, matter: str
) -> tuple[Refusal, ...]:
    """Why an entry may not stand in that log: it is for the first PC to say, or the matter is another PC's."""
    if len(set(lines.values())) < 2:
        return ()
    line = lines.get(log, log)
    if kind in _FIRST_ONLY and _is_second(store, line):
        return (Refusal("first-pc-only"),)
    if matter and kind is not EntryKind.BEGIN:
        owner = next((other for other in lines if store.journal.knows(other, matter)), log)
        if lines.get(owner, owner) != line:
            return (Refusal("matter-of-other-pc"),)
    return ()
