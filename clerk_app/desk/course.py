"""The course of a matter outside its steps, the registers of names, and erasure by law."""

from __future__ import annotations

from dataclasses import replace

from clerk_app import workflow
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    EntryKind,
    FileRef,
    Migrate,
    Person,
    Recorded,
    Registrant,
    Resume,
    Return,
    Suspend,
    Turn,
    Withdraw,
)
from clerk_app.workflow import Flow

from .office import Office
from .record import decide_and_write, known_now, matter_of, person_of, step_of, today
from .shelving import shelve
from .views import Changes


def withdraw(office: Office, matter_id: str, on: str, reason: str) -> Changes:
    """End a matter before its last step."""
    return _turn(office, Withdraw(matter=matter_id, on=on or today(office), reason=reason.strip()))


def suspend(office: Office, matter_id: str, on: str, reason: str) -> Changes:
    """Let a matter rest; its deadlines rest with it."""
    return _turn(office, Suspend(matter=matter_id, on=on or today(office), reason=reason.strip()))


def resume(office: Office, matter_id: str, on: str, reason: str) -> Changes:
    """Go on with a matter that rests."""
    return _turn(office, Resume(matter=matter_id, on=on or today(office), reason=reason.strip()))


def send_back(office: Office, matter_id: str, step_id: str, on: str, reason: str) -> Changes:
    """Go back to a step that was done; it and all that was done after it must be done again."""
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, known_now(office))
    undone = workflow.undone_by(flow, step.id)
    command = Return(matter=matter_id, step=step.id, undone=undone, on=on or today(office), reason=reason.strip())
    return _turn(office, command)


def undone_by(office: Office, matter_id: str, step_id: str) -> tuple[str, ...]:
    """The names of the steps that would have to be done again after going back."""
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, known_now(office))
    return tuple(step_of(office, matter, name).name for name in workflow.undone_by(flow, step.id))


def migrate(office: Office, matter_id: str, on: str, reason: str, page: FileRef) -> Changes:
    """Go on under the catalogue that is in force now, by a signed note."""
    matter, context = matter_of(office, matter_id), known_now(office)
    command = Migrate(
        matter=matter_id, catalogue=context.catalogue, on=on or today(office), reason=reason.strip(), page=page
    )
    office.write(workflow.decide(office.catalogues[context.catalogue], matter, command, context))
    return Changes((matter_id,), lists=True, outbox=True)


def _turn(office: Office, command: Turn) -> Changes:
    decide_and_write(office, command)
    return Changes((command.matter,), lists=True, outbox=True)


def change_person(
    office: Office, person_id: str, *, roles: tuple[str, ...] | None = None, active: bool | None = None
) -> Person:
    """Give a person other posts, or say that the person has left or come back."""
    known = person_of(office, person_id)
    changed = replace(
        known,
        roles=known.roles if roles is None else roles,
        active=known.active if active is None else active,
    )
    context = office.realm.context
    office.write(workflow.admit_person(office.catalogues[context.catalogue], context, changed))
    return changed


def enter(office: Office, registrant: Registrant) -> None:
    """Put a name into a register, change it or strike it out."""
    office.write(workflow.admit_registrant(registrant))


def registrants(office: Office, register: str) -> list[Registrant]:
    """The names of a register, those struck out included."""
    return sorted(office.realm.context.registers.get(register, {}).values(), key=lambda known: known.name)


def erase_matter(office: Office, matter_id: str, basis: str) -> int:
    """Erase the personal data of a finished matter by law; returns how many entries were emptied.

    Its amounts, days and signatures remain, and the matter is still shown as done. `RefusedError` while it runs or
    while the township has not confirmed all of it.
    """
    matter = matter_of(office, matter_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, office.realm.context)
    entries = [r for log in office.realm.logs for r in office.store.journal.of_matter(log, matter_id)]
    if not flow.closed and not matter.withdrawn_on:
        raise RefusedError((Refusal("erasure-of-running-matter"),))
    return _erase(office, entries, basis)


def erase_person(office: Office, person_id: str, basis: str) -> int:
    """Erase the name and the kin of one who has left the list, by law; returns how many entries were emptied."""
    known = office.realm.context.people.get(person_id)
    if known is None or known.active:
        raise RefusedError((Refusal("erasure-of-active-person"),))
    people = frozenset({EntryKind.PERSON})
    found = (recorded for log in office.own_logs() for recorded in office.store.journal.of_kinds(log, people))
    return _erase(office, [recorded for recorded in found if recorded.content.get("id") == person_id], basis)


def _erase(office: Office, entries: list[Recorded], basis: str) -> int:
    states = office.store.shelf.states([recorded.hash for recorded in entries])
    if office.realm.context.contacts and any(states.get(recorded.hash) is None for recorded in entries):
        raise RefusedError((Refusal("erasure-not-reported"),))
    erasable = [recorded for recorded in entries if workflow.is_erasable(recorded)]
    draft = workflow.admit_erasure(erasable, basis.strip())
    with office.store.transaction():
        carry_out(office, office.write(draft), office.card.code)
    return len(erasable)


def carry_out(office: Office, erasure: Recorded, code: str) -> None:
    """Empty what an erasure of that office names: the payloads, and the attachments that nothing else names."""
    realm = office.realm if code == office.card.code else office.realm_of(code)
    for sha256 in office.store.journal.erase(sorted(workflow.erased_by(erasure))):
        if office.store.blobs.has(sha256):
            office.store.blobs.drop(sha256)
    for matter_id in realm.erase(erasure):
        shelve(office, realm, matter_id)
