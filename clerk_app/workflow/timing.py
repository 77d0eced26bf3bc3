"""Gates that count days: notices, meetings, deadlines, monthly checks.

Days are counted from the day after the first one (`domain.md` L5); a legal day is a date and has no hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clerk_app import days
from clerk_app.errors import Refusal
from clerk_app.model import Days, Deadline, EachMonth, MeetingNotice, NoOpenObjection, Publicity

from .situation import Situation

NOTICE_UP = "notice_up"
"""The kind of photo that shows a notice on the day it is put up."""

NOTICE_DOWN = "notice_down"
"""The kind of photo that shows it still hanging on the day it comes down."""


def judge_publicity(gate: Publicity, at: Situation) -> Iterator[Refusal]:
    """Put up with a photo, hung long enough, photographed again before it came down (组织法 art. 35)."""
    notice = at.flow.notice(at.step, at.visit)
    if notice is None:
        yield at.refuse(gate, "notice-not-posted")
        return
    need = at.limit(gate.days)
    hung = days.full_days(days.parse(notice.on), at.day)
    if hung < need:
        earliest = days.add_days(days.parse(notice.on), need)
        yield at.refuse(
            gate,
            "publicity-too-short",
            posted=notice.on,
            hung=max(hung, 0),
            need=need,
            short=need - max(hung, 0),
            earliest=earliest.isoformat(),
        )
    if not any(file.kind == NOTICE_DOWN for file in at.files):
        yield at.refuse(gate, "notice-photo-missing")


def judge_no_open_objection(gate: NoOpenObjection, at: Situation) -> Iterator[Refusal]:
    """Every objection to this step's notice has its answer."""
    still_open = sum(o.step == at.step.id and not o.answered_on for o in at.matter.objections)
    if still_open:
        yield at.refuse(gate, "objection-open", count=still_open)


def judge_meeting_notice(gate: MeetingNotice, at: Situation) -> Iterator[Refusal]:
    """The meeting was announced early enough, or the special reason is written down."""
    sent, held = at.text(gate.sent), at.text(gate.held)
    if not sent or not held or (gate.unless and at.text(gate.unless)):
        return
    need = at.limit(gate.days)
    ahead = (days.parse(held) - days.parse(sent)).days
    if ahead < need:
        yield at.refuse(gate, "meeting-notice-too-short", sent=sent, held=held, ahead=ahead, need=need)


def due_day(gate: Deadline, at: Situation) -> date | None:
    """The last day on which the step is in time; None while the step it counts from is not done."""
    since = gate.since or (at.step.after[-1] if at.step.after else "")
    run = at.matter.last_run(since) if since else None
    start = run.on if run is not None else at.matter.begun_on
    if run is None and since:
        return None
    number = at.limit(gate.days)
    if gate.count is Days.WORKING:
        return days.add_working_days(days.parse(start), number, at.catalogue.holidays, at.catalogue.workdays)
    return days.add_days(days.parse(start), number)


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
