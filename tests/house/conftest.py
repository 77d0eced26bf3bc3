"""The house as the tests read it: every module of the program, parsed and never imported.

`house` is the program itself; `plant` builds a small one in a temporary folder, with a fault in it on purpose.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

PACKAGES = ("clerk_app", "ui")
NOT_OURS = frozenset({"__pycache__", "build", "dist", "demo", "node_modules"})


@dataclass(frozen=True)
class Module:
    """One source file, with its dotted name (a package's own name for its `__init__`)."""

    name: str
    path: str
    source: str
    is_package: bool

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.path)

    def at(self, node: ast.AST) -> str:
        """Where a node stands: ``clerk_app/canon.py:12``."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class House:
    """A checkout: its folder and what lies in it."""

    root: Path

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Every module of the program."""
        return tuple(self._module(path) for package in PACKAGES for path in self.files(package, ".py"))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(module.name for module in self.modules)

    def files(self, folder: str, *endings: str) -> Iterator[Path]:
        """The files below a folder of the checkout, sorted, without what tools leave there."""
        for path in sorted((self.root / folder).rglob("*")):
            inside = path.relative_to(self.root / folder).parts
            hidden = any(part in NOT_OURS or part.startswith(".") for part in inside[:-1])
            if path.is_file() and not hidden and path.name.endswith(endings):
                yield path

    def _module(self, path: Path) -> Module:
        inside = path.relative_to(self.root)
        parts = list(inside.with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        return Module(name, inside.as_posix(), path.read_text(encoding="utf-8"), is_package)


@pytest.fixture(scope="session")
def house() -> House:
    return House(Path(__file__).resolve().parents[2])


Plant = Callable[[Mapping[str, str]], House]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write files by path and text, and give the house that they make."""

    def planted(files: Mapping[str, str]) -> House:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return House(tmp_path)

    return planted
