"""Branches of a journal: what is said of one, and its entries once more on the line that goes on.

A copied disk, a restored backup and a second PC each write a line of their own. None is thrown away: what one line has
and the other lacks is decided anew, and becomes a new entry that names the one it repeats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from clerk_app import chain
from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    MATTER_KINDS,
    Answer,
    Branch,
    BranchCause,
    Catalogue,
    Command,
    Context,
    Correct,
    Draft,
    EntryKind,
    Head,
    LogId,
    Matter,
    Recorded,
)

from .decide import decide
from .office import log_of
from .recall import command_of
from .rerun import REPEATS, decided_outside, refusal_of, refusal_record

MOST_ENTRIES = 2000
"""Entries that one branch's file holds; a longer branch is several."""

_OFFICES_OWN = frozenset({EntryKind.PERSON, EntryKind.ROLL, EntryKind.REGISTER})
"""What one line says anew for a name that the other may have changed too."""

_REPEATED = MATTER_KINDS | _OFFICES_OWN | {EntryKind.LETTER, EntryKind.REPLY, EntryKind.SLIP, EntryKind.EXPLAIN}


def admit_branch(branch: Branch) -> Mapping[str, Any]:
    """The payload of an entry that keeps a branch; its first file holds the entries."""
    return {
        "log": chain.log_record(branch.log),
        "after": branch.after,
        "last": branch.last,
        "head": branch.head,
        "key": branch.key,
        "cause": branch.cause.value,
    }


def branch_of(fields: Fields) -> Branch:
    """The inverse of `admit_branch`, strictly."""
    return Branch(
        log_of(fields.inside("log")),
        fields.integer("after"),
        fields.integer("last", 1),
        fields.hexadecimal("head"),
        fields.hexadecimal("key"),
        BranchCause(fields.choice("cause", BranchCause)),
    )


def parent_of(epoch: Recorded) -> tuple[LogId, Head] | None:
    """Where an epoch goes on: the log and the last entry of it that the new device knew; None for a first epoch."""
    fields = Fields.of(epoch.content)
    if not isinstance(fields.record.get("parent"), dict):
        return None
    parent = fields.inside("parent")
    return log_of(parent.inside("log")), Head(parent.integer("seq"), parent.hexadecimal("head", empty=True))


def is_repeatable(recorded: Recorded) -> bool:
    """True for what an office did; False for what only says which device wrote and what it had heard."""
    return recorded.entry.kind in _REPEATED or recorded.entry.kind is EntryKind.ERASURE


def subject_of(recorded: Recorded) -> tuple[str, ...]:
    """What a declaration of the office is about, so that two lines that both changed it are told; () for the rest."""
    fields = Fields.of(recorded.content)
    match recorded.entry.kind:
        case EntryKind.PERSON:
            return ("person", fields.text("id"))
        case EntryKind.ROLL:
            return ("roll", fields.text("body"))
        case EntryKind.REGISTER:
            return ("register", fields.text("register"), fields.text("name"))
        case _:
            return ()


def repeat(
    catalogue: Catalogue | None,
    matter: Matter | None,
    recorded: Recorded,
    context: Context,
    *,
    renamed: Mapping[str, str],
    changed: Mapping[tuple[str, ...], Mapping[str, Any]],
) -> Draft | None:
    """The entry once more on the line that goes on; `RefusedError` where the rules no longer allow it there.

    `renamed` are the entries repeated before, old hash to new. `changed` is what this line has declared itself since
    the two parted, by subject. None where the line says the same already.
    """
    if recorded.payload is None:
        raise RefusedError((Refusal("branch-entry-erased"),))
    if recorded.entry.kind is EntryKind.ERASURE:
        raise RefusedError((Refusal("erasure-not-repeated"),))
    if catalogue is None:
        raise RefusedError((Refusal("catalogue-not-here"),))
    subject = subject_of(recorded)
    if subject and subject in changed:
        if changed[subject] == recorded.payload:
            return None
        raise RefusedError((Refusal("changed-on-both-lines"),))
    if recorded.entry.kind in MATTER_KINDS:
        draft = _in_matter(catalogue, matter, recorded, context, renamed)
    else:
        said = decided_outside(catalogue, recorded, context)
        draft = said if said is not None else Draft(recorded.entry.kind, recorded.payload)
    return replace(draft, payload={**draft.payload, REPEATS: recorded.hash})


def _in_matter(
    catalogue: Catalogue, matter: Matter | None, recorded: Recorded, context: Context, renamed: Mapping[str, str]
) -> Draft:
    if matter is None and recorded.entry.kind is not EntryKind.BEGIN:
        raise RefusedError((Refusal("matter-unknown"),))
    return decide(catalogue, matter, _pointing(command_of(recorded), renamed), context)


def _pointing(command: Command, renamed: Mapping[str, str]) -> Command:
    """The command with what it points at under its name on this line."""
    if isinstance(command, Correct):
        return replace(command, corrects=renamed.get(command.corrects, command.corrects))
    if isinstance(command, Answer):
        return replace(command, objection=renamed.get(command.objection, command.objection))
    return command


def admit_settlement(
    branch: str, carried: Sequence[tuple[str, str]], left: Sequence[tuple[str, tuple[Refusal, ...]]]
) -> Draft:
    """A branch was looked through: what was repeated (old hash, new hash), and what people must look at, with why."""
    return Draft(
        EntryKind.SETTLE,
        {
            "branch": branch,
            "carried": [{"entry": old, "as": new} for old, new in carried],
            "left": [
                {"entry": digest, "refusals": [refusal_record(refusal) for refusal in refusals]}
                for digest, refusals in left
            ],
        },
    )


def settlement_of(fields: Fields) -> tuple[dict[str, str], dict[str, tuple[Refusal, ...]]]:
    """What a settlement carried over (old hash to new) and what it left, with the reasons; strictly."""
    carried = fields.records("carried", most=MOST_ENTRIES)
    left = fields.records("left", most=MOST_ENTRIES)
    return (
        {row.hexadecimal("entry"): row.hexadecimal("as", empty=True) for row in carried},
        {row.hexadecimal("entry"): tuple(map(refusal_of, row.records("refusals", most=100))) for row in left},
    )
