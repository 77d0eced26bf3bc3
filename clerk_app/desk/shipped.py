"""The checklist that the program ships, and checking one that a county has written."""

from __future__ import annotations

from pathlib import Path

from clerk_app import catalogue
from clerk_app.errors import UsageError
from clerk_app.model import Catalogue, Step
from clerk_app.places import resources

from .views import TypeRow


def shipped() -> Catalogue:
    """The release in `resources/catalogue`."""
    return catalogue.load(resources() / "catalogue")


def shipped_types() -> list[TypeRow]:
    """Every type that the program ships."""
    return [type_row(shipped(), type_id) for type_id in shipped().types]


def type_row(release: Catalogue, type_id: str) -> TypeRow:
    """A type as a line of the checklist."""
    kind = release.types[type_id]
    return TypeRow(kind.id, kind.name, kind.short, kind.category, kind.applies, kind.basis, len(kind.steps))


def shipped_steps(type_id: str) -> tuple[Step, ...]:
    """The steps of a shipped type; `UsageError` ("type-not-found")."""
    kind = shipped().types.get(type_id)
    if kind is None:
        raise UsageError("type-not-found", type=type_id)
    return kind.steps


def check_catalogue(folder: Path) -> Catalogue:
    """Read and lint a catalogue folder; `IntegrityError` names file and path of the first fault."""
    return catalogue.load(folder)
