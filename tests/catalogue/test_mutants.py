"""A mutated release is refused with the path of its fault, or is still sound: nothing in between, and never slow."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from clerk_app import canon, catalogue
from clerk_app.errors import IntegrityError
from clerk_app.model import Catalogue

from ..stopwatch import own_seconds, quickest

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue"
MUTANTS = 5_000
ROUNDS = 5
SLOWEST = 1.0

OTHERS: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1 << 52,
    "",
    "x",
    "<b>",
    "x" * 5_000,
    "甲",
    [],
    {},
    [[]],
    {"x": 1},
    ["x"] * 300,
)


@pytest.fixture(scope="module")
def record() -> Any:
    """The shipped release cut down to its smallest types, as a record: a mutant must not cost a second to make."""
    whole = canon.decode(catalogue.to_bytes(catalogue.load(SHIPPED)), limit=1 << 23)
    whole["types"] = sorted(whole["types"], key=lambda kind: len(kind["steps"]))[:2]
    used = json.dumps(whole["types"])
    whole["parameters"] = [known for known in whole["parameters"] if f'"{known["key"]}"' in used]
    whole["holidays"] = whole["holidays"][:3]
    return whole


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every node."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in inside:
        yield from places(inner, (*path, name))


def mutate(record: Any, path: tuple[Any, ...], chance: random.Random) -> Any:
    """A copy with one node deleted, retyped, made huge, doubled, or put in the place of another."""
    changed = copy.deepcopy(record)
    holder = changed
    for name in path[:-1]:
        holder = holder[name]
    last = path[-1]
    how = chance.randrange(4)
    if how == 0:
        del holder[last]
    elif how == 1:
        holder[last] = copy.deepcopy(chance.choice(OTHERS))
    elif how == 2 and isinstance(holder, list):
        holder.insert(0, copy.deepcopy(holder[last]))
    else:
        other = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        holder[last] = copy.deepcopy(holder[other])
    return changed


def judged(record: Any) -> str:
    """The path of the fault, "" for a release that is sound; anything else that is raised is a fault of ours."""
    try:
        raw = canon.encode(record)
    except ValueError:
        return "not a record"
    try:
        found = catalogue.read(raw)
    except IntegrityError as error:
        return str(error.details["path"]) if error.code == "catalogue-malformed" else f"another code: {error.code}"
    assert isinstance(found, Catalogue)
    assert catalogue.to_bytes(found) == raw
    return ""


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_mutant_is_refused_with_a_path_or_sound(record: Any, seed: int) -> None:
    chance = random.Random(seed)
    nodes = list(places(record))
    refused = slowest = 0
    for _ in range(MUTANTS // ROUNDS):
        mutant = mutate(record, chance.choice(nodes), chance)
        with own_seconds() as spent:
            path = judged(mutant)
        assert not path.startswith("another code"), path
        refused += bool(path)
        slowest = max(slowest, *spent)
    assert refused > MUTANTS // ROUNDS // 2
    assert slowest < SLOWEST


@pytest.mark.parametrize(
    "after",
    [lambda steps: steps[0].update(after=[steps[1]["id"]]), lambda steps: steps[-2].update(after=[steps[-1]["id"]])],
)
def test_a_circle_is_refused(record: Any, after: Any) -> None:
    circle = copy.deepcopy(record)
    after(circle["types"][0]["steps"])
    assert judged(circle).startswith(circle["types"][0]["id"])


def test_a_sound_release_of_ten_thousand_steps_is_judged_in_seconds(record: Any) -> None:
    """As many steps as a type may have, each waiting for as many as a step may; sixteen times the shipped release."""
    kind = copy.deepcopy(record["types"][0])
    step = {"id": "s0", "name": "步骤", "responsible": "文书", "after": []}
    kind["steps"] = [
        {**step, "id": f"s{number}", "after": [f"s{before}" for before in range(max(0, number - 8), number)]}
        for number in range(100)
    ]
    many = [{**kind, "id": f"V{number:02d}"} for number in range(100)]
    with own_seconds() as spent:
        path = judged({**record, "types": many})
    assert spent[0] < 5 * SLOWEST
    assert path == ""


def test_a_fault_anywhere_in_the_whole_release_is_refused_within_a_second() -> None:
    """One mutant of each of the 44 types, in the release as it ships: what an office would be handed."""
    whole = canon.decode(catalogue.to_bytes(catalogue.load(SHIPPED)), limit=1 << 23)
    chance = random.Random(7)
    for place, kind in enumerate(whole["types"]):
        mutant = {**whole, "types": [*whole["types"]]}
        mutant["types"][place] = {**kind, "steps": [*kind["steps"], chance.choice(kind["steps"])]}
        spent, path = quickest(partial(judged, mutant), SLOWEST)
        assert path.startswith(kind["id"])
        assert spent < SLOWEST
