"""Where a matter stands: which steps are done, skipped, open or still to come.

A step is open when every step in its `after` is settled and its `when` holds. A repeated step that follows a repeated
one is run once for each of its runs; an optional step never holds up what comes after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from clerk_app.model import Catalogue, Context, Matter, MatterType, Notice, Step

from .expressions import Value, holds


class StepState(StrEnum):
    """The state of a step."""

    DONE = "done"
    OPEN = "open"
    POSTED = "posted"
    SKIPPED = "skipped"
    COMING = "coming"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Flow:
    """A matter seen against its type; every question is answered from the matter alone and the parameters around it."""

    catalogue: Catalogue
    matter: Matter
    context: Context
    _known: dict[str, bool] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What was found out about steps that others wait for: each is asked once, however many paths lead to it."""
    _open_to: dict[str, bool] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The same for steps that wait: whether the way to them is open."""
    _are_open: dict[str, bool] = field(init=False, repr=False, compare=False, default_factory=dict)
    """And whether they can be done now."""
    _counts: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for run in self.matter.runs:
            self._counts[run.step] = self._counts.get(run.step, 0) + 1

    @property
    def type(self) -> MatterType:
        """The matter's type; a matter of a type that its catalogue lacks is our misuse (`KeyError`)."""
        return self.catalogue.types[self.matter.type]

    def state(self, step: Step) -> StepState:
        """The state of one step."""
        if self.is_open(step):
            return StepState.POSTED if self.notice(step, self.visit(step)) else StepState.OPEN
        if self.count(step.id):
            return StepState.FAILED if self.failed(step) else StepState.DONE
        return StepState.SKIPPED if self._skipped(step) else StepState.COMING

    def is_open(self, step: Step) -> bool:
        """True where the step can be done now."""
        if step.id not in self._are_open:
            self._are_open[step.id] = self._is_open(step)
        return self._are_open[step.id]

    def _is_open(self, step: Step) -> bool:
        if self.matter.withdrawn_on or self.matter.rests:
            return False
        if not self._reached(step) or not self._wanted(step):
            return False
        if self.failed(step):
            return False
        if not step.repeat:
            return self.count(step.id) == 0 and not self.closed
        if step.until and self.count(step.until):
            return False
        leaders = self._leaders(step)
        return all(self.count(step.id) < self.count(leader.id) for leader in leaders) and not self.closed

    def failed(self, step: Step) -> bool:
        """True where the step's newest run ended in the negative: nothing follows it."""
        run = self.matter.last_run(step.id)
        return run is not None and run.failed

    def visit(self, step: Step) -> int:
        """The number of the step's next run."""
        return self.count(step.id) + 1

    def count(self, step_id: str) -> int:
        """How often the step was run."""
        return self._counts.get(step_id, 0)

    def notice(self, step: Step, visit: int) -> Notice | None:
        """The notice that was put up for that run of the step, or None."""
        return next((n for n in self.matter.notices if n.step == step.id and n.visit == visit), None)

    @property
    def closed(self) -> bool:
        """True once the last step of the type is done."""
        return self.count(self.type.steps[-1].id) > 0

    def missing_before(self, step: Step) -> tuple[Step, ...]:
        """The steps that hold this one up, in the order of the type."""
        waiting = [before for before in self._before(step) if not self._settled(before)]
        return tuple(waiting)

    def value(self, name: str) -> Value:
        """The value of a name in a condition: a parameter, a sum or count over runs, or the newest run's field."""
        head, _, rest = name.partition(".")
        if head == "count" and rest:
            return self.count(rest)
        if head == "sum" and rest:
            step, _, field = rest.rpartition(".")
            return sum(int(run.fields.get(field, 0)) for run in self.matter.runs_of(step))
        if rest:
            return parameter(self.catalogue, self.context, name)
        for run in reversed(self.matter.runs):
            found = run.fields.get(name)
            if isinstance(found, bool | int | str) and found != "":
                return found
        return None

    def _before(self, step: Step) -> tuple[Step, ...]:
        return self.type.before(step)

    def _leaders(self, step: Step) -> list[Step]:
        return [before for before in self._before(step) if before.repeat] if step.repeat else []

    def leads(self, step_id: str, step: Step) -> bool:
        """True where a repeated step follows another one run by run, directly or over steps between them."""
        leaders = self._leaders(step)
        return any(leader.id == step_id or self.leads(step_id, leader) for leader in leaders)

    def _reached(self, step: Step) -> bool:
        if step.id not in self._open_to:
            self._open_to[step.id] = all(self._passable(before, step) for before in self._before(step))
        return self._open_to[step.id]

    def _passable(self, before: Step, step: Step) -> bool:
        """A repeated step may follow its leader run by run, before the leader as a whole is settled."""
        if step.repeat and before.repeat and self.count(before.id):
            return not self.failed(before)
        return self._settled(before)

    def _wanted(self, step: Step) -> bool:
        return step.when is None or holds(step.when, self.value)

    def _skipped(self, step: Step) -> bool:
        return self._reached(step) and not self._wanted(step)

    def _settled(self, step: Step) -> bool:
        """Nothing that follows has to wait for this step any longer."""
        if step.id not in self._known:
            self._known[step.id] = self._is_settled(step)
        return self._known[step.id]

    def _is_settled(self, step: Step) -> bool:
        if not all(self._settled(before) for before in self._before(step)):
            return False
        if self.failed(step):
            return False
        if not self._wanted(step):
            return True
        if step.optional:
            return True
        leaders = self._leaders(step)
        if leaders:
            return all(self.count(step.id) >= self.count(leader.id) for leader in leaders)
        return self.count(step.id) > 0


def parameter(catalogue: Catalogue, context: Context, key: str) -> int | None:
    """The value of a parameter in force: what was set, else what the catalogue ships; None is EMPTY."""
    if key in context.parameters:
        return context.parameters[key]
    known = catalogue.parameters.get(key)
    return known.value if known is not None else None
