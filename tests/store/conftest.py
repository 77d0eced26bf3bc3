"""A store in a folder of its own, and entries to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clerk_app import chain
from clerk_app.crypto import SigningKey, fingerprint
from clerk_app.model import Entry, EntryKind, FileRef, LogId, Record, Recorded
from clerk_app.store import Store

KEY, SALT, BLOB_KEY = bytes(range(32)), bytes(range(100, 116)), bytes(range(32, 64))


class LogWriter:
    """Writes the entries of one log, each signed and linked to the one before."""

    def __init__(self, seed: int = 1, audience: str = "330502999000") -> None:
        self.key = SigningKey.from_seed(bytes([seed]) * 32)
        self.log = LogId(fingerprint(self.key.public), 1, audience)
        self.seq, self.hash = 0, ""

    def next(
        self,
        kind: EntryKind = EntryKind.COMPLETE,
        *,
        matter: str = "m1",
        payload: Record | None = None,
        files: tuple[FileRef, ...] = (),
    ) -> Recorded:
        """The next entry of the log."""
        entry = Entry(
            log=self.log,
            seq=self.seq + 1,
            prev=self.hash,
            anchor="",
            at="2026-11-24T08:00:00Z",
            clock="ok",
            kind=kind,
            matter=matter,
            step="survey" if matter else "",
            catalogue="",
            actor="p1",
            role="clerk",
            payload="",
            files=files,
        )
        inside = {"note": "甲村道路", "number": self.seq + 1} if payload is None else payload
        recorded = chain.record(entry, inside, bytes(16), self.key)
        self.seq, self.hash = self.seq + 1, recorded.hash
        return recorded

    def some(self, count: int, *, matter: str = "m1") -> list[Recorded]:
        """The next `count` entries; the first of a log opens an epoch."""
        return [
            self.next(EntryKind.EPOCH, matter="") if self.seq == 0 else self.next(matter=matter) for _ in range(count)
        ]


@pytest.fixture(scope="session")
def new_writer() -> Callable[..., LogWriter]:
    """Makes writers of logs."""
    return LogWriter


@pytest.fixture
def writer() -> LogWriter:
    """The writer of one log."""
    return LogWriter()


@pytest.fixture(scope="session")
def keys() -> tuple[bytes, bytes, bytes]:
    """The store's key, its salt, and the key of its attachments."""
    return KEY, SALT, BLOB_KEY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty office folder."""
    path = tmp_path / "office"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """A new, open store."""
    with Store.create(folder, KEY, SALT, BLOB_KEY) as made:
        yield made


@pytest.fixture
def reopened(folder: Path) -> Callable[[], Store]:
    """Opens the store of the office folder once more."""
    return lambda: Store.open(folder, KEY, SALT, BLOB_KEY)
