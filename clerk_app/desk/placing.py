"""Files that go where the user wants them, and files that the user names: what the disk says to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clerk_app.errors import SurroundingsError, UsageError


@contextmanager
def placing(target: Path) -> Iterator[None]:
    """Make of an `OSError` in the block that a place does not take what is put there: "cannot-write"."""
    try:
        yield
    except OSError as error:
        raise SurroundingsError("cannot-write", file=target.name) from error


def write_file(target: Path, data: bytes) -> None:
    """A whole file, or none of it; `SurroundingsError` ("cannot-write") where the place does not take it."""
    part = target.with_name(f"{target.name}.part")
    with placing(target):
        part.write_bytes(data)
        part.replace(target)


def copy_file(source: Path, target: Path) -> None:
    """A whole copy of a file, however large, or none of it; `SurroundingsError` ("cannot-write")."""
    part = target.with_name(f"{target.name}.part")
    with placing(target):
        shutil.copyfile(source, part)
        part.replace(target)


def free_folder(folder: Path, mode: int = 0o777) -> None:
    """A folder that is there with nothing in it, made with its parents where it is new.

    `UsageError` "folder-not-empty", for a file in its place too; `SurroundingsError` "cannot-write".
    """
    check_free(folder)
    with placing(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=mode)


def check_free(folder: Path) -> None:
    """`UsageError` "folder-not-empty" where something lies in a folder, or a file in its place."""
    with placing(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError("folder-not-empty")


def read_file(path: Path, most: int) -> bytes:
    """The first bytes of a file that the user names, one more than `most` where it is larger.

    `SurroundingsError` ("file-missing") for what cannot be read, a folder among it.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise SurroundingsError("file-missing", name=path.name) from error
