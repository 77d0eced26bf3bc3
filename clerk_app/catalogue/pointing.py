"""Where the names in a gate point: to a step, field, column or parameter that is there and of the right kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clerk_app.model import AmountBand, FieldKind, Gate, Gathered, Step

from .fault import Fault
from .gates import Points, conditions_in, names_in
from .scope import Scope, field_of
from .worth import condition_faults

_AMOUNTS = (FieldKind.MONEY, FieldKind.NUMBER)
_COUNTS = (FieldKind.NUMBER,)
_DAYS = (FieldKind.DATE,)
_WORDS = (FieldKind.TEXT, FieldKind.NOTE, FieldKind.CHOICE)
_TABLES = (FieldKind.TABLE,)

KINDS: Mapping[str, tuple[FieldKind, ...]] = MappingProxyType(
    {
        "total": _AMOUNTS,
        "amount": _AMOUNTS,
        **dict.fromkeys(["present", "yes", "no", "abstain", "households", "households_present"], _COUNTS),
        **dict.fromkeys(["sent", "held", "day"], _DAYS),
        **dict.fromkeys(["unless", "winner", "site", "party", "minutes", "resolution"], _WORDS),
        "method": (FieldKind.CHOICE,),
        "table": _TABLES,
        "among": _TABLES,
    }
)
"""The kinds that a field may have, by the attribute of the gate that names it."""

COLUMN_KINDS: Mapping[str, tuple[FieldKind, ...]] = MappingProxyType(
    {"column": _AMOUNTS, "times": _COUNTS, "person": (FieldKind.PERSON,)}
)


def gate_faults(scope: Scope, step: Step, gate: Gate, path: str) -> Iterator[Fault]:
    """Every fault of one gate."""
    for inner, points, name in names_in(gate):
        yield from _JUDGES[points](_Pointer(scope, step, gate, inner.partition("[")[0], name, f"{path}.{inner}"))
    for inner, tree in conditions_in(gate):
        yield from condition_faults(scope, step, tree, f"{path}.{inner}", own=True)
    if isinstance(gate, AmountBand):
        yield from _bands(scope, step, gate, path)
    if isinstance(gate, Gathered):
        yield from _columns(scope, step, gate, path)


@dataclass(frozen=True, slots=True)
class _Pointer:
    """One name in a gate of a step: the attribute that holds it, the name, and its path."""

    scope: Scope
    step: Step
    gate: Gate
    attribute: str
    name: str
    path: str

    def to_step(self) -> Iterator[Fault]:
        if self.name not in self.scope.steps:
            yield Fault(self.path, "known-step")
        elif self.name != self.step.id and not self.scope.may_precede(self.step, self.name):
            yield Fault(self.path, "step-before")

    def to_parameter(self) -> Iterator[Fault]:
        if self.name not in self.scope.catalogue.parameters:
            yield Fault(self.path, "known-parameter")

    def to_type(self) -> Iterator[Fault]:
        if self.name not in self.scope.catalogue.types:
            yield Fault(self.path, "known-type")

    def to_field(self) -> Iterator[Fault]:
        wanted = KINDS[self.attribute]
        fields = self.scope.fields(self.step, self.name)
        if not fields:
            yield Fault(self.path, "field-collected-before")
        elif any(field.kind not in wanted for field in fields):
            yield Fault(self.path, "field-" + "|".join(kind.value for kind in wanted))

    def to_own_field(self) -> Iterator[Fault]:
        if field_of(self.step, self.name) is None:
            yield Fault(self.path, "field-of-this-step")

    def to_field_there(self) -> Iterator[Fault]:
        """A field of the step that the gate names: a table with its `columns`, or of the same kind as its `field`."""
        there = self.scope.steps.get(str(getattr(self.gate, "step", "")))
        if there is None:
            return
        field = field_of(there, self.name)
        if field is None:
            yield Fault(self.path, "field-of-that-step")
            return
        if not set(getattr(self.gate, "columns", ())) <= {column.id for column in field.columns}:
            yield Fault(self.path, "table-with-these-columns")
        own = field_of(self.step, str(getattr(self.gate, "field", "")))
        if own is not None and own.kind is not field.kind:
            yield Fault(self.path, "fields-of-one-kind")

    def to_column(self) -> Iterator[Fault]:
        wanted = COLUMN_KINDS.get(self.attribute)
        for field in self.scope.fields(self.step, str(getattr(self.gate, "table", ""))):
            column = next((column for column in field.columns if column.id == self.name), None)
            if column is None:
                yield Fault(self.path, "column-of-the-table")
            elif wanted and column.kind not in wanted:
                yield Fault(self.path, "column-" + "|".join(kind.value for kind in wanted))


_JUDGES: Mapping[Points, Callable[[_Pointer], Iterator[Fault]]] = MappingProxyType(
    {
        Points.STEP: _Pointer.to_step,
        Points.PARAMETER: _Pointer.to_parameter,
        Points.TYPE: _Pointer.to_type,
        Points.FIELD: _Pointer.to_field,
        Points.OWN: _Pointer.to_own_field,
        Points.THERE: _Pointer.to_field_there,
        Points.COLUMN: _Pointer.to_column,
    }
)


def _bands(scope: Scope, step: Step, gate: AmountBand, path: str) -> Iterator[Fault]:
    """Each method of the choice has its limit, and each limit its method."""
    for field in scope.fields(step, gate.method):
        if field.kind is FieldKind.CHOICE and set(field.choices) != set(gate.limits):
            yield Fault(f"{path}.limits", "one-limit-for-each-choice")


def _columns(scope: Scope, step: Step, gate: Gathered, path: str) -> Iterator[Fault]:
    """Three columns for type, number and day, and the first of them in the table of wanted types too."""
    if len(gate.columns) != len(_GATHERED):
        yield Fault(f"{path}.columns", "three-columns")
        return
    for field in scope.fields(step, gate.table):
        kinds = {column.id: column.kind for column in field.columns}
        for place, (name, wanted) in enumerate(zip(gate.columns, _GATHERED, strict=True)):
            if kinds.get(name, wanted) is not wanted:
                yield Fault(f"{path}.columns[{place}]", f"column-{wanted.value}")
    for field in scope.fields(step, gate.among):
        if all(column.id != gate.columns[0] for column in field.columns):
            yield Fault(f"{path}.among", "table-with-these-columns")


_GATHERED = (FieldKind.TEXT, FieldKind.TEXT, FieldKind.DATE)
"""The kinds of the columns that hold type, number and closing day."""
