"""The course of a matter outside its steps: withdrawn, resting, sent back, moved to a newer catalogue.

Each needs a reason and a day; what was done stays in the journal whatever becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from clerk_app.errors import Refusal
from clerk_app.model import Catalogue, Command, Context, Matter, MatterType, Migrate, Resume, Return, Turn, Withdraw

from .flow import Flow
from .forms import is_day
from .texts import LONGEST_REASON, judge_reason


def halted(flow: Flow, command: Command) -> Iterator[Refusal]:
    """What keeps a matter from going on at all: it was withdrawn, or it rests."""
    matter = flow.matter
    if matter.withdrawn_on:
        yield Refusal("matter-withdrawn", {"on": matter.withdrawn_on})
    elif matter.rests and not isinstance(command, Resume | Withdraw):
        yield Refusal("matter-rests", {"since": matter.pauses[-1].since})


def turn(flow: Flow, command: Turn) -> Iterator[Refusal]:
    """Everything that speaks against a change of course."""
    matter = flow.matter
    yield from calendar(command.on, flow.context)
    if is_day(command.on) and command.on < _floor(matter):
        yield Refusal("day-before-previous", {"on": command.on, "previous": _floor(matter)})
    yield from judge_reason(command.reason, LONGEST_REASON)
    if flow.closed:
        yield Refusal("matter-closed")
    if isinstance(command, Resume) and not matter.rests:
        yield Refusal("matter-does-not-rest")
    if isinstance(command, Return):
        yield from _return(flow, command)


def _floor(matter: Matter) -> str:
    """A change of course is no older than the begin and the last rest."""
    pauses = [day for pause in matter.pauses for day in (pause.since, pause.until)]
    return max((matter.begun_on, *pauses))


def calendar(on: str, context: Context, step: str = "") -> Iterator[Refusal]:
    """A day is a day, and has come."""
    if not is_day(on):
        yield Refusal("day-malformed", {"text": on[:20]}, "", step)
    elif context.today and on > context.today:
        yield Refusal("day-in-future", {"on": on, "today": context.today}, "", step)


def _return(flow: Flow, command: Return) -> Iterator[Refusal]:
    step = flow.type.step(command.step)
    if step is None:
        yield Refusal("step-unknown", {"step": command.step})
    elif not flow.count(step.id):
        yield Refusal("step-not-done-yet", {"step": step.name}, "", step.id)
    elif command.undone != undone_by(flow, step.id):
        yield Refusal("return-incomplete", {"step": step.name}, "", step.id)


def undone_by(flow: Flow, step_id: str) -> tuple[str, ...]:
    """The step and every later one that was begun after it, in the order of the type."""
    later = _later(flow.type, step_id)
    begun = {run.step for run in flow.matter.runs} | {notice.step for notice in flow.matter.notices}
    begun |= {signature.step for signature in flow.matter.signatures}
    begun |= {submission.step for submission in flow.matter.submissions}
    return tuple(step.id for step in flow.type.steps if step.id in later & (begun | {step_id}))


def _later(kind: MatterType, step_id: str) -> set[str]:
    """The step and all that wait for it, directly or over others; a type names a step before those that wait for it."""
    later = {step_id}
    grown = True
    while grown:
        found = {step.id for step in kind.steps if later & set(step.after)}
        grown = not found <= later
        later |= found
    return later


def migrate(catalogue: Catalogue, matter: Matter, command: Migrate, context: Context) -> Iterator[Refusal]:
    """Nothing that was done may lose its step; `catalogue` is the newer one."""
    if command.catalogue != catalogue.hash or command.catalogue != context.catalogue:
        yield Refusal("catalogue-not-current")
    elif command.catalogue == matter.catalogue:
        yield Refusal("matter-is-current")
    elif matter.type not in catalogue.types:
        yield Refusal("type-unknown", {"type": matter.type})
    else:
        flow = Flow(catalogue, matter, context)
        yield from halted(flow, command)
        yield from turn(flow, command)
        for name in sorted({run.step for run in matter.runs if flow.type.step(run.step) is None}):
            yield Refusal("migration-loses-step", {"step": name})
