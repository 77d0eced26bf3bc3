"""The checklist in force at an office, to be looked up: a type's steps with their rules, its limits, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clerk_app import catalogue, report
from clerk_app.model import Catalogue, MatterType, Step

from . import consult
from .authoring import type_of
from .office import Office
from .placing import write_file
from .process_sheet import process_sheet, used
from .views import ParameterRow, TypeRow


@dataclass(frozen=True, slots=True)
class TypeStep:
    """A step of a type: who does it, its article, and its rules in words."""

    number: int
    id: str
    name: str
    responsible: str
    basis: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypeView:
    """A type as it is looked up. `limits` are the numbers that its rules use, with the values in force here."""

    id: str
    name: str
    release: str
    applies: str
    basis: str
    steps: tuple[TypeStep, ...]
    limits: tuple[ParameterRow, ...]


class Rulebook:
    """The checklist in force at one open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @property
    def _release(self) -> Catalogue:
        return self._office.catalogues[self._office.realm.context.catalogue]

    def types(self) -> list[TypeRow]:
        """Every type of the checklist."""
        return consult.types(self._office)

    def type(self, type_id: str) -> TypeView:
        """A type with its steps, rules and limits; `UsageError` ("type-not-found")."""
        release = self._release
        kind = type_of(release, type_id)
        steps = tuple(_step(release, kind, step, number) for number, step in enumerate(kind.steps, start=1))
        keys = {known.key for known in used(release, kind)}
        limits = tuple(row for row in consult.parameters(self._office) if row.key in keys)
        named = f"{release.name} {release.version}"
        return TypeView(kind.id, kind.name, named, kind.applies, kind.basis, steps, limits)

    def chart(self, type_id: str, letters: float) -> bytes:
        """The flow chart of a type as SVG in one column, as wide as so many letters; "type-not-found"."""
        release = self._release
        width = letters * catalogue.LARGEST
        return report.drawing_svg(catalogue.scroll(release, type_of(release, type_id), report.typeface(), width))

    def write_chart(self, type_id: str, target: Path) -> None:
        """The flow chart of a type as PDF."""
        release = self._release
        chart = catalogue.chart(release, type_of(release, type_id), report.typeface())
        write_file(target, report.drawing_pdf(chart))

    def write_process_sheet(self, type_id: str, target: Path) -> None:
        """The process sheet of a type as PDF."""
        release = self._release
        write_file(target, report.paper(process_sheet(release, type_of(release, type_id))))


def _step(release: Catalogue, kind: MatterType, step: Step, number: int) -> TypeStep:
    words = catalogue.Phrasing(release, kind, step)
    return TypeStep(
        number, step.id, step.name, step.responsible, step.basis, tuple(words.gate(gate) for gate in step.gates)
    )
