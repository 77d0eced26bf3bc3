"""Steps, and what they ask for, to and from tables. What has its default value is left out when written."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from clerk_app.model import Expression, FactKind, Field, FieldKind, Material, Privacy, SignOff, Step

from .expressions import parse_expression, render_expression
from .gates import read_gate, write_gate
from .limits import (
    LONGEST_GUIDE,
    MOST_CHOICES,
    MOST_FIELDS,
    MOST_GATES,
    MOST_MATERIALS,
    MOST_NAMES,
    MOST_SIGNOFFS,
)
from .reading import ID, PLACE, STEP, Reader

REGISTERED = ("amount", "site", "party")
"""What a step may register: the sum that was committed, where, and to whom."""


def read_step(reader: Reader, default_after: tuple[str, ...] = ()) -> Step:
    """A step from its table; without `after` it follows `default_after`."""
    step = Step(
        id=reader.matching("id", ID),
        name=reader.text("name"),
        responsible=reader.text("responsible"),
        basis=reader.text("basis", default=""),
        guide=reader.text("guide", most=LONGEST_GUIDE, default=""),
        output=reader.text("output", default=""),
        after=reader.ids("after", MOST_NAMES, STEP) if reader.has("after") else default_after,
        when=read_condition(reader, "when"),
        repeat=reader.flag("repeat"),
        optional=reader.flag("optional"),
        until=reader.matching("until", ID, default=""),
        publicity=reader.flag("publicity"),
        fields=reader.each("fields", MOST_FIELDS, _field),
        materials=reader.each("materials", MOST_MATERIALS, _material),
        signoffs=reader.each("signoffs", MOST_SIGNOFFS, _signoff),
        gates=reader.each("gates", MOST_GATES, read_gate),
        register=_register(reader),
        block=reader.text("block", default=""),
        facts=_facts(reader),
    )
    reader.done()
    return step


def read_condition(reader: Reader, name: str) -> Expression | None:
    """A condition, None where there is none."""
    if not reader.has(name):
        return None
    return parse_expression(reader.value(name), reader.at(name))


def write_step(step: Step) -> dict[str, Any]:
    """The table of a step; `after` always stands there."""
    return {
        "id": step.id,
        "name": step.name,
        "responsible": step.responsible,
        "after": list(step.after),
        **_given(
            basis=step.basis,
            guide=step.guide,
            output=step.output,
            when=render_expression(step.when) if step.when is not None else "",
            repeat=step.repeat,
            optional=step.optional,
            until=step.until,
            publicity=step.publicity,
            fields=[_write_field(field) for field in step.fields],
            materials=[_write_material(material) for material in step.materials],
            signoffs=[_write_signoff(slot) for slot in step.signoffs],
            gates=[write_gate(gate) for gate in step.gates],
            register=dict(step.register or {}),
            block=step.block,
            facts=dict(step.facts or {}),
        ),
    }


def _field(reader: Reader) -> Field:
    kind = reader.choice("kind", FieldKind)
    field = _plain_field(reader, kind)
    if kind is not FieldKind.TABLE:
        return field
    columns = reader.each("columns", MOST_FIELDS, _column)
    if not columns:
        reader.fail("columns", "columns")
    return dataclasses.replace(field, columns=columns)


def _column(reader: Reader) -> Field:
    kind = reader.choice("kind", FieldKind)
    if kind is FieldKind.TABLE:
        reader.fail("kind", "no-table-inside-a-table")
    return _plain_field(reader, kind)


def _plain_field(reader: Reader, kind: FieldKind) -> Field:
    choices = reader.texts("choices", MOST_CHOICES) if kind is FieldKind.CHOICE else ()
    if kind is FieldKind.CHOICE and len(choices) < 2:
        reader.fail("choices", "two-choices")
    return Field(
        id=reader.matching("id", ID),
        label=reader.text("label"),
        kind=kind,
        required=reader.flag("required", default=True),
        choices=choices,
        privacy=reader.choice("privacy", Privacy, Privacy.INTERNAL),
        hint=reader.text("hint", default=""),
    )


def _write_field(field: Field) -> dict[str, Any]:
    record: dict[str, Any] = {"id": field.id, "label": field.label, "kind": field.kind.value}
    if not field.required:
        record["required"] = False
    if field.privacy is not Privacy.INTERNAL:
        record["privacy"] = field.privacy.value
    columns = [_write_field(column) for column in field.columns]
    return record | _given(choices=list(field.choices), columns=columns, hint=field.hint)


def _material(reader: Reader) -> Material:
    least = reader.optional_integer("least", 0, 50)
    return Material(
        id=reader.matching("id", ID),
        label=reader.text("label"),
        least=1 if least is None else least,
        photo=reader.flag("photo"),
    )


def _write_material(material: Material) -> dict[str, Any]:
    record: dict[str, Any] = {"id": material.id, "label": material.label} | _given(photo=material.photo)
    return record if material.least == 1 else record | {"least": material.least}


def _signoff(reader: Reader) -> SignOff:
    roles = reader.ids("roles", MOST_NAMES)
    if not roles:
        reader.fail("roles", "roles")
    return SignOff(
        id=reader.matching("id", ID),
        label=reader.text("label"),
        roles=roles,
        basis=reader.text("basis", default=""),
    )


def _write_signoff(slot: SignOff) -> dict[str, Any]:
    return {"id": slot.id, "label": slot.label, "roles": list(slot.roles)} | _given(basis=slot.basis)


def _register(reader: Reader) -> Mapping[str, str] | None:
    if not reader.has("register"):
        return None
    inner = Reader.of(reader.value("register"), reader.at("register"))
    found = {name: inner.matching(name, ID) for name in REGISTERED if inner.has(name) or name == "amount"}
    inner.done()
    return MappingProxyType(found)


def _facts(reader: Reader) -> Mapping[str, str] | None:
    if not reader.has("facts"):
        return None
    inner = Reader.of(reader.value("facts"), reader.at("facts"))
    found = {kind.value: inner.matching(kind.value, PLACE) for kind in FactKind if inner.has(kind.value)}
    inner.done()
    return MappingProxyType(found)


def _given(**values: Any) -> dict[str, Any]:
    """The values that say something: neither false nor empty."""
    return {name: value for name, value in values.items() if value}
