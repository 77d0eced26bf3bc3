"""Pictures and papers of the checklist itself; no office is needed."""

from __future__ import annotations

from pathlib import Path

from clerk_app import catalogue, report
from clerk_app.errors import UsageError

from .authoring import release_of, type_of
from .checklist import checklist
from .placing import write_file
from .process_sheet import process_sheet


def write_chart(type_id: str, target: Path, source: Path | None = None) -> None:
    """The flow chart of a type, of a folder or of the shipped release, as SVG or PDF by the name of the file.

    `UsageError` ("type-not-found", "chart-format").
    """
    makers = {".svg": report.drawing_svg, ".pdf": report.drawing_pdf}
    make = makers.get(target.suffix.lower())
    if make is None:
        raise UsageError("chart-format", file=target.name)
    release = release_of(source)
    write_file(target, make(catalogue.chart(release, type_of(release, type_id), report.typeface())))


def write_process_sheet(type_id: str, target: Path, source: Path | None = None) -> None:
    """The process sheet of a type as PDF; `UsageError` ("type-not-found")."""
    release = release_of(source)
    write_file(target, report.paper(process_sheet(release, type_of(release, type_id))))


def write_checklist(target: Path, source: Path | None = None) -> None:
    """All types, steps, gates and numbers as one page of Markdown."""
    write_file(target, checklist(release_of(source)).encode("utf-8"))
