"""What a township decided on a matter, as a face shows it."""

from __future__ import annotations

from clerk_app import workflow
from clerk_app.model import Reviewed
from clerk_app.workflow import Flow

from .step_views import DecisionRow


def decisions(flow: Flow, *, heard: int, of: tuple[Reviewed, ...] | None = None) -> tuple[DecisionRow, ...]:
    """The township's decisions on a matter, the oldest first; the first `heard` of them have reached the village."""
    told = flow.context.reviews.get(flow.matter.id, ()) if of is None else of
    return tuple(_decision(flow, reviewed, number < heard) for number, reviewed in enumerate(told))


def _decision(flow: Flow, reviewed: Reviewed, heard: bool) -> DecisionRow:
    review = reviewed.review
    step = flow.type.step(review.step)
    slot = next((slot for slot in step.signoffs if slot.id == review.slot), None) if step is not None else None
    counts = slot is not None and workflow.approval(flow, slot, reviewed) is not None
    return DecisionRow(
        entry=reviewed.entry,
        verdict=review.verdict.value,
        step=review.step,
        step_name=step.name if step is not None else review.step,
        slot=review.slot,
        label=slot.label if slot is not None else review.slot,
        visit=review.visit,
        name=reviewed.name,
        role=review.role,
        on=review.on,
        text=review.text,
        counts=counts,
        heard=heard,
    )
