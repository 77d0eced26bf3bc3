"""The sample village that stands around a sample case, and forms filled with what no rule minds.

Each role is held by two persons of its own (`p-ROLE`, `p-ROLE-2`), one person (`ALL`) holds every role, and the bodies
have the rolls of `ROLLS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from clerk_app.model import (
    Card,
    Catalogue,
    Closed,
    Commitment,
    Context,
    Field,
    FieldKind,
    OfficeKind,
    Opened,
    Parameter,
    Person,
    Registrant,
    Surroundings,
)

FIRST = date(2026, 1, 5)
"""The day on which every sample begins; a Monday."""

LAST = "2099-12-31"

ROLLS: Mapping[str, int] = MappingProxyType(
    {
        "representatives": 45,
        "party": 30,
        "villagers": 900,
        "group": 120,
        "electors": 100,
        "members": 900,
        "member_representatives": 30,
        "board": 5,
    }
)

ALL = "p-all"
"""The person who holds every role."""

MATTER = "sample"
_CARD = Card("330502999201", "甲村", OfficeKind.VILLAGE, "0" * 64, "age1")


def day(number: int) -> str:
    """The legal day that many days after the begin."""
    return (FIRST + timedelta(days=number)).isoformat()


def village(catalogue: Catalogue) -> Context:
    """All that is known in the sample village before anything is set around it."""
    people = [Person(f"p-{role}{again}", "张某", (role,)) for role in catalogue.roles for again in ("", "-2")] + [
        Person(ALL, "李某", tuple(catalogue.roles))
    ]
    return Context(
        office=_CARD,
        people={person.id: person for person in people},
        rolls=dict(ROLLS),
        catalogue=catalogue.hash,
        today=LAST,
    )


def surround(context: Context, given: Surroundings) -> Context:
    """The village with what a sample sets around its matter."""
    parameters = {**context.parameters, **given.parameters}
    parameters = {key: value for key, value in parameters.items() if key not in given.empty}
    registers = {
        name: {**context.registers.get(name, {}), **{n: Registrant(name, n) for n in names}}
        for name, names in given.registers.items()
    }
    commitments = [
        Commitment(f"earlier-{number}", c.type, "", day(c.day), c.amount, c.site, c.party)
        for number, c in enumerate(given.commitments)
    ]
    opened = [Opened(f"opened-{number}", o.type, MATTER, o.closed) for number, o in enumerate(given.submatters)]
    closed = [Closed(f"closed-{number}", c.type, c.number, day(c.day)) for number, c in enumerate(given.closed)]
    return replace(
        context,
        parameters=parameters,
        rolls={**context.rolls, **given.rolls},
        registers={**context.registers, **registers},
        commitments=(*context.commitments, *commitments),
        opened=(*context.opened, *opened),
        closed=(*context.closed, *closed),
    )


def emptied(catalogue: Catalogue, keys: tuple[str, ...]) -> Catalogue:
    """The catalogue with these parameters without a value."""
    if not keys:
        return catalogue
    parameters: dict[str, Parameter] = {
        key: replace(known, value=None) if key in keys else known for key, known in catalogue.parameters.items()
    }
    return replace(catalogue, parameters=parameters)


def form(fields: Iterable[Field], given: Mapping[str, Any], on: str) -> dict[str, Any]:
    """A form filled in: what is given, and something harmless where it must be filled."""
    filled = {f.id: _dated(f, given[f.id]) if f.id in given else _harmless(f, on) for f in fields}
    surplus = {name: value for name, value in given.items() if name not in filled}
    return {name: value for name, value in filled.items() if value is not None} | surplus


def _dated(known: Field, value: Any) -> Any:
    """A value as a payload has it: a day given as a number of days becomes a date, in tables too."""
    if known.kind is FieldKind.DATE and isinstance(value, int) and not isinstance(value, bool):
        return day(value)
    if known.kind is FieldKind.TABLE and isinstance(value, list):
        columns = {column.id: column for column in known.columns}
        return [
            {name: _dated(columns[name], inner) if name in columns else inner for name, inner in row.items()}
            for row in value
        ]
    return value


def _harmless(known: Field, on: str) -> Any:
    """Something of the field's kind that no rule minds; what need not be filled stays empty."""
    if not known.required:
        return None
    if known.kind is FieldKind.TABLE:
        return [{column.id: _harmless(column, on) for column in known.columns if column.required}]
    return {
        FieldKind.TEXT: "某项",
        FieldKind.NOTE: "无",
        FieldKind.DATE: on,
        FieldKind.MONEY: 0,
        FieldKind.NUMBER: 0,
        FieldKind.YES: True,
        FieldKind.PERSON: "p-villager",
        FieldKind.CHOICE: known.choices[0] if known.choices else "",
    }[known.kind]
