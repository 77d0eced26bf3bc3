"""What holds between the entries of one bundle: unbroken chains, and every file named that is carried."""

from __future__ import annotations

from collections.abc import Collection

from clerk_app import chain
from clerk_app.errors import IntegrityError
from clerk_app.model import LogId, Recorded

from .manifest import FileItem, LogSpan


class Witness:
    """Watches the entries pass by in order, once while they are written and once while they are read.

    Entries of one log follow one another without a gap; entries of several logs may lie between each other.
    """

    def __init__(self) -> None:
        self._ends: dict[LogId, tuple[Recorded, Recorded]] = {}
        self._named: set[FileItem] = set()
        self._needed: set[FileItem] = set()
        self.count = 0

    def take(self, recorded: Recorded) -> None:
        """Note one entry; `IntegrityError` ("bundle-chain") where it is not the next one of its log."""
        log = recorded.entry.log
        first, last = self._ends.get(log, (recorded, None))
        if last is not None and not chain.follows(recorded, log, last.entry.seq, last.hash):
            raise IntegrityError("bundle-chain", seq=recorded.entry.seq)
        self._ends[log] = (first, recorded)
        self.count += 1
        if recorded.entry.files:
            self._note_files(recorded)

    def _note_files(self, recorded: Recorded) -> None:
        files = {FileItem(sha256=file.sha256, size=file.size) for file in recorded.entry.files}
        self._named |= files
        if recorded.payload is not None:
            self._needed |= files

    def spans(self) -> tuple[LogSpan, ...]:
        """What passed by, in the order in which the logs first appeared."""
        return tuple(
            LogSpan(log=log, first=first.entry.seq, last=last.entry.seq, head=last.hash, prev=first.entry.prev)
            for log, (first, last) in self._ends.items()
        )

    def check_files(self, carried: Collection[FileItem]) -> None:
        """Each file of an entry that was not erased is carried, and nothing that no entry names.

        `IntegrityError`: "bundle-file-missing", "bundle-file-unnamed", each with the name (SHA-256) of one.
        """
        for missing in sorted(self._needed.difference(carried)):
            raise IntegrityError("bundle-file-missing", name=missing.sha256)
        for extra in sorted(set(carried) - self._named):
            raise IntegrityError("bundle-file-unnamed", name=extra.sha256)
