"""The checklist that the program ships."""

from __future__ import annotations

from functools import cache

from clerk_app import catalogue
from clerk_app.model import Catalogue
from clerk_app.places import resources

from .views import TypeRow


@cache
def shipped() -> Catalogue:
    """The release in `resources/catalogue`."""
    return catalogue.load(resources() / "catalogue")


def type_row(release: Catalogue, type_id: str) -> TypeRow:
    """A type as a line of the checklist."""
    kind = release.types[type_id]
    return TypeRow(kind.id, kind.name, kind.short, kind.category, kind.applies, kind.basis, len(kind.steps))
