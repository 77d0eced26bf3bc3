"""What a checkout holds, and that all of the program is shipped."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

TOP = frozenset(
    {
        "clerk_app",
        "ui",
        "resources",
        "tests",
        "docs",
        "Makefile",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "pyproject.toml",
        "build.spec",
        "requirements.txt",
        "requirements-build.txt",
        "requirements-dev.txt",
        "requirements-dist.txt",
    }
)


def strays(root: Path) -> set[str]:
    """What lies at the top level, is not ignored, and does not belong there."""
    ignored = [line.rstrip("/") for line in (root / ".gitignore").read_text(encoding="utf-8").splitlines()]
    names = {path.name for path in root.iterdir() if not path.name.startswith(".")}
    return {name for name in names - TOP if not any(fnmatch(name, pattern) for pattern in ignored)}


def test_the_top_level_holds_only_what_belongs_there(house) -> None:
    assert strays(house.root) == set()
    assert {name for name in TOP if not (house.root / name).exists()} == set()


def test_a_stray_is_found(plant) -> None:
    house = plant({".gitignore": "demo/\n*.egg-info/\n", "demo/a": "", "a.egg-info/b": "", "notes.txt": ""})
    assert strays(house.root) == {"notes.txt"}


def test_every_package_is_shipped(house) -> None:
    """`clerk_app_resources` is the name under which the folder `resources` lies beside the installed packages."""
    with open(house.root / "pyproject.toml", "rb") as file:
        shipped = tomllib.load(file)["tool"]["setuptools"]["packages"]
    packages = {module.name for module in house.modules if module.is_package}
    assert sorted(shipped) == sorted(packages | {"clerk_app_resources"})


def test_every_folder_with_modules_is_a_package(house) -> None:
    folders = {module.name.rpartition(".")[0] for module in house.modules if not module.is_package}
    packages = {module.name for module in house.modules if module.is_package}
    assert folders - packages == set()
