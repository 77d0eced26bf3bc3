"""The keys of a township's officials: replaced by an entry, each counting up to numbered entries and not beyond."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from clerk_app import chain
from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    Context,
    Draft,
    EntryKind,
    KeyCause,
    KeyReplacement,
    LogId,
    OfficeKind,
    Person,
    Recorded,
    Review,
    Reviewed,
)

from .approvals import is_officials
from .correspondence import text_and_day
from .office import log_of
from .reviewing import review_of

_PERSON = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_MOST_LOGS = 1000


def admit_key_replacement(context: Context, said: KeyReplacement) -> Draft:
    """An official's key ends; `RefusedError` for one that nobody has, a shared one, and without a reason."""
    found = tuple(_refusals(context, said))
    if found:
        raise RefusedError(found)
    ends = [{"log": chain.log_record(log), "until": until} for log, until in sorted(said.ends.items())]
    payload: dict[str, Any] = {"person": said.person, "key": said.key, "fresh": said.fresh, "ends": ends}
    return Draft(EntryKind.REPLACE_KEY, {**payload, "cause": said.cause.value, "reason": said.reason, "on": said.on})


def _refusals(context: Context, said: KeyReplacement) -> Iterator[Refusal]:
    yield from text_and_day(said.reason, said.on, context)
    official = context.officials.get(said.person)
    if context.office is None or context.office.kind is not OfficeKind.TOWNSHIP:
        yield Refusal("revocation-not-ours")
    if official is None or said.key not in context.official_keys.get(said.person, ()):
        yield Refusal("key-not-officials", {"name": official.name if official is not None else ""})
    elif said.fresh and said.key != official.key:
        yield Refusal("key-not-officials", {"name": official.name})
    if said.fresh and any(said.fresh in keys for keys in context.official_keys.values()):
        yield Refusal("key-of-another-person")


def key_replacement_of(fields: Fields) -> KeyReplacement:
    """A replacement as a payload holds it, strictly."""
    ends = fields.records("ends", most=_MOST_LOGS)
    return KeyReplacement(
        person=fields.matching("person", _PERSON),
        key=fields.hexadecimal("key"),
        fresh=fields.hexadecimal("fresh", empty=True),
        ends={log_of(end.inside("log")): end.integer("until", 1) for end in ends},
        cause=KeyCause(fields.choice("cause", KeyCause)),
        reason=fields.text("reason", most=2000),
        on=fields.text("on", most=10),
    )


def named(context: Context, official: Person) -> Context:
    """The context after the township said who an official is, and with which key that one signs."""
    known = context.official_keys.get(official.id, ())
    keys = known if not official.key or official.key in known else (*known, official.key)
    return replace(
        context,
        officials={**context.officials, official.id: official},
        official_keys={**context.official_keys, official.id: keys},
    )


def replaced(context: Context, said: KeyReplacement) -> Context:
    """The context after an official's key has ended: what it signed beyond its end counts no longer."""
    official = context.officials.get(said.person)
    if official is not None and official.key == said.key:
        context = named(context, replace(official, key=said.fresh))
    return counting(replace(context, ended={**context.ended, said.key: said.ends}))


def counting(context: Context) -> Context:
    """The context in which only those of its decisions count that were signed before their key ended."""
    kept = {matter: tuple(_counted(context, each) for each in told) for matter, told in context.reviews.items()}
    moved = {matter: told for matter, told in kept.items() if told != context.reviews[matter]}
    return replace(context, reviews={**context.reviews, **moved}) if moved else context


def _counted(context: Context, reviewed: Reviewed) -> Reviewed:
    counts = not reviewed.key or counts_at(context.ended, reviewed.key, reviewed.log, reviewed.seq)
    return reviewed if counts else replace(reviewed, key="")


def counts_at(ended: Mapping[str, Mapping[LogId, int]], key: str, log: LogId, seq: int) -> bool:
    """True where a key had not ended before that entry."""
    return key not in ended or seq <= ended[key].get(log, 0)


def heard_review(context: Context, recorded: Recorded) -> Reviewed:
    """A decision with the official who made it, as the township's list has him, and the key that signed it.

    Who held which post that day the township knew when it wrote the entry; here only the name and the key matter.
    """
    review, entry = review_of(recorded), recorded.entry
    official = context.officials.get(review.person)
    name, key = official.name if official is not None else "", signing_key(context, review)
    return _counted(context, Reviewed(review, recorded.hash, name, key, entry.log, entry.seq))


def signing_key(context: Context, review: Review) -> str:
    """Which of the keys that an official ever had signed a decision; "" where none did, or nobody knows the official.

    Where there was only one, whoever uses the decision verifies it.
    """
    keys = context.official_keys.get(review.person, ())
    signed = keys if len(keys) == 1 else (key for key in keys if is_officials(context, review, key))
    return next(iter(signed), "")
