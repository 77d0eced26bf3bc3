"""`decide`: may this be recorded? The same code answers at the village before it writes and at the township after.

Pure: no clock, no file, no database. A draft, or every reason against it at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    Answer,
    Begin,
    Catalogue,
    Command,
    Complete,
    Context,
    Correct,
    Draft,
    Matter,
    Migrate,
    Object,
    Post,
    Resume,
    Return,
    Run,
    Sign,
    Signature,
    Step,
    Submit,
    Suspend,
    Withdraw,
)

from .approvals import is_for_program
from .course import calendar, halted, migrate, turn
from .flow import Flow, StepState
from .judges import SIGNING_GATES, Finding, findings, judge
from .recall import draft_of
from .reviewing import submitting
from .signing import content_digest, is_authentic
from .situation import Situation
from .texts import LONGEST_REASON, LONGEST_TEXT, judge_reason, judge_text, judge_title
from .timing import NOTICE_UP


def decide(catalogue: Catalogue, matter: Matter | None, command: Command, context: Context) -> Draft:
    """The entry that the command leads to; `RefusedError` with every condition that is not met.

    `catalogue` is the one under which the matter runs; for `Migrate` it is the newer one. `matter` is None only for
    `Begin`; anything else is our misuse.
    """
    if isinstance(command, Begin):
        refusals = tuple(_begin(catalogue, matter, command, context))
    elif matter is None or matter.id != command.matter:
        raise RuntimeError("a command needs its matter")
    elif isinstance(command, Migrate):
        refusals = tuple(migrate(catalogue, matter, command, context))
    else:
        refusals = tuple(_in_matter(Flow(catalogue, matter, context), command))
    if refusals:
        raise RefusedError(refusals)
    return draft_of(command)


def outlook(catalogue: Catalogue, matter: Matter, command: Complete | Correct, context: Context) -> tuple[Finding, ...]:
    """Everything that the step asks for, met or not, over the content in `command`.

    The new content of a correction is looked at as if the run that it corrects were not there.
    """
    flow = Flow(catalogue, matter, context)
    step = flow.type.step(command.step)
    if step is None:
        return ()
    if isinstance(command, Correct):
        run = _run(matter, command)
        without = replace(matter, runs=tuple(other for other in matter.runs if other is not run))
        return _over(replace(flow, matter=without), step, command)
    order = Finding("steps-before-done", "", "", tuple(_order(flow, step, command.visit)))
    return (order, *_over(flow, step, command))


def _over(flow: Flow, step: Step, command: Complete | Correct) -> tuple[Finding, ...]:
    """What the step asks of the content; nothing but the day is looked at where that is wrong."""
    when = tuple(_day(flow, step, command.on))
    return (Finding("day-right", "", "", when),) if when else findings(_situation(flow, step, command))


def _begin(catalogue: Catalogue, matter: Matter | None, command: Begin, context: Context) -> Iterator[Refusal]:
    if matter is not None:
        yield Refusal("matter-exists")
    if command.type not in catalogue.types:
        yield Refusal("type-unknown", {"type": command.type})
    if command.catalogue != context.catalogue or command.catalogue != catalogue.hash:
        yield Refusal("catalogue-not-current")
    yield from judge_title(command.title)
    yield from calendar(command.on, context)


def _in_matter(flow: Flow, command: Command) -> Iterator[Refusal]:
    assert not isinstance(command, Begin | Migrate)
    at_rest = tuple(halted(flow, command))
    if at_rest:
        yield from at_rest
        return
    if isinstance(command, Withdraw | Suspend | Resume | Return):
        yield from turn(flow, command)
        return
    step = flow.type.step(command.step)
    if step is None:
        yield Refusal("step-unknown", {"step": command.step})
    elif isinstance(command, Complete):
        yield from _complete(flow, command)
    elif isinstance(command, Correct):
        yield from _correct(flow, step, command)
    elif isinstance(command, Sign):
        yield from _sign(flow, step, command)
    elif isinstance(command, Submit):
        yield from _submit(flow, step, command)
    elif isinstance(command, Post):
        yield from _post(flow, step, command)
    elif isinstance(command, Object):
        yield from _object(flow, step, command)
    else:
        yield from _answer(flow, step, command)


def _order(flow: Flow, step: Step, visit: int) -> Iterator[Refusal]:
    if flow.is_open(step):
        if visit != flow.visit(step):
            yield Refusal("visit-wrong", {"visit": visit, "next": flow.visit(step)}, "", step.id)
        return
    missing = flow.missing_before(step)
    if missing:
        for before in missing:
            yield Refusal("step-before-missing", {"before": before.name, "step": step.name}, step.basis, step.id)
    elif flow.state(step) in (StepState.DONE, StepState.FAILED):
        yield Refusal("step-already-done", {"step": step.name}, "", step.id)
    else:
        yield Refusal("step-not-needed", {"step": step.name}, "", step.id)


def _day(flow: Flow, step: Step, on: str) -> Iterator[Refusal]:
    refused = tuple(calendar(on, flow.context, step.id))
    yield from refused
    if refused:
        return
    floor = flow.matter.begun_on
    for before in step.after:
        run = flow.matter.last_run(before)
        floor = max(floor, run.on) if run is not None else floor
    if on < floor:
        yield Refusal("day-before-previous", {"on": on, "previous": floor}, "", step.id)


def _situation(flow: Flow, step: Step, command: Complete | Correct) -> Situation:
    return Situation(
        catalogue=flow.catalogue,
        matter=flow.matter,
        context=flow.context,
        step=step,
        visit=command.visit,
        on=command.on,
        fields=command.fields,
        files=command.files,
        late_reason=command.late_reason,
        digest=content_digest(command.fields, command.files),
    )


def _complete(flow: Flow, command: Complete) -> Iterator[Refusal]:
    found = outlook(flow.catalogue, flow.matter, command, flow.context)
    for finding in found:
        if not (command.failed and finding.negative):
            yield from finding.refusals
    if command.failed and not any(finding.negative for finding in found):
        yield Refusal("outcome-not-negative", {}, "", command.step)


def _correct(flow: Flow, step: Step, command: Correct) -> Iterator[Refusal]:
    """The new content meets everything that the step asks for."""
    if _run(flow.matter, command) is None:
        yield Refusal("correction-of-nothing", {}, "", step.id)
        return
    yield from judge_reason(command.reason, LONGEST_REASON, step.id)
    for finding in outlook(flow.catalogue, flow.matter, command, flow.context):
        yield from finding.refusals


def _run(matter: Matter, command: Correct) -> Run | None:
    found = (run for run in matter.runs if run.entry == command.corrects)
    return next((run for run in found if (run.step, run.visit) == (command.step, command.visit)), None)


def _submit(flow: Flow, step: Step, command: Submit) -> Iterator[Refusal]:
    if not _again(flow, step, command.visit):
        yield from _order(flow, step, command.visit)
    yield from submitting(flow, step, command)


def _again(flow: Flow, step: Step, visit: int) -> bool:
    """True for a run that was done and is about to be corrected."""
    return any((run.step, run.visit) == (step.id, visit) for run in flow.matter.runs)


def _sign(flow: Flow, step: Step, command: Sign) -> Iterator[Refusal]:
    if not _again(flow, step, command.visit):
        yield from _order(flow, step, command.visit)
    yield from calendar(command.on, flow.context, step.id)
    slot = next((slot for slot in step.signoffs if slot.id == command.slot), None)
    person = flow.context.people.get(command.person)
    if slot is None:
        yield Refusal("slot-unknown", {"slot": command.slot}, "", step.id)
    elif is_for_program(flow.catalogue, flow.context, step, slot):
        yield Refusal("sign-off-in-program", {"label": slot.label}, slot.basis or step.basis, step.id)
    elif person is None or not person.active:
        yield Refusal("person-unknown", {}, "", step.id)
    elif command.role not in person.roles or command.role not in slot.roles:
        yield Refusal("role-may-not-sign", {"label": slot.label}, slot.basis or step.basis, step.id)
    elif command.page is None and person.key in flow.context.retired:
        yield Refusal("signing-key-revoked", {"label": slot.label}, "", step.id)
    elif flow.context.office is None or not is_authentic(flow.context.office.code, command, person):
        yield Refusal("signature-not-authentic", {"label": slot.label}, "", step.id)
    else:
        yield from _signing_gates(flow, step, command)


def _signing_gates(flow: Flow, step: Step, command: Sign) -> Iterator[Refusal]:
    """The signature is tried on: what the step's gates say of it if it were there."""
    fresh = Signature(
        command.step, command.visit, command.slot, command.person, command.role, command.digest, command.on, "", ""
    )
    at = Situation(
        catalogue=flow.catalogue,
        matter=flow.matter,
        context=flow.context,
        step=step,
        visit=command.visit,
        on=command.on,
        fields={},
        files=(),
        late_reason="",
        digest=command.digest,
    ).signed(fresh)
    for gate in step.gates:
        if isinstance(gate, SIGNING_GATES):
            yield from judge(gate, at)


def _post(flow: Flow, step: Step, command: Post) -> Iterator[Refusal]:
    yield from _order(flow, step, command.visit)
    yield from _day(flow, step, command.on)
    if not step.publicity:
        yield Refusal("step-has-no-notice", {"step": step.name}, "", step.id)
    if flow.notice(step, command.visit) is not None:
        yield Refusal("notice-already-posted", {}, step.basis, step.id)
    if not any(file.kind == NOTICE_UP for file in command.files):
        yield Refusal("notice-photo-missing", {}, step.basis, step.id)
    if not command.place.strip():
        yield Refusal("notice-place-missing", {}, step.basis, step.id)


def _object(flow: Flow, step: Step, command: Object) -> Iterator[Refusal]:
    yield from calendar(command.on, flow.context, step.id)
    if not any(notice.step == step.id for notice in flow.matter.notices):
        yield Refusal("notice-not-posted", {}, step.basis, step.id)
    yield from judge_text(command.text, LONGEST_TEXT, step.id)


def _answer(flow: Flow, step: Step, command: Answer) -> Iterator[Refusal]:
    yield from calendar(command.on, flow.context, step.id)
    known = next((o for o in flow.matter.objections if (o.step, o.entry) == (step.id, command.objection)), None)
    if known is None or known.answered_on:
        yield Refusal("objection-unknown", {}, "", step.id)
    yield from judge_text(command.text, LONGEST_TEXT, step.id)
