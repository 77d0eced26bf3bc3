"""The 371 rows of the reference, held against the shipped types: `rows.txt` says which steps each row became.

No row is without a step, no step without a row, and every number of a row that carries a tag is asked for by a gate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from clerk_app.catalogue.gates import write_gate
from clerk_app.model import GATES, Catalogue, Step

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "resources" / "catalogue"
HEADING = re.compile(r"# -{64} 第([0-9、至]+)行 (.+)")


@dataclass(frozen=True)
class Row:
    """One row: its number and name, the steps it became, and what carries each of its tagged numbers."""

    number: int
    name: str
    steps: tuple[str, ...]
    carried: tuple[tuple[str, tuple[str, ...]], ...]


def read() -> dict[str, tuple[Row, ...]]:
    """The rows of each type, in their order."""
    found: dict[str, tuple[Row, ...]] = {}
    kind = ""
    for line in (HERE / "rows.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("V"):
            kind = line.split()[0]
            found[kind] = ()
        elif line.startswith("  "):
            (number, name), steps, *numbers = line.split(maxsplit=1), *line.split(" | ")[1:]
            told = (text.rpartition(" = ") for text in numbers)
            carried = tuple((text, tuple(by.split())) for text, _, by in told)
            found[kind] += (Row(int(number), name.split(" | ")[0], tuple(steps.split()), carried),)
    return found


ROWS = read()
TYPES = sorted(ROWS)


def asked_by(step: Step) -> set[str]:
    """Every word of a step's gates: their kinds, and the parameters that they name, in conditions too."""
    written = [write_gate(gate) for gate in step.gates]
    return {word for gate in written for word in re.findall(r"[a-z_]+(?:\.[a-z0-9_]+)*", str(gate))}


def test_there_are_as_many_rows_as_in_the_reference() -> None:
    assert [f"V{number:02d}" for number in range(1, 45)] == TYPES
    assert sum(map(len, ROWS.values())) == 371
    for kind, rows in ROWS.items():
        assert [row.number for row in rows] == list(range(1, len(rows) + 1)), kind


@pytest.mark.parametrize("kind", TYPES)
def test_every_row_has_its_steps_and_every_step_its_row(shipped: Catalogue, kind: str) -> None:
    steps = [step.id for step in shipped.types[kind].steps]
    assert all(row.steps for row in ROWS[kind])
    assert {step for row in ROWS[kind] for step in row.steps} == set(steps)


@pytest.mark.parametrize("kind", TYPES)
def test_every_tagged_number_is_asked_for_by_a_gate_of_its_steps(shipped: Catalogue, kind: str) -> None:
    for row in ROWS[kind]:
        here = set().union(*(asked_by(step) for step in shipped.types[kind].steps if step.id in row.steps))
        for text, names in row.carried:
            assert names, text
            for name in names:
                other, _, key = name.rpartition(":")
                asked = set().union(*map(asked_by, shipped.types[other].steps)) if other else here
                assert key in shipped.parameters or key in GATES, (kind, row.number, name)
                assert key in asked, (kind, row.number, text, name)


def test_as_many_tagged_numbers_were_taken_over_as_the_reference_has() -> None:
    """Found by reading guard, time, publicity and role of every row; article numbers and rows referred to are none."""
    assert sum(len(row.carried) for rows in ROWS.values() for row in rows) == 320


def rows_said(text: str) -> list[int]:
    """``2至4`` and ``3、5`` as numbers."""
    first, _, last = text.partition("至")
    return list(range(int(first), int(last) + 1)) if last else [int(part) for part in text.split("、")]


@pytest.mark.parametrize("kind", TYPES)
def test_every_step_in_the_file_names_the_row_it_comes_from(kind: str) -> None:
    lines = (SHIPPED / f"{kind}.toml").read_text(encoding="utf-8").splitlines()
    names = {row.number for row in ROWS[kind]}
    said: set[int] = set()
    for place, line in enumerate(lines):
        if line != "[[steps]]":
            continue
        heading = HEADING.fullmatch(lines[place - 2])
        assert heading is not None, (kind, place, lines[place - 2])
        numbers = rows_said(heading[1])
        said |= set(numbers)
        own = re.fullmatch(r'id = "(\w+)"', lines[place + 1])
        if own is not None:
            assert numbers == [row.number for row in ROWS[kind] if own[1] in row.steps], (kind, own[1])
    assert said == names
