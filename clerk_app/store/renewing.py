"""An office under another master key: a whole copy beside it, proven, that takes its place whenever it is interrupted.

The copy is made in `renewed.part` and counts from the moment at which that folder takes the name `renewed`. Before it
an interruption leaves the office as it was; after it whoever opens the office next carries the copy into its place,
file by file, and may be interrupted as often as it likes.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .backups import HEADERS
from .blobs import FOLDER as BLOBS
from .connection import FILE
from .folders import PART, sync_folder, sync_tree, unwritten
from .lock import OfficeLock

RENEWED = "renewed"
"""The folder within an office that holds it under its other key, until it has taken the office's place."""

_LEFT = "left"
_DATABASE = (FILE + "-wal", FILE + "-shm")


def begun(folder: Path) -> Path:
    """An empty folder within an office, to make the copy in."""
    part = folder / (RENEWED + PART)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    return part


def settle(folder: Path, others: tuple[str, ...] = ()) -> None:
    """Carry a finished copy into its place, and forget an unfinished one: before anything of the office is opened.

    `others` are the files beside database, header and attachments that a copy has. Nobody else may have the office
    open: `SurroundingsError` ("office-in-use"); "store-not-writable".
    """
    part, ready = folder / (RENEWED + PART), folder / RENEWED
    if not part.exists() and not ready.exists():
        return
    lock = OfficeLock(folder)
    try:
        shutil.rmtree(part, ignore_errors=True)
        if ready.exists():
            _take_place(folder, ready, (FILE, *HEADERS, *others))
    except OSError as error:
        raise unwritten(error) from error
    finally:
        lock.release()


def finish(folder: Path, others: tuple[str, ...] = ()) -> None:
    """The copy in `begun` is whole: from here on it counts. Nobody may have the office open."""
    part = folder / (RENEWED + PART)
    try:
        sync_tree(part)
        os.replace(part, folder / RENEWED)
        sync_folder(folder)
    except OSError as error:
        raise unwritten(error) from error
    settle(folder, others)


def _take_place(folder: Path, ready: Path, names: tuple[str, ...]) -> None:
    """Every step may be the last before an interruption, and does nothing where it was done before."""
    if (ready / FILE).exists():
        # What they hold is in the copy; under the other key they would be taken for damage.
        for name in _DATABASE:
            (folder / name).unlink(missing_ok=True)
    for name in names:
        if (ready / name).exists():
            os.replace(ready / name, folder / name)
    if (ready / BLOBS).exists():
        if (folder / BLOBS).exists():
            os.replace(folder / BLOBS, ready / _LEFT)
        os.replace(ready / BLOBS, folder / BLOBS)
    sync_folder(folder)
    shutil.rmtree(ready)
