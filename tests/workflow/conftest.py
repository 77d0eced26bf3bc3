"""A village without a store: commands are decided, recorded and folded in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from clerk_app import chain, workflow
from clerk_app.crypto import SigningKey, fingerprint
from clerk_app.errors import RefusedError
from clerk_app.model import (
    Answer,
    Begin,
    Card,
    Catalogue,
    Complete,
    Constant,
    Context,
    Correct,
    Draft,
    Entry,
    EntryKind,
    Field,
    FieldKind,
    FileRef,
    Gate,
    LogId,
    Material,
    Matter,
    MatterType,
    Object,
    OfficeKind,
    Parameter,
    Person,
    Post,
    Recorded,
    Role,
    Sign,
    SignOff,
    Step,
    Tag,
)

VILLAGE, TOWNSHIP = "330502999201", "330502999000"
DEVICE = SigningKey.from_seed(b"\x01" * 32)
KEYS = {
    person: SigningKey.from_seed(bytes([number]) * 32) for number, person in enumerate(("p1", "p2", "p3", "p4"), 11)
}
SALT = b"\x07" * 16


def money(field_id: str) -> Field:
    """A required sum."""
    return Field(id=field_id, label=field_id, kind=FieldKind.MONEY)


def number(field_id: str, *, required: bool = True) -> Field:
    """A whole number."""
    return Field(id=field_id, label=field_id, kind=FieldKind.NUMBER, required=required)


def text(field_id: str, *, required: bool = True) -> Field:
    """A line of text."""
    return Field(id=field_id, label=field_id, kind=FieldKind.TEXT, required=required)


def day(field_id: str) -> Field:
    """A legal day."""
    return Field(id=field_id, label=field_id, kind=FieldKind.DATE)


def choice(field_id: str, *choices: str) -> Field:
    """One of several."""
    return Field(id=field_id, label=field_id, kind=FieldKind.CHOICE, choices=choices)


def table(field_id: str, *columns: Field, required: bool = True) -> Field:
    """Rows with these columns."""
    return Field(id=field_id, label=field_id, kind=FieldKind.TABLE, columns=columns, required=required)


def step(step_id: str, **parts: Any) -> Step:
    """A step that differs from a bare one in `parts`."""
    return Step(id=step_id, name=step_id, responsible="主任", basis="某法第一条", **parts)


def slot(slot_id: str, *roles: str) -> SignOff:
    """A required signature."""
    return SignOff(id=slot_id, label=slot_id, roles=roles or (slot_id,))


def material(kind: str, least: int = 1) -> Material:
    """A paper to attach."""
    return Material(id=kind, label=kind, least=least)


def parameter(key: str, value: int | None, **parts: Any) -> Parameter:
    """A parameter."""
    return Parameter(key=key, name=key, unit="", value=value, tag=Tag.COUNTY, source="某办法", setter="乡镇", **parts)


def photo(kind: str, seed: int = 0) -> FileRef:
    """An attachment of that kind."""
    return FileRef(f"{seed:064x}", 10, kind)


@dataclass
class Village:
    """One matter type with the given steps, and a village that works under it."""

    catalogue: Catalogue
    context: Context
    matter: Matter | None = None
    recorded: list[Recorded] = field(default_factory=list)

    def knows(self, **parts: Any) -> None:
        """Replace parts of the context."""
        self.context = replace(self.context, **parts)

    def record(self, draft: Draft) -> Recorded:
        """Write a draft at the end of the log."""
        entry = Entry(
            log=LogId(fingerprint(DEVICE.public), 1, TOWNSHIP),
            seq=len(self.recorded) + 1,
            prev=self.recorded[-1].hash if self.recorded else "",
            anchor="",
            at="2026-11-23T08:00:00Z",
            clock="ok",
            kind=draft.kind,
            matter=draft.matter,
            step=draft.step,
            catalogue=draft.catalogue,
            actor="p1",
            role="clerk",
            payload="",
            files=draft.files,
        )
        recorded = chain.record(entry, draft.payload, SALT, DEVICE)
        self.recorded.append(recorded)
        return recorded

    def ask(self, command: Any) -> Recorded:
        """Decide, record, evolve."""
        draft = workflow.decide(self.catalogue, self.matter, command, self.context)
        recorded = self.record(draft)
        self.matter = workflow.evolve(self.matter, recorded)
        self.context = workflow.commit(self.context, self.catalogue, self.matter, recorded)
        return recorded

    def codes(self, command: Any) -> list[str]:
        """The codes for which the command is refused, none where it is allowed."""
        try:
            workflow.decide(self.catalogue, self.matter, command, self.context)
        except RefusedError as refused:
            return [refusal.code for refusal in refused.refusals]
        return []

    def refusal(self, command: Any, code: str) -> dict[str, Any]:
        """The details of the one refusal with that code."""
        with pytest.raises(RefusedError) as caught:
            workflow.decide(self.catalogue, self.matter, command, self.context)
        (found,) = [refusal for refusal in caught.value.refusals if refusal.code == code]
        return dict(found.details)

    def begin(self, title: str = "甲村路面修复", on: str = "2026-01-01", **parts: Any) -> Begin:
        """The command that begins the matter."""
        ready = {"matter": "m1", "type": "T01", "catalogue": self.catalogue.hash, "number": "1"}
        return Begin(**{**ready, "title": title, "on": on, **parts})

    def done(self, step_id: str, on: str = "2026-01-02", files: tuple[FileRef, ...] = (), **fields: Any) -> Complete:
        """The command that completes the step's next run."""
        visit, late = fields.pop("visit", 0), fields.pop("late_reason", "")
        return Complete(
            matter="m1",
            step=step_id,
            visit=visit or self.next_visit(step_id),
            on=on,
            fields=fields,
            files=files,
            late_reason=late,
        )

    def next_visit(self, step_id: str) -> int:
        """The number of the step's next run."""
        return sum(run.step == step_id for run in self.matter.runs) + 1 if self.matter else 1

    def posted(self, step_id: str, on: str, **parts: Any) -> Post:
        """The command that posts the step's notice."""
        ready = {"place": "公开栏", "files": (photo("notice_up"),), "visit": self.next_visit(step_id)}
        return Post(**{**ready, "matter": "m1", "step": step_id, "on": on, **parts})

    def objected(self, step_id: str, **parts: Any) -> Object:
        """The command that objects to a notice."""
        return Object(**{"matter": "m1", "step": step_id, "on": "2026-01-05", "text": "有异议", **parts})

    def answered(self, step_id: str, objection: str, **parts: Any) -> Answer:
        """The command that answers an objection."""
        ready = {"matter": "m1", "step": step_id, "on": "2026-01-06", "text": "已核实"}
        return Answer(**{**ready, "objection": objection, **parts})

    def corrected(self, step_id: str, corrects: str, on: str = "2026-01-02", **parts: Any) -> Correct:
        """The command that corrects a run."""
        ready = {"matter": "m1", "step": step_id, "visit": 1, "on": on, "reason": "填错", "fields": {}, "files": ()}
        return Correct(**{**ready, "corrects": corrects, **parts})

    def signed(self, step_id: str, slot_id: str, person: str, of: Complete, **parts: Any) -> Sign:
        """The command with which a person signs the content of `of` with the own key."""
        digest = workflow.content_digest(of.fields, of.files)
        ready = {"matter": "m1", "step": step_id, "visit": of.visit, "slot": slot_id, "person": person}
        role = next(iter(self.context.people[person].roles), "") if person in self.context.people else ""
        unsigned = Sign(**{**ready, "role": role, "digest": digest, "on": of.on, **parts})
        if unsigned.page is not None or unsigned.signature:
            return unsigned
        statement = workflow.statement(VILLAGE, unsigned)
        return replace(unsigned, signature=KEYS[person].sign(statement).hex())


ROLES = {
    "head": Role(id="head", name="主任", excludes=("supervisor",), basis="组织法第三十七条"),
    "supervisor": Role(id="supervisor", name="村监会成员", excludes=("head",)),
    "secretary": Role(id="secretary", name="书记"),
    "clerk": Role(id="clerk", name="村文书"),
}


def village(*steps: Step, parameters: tuple[Parameter, ...] = (), begun: bool = True) -> Village:
    """A village whose one matter type has these steps; the matter has begun unless told otherwise."""
    kind = MatterType(id="T01", name="试", short="试", category="DEC", basis="某法", applies="试", steps=steps)
    catalogue = Catalogue(
        version=1,
        name="试",
        hash="c" * 64,
        types={"T01": kind},
        parameters={known.key: known for known in parameters},
        roles=ROLES,
        holidays=frozenset({"2026-01-01"}),
        workdays=frozenset({"2026-01-04"}),
    )
    roles = {"p1": ("head",), "p2": ("supervisor",), "p3": ("secretary",), "p4": ("clerk",)}
    people = {person: Person(person, "张某", roles[person], KEYS[person].public.hex()) for person in roles}
    card = Card(VILLAGE, "甲村", OfficeKind.VILLAGE, DEVICE.public.hex(), "age1" + "q" * 58)
    context = Context(office=card, people=people, catalogue="c" * 64, today="2026-12-31")
    made = Village(catalogue, context)
    if begun:
        made.ask(made.begin())
    return made


def gated(gate: Gate, *fields: Field, **parts: Any) -> Village:
    """A village whose first step "a" has one gate."""
    return village(step("a", fields=fields, gates=(gate,), **parts.pop("step", {})), **parts)


@pytest.fixture
def build() -> Any:
    """The words with which the tests build their villages."""

    class Build:
        """All builders under one name."""

    for builder in (village, gated, step, slot, material, parameter, photo, money, number, text, day, choice, table):
        setattr(Build, builder.__name__, staticmethod(builder))
    Build.kinds = EntryKind
    Build.never = Constant(value=False)
    return Build
