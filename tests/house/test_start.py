"""The one entrance: without a command the window, with one the command line, and never both."""

from __future__ import annotations

import subprocess
import sys

import pytest

RUN = """
import sys
from clerk_app.__main__ import main
sys.argv = ["clerk-app", *{words!r}]
try:
    main()
except SystemExit:
    pass
print("\\n".join(sorted(name for name in sys.modules if "." not in name)))
"""


def loaded_by(*words: str) -> set[str]:
    """The packages that are loaded once the program has run with these words."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(words=words)], capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stdout.splitlines())


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("today", "--help")])
def test_the_command_line_never_loads_the_window(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)
    assert "clerk_app" in loaded
    assert not loaded & {"PySide6", "shiboken6", "ui"}


def test_what_only_printing_and_sheets_need_is_not_loaded_before() -> None:
    assert not loaded_by("--help") & {"reportlab", "pypdfium2", "openpyxl", "python_calamine"}
