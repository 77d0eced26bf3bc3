"""What an office declares about itself: its card, its people, the rolls of its bodies, the parameters it sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    Body,
    Card,
    Catalogue,
    Context,
    Draft,
    EntryKind,
    Head,
    LogId,
    OfficeKind,
    Person,
    Registrant,
    Registry,
)

from .forms import is_day
from .handover import CLERK
from .texts import LONGEST_NAME, LONGEST_NUMBER, judge_name, judge_number

_CODE = re.compile(r"[0-9]{12}")
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_DEVICE = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AUDIENCE = re.compile(r"\*|[0-9]{12}")

BODIES = frozenset(
    {body.value for body in Body} | {f"{body.value}_households" for body in (Body.VILLAGERS, Body.GROUP, Body.ELECTORS)}
)
"""What has a roll: every body that votes, and the households of those that may meet by households."""

MOST_MEMBERS = 1_000_000


def card_record(card: Card) -> dict[str, Any]:
    """A card as a record."""
    return {
        "code": card.code,
        "name": card.name,
        "kind": card.kind.value,
        "signing": card.signing,
        "sealing": card.sealing,
        "epoch": card.epoch,
    }


def card_of(fields: Fields) -> Card:
    """The inverse of `card_record`, strictly."""
    return Card(
        fields.matching("code", _CODE),
        fields.text("name", most=LONGEST_NAME),
        OfficeKind(fields.choice("kind", OfficeKind)),
        fields.hexadecimal("signing"),
        recipient_of(fields),
        fields.integer("epoch", 1, 1_000_000),
    )


def recipient_of(fields: Fields) -> str:
    """The age recipient under ``sealing``, strictly."""
    return fields.matching("sealing", _RECIPIENT)


def log_of(fields: Fields) -> LogId:
    """A log as a payload names it, strictly."""
    return LogId(
        fields.matching("device", _DEVICE),
        fields.integer("epoch", 1, 1_000_000),
        fields.matching("audience", _AUDIENCE),
    )


def head_of(fields: Fields) -> Head:
    """How far a log was taken in, as a payload says it, strictly."""
    return Head(fields.integer("last", 1), fields.hexadecimal("head"))


def person_of(fields: Fields) -> Person:
    """A person as a payload holds one, strictly."""
    return Person(
        fields.matching("id", _NAME),
        fields.text("name", most=LONGEST_NAME),
        fields.texts("roles", most=20),
        fields.hexadecimal("key", empty=True),
        fields.texts("kin", most=100),
        fields.flag("active"),
    )


def admit_person(catalogue: Catalogue, context: Context, person: Person) -> Draft:
    """Put a person on the list, or change one; `RefusedError` for forbidden posts, shared keys and no clerk left."""
    _raise(_person_refusals(catalogue, context, person))
    return Draft(
        EntryKind.PERSON,
        {
            "id": person.id,
            "name": person.name,
            "roles": list(person.roles),
            "key": person.key,
            "kin": list(person.kin),
            "active": person.active,
        },
    )


def _person_refusals(catalogue: Catalogue, context: Context, person: Person) -> Iterator[Refusal]:
    yield from judge_name(person.name)
    for role_id in person.roles:
        role = catalogue.roles.get(role_id)
        if role is None:
            yield Refusal("role-unknown", {"role": role_id})
            continue
        for other in role.excludes:
            if other in person.roles:
                details = {"first": role.name, "second": catalogue.roles[other].name}
                yield Refusal("roles-exclude-each-other", details, role.basis)
    if person.key and any(p.key == person.key and p.id != person.id for p in context.people.values()):
        yield Refusal("key-of-another-person")
    if _is_clerk(context.people.get(person.id)) and not any(
        _is_clerk(other) for other in {**context.people, person.id: person}.values()
    ):
        yield Refusal("last-clerk-leaves")


def _is_clerk(person: Person | None) -> bool:
    """Whether somebody may sit at the desk; where nobody may, entries would have no author."""
    return person is not None and person.active and CLERK in person.roles


def registrant_of(fields: Fields) -> Registrant:
    """A name in a register as a payload holds one, strictly."""
    return Registrant(
        fields.choice("register", Registry),
        fields.text("name", most=LONGEST_NAME),
        fields.text("code", most=LONGEST_NUMBER),
        fields.matching("until", _DAY, empty=True),
        fields.flag("active"),
    )


def admit_registrant(registrant: Registrant) -> Draft:
    """Put a name into a register, change it or strike it out; `RefusedError` for a name or a day that is none."""
    _raise(_registrant_refusals(registrant))
    return Draft(
        EntryKind.REGISTER,
        {
            "register": registrant.register,
            "name": registrant.name,
            "code": registrant.code,
            "until": registrant.until,
            "active": registrant.active,
        },
    )


def _registrant_refusals(registrant: Registrant) -> Iterator[Refusal]:
    yield from judge_name(registrant.name)
    yield from judge_number(registrant.code)
    if registrant.until and not is_day(registrant.until):
        yield Refusal("day-malformed", {"text": registrant.until[:20]})


def admit_roll(body: str, members: int) -> Draft:
    """Say how many belong to a body; `RefusedError` for an unknown body or an impossible number."""
    if body not in BODIES:
        raise RefusedError((Refusal("body-unknown", {"body": body}),))
    if not 0 < members <= MOST_MEMBERS:
        raise RefusedError((Refusal("roll-impossible", {"members": members}),))
    return Draft(EntryKind.ROLL, {"body": body, "members": members})


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter as an office sets it: the day from which it holds, and the paper that says so ("" where none does).

    `value` None is "record only": what the parameter would limit is recorded and not judged.
    """

    key: str
    value: int | None
    on: str = ""
    basis: str = ""


def setting_of(fields: Fields) -> Setting:
    """A setting as a payload holds it, strictly."""
    value = None if fields.flag("record_only", default=False) else fields.integer("value")
    on = fields.text("on", default="")
    return Setting(fields.text("key"), value, on, fields.text("basis", default=""))


def admit_parameter(catalogue: Catalogue, context: Context, setting: Setting) -> Draft:
    """Set a parameter; `RefusedError` where it is law, out of bounds, unknown, or not this office's to set."""
    _raise(_parameter_refusals(catalogue, context, setting))
    how = {"record_only": True} if setting.value is None else {"value": setting.value}
    told = {name: text for name, text in (("on", setting.on), ("basis", setting.basis)) if text}
    return Draft(EntryKind.PARAMETER, {"key": setting.key, **how, **told})


def _parameter_refusals(catalogue: Catalogue, context: Context, setting: Setting) -> Iterator[Refusal]:
    key, value = setting.key, setting.value
    known = catalogue.parameters.get(key)
    if setting.on and (not is_day(setting.on) or (context.today and setting.on > context.today)):
        yield Refusal("day-malformed", {"text": setting.on[:20]})
    if context.office is None or context.office.kind is OfficeKind.VILLAGE:
        yield Refusal("parameter-not-ours")
    if known is None:
        yield Refusal("parameter-unknown", {"key": key})
    elif not known.settable:
        yield Refusal("parameter-is-law", {"name": known.name}, known.source)
    elif value is None:
        if known.value is not None:
            yield Refusal("parameter-has-value", {"name": known.name}, known.source)
    else:
        low = known.lowest if known.lowest is not None else 0
        if value < low:
            yield Refusal("parameter-too-low", {"name": known.name, "low": low}, known.source)
        if known.highest is not None and value > known.highest:
            yield Refusal("parameter-too-high", {"name": known.name, "high": known.highest}, known.source)


def _raise(refusals: Iterator[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise RefusedError(found)
