"""Files and folders that last: what the disk has confirmed, under names that the disk has confirmed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from clerk_app.errors import SurroundingsError
from clerk_app.meter import Meter

PART = ".part"
"""The ending of what is not finished; whatever bears it may be deleted."""

_PIECE = 1 << 20


def unwritten(error: OSError) -> SurroundingsError:
    """Why a file could not be written: "disk-full" or "store-not-writable"."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return SurroundingsError("disk-full")
    return SurroundingsError("store-not-writable")


def make_folder(folder: Path) -> None:
    """Make a folder for its owner only, and those above it that are missing, and make their names last."""
    if not folder.exists():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make new names last; Windows has no such call and needs none."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def copy_file(source: Path, target: Path, meter: Meter) -> None:
    """Copy a file for its owner only, and wait until the disk has it; its bytes are counted."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with open(source, "rb") as reader, os.fdopen(handle, "wb") as writer:
        while piece := reader.read(_PIECE):
            writer.write(piece)
            meter.advance(len(piece))
        writer.flush()
        os.fsync(writer.fileno())


def sync_tree(folder: Path) -> None:
    """Make every name below a folder last."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
    sync_folder(folder)
