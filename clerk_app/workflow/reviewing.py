"""Handing a step to the township, and deciding on it there: what may be written, and what an entry of it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    Deadline,
    Draft,
    EntryKind,
    FileRef,
    Gate,
    NoOpenObjection,
    Person,
    Publicity,
    Record,
    Recorded,
    Review,
    ReviewVerdict,
    SignOff,
    Step,
    Submit,
)

from .approvals import is_officials, review_record, reviewed_slots, seen_by, submission_of
from .course import calendar
from .flow import Flow
from .forms import judge_fields, judge_given
from .judges import SIGNING_GATES, applies, judge, judge_papers
from .signing import content_digest
from .situation import Situation
from .texts import LONGEST_REASON, judge_length, judge_reason

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_MOST_VISITS = 10_000
_VILLAGES: tuple[type[Gate], ...] = (Deadline, Publicity, NoOpenObjection, *SIGNING_GATES)
"""What the village answers for when it completes the step; the content says nothing of it."""


def submitting(flow: Flow, step: Step, command: Submit) -> Iterator[Refusal]:
    """What speaks against handing a step to the township: the form may have gaps, which the township fills."""
    yield from calendar(command.on, flow.context, step.id)
    if not reviewed_slots(flow.catalogue, step):
        yield Refusal("step-not-reviewed", {"step": step.name}, step.basis, step.id)
    yield from judge_length(command.note, LONGEST_REASON, step.id)
    yield from judge_given(situation(flow, step, command.visit, command.on, command.fields, command.files))


def situation(flow: Flow, step: Step, visit: int, on: str, fields: Record, files: tuple[FileRef, ...]) -> Situation:
    """A content before it is completed."""
    return Situation(
        catalogue=flow.catalogue,
        matter=flow.matter,
        context=flow.context,
        step=step,
        visit=visit,
        on=on,
        fields=fields,
        files=files,
        late_reason="",
        digest=content_digest(fields, files),
    )


def admit_review(flow: Flow, official: Person | None, review: Review) -> Draft:
    """Decide on a step of a village's matter; `RefusedError` with everything that speaks against it.

    `flow` is the matter as the township knows it, `official` the person of that id on the township's list.
    """
    refusals = tuple(_refusals(flow, official, review))
    if refusals:
        raise RefusedError(refusals)
    content = {**review_record(review), "fields": review.fields, "signature": review.signature}
    return Draft(EntryKind.REVIEW, content, files=review.files)


def _refusals(flow: Flow, official: Person | None, review: Review) -> Iterator[Refusal]:
    step = flow.type.step(review.step)
    slots = reviewed_slots(flow.catalogue, step) if step is not None else ()
    slot = next((slot for slot in slots if slot.id == review.slot), None)
    if step is None or slot is None:
        yield Refusal("step-not-reviewed", {"step": step.name if step is not None else review.step}, "", review.step)
        return
    yield from _by_whom(flow, official, slot, review)
    yield from calendar(review.on, flow.context, step.id)
    if review.visit != visit_to_decide(flow, step) or set(review.seen) != set(seen_by(flow, step)):
        yield Refusal("review-of-something-else", {"step": step.name}, "", step.id)
    if review.verdict is ReviewVerdict.APPROVE:
        yield from judge_length(review.text, LONGEST_REASON, step.id)
    else:
        yield from judge_reason(review.text, LONGEST_REASON, step.id)
    if review.digest != content_digest(review.fields, review.files):
        yield Refusal("review-of-something-else", {"step": step.name}, "", step.id)
    if review.verdict is ReviewVerdict.APPROVE:
        yield from unfinished(flow, step, review.visit, review.on, review.fields, review.files)


def visit_to_decide(flow: Flow, step: Step) -> int:
    """The run that a decision is about: what was handed in, else the next run."""
    handed = submission_of(flow, step.id)
    return handed.visit if handed is not None else flow.visit(step)


def _by_whom(flow: Flow, official: Person | None, slot: SignOff, review: Review) -> Iterator[Refusal]:
    if official is None or not official.active or review.role not in set(official.roles) & set(slot.roles):
        yield Refusal("role-may-not-sign", {"label": slot.label}, slot.basis, review.step)
        return
    if not is_officials(flow.context, review, official.key):
        yield Refusal("signature-not-authentic", {"label": slot.label}, slot.basis, review.step)


def unfinished(
    flow: Flow, step: Step, visit: int, on: str, fields: Record, files: tuple[FileRef, ...]
) -> Iterator[Refusal]:
    """What an approval of this content waits for: the form filled, the papers there, every condition over them met."""
    at = situation(flow, step, visit, on, fields, files)
    missing = tuple(judge_fields(at))
    yield from missing
    yield from judge_papers(at)
    if not missing:
        for gate in step.gates:
            if not isinstance(gate, _VILLAGES) and applies(gate, flow.matter):
                yield from judge(gate, at)


def review_of(recorded: Recorded) -> Review:
    """A decision as an entry holds it, strictly."""
    payload = Fields.of(recorded.content)
    return Review(
        matter=payload.text("matter", most=80),
        step=payload.text("step", most=80),
        visit=payload.integer("visit", 1, _MOST_VISITS),
        slot=payload.text("slot", most=80),
        verdict=ReviewVerdict(payload.choice("verdict", ReviewVerdict)),
        text=payload.text("text", most=LONGEST_REASON),
        on=payload.text("on", most=10),
        person=payload.matching("person", _NAME),
        role=payload.text("role", most=80),
        digest=payload.hexadecimal("digest"),
        seen=payload.texts("seen", longest=64),
        fields=dict(payload.inside("fields").record),
        files=recorded.entry.files,
        signature=payload.matching("signature", _SIGNATURE),
    )
