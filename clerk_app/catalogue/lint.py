"""What is wrong with a catalogue that was read: all faults at once, each with its path.

Reading refuses what has no meaning; this refuses what has one and would lead a matter astray: a name that points
nowhere, a step that no matter can reach or finish, a number below its floor, a condition that can never hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from clerk_app.model import Catalogue, FieldKind, MatterType, Parameter, Publicity, Role, Step, Tag

from .course import course_faults, used_parameters
from .fault import Fault
from .pointing import gate_faults
from .reading import ID
from .scope import Scope, field_of
from .worth import condition_faults

LEADERS = 8
"""Steps that one step may wait for; the engine walks back over all of them."""

NOTICE_DOWN = "notice_down"
"""The kind of photo that every publicity step asks for (`workflow.timing`)."""


def lint(catalogue: Catalogue) -> tuple[Fault, ...]:
    """Every fault of a catalogue, in the order of its parts; empty for a sound one."""
    return tuple(_faults(catalogue))


def notes(catalogue: Catalogue) -> tuple[Fault, ...]:
    """What is no fault but worth a look: a parameter or a role that nothing in the release uses."""
    used = used_parameters(catalogue.types)
    signing = {
        role
        for kind in catalogue.types.values()
        for step in kind.steps
        for slot in step.signoffs
        for role in slot.roles
    }
    parameters = enumerate(catalogue.parameters)
    roles = enumerate(catalogue.roles)
    return (
        *(Fault(f"parameters[{i}]", "parameter-in-use") for i, key in parameters if not _is_used(key, used)),
        *(Fault(f"roles[{index}]", "role-in-use") for index, role in roles if role not in signing),
    )


WATCHED = "warn."
"""Parameters with this beginning are asked by the early warnings (`workflow.early_warnings`), not by a step."""


def _is_used(key: str, used: frozenset[str]) -> bool:
    return key in used or key.startswith(WATCHED)


def _faults(catalogue: Catalogue) -> Iterator[Fault]:
    for index, parameter in enumerate(catalogue.parameters.values()):
        yield from _parameter(parameter, f"parameters[{index}]")
    for index, role in enumerate(catalogue.roles.values()):
        yield from _role(catalogue, role, f"roles[{index}]")
    for day in sorted(catalogue.holidays & catalogue.workdays):
        yield Fault(f"holidays.{day}", "holiday-or-workday")
    for matter_type in catalogue.types.values():
        yield from _type(catalogue, matter_type)


def _parameter(parameter: Parameter, path: str) -> Iterator[Fault]:
    low, high, value = parameter.lowest, parameter.highest, parameter.value
    if low is not None and high is not None and low > high:
        yield Fault(f"{path}.lowest", "lowest<=highest")
    if value is not None and not (value if low is None else low) <= value <= (value if high is None else high):
        yield Fault(f"{path}.value", "lowest<=value<=highest")
    by_law = parameter.tag in (Tag.LAW, Tag.PROVINCE, Tag.CITY)
    if by_law and value is not None and parameter.settable and low is None and high is None:
        yield Fault(f"{path}.settable", "bounds-or-not-settable")


def _role(catalogue: Catalogue, role: Role, path: str) -> Iterator[Fault]:
    for number, other in enumerate(role.excludes):
        if other not in catalogue.roles or other == role.id:
            yield Fault(f"{path}.excludes[{number}]", "known-role")
        elif role.id not in catalogue.roles[other].excludes:
            yield Fault(f"{path}.excludes[{number}]", "exclusion-on-both-sides")


def _type(catalogue: Catalogue, matter_type: MatterType) -> Iterator[Fault]:
    if not matter_type.steps:
        yield Fault(f"{matter_type.id}.steps", "steps")
    yield from _twice([step.id for step in matter_type.steps], f"{matter_type.id}.steps")
    scope = Scope.of(catalogue, matter_type)
    for index, step in enumerate(matter_type.steps):
        path = f"{matter_type.id}.steps[{index}]"
        yield from _ids(step, path)
        yield from _place(scope, step, path)
        yield from _signoffs(catalogue, step, path)
        yield from _notice(step, path)
        yield from _register(step, path)
        yield from _facts(step, path)
        for number, gate in enumerate(step.gates):
            yield from gate_faults(scope, step, gate, f"{path}.gates[{number}]")
        if step.when is not None:
            yield from condition_faults(scope, step, step.when, f"{path}.when", own=False)
    yield from course_faults(scope, matter_type)


def _twice(names: list[str], path: str) -> Iterator[Fault]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Fault(f"{path}[{index}].id", "different-names")


def _ids(step: Step, path: str) -> Iterator[Fault]:
    """Nothing has the id of its neighbour. A block's prefix may have made a step's id too long."""
    if not ID.fullmatch(step.id):
        yield Fault(f"{path}.id", "id")
    yield from _twice([field.id for field in step.fields], f"{path}.fields")
    yield from _twice([material.id for material in step.materials], f"{path}.materials")
    yield from _twice([slot.id for slot in step.signoffs], f"{path}.signoffs")
    for index, field in enumerate(step.fields):
        yield from _twice([column.id for column in field.columns], f"{path}.fields[{index}].columns")


def _place(scope: Scope, step: Step, path: str) -> Iterator[Fault]:
    """The step can be reached, and the matter cannot end without it."""
    for index, before in enumerate(step.after):
        if before not in scope.steps:
            yield Fault(f"{path}.after[{index}]", "known-step")
    if len(step.after) > LEADERS:
        yield Fault(f"{path}.after", f"list<={LEADERS}")
    if step.id in scope.circle:
        yield Fault(f"{path}.after", "no-circle")
    elif step.id in scope.unreachable:
        yield Fault(f"{path}.after", "reachable")
    elif step.id != scope.last and step.id not in scope.before[scope.last]:
        yield Fault(path, "before-the-last-step")
    if step.until and (step.until not in scope.steps or step.until == step.id):
        yield Fault(f"{path}.until", "known-step")
    if step.until and not step.repeat:
        yield Fault(f"{path}.until", "repeat")
    if step.id == scope.last and (step.repeat or step.optional):
        yield Fault(path, "last-step-once")


def _signoffs(catalogue: Catalogue, step: Step, path: str) -> Iterator[Fault]:
    for index, slot in enumerate(step.signoffs):
        for number, role in enumerate(slot.roles):
            if role not in catalogue.roles:
                yield Fault(f"{path}.signoffs[{index}].roles[{number}]", "known-role")


def _notice(step: Step, path: str) -> Iterator[Fault]:
    """A notice has its days and its photo, and only a notice has them."""
    if step.publicity is not any(isinstance(gate, Publicity) for gate in step.gates):
        yield Fault(f"{path}.publicity", "publicity-with-its-gate")
    if step.publicity is not any(m.id == NOTICE_DOWN for m in step.materials):
        yield Fault(f"{path}.materials", NOTICE_DOWN)


def _register(step: Step, path: str) -> Iterator[Fault]:
    for name, field_id in (step.register or {}).items():
        field = field_of(step, field_id)
        wanted = (FieldKind.MONEY,) if name == "amount" else (FieldKind.TEXT, FieldKind.CHOICE, FieldKind.PERSON)
        if field is None or field.kind not in wanted:
            yield Fault(f"{path}.register.{name}", "field-of-this-step")


def _facts(step: Step, path: str) -> Iterator[Fault]:
    """What warnings look at is collected in this step."""
    for kind, place in (step.facts or {}).items():
        name, _, column = place.partition(".")
        field = field_of(step, name)
        columns = {known.id for known in field.columns} if field is not None else set()
        if field is None or (column and column not in columns) or (not column and columns):
            yield Fault(f"{path}.facts.{kind}", "field-of-this-step")
