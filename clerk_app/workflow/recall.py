"""Commands and entries, there and back: what a decided command is written as, and what an entry had asked for.

An entry's payload may come from a stranger; it is read strictly, every fault with its path.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from clerk_app.canon import Fields
from clerk_app.errors import IntegrityError
from clerk_app.model import (
    Answer,
    Begin,
    Command,
    Complete,
    Correct,
    Draft,
    EntryKind,
    FileRef,
    Migrate,
    Object,
    Post,
    Record,
    Recorded,
    Resume,
    Return,
    Sign,
    Submit,
    Suspend,
    Withdraw,
)

from .texts import LONGEST_TEXT

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_MOST_VISITS = 10_000
_MOST_STEPS = 100

KIND_OF: dict[type[Command], EntryKind] = {
    Begin: EntryKind.BEGIN,
    Sign: EntryKind.SIGN,
    Post: EntryKind.POST,
    Object: EntryKind.OBJECT,
    Answer: EntryKind.ANSWER,
    Submit: EntryKind.SUBMIT,
    Complete: EntryKind.COMPLETE,
    Correct: EntryKind.CORRECT,
    Withdraw: EntryKind.WITHDRAW,
    Suspend: EntryKind.SUSPEND,
    Resume: EntryKind.RESUME,
    Return: EntryKind.RETURN,
    Migrate: EntryKind.MIGRATE,
}

_BESIDES = frozenset({"matter", "step", "files", "page", "catalogue"})
"""What stands in the entry itself and so not in its payload."""


def draft_of(command: Command) -> Draft:
    """The entry that a command becomes."""
    payload = {name: _plain(getattr(command, name)) for name in command.__slots__ if name not in _BESIDES}
    for name in ("parent", "failed"):
        if not payload.get(name, True):
            del payload[name]
    files: tuple[FileRef, ...] = getattr(command, "files", ())
    page = getattr(command, "page", None)
    return Draft(
        KIND_OF[type(command)],
        payload,
        command.matter,
        getattr(command, "step", ""),
        getattr(command, "catalogue", ""),
        files if page is None else (page,),
    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def command_of(recorded: Recorded) -> Command:
    """The command that led to an entry of a matter; `IntegrityError` where the payload is not of its kind's form.

    An entry of another kind is our misuse: `KeyError`.
    """
    return _READERS[recorded.entry.kind](recorded, Fields.of(recorded.content))


def _day(fields: Fields) -> str:
    return fields.matching("on", _DAY)


def _visit(fields: Fields) -> int:
    return fields.integer("visit", 1, _MOST_VISITS)


def _content(fields: Fields) -> Record:
    inside: Any = fields.inside("fields").record
    return dict(inside)


def _begin(recorded: Recorded, fields: Fields) -> Begin:
    return Begin(
        matter=recorded.entry.matter,
        type=fields.text("type"),
        catalogue=recorded.entry.catalogue,
        title=fields.text("title"),
        number=fields.text("number"),
        on=_day(fields),
        parent=fields.text("parent", default=""),
    )


def _sign(recorded: Recorded, fields: Fields) -> Sign:
    pages = recorded.entry.files
    if len(pages) > 1:
        raise IntegrityError("record-malformed", path="files", wanted="list<=1")
    return Sign(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        visit=_visit(fields),
        slot=fields.text("slot"),
        person=fields.text("person"),
        role=fields.text("role"),
        digest=fields.hexadecimal("digest"),
        on=_day(fields),
        signature=fields.matching("signature", _SIGNATURE, empty=True),
        page=pages[0] if pages else None,
    )


def _post(recorded: Recorded, fields: Fields) -> Post:
    return Post(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        visit=_visit(fields),
        on=_day(fields),
        place=fields.text("place"),
        files=recorded.entry.files,
    )


def _object(recorded: Recorded, fields: Fields) -> Object:
    return Object(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        on=_day(fields),
        text=fields.text("text", most=LONGEST_TEXT),
    )


def _answer(recorded: Recorded, fields: Fields) -> Answer:
    return Answer(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        objection=fields.hexadecimal("objection"),
        on=_day(fields),
        text=fields.text("text", most=LONGEST_TEXT),
    )


def _submit(recorded: Recorded, fields: Fields) -> Submit:
    return Submit(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        visit=_visit(fields),
        on=_day(fields),
        fields=_content(fields),
        files=recorded.entry.files,
        note=fields.text("note", most=LONGEST_TEXT),
    )


def _complete(recorded: Recorded, fields: Fields) -> Complete:
    return Complete(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        visit=_visit(fields),
        on=_day(fields),
        fields=_content(fields),
        files=recorded.entry.files,
        late_reason=fields.text("late_reason", most=LONGEST_TEXT),
        failed=fields.flag("failed", default=False),
    )


def _correct(recorded: Recorded, fields: Fields) -> Correct:
    return Correct(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        visit=_visit(fields),
        on=_day(fields),
        corrects=fields.hexadecimal("corrects"),
        reason=fields.text("reason", most=LONGEST_TEXT),
        fields=_content(fields),
        files=recorded.entry.files,
        late_reason=fields.text("late_reason", most=LONGEST_TEXT),
    )


def _reason(fields: Fields) -> str:
    return fields.text("reason", most=LONGEST_TEXT)


def _withdraw(recorded: Recorded, fields: Fields) -> Withdraw:
    return Withdraw(matter=recorded.entry.matter, on=_day(fields), reason=_reason(fields))


def _suspend(recorded: Recorded, fields: Fields) -> Suspend:
    return Suspend(matter=recorded.entry.matter, on=_day(fields), reason=_reason(fields))


def _resume(recorded: Recorded, fields: Fields) -> Resume:
    return Resume(matter=recorded.entry.matter, on=_day(fields), reason=_reason(fields))


def _return(recorded: Recorded, fields: Fields) -> Return:
    return Return(
        matter=recorded.entry.matter,
        step=recorded.entry.step,
        undone=fields.texts("undone", most=_MOST_STEPS),
        on=_day(fields),
        reason=_reason(fields),
    )


def _migrate(recorded: Recorded, fields: Fields) -> Migrate:
    if len(recorded.entry.files) != 1:
        raise IntegrityError("record-malformed", path="files", wanted="one page")
    return Migrate(
        matter=recorded.entry.matter,
        catalogue=recorded.entry.catalogue,
        on=_day(fields),
        reason=_reason(fields),
        page=recorded.entry.files[0],
    )


_READERS: dict[EntryKind, Callable[[Recorded, Fields], Command]] = {
    EntryKind.BEGIN: _begin,
    EntryKind.SIGN: _sign,
    EntryKind.POST: _post,
    EntryKind.OBJECT: _object,
    EntryKind.ANSWER: _answer,
    EntryKind.SUBMIT: _submit,
    EntryKind.COMPLETE: _complete,
    EntryKind.CORRECT: _correct,
    EntryKind.WITHDRAW: _withdraw,
    EntryKind.SUSPEND: _suspend,
    EntryKind.RESUME: _resume,
    EntryKind.RETURN: _return,
    EntryKind.MIGRATE: _migrate,
}
