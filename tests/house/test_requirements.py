"""What is installed: pinned, hashed, asked for in one place, and the same for everybody."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

USE, BUILD = "requirements.txt", "requirements-build.txt"
WITH_EXTRA = {"dev": "requirements-dev.txt", "dist": "requirements-dist.txt"}
FILES = (USE, BUILD, *WITH_EXTRA.values())
PINNED = re.compile(r"([a-z0-9-]+)==([0-9][\w.]*)((?: ; [^\\]+)?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)")


def pins(text: str) -> dict[str, str]:
    """The versions of a file of requirements; `ValueError` for anything in it that is not pinned and hashed."""
    rest = PINNED.sub("", text)
    if rest.strip():
        raise ValueError(rest.strip().splitlines()[0])
    return {match[1]: match[2] for match in PINNED.finditer(text)}


def project(house) -> Mapping[str, Any]:
    with open(house.root / "pyproject.toml", "rb") as file:
        return tomllib.load(file)


def pins_of(house, name: str) -> dict[str, str]:
    return pins((house.root / name).read_text(encoding="utf-8"))


def wanted(house, *extras: str) -> list[Requirement]:
    """What pyproject.toml asks for."""
    asked = project(house)["project"]
    lines = [*asked["dependencies"], *(line for extra in extras for line in asked["optional-dependencies"][extra])]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_with_hashes_and_names_no_host(house, name: str) -> None:
    text = (house.root / name).read_text(encoding="utf-8")
    assert pins(text)
    assert "://" not in text


def unmet(pinned: Mapping[str, str], asked: list[Requirement]) -> list[str]:
    return [str(each) for each in asked if not each.specifier.contains(pinned[canonicalize_name(each.name)])]


def test_what_the_project_asks_for_is_what_is_pinned(house) -> None:
    assert unmet(pins_of(house, USE), wanted(house)) == []
    assert (
        unmet(pins_of(house, BUILD), [Requirement(each) for each in project(house)["build-system"]["requires"]]) == []
    )
    for extra, name in WITH_EXTRA.items():
        assert unmet(pins_of(house, name), wanted(house, extra)) == []


def test_everybody_has_the_same_versions(house) -> None:
    for name in WITH_EXTRA.values():
        assert pins_of(house, USE).items() <= pins_of(house, name).items()
    build = pins_of(house, BUILD)
    assert build.items() <= {**build, **pins_of(house, WITH_EXTRA["dist"])}.items()


@pytest.mark.parametrize(
    "text",
    [
        "click\n",
        "click>=8\n",
        "click==8.5.1\n",
        "--index-url https://example.org/simple\n",
        "click==8.5.1 \\\n    --hash=md5:00\n",
        "click @ https://example.org/click.whl\n",
    ],
)
def test_a_line_that_is_not_pinned_is_found(text: str) -> None:
    good = f"a-b==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{'0' * 64}\n"
    assert pins(good) == {"a-b": "1.0"}
    with pytest.raises(ValueError, match=re.escape(text.splitlines()[0].partition(" \\")[0])):
        pins(good + text)


def libraries_of_tests(house) -> set[str]:
    """The libraries of others that tests and scripts import."""
    found: set[str] = set()
    for path in (*house.files("tests", ".py"), *house.files("docs", ".py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    return found - sys.stdlib_module_names - {"clerk_app", "ui"}


def test_what_the_tests_import_is_asked_for(house) -> None:
    asked = {canonicalize_name(requirement.name) for requirement in wanted(house, "dev")}
    owners = metadata.packages_distributions()
    for library in libraries_of_tests(house):
        assert asked & {canonicalize_name(name) for name in owners[library]}, library
