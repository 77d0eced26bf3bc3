"""What a step can know: the steps before it, and the fields that they and it collect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    collected: Mapping[str, tuple[tuple[str, Field], ...]]
    """The fields by their ids, each with its step: conditions name thousands."""
    _found: dict[tuple[str, str, bool], tuple[Field, ...]] = field(default_factory=dict, repr=False, compare=False)

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
        return cls(catalogue, steps, before, frozenset(waiting), _circle(waiting), last, _collected(steps))

    def may_precede(self, step: Step, other: str) -> bool:
        """True where `other` leads to the step, or runs beside it again and again."""
        if other in self.before[step.id]:
            return True
        beside = self.steps.get(other)
        return beside is not None and beside.repeat and step.id not in self.before[other]

    def fields(self, step: Step, name: str, *, own: bool = True) -> tuple[Field, ...]:
        """The fields of that name in the step itself, else in the steps that may precede it.

        Without `own`, for what is asked before the step begins, only in the steps that lead to it.
        """
        here = field_of(step, name) if own else None
        if here is not None:
            return (here,)
        key = step.id, name, own
        if key not in self._found:
            self._found[key] = tuple(
                found
                for other, found in self.collected.get(name, ())
                if (self.may_precede(step, other) if own else other in self.before[step.id])
            )
        return self._found[key]


def _collected(steps: Mapping[str, Step]) -> dict[str, tuple[tuple[str, Field], ...]]:
    """What the steps collect; of two fields of one name in a step the first, as `field_of` has it."""
    found: dict[str, dict[str, Field]] = {}
    for step in steps.values():
        for each in step.fields:
            found.setdefault(each.id, {}).setdefault(step.id, each)
    return {name: tuple(places.items()) for name, places in found.items()}


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
