"""The measure of coverage that `make test` ends with."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest


def file(lines: int, missing: int = 0, branches: int = 0, jumps: int = 0) -> Mapping[str, Any]:
    return {
        "summary": {
            "num_statements": lines,
            "covered_lines": lines - missing,
            "num_branches": branches,
            "covered_branches": branches - jumps,
        },
        "missing_lines": list(range(1, missing + 1)),
        "missing_branches": [[number, -1] for number in range(1, jumps + 1)],
    }


@pytest.fixture
def judged(tmp_path: Path):
    def judge(files: Mapping[str, Any]) -> tuple[int, str]:
        report = tmp_path / "report.json"
        report.write_text(json.dumps({"files": files}), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("covered.py"), report],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout.strip()

    return judge


def test_full_rooms_and_nearly_full_rooms_pass(judged) -> None:
    assert judged({"clerk_app/store/a.py": file(10, branches=4), "ui/a.py": file(20, 1), "ui/b.py": file(80, 4)}) == (
        0,
        "",
    )


@pytest.mark.parametrize(
    ("path", "counts", "said"),
    [
        ("clerk_app/store/a.py", file(1000, 1), "clerk_app/store/a.py: never run: 1"),
        ("clerk_app/canon.py", file(1000, branches=500, jumps=1), "clerk_app/canon.py: never run: 1->-1"),
        ("clerk_app\\canon.py", file(9, 1), "clerk_app\\canon.py: never run: 1"),
        ("clerk_app/desk/a.py", file(100, 6), "desk: 94.0 % is run, 95 % is wanted"),
        ("ui/pages/a.py", file(50, branches=50, jumps=6), "ui: 94.0 % is run, 95 % is wanted"),
        ("clerk_app/__init__.py", file(10, 10), "clerk_app: 0.0 % is run, 95 % is wanted"),
    ],
)
def test_what_is_missing_is_named(judged, path: str, counts: Mapping[str, Any], said: str) -> None:
    assert judged({path: counts}) == (1, said)
