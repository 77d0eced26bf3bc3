"""Letters, supervision orders and their answers; devices that speak no longer; accusations that nobody here reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import Context, Discipline, Draft, EntryKind, FileRef, Letter, LetterForm, OfficeKind

from .forms import is_day
from .texts import LONGEST_LETTER, LONGEST_NAME, judge_letter, judge_name

_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_HASH = re.compile(r"[0-9a-f]{64}")
_DEVICE = re.compile(r"[0-9a-f]{64}")
_MOST_BUNDLES = 1_000_000


def admit_letter(context: Context, letter: Letter) -> Draft:
    """Write to another office; `RefusedError` for an empty letter, or an order that is none."""
    _raise(_letter_refusals(context, letter))
    return Draft(EntryKind.LETTER, _letter_record(letter))


def _letter_refusals(context: Context, letter: Letter) -> Iterator[Refusal]:
    yield from text_and_day(letter.text, letter.on, context)
    if letter.about and not _HASH.fullmatch(letter.about):
        yield Refusal("letter-about-nothing")
    if letter.form is LetterForm.ORDER:
        if not _is_township(context):
            yield Refusal("order-not-ours")
        if not is_day(letter.due) or letter.due < letter.on:
            yield Refusal("order-without-day", {"text": letter.due[:20]})


def _letter_record(letter: Letter) -> dict[str, str]:
    return {
        "form": letter.form.value,
        "text": letter.text,
        "on": letter.on,
        "due": letter.due,
        "matter": letter.matter,
        **({"about": letter.about} if letter.about else {}),
    }


def letter_of(fields: Fields) -> Letter:
    """A letter as a payload holds it, strictly."""
    return Letter(
        LetterForm(fields.choice("form", LetterForm)),
        fields.text("text", most=LONGEST_LETTER),
        fields.text("on", most=10),
        fields.text("due", most=10),
        fields.text("matter", most=80),
        fields.hexadecimal("about") if "about" in fields.record else "",
    )


def admit_reply(context: Context, letter: str, text: str, on: str) -> Draft:
    """Answer the letter with that entry hash; `RefusedError` for an empty answer."""
    _raise(text_and_day(text, on, context))
    return Draft(EntryKind.REPLY, {"letter": letter, "text": text, "on": on})


def reply_of(fields: Fields) -> tuple[str, str, str]:
    """The letter's hash, the text and the day of an answer, strictly."""
    return (
        fields.hexadecimal("letter"),
        fields.text("text", most=LONGEST_LETTER),
        fields.text("on", most=10),
    )


def admit_revocation(context: Context, device: str, until: int, reason: str, on: str) -> Draft:
    """A device's bundles count up to number `until`: it was stolen, sold or given up (by number, for clocks lie)."""
    _raise(text_and_day(reason, on, context))
    return Draft(EntryKind.REVOKE, {"device": device, "until": until, "reason": reason, "on": on})


def revocation_of(fields: Fields) -> tuple[str, int]:
    """The device's public key and the last bundle that counts, strictly."""
    return fields.matching("device", _DEVICE), fields.integer("until", 0, _MOST_BUNDLES)


def admit_discipline(context: Context, discipline: Discipline) -> Draft:
    """Say for whom accusations are sealed (《信访工作条例》第三十条、第四十六条); only a township says it."""
    _raise(_discipline_refusals(context, discipline))
    return Draft(EntryKind.DISCIPLINE, {"name": discipline.name, "sealing": discipline.sealing})


def _discipline_refusals(context: Context, discipline: Discipline) -> Iterator[Refusal]:
    if not _is_township(context):
        yield Refusal("discipline-not-ours")
    yield from judge_name(discipline.name)
    if not _RECIPIENT.fullmatch(discipline.sealing):
        yield Refusal("recipient-malformed")


def discipline_of(fields: Fields) -> Discipline:
    """The discipline office as a payload holds it, strictly."""
    return Discipline(fields.text("name", most=LONGEST_NAME), fields.matching("sealing", _RECIPIENT))


def admit_slip(context: Context, slip: FileRef, on: str) -> Draft:
    """Note that a sealed accusation lies here: the day and the sealed file, neither text nor sender."""
    if context.discipline is None:
        raise RefusedError((Refusal("discipline-not-set"),))
    return Draft(EntryKind.SLIP, {"on": on}, files=(slip,))


def text_and_day(text: str, on: str, context: Context) -> Iterator[Refusal]:
    """What is wrong with what was written, and with the day on which."""
    yield from judge_letter(text)
    if not is_day(on) or (context.today and on > context.today):
        yield Refusal("day-malformed", {"text": on[:20]})


def _is_township(context: Context) -> bool:
    return context.office is not None and context.office.kind is OfficeKind.TOWNSHIP


def _raise(refusals: Iterator[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise RefusedError(found)
