"""`docs/catalogue.md` leaves nothing out: every key, gate, attribute, block and word of a fault stands there."""

from __future__ import annotations

import ast
import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from clerk_app.catalogue import limits
from clerk_app.catalogue.gates import ATTRIBUTES
from clerk_app.model import Body, Field, FieldKind, Material, MatterType, Parameter, Privacy, Role, SignOff, Step, Tag

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\{ gate = .*\}$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("noun", [Parameter, Role, MatterType, Step, Field, Material, SignOff])
def test_every_key_is_explained(noun: type) -> None:
    missing = [field.name for field in dataclasses.fields(noun) if field.init and f"`{field.name}`" not in TEXT]
    assert missing == []


def test_every_word_of_an_enumeration_is_explained() -> None:
    for kind in (FieldKind, Privacy):
        assert [member.value for member in kind if f"`{member.value}`" not in TEXT] == []
    assert [member.value for member in Body if member.value not in TEXT] == []
    assert [member.value for member in Tag if f"{member.value} " not in TEXT] == []


def test_every_gate_has_an_example_with_each_of_its_attributes() -> None:
    shown: dict[str, set[str]] = {}
    for line in EXAMPLES:
        table = tomllib.loads(f"gate = {line}")["gate"]
        shown.setdefault(table["gate"], set()).update(table)
    wanted = {
        gate: {"gate", *(a.name for a in attributes)} - {"basis", "effective", "lapsed"}
        for gate, attributes in ATTRIBUTES.items()
    }
    assert shown == wanted


def test_every_block_is_listed() -> None:
    blocks = [path.stem for path in (ROOT / "resources" / "catalogue" / "blocks").glob("*.toml")]
    assert [name for name in blocks if f"| `{name}` |" not in TEXT] == []


def test_every_word_of_a_fault_is_explained() -> None:
    """The constant texts that the room gives as `wanted`."""
    plain = TEXT.replace("\\|", "|")
    missing: list[str] = []
    for path in sorted((ROOT / "clerk_app" / "catalogue").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in {"fail", "_fail", "_fault", "malformed", "Fault"}:
                last = node.args[-1]
                if isinstance(last, ast.Constant) and f"`{last.value}`" not in plain:
                    missing.append(f"{path.name}: {last.value}")
    assert missing == []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_the_limits_named_are_those_in_force() -> None:
    assert f"{limits.LARGEST_FILE // 1024} KiB、每行 {limits.LONGEST_LINE:,} 字节" in TEXT
    assert f"套 {limits.DEEPEST_FILE} 层；一份清单 {limits.LARGEST_RELEASE // 2**20} MiB" in TEXT
    assert f"{limits.MOST_STEPS} 步，一步 {limits.MOST_FIELDS} 个字段、{limits.MOST_MATERIALS} 份材料" in TEXT
    assert f"{limits.MOST_SIGNOFFS} 处签字、{limits.MOST_GATES} 个关口" in TEXT
    assert f"最长 {limits.LONGEST_EXPRESSION} 个字符、{limits.DEEPEST_EXPRESSION} 层" in TEXT
