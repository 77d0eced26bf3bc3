"""JSON Schema (draft 2020-12) of the TOML files, for editors; made from the model, so it cannot lag behind it.

A schema sees one file at a time: names that point into other files, sums and courses are the lint's business.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from clerk_app.model import (
    GATES,
    Expression,
    Field,
    FieldKind,
    Limit,
    Material,
    MatterType,
    Parameter,
    Role,
    Sample,
    SharedAct,
    SignOff,
    Step,
    Surroundings,
)

from .gates import ATTRIBUTES, REFERENCES, Points
from .limits import (
    LONGEST_EXPRESSION,
    LONGEST_GUIDE,
    LONGEST_LINE_OF_TEXT,
    MOST_CHOICES,
    MOST_FIELDS,
    MOST_GATES,
    MOST_MATERIALS,
    MOST_NAMES,
    MOST_SIGNOFFS,
    MOST_STEPS,
)
from .reading import ID, KEY, STEP, TYPE_ID
from .steps import REGISTERED
from .terms import gate_term, term

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXT = r"^[^\s<>](?:[^<>]*[^\s<>])?$"

_MOST = {
    "steps": MOST_STEPS,
    "fields": MOST_FIELDS,
    "columns": MOST_FIELDS,
    "materials": MOST_MATERIALS,
    "signoffs": MOST_SIGNOFFS,
    "gates": MOST_GATES,
}


def schema() -> Schema:
    """The schema of every file of a catalogue's folder; which file it is, is known by a key that only it has."""
    return {
        "$schema": _DRAFT,
        "title": "村级事务清单",
        "type": "object",
        **_which(list(_MARKS.items())),
        "$defs": dict(sorted(_definitions())),
    }


def schema_text() -> str:
    """The schema as the file that editors read."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _which(left: list[tuple[str, tuple[str, ...]]]) -> Schema:
    """The schema of the file that has one of a name's keys; what has none of all is a block."""
    if not left:
        return {"$ref": "#/$defs/BlockFile"}
    (name, keys), *rest = left
    known = {"anyOf": [{"required": [key]} for key in keys]}
    return {"if": known, "then": {"$ref": f"#/$defs/{name}"}, "else": _which(rest)}


_MARKS = {
    "MatterType": ("applies", "category", "short"),
    "ReleaseFile": ("version",),
    "ParameterFile": ("parameters",),
    "RoleFile": ("roles",),
    "HolidayFile": ("years",),
    "SampleFile": ("samples",),
    "BlockSampleFile": ("acts",),
}
"""The keys by which a file is known. A block has `id`, `name` and `steps` as a type has, and nothing else."""


def _definitions() -> Iterator[tuple[str, Schema]]:
    for noun in (Parameter, Role, Field, Material, SignOff, Step):
        yield noun.__name__, _noun(noun)
    column = _noun(Field, without=("columns",))
    column["properties"]["kind"] = {"enum": [kind.value for kind in FieldKind if kind is not FieldKind.TABLE]}
    yield "Column", column
    kind = _noun(MatterType)
    kind["properties"]["steps"] = _steps()
    kind["required"].append("steps")
    yield "MatterType", kind
    steps = {**_list({"$ref": "#/$defs/Step"}, MOST_STEPS), "minItems": 1}
    block = {"id": _match(ID.pattern), "name": _text(LONGEST_LINE_OF_TEXT), "steps": steps}
    yield "BlockFile", _closed(block, list(block))
    yield "Use", _use()
    for name in GATES:
        yield f"gate.{name}", _gate(name)
        yield f"added.{name}", _gate(name, added=True)
    for name, rows in (("ParameterFile", "Parameter"), ("RoleFile", "Role")):
        yield name, _closed({f"{rows.lower()}s": _list({"$ref": f"#/$defs/{rows}"}, 500)}, [f"{rows.lower()}s"])
    release = {"version": {"type": "integer", "minimum": 1}, "name": _text(LONGEST_LINE_OF_TEXT)}
    yield "ReleaseFile", _closed(release, ["version", "name"])
    yield "HolidayFile", _closed({"years": _list(_year(), 200)}, ["years"])
    yield "SampleFile", _closed({"samples": _list({"$ref": "#/$defs/Sample"}, 20)}, ["samples"])
    block = {"block": _text(LONGEST_LINE_OF_TEXT), "acts": _list({"$ref": "#/$defs/SharedAct"}, 200)}
    yield "BlockSampleFile", _closed(block, list(block))
    yield from _samples(Sample, without=("type", "shared"))
    yield from _samples(SharedAct, without=("block",))


def _closed(properties: Mapping[str, Schema], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def _list(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def _text(most: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": _TEXT}


def _match(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def _noun(noun: type, without: tuple[str, ...] = ()) -> Schema:
    """A class whose attributes are the keys of a table; what has a default may be left out."""
    hints = get_type_hints(noun)
    fields = [each for each in dataclasses.fields(noun) if each.init and each.name not in (*without, "steps")]
    properties = {
        each.name: {"title": term(noun.__name__, each.name), **_key(noun, each.name, hints[each.name])}
        for each in fields
    }
    required = [each.name for each in fields if _must(each) and hints[each.name] != int | None]
    return _closed(properties, required)


def _must(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


_PATTERNS: Mapping[tuple[type, str], re.Pattern[str]] = {
    (MatterType, "id"): TYPE_ID,
    (Parameter, "key"): KEY,
    **{(noun, "id"): ID for noun in (Step, Field, Material, SignOff, Role)},
    (Step, "until"): STEP,
}
_LISTS = {"after": STEP, "roles": ID, "excludes": ID}


def _key(noun: type, name: str, hint: Any) -> Schema:
    """What may stand behind one key of a noun."""
    if (noun, name) in _PATTERNS:
        return _match(_PATTERNS[noun, name].pattern)
    if name in _LISTS:
        return {**_list(_match(_LISTS[name].pattern), MOST_NAMES), "uniqueItems": True}
    if name == "choices":
        return {**_list(_text(LONGEST_LINE_OF_TEXT), MOST_CHOICES), "minItems": 2, "uniqueItems": True}
    if name == "register":
        return _closed({each: _match(ID.pattern) for each in REGISTERED}, ["amount"])
    if hint == Mapping[str, str] | None:
        return {"type": "object", "additionalProperties": _match(rf"{ID.pattern}(?:\.{ID.pattern})?")}
    if name == "gates":
        return _list(_any_gate("gate"), MOST_GATES)
    if name in _MOST:
        item = {"columns": "Column", "fields": "Field", "materials": "Material", "signoffs": "SignOff"}[name]
        return _list({"$ref": f"#/$defs/{item}"}, _MOST[name])
    if name == "least":
        return {"type": "integer", "minimum": 0, "maximum": 50}
    return _plain(hint, LONGEST_GUIDE if name == "guide" else LONGEST_LINE_OF_TEXT)


def _plain(hint: Any, most: int = LONGEST_LINE_OF_TEXT) -> Schema:
    """A type that says all by itself."""
    if hint in (Expression, Expression | None):
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_EXPRESSION}
    if hint is bool:
        return {"type": "boolean"}
    if hint in (int, int | None):
        return {"type": "integer", "minimum": 0}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    assert hint is str, f"no schema for {hint}"
    return _text(most)


def _steps() -> Schema:
    """Steps of a type: its own, or those of a block."""
    either = {"if": {"required": ["use"]}, "then": {"$ref": "#/$defs/Use"}, "else": {"$ref": "#/$defs/Step"}}
    return {**_list({"type": "object", **either}, MOST_STEPS), "minItems": 1}


def _use() -> Schema:
    names = {key: _match(ID.pattern) for key in ("use", "as", "from", "until")}
    condition = _plain(Expression)
    flags = {"repeat": {"type": "boolean"}, "optional": {"type": "boolean"}}
    after = _list(_match(STEP.pattern), MOST_NAMES)
    rest = {"label": _text(LONGEST_LINE_OF_TEXT), "after": after, "when": condition}
    return _closed({**names, **rest, **flags, "gates": _list(_any_gate("added"), MOST_GATES)}, ["use"])


def _any_gate(family: str) -> Schema:
    """One of the gates; its name says which keys it has."""
    return {
        "type": "object",
        "required": ["gate"],
        "properties": {"gate": {"enum": list(GATES)}},
        "allOf": [
            {"if": {"properties": {"gate": {"const": name}}}, "then": {"$ref": f"#/$defs/{family}.{name}"}}
            for name in GATES
        ],
    }


def _gate(name: str, *, added: bool = False) -> Schema:
    """A gate; `added` is one that a type adds to a step of a block."""
    attributes = ATTRIBUTES[name]
    properties = {a.name: {"title": term("Gate", a.name), **_attribute(a.name, a.type)} for a in attributes}
    required = [a.name for a in attributes if a.default is dataclasses.MISSING]
    fixed: dict[str, Schema] = {"gate": {"const": name}, **({"to": _match(ID.pattern)} if added else {})}
    return {"title": gate_term(name), **_closed({**fixed, **properties}, [*fixed, *required])}


def _attribute(name: str, hint: Any) -> Schema:
    if hint == Limit:
        return {"anyOf": [{"type": "integer", "minimum": 0}, _match(KEY.pattern)]}
    if get_args(hint) == (int, ...):
        return {**_list({"type": "integer", "minimum": 1}, MOST_NAMES), "uniqueItems": True}
    if get_origin(hint) is tuple:
        return {**_list(_named(name), MOST_NAMES), "uniqueItems": True}
    if get_args(hint) == (str, Limit):
        return {"type": "object", "minProperties": 1, "additionalProperties": _attribute("", Limit)}
    return _named(name) if hint is str else _plain(hint)


def _named(name: str) -> Schema:
    points = REFERENCES[name]
    if points is Points.WORDS:
        return _text(LONGEST_LINE_OF_TEXT)
    if points is Points.DAY:
        return _match(_DAY)
    return _match({Points.PARAMETER: KEY, Points.STEP: STEP, Points.TYPE: TYPE_ID}.get(points, ID).pattern)


def _year() -> Schema:
    days = _list(_match(rf"{_DAY}(?:\.\.{_DAY})?"), 400)
    year = {"type": "integer", "minimum": 2000, "maximum": 2100}
    return _closed({"year": year, "source": _text(LONGEST_LINE_OF_TEXT), "holidays": days, "workdays": days}, ["year"])


def _samples(noun: type, without: tuple[str, ...] = ()) -> Iterator[tuple[str, Schema]]:
    """A class of the sample cases, and those inside it. What is set around a case stands among its own keys."""
    hints = get_type_hints(noun)
    fields = [each for each in dataclasses.fields(noun) if each.name not in without]
    own = [each for each in fields if hints[each.name] is not Surroundings]
    properties = {each.name: _of_sample(hints[each.name]) for each in own}
    inner = [part for each in own for part in get_args(hints[each.name]) if dataclasses.is_dataclass(part)]
    if len(own) < len(fields):
        around = get_type_hints(Surroundings)
        properties |= {name: _of_sample(hint) for name, hint in around.items()}
        inner += [part for hint in around.values() for part in get_args(hint) if dataclasses.is_dataclass(part)]
    yield noun.__name__, _closed(properties, [each.name for each in own if _must(each)])
    for part in inner:
        assert isinstance(part, type)
        yield from _samples(part)


def _of_sample(hint: Any) -> Schema:
    """Values of the sample cases; their reader bounds them."""
    if dataclasses.is_dataclass(hint):
        assert isinstance(hint, type)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of_sample(get_args(hint)[0])}
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        return {"type": "object", "additionalProperties": _of_sample(get_args(hint)[1])}
    plain: dict[Any, Schema] = {
        str: {"type": "string"},
        str | None: {"type": "string"},
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        int | None: {"type": "integer"},
        Any: {},
    }
    return plain[hint]
