"""What is to be looked at in files and folders: sticks, mailboxes of any program, and folders within folders.

A bundle is known by its content, so every file is opened and its first bytes are read; none is believed by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clerk_app import bundle
from clerk_app.errors import SurroundingsError

from .carrier import COPY

MOST_FILES = 10_000
"""Bundles and messages that are taken in at a time."""

MOST_LOOKED = 200_000
"""Files and folders that are looked at for that."""

DEEPEST = 12
_OFFICE = "keys.cwk"
_UNFINISHED = "tmp"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be looked at, and its second copy beside it, if there is one.

    `named` is False for one that was met in a folder: there a message without a bundle is passed over.
    """

    path: Path
    second: Path | None = None
    named: bool = False


def found_in(paths: list[Path]) -> Iterator[Found]:
    """The files named, and those in the folders named and in all folders in these.

    A second copy goes with its first one, wherever that is still there. `SurroundingsError` ("too-many-files");
    `OSError` for a folder that was named and cannot be read.
    """
    count, looking = 0, _Looking()
    for path in paths:
        for found in looking.inside(path, 0) if path.is_dir() else [Found(path, named=True)]:
            count += 1
            if count > MOST_FILES:
                raise SurroundingsError("too-many-files", most=MOST_FILES)
            yield found


class _Looking:
    """A walk through folders that no tree of folders can make endless."""

    def __init__(self) -> None:
        self._looked = 0

    def inside(self, folder: Path, depth: int) -> Iterator[Found]:
        """The files of a folder, those with second copies together, and then those of the folders in it."""
        files, folders = self._listed(folder, named=depth == 0)
        copies = next((each for each in folders if each.name == COPY), None)
        firsts = {path.name: path for path in files}
        seconds = {path.name: path for path in self._listed(copies)[0]} if copies is not None else {}
        for name, path in sorted(firsts.items()):
            yield Found(path, seconds.pop(name, None))
        for _name, path in sorted(seconds.items()):
            yield Found(path)
        if depth < DEEPEST:
            for each in sorted(folders):
                if _is_to_be_entered(each, folders):
                    yield from self.inside(each, depth + 1)

    def _listed(self, folder: Path, *, named: bool = False) -> tuple[list[Path], list[Path]]:
        """The files worth a look, and the folders; a folder that may not be read, as systems keep some, has none.

        One that was named by a person must be there: `OSError`.
        """
        files: list[Path] = []
        folders: list[Path] = []
        try:
            listed = list(folder.iterdir())
        except OSError:
            if named:
                raise
            return files, folders
        self._looked += len(listed)
        if self._looked > MOST_LOOKED:
            raise SurroundingsError("too-many-files", most=MOST_LOOKED)
        for path in listed:
            if path.is_dir() and not path.is_symlink():
                folders.append(path)
            elif path.suffix != bundle.PART and path.is_file() and _worth_a_look(path):
                files.append(path)
        return files, folders


def _is_to_be_entered(folder: Path, beside: list[Path]) -> bool:
    """Not what a system hides, not an office, and no part of a Maildir in which messages are still being written.

    The folders inside a Maildir begin with a dot and are entered all the same.
    """
    hidden = folder.name.startswith((".", "$")) and not (folder / "cur").is_dir()
    if folder.name == COPY or hidden or (folder / _OFFICE).exists():
        return False
    return folder.name != _UNFINISHED or not {"cur", "new"} <= {each.name for each in beside}


def _worth_a_look(path: Path) -> bool:
    """An unfinished file is never a bundle, whatever is in it; what cannot be read is told, not passed over."""
    try:
        return bundle.looks_sealed(path) or bundle.looks_like_mail(path)
    except (SurroundingsError, OSError):
        return True
