"""A file on a carrier that is either whole or not there: `.part`, fsync, rename, fsync of the folder."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from clerk_app.errors import SurroundingsError

PART = ".part"
"""What the name of an unfinished bundle ends in; such a file is never a bundle."""

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Seconds to wait for a scanner or indexer that holds the file (Windows)."""

_HELD = frozenset({5, 32, 33})
"""Windows: access denied, sharing violation, lock violation."""

_FOLDERS_SETTLE = os.name != "nt"
_CAUSES = {
    errno.ENOSPC: "carrier-full",
    errno.EDQUOT: "carrier-full",
    errno.EFBIG: "carrier-file-limit",
    errno.EROFS: "carrier-locked",
    errno.EACCES: "carrier-locked",
    errno.EPERM: "carrier-locked",
    errno.ENODEV: "carrier-gone",
    errno.ENXIO: "carrier-gone",
    errno.ENOENT: "carrier-gone",
}
"""What the system says, and what that means for a stick; anything else is "carrier-failed" with the system's name."""

_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


@contextmanager
def blamed(failure: Callable[[str], SurroundingsError]) -> Iterator[None]:
    """Make of an `OSError` in the block the failure that `failure` names for the system's short reason."""
    try:
        yield
    except OSError as error:
        raise failure(_reason(error)) from error


@contextmanager
def on_carrier() -> Iterator[None]:
    """Make of an `OSError` in the block the failure of a stick that it means: "carrier-…"."""
    try:
        yield
    except OSError as error:
        raise _failed(error) from error


@contextmanager
def readable() -> Iterator[None]:
    """Make of an `OSError` in the block that a carrier does not give what lies on it: "bundle-unreadable"."""
    with blamed(bundle_unreadable):
        yield


def bundle_unreadable(reason: str) -> SurroundingsError:
    """The carrier does not give the file."""
    return SurroundingsError("bundle-unreadable", reason=reason)


def blob_unreadable(reason: str) -> SurroundingsError:
    """An attachment cannot be read from this computer's disk."""
    return SurroundingsError("blob-unreadable", reason=reason)


def spool_failed(reason: str) -> SurroundingsError:
    """The private file on this computer's disk cannot be written."""
    return SurroundingsError("spool-failed", reason=reason)


@contextmanager
def placed(target: Path, *, needed: int) -> Iterator[Path]:
    """The path of a new empty file that takes the name `target` when the block ends well, and vanishes otherwise.

    The block writes and settles it (`medium`); any `OSError` that leaves it is the carrier's. `SurroundingsError`:
    "bundle-exists", "no-space" (`check_room`), "carrier-full", "carrier-file-limit" (FAT32 ends at 4 GiB),
    "carrier-locked", "carrier-gone" (pulled out), "carrier-failed".
    """
    part = target.with_name(target.name + PART)
    with on_carrier():
        if target.exists():
            raise SurroundingsError("bundle-exists", name=target.name)
        try:
            part.unlink(missing_ok=True)
            check_room(target.parent, needed)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield part
            _rename(part, target)
            _settle_folder(target)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def check_room(folder: Path, needed: int) -> None:
    """`SurroundingsError` ("no-space": bytes needed, free and missing) where a folder cannot take so many bytes."""
    with on_carrier():
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise SurroundingsError("no-space", needed=needed, free=free, short=needed - free)


def _reason(error: OSError) -> str:
    """The system's short name of a failure: ``EIO``."""
    return errno.errorcode.get(error.errno or 0, "unknown")


def _failed(error: OSError) -> SurroundingsError:
    cause = _CAUSES.get(error.errno or 0)
    return SurroundingsError("carrier-failed", reason=_reason(error)) if cause is None else SurroundingsError(cause)


def _rename(part: Path, target: Path) -> None:
    for pause in _PAUSES:
        try:
            os.replace(part, target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            sleep(pause)
        else:
            return
    os.replace(part, target)


def _settle_folder(target: Path) -> None:
    """Make the new name last, or take it back. Windows cannot, and file systems of sticks may not know how."""
    if not _FOLDERS_SETTLE:
        return
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            target.unlink()
            raise
    finally:
        os.close(descriptor)
