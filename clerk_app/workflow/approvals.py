"""Which sign-offs a township gives, and which of its decisions count for the content at hand.

A sign-off that only roles of a township may give is the township's. A step all of whose sign-offs are is a referral: it
waits for the township as soon as it is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clerk_app import canon
from clerk_app.crypto import verify
from clerk_app.model import (
    Catalogue,
    Context,
    OfficeKind,
    Review,
    Reviewed,
    ReviewVerdict,
    Signature,
    SignOff,
    Step,
    Submission,
)

from .flow import Flow, parameter

PROGRAM_ONLY = "township.reviews"
"""The parameter by which a township that reviews in the program takes no scanned paper for its own steps any more."""

REVIEW = "review"
"""How a signature was given that came as the township's decision."""

_DOMAIN = b"clerk-review-v1\n"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A sign-off that the township still has to give: for which run of the step, and what was handed in for it."""

    step: Step
    visit: int
    slot: SignOff
    submission: Submission | None


def review_statement(office: str, review: Review) -> bytes:
    """The bytes that an official signs with the own key; `office` is the village's code."""
    return _DOMAIN + canon.encode({"office": office, **review_record(review)})


def review_record(review: Review) -> dict[str, object]:
    """What an official signs of a decision; the content itself is named by its digest."""
    return {
        "matter": review.matter,
        "step": review.step,
        "visit": review.visit,
        "slot": review.slot,
        "verdict": review.verdict.value,
        "text": review.text,
        "on": review.on,
        "person": review.person,
        "role": review.role,
        "digest": review.digest,
        "seen": list(review.seen),
    }


def reviewed_slots(catalogue: Catalogue, step: Step) -> tuple[SignOff, ...]:
    """The sign-offs of a step that only officials of a township may give."""
    return tuple(slot for slot in step.signoffs if all(_serves_township(catalogue, role) for role in slot.roles))


def _serves_township(catalogue: Catalogue, role_id: str) -> bool:
    role = catalogue.roles.get(role_id)
    return role is not None and role.office is OfficeKind.TOWNSHIP


def is_referral(catalogue: Catalogue, step: Step) -> bool:
    """True where the township alone signs the step."""
    return bool(step.signoffs) and reviewed_slots(catalogue, step) == step.signoffs


def is_for_program(catalogue: Catalogue, context: Context, step: Step, slot: SignOff) -> bool:
    """True where the township's sign-off is given in the program and by no scanned paper, as the parameter says.

    Where villagers sign the same sheet, the official signs beside them, on paper or in the program.
    """
    asked = parameter(catalogue, context, PROGRAM_ONLY) or 0
    return asked > 0 and slot in reviewed_slots(catalogue, step) and is_referral(catalogue, step)


def newest_review(context: Context, matter: str, step: str, visit: int, slot: str) -> Reviewed | None:
    """What an official said last of a sign-off, or None; what nobody known signed was not said."""
    wanted = (step, visit, slot)
    reviews = (each for each in reversed(context.reviews.get(matter, ())) if each.key)
    return next((r for r in reviews if (r.review.step, r.review.visit, r.review.slot) == wanted), None)


def submission_of(flow: Flow, step_id: str) -> Submission | None:
    """What was handed in last for a step and not completed since, or None."""
    return next((s for s in reversed(flow.matter.submissions) if s.step == step_id and not s.handled), None)


def seen_by(flow: Flow, step: Step) -> tuple[str, ...]:
    """The entries that a decision on the step rests on: the begin, the runs before it, and what was handed in."""
    before = _before(flow, step)
    submission = submission_of(flow, step.id)
    runs = [run.entry for run in flow.matter.runs if run.step in before]
    return (flow.matter.entry, *runs, *([submission.entry] if submission is not None else []))


def _before(flow: Flow, step: Step) -> set[str]:
    """Every step that this one waits for, directly or over others."""
    found: set[str] = set()
    waiting = list(step.after)
    while waiting:
        each = waiting.pop()
        known = flow.type.step(each)
        if each not in found and known is not None:
            found.add(each)
            waiting += known.after
    return found


def stands(flow: Flow, review: Review) -> bool:
    """True while everything that the official had before him still counts: nothing was corrected or undone since."""
    matter = flow.matter
    counting = {matter.entry, *(run.entry for run in matter.runs), *(each.entry for each in matter.submissions)}
    return set(review.seen) <= counting


def approval(flow: Flow, slot: SignOff, reviewed: Reviewed) -> Signature | None:
    """A decision as a signature over its content; None where it is no approval, or does not count."""
    review = reviewed.review
    if review.verdict is not ReviewVerdict.APPROVE or review.role not in slot.roles or not stands(flow, review):
        return None
    return _signature(reviewed) if is_officials(flow.context, review, reviewed.key) else None


def is_officials(context: Context, review: Review, key: str) -> bool:
    """True for a decision signed with that public key (hex), over a matter of the office that `context` tells of."""
    if context.office is None or not key or len(review.signature) != 128:
        return False
    statement = review_statement(context.office.code, review)
    return verify(bytes.fromhex(key), statement, bytes.fromhex(review.signature))


def _signature(reviewed: Reviewed) -> Signature:
    review, person = reviewed.review, f"{REVIEW}/{reviewed.review.person}"
    return Signature(
        review.step,
        review.visit,
        review.slot,
        person,
        review.role,
        review.digest,
        review.on,
        REVIEW,
        reviewed.entry,
    )


def approvals(flow: Flow, step: Step, visit: int) -> Iterator[Signature]:
    """The approvals of a run of a step that count, each as a signature over the content that was approved."""
    for slot in reviewed_slots(flow.catalogue, step):
        reviewed = newest_review(flow.context, flow.matter.id, step.id, visit, slot.id)
        found = approval(flow, slot, reviewed) if reviewed is not None else None
        if found is not None:
            yield found


def awaited(flow: Flow) -> Iterator[Awaited]:
    """What the township still has to decide in a matter; what it sent back or asked about waits for the village."""
    if flow.matter.withdrawn_on or flow.matter.rests:
        return
    for step, slots in flow.catalogue.township_steps(flow.matter.type):
        submission = submission_of(flow, step.id)
        if not (_may_be_decided(flow, step) if submission is not None else _waits(flow, step, slots)):
            continue
        visit = submission.visit if submission is not None else flow.visit(step)
        for slot in slots:
            if not _is_decided(flow, step, visit, slot):
                yield Awaited(step, visit, slot, submission)


def _may_be_decided(flow: Flow, step: Step) -> bool:
    """What was handed in can still be used: the step is open, or was done and is to be corrected."""
    return flow.is_open(step) or flow.count(step.id) > 0


def _waits(flow: Flow, step: Step, slots: tuple[SignOff, ...]) -> bool:
    """A referral needs no handing in, unless it may be left out or was done before."""
    return slots == step.signoffs and not step.optional and not flow.count(step.id) and flow.is_open(step)


def _is_decided(flow: Flow, step: Step, visit: int, slot: SignOff) -> bool:
    reviewed = newest_review(flow.context, flow.matter.id, step.id, visit, slot.id)
    if reviewed is None or set(reviewed.review.seen) != set(seen_by(flow, step)):
        return False
    return reviewed.review.verdict is not ReviewVerdict.APPROVE or approval(flow, slot, reviewed) is not None
