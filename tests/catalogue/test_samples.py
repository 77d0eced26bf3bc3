"""Every shipped type is taken from begin to archive by its sample cases, and each of its gates refuses something."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_app import catalogue, workflow
from clerk_app.model import Catalogue, Sample

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue"
TYPES = sorted(path.stem for path in SHIPPED.glob("V*.toml"))


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return catalogue.load(SHIPPED)


@pytest.fixture(scope="module")
def rehearsed(shipped: Catalogue) -> dict[str, list[tuple[Sample, workflow.Rehearsed]]]:
    found: dict[str, list[tuple[Sample, workflow.Rehearsed]]] = {}
    for sample in catalogue.samples(SHIPPED):
        found.setdefault(sample.type, []).append((sample, workflow.rehearse(shipped, sample)))
    return found


@pytest.mark.parametrize("kind", TYPES)
def test_the_samples_of_a_type_come_out_as_they_say(rehearsed, kind):
    assert rehearsed.get(kind), "no sample"
    flaws = [flaw for _, outcome in rehearsed[kind] for flaw in outcome.flaws]
    assert not flaws, "\n".join(f"{flaw.path}: wanted {flaw.wanted}, came {flaw.came}" for flaw in flaws)


@pytest.mark.parametrize("kind", TYPES)
def test_each_gate_of_a_type_refuses_something_in_its_samples(shipped, rehearsed, kind):
    refusing = frozenset().union(*(outcome.refusing for rows in rehearsed.values() for _, outcome in rows))
    missing = [f"{path}: {key}" for path, key in workflow.unproven(shipped, refusing) if path.startswith(f"{kind}.")]
    assert not missing, "\n".join(missing)
