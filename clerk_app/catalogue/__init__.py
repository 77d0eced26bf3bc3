"""The checklist: TOML made into one release, strictly; its canonical bytes; the language of conditions; the lint."""

from __future__ import annotations

from .chart import LARGEST, chart, scroll
from .course import numbers_in, used_parameters
from .expressions import parse_expression, render_expression
from .fault import Fault
from .folder import check, draft, load
from .lint import lint, notes
from .release import from_record, read, read_again, to_bytes, write_type
from .samples import samples
from .schema import schema_text
from .sentences import Phrasing, said_value
from .signed import NAMESPACE, SignedRelease, read_signed, signed
from .toml_writing import to_files
from .workbook_reading import SheetFault, from_workbook
from .workbook_writing import to_workbook

__all__ = [
    "LARGEST",
    "NAMESPACE",
    "Fault",
    "Phrasing",
    "SheetFault",
    "SignedRelease",
    "chart",
    "check",
    "draft",
    "from_record",
    "from_workbook",
    "lint",
    "load",
    "notes",
    "numbers_in",
    "parse_expression",
    "read",
    "read_again",
    "read_signed",
    "render_expression",
    "said_value",
    "samples",
    "schema_text",
    "scroll",
    "signed",
    "to_bytes",
    "to_files",
    "to_workbook",
    "used_parameters",
    "write_type",
]
