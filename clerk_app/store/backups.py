"""Copies that count: made through the database's own backup, opened and checked before they take their name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.meter import Meter

from .blobs import FOLDER as BLOBS
from .blobs import Blobs
from .connection import FILE, new_database, open_database
from .driver import Connection, DatabaseError
from .folders import PART, copy_file, make_folder, sync_folder, sync_tree, unwritten

HEADERS = ("keys.cwk", "keys.cwk2")
"""The key header travels with the copy; the device's own key and the mark never do, so that a restored office begins a
new epoch."""

_AT_ONCE, _OPERATIONS = 256, 100_000
"""Pages that are copied, and operations that the database does, between two looks at whether it is still wanted."""

MARKER = "backup"
"""An empty file that says of a folder that it is a copy. Without it a folder is never deleted, linked from or put back:
an office at work has a database too, but not all of it lies in that file."""


def copy_store(
    source: Path, connection: Connection, blobs: Blobs, target: Path, key: bytes, salt: bytes, meter: Meter
) -> list[str]:
    """Copy an office's database, key header and attachments into the new folder `target`.

    The folder takes its name only when the copy was opened and every page checked; called off, nothing of it is left.
    An attachment that an earlier copy beside it has already is linked from there, not written again. Returns the
    attachments (SHA-256) that are lost or damaged in the office itself: they do not stop the copy of all others.
    `SurroundingsError` ("backup-exists", "disk-full", "store-not-writable", "cancelled"), `IntegrityError`
    ("backup-unsound"). Not within a transaction: `RuntimeError`.
    """
    if connection.in_transaction:
        raise RuntimeError("what is not confirmed must not be in a backup")
    if target.exists():
        raise SurroundingsError("backup-exists", name=target.name)
    part = target.with_name(target.name + PART)
    try:
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part)
        meter.total += 2 * pages_size(connection) + _size(blobs.path(sha256) for sha256 in blobs.all())
        copy_pages(connection, part / FILE, key, salt, meter)
        _copy_headers(source, part)
        lost = _copy_blobs(blobs, part, _earlier(target), meter)
        check_copy(part / FILE, key, salt, meter)
        (part / MARKER).touch(mode=0o600)
        _take_name(part, target)
    except OSError as error:
        raise unwritten(error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return lost


def pages_size(connection: Connection) -> int:
    """The bytes of a database's pages."""
    count, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(count) * int(size)


def _size(files: Iterable[Path]) -> int:
    """The bytes of all these files; those that are lost have none."""
    return sum(path.stat().st_size for path in files if path.exists())


def copy_pages(connection: Connection, target: Path, key: bytes, salt: bytes, meter: Meter) -> None:
    """Copy every page of a database into a new file under these keys, which need not be those of the database."""
    done, size = 0, pages_size(connection)

    def count(_status: int, remaining: int, total: int) -> None:
        nonlocal done
        before, done = done, size * (total - remaining) // max(1, total)
        meter.advance(done - before)

    copy = new_database(target, key, salt)
    try:
        connection.backup(copy, pages=_AT_ONCE, progress=count)
    finally:
        copy.close()


def _copy_headers(source: Path, target: Path) -> None:
    for name in HEADERS:
        if (source / name).exists():
            copy_file(source / name, target / name, Meter())


def _copy_blobs(blobs: Blobs, part: Path, earlier: list[Path], meter: Meter) -> list[str]:
    """Link or copy every attachment; what is written anew is proved first. Returns those that are lost or damaged."""
    lost = []
    for sha256 in blobs.all():
        source = blobs.path(sha256)
        place = Path(BLOBS, source.parent.name, source.name)
        make_folder((part / place).parent)
        if _linked((folder / place for folder in earlier), part / place):
            meter.advance(_size([source]))
        elif blobs.check(sha256):
            copy_file(source, part / place, meter)
        else:
            lost.append(sha256)
            meter.advance(_size([source]))
    return lost


def _linked(sources: Iterable[Path], target: Path) -> bool:
    """Give a file in an earlier copy one more name; some sticks cannot, and then the file is copied."""
    for source in sources:
        try:
            os.link(source, target)
        except OSError:
            continue
        return True
    return False


def _earlier(target: Path) -> list[Path]:
    """The newest finished copy beside this one, if there is any."""
    return _copies(target.parent)[-1:]


def _copies(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix != PART and _is_copy(path))


def _is_copy(folder: Path) -> bool:
    return (folder / FILE).is_file() and (folder / MARKER).is_file()


def _take_name(part: Path, target: Path) -> None:
    """Give a finished folder its name, once everything in it is on the disk."""
    sync_tree(part)
    part.rename(target)
    sync_folder(target.parent)


def check_copy(path: Path, key: bytes, salt: bytes, meter: Meter) -> None:
    """Open a copy and look at every page and row; `IntegrityError` ("backup-unsound")."""
    copy = open_database(path, key, salt)
    try:
        if damages(copy, meter):
            raise IntegrityError("backup-unsound")
    finally:
        copy.close()


def damages(connection: Connection, meter: Meter) -> list[str]:
    """What the page checksums and the database's own check complain of, all rows; empty where all is sound.

    It counts as many bytes as the pages have, half of them for either check; the second can be stopped within.
    """
    size = pages_size(connection)
    pages = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    meter.advance(size // 2)
    with _stoppable(connection, meter):
        rows = [] if pages else [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall()]
    meter.advance(size - size // 2)
    return pages + [row for row in rows if row != "ok"]


@contextmanager
def _stoppable(connection: Connection, meter: Meter) -> Iterator[None]:
    """What the database does within ends early, as "cancelled", where it was called off."""
    connection.set_progress_handler(meter.called_off, _OPERATIONS)
    try:
        yield
    except DatabaseError:
        meter.advance()
        raise
    finally:
        connection.set_progress_handler(None, 0)


def copy_size(source: Path) -> int:
    """The bytes of a copy that lies in a folder."""
    return _size([source / FILE, *source.glob(f"{BLOBS}/??/*")])


def restore_copy(source: Path, target: Path, meter: Meter | None = None) -> None:
    """Put a copy back into an empty or absent folder, never over an office; its bytes are counted.

    The folder takes its name only when everything is in it. `SurroundingsError`: "backup-missing",
    "folder-in-the-way", "disk-full", "store-not-writable", "cancelled".
    """
    if not _is_copy(source):
        raise SurroundingsError("backup-missing")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SurroundingsError("folder-in-the-way")
    part = target.with_name(target.name + PART)
    try:
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part)
        counting = meter or Meter()
        counting.total += copy_size(source)
        for path in sorted(source.glob(f"{BLOBS}/??/*")):
            make_folder((part / path.relative_to(source)).parent)
            copy_file(path, part / path.relative_to(source), counting)
        _copy_headers(source, part)
        copy_file(source / FILE, part / FILE, counting)
        if target.exists():
            target.rmdir()
        _take_name(part, target)
    except OSError as error:
        raise unwritten(error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def newest_copy(folder: Path) -> Path | None:
    """The newest finished copy in a folder whose name begins with a day, or None; those before a migration do not."""
    dated = [copy for copy in _copies(folder) if copy.name[0].isdigit()] if folder.is_dir() else []
    return dated[-1] if dated else None


def keep_newest(folder: Path, count: int) -> None:
    """Delete the oldest finished copies in a folder until `count` are left; the names order them."""
    for old in _copies(folder)[: -count or None]:
        shutil.rmtree(old, ignore_errors=True)


def free_name(folder: Path, name: str) -> Path:
    """A path below `folder` that is free: `name`, or `name` with the first number that is."""
    number, path = 1, folder / name
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}"
    return path
