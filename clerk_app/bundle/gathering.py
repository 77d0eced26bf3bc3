"""The two members of lines, gathered on the way through: hashed once, kept encrypted, never all in memory."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from clerk_app import chain, crypto
from clerk_app.errors import IntegrityError
from clerk_app.meter import Meter
from clerk_app.model import Recorded

from .container import ENTRIES, PAYLOADS, PIECE
from .lines import payload_line
from .placing import blamed, spool_failed
from .pouring import Part
from .witness import Witness


class Gathering:
    """The entries of a bundle as they will be carried. A context manager; its spools end with it."""

    def __init__(self, folder: Path) -> None:
        self._open = ExitStack()
        self._entries = _Lines(self._open.enter_context(crypto.Spool(folder)))
        self._payloads = _Lines(self._open.enter_context(crypto.Spool(folder)))
        self.witness = Witness()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def take_all(self, entries: Iterable[Recorded], meter: Meter) -> None:
        """Take the entries in their order.

        `IntegrityError`: "bundle-entry-mismatch" where hash or payload are not the entry's own, "bundle-chain".
        `SurroundingsError`: "spool-failed", "cancelled".
        """
        with blamed(spool_failed):
            for recorded in entries:
                meter.advance()
                if chain.hash_of(recorded.raw) != recorded.hash:
                    raise IntegrityError("bundle-entry-mismatch", seq=recorded.entry.seq)
                self.witness.take(recorded)
                self._entries.add(recorded.raw)
                self._payloads.add(payload_line(recorded))
            self._entries.finish()
            self._payloads.finish()

    def parts(self) -> tuple[Part, Part]:
        """Both members, ready to be carried."""
        return self._entries.part(ENTRIES), self._payloads.part(PAYLOADS)


class _Lines:
    """One member of lines on its way into a spool."""

    def __init__(self, spool: crypto.Spool) -> None:
        self._spool = spool
        self._digest = hashlib.sha256()
        self._crc32 = 0
        self._size = 0
        self._waiting = bytearray()

    def add(self, line: bytes) -> None:
        self._waiting += line
        self._waiting += b"\n"
        if len(self._waiting) >= PIECE:
            self._flush()

    def _flush(self) -> None:
        piece, self._waiting = bytes(self._waiting), bytearray()
        self._digest.update(piece)
        self._crc32 = zlib.crc32(piece, self._crc32)
        self._size += len(piece)
        self._spool.write(piece)

    def finish(self) -> None:
        self._flush()
        self._spool.finish()

    def part(self, name: str) -> Part:
        return Part(name, self._size, self._crc32, self._digest.hexdigest(), self._spool.reader)
