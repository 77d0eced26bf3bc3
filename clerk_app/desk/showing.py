"""One matter and one step as the matter page shows them: flow, history, form, signatures, what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clerk_app import canon, workflow
from clerk_app.chain import read_file
from clerk_app.errors import UsageError
from clerk_app.model import Complete, FileRef, Person, Record, Recorded, Run, Step
from clerk_app.workflow import Finding, Flow, StepState

from .consult import matter_row
from .office import Office
from .record import known_now, matter_of, step_of, today
from .shelving import returned_steps
from .views import Check, HistoryRow, MatterView, ObjectionRow, SlotView, StepRow, StepView
from .words import refusal_sentence, sentence


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a step at hand: what was typed and attached, the day, and why it is late."""

    fields: Record
    files: tuple[FileRef, ...]
    on: str
    late_reason: str = ""


def matter_view(office: Office, matter_id: str) -> MatterView:
    """One matter with its flow and its history."""
    matter = matter_of(office, matter_id)
    row = office.store.shelf.matter(office.card.code, matter_id)
    if row is None:
        raise UsageError("matter-not-found", matter=matter_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, known_now(office))
    lost = returned_steps(office, office.realm, matter)
    steps = tuple(_step_row(flow, step, step.id in lost) for step in flow.type.steps)
    return MatterView(matter_row(row), matter.catalogue, steps, _history(office, matter_id))


def _step_row(flow: Flow, step: Step, lost: bool) -> StepRow:
    state = flow.state(step)
    run, notice = flow.matter.last_run(step.id), flow.notice(step, flow.visit(step))
    note = notice.on if notice is not None else run.on if run is not None else ""
    shown = "refused" if lost and state in (StepState.OPEN, StepState.POSTED) else state.value
    return StepRow(step.id, step.name, shown, note, flow.visit(step), step.optional, step.repeat)


def _history(office: Office, matter_id: str) -> tuple[HistoryRow, ...]:
    entries = [r for log in office.realm.logs for r in office.store.journal.of_matter(log, matter_id)]
    states = office.store.shelf.states([recorded.hash for recorded in entries])
    return tuple(_history_row(recorded, states.get(recorded.hash, "new")) for recorded in entries)


def _history_row(recorded: Recorded, state: str) -> HistoryRow:
    entry = recorded.entry
    on = recorded.content.get("on", "")
    return HistoryRow(entry.seq, entry.kind.value, entry.step, str(on), entry.actor, state, recorded.hash)


def step_view(office: Office, matter_id: str, step_id: str, content: Content | None = None) -> StepView:
    """One step over the content given, else over the draft kept, else over what it was last done with."""
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, known_now(office))
    at_hand = content or draft_of(office, matter_id, step_id) or _last(office, flow, step)
    command = _command(flow, step, at_hand)
    findings = () if _is_over(flow, step) else workflow.outlook(flow.catalogue, matter, command, flow.context)
    checks = tuple(check for finding in findings for check in _checks(finding))
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
        fields=at_hand.fields,
        files=at_hand.files,
        on=at_hand.on,
        late_reason=at_hand.late_reason,
        posted_on=notice.on if notice is not None else "",
        takedown_on=due.takedown,
        checks=checks,
        ready=bool(checks) and all(check.met for check in checks),
        objections=tuple(
            ObjectionRow(o.entry, o.on, o.text, o.answered_on, o.answer) for o in matter.objections if o.step == step.id
        ),
    )


def _is_over(flow: Flow, step: Step) -> bool:
    """True for a step that was done and cannot be run again: nothing is missing there any more."""
    return flow.count(step.id) > 0 and not flow.is_open(step)


def _command(flow: Flow, step: Step, content: Content) -> Complete:
    return Complete(
        matter=flow.matter.id,
        step=step.id,
        visit=flow.count(step.id) if _is_over(flow, step) else flow.visit(step),
        on=content.on,
        fields=content.fields,
        files=content.files,
        late_reason=content.late_reason,
    )


def _last(office: Office, flow: Flow, step: Step) -> Content:
    """What a done step was done with; an open one begins empty, with today's day."""
    run: Run | None = flow.matter.last_run(step.id)
    if run is None or flow.is_open(step):
        return Content({}, (), today(office))
    return Content(run.fields, run.files, run.on, run.late_reason)


def _checks(finding: Finding) -> tuple[Check, ...]:
    if not finding.refusals:
        return (Check(True, sentence(finding.code, {"label": finding.label}, finding.basis)),)
    return tuple(Check(False, refusal_sentence(refusal)) for refusal in finding.refusals)


def _slot(flow: Flow, step: Step, command: Complete, slot_id: str) -> SlotView:
    slot = next(slot for slot in step.signoffs if slot.id == slot_id)
    digest = workflow.content_digest(command.fields, command.files)
    given = next(
        (
            s
            for s in reversed(flow.matter.signatures)
            if (s.step, s.visit, s.slot, s.digest) == (step.id, command.visit, slot_id, digest)
        ),
        None,
    )
    people = tuple(_may_sign(flow.context.people.values(), slot.roles))
    signer = flow.context.people.get(given.person) if given is not None else None
    name = signer.name if signer is not None else ""
    return SlotView(slot, people, name, given.means if given else "", given.on if given else "")


def _may_sign(people: Any, roles: tuple[str, ...]) -> list[Person]:
    return [person for person in people if person.active and set(person.roles) & set(roles)]


def keep_draft(office: Office, matter_id: str, step_id: str, content: Content) -> None:
    """Keep what was typed; it is found again after a lock or a power cut."""
    files = [{"kind": file.kind, "sha256": file.sha256, "size": file.size} for file in content.files]
    raw = canon.encode({"fields": content.fields, "files": files, "on": content.on, "late_reason": content.late_reason})
    office.store.drafts.put(matter_id, step_id, value=raw)


def draft_of(office: Office, matter_id: str, step_id: str) -> Content | None:
    """The draft that was kept for a step, or None."""
    raw = office.store.drafts.get(matter_id, step_id)
    if raw is None:
        return None
    fields = canon.Fields.of(canon.decode(raw))
    files = tuple(read_file(file) for file in fields.records("files"))
    inside = dict(fields.inside("fields").record)
    return Content(inside, files, fields.text("on"), fields.text("late_reason", most=4000))


def kept_files(office: Office) -> frozenset[str]:
    """Attachments that drafts still hold, so that a sweep leaves them."""
    drafts = (canon.Fields.of(canon.decode(raw)) for raw in office.store.drafts.all())
    return frozenset(read_file(file).sha256 for draft in drafts for file in draft.records("files"))
