"""Attachments: each in a protected file of its own, on the disk before any entry names it.

File names are keyed, so that a thief's known photo finds no match. Each file has a key of its own, made from its
content's hash, so that two files that are exchanged do not open.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from clerk_app.crypto import ProtectedReader, protect
from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.meter import Meter

from .driver import Connection
from .folders import PART, make_folder, sync_folder, unwritten

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FOLDER = "blobs"
_PIECE = 1 << 20
_SWEEPS_TO_DROP = 2
"""How many sweeps in a row must find an attachment unnamed: one that was put just now is not yet in any entry."""


@dataclass(frozen=True, slots=True)
class BlobInfo:
    """An attachment: SHA-256 in hex, size in bytes, and the CRC-32 that a container needs before it."""

    sha256: str
    size: int
    crc32: int


class Blobs:
    """The attachments of one store. `later` takes what may be done only once the transaction at hand is confirmed."""

    def __init__(
        self, connection: Connection, folder: Path, key: bytes, later: Callable[[Callable[[], None]], None]
    ) -> None:
        if len(key) != 32:
            raise ValueError("attachments have a key of 32 bytes")
        self._db = connection
        self._folder = folder / FOLDER
        self._key = key
        self._later = later

    def path(self, sha256: str) -> Path:
        """Where an attachment lies."""
        name = hmac.new(self._key, b"clerk-blob-name" + bytes.fromhex(sha256), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / name[2:42]

    def _key_of(self, sha256: str) -> bytes:
        return hmac.new(self._key, b"clerk-blob-content" + bytes.fromhex(sha256), hashlib.sha256).digest()

    def put(self, data: bytes | BinaryIO) -> BlobInfo:
        """Store an attachment; it is on the disk when this returns.

        A file that is here already and sound is not written again; a damaged or lost one is replaced. A stream is read
        twice and so must be seekable. `SurroundingsError`: "disk-full", "store-not-writable".
        """
        source = io.BytesIO(data) if isinstance(data, bytes) else data
        start = source.tell()
        info = _measure(source)
        if not self._lies(info.sha256):
            source.seek(start)
            self._write(info.sha256, source)
        self._db.execute(
            "INSERT INTO blob (sha256, size, crc32) VALUES (?,?,?) ON CONFLICT (sha256) DO UPDATE SET unnamed = 0",
            (bytes.fromhex(info.sha256), info.size, info.crc32),
        )
        return info

    def _lies(self, sha256: str) -> bool:
        """True where the file is there and opens to the content that it is named for."""
        try:
            with self._reader(sha256) as file:
                return _measure(file).sha256 == sha256
        except IntegrityError:
            return False

    def _write(self, sha256: str, source: BinaryIO) -> None:
        target = self.path(sha256)
        part = target.with_suffix(PART)
        try:
            make_folder(target.parent)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                protect(source, file, self._key_of(sha256))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
            sync_folder(target.parent)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise unwritten(error) from error

    def has(self, sha256: str) -> bool:
        """True where the attachment is known and its file lies there."""
        return self._row(sha256) is not None and self.path(sha256).exists()

    def _row(self, sha256: str) -> tuple[int, int] | None:
        query = "SELECT size, crc32 FROM blob WHERE sha256 = ?"
        row: tuple[int, int] | None = self._db.execute(query, (bytes.fromhex(sha256),)).fetchone()
        return row

    def info(self, sha256: str) -> BlobInfo:
        """What is known of an attachment; `IntegrityError` ("blob-missing")."""
        row = self._row(sha256)
        if row is None:
            raise _missing(sha256)
        return BlobInfo(sha256, *row)

    def open(self, sha256: str) -> BinaryIO:
        """A seekable reader.

        `IntegrityError`: "blob-missing"; "blob-damaged" at once where the file was cut, lengthened or exchanged, and
        at reading where it was changed.
        """
        self.info(sha256)
        return self._reader(sha256)

    def _reader(self, sha256: str) -> BinaryIO:
        try:
            file = io.FileIO(self.path(sha256))
        except FileNotFoundError as error:
            raise _missing(sha256) from error
        except OSError as error:
            raise SurroundingsError("blob-not-readable", name=sha256[:16]) from error
        try:
            return io.BufferedReader(_BlobReader(file, self._key_of(sha256), sha256), _PIECE)
        except IntegrityError:
            file.close()
            raise

    def all(self) -> list[str]:
        """Every attachment by its SHA-256."""
        return [sha.hex() for (sha,) in self._db.execute("SELECT sha256 FROM blob ORDER BY sha256").fetchall()]

    def check(self, sha256: str) -> bool:
        """Read an attachment in full; True where it is what its name says."""
        return self._row(sha256) is not None and self._lies(sha256)

    def size(self) -> int:
        """The bytes of all attachments."""
        return int(self._db.execute("SELECT coalesce(sum(size), 0) FROM blob").fetchone()[0])

    def copy_under(self, folder: Path, key: bytes, meter: Meter) -> list[str]:
        """Write every attachment once more below `folder` under another key; returns those that are lost or damaged."""
        fresh, lost = Blobs(self._db, folder, key, self._later), []
        for sha256 in self.all():
            try:
                with self._reader(sha256) as file:
                    fresh._write(sha256, file)
                sound = fresh._lies(sha256)
            except IntegrityError:
                sound = False
            if not sound:
                lost.append(sha256)
            meter.advance(self.info(sha256).size)
        return lost

    def drop(self, sha256: str) -> None:
        """Delete an attachment that nothing names any longer: its row now, its file once that is confirmed."""
        self._db.execute("DELETE FROM blob WHERE sha256 = ?", (bytes.fromhex(sha256),))
        self._later(lambda: self._unlink(sha256))

    def _unlink(self, sha256: str) -> None:
        """Delete the file, unless it was put again meanwhile."""
        if self._row(sha256) is None:
            self.path(sha256).unlink(missing_ok=True)

    def sweep(self, kept: frozenset[str]) -> int:
        """Drop what no entry names and `kept` does not hold, and what a crash left; returns how many were dropped.

        No clock tells how old something is: what was found unnamed by the sweep before as well is old enough. A file
        without a row was never confirmed to anybody. Not within a transaction: `RuntimeError`.
        """
        if self._db.in_transaction:
            raise RuntimeError("a sweep stands for itself")
        old = self._grown_old(kept)
        for sha256 in old:
            self.drop(sha256)
        strays = list(self._strays())
        for path in strays:
            path.unlink(missing_ok=True)
        return len(old) + len(strays)

    def _grown_old(self, kept: frozenset[str]) -> list[str]:
        """Count one more sweep for each unnamed attachment, none for the others; those that are now old enough."""
        query = "SELECT sha256 FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM attached)"
        unnamed = [(sha,) for (sha,) in self._db.execute(query).fetchall() if sha.hex() not in kept]
        counted = self._db.execute("SELECT sha256, unnamed FROM blob WHERE unnamed > 0").fetchall()
        named_since = [(sha,) for sha, _ in counted if (sha,) not in unnamed]
        self._db.executemany("UPDATE blob SET unnamed = 0 WHERE sha256 = ?", named_since)
        self._db.executemany("UPDATE blob SET unnamed = unnamed + 1 WHERE sha256 = ?", unnamed)
        rows = self._db.execute("SELECT sha256 FROM blob WHERE unnamed >= ?", (_SWEEPS_TO_DROP,)).fetchall()
        return [sha.hex() for (sha,) in rows]

    def _strays(self) -> Iterator[Path]:
        """Files that no row knows: unfinished ones, and those whose transaction was never confirmed."""
        known = {self.path(sha256) for sha256 in self.all()}
        for path in self._folder.glob("??/*"):
            if path not in known:
                yield path


class _BlobReader(ProtectedReader):
    """A protected file whose damage is said of the attachment that it holds."""

    def __init__(self, file: BinaryIO, key: bytes, sha256: str) -> None:
        self._name = sha256[:16]
        try:
            super().__init__(file, key)
        except IntegrityError as error:
            raise IntegrityError("blob-damaged", name=self._name) from error

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read into a buffer; `IntegrityError` ("blob-damaged")."""
        try:
            return super().readinto(buffer)
        except IntegrityError as error:
            raise IntegrityError("blob-damaged", name=self._name) from error


def _missing(sha256: str) -> IntegrityError:
    return IntegrityError("blob-missing", name=sha256[:16])


def _measure(source: BinaryIO) -> BlobInfo:
    digest, crc32, size = hashlib.sha256(), 0, 0
    while piece := source.read(_PIECE):
        digest.update(piece)
        crc32, size = zlib.crc32(piece, crc32), size + len(piece)
    return BlobInfo(digest.hexdigest(), size, crc32)
