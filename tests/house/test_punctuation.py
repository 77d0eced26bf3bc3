"""Chinese that a clerk reads has full-width punctuation: what stands in `resources/` and what the program itself says.

A half-width mark is only seen as a fault where it touches Chinese. Docstrings are English with Chinese terms in them,
except those of commands, which are the help on the terminal. The page inside a bundle is left out: each of its bytes
belongs to the format (`docs/format-bundle.md`).
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

HALF = re.compile("[\u3400-\u9fff“”（）《》] ?(?:[,:;!?)]|[(](?![*]))|[,:;!?()] ?[\u3400-\u9fff“”（）《》]")
"""A file pattern in a picker, ``(*.png)``, is Qt's."""
WRITTEN_IN_OUR_LANGUAGE = frozenset({"condition", "when"})
"""Keys whose text is an expression, with the marks of the language of conditions."""
FROZEN = frozenset({"clerk_app.bundle.readme"})
COMMANDS = frozenset({"command", "group"})


def half_width(text: str) -> list[str]:
    return HALF.findall(text)


def in_toml(told: Any, path: str = "") -> Iterator[str]:
    """Every text in a TOML document that has a half-width mark, by its path."""
    match told:
        case str() if half_width(told):
            yield f"{path}: {told}"
        case Mapping():
            for key, value in told.items():
                if key not in WRITTEN_IN_OUR_LANGUAGE:
                    yield from in_toml(value, f"{path}.{key}")
        case list():
            for number, value in enumerate(told):
                yield from in_toml(value, f"{path}[{number}]")


def in_python(module) -> Iterator[str]:
    """Every text of a module that has a half-width mark, by its line."""
    silent = {id(node) for node in docstrings(module.tree)} | {id(node) for node in patterns(module.tree)}
    for node in ast.walk(module.tree):
        told = node.value if isinstance(node, ast.Constant) and id(node) not in silent else None
        if isinstance(told, str) and half_width(told):
            yield f"{module.at(node)}: {told.strip()}"


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Texts that stand alone: docstrings, and those under attributes. The help of a command is said, so not here."""
    said = {
        id(node.body[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(commands(each) for each in node.decorator_list)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and id(node) not in said:
            yield node.value


def commands(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and called.attr in COMMANDS


def patterns(tree: ast.AST) -> Iterator[ast.AST]:
    """What is handed to `re.compile`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile":
            yield from (each for argument in node.args for each in ast.walk(argument))


def test_the_resources(house) -> None:
    found = []
    for path in house.files("resources", ".toml"):
        if path.parent.parent.name == "words":
            continue  # another language, which has its own marks
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(house.root).as_posix()
        found += [f"{where}{fault}" for fault in in_toml(tomllib.loads(text))]
        lines = enumerate(text.splitlines(), 1)
        found += [f"{where}:{number}: {line}" for number, line in lines if line.startswith("#") and half_width(line)]
    assert found == []


def test_what_the_program_says(house) -> None:
    modules = [module for module in house.modules if module.name not in FROZEN]
    assert [fault for module in modules for fault in in_python(module)] == []


@pytest.mark.parametrize(
    "text",
    ['fix = "请核对,再办。"', 'fix = "请核对(两次)。"', 'x = [{ label = "名称:村" }]', 'fix = "{name}(村)"'],
)
def test_a_half_width_mark_in_a_resource_is_seen(text: str) -> None:
    assert len(list(in_toml(tomllib.loads(text)))) == 1


def test_a_condition_keeps_its_own_marks() -> None:
    assert list(in_toml(tomllib.loads("condition = \"(kind == '大') and (told == 是)\""))) == []


def test_a_half_width_mark_in_the_program_is_seen(plant) -> None:
    source = '''
@main.command()
def first(name):
    """办一步:看结果。"""
    """Says 一步: in English."""
    re.compile("(村|镇)")
    return f"{name}:好,{name}"
'''
    (module,) = plant({"clerk_app/cli/new.py": source}).modules
    assert [fault.split(": ")[0] for fault in in_python(module)] == [
        "clerk_app/cli/new.py:4",
        "clerk_app/cli/new.py:7",
    ]
