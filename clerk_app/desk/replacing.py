"""An official's key is replaced: for a forgotten password, for another person in the post, for a suspected theft.

The old key counts up to numbered entries. Where it may have been stolen, nothing counts that it signed from the first
decision on that its owner does not know; which came first, the order tells in which this office wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from clerk_app import canon, workflow
from clerk_app.crypto import Cost, SigningKey, lock_key
from clerk_app.errors import UsageError
from clerk_app.model import EntryKind, KeyCause, KeyReplacement, LogId, Person, Recorded, Review

from .office import Office
from .record import known_now, person_of, today
from .trust_views import KeyReplaced, SignedRow

_REVIEWS = frozenset({EntryKind.REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacing:
    """Whose key ends and why. `cause` is ``forgotten``, ``left`` or ``stolen``.

    `passphrase` opens the new key; who leaves gets none, and where an earlier key turns out to have been stolen, the
    present one stays. `successor` ("" for nobody) has the posts from now on. `since` is the entry of the first decision
    that the owner of a stolen key does not know, "" for none.
    """

    person: str
    cause: str
    reason: str
    passphrase: str = ""
    successor: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision with the village's code and its place among all entries here."""

    code: str
    recorded: Recorded
    review: Review
    place: int


def replace_key(office: Office, asked: Replacing, cost: Cost | None = None) -> KeyReplaced:
    """Replace an official's key; `RefusedError` for what the rules miss.

    `UsageError`: "township-only", "person-not-found", "person-has-no-key", "cause-unknown", "passphrase-empty",
    "decision-not-theirs".
    """
    if office.is_village:
        raise UsageError("township-only")
    official, cause = person_of(office, asked.person), _cause(asked.cause)
    since = _since(office, asked, official) if asked.since else None
    old = official.key if since is None else _signed_by(office, since)
    if not old:
        raise UsageError("person-has-no-key")
    fresh = _fresh(asked, cause) if old == official.key else None
    signed = [each for each in _decisions(office, official.id) if _signed_by(office, each) == old]
    kept = [each for each in signed if since is None or each.place < since.place]
    said = KeyReplacement(
        person=official.id,
        key=old,
        fresh=fresh.public.hex() if fresh is not None else "",
        ends=_ends(kept),
        cause=cause,
        reason=asked.reason.strip(),
        on=today(office),
    )
    _write(office, asked, said, fresh, cost or Cost.default())
    void = tuple(_row(office, each) for each in signed if each not in kept)
    return KeyReplaced(official.id, official.name, cause.value, len(kept), void)


def _cause(cause: str) -> KeyCause:
    try:
        return KeyCause(cause)
    except ValueError as error:
        raise UsageError("cause-unknown", cause=cause) from error


def _fresh(asked: Replacing, cause: KeyCause) -> SigningKey | None:
    """The new key; who leaves the post gets none."""
    if cause is KeyCause.LEFT:
        return None
    if not asked.passphrase:
        raise UsageError("passphrase-empty")
    return SigningKey.generate()


def _decisions(office: Office, person: str) -> Iterator[_Decided]:
    """Every decision that was ever written in an official's name, village by village."""
    for code in sorted(office.realm.context.contacts):
        for log in office.logs_for(code):
            for recorded in office.store.journal.of_kinds(log, _REVIEWS):
                review = workflow.review_of(recorded)
                if review.person == person:
                    yield _Decided(code, recorded, review, office.store.journal.place(recorded.hash))


def _since(office: Office, asked: Replacing, official: Person) -> _Decided:
    found = next((each for each in _decisions(office, official.id) if each.recorded.hash == asked.since), None)
    if found is None:
        raise UsageError("decision-not-theirs", name=official.name)
    return found


def _signed_by(office: Office, decided: _Decided) -> str:
    ours = office.realm.context
    context = replace(office.realm_of(decided.code).context, official_keys=ours.official_keys)
    return workflow.signing_key(context, decided.review)


def _ends(kept: list[_Decided]) -> dict[LogId, int]:
    ends: dict[LogId, int] = {}
    for each in kept:
        log = each.recorded.entry.log
        ends[log] = max(each.recorded.entry.seq, ends.get(log, 0))
    return ends


def _write(office: Office, asked: Replacing, said: KeyReplacement, fresh: SigningKey | None, cost: Cost) -> None:
    """The entry, the key that is kept here, and who holds the posts: all of it or nothing."""
    try:
        with office.store.transaction():
            present = person_of(office, said.person).key == said.key
            office.write(workflow.admit_key_replacement(known_now(office), said))
            if fresh is not None:
                wrapped = lock_key(fresh.seed, asked.passphrase, cost)
                office.store.keyring.put(said.person, value=canon.encode(wrapped))
            elif present:
                office.store.keyring.drop(said.person)
            if said.cause is KeyCause.LEFT:
                _pass_on(office, said.person, asked.successor)
    except BaseException:
        office.refold()
        raise


def _pass_on(office: Office, predecessor: str, successor: str) -> None:
    """A successor has the same posts beside the own ones, and only then who leaves is no longer active."""
    left, changed = person_of(office, predecessor), []
    if successor:
        heir = person_of(office, successor)
        if not heir.key:
            raise UsageError("person-has-no-key")
        changed.append(replace(heir, roles=tuple(dict.fromkeys((*heir.roles, *left.roles)))))
    for person in (*changed, replace(left, active=False)):
        context = office.realm.context
        office.write(workflow.admit_person(office.catalogues[context.catalogue], context, person))
    if successor and office.actor == predecessor:
        office.actor = successor


def decided_by(office: Office, person_id: str) -> list[SignedRow]:
    """Every decision in an official's name, the newest first: the owner looks for one that is not the own."""
    if office.is_village:
        raise UsageError("township-only")
    found = _decisions(office, person_of(office, person_id).id)
    return [_row(office, each) for each in sorted(found, key=lambda each: -each.place)]


def _row(office: Office, decided: _Decided) -> SignedRow:
    review, entry, realm = decided.review, decided.recorded.entry, office.realm_of(decided.code)
    matter = realm.matter(review.matter)
    step = None
    if matter is not None:
        step = office.catalogues[matter.catalogue].types[matter.type].step(review.step)
    key = _signed_by(office, decided)
    return SignedRow(
        entry=decided.recorded.hash,
        code=decided.code,
        village=office.realm.context.contacts[decided.code].name,
        matter=review.matter,
        title=matter.title if matter is not None else review.matter,
        step=step.name if step is not None else review.step,
        on=review.on,
        verdict=review.verdict.value,
        counts=bool(key) and workflow.counts_at(office.realm.context.ended, key, entry.log, entry.seq),
        done=matter is not None and any((run.step, run.visit) == (review.step, review.visit) for run in matter.runs),
        present=key == person_of(office, review.person).key,
    )
