"""What a step can know: the steps before it, and the fields that they and it collect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clerk_app.model import Catalogue, Field, MatterType, Step


@dataclass(frozen=True, slots=True)
class Scope:
    """A matter type as its names see it. `before` holds for each step all steps that lead to it."""

    catalogue: Catalogue
    steps: Mapping[str, Step]
    before: Mapping[str, frozenset[str]]
    unreachable: frozenset[str]
    circle: frozenset[str]
    """Those of the unreachable steps that wait for themselves; the others wait for one of these."""
    last: str

    @classmethod
    def of(cls, catalogue: Catalogue, matter_type: MatterType) -> Scope:
        """The scope of a type; unknown names in `after` are left to the lint."""
        steps = {step.id: step for step in matter_type.steps}
        before: dict[str, frozenset[str]] = {}
        waiting = dict(steps)
        while ready := [s for s in waiting.values() if not any(b in waiting for b in s.after)]:
            for step in ready:
                known = [b for b in step.after if b in steps]
                before[step.id] = frozenset(known).union(*(before[b] for b in known))
                del waiting[step.id]
        before.update(dict.fromkeys(waiting, frozenset()))
        last = matter_type.steps[-1].id if matter_type.steps else ""
        return cls(catalogue, steps, before, frozenset(waiting), _circle(waiting), last)

    def may_precede(self, step: Step, other: str) -> bool:
        """True where `other` leads to the step, or runs beside it again and again."""
        if other in self.before[step.id]:
            return True
        beside = self.steps.get(other)
        return beside is not None and beside.repeat and step.id not in self.before[other]

    def fields(self, step: Step, name: str, *, own: bool = True) -> Iterator[Field]:
        """The fields of that name in the step itself, else in the steps that may precede it.

        Without `own`, for what is asked before the step begins, only in the steps that lead to it.
        """
        here = field_of(step, name) if own else None
        if here is not None:
            yield here
            return
        for other in self.steps.values():
            found = field_of(other, name)
            if found is not None and (self.may_precede(step, other.id) if own else other.id in self.before[step.id]):
                yield found


def _circle(waiting: Mapping[str, Step]) -> frozenset[str]:
    """The steps that wait for themselves: what is left when all steps that none of the others waits for are gone."""
    left = dict(waiting)
    while free := [name for name in left if not any(name in step.after for step in left.values())]:
        for name in free:
            del left[name]
    return frozenset(left)


def field_of(step: Step, name: str) -> Field | None:
    """The field of a step by its id."""
    return next((field for field in step.fields if field.id == name), None)
