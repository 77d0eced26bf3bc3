"""What a clerk does with matters: begin, attach, sign, post, complete, correct. Decided by the rules, then written."""

from __future__ import annotations

import secrets
from dataclasses import replace

from clerk_app import canon, days, photos, report, workflow
from clerk_app.crypto import SigningKey, open_key
from clerk_app.errors import UsageError
from clerk_app.model import (
    Answer,
    Begin,
    Command,
    Complete,
    Context,
    Correct,
    FileRef,
    Matter,
    Object,
    Person,
    Post,
    Record,
    Recorded,
    Sign,
    Step,
)

from .office import Office
from .views import Changes


def known_now(office: Office) -> Context:
    """What is known at this moment, with today's day where the clock can be believed."""
    at, clock = office.now(office.main_log)
    return replace(office.realm.context, today=days.beijing_day(at) if clock == "ok" else "")


def matter_of(office: Office, matter_id: str) -> Matter:
    """A matter of this office, or `UsageError`."""
    matter = office.matter(matter_id)
    if matter is None:
        raise UsageError("matter-not-found", matter=matter_id)
    return matter


def step_of(office: Office, matter: Matter, step_id: str) -> Step:
    """A step of a matter's type, or `UsageError`."""
    step = office.catalogues[matter.catalogue].types[matter.type].step(step_id)
    if step is None:
        raise UsageError("step-not-found", step=step_id)
    return step


def begin(office: Office, type_id: str, title: str, on: str, parent: str = "") -> str:
    """Begin a matter under the catalogue in force, perhaps opened from another one; returns its id."""
    if parent:
        matter_of(office, parent)
    context = known_now(office)
    catalogue = office.catalogues[context.catalogue]
    kind = catalogue.types.get(type_id)
    year = (on or context.today or office.clock())[:4]
    count = office.store.shelf.count_of_type(office.card.code, type_id, year) + 1
    # A second PC counts on its own line: its epoch keeps the numbers of both apart.
    mark = f"·{office.epoch}" if len(set(office.lines.values())) > 1 and office.epoch > 1 else ""
    number = f"{kind.short if kind is not None else type_id} {year}-{count:03d}{mark}"
    command = Begin(
        matter=f"{type_id}-{year}-{count:03d}-{secrets.token_hex(2)}",
        type=type_id,
        catalogue=catalogue.hash,
        title=title.strip(),
        number=number,
        on=on or today(office),
        parent=parent,
    )
    office.write(workflow.decide(catalogue, office.matter(command.matter), command, context))
    return command.matter


def today(office: Office) -> str:
    """Today's legal day, whatever the clock says of itself."""
    return days.beijing_day(office.clock())


def attach(office: Office, data: bytes, kind: str, *, photo: bool) -> FileRef:
    """Take a photo or paper in; it is on the disk before this returns, and part of nothing until a step names it."""
    if photo:
        data = photos.take_in(data).jpeg
    else:
        report.accept_paper(data)
    info = office.store.blobs.put(data)
    return FileRef(info.sha256, info.size, kind)


def decide_and_write(office: Office, command: Command) -> Recorded:
    """Let the rules decide on what is known now, and write what they allow."""
    matter = matter_of(office, command.matter)
    draft = workflow.decide(office.catalogues[matter.catalogue], matter, command, known_now(office))
    return office.write(draft)


def visit_of(office: Office, matter: Matter, step: Step, corrects: str = "") -> int:
    """The run at hand: the next one, or the one that is corrected."""
    if corrects:
        run = next((run for run in matter.runs if run.entry == corrects), None)
        if run is not None:
            return run.visit
    return workflow.Flow(office.catalogues[matter.catalogue], matter, office.realm.context).visit(step)


def whole(office: Office, matter: Matter, step: Step, fields: Record, on: str) -> Record:
    """What was typed, with the tables that the program fills itself as they now are."""
    flow = workflow.Flow(office.catalogues[matter.catalogue], matter, office.realm.context)
    return {**fields, **workflow.gathered_fields(flow, step, on)}


def complete(
    office: Office,
    matter_id: str,
    step_id: str,
    fields: Record,
    files: tuple[FileRef, ...],
    on: str,
    late_reason: str,
    *,
    failed: bool = False,
) -> Changes:
    """A step is done; `failed` puts on record that it ended in the negative."""
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    command = Complete(
        matter=matter_id,
        step=step_id,
        visit=visit_of(office, matter, step),
        on=on,
        fields=whole(office, matter, step, fields, on),
        files=files,
        late_reason=late_reason,
        failed=failed,
    )
    with office.store.transaction():
        decide_and_write(office, command)
        office.store.drafts.drop(matter_id, step_id)
    return Changes((matter_id,), lists=True, outbox=True)


def correct(
    office: Office,
    matter_id: str,
    step_id: str,
    reason: str,
    fields: Record,
    files: tuple[FileRef, ...],
    on: str,
    late_reason: str,
) -> Changes:
    """Replace the content of a step's newest run, with the reason."""
    matter = matter_of(office, matter_id)
    run = matter.last_run(step_id)
    if run is None:
        raise UsageError("step-not-done", step=step_id)
    before = replace(matter, runs=tuple(known for known in matter.runs if known is not run))
    command = Correct(
        matter=matter_id,
        step=step_id,
        visit=run.visit,
        on=on,
        corrects=run.entry,
        reason=reason,
        fields=whole(office, before, step_of(office, matter, step_id), fields, on),
        files=files,
        late_reason=late_reason,
    )
    with office.store.transaction():
        decide_and_write(office, command)
        office.store.drafts.drop(matter_id, step_id)
    return Changes((matter_id,), lists=True, outbox=True)


def post(office: Office, matter_id: str, step_id: str, on: str, place: str, files: tuple[FileRef, ...]) -> Changes:
    """A notice was put up."""
    matter = matter_of(office, matter_id)
    visit = visit_of(office, matter, step_of(office, matter, step_id))
    decide_and_write(office, Post(matter=matter_id, step=step_id, visit=visit, on=on, place=place.strip(), files=files))
    return Changes((matter_id,), lists=True, outbox=True)


def object_to(office: Office, matter_id: str, step_id: str, on: str, text: str) -> Changes:
    """Somebody objects to a notice."""
    decide_and_write(office, Object(matter=matter_id, step=step_id, on=on, text=text.strip()))
    return Changes((matter_id,), lists=True, outbox=True)


def answer(office: Office, matter_id: str, step_id: str, objection: str, on: str, text: str) -> Changes:
    """An objection is answered."""
    decide_and_write(office, Answer(matter=matter_id, step=step_id, objection=objection, on=on, text=text.strip()))
    return Changes((matter_id,), lists=True, outbox=True)


def person_of(office: Office, person_id: str) -> Person:
    """A person on the office's list, or `UsageError`."""
    person = office.realm.context.people.get(person_id)
    if person is None:
        raise UsageError("person-not-found", person=person_id)
    return person


def sign(
    office: Office,
    matter_id: str,
    step_id: str,
    slot_id: str,
    person_id: str,
    *,
    fields: Record,
    files: tuple[FileRef, ...],
    on: str,
    passphrase: str = "",
    page: FileRef | None = None,
) -> Changes:
    """A person confirms the content at hand: with the own passphrase, or on the scanned page given."""
    matter = matter_of(office, matter_id)
    step, person = step_of(office, matter, step_id), person_of(office, person_id)
    unsigned = Sign(
        matter=matter_id,
        step=step_id,
        visit=visit_to_sign(office, matter, step),
        slot=slot_id,
        person=person_id,
        role=_role_for(step, slot_id, person),
        digest=workflow.content_digest(whole(office, matter, step, fields, on or today(office)), files),
        on=on or today(office),
        page=page,
    )
    if page is None:
        key = own_key(office, person, passphrase)
        signature = key.sign(workflow.statement(office.card.code, unsigned)).hex()
        decide_and_write(office, replace(unsigned, signature=signature))
    else:
        decide_and_write(office, unsigned)
    return Changes((matter_id,), outbox=True)


def visit_to_sign(office: Office, matter: Matter, step: Step) -> int:
    """The run that is signed or handed in: the open one, or the last one of a step that is done and to be corrected."""
    flow = workflow.Flow(office.catalogues[matter.catalogue], matter, office.realm.context)
    run = matter.last_run(step.id)
    return flow.visit(step) if flow.is_open(step) or run is None else run.visit


def _role_for(step: Step, slot_id: str, person: Person) -> str:
    """The role in which the person signs: the first of the slot's that the person holds."""
    slot = next((slot for slot in step.signoffs if slot.id == slot_id), None)
    wanted = slot.roles if slot is not None else ()
    return next((role for role in wanted if role in person.roles), "")


def own_key(office: Office, person: Person, passphrase: str) -> SigningKey:
    """A person's own signing key, opened with that person's passphrase; `UsageError` for one who has none."""
    wrapped = office.store.keyring.get(person.id)
    if wrapped is None:
        raise UsageError("person-has-no-key")
    return open_key(canon.decode(wrapped), passphrase)


def set_roll(office: Office, body: str, members: int) -> None:
    """Say how many belong to a body."""
    office.write(workflow.admit_roll(body, members))


def set_parameter(office: Office, key: str, value: int | None, basis: str = "") -> None:
    """Set a parameter for every village of the township, from today on; None is "record only"."""
    context = known_now(office)
    setting = workflow.Setting(key, value, today(office), basis.strip())
    office.write(workflow.admit_parameter(office.catalogues[context.catalogue], context, setting))
