"""Where a matter stands: which steps are done, skipped, open or still to come.

A step is open when every step in its `after` is settled and its `when` holds. A repeated step that follows a repeated
one is run once for each of its runs; an optional step never holds up what comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clerk_app.model import Catalogue, Context, Matter, MatterType, Notice, Run, Step

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
class _Found:
    """What was found out about one course of runs: each question is asked once, however many paths lead to it."""

    catalogue: Catalogue
    type: str
    runs: tuple[Run, ...]
    parameters: Mapping[str, int]
    counts: dict[str, int] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    settled: dict[str, bool] = field(default_factory=dict)
    reached: dict[str, bool] = field(default_factory=dict)
    wanting: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for run in self.runs:
            self.counts[run.step] = self.counts.get(run.step, 0) + 1

    def is_about(self, catalogue: Catalogue, matter: Matter, context: Context) -> bool:
        """Whether it holds for a matter: nothing else than these decides which steps are done, skipped or open."""
        return (
            self.runs is matter.runs
            and self.parameters is context.parameters
            and self.catalogue is catalogue
            and self.type == matter.type
        )


_latest: list[_Found] = []


def _found(catalogue: Catalogue, matter: Matter, context: Context) -> _Found:
    """The course looked at last is mostly looked at again: signatures, the most frequent entries, move no step."""
    for found in _latest:
        if found.is_about(catalogue, matter, context):
            return found
    fresh = _Found(catalogue, matter.type, matter.runs, context.parameters)
    _latest[:] = [fresh]
    return fresh


@dataclass(frozen=True, slots=True)
class Flow:
    """A matter seen against its type; every question is answered from the matter alone and the parameters around it."""

    catalogue: Catalogue
    matter: Matter
    context: Context
    _found: _Found = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_found", _found(self.catalogue, self.matter, self.context))

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
        wanting = self._found.wanting
        if step.id not in wanting:
            wanting[step.id] = self._wants(step)
        return wanting[step.id] and not (self.matter.withdrawn_on or self.matter.rests or self.closed)

    def _wants(self, step: Step) -> bool:
        """True where the runs so far ask for the step, unless the matter as a whole stands still."""
        if self.count(step.id) and (not step.repeat or self.failed(step)):
            return False
        if not self._reached(step) or not self._wanted(step):
            return False
        if not step.repeat:
            return True
        if step.until and self.count(step.until):
            return False
        leaders = self._leaders(step)
        return all(self.count(step.id) < self.count(leader.id) for leader in leaders)

    def failed(self, step: Step) -> bool:
        """True where the step's newest run ended in the negative: nothing follows it."""
        run = self.matter.last_run(step.id) if self.count(step.id) else None
        return run is not None and run.failed

    def visit(self, step: Step) -> int:
        """The number of the step's next run."""
        return self.count(step.id) + 1

    def count(self, step_id: str) -> int:
        """How often the step was run."""
        return self._found.counts.get(step_id, 0)

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
        values = self._found.values
        if name not in values:
            values[name] = self._value(name)
        return values[name]

    def _value(self, name: str) -> Value:
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
        waiting, seen = self._leaders(step), {step.id}
        while waiting:
            leader = waiting.pop()
            if leader.id == step_id:
                return True
            if leader.id not in seen:
                seen.add(leader.id)
                waiting += self._leaders(leader)
        return False

    def _reached(self, step: Step) -> bool:
        reached = self._found.reached
        if step.id not in reached:
            reached[step.id] = all(self._passable(before, step) for before in self._before(step))
        return reached[step.id]

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
        settled = self._found.settled
        if step.id not in settled:
            settled[step.id] = self._is_settled(step)
        return settled[step.id]

    def _is_settled(self, step: Step) -> bool:
        if step.when is None and not step.optional and not step.repeat and not self.count(step.id):
            return False  # Most steps are still to come, and nothing before them needs to be asked for that.
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
