"""One matter and one step as the matter page shows them: flow, history, form, signatures, what is still missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from clerk_app import days, workflow
from clerk_app.errors import Refusal, UsageError
from clerk_app.model import Complete, Correct, Matter, Person, Record, Run, Signature, Step
from clerk_app.workflow import Finding, Flow, StepState

from .consult import matter_row
from .decisions import decisions
from .drafts import Content, Draft, draft_of
from .form_views import Kept
from .history import history
from .letters import Letters
from .office import Office
from .record import known_now, matter_of, step_of, today
from .shelving import returned_steps
from .step_views import Check, DecisionRow, MatterView, ObjectionRow, SlotView, StepRow, StepView
from .words import refusal_sentence, sentence


def matter_view(office: Office, matter_id: str) -> MatterView:
    """One matter with its flow and its history."""
    matter = matter_of(office, matter_id)
    row = office.store.shelf.matter(office.card.code, matter_id)
    if row is None:
        raise UsageError("matter-not-found", matter=matter_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, known_now(office))
    lost = returned_steps(office, office.realm, matter)
    steps = tuple(step_row(flow, step, step.id in lost) for step in flow.type.steps)
    letters = tuple(row for row in Letters(office).all() if row.matter == matter_id)
    newer = matter.catalogue != flow.context.catalogue
    shown = matter_row(row, today(office))
    return MatterView(shown, matter.catalogue, steps, history(office, matter), _told(flow), letters, newer)


def step_row(flow: Flow, step: Step, lost: bool) -> StepRow:
    """A step in the flow of a matter; one that was lost came back from the township."""
    state = flow.state(step)
    run, notice = flow.matter.last_run(step.id), flow.notice(step, flow.visit(step))
    note = notice.on if notice is not None else run.on if run is not None else ""
    shown = "refused" if lost and state in (StepState.OPEN, StepState.POSTED) else state.value
    times = flow.count(step.id)
    return StepRow(step.id, step.name, shown, note, flow.visit(step), step.optional, step.repeat, times)


def step_view(
    office: Office, matter_id: str, step_id: str, content: Content | None = None, *, corrects: bool = False
) -> StepView:
    """One step over the content given, else over the draft kept, else over what it was last done with.

    A step that is over shows what it was done with; the draft of its correction only where that is asked for
    (`corrects`). `UsageError`: "matter-not-found", "step-not-found", "step-not-done".
    """
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, known_now(office))
    draft = None if content is not None else draft_of(office, matter_id, step_id)
    at_hand = content or _at_hand(office, flow, step, draft, corrects=corrects)
    command = _command(flow, step, at_hand, _corrected(flow, step) if corrects else None)
    over = _is_over(flow, step) and not corrects
    findings = () if over else workflow.outlook(flow.catalogue, matter, command, flow.context)
    checks = tuple(check for finding in findings for check in _checks(step, finding))
    slots = workflow.reviewed_slots(flow.catalogue, step)
    due, notice = workflow.due_of(flow, step), flow.notice(step, command.visit)
    return StepView(
        matter=matter_id,
        id=step.id,
        name=step.name,
        responsible=step.responsible,
        basis=step.basis,
        guide=step.guide,
        state=flow.state(step).value,
        visit=command.visit,
        publicity=step.publicity,
        form=step.fields,
        materials=step.materials,
        slots=tuple(_slot(flow, step, command, slot.id) for slot in step.signoffs),
        fields=command.fields,
        files=command.files,
        on=command.on,
        late_reason=command.late_reason,
        posted_on=notice.on if notice is not None else "",
        takedown_on=due.takedown,
        checks=checks,
        ready=bool(checks) and all(check.met for check in checks),
        objections=_objections(matter, step),
        repeat=step.repeat,
        kept=_kept(draft, matter),
        reviewed=bool(slots),
        in_program=any(workflow.is_for_program(flow.catalogue, flow.context, step, slot) for slot in slots),
        handed_in_on=_handed_in_on(flow, step),
        decisions=tuple(row for row in _told(flow) if row.step == step.id),
        negative=_is_negative(findings),
        corrects=corrects,
    )


def _handed_in_on(flow: Flow, step: Step) -> str:
    submission = workflow.submission_of(flow, step.id)
    return submission.on if submission is not None else ""


def _objections(matter: Matter, step: Step) -> tuple[ObjectionRow, ...]:
    told = (objection for objection in matter.objections if objection.step == step.id)
    return tuple(ObjectionRow(o.entry, o.on, o.text, o.answered_on, o.answer) for o in told)


def _at_hand(office: Office, flow: Flow, step: Step, draft: Draft | None, *, corrects: bool) -> Content:
    """The content to begin with where none is given."""
    approved = _approved(flow, step, draft)
    if approved is not None:
        return approved
    if draft is not None and (corrects or not _is_over(flow, step)):
        return draft.content
    return _last(office, flow, step)


def _corrected(flow: Flow, step: Step) -> Run:
    """The run that a correction would replace: the newest."""
    run = flow.matter.last_run(step.id)
    if run is None:
        raise UsageError("step-not-done", step=step.name)
    return run


def _without(flow: Flow, run: Run | None) -> Flow:
    """The flow as if a run were not there."""
    return replace(flow, matter=replace(flow.matter, runs=tuple(r for r in flow.matter.runs if r is not run)))


def _is_negative(findings: tuple[Finding, ...]) -> bool:
    """True where nothing is wrong but that the vote failed, or that who had to agree did not."""
    unmet = [finding for finding in findings if finding.refusals]
    return bool(unmet) and all(finding.negative for finding in unmet)


def _kept(draft: Draft | None, matter: Matter) -> Kept | None:
    return None if draft is None else Kept(days.beijing_time(draft.at) if draft.at else "", draft.fits(matter))


def _told(flow: Flow) -> tuple[DecisionRow, ...]:
    return decisions(flow, heard=len(flow.context.reviews.get(flow.matter.id, ())))


def _approved(flow: Flow, step: Step, draft: Draft | None) -> Content | None:
    """The content that the township approved for the run at hand, as of the day of its decision."""
    late = draft.content.late_reason if draft is not None else ""
    if _is_over(flow, step):
        return None
    for slot in workflow.reviewed_slots(flow.catalogue, step):
        told = workflow.newest_review(flow.context, flow.matter.id, step.id, flow.visit(step), slot.id)
        if told is not None and workflow.approval(flow, slot, told) is not None:
            return Content(told.review.fields, told.review.files, told.review.on, late)
    return None


def _is_over(flow: Flow, step: Step) -> bool:
    """True for a step that was done and cannot be run again: nothing is missing there any more."""
    return flow.count(step.id) > 0 and not flow.is_open(step)


def _command(flow: Flow, step: Step, content: Content, corrected: Run | None) -> Complete | Correct:
    """What the content would be recorded as, with the tables that the program fills; the reason is asked for last."""
    gathered: Record = {}
    if corrected is not None or flow.is_open(step):
        gathered = workflow.gathered_fields(_without(flow, corrected), step, content.on)
    what: dict[str, Any] = {
        "matter": flow.matter.id,
        "step": step.id,
        "on": content.on,
        "fields": {**content.fields, **gathered},
        "files": content.files,
        "late_reason": content.late_reason,
    }
    if corrected is not None:
        return Correct(visit=corrected.visit, corrects=corrected.entry, reason="", **what)
    return Complete(visit=flow.count(step.id) if _is_over(flow, step) else flow.visit(step), **what)


def _last(office: Office, flow: Flow, step: Step) -> Content:
    """What a done step was done with; an open one begins empty, with today's day."""
    run: Run | None = flow.matter.last_run(step.id)
    if run is None or flow.is_open(step):
        return Content({}, (), today(office))
    return Content(run.fields, run.files, run.on, run.late_reason)


def _checks(step: Step, finding: Finding) -> tuple[Check, ...]:
    if not finding.refusals:
        return (Check(True, sentence(finding.code, {"label": finding.label}, finding.basis)),)
    return tuple(
        Check(False, refusal_sentence(refusal), _place(step, finding, refusal)) for refusal in finding.refusals
    )


def _place(step: Step, finding: Finding, refusal: Refusal) -> str:
    """The part of the page at which a refusal can be cured, "" where none is meant."""
    if refusal.code in _PLACES:
        return _PLACES[refusal.code]
    named = refusal.details.get("field") or refusal.details.get("label")
    parts: list[tuple[str, str, str]] = [("field", field.id, field.label) for field in step.fields]
    parts += [("add", material.id, material.label) for material in step.materials]
    parts += [("sign", slot.id, slot.label) for slot in step.signoffs]
    wanted = {"paper-missing": "add", "signature-missing": "sign", "signature-stale": "sign"}.get(refusal.code, "")
    own = next((f"{kind}-{name}" for kind, name, label in parts if label == named and wanted in ("", kind)), "")
    return own or next((f"field-{name}" for name in finding.fields), "")


_PLACES = {
    "day-malformed": "on",
    "day-in-future": "on",
    "day-before-previous": "on",
    "deadline-missed": "late",
    "notice-not-posted": "post",
    "notice-photo-missing": "add-notice_down",
    "objection-open": "answer",
}
"""What a refusal asks for beside fields, papers and signatures: parts of the page by their names."""


def _slot(flow: Flow, step: Step, command: Complete | Correct, slot_id: str) -> SlotView:
    slot = next(slot for slot in step.signoffs if slot.id == slot_id)
    digest = workflow.content_digest(command.fields, command.files)
    given = next(
        (
            s
            for s in reversed((*flow.matter.signatures, *workflow.approvals(flow, step, command.visit)))
            if (s.step, s.visit, s.slot, s.digest) == (step.id, command.visit, slot_id, digest)
        ),
        None,
    )
    people = tuple(_may_sign(flow.context.people.values(), slot.roles))
    signer = flow.context.people.get(given.person) if given is not None else None
    name = signer.name if signer is not None else _official(flow, given)
    return SlotView(slot, people, name, given.means if given else "", given.on if given else "")


def _official(flow: Flow, given: Signature | None) -> str:
    """The name of the official whose decision counts as this signature, "" where it is none."""
    reviews = flow.context.reviews.get(flow.matter.id, ())
    return next((told.name for told in reviews if given is not None and told.entry == given.entry), "")


def _may_sign(people: Any, roles: tuple[str, ...]) -> list[Person]:
    return [person for person in people if person.active and set(person.roles) & set(roles)]
