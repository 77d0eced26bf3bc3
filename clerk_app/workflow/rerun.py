"""The rules once more: what a receiving office asks of every entry of another's journal."""

from __future__ import annotations

from typing import Any

from clerk_app.canon import Fields
from clerk_app.errors import IntegrityError, Refusal, RefusedError
from clerk_app.model import MATTER_KINDS, Catalogue, Context, Draft, EntryKind, Matter, Recorded

from .decide import decide
from .early_warnings import explanation_of
from .office import admit_person, admit_registrant, admit_roll, person_of, registrant_of
from .recall import command_of


def rerun(catalogue: Catalogue, matter: Matter | None, recorded: Recorded, context: Context) -> tuple[Refusal, ...]:
    """Why this entry should not have been written; empty where the rules allow it.

    `context` is what the writer knew at that entry. An erased payload cannot be judged again and is left as it was.
    """
    if recorded.payload is None:
        return ()
    try:
        draft = _decided(catalogue, matter, recorded, context)
    except RefusedError as refused:
        return refused.refusals
    except IntegrityError as broken:
        return (Refusal(broken.code, dict(broken.details)),)
    if draft is not None and not _is_as_decided(draft, recorded):
        return (Refusal("entry-not-as-decided"),)
    return ()


def refusal_record(refusal: Refusal) -> dict[str, Any]:
    """A refusal as a receipt carries it."""
    return {
        "code": refusal.code,
        "details": dict(refusal.details),
        "basis": refusal.basis,
        "step": refusal.step,
    }


def refusal_of(fields: Fields) -> Refusal:
    """The inverse of `refusal_record`, strictly."""
    details = fields.inside("details").record
    if not all(isinstance(value, str | int) for value in details.values()):
        raise IntegrityError("record-malformed", path="details", wanted="texts and numbers")
    return Refusal(fields.text("code"), dict(details), fields.text("basis", most=1000), fields.text("step"))


def _decided(catalogue: Catalogue, matter: Matter | None, recorded: Recorded, context: Context) -> Draft | None:
    kind, payload = recorded.entry.kind, Fields.of(recorded.content)
    if kind in MATTER_KINDS:
        command = command_of(recorded)
        if kind is not EntryKind.BEGIN and matter is None:
            raise RefusedError((Refusal("matter-unknown"),))
        return decide(catalogue, matter, command, context)
    if kind is EntryKind.PERSON:
        return admit_person(catalogue, context, person_of(payload))
    if kind is EntryKind.ROLL:
        return admit_roll(payload.text("body"), payload.integer("members"))
    if kind is EntryKind.REGISTER:
        return admit_registrant(registrant_of(payload))
    if kind is EntryKind.EXPLAIN:
        explanation_of(payload)
        return None
    if kind is EntryKind.SIGNERS:
        raise RefusedError((Refusal("signers-not-ours"),))
    if kind is EntryKind.PARAMETER:
        raise RefusedError((Refusal("parameter-not-ours", {"key": payload.text("key")}),))
    return None


def _is_as_decided(draft: Draft, recorded: Recorded) -> bool:
    entry = recorded.entry
    return (draft.payload, draft.step, draft.catalogue, draft.files) == (
        recorded.payload,
        entry.step,
        entry.catalogue,
        entry.files,
    )
