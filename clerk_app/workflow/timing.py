"""Gates that count days: notices, meetings, deadlines, monthly checks.

Days are counted from the day after the first one; a legal day is a date and has no hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clerk_app import days
from clerk_app.errors import Refusal
from clerk_app.model import Days, Deadline, EachMonth, Matter, MeetingNotice, NoOpenObjection, Publicity

from .flow import StepState
from .situation import Situation

NOTICE_UP = "notice_up"
"""The kind of photo that shows a notice on the day it is put up."""

NOTICE_DOWN = "notice_down"
"""The kind of photo that shows it still hanging on the day it comes down."""


def _after(at: Situation, start: date, number: int, count: Days) -> date:
    """The day that many calendar or working days after `start`."""
    if count is Days.WORKING:
        return days.add_working_days(start, number, at.catalogue.holidays, at.catalogue.workdays)
    return days.add_days(start, number)


def _between(at: Situation, first: date, last: date, count: Days) -> int:
    """Days from the day after `first` to `last`, of either kind; none where `last` is the earlier one."""
    if count is Days.WORKING:
        return days.working_days_between(first, last, at.catalogue.holidays, at.catalogue.workdays)
    return max(days.full_days(first, last), 0)


def takedown_day(gate: Publicity, at: Situation, posted: str) -> date:
    """The first day on which a notice posted on `posted` may come down."""
    return _after(at, days.parse(posted), at.limit(gate.days), gate.count)


def judge_publicity(gate: Publicity, at: Situation) -> Iterator[Refusal]:
    """Put up with a photo, hung long enough, photographed again before it came down (组织法 art. 35)."""
    notice = at.flow.notice(at.step, at.visit)
    if notice is None:
        yield at.refuse(gate, "notice-not-posted")
        return
    earliest = takedown_day(gate, at, notice.on)
    if at.day < earliest:
        need = at.limit(gate.days)
        hung = _between(at, days.parse(notice.on), at.day, gate.count)
        yield at.refuse(
            gate,
            "publicity-too-short",
            posted=notice.on,
            hung=hung,
            need=need,
            short=need - hung,
            earliest=earliest.isoformat(),
        )
    if not any(file.kind == NOTICE_DOWN for file in at.files):
        yield at.refuse(gate, "notice-photo-missing")
    yield from _posted_late(gate, at, notice.on)


def _posted_late(gate: Publicity, at: Situation, posted: str) -> Iterator[Refusal]:
    within = at.limit(gate.within)
    before = [run.on for step in at.step.after if (run := at.matter.last_run(step)) is not None]
    if not within or not before or at.late_reason.strip():
        return
    due = days.add_days(days.parse(max(before)), within)
    if days.parse(posted) > due:
        yield at.refuse(gate, "deadline-missed", due=due.isoformat(), late=days.full_days(due, days.parse(posted)))


def open_objections(matter: Matter, step: str) -> int:
    """How many objections to a step's notice have no answer yet."""
    return sum(known.step == step and not known.answered_on for known in matter.objections)


def judge_no_open_objection(gate: NoOpenObjection, at: Situation) -> Iterator[Refusal]:
    """Every objection to this step's notice has its answer."""
    still_open = open_objections(at.matter, at.step.id)
    if still_open:
        yield at.refuse(gate, "objection-open", count=still_open)


def judge_meeting_notice(gate: MeetingNotice, at: Situation) -> Iterator[Refusal]:
    """The meeting was announced early enough, or the special reason is written down."""
    sent, held = at.text(gate.sent), at.text(gate.held)
    if not sent or not held or (gate.unless and at.text(gate.unless)):
        return
    need = at.limit(gate.days)
    ahead = _between(at, days.parse(sent), days.parse(held), gate.count)
    if ahead < need:
        yield at.refuse(gate, "meeting-notice-too-short", sent=sent, held=held, ahead=ahead, need=need)


def due_day(gate: Deadline, at: Situation) -> date | None:
    """The last day on which the step is in time; None while what it counts from is not known.

    The days on which the matter rested do not count.
    """
    start = _start(gate, at)
    if not start:
        return None
    due = _after(at, days.parse(start), at.limit(gate.days), gate.count)
    for pause in at.matter.pauses:
        if pause.until > start and pause.since <= due.isoformat():
            due = days.add_days(due, days.full_days(days.parse(max(pause.since, start)), days.parse(pause.until)))
    return due


def _start(gate: Deadline, at: Situation) -> str:
    """The day from which a deadline counts, "" while it is not known."""
    if gate.day:
        return at.text(gate.day)
    if not gate.since and not at.step.after:
        return at.matter.begun_on
    return max(_days_of((gate.since,) if gate.since else at.step.after, at), default="")


def _days_of(steps: tuple[str, ...], at: Situation) -> Iterator[str]:
    """The days on which these steps were done; for one that was left out, those of the steps before it."""
    waiting, seen = list(steps), set(steps)
    while waiting:
        step_id = waiting.pop()
        run, step = at.earlier(step_id), at.flow.type.step(step_id)
        if run is not None:
            yield run.on
        elif step is not None and (step.optional or at.flow.state(step) is StepState.SKIPPED):
            waiting += [before for before in step.after if before not in seen]
            seen.update(step.after)


def judge_deadline(gate: Deadline, at: Situation) -> Iterator[Refusal]:
    """In time, or late with the reason: being late is never a lock-out, and never silent."""
    due = due_day(gate, at)
    if due is not None and at.day > due and not at.late_reason.strip():
        yield at.refuse(gate, "deadline-missed", due=due.isoformat(), late=(at.day - due).days)


def judge_each_month(gate: EachMonth, at: Situation) -> Iterator[Refusal]:
    """At least one run in every month that passed since the other step, and one in all."""
    since = at.matter.last_run(gate.since)
    if since is None:
        return
    ran = [days.parse(run.on) for run in at.matter.runs_of(gate.step)]
    start, number = days.parse(since.on), 1
    while number == 1 or days.add_months(start, number) <= at.day:
        first = days.add_months(start, number - 1)
        last = min(days.add_months(start, number), at.day)
        if not any(first <= day <= last for day in ran):
            yield at.refuse(gate, "month-without-check", first=first.isoformat(), last=last.isoformat())
        number += 1
