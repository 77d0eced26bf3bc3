"""Putting a finished file where the user wants it."""

from __future__ import annotations

from pathlib import Path

from clerk_app.errors import SurroundingsError


def write_file(target: Path, data: bytes) -> None:
    """A whole file, or none of it; `SurroundingsError` ("cannot-write") where the place does not take it."""
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        raise SurroundingsError("cannot-write", file=target.name) from error
