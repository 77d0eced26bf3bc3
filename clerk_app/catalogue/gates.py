"""Gates to and from tables, read off the annotations of the vocabulary in `clerk_app.model.GATES`.

A gate added to the vocabulary is readable here at once; `REFERENCES` must then say what its names point to (a test
compares the two).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

from clerk_app.model import GATES, Binary, Constant, Expression, Gate, Limit, Name, Not

from .expressions import parse_expression, render_expression
from .limits import MOST_CHOICES, MOST_DAYS, MOST_NAMES
from .reading import ID, KEY, STEP, TYPE_ID, Reader, malformed


class Points(Enum):
    """What the names in an attribute of a gate point to."""

    STEP = "step"
    FIELD = "field"
    """A field of this step, or of one before it."""
    OWN = "own"
    """A field of this step."""
    THERE = "there"
    """A field of the step that the gate's `step` names."""
    COLUMN = "column"
    """A column of the gate's `table`."""
    PARAMETER = "parameter"
    TYPE = "type"
    """A matter type of the catalogue."""
    DAY = "day"
    """No name but a day, ``YYYY-MM-DD``."""
    WORDS = "words"


REFERENCES: Mapping[str, Points] = MappingProxyType(
    {
        "basis": Points.WORDS,
        "say": Points.WORDS,
        "fix": Points.WORDS,
        "cash": Points.WORDS,
        "effective": Points.DAY,
        "lapsed": Points.DAY,
        "type": Points.TYPE,
        "step": Points.STEP,
        "steps": Points.STEP,
        "since": Points.STEP,
        "key": Points.PARAMETER,
        "field": Points.OWN,
        "fields": Points.OWN,
        "source": Points.THERE,
        "bidder": Points.COLUMN,
        "person": Points.COLUMN,
        "column": Points.COLUMN,
        "times": Points.COLUMN,
        "columns": Points.COLUMN,
        "total": Points.FIELD,
        "present": Points.FIELD,
        "yes": Points.FIELD,
        "no": Points.FIELD,
        "abstain": Points.FIELD,
        "households": Points.FIELD,
        "households_present": Points.FIELD,
        "sent": Points.FIELD,
        "held": Points.FIELD,
        "unless": Points.FIELD,
        "table": Points.FIELD,
        "among": Points.FIELD,
        "winner": Points.FIELD,
        "amount": Points.FIELD,
        "method": Points.FIELD,
        "site": Points.FIELD,
        "party": Points.FIELD,
        "minutes": Points.FIELD,
        "resolution": Points.FIELD,
        "day": Points.FIELD,
    }
)
"""What each attribute of the vocabulary points to; limits, enumerations and conditions are known by their type."""

_NAMES = {gate: name for name, gate in GATES.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a gate: its type, and its default (`dataclasses.MISSING` where it must be given)."""

    name: str
    type: Any
    default: Any


def _attributes(gate: type[Gate]) -> tuple[Attribute, ...]:
    types = get_type_hints(gate)
    return tuple(Attribute(f.name, types[f.name], f.default) for f in dataclasses.fields(gate))


ATTRIBUTES: Mapping[str, tuple[Attribute, ...]] = MappingProxyType({n: _attributes(g) for n, g in GATES.items()})
"""The attributes of each gate, in the order of its definition."""


def name_of(gate: Gate) -> str:
    """The name of a gate in a catalogue."""
    return _NAMES[type(gate)]


def read_gate(reader: Reader) -> Gate:
    """A gate from its table."""
    name = reader.text("gate")
    if name not in GATES:
        reader.fail("gate", "known-gate")
    gate = GATES[name]
    values = {a.name: _read(reader, a) for a in ATTRIBUTES[name] if reader.has(a.name) or _must(a)}
    return gate(**values)


def write_gate(gate: Gate) -> dict[str, Any]:
    """The table of a gate; what has its default value is left out."""
    record: dict[str, Any] = {"gate": name_of(gate)}
    for attribute in ATTRIBUTES[name_of(gate)]:
        value = getattr(gate, attribute.name)
        if value != attribute.default:
            record[attribute.name] = _write(value)
    return record


def names_in(gate: Gate) -> Iterator[tuple[str, Points, str]]:
    """Every name that a gate uses: (path inside the gate, what it points to, name). Conditions are not looked into."""
    for attribute in ATTRIBUTES[name_of(gate)]:
        value = getattr(gate, attribute.name)
        if attribute.type == Limit:
            yield from _limits({attribute.name: value})
        elif isinstance(value, Mapping):
            yield from _limits({f"{attribute.name}.{choice}": limit for choice, limit in value.items()})
        elif isinstance(value, tuple):
            names = [name for name in value if isinstance(name, str)]
            yield from ((f"{attribute.name}[{i}]", REFERENCES[attribute.name], name) for i, name in enumerate(names))
        elif attribute.type is str and value and REFERENCES[attribute.name] not in (Points.WORDS, Points.DAY):
            yield attribute.name, REFERENCES[attribute.name], value


def conditions_in(gate: Gate) -> Iterator[tuple[str, Expression]]:
    """Every condition of a gate with its path."""
    for attribute in ATTRIBUTES[name_of(gate)]:
        value = getattr(gate, attribute.name)
        if isinstance(value, Binary | Constant | Name | Not):
            yield attribute.name, value


def renamed(gate: Gate, step: Callable[[str], str], condition: Callable[[Expression], Expression]) -> Gate:
    """The gate with its step names and its conditions rewritten."""
    changes: dict[str, Any] = {}
    for attribute in ATTRIBUTES[name_of(gate)]:
        value = getattr(gate, attribute.name)
        if isinstance(value, Binary | Constant | Name | Not):
            changes[attribute.name] = condition(value)
        elif REFERENCES.get(attribute.name) is Points.STEP and value:
            changes[attribute.name] = tuple(map(step, value)) if isinstance(value, tuple) else step(value)
    return dataclasses.replace(gate, **changes)


def _must(attribute: Attribute) -> bool:
    return attribute.default is dataclasses.MISSING


def _read(reader: Reader, attribute: Attribute) -> Any:
    name, kind = attribute.name, attribute.type
    if kind == Limit:
        return _limit(reader, name, reader.value(name))
    if kind == Expression:
        return parse_expression(reader.value(name), reader.at(name))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return reader.choice(name, kind)
    if get_args(kind) == (int, ...):
        return _read_numbers(reader, name)
    if get_origin(kind) is tuple:
        return reader.ids(name, MOST_NAMES, STEP if REFERENCES[name] is Points.STEP else ID)
    if kind is str:
        return _read_text(reader, name)
    if kind is bool:
        return reader.flag(name)
    assert get_args(kind) == (str, Limit), f"no reader for {kind} of {name}"
    return _read_limits(reader, name)


def _read_text(reader: Reader, name: str) -> str:
    points = REFERENCES[name]
    if points is Points.WORDS:
        return reader.text(name)
    if points is Points.DAY:
        return reader.day(name)
    return reader.matching(name, {Points.PARAMETER: KEY, Points.STEP: STEP, Points.TYPE: TYPE_ID}.get(points, ID))


def _read_numbers(reader: Reader, name: str) -> tuple[int, ...]:
    """Days before a day, falling."""
    items = reader.items(name, MOST_NAMES)
    sound = all(isinstance(item, int) and not isinstance(item, bool) and 0 < item <= MOST_DAYS for item in items)
    if not sound or sorted(set(items), reverse=True) != items:
        reader.fail(name, "falling-numbers")
    return tuple(items)


def _read_limits(reader: Reader, name: str) -> Mapping[str, Limit]:
    inner = Reader.of(reader.value(name), reader.at(name))
    if not 0 < len(inner.record) <= MOST_CHOICES:
        reader.fail(name, f"1..{MOST_CHOICES}")
    for choice in inner.record:
        inner.check_text(choice, choice)
    return MappingProxyType({choice: _limit(inner, choice, value) for choice, value in inner.record.items()})


def _limit(reader: Reader, name: str, value: Any) -> Limit:
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53:
        return value
    raise malformed(reader.at(name), "number|parameter-key")


def _write(value: Any) -> Any:
    if isinstance(value, Binary | Constant | Name | Not):
        return render_expression(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _limits(limits: Mapping[str, Limit]) -> Iterator[tuple[str, Points, str]]:
    yield from ((path, Points.PARAMETER, limit) for path, limit in limits.items() if isinstance(limit, str))
