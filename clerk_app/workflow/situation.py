"""What the judges of gates look at: a step about to be done, with its content and all that is known around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clerk_app import days
from clerk_app.errors import Refusal
from clerk_app.model import Catalogue, Context, FileRef, Gate, Limit, Matter, Person, Record, Run, Signature, Step

from .approvals import approvals
from .expressions import Value
from .flow import Flow, parameter


class EmptyParameterError(Exception):
    """A limit names a parameter that nobody has set; `refusal` says who must. Never leaves this room."""

    def __init__(self, key: str, refusal: Refusal) -> None:
        super().__init__(key)
        self.key, self.refusal = key, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One step, its content at hand (`fields`, `files`, the legal day `on`), and what surrounds it.

    `digest` names the content that signatures must be given over.
    """

    catalogue: Catalogue
    matter: Matter
    context: Context
    step: Step
    visit: int
    on: str
    fields: Record
    files: tuple[FileRef, ...]
    late_reason: str
    digest: str

    @property
    def flow(self) -> Flow:
        """The matter against its type."""
        return Flow(self.catalogue, self.matter, self.context)

    @property
    def day(self) -> date:
        """The legal day of the step."""
        return days.parse(self.on)

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The signatures given over exactly this content, in the order in which they came; the township's last."""
        given = (*self.matter.signatures, *approvals(self.flow, self.step, self.visit))
        return tuple(s for s in given if (s.step, s.visit, s.digest) == (self.step.id, self.visit, self.digest))

    def signatures_of(self, step_id: str, visit: int) -> tuple[Signature, ...]:
        """Every signature under a run of a step of the matter, whatever the content."""
        step = self.flow.type.step(step_id)
        given = tuple(s for s in self.matter.signatures if (s.step, s.visit) == (step_id, visit))
        return given if step is None else (*given, *approvals(self.flow, step, visit))

    def signed(self, signature: Signature) -> Situation:
        """The situation with one signature more."""
        return replace(self, matter=replace(self.matter, signatures=(*self.matter.signatures, signature)))

    def value(self, name: str) -> Value:
        """The value of a name: of the step's own form as it is filled now, else what matter and parameters say.

        A field of this form that was left empty is empty, whatever an earlier run of the step had there.
        """
        found = self.fields.get(name)
        if isinstance(found, bool | int | str) and found != "":
            return found
        return None if self._is_own(name) else self.flow.value(name)

    def _is_own(self, name: str) -> bool:
        return any(field.id == name for field in self.step.fields)

    def earlier(self, step_id: str) -> Run | None:
        """The run of another step that this run goes back to.

        Where this step follows the other run by run, it is the run with the same number; else the newest.
        """
        runs = self.matter.runs_of(step_id)
        if self.flow.leads(step_id, self.step):
            return next((run for run in runs if run.visit == self.visit), None)
        return runs[-1] if runs else None

    def number(self, name: str) -> int:
        """A field as a whole number; 0 where it is absent, which the field's own check has refused by then."""
        found = self.value(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else 0

    def text(self, name: str) -> str:
        """A field as text, "" where it is absent."""
        found = self.value(name)
        return found if isinstance(found, str) else ""

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table of this content, or of the newest run that has that table."""
        found = self.fields.get(table)
        if isinstance(found, list) or self._is_own(table):
            return list(found or [])
        for run in reversed(self.matter.runs):
            if isinstance(run.fields.get(table), list):
                return list(run.fields[table])
        return []

    def person(self, person_id: str) -> Person | None:
        """A person on the office's list."""
        return self.context.people.get(person_id)

    def limit(self, limit: Limit) -> int:
        """The number that a limit stands for; raises `EmptyParameterError` for a parameter without a value."""
        if isinstance(limit, int):
            return limit
        value = parameter(self.catalogue, self.context, limit)
        if value is None:
            known = self.catalogue.parameters[limit]
            details = {"name": known.name, "key": limit, "setter": known.setter}
            raise EmptyParameterError(limit, Refusal("parameter-empty", details, known.source, self.step.id))
        return value

    def refuse(self, gate: Gate | None, code: str, **details: str | int) -> Refusal:
        """A refusal of this step with the article that the gate (or the step) rests on."""
        basis = gate.basis if gate is not None and gate.basis else self.step.basis
        return Refusal(code, details, basis, self.step.id)
