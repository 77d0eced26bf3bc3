"""A release as bytes: one catalogue, one record, one byte string; whatever else comes is refused and never crashes."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app import canon, catalogue
from clerk_app.catalogue import release
from clerk_app.errors import IntegrityError
from clerk_app.model import Catalogue

from ..stopwatch import own_seconds


def test_the_shipped_release_comes_back_byte_for_byte(shipped: Catalogue) -> None:
    raw = catalogue.to_bytes(shipped)
    again = catalogue.read(raw)
    assert again == shipped
    assert catalogue.to_bytes(again) == raw
    assert shipped.hash == hashlib.sha256(raw).hexdigest()
    assert catalogue.from_record(canon.decode(raw)) == shipped


def test_the_small_release_comes_back_too(small: Catalogue) -> None:
    assert catalogue.read(catalogue.to_bytes(small)) == small


def test_the_order_of_types_parameters_and_roles_is_kept(shipped: Catalogue) -> None:
    again = catalogue.read(catalogue.to_bytes(shipped))
    assert list(again.parameters) == list(shipped.parameters)
    assert list(again.roles) == list(shipped.roles)
    assert list(again.types) == list(shipped.types)


def test_any_change_of_content_changes_the_name(small: Catalogue) -> None:
    record = canon.decode(catalogue.to_bytes(small))
    record["types"][0]["steps"][0]["guide"] = "请照实填写。"
    changed = catalogue.from_record(record)
    assert changed.hash != small.hash
    assert changed.types["V01"].steps[0].guide == "请照实填写。"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b"null", b'{"format":1}', b"\xff", b"[" * 100])
def test_other_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(IntegrityError):
        catalogue.read(raw)


@pytest.mark.parametrize("record", [None, 3, "x", [], {}, {"format": 2}, {"format": True}])
def test_other_records_are_refused(record: Any) -> None:
    with pytest.raises(IntegrityError) as caught:
        catalogue.from_record(record)
    assert caught.value.code == "catalogue-malformed"


def spelt(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Records that mean the same and are not the canonical one."""
    for path, value in (
        (("types", 0, "steps", 0, "repeat"), False),
        (("types", 0, "steps", 0, "materials", 0, "photo"), False),
        (("types", 0, "steps", 1, "when"), "kind=='大' and amount >= 100"),
        (("types", 0, "steps", 0, "fields", 0, "required"), True),
        (("holidays",), ["2026-01-02", "2026-01-01", "2026-01-03", "2026-05-01"]),
        (("workdays",), ["2026-01-04", "2026-01-04"]),
    ):
        changed = copy.deepcopy(record)
        place: Any = changed
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        yield changed


def test_only_the_canonical_record_is_taken(small: Catalogue) -> None:
    for record in spelt(canon.decode(catalogue.to_bytes(small))):
        with pytest.raises(IntegrityError) as caught:
            catalogue.from_record(record)
        assert caught.value.details["wanted"] == "canonical-record"


def test_a_release_that_was_taken_before_is_read_again_as_it_was(small: Catalogue) -> None:
    raw = catalogue.to_bytes(small)
    again = catalogue.read_again(raw, small.hash)
    assert again.types.keys() == small.types.keys()
    assert len(again.types) == len(small.types)
    assert {type_id: again.types[type_id] for type_id in again.types} == dict(small.types)
    assert again.types["V01"] is again.types["V01"]
    assert again.types.get("V99") is None
    assert dataclasses.replace(again, types=dict(again.types)) == small
    assert catalogue.to_bytes(again) == raw


def test_a_record_is_linted(small: Catalogue) -> None:
    record = canon.decode(catalogue.to_bytes(small))
    record["types"][0]["steps"][1]["after"] = ["nobody"]
    with pytest.raises(IntegrityError) as caught:
        catalogue.from_record(record)
    assert caught.value.details == {"path": "V01.steps[1].after[0]", "wanted": "known-step"}


def test_the_same_type_twice_is_refused(small: Catalogue) -> None:
    record = canon.decode(catalogue.to_bytes(small))
    record["types"].append(record["types"][0])
    with pytest.raises(IntegrityError) as caught:
        catalogue.from_record(record)
    assert caught.value.details == {"path": "types[1]", "wanted": "different-names"}


def test_a_release_beyond_its_size_is_refused(small: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = catalogue.to_bytes(small)
    monkeypatch.setattr(release, "LARGEST_RELEASE", len(raw))
    assert catalogue.read(raw) == small
    monkeypatch.setattr(release, "LARGEST_RELEASE", len(raw) - 1)
    with pytest.raises(IntegrityError) as caught:
        catalogue.read(raw)
    assert caught.value.code == "json-too-large"
    with pytest.raises(IntegrityError) as caught:
        catalogue.from_record(canon.decode(raw))
    assert caught.value.details["wanted"] == f"bytes<={len(raw) - 1}"


def places(record: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every node below the root."""
    inside = record.items() if isinstance(record, dict) else enumerate(record) if isinstance(record, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


STRANGE = [None, True, False, 0, -1, 1, 1 << 52, "", "x", "ask", "^", "x" * 10_000, [], {}, [[]], [{}], {"id": "x"}]
STRANGE += ["publish.min_days", "a == 1", "(" * 400, "2026-01-01", "payment", [{"gate": "vote"}], ["ask"] * 1_000]


def mutate(record: dict[str, Any], paths: list[tuple[Any, ...]], chance: random.Random) -> dict[str, Any]:
    """The record with one node deleted, replaced, doubled, nested or swapped with another."""
    changed = copy.deepcopy(record)
    *above, last = chance.choice(paths)
    place: Any = changed
    for key in above:
        place = place[key]
    how = chance.randrange(6)
    if how == 0:
        del place[last]
    elif how == 1 and isinstance(place, list):
        place.insert(int(last), copy.deepcopy(place[last]))
    elif how == 2:
        place[last] = [place[last]] * chance.choice([1, 2, 500])
    elif how == 3:
        for _ in range(20):
            place[last] = {"steps": place[last]}
    elif how == 4:
        *others, other = chance.choice(paths)
        there: Any = record
        for key in others:
            there = there[key]
        place[last] = copy.deepcopy(there[other])
    else:
        place[last] = copy.deepcopy(chance.choice(STRANGE))
    return changed


def outcome(record: Any) -> str:
    """The word for what became of a record, refused or sound; a crash, a long wait or a pathless fault fails here."""
    with own_seconds() as spent:
        found, error = taken(record)
    assert spent[0] < 1
    if found is None:
        assert error is not None
        assert error.code == "catalogue-malformed"
        assert error.details["path"]
        assert error.details["wanted"]
        return "refused"
    assert catalogue.lint(found) == ()
    assert catalogue.to_bytes(found) == canon.encode(record)
    return "sound"


def taken(record: Any) -> tuple[Catalogue | None, IntegrityError | None]:
    try:
        return catalogue.from_record(record), None
    except IntegrityError as error:
        return None, error


@pytest.mark.parametrize("seed", range(6))
def test_mutants_of_the_shipped_release_are_refused_or_sound(shipped: Catalogue, seed: int) -> None:
    chance = random.Random(seed)
    record = canon.decode(catalogue.to_bytes(shipped))
    paths = list(places(record))
    outcomes = [outcome(mutate(record, paths, chance)) for _ in range(50)]
    assert outcomes.count("refused") > 25


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_many_more_mutants(shipped: Catalogue, seed: int) -> None:
    chance = random.Random(seed)
    record = canon.decode(catalogue.to_bytes(shipped))
    paths = list(places(record))
    for _ in range(100):
        outcome(mutate(record, paths, chance))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 1 << 53) | st.sampled_from(["", "a", "V01", "a.b", "2026-01-01"]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "steps", "types", "key", "gate", "roles", "after"]), inside)
    ),
    max_leaves=12,
)


@given(JSON, JSON, JSON)
def test_any_record_is_refused_with_a_path(types: Any, parameters: Any, roles: Any) -> None:
    record = {"format": 1, "version": 1, "name": "某", "types": types, "parameters": parameters, "roles": roles}
    outcome(record | {"holidays": [], "workdays": []})
