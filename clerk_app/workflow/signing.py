"""Signatures of people: what is signed, who may, and the gates over who did."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from clerk_app import canon
from clerk_app.crypto import verify
from clerk_app.errors import Refusal
from clerk_app.model import DistinctPersons, FileRef, Person, Record, Recusal, Sign, SignedOn, SignOrder

from .situation import Situation

_DOMAIN = b"clerk-signoff-v1\n"


def content_digest(fields: Record, files: tuple[FileRef, ...]) -> str:
    """SHA-256 (hex) that names a step's content: its fields and its files in canonical order."""
    listed = [{"kind": file.kind, "sha256": file.sha256} for file in sorted(files, key=lambda f: (f.kind, f.sha256))]
    return hashlib.sha256(canon.encode({"fields": fields, "files": listed})).hexdigest()


def statement(office: str, sign: Sign) -> bytes:
    """The bytes that a person signs with the own key: who confirms what, as whom, for which office, on which day."""
    return _DOMAIN + canon.encode(
        {
            "office": office,
            "matter": sign.matter,
            "step": sign.step,
            "visit": sign.visit,
            "slot": sign.slot,
            "person": sign.person,
            "role": sign.role,
            "digest": sign.digest,
            "on": sign.on,
        }
    )


def is_authentic(office: str, sign: Sign, person: Person) -> bool:
    """True for a signature by the person's own key, or for a scanned page that is named."""
    if sign.page is not None:
        return not sign.signature
    if not person.key or len(sign.signature) != 128:
        return False
    return verify(bytes.fromhex(person.key), statement(office, sign), bytes.fromhex(sign.signature))


def judge_distinct_persons(gate: DistinctPersons, at: Situation) -> Iterator[Refusal]:
    """One natural person signs once: here, and over the steps that the gate names."""
    labels = {slot.id: slot.label for slot in at.step.signoffs}
    seen: dict[str, str] = {}
    for step_id in gate.steps:
        run = at.earlier(step_id)
        visit = run.visit if run is not None else 0
        seen.update({s.person: s.slot for s in at.signatures_of(step_id, visit)})
    for signature in at.signatures:
        if signature.person in seen:
            first = seen[signature.person]
            yield at.refuse(
                gate, "same-person-twice", first=labels.get(first, first), second=labels.get(signature.slot, "")
            )
        seen[signature.person] = signature.slot


def judge_sign_order(gate: SignOrder, at: Situation) -> Iterator[Refusal]:
    """Nobody signs before those who stand above on the sheet."""
    order = [slot.id for slot in at.step.signoffs]
    signed: set[str] = set()
    for signature in at.signatures:
        earlier = order[: order.index(signature.slot)] if signature.slot in order else []
        for missing in (slot for slot in at.step.signoffs if slot.id in earlier and slot.id not in signed):
            yield at.refuse(gate, "signed-out-of-order", before=missing.label)
        signed.add(signature.slot)


def judge_signed_on(gate: SignedOn, at: Situation) -> Iterator[Refusal]:
    """All signed on the day itself."""
    day = at.text(gate.day)
    labels = {slot.id: slot.label for slot in at.step.signoffs}
    for signature in at.signatures:
        if day and signature.on != day:
            yield at.refuse(gate, "signed-on-other-day", label=labels.get(signature.slot, ""), on=signature.on, day=day)


def judge_recusal(gate: Recusal, at: Situation) -> Iterator[Refusal]:
    """Who has an interest, or is a near relative of one who has, does not sign."""
    named = {str(row.get(gate.person, "")) for row in at.rows(gate.table)} - {""}
    kin = {relative for person_id in named if (person := at.person(person_id)) for relative in person.kin}
    labels = {slot.id: slot.label for slot in at.step.signoffs}
    for signature in at.signatures:
        person = at.person(signature.person)
        if signature.person in named | kin or (person is not None and named & set(person.kin)):
            yield at.refuse(gate, "must-withdraw", label=labels.get(signature.slot, ""))
