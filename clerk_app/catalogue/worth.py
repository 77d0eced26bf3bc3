"""What a condition can be worth: every name in it is known, both sides of a sign are of one kind, texts are choices.

The engine takes an unknown name, or a comparison of unlike things, for "does not hold"; a slip of the pen would lock a
step for ever. So it is found here.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from clerk_app.model import Binary, Constant, Expression, Field, FieldKind, Name, Not, Step

from .fault import Fault
from .reading import is_day
from .scope import Scope, field_of


class Worth(Enum):
    """The kinds of values. The engine writes days as texts, but a day beside a word is still a slip."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    TRUTH = "truth"
    UNKNOWN = "unknown"


_OF_FIELD = {
    FieldKind.TEXT: Worth.TEXT,
    FieldKind.NOTE: Worth.TEXT,
    FieldKind.CHOICE: Worth.TEXT,
    FieldKind.PERSON: Worth.TEXT,
    FieldKind.DATE: Worth.DAY,
    FieldKind.MONEY: Worth.NUMBER,
    FieldKind.NUMBER: Worth.NUMBER,
    FieldKind.YES: Worth.TRUTH,
}
_RECKONING = frozenset("+-*/")
_ORDERING = frozenset(("<", "<=", ">", ">="))


def condition_faults(scope: Scope, step: Step, tree: Expression, path: str, *, own: bool) -> Iterator[Fault]:
    """The faults of a condition of a step; with `own` its own fields count too (a gate sees them, `when` does not)."""
    reading = _Reading(scope, step, path, own)
    worth = reading.worth(tree)
    yield from reading.faults
    if worth not in (Worth.TRUTH, Worth.UNKNOWN):
        yield Fault(path, "condition-true-or-false")


class _Reading:
    """One walk through a condition; faults are gathered, and what is already faulty is not complained of again."""

    def __init__(self, scope: Scope, step: Step, path: str, own: bool) -> None:
        self._scope = scope
        self._step = step
        self._path = path
        self._own = own
        self.faults: list[Fault] = []

    def worth(self, tree: Expression) -> Worth:
        """The kind of value that a tree has."""
        if isinstance(tree, Constant):
            return _of_constant(tree)
        if isinstance(tree, Name):
            return self._name(tree.name)
        if isinstance(tree, Not):
            self._ask(self.worth(tree.inside), Worth.TRUTH)
            return Worth.TRUTH
        return self._binary(tree)

    def _binary(self, tree: Binary) -> Worth:
        left, right = self.worth(tree.left), self.worth(tree.right)
        if tree.sign in ("and", "or"):
            self._ask(left, Worth.TRUTH)
            self._ask(right, Worth.TRUTH)
            return Worth.TRUTH
        if tree.sign in _RECKONING:
            self._ask(left, Worth.NUMBER)
            self._ask(right, Worth.NUMBER)
            return Worth.NUMBER
        if Worth.UNKNOWN not in (left, right) and left is not right and not _is_empty(tree):
            self._fault("like-with-like")
        if tree.sign in _ORDERING and {left, right} & {Worth.TEXT, Worth.TRUTH}:
            self._fault("number-or-day")
        self._choices(tree.left, tree.right)
        self._choices(tree.right, tree.left)
        return Worth.TRUTH

    def _choices(self, name: Expression, constant: Expression) -> None:
        """A text beside a field of choices is one of them."""
        if not isinstance(name, Name) or not isinstance(constant, Constant) or constant.value == "":
            return
        known = [field.choices for field in self._fields(name.name) if field.kind is FieldKind.CHOICE]
        if known and isinstance(constant.value, str) and not any(constant.value in choices for choices in known):
            self._fault("one-of-the-choices")

    def _fields(self, name: str) -> tuple[Field, ...]:
        return self._scope.fields(self._step, name, own=self._own)

    def _name(self, name: str) -> Worth:
        head, _, rest = name.partition(".")
        if not rest:
            return self._field(name)
        if head in ("sum", "count"):
            return self._runs(head, rest)
        if name not in self._scope.catalogue.parameters:
            self._fault("known-parameter")
        return Worth.NUMBER

    def _field(self, name: str) -> Worth:
        fields = self._fields(name)
        kinds = {_OF_FIELD.get(field.kind) for field in fields}
        if not fields or None in kinds:
            self._fault("field-collected-before")
            return Worth.UNKNOWN
        if len(kinds) > 1:
            self._fault("fields-of-one-kind")
            return Worth.UNKNOWN
        return next(kind for kind in kinds if kind is not None)

    def _runs(self, head: str, rest: str) -> Worth:
        step_id, _, field_id = rest.partition(".")
        step = self._scope.steps.get(step_id)
        if step is None:
            self._fault("known-step")
            return Worth.NUMBER
        field = field_of(step, field_id)
        summed = field is not None and field.kind in (FieldKind.MONEY, FieldKind.NUMBER)
        if (head == "sum") is not summed or (head == "count" and field_id):
            self._fault("sum.step.number-field" if head == "sum" else "count.step")
        return Worth.NUMBER

    def _ask(self, found: Worth, wanted: Worth) -> None:
        if found not in (wanted, Worth.UNKNOWN):
            self._fault("number" if wanted is Worth.NUMBER else "true-or-false")

    def _fault(self, wanted: str) -> None:
        self.faults.append(Fault(self._path, wanted))


def _of_constant(constant: Constant) -> Worth:
    if isinstance(constant.value, bool):
        return Worth.TRUTH
    if isinstance(constant.value, int):
        return Worth.NUMBER
    return Worth.DAY if is_day(constant.value) else Worth.TEXT


def _is_empty(tree: Binary) -> bool:
    """A comparison with the empty text asks whether anything is written there at all."""
    return any(isinstance(side, Constant) and side.value == "" for side in (tree.left, tree.right))
