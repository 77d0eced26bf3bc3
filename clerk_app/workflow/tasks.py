"""When an open step is due: its deadline, or the first day on which its notice may come down."""

from __future__ import annotations

from dataclasses import dataclass

from clerk_app.model import Deadline, Publicity, Step

from .flow import Flow
from .situation import EmptyParameterError, Situation
from .timing import due_day, takedown_day


@dataclass(frozen=True, slots=True)
class Due:
    """Days of an open step, ``YYYY-MM-DD`` or "": the deadline, when the notice went up, when it may come down."""

    deadline: str = ""
    posted: str = ""
    takedown: str = ""


def due_of(flow: Flow, step: Step) -> Due:
    """The days that matter for one open step; a limit that nobody has set gives none."""
    at = Situation(
        catalogue=flow.catalogue,
        matter=flow.matter,
        context=flow.context,
        step=step,
        visit=flow.visit(step),
        on=flow.matter.begun_on,
        fields={},
        files=(),
        late_reason="",
        digest="",
    )
    notice = flow.notice(step, flow.visit(step))
    try:
        dues = [due for gate in step.gates if isinstance(gate, Deadline) and (due := due_day(gate, at))]
        deadline = min(dues).isoformat() if dues else ""
        if notice is None:
            return Due(deadline)
        down = max((takedown_day(g, at, notice.on) for g in step.gates if isinstance(g, Publicity)), default=None)
    except EmptyParameterError:
        return Due(posted=notice.on if notice else "")
    return Due(deadline, notice.on, down.isoformat() if down is not None else notice.on)
