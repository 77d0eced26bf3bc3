"""The checklist: TOML made into one release, strictly; its canonical bytes; the language of conditions; the lint."""

from __future__ import annotations

from .expressions import parse_expression, render_expression
from .fault import Fault
from .folder import check, draft, load
from .lint import lint
from .release import from_record, read, to_bytes
from .samples import samples

__all__ = [
    "Fault",
    "check",
    "draft",
    "from_record",
    "lint",
    "load",
    "parse_expression",
    "read",
    "render_expression",
    "samples",
    "to_bytes",
]
