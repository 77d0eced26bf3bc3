"""When an open step is due: its deadline, or the first day on which its notice may come down."""

from __future__ import annotations

from dataclasses import dataclass

from clerk_app import days
from clerk_app.model import Deadline, Publicity, Step

from .flow import Flow
from .judges import applies
from .situation import EmptyParameterError, Situation
from .timing import due_day, takedown_day


@dataclass(frozen=True, slots=True)
class Due:
    """Days of an open step, ``YYYY-MM-DD`` or "": the deadline, when the notice went up, when it may come down.

    `remind` is the first day on which the deadline is to be called to mind, "" for at once.
    """

    deadline: str = ""
    posted: str = ""
    takedown: str = ""
    remind: str = ""


def due_of(flow: Flow, step: Step) -> Due:
    """The days that matter for one open step; a limit that nobody has set gives none."""
    notice = flow.notice(step, flow.visit(step))
    if notice is None and not any(isinstance(gate, Deadline) for gate in step.gates):
        return Due()
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
    try:
        deadline, remind = _first_due(at)
        if notice is None:
            return Due(deadline, remind=remind)
        down = max((takedown_day(g, at, notice.on) for g in step.gates if isinstance(g, Publicity)), default=None)
    except EmptyParameterError:
        return Due(posted=notice.on if notice else "")
    return Due(deadline, notice.on, down.isoformat() if down is not None else notice.on)


def _first_due(at: Situation) -> tuple[str, str]:
    """The earliest deadline of the step, and the day from which it is called to mind."""
    gates = [gate for gate in at.step.gates if isinstance(gate, Deadline) and applies(gate, at.matter)]
    dues = [(due, max(gate.remind, default=0)) for gate in gates if (due := due_day(gate, at)) is not None]
    if not dues:
        return "", ""
    due, ahead = min(dues)
    return due.isoformat(), days.add_days(due, -ahead).isoformat() if ahead else ""
