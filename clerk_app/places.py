"""Where the program's own files lie: in a checkout, installed, or frozen."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_BESIDE = ("resources", "clerk_app_resources")
"""The folder's name in a checkout or frozen program, and beside the installed packages."""


@cache
def resources() -> Path:
    """The folder of what is shipped, read only. A program without it is a broken installation: `RuntimeError`."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    for name in _BESIDE:
        if (root / name / "catalogue").is_dir():
            return root / name
    raise RuntimeError("the program's resources are missing")
