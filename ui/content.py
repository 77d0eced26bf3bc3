"""What stands on the page of a matter and what it asks for, apart from how it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clerk_app.desk import MatterView, Remembered, StepView
from clerk_app.model import FileRef, Person

from .widgets.files import Pictures


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on the page: ready to be looked at, kept, signed or completed."""

    fields: dict[str, Any]
    files: tuple[FileRef, ...]
    on: str
    late_reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for; each answer comes later through the function given with it.

    A step is asked for, and looked at, with whether it is being corrected.
    """

    matter: Callable[[str, Callable[[MatterView], object]], object]
    step: Callable[[str, str, bool, Callable[[StepView], object]], object]
    look: Callable[[str, str, Content, bool, Callable[[StepView], object]], object]
    remembered: Callable[[str, str, Callable[[Remembered], object]], object]
    begun: Callable[[str, Callable[[frozenset[str]], object]], object]
    people: Callable[[], tuple[Person, ...]]
    pictures: Pictures


def content_of(view: StepView) -> Content:
    """The content that a view shows."""
    return Content(dict(view.fields), view.files, view.on, view.late_reason)


def same_form(before: StepView | None, view: StepView) -> bool:
    """True where the form that is shown is the view's own: the same run of the same step, in the same state."""
    if before is None:
        return False
    one, other = ((each.matter, each.id, each.visit, each.state, each.form, each.corrects) for each in (before, view))
    return one == other


def next_step(view: MatterView) -> str:
    """The step to begin with: one that came back, one that everything waits for, any that can be done, the last."""
    doable = [step for step in view.flow if step.workable or step.state == "refused"]
    ranked = sorted(doable, key=lambda step: (step.state != "refused", step.optional, step.repeat))
    return ranked[0].id if ranked else view.flow[-1].id
