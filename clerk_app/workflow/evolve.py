"""`evolve` and `learn`: what an entry changes, in its matter and in what is known around it. Both are pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from clerk_app.canon import Fields
from clerk_app.model import (
    Answer,
    Begin,
    Catalogue,
    Closed,
    Commitment,
    Complete,
    Context,
    Correct,
    EntryKind,
    Matter,
    Migrate,
    Notice,
    Object,
    Objection,
    OfficeKind,
    Opened,
    Pause,
    Person,
    Post,
    Recorded,
    Resume,
    Reviewed,
    Run,
    Sign,
    Signature,
    Submission,
    Submit,
    Suspend,
    Turn,
    Withdraw,
)

from .certificates import key_revocation_of
from .correspondence import discipline_of, revocation_of
from .early_warnings import explanation_of
from .office import card_of, head_of, log_of, person_of, recipient_of, registrant_of, setting_of
from .officials import heard_review, key_replacement_of, named, replaced
from .recall import command_of
from .releases import signers_of

_MOST_HEARD = 1000

_Later: TypeAlias = Sign | Post | Object | Answer | Submit | Complete | Correct | Turn
"""Every command but the first."""


def evolve(matter: Matter | None, recorded: Recorded) -> Matter:
    """The matter after one more of its entries. An entry out of place is our misuse: `RuntimeError`."""
    command, entry = command_of(recorded), recorded.hash
    if isinstance(command, Begin):
        return _begun(command, entry)
    if matter is None:
        raise RuntimeError("a matter begins with its first entry")
    return _evolved(matter, command, entry)


def _begun(command: Begin, entry: str) -> Matter:
    return Matter(
        command.matter,
        command.type,
        command.catalogue,
        command.title,
        command.number,
        command.on,
        entry,
        parent=command.parent,
    )


def _evolved(matter: Matter, command: _Later, entry: str) -> Matter:
    match command:
        case Sign():
            return replace(matter, signatures=(*matter.signatures, _signature(command, entry)))
        case Post(step=step, visit=visit, on=on, place=place, files=files):
            return replace(matter, notices=(*matter.notices, Notice(step, visit, on, place, files, entry)))
        case Object(step=step, on=on, text=text):
            return replace(matter, objections=(*matter.objections, Objection(step, on, text, entry)))
        case Answer():
            return replace(matter, objections=tuple(_answered(o, command) for o in matter.objections))
        case Submit(step=step, visit=visit, on=on, fields=fields, files=files, note=note):
            return replace(
                matter, submissions=(*matter.submissions, Submission(step, visit, on, fields, files, note, entry))
            )
        case Complete():
            return _handled(replace(matter, runs=(*matter.runs, _run(command, entry))), command)
        case Correct():
            fresh = _run(command, entry)
            runs = tuple(fresh if run.entry == command.corrects else run for run in matter.runs)
            return _handled(replace(matter, runs=runs), command)
    return _turned(matter, command)


def _handled(matter: Matter, command: Complete | Correct) -> Matter:
    """What was handed in for this run has been dealt with."""
    run = (command.step, command.visit)
    handled = (replace(s, handled=True) if (s.step, s.visit) == run else s for s in matter.submissions)
    return replace(matter, submissions=tuple(handled))


def _turned(matter: Matter, turn: Turn) -> Matter:
    match turn:
        case Withdraw(on=on):
            return replace(matter, withdrawn_on=on)
        case Suspend(on=on):
            return replace(matter, pauses=(*matter.pauses, Pause(on)))
        case Resume(on=on):
            return replace(matter, pauses=(*matter.pauses[:-1], Pause(matter.pauses[-1].since, on)))
        case Migrate(catalogue=catalogue):
            return replace(matter, catalogue=catalogue)
    return without(matter, frozenset(turn.undone))


def without(matter: Matter, steps: frozenset[str]) -> Matter:
    """The matter as if these steps had never been begun; the journal keeps what was."""
    return replace(
        matter,
        runs=tuple(run for run in matter.runs if run.step not in steps),
        signatures=tuple(s for s in matter.signatures if s.step not in steps),
        notices=tuple(n for n in matter.notices if n.step not in steps),
        objections=tuple(o for o in matter.objections if o.step not in steps),
        submissions=tuple(s for s in matter.submissions if s.step not in steps),
    )


def _run(command: Complete | Correct, entry: str) -> Run:
    failed = isinstance(command, Complete) and command.failed
    said = (command.fields, command.files, command.late_reason)
    return Run(command.step, command.visit, command.on, *said, entry, failed)


def _signature(command: Sign, entry: str) -> Signature:
    means = "page" if command.page is not None else "key"
    return Signature(
        command.step,
        command.visit,
        command.slot,
        command.person,
        command.role,
        command.digest,
        command.on,
        means,
        entry,
    )


def _answered(objection: Objection, command: Answer) -> Objection:
    if objection.entry != command.objection:
        return objection
    return replace(objection, answered_on=command.on, answer=command.text)


def commit(context: Context, catalogue: Catalogue, matter: Matter, recorded: Recorded) -> Context:
    """The context after an entry of a matter: what it committed, and what it says of matters opened from others."""
    entry = recorded.entry
    match entry.kind:
        case EntryKind.BEGIN if matter.parent:
            return replace(context, opened=(*context.opened, Opened(matter.id, matter.type, matter.parent)))
        case EntryKind.WITHDRAW:
            return _closed(_uncommitted(context, matter.id), matter.id)
        case EntryKind.RETURN:
            return _uncommitted(context, matter.id, frozenset(command_of(recorded).undone))  # type: ignore[union-attr]
        case EntryKind.COMPLETE | EntryKind.CORRECT:
            context = _committed(context, catalogue, matter, recorded)
            is_last = entry.step == catalogue.types[matter.type].steps[-1].id
            return _ended(_closed(context, matter.id), matter, recorded) if is_last else context
        case _:
            return context


def uncommit(context: Context, matter_id: str) -> Context:
    """The context without anything that a matter brought into it, before the matter is folded anew."""
    context = _uncommitted(context, matter_id)
    opened = tuple(o for o in context.opened if o.matter != matter_id)
    return replace(context, opened=opened, closed=tuple(c for c in context.closed if c.matter != matter_id))


def _ended(context: Context, matter: Matter, recorded: Recorded) -> Context:
    """With the matter among those that are closed; a correction of its last step may have changed the day."""
    run = next(r for r in matter.runs if r.entry == recorded.hash)
    before = context.closed
    if recorded.entry.kind is EntryKind.CORRECT:
        before = tuple(c for c in before if c.matter != matter.id)
    return replace(context, closed=(*before, Closed(matter.id, matter.type, matter.number, run.on)))


def _uncommitted(context: Context, matter_id: str, steps: frozenset[str] | None = None) -> Context:
    """Without what the matter committed, in these steps or in all."""
    kept = tuple(c for c in context.commitments if c.matter != matter_id or (steps is not None and c.step not in steps))
    return replace(context, commitments=kept)


def _closed(context: Context, matter_id: str) -> Context:
    if all(o.matter != matter_id for o in context.opened):
        return context
    opened = (replace(o, closed=True) if o.matter == matter_id else o for o in context.opened)
    return replace(context, opened=tuple(opened))


def _committed(context: Context, catalogue: Catalogue, matter: Matter, recorded: Recorded) -> Context:
    """With the sum that a step registers."""
    step = catalogue.types[matter.type].step(recorded.entry.step)
    if step is None or step.register is None:
        return context
    run = next(r for r in matter.runs if r.entry == recorded.hash)
    if run.failed:
        return context
    fresh = _commitment(matter, run, step.register)
    kept = tuple(
        c for c in context.commitments if (c.matter, c.step, c.visit) != (fresh.matter, fresh.step, fresh.visit)
    )
    return replace(context, commitments=(*kept, fresh))


def _commitment(matter: Matter, run: Run, register: Mapping[str, str]) -> Commitment:
    def text(name: str) -> str:
        return _latest(matter, run, register.get(name, "")).strip()

    amount = run.fields.get(register["amount"], 0)
    return Commitment(matter.id, matter.type, run.step, run.on, int(amount), text("site"), text("party"), run.visit)


def _latest(matter: Matter, run: Run, field: str) -> str:
    """A text from this run, or from the newest run that has it."""
    for known in (run, *reversed(matter.runs)):
        value = known.fields.get(field)
        if isinstance(value, str):
            return value
    return ""


def learn(context: Context, recorded: Recorded, told: Iterable[Recorded] = ()) -> Context:
    """The context after an entry that belongs to no matter.

    `told` are the entries of the other office that a `heard` entry takes in, in their order.
    """
    entry, payload = recorded.entry, Fields.of(recorded.content)
    match entry.kind:
        case EntryKind.EPOCH:
            return _begin_epoch(context, payload)
        case EntryKind.OFFICE:
            return _enrol(context, payload)
        case EntryKind.PERSON:
            return _list(context, person_of(payload))
        case EntryKind.REPLACE_KEY if context.office is not None and context.office.kind is OfficeKind.TOWNSHIP:
            return _replace_key(context, payload)
        case EntryKind.ROLL:
            return replace(context, rolls=_with(context.rolls, payload.text("body"), payload.integer("members")))
        case EntryKind.REGISTER:
            known = registrant_of(payload)
            names = _with(context.registers.get(known.register, {}), known.name, known)
            return replace(context, registers=_with(context.registers, known.register, names))
        case EntryKind.EXPLAIN:
            given = explanation_of(payload)
            return replace(context, explained=_with(context.explained, given.key, given))
        case EntryKind.CATALOGUE:
            return replace(context, catalogue=entry.catalogue)
        case EntryKind.RESEAL if context.office is not None:
            return replace(context, office=replace(context.office, sealing=recipient_of(payload)))
        case EntryKind.HEARD:
            return _hear(context, payload, told)
        case kind if kind in _SAID:
            return _SAID[kind](context, payload)
        case _:
            return context


def _with(known: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**known, key: value}


def _list(context: Context, person: Person) -> Context:
    """A person on the office's own list; those of a township are officials."""
    if context.office is not None and context.office.kind is OfficeKind.TOWNSHIP:
        context = named(context, person)
    return replace(context, people=_with(context.people, person.id, person))


def _replace_key(context: Context, payload: Fields) -> Context:
    """A township replaced the key of one of its own officials."""
    said = key_replacement_of(payload)
    context = replaced(context, said)
    return replace(context, people=_with(context.people, said.person, context.officials[said.person]))


def _enrol(context: Context, payload: Fields) -> Context:
    """A card takes the place of the one before, or stands beside it (a declared second PC)."""
    card = card_of(payload.inside("card"))
    if payload.flag("beside", default=False):
        known = context.beside.get(card.code, ())
        return replace(context, beside=_with(context.beside, card.code, (*known, card.signing)))
    return replace(context, contacts=_with(context.contacts, card.code, card))


def _begin_epoch(context: Context, payload: Fields) -> Context:
    """Another device goes on: it knows what it says that it heard, which may be less than the one before it knew."""
    told = payload.records("heard", most=_MOST_HEARD, default=True)
    heard = {log_of(row.inside("log")): head_of(row) for row in told}
    return replace(context, office=card_of(payload.inside("card")), heard=heard)


def _set_parameter(context: Context, payload: Fields) -> Context:
    setting = setting_of(payload)
    parameters = {key: value for key, value in context.parameters.items() if key != setting.key}
    if setting.value is None:
        return replace(context, parameters=parameters, record_only=context.record_only | {setting.key})
    return replace(
        context,
        parameters=_with(parameters, setting.key, setting.value),
        record_only=context.record_only - {setting.key},
    )


def _set_signers(context: Context, payload: Fields) -> Context:
    return replace(context, signers=signers_of(payload))


def _set_discipline(context: Context, payload: Fields) -> Context:
    return replace(context, discipline=discipline_of(payload))


def _revoke(context: Context, payload: Fields) -> Context:
    device, until = revocation_of(payload)
    return replace(context, revoked=_with(context.revoked, device, until))


_SAID: Mapping[EntryKind, Callable[[Context, Fields], Context]] = {
    EntryKind.PARAMETER: _set_parameter,
    EntryKind.SIGNERS: _set_signers,
    EntryKind.DISCIPLINE: _set_discipline,
    EntryKind.REVOKE: _revoke,
}
"""What a township says for all its villages: it holds there at once, at a village once that has heard it."""

TOLD_KINDS = frozenset(_SAID) | {
    EntryKind.REVOKE_KEY,
    EntryKind.RECEIPT,
    EntryKind.PERSON,
    EntryKind.REPLACE_KEY,
    EntryKind.REVIEW,
}
"""The kinds of what a township says that its villages must know of."""


def _hear(context: Context, payload: Fields, told: Iterable[Recorded]) -> Context:
    context = replace(context, heard={**context.heard, log_of(payload.inside("log")): head_of(payload)})
    for recorded in told:
        if recorded.entry.kind in _SAID:
            context = _SAID[recorded.entry.kind](context, Fields.of(recorded.content))
        elif recorded.entry.kind is EntryKind.RECEIPT:
            context = replace(context, anchor=recorded.hash, voided=context.voided | voided_by(recorded))
        elif recorded.entry.kind is EntryKind.REVOKE_KEY:
            key = key_revocation_of(Fields.of(recorded.content)).key
            context = replace(context, retired=context.retired | {key})
        elif recorded.entry.kind is EntryKind.PERSON:
            context = named(context, person_of(Fields.of(recorded.content)))
        elif recorded.entry.kind is EntryKind.REPLACE_KEY:
            context = replaced(context, key_replacement_of(Fields.of(recorded.content)))
        elif recorded.entry.kind is EntryKind.REVIEW:
            context = with_review(context, heard_review(context, recorded))
    return context


def with_review(context: Context, reviewed: Reviewed) -> Context:
    """The context with one more decision of the township; what two PCs of one office heard is one decision."""
    matter = reviewed.review.matter
    known = context.reviews.get(matter, ())
    if any(before.entry == reviewed.entry for before in known):
        return context
    told = (*known, reviewed)
    return replace(context, reviews=_with(context.reviews, matter, told))


def voided_by(receipt: Recorded) -> frozenset[str]:
    """The hashes of the entries that a receipt refuses or holds: for the matter they did not happen."""
    payload = Fields.of(receipt.content)
    listed = payload.records("refused") + payload.records("held")
    return frozenset(fields.hexadecimal("hash") for fields in listed)
