"""The checklist as a workbook for officials: written from a folder or the shipped release, read back into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clerk_app import catalogue
from clerk_app.errors import SurroundingsError

from .authoring import meaning, release_of
from .placing import free_folder, write_file

_LARGEST = 8 * 1024 * 1024 + 1
"""One byte more than a workbook may have: enough to see that it is too large."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault by sheet, row and column; `means` is `wanted` in Chinese."""

    sheet: str
    row: int
    column: str
    wanted: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWorkbook:
    """What a workbook came to: its release, and what is wrong with it. `folder` is "" where nothing was written."""

    version: int
    name: str
    hash: str
    types: tuple[str, ...]
    faults: tuple[CellFault, ...]
    folder: str


def export_workbook(target: Path, source: Path | None = None) -> str:
    """Write the workbook of a folder, or of the shipped release; returns the hash of the release."""
    release = release_of(source)
    write_file(target, catalogue.to_workbook(release))
    return release.hash


def import_workbook(source: Path, target: Path) -> ReadWorkbook:
    """Read a workbook and write it as TOML into an empty or new folder; nothing is written while it has faults.

    `UsageError` ("folder-not-empty"), `IntegrityError` ("workbook-…", "sheet-malformed").
    """
    try:
        with source.open("rb") as file:
            raw = file.read(_LARGEST)
    except OSError as error:
        raise SurroundingsError("cannot-read", file=source.name) from error
    release, faults = catalogue.from_workbook(raw)
    if not faults:
        _write(target, catalogue.to_files(release))
    return ReadWorkbook(
        version=release.version,
        name=release.name,
        hash=release.hash,
        types=tuple(sorted(release.types)),
        faults=tuple(CellFault(f.sheet, f.row, f.column, f.wanted, meaning(f.wanted)) for f in faults),
        folder="" if faults else str(target),
    )


def _write(folder: Path, files: dict[str, str]) -> None:
    free_folder(folder)
    for name, text in files.items():
        write_file(folder / name, text.encode("utf-8"))
