"""What a face asks to see: today's list, matters, one matter with its flow, one step with what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clerk_app import canon, days, workflow
from clerk_app.model import Complete, EntryKind, FileRef, Matter, Person, Record, Recorded, Step

from .carry import outgoing, township
from .office import Office
from .record import known_now, matter_of, step_of, today, visit_of
from .shelving import matter_row
from .views import (
    Check,
    HistoryRow,
    MatterRow,
    MatterView,
    ParameterRow,
    Sentence,
    SlotView,
    StepRow,
    StepView,
    Task,
    Today,
    TypeRow,
    Unreported,
)
from .words import refusal_sentence, sentence


def today_list(office: Office) -> Today:
    """The first page."""
    day = today(office)
    tasks = [_task(row, day) for row in office.store.shelf.tasks()]
    tasks.sort(key=lambda task: (task.due or "9999", task.matter, task.step))
    ready = tuple(task for task in tasks if not task.waits)
    waiting = tuple(task for task in tasks if task.waits)
    in_time, done = office.store.shelf.punctuality(day[:7])
    return Today(ready, waiting, unreported(office), refused(office), in_time, done)


def _task(row, day: str) -> Task:  # type: ignore[no-untyped-def]
    due = row.takedown or row.deadline
    left = (days.parse(due) - days.parse(day)).days if due else None
    waits, detail = "", row.number
    if row.posted:
        hung = max(0, days.full_days(days.parse(row.posted), days.parse(day)))
        need = (days.parse(row.takedown) - days.parse(row.posted)).days if row.takedown else 0
        detail = f"{row.number} · {hung}/{need}"
        waits = "publicity" if row.takedown > day else ""
    return Task(row.matter, row.step, row.title, row.step_name, detail, row.responsible, due, left, waits)


def unreported(office: Office) -> Unreported:
    """How much waits for the township."""
    if not office.is_village or not office.realm.context.contacts:
        return Unreported(0, 0, 0, 1, None)
    waiting = outgoing(office, township(office))
    entries = files = size = 0
    for recorded in waiting.entries(office):
        entries += 1
        files += len(recorded.entry.files)
        size += len(recorded.raw) + sum(file.size for file in recorded.entry.files)
    last = office.store.outbox.last(waiting.to.code)
    return Unreported(entries, files, size, last.number + 1 if last else 1, _days_since_receipt(office))


def _days_since_receipt(office: Office) -> int | None:
    last: Recorded | None = None
    for log in office.realm.context.heard:
        for receipt in office.store.journal.of_kinds(log, frozenset({EntryKind.RECEIPT})):
            last = receipt
    if last is None:
        return None
    received = days.parse(days.beijing_day(last.entry.at))
    return max(0, (days.parse(today(office)) - received).days)
