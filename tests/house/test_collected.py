"""No test is lost: each file under `tests` that holds a test is collected, and no two files have one name."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path


def files_with_tests(root: Path) -> set[str]:
    """Every file below `tests` with a function or method whose name says that it is a test."""
    return {
        path.relative_to(root).as_posix()
        for path in (root / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def collected(root: Path, *arguments: str) -> set[str]:
    """The files that pytest finds tests in when it is asked for all of them, slow ones too."""
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "", "-p", "no:cacheprovider", *arguments],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return {line.partition("::")[0] for line in found.stdout.splitlines() if "::" in line}


def test_every_file_with_a_test_is_collected(house) -> None:
    assert files_with_tests(house.root) - collected(house.root) == set()


def test_no_two_test_files_have_one_name_and_none_is_a_package(house) -> None:
    names = Counter(path.name for path in house.files("tests", ".py"))
    assert [name for name, count in names.items() if name.startswith("test_") and count > 1] == []
    assert names["__init__.py"] == 0


def test_a_lost_test_is_found(plant) -> None:
    text = "def test_it() -> None:\n    assert True\n"
    inside = "class Lost:\n    def test_it(self) -> None:\n        assert True\n"
    house = plant(
        {
            "pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = ['tests']\n",
            "tests/test_kept.py": text,
            "tests/lost.py": text,
            "tests/test_lost.py": inside,
        }
    )
    assert files_with_tests(house.root) - collected(house.root) == {"tests/lost.py", "tests/test_lost.py"}
