"""The schema for editors: current, true of all that is shipped, and sharp where an author slips."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clerk_app.catalogue.schema import schema, schema_text

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "resources" / "catalogue"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def faults(tables: Any) -> list[str]:
    """Where the schema finds something, innermost places first told."""
    return [leaf.json_path for error in VALIDATOR.iter_errors(tables) for leaf in _leaves(error)]


def _leaves(error: Any) -> list[Any]:
    return [leaf for inner in error.context for leaf in _leaves(inner)] or [error]


def tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_file_in_docs_is_current() -> None:
    """`make written` writes it."""
    assert (ROOT / "docs" / "catalogue.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_itself_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.toml")), ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_every_shipped_file_is_valid(path: Path) -> None:
    assert faults(tables(path)) == []


@pytest.mark.parametrize(
    ("name", "there", "slip", "place"),
    [
        ("V01.toml", 'id = "ask"', 'id = "Ask"', "$.steps[0].id"),
        ("V01.toml", 'category = "', 'categori = "', "$"),
        ("V01.toml", 'responsible = "', 'person = "', "$.steps[0]"),
        ("V01.toml", 'kind = "date"', 'kind = "day"', "$.steps[0].fields[2].kind"),
        ("V01.toml", 'kind = "person"', 'kind = "table"', "$.steps[0].fields[3].columns[0].kind"),
        ("V01.toml", 'choices = ["大", "小"]', 'choices = ["大"]', "$.steps[0].fields[1].choices"),
        ("V01.toml", "least = 2", 'least = "2"', "$.steps[0].materials[0].least"),
        ("V01.toml", 'gate = "sum_of"', 'gate = "sums"', "$.steps[0].gates[0].gate"),
        ("V01.toml", 'column = "sum"', 'colunm = "sum"', "$.steps[0].gates[0]"),
        ("V01.toml", 'to = "close", ', "", "$.steps[2].gates[0]"),
        ("V01.toml", 'key = "sign.large"', 'key = "large"', "$.steps[2].gates[0].key"),
        ("V01.toml", '{ amount = "amount" }', '{ site = "kind" }', "$.steps[0].register"),
        ("V01.toml", 'use = "notice"', 'use = "notice"\nname = "某"', "$.steps[2]"),
        ("parameters.toml", 'tag = "L"', 'tag = "X"', "$.parameters[0].tag"),
        ("parameters.toml", 'setter = "法律规定"', "", "$.parameters[0]"),
        ("roles.toml", 'name = "主任"', 'name = " 主任"', "$.roles[0].name"),
        ("holidays.toml", '"2026-05-01"', '"2026-5-1"', "$.years[0].holidays[1]"),
        ("release.toml", "version = 3", "version = 0", "$.version"),
        ("blocks/notice.toml", "publicity = true", 'publicity = "true"', "$.steps[0].publicity"),
    ],
)
def test_a_slip_is_found_at_its_place(folder: Path, name: str, there: str, slip: str, place: str) -> None:
    assert faults(tables(folder / name)) == []
    text = (folder / name).read_text(encoding="utf-8")
    assert there in text
    assert place in faults(tomllib.loads(text.replace(there, slip, 1)))


def test_a_sample_file_is_known(folder: Path) -> None:
    sample = {"name": "通过", "acts": [{"step": "ask", "day": 0, "tries": [{"refused": "vote-short"}]}]}
    assert faults({"samples": [sample]}) == []
    assert faults({"samples": [{**sample, "rolls": {"party": "12"}}]}) == ["$.samples[0].rolls.party"]
    assert faults({"neither": 1}) != []
