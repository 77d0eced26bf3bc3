"""The rules once more: what a receiving office asks of every entry of another's journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clerk_app.canon import Fields
from clerk_app.errors import IntegrityError, Refusal, RefusedError
from clerk_app.model import MATTER_KINDS, Catalogue, Context, Draft, EntryKind, FileRef, Matter, Recorded

from .certificates import admit_rekey, admit_reseal, rekey_of, reseal_of
from .correspondence import admit_letter, admit_reply, admit_slip, letter_of, reply_of
from .decide import decide
from .early_warnings import explanation_of
from .handover import admit_handover, handover_of
from .office import admit_person, admit_registrant, admit_roll, person_of, registrant_of
from .recall import command_of

REPEATS = "repeats"
"""In a payload: the hash of the entry of another branch that this one repeats (`branches`)."""

_TOWNSHIPS = {
    EntryKind.PARAMETER: "parameter-not-ours",
    EntryKind.SIGNERS: "signers-not-ours",
    EntryKind.DISCIPLINE: "discipline-not-ours",
    EntryKind.DRAW: "draw-not-ours",
    EntryKind.REVIEW: "review-not-ours",
    EntryKind.REVOKE: "revocation-not-ours",
    EntryKind.CERTIFY: "certificate-not-ours",
    EntryKind.REVOKE_KEY: "revocation-not-ours",
    EntryKind.REPLACE_KEY: "revocation-not-ours",
    EntryKind.ESCROW: "escrow-not-ours",
}
"""What only a township may say."""


def rerun(catalogue: Catalogue, matter: Matter | None, recorded: Recorded, context: Context) -> tuple[Refusal, ...]:
    """Why this entry should not have been written; empty where the rules allow it.

    `context` is what the writer knew at that entry. An erased payload cannot be judged again and is left as it was.
    """
    if recorded.payload is None:
        return ()
    try:
        if REPEATS in recorded.payload:
            Fields.of(recorded.content).hexadecimal(REPEATS)
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
    if recorded.entry.kind in MATTER_KINDS:
        command = command_of(recorded)
        if recorded.entry.kind is not EntryKind.BEGIN and matter is None:
            raise RefusedError((Refusal("matter-unknown"),))
        return decide(catalogue, matter, command, context)
    return decided_outside(catalogue, recorded, context)


def decided_outside(catalogue: Catalogue, recorded: Recorded, context: Context) -> Draft | None:
    """What an entry that belongs to no matter should have been; None where there is nothing to decide."""
    kind, payload = recorded.entry.kind, Fields.of(recorded.content)
    if kind is EntryKind.PERSON:
        return admit_person(catalogue, context, person_of(payload))
    if kind is EntryKind.EXPLAIN:
        explanation_of(payload)
        return None
    if kind is EntryKind.SLIP:
        return admit_slip(context, _only_file(recorded), payload.text("on", most=10))
    if kind is EntryKind.REKEY:
        return admit_rekey(context, recorded.entry.log, rekey_of(payload))
    if kind is EntryKind.RESEAL:
        return admit_reseal(context, *reseal_of(payload))
    if kind is EntryKind.HANDOVER:
        return admit_handover(context, handover_of(payload), _only_file(recorded))
    if kind in _TOWNSHIPS:
        raise RefusedError((Refusal(_TOWNSHIPS[kind]),))
    said = _SAID.get(kind)
    return said(context, payload) if said is not None else None


def _only_file(recorded: Recorded) -> FileRef:
    if len(recorded.entry.files) != 1:
        raise IntegrityError("record-malformed", path="files", wanted="one file")
    return recorded.entry.files[0]


_SAID: Mapping[EntryKind, Callable[[Context, Fields], Draft]] = {
    EntryKind.ROLL: lambda _, payload: admit_roll(payload.text("body"), payload.integer("members")),
    EntryKind.REGISTER: lambda _, payload: admit_registrant(registrant_of(payload)),
    EntryKind.LETTER: lambda context, payload: admit_letter(context, letter_of(payload)),
    EntryKind.REPLY: lambda context, payload: admit_reply(context, *reply_of(payload)),
}
"""What an office says about itself and to others."""


def _is_as_decided(draft: Draft, recorded: Recorded) -> bool:
    entry = recorded.entry
    said = {name: value for name, value in recorded.content.items() if name != REPEATS}
    return (draft.payload, draft.step, draft.catalogue, draft.files) == (
        said,
        entry.step,
        entry.catalogue,
        entry.files,
    )
