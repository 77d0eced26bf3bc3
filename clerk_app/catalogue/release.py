"""A whole release to and from its one canonical record, and its bytes.

The record is what an office stores and names by hash: all blocks expanded, every condition in its canonical text, what
has its default value left out. There is one record for one catalogue, and one byte string for one record.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from clerk_app import canon
from clerk_app.model import Catalogue, MatterType, OfficeKind, Parameter, Role, Tag

from .limits import LARGEST_RELEASE, MOST_DAYS, MOST_NAMES, MOST_PARAMETERS, MOST_ROLES, MOST_STEPS, MOST_TYPES
from .lint import lint
from .reading import ID, KEY, TYPE_ID, Reader, distinct, malformed
from .steps import read_step, write_step

FORMAT = 1
"""The version of the record; a reader refuses any other."""


def to_bytes(catalogue: Catalogue) -> bytes:
    """The canonical bytes of a release."""
    return canon.encode(to_record(catalogue))


def read(raw: bytes) -> Catalogue:
    """The release that has exactly these bytes.

    `IntegrityError`: "json-…" for bytes that are no canonical record, "catalogue-malformed" with the path otherwise.
    """
    return from_record(canon.decode(raw, limit=LARGEST_RELEASE))


def read_again(raw: bytes, digest: str) -> Catalogue:
    """The release of bytes that `read` took before, kept under their SHA-256: neither linted nor written anew.

    Its types are read when they are asked for: of 44 a day needs a few.
    """
    record = canon.trusted(raw)
    return dataclasses.replace(_built(record | {"types": []}), hash=digest, types=_Types(record["types"]))


class _Types(Mapping[str, MatterType]):
    """The types of a release that was taken before, each read once."""

    def __init__(self, records: list[Any]) -> None:
        self._records = {str(record["id"]): record for record in records}
        self._read: dict[str, MatterType] = {}

    def __getitem__(self, type_id: str) -> MatterType:
        if type_id not in self._read:
            self._read[type_id] = _type(Reader.of(self._records[type_id]))
        return self._read[type_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def from_record(record: Any) -> Catalogue:
    """The release with that record, linted; only the one canonical record of a catalogue is taken."""
    catalogue = build(record)
    for fault in lint(catalogue):
        raise malformed(fault.path, fault.wanted)
    if catalogue.hash != hashlib.sha256(canon.encode(record)).hexdigest():
        raise malformed("", "canonical-record")
    return catalogue


def build(record: Any) -> Catalogue:
    """The release with that record, read strictly but not linted."""
    return named(_built(record))


def _built(record: Any) -> Catalogue:
    reader = Reader.of(record)
    if reader.integer("format") != FORMAT:
        reader.fail("format", str(FORMAT))
    catalogue = Catalogue(
        version=reader.integer("version", 1, 1_000_000),
        name=reader.text("name"),
        hash="",
        types=distinct([_type(inner) for inner in reader.tables("types", MOST_TYPES)], lambda t: t.id, "types"),
        parameters=distinct(reader.each("parameters", MOST_PARAMETERS, read_parameter), lambda p: p.key, "parameters"),
        roles=distinct(reader.each("roles", MOST_ROLES, read_role), lambda r: r.id, "roles"),
        holidays=frozenset(reader.days("holidays", MOST_DAYS)),
        workdays=frozenset(reader.days("workdays", MOST_DAYS)),
    )
    reader.done()
    return catalogue


def named(catalogue: Catalogue) -> Catalogue:
    """The release under the hash of its bytes."""
    raw = to_bytes(catalogue)
    if len(raw) > LARGEST_RELEASE:
        raise malformed("", f"bytes<={LARGEST_RELEASE}")
    return dataclasses.replace(catalogue, hash=hashlib.sha256(raw).hexdigest())


def read_parameter(reader: Reader) -> Parameter:
    """A parameter from its table; without `value` it is EMPTY."""
    return Parameter(
        key=reader.matching("key", KEY),
        name=reader.text("name"),
        unit=reader.text("unit"),
        value=reader.optional_integer("value"),
        tag=reader.choice("tag", Tag),
        source=reader.text("source"),
        setter=reader.text("setter"),
        lowest=reader.optional_integer("lowest"),
        highest=reader.optional_integer("highest"),
        settable=reader.flag("settable", default=True),
    )


def read_role(reader: Reader) -> Role:
    """A role from its table."""
    return Role(
        id=reader.matching("id", ID),
        name=reader.text("name"),
        excludes=reader.ids("excludes", MOST_NAMES),
        basis=reader.text("basis", default=""),
        office=reader.choice("office", OfficeKind, default=OfficeKind.VILLAGE),
    )


def read_head(reader: Reader) -> MatterType:
    """A matter type without its steps."""
    return MatterType(
        id=reader.matching("id", TYPE_ID),
        name=reader.text("name"),
        short=reader.text("short"),
        category=reader.text("category"),
        basis=reader.text("basis"),
        applies=reader.text("applies"),
        steps=(),
    )


def _type(reader: Reader) -> MatterType:
    head = read_head(reader)
    reader.path = head.id
    steps = tuple(read_step(inner) for inner in reader.tables("steps", MOST_STEPS))
    reader.done()
    return dataclasses.replace(head, steps=steps)


def to_record(catalogue: Catalogue) -> dict[str, Any]:
    """The canonical record of a release."""
    return {
        "format": FORMAT,
        "version": catalogue.version,
        "name": catalogue.name,
        "types": [write_type(matter_type) for matter_type in catalogue.types.values()],
        "parameters": [_write_parameter(parameter) for parameter in catalogue.parameters.values()],
        "roles": [_write_role(role) for role in catalogue.roles.values()],
        "holidays": sorted(catalogue.holidays),
        "workdays": sorted(catalogue.workdays),
    }


def write_type(matter_type: MatterType) -> dict[str, Any]:
    """The table of a type with all its steps, as it stands in the record."""
    return {
        "id": matter_type.id,
        "name": matter_type.name,
        "short": matter_type.short,
        "category": matter_type.category,
        "basis": matter_type.basis,
        "applies": matter_type.applies,
        "steps": [write_step(step) for step in matter_type.steps],
    }


def _write_parameter(parameter: Parameter) -> dict[str, Any]:
    numbers = {"value": parameter.value, "lowest": parameter.lowest, "highest": parameter.highest}
    return {
        "key": parameter.key,
        "name": parameter.name,
        "unit": parameter.unit,
        "tag": parameter.tag.value,
        "source": parameter.source,
        "setter": parameter.setter,
        **{name: number for name, number in numbers.items() if number is not None},
        **({} if parameter.settable else {"settable": False}),
    }


def _write_role(role: Role) -> dict[str, Any]:
    record: dict[str, Any] = {"id": role.id, "name": role.name}
    if role.excludes:
        record["excludes"] = list(role.excludes)
    if role.basis:
        record["basis"] = role.basis
    return record | ({"office": role.office.value} if role.office is not OfficeKind.VILLAGE else {})
