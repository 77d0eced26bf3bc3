"""Every matter type at a real office: what is kept step by step is what a rebuild makes from the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from clerk_app import catalogue
from clerk_app.desk.office import Office
from clerk_app.model import Draft
from clerk_app.places import resources
from clerk_app.workflow.stage import Stage


@dataclass
class Written(Stage):
    """A sample whose entries an office writes down as well, without the papers that only the sample has."""

    office: Office | None = None
    id: str = ""

    def _write(self, draft: Draft) -> None:
        super()._write(draft)
        assert self.office is not None
        self.office.matter(self.id)
        self.office.write(replace(draft, matter=self.id, files=()))

    def _try(self, *_: Any) -> Iterator[Any]:
        return iter(())


def test_a_rebuild_of_all_types_is_what_was_kept_step_by_step(offices: Any) -> None:
    village = offices.open("village")
    office = village._office
    folder = resources() / "catalogue"
    release, cases = catalogue.load(folder), catalogue.samples(folder)
    assert office.realm.context.catalogue == release.hash
    for number, sample in enumerate(cases):
        assert list(Written(release, sample, office=office, id=f"m{number}").run()) == []
    kept = office.store.shelf.dump()
    assert sum("closed" in row for row in kept["shelf_matter"]) == len(cases)
    village.rebuild()
    assert office.store.shelf.dump() == kept
    offices.close()
    again = offices.open("village")
    assert again._office.store.shelf.dump() == kept
    assert all(finding.sound for finding in again.check())
