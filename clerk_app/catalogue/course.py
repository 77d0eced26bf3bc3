"""The course of a type as a whole: what can never run or never end, and decisions that nobody is told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clerk_app.model import Binary, Body, Constant, Expression, Gate, MatterType, Name, Require, Step, Vote

from .fault import Fault
from .gates import ATTRIBUTES, conditions_in, name_of, names_in
from .scope import Scope

_DECIDING = frozenset(
    (Body.VILLAGERS, Body.REPRESENTATIVES, Body.GROUP, Body.ELECTORS, Body.MEMBERS, Body.MEMBER_REPRESENTATIVES)
)
"""Bodies whose decisions are made known to everybody (组织法 art. 35, 集体经济组织法 art. 41)."""


def course_faults(scope: Scope, matter_type: MatterType) -> Iterator[Fault]:
    """The faults of a type that no step has alone."""
    for index, step in enumerate(matter_type.steps):
        path = f"{matter_type.id}.steps[{index}]"
        yield from _loops(scope, step, path)
        yield from _never(step, path)
        yield from _quorum(scope, step, path)
    yield from _announced(scope, matter_type)


def _loops(scope: Scope, step: Step, path: str) -> Iterator[Fault]:
    """A repeated step asks something of a person each time, and what ends it is still to come."""
    if step.repeat and not (step.fields or step.materials or step.signoffs):
        yield Fault(f"{path}.repeat", "person-in-the-loop")
    if step.until in scope.before[step.id] or step.until in _ends(scope, step):
        yield Fault(f"{path}.until", "step-after")


def _ends(scope: Scope, step: Step) -> frozenset[str]:
    """Steps that themselves go on until this one is done: each would wait for the other."""
    return frozenset(other.id for other in scope.steps.values() if other.until == step.id and other.repeat)


def _never(step: Step, path: str) -> Iterator[Fault]:
    """A condition that asks one field to have two values, or holds nothing but a constant that is false."""
    if step.when is not None and _impossible(step.when):
        yield Fault(f"{path}.when", "condition-that-can-hold")


def _impossible(tree: Expression) -> bool:
    if isinstance(tree, Constant):
        return tree.value is False
    if isinstance(tree, Binary) and tree.sign == "or":
        return _impossible(tree.left) and _impossible(tree.right)
    wanted: dict[str, set[object]] = {}
    for part in conjuncts(tree):
        if isinstance(part, Constant) and part.value is False:
            return True
        match part:
            case Binary("==", Name(name), Constant(value)):
                wanted.setdefault(name, set()).add(value)
    return any(len(values) > 1 for values in wanted.values())


def conjuncts(tree: Expression | None) -> tuple[Expression, ...]:
    """What must all hold: the parts between `and`."""
    if tree is None:
        return ()
    if isinstance(tree, Binary) and tree.sign == "and":
        return (*conjuncts(tree.left), *conjuncts(tree.right))
    return (tree,)


def _quorum(scope: Scope, step: Step, path: str) -> Iterator[Fault]:
    """A condition beside a vote asks for more than everybody."""
    pairs = {pair for gate in step.gates if isinstance(gate, Vote) for pair in _pairs(gate)}
    for number, gate in enumerate(step.gates):
        if isinstance(gate, Require) and pairs:
            parts = (_share(scope, part, pairs) for part in conjuncts(gate.condition))
            if any(share is not None and share[0] > share[1] for share in parts):
                yield Fault(f"{path}.gates[{number}].condition", "quorum<=100%")


def _pairs(gate: Vote) -> Iterator[tuple[str, str]]:
    """Counts, each with the count that it is a part of."""
    yield gate.present, gate.total
    yield gate.households_present, gate.households
    for votes in (gate.yes, gate.no, gate.abstain):
        yield from ((votes, gate.present), (votes, gate.total))


def _share(scope: Scope, tree: Expression, pairs: set[tuple[str, str]]) -> tuple[int, int] | None:
    """``part * a >= whole * b`` as (b, a); ``>`` asks for the least bit more."""
    if not isinstance(tree, Binary) or tree.sign not in (">=", ">", "<=", "<"):
        return None
    turned = tree.sign in ("<=", "<")
    part, whole = (_product(scope, side) for side in ((tree.right, tree.left) if turned else (tree.left, tree.right)))
    if part is None or whole is None or (part[0], whole[0]) not in pairs:
        return None
    strict = tree.sign in (">", "<")
    return whole[1] + strict, part[1]


def _product(scope: Scope, tree: Expression) -> tuple[str, int] | None:
    """A field and the number that it is multiplied with."""
    if isinstance(tree, Name):
        return tree.name, 1
    if not isinstance(tree, Binary) or tree.sign != "*":
        return None
    for name, other in ((tree.left, tree.right), (tree.right, tree.left)):
        factor = _number(scope, other)
        if isinstance(name, Name) and "." not in name.name and factor is not None:
            return name.name, factor
    return None


def _number(scope: Scope, tree: Expression) -> int | None:
    """A whole number, or the highest that an office may set a parameter to."""
    if isinstance(tree, Constant) and isinstance(tree.value, int):
        return tree.value
    parameter = scope.catalogue.parameters.get(tree.name) if isinstance(tree, Name) else None
    if parameter is None:
        return None
    numbers = [n for n in (parameter.value, parameter.highest if parameter.settable else None) if n is not None]
    return max(numbers, default=None)


def _announced(scope: Scope, matter_type: MatterType) -> Iterator[Fault]:
    """Where a decision is made known at all, it is made known after it was made."""
    notices = [step.id for step in matter_type.steps if step.publicity]
    for index, step in enumerate(matter_type.steps):
        votes = any(isinstance(gate, Vote) and gate.body in _DECIDING for gate in step.gates)
        if votes and notices and not any(step.id in scope.before[notice] for notice in notices):
            yield Fault(f"{matter_type.id}.steps[{index}]", "publicity-after-the-decision")


def used_parameters(matter_types: Mapping[str, MatterType]) -> frozenset[str]:
    """Every parameter that a gate or a condition of these types names."""
    found: set[str] = set()
    for kind in matter_types.values():
        for step in kind.steps:
            trees = [tree for gate in step.gates for _, tree in conditions_in(gate)]
            trees += [step.when] if step.when is not None else []
            found.update(name for tree in trees for name in names_of(tree) if "." in name)
            found.update(name for gate in step.gates for _, _, name in names_in(gate) if "." in name)
    return frozenset(found)


def names_of(tree: Expression) -> Iterator[str]:
    """Every name in a condition."""
    if isinstance(tree, Name):
        yield tree.name
    elif isinstance(tree, Binary):
        yield from names_of(tree.left)
        yield from names_of(tree.right)
    elif not isinstance(tree, Constant):
        yield from names_of(tree.inside)


def numbers_in(gate: Gate) -> tuple[int, ...]:
    """The whole numbers, but 0, 1 and 100, that stand in a gate itself and not in a parameter."""
    found = [number for number in _literals(gate) if number not in _PLAIN]
    return tuple(dict.fromkeys(found))


_PLAIN = frozenset((0, 1, 100))
"""Nothing, one, and the whole of a percentage are no rules."""


def _literals(gate: Gate) -> Iterator[int]:
    for attribute in ATTRIBUTES[name_of(gate)]:
        value = getattr(gate, attribute.name)
        several = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,)
        yield from (each for each in several if isinstance(each, int) and not isinstance(each, bool))
    for _, tree in conditions_in(gate):
        yield from _constants(tree)


def _constants(tree: Expression) -> Iterator[int]:
    if isinstance(tree, Constant):
        if isinstance(tree.value, int) and not isinstance(tree.value, bool):
            yield tree.value
    elif isinstance(tree, Binary):
        yield from _constants(tree.left)
        yield from _constants(tree.right)
    elif not isinstance(tree, Name):
        yield from _constants(tree.inside)
