"""A branch in a file: entries with what lies beside them, so that a stretch of a journal travels as an attachment.

After the magic line, each entry is two lines: its exact bytes, and the line that payloads.jsonl would have for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from clerk_app import chain
from clerk_app.errors import IntegrityError
from clerk_app.model import Recorded

from .lines import pair_of, payload_line

MAGIC = b"clerk-branch-v1\n"


def branch_bytes(entries: Iterable[Recorded]) -> bytes:
    """The file for entries that follow each other in one log."""
    return MAGIC + b"".join(b"%b\n%b\n" % (recorded.raw, payload_line(recorded)) for recorded in entries)


def read_branch(data: bytes, public: bytes) -> tuple[Recorded, ...]:
    """The entries of a branch, each verified with the key of its device, one after the other without a gap.

    `IntegrityError`: "branch-malformed", "bundle-line", and those of `chain.check`.
    """
    stream = io.BytesIO(data)
    if stream.readline() != MAGIC:
        raise IntegrityError("branch-malformed")
    found: list[Recorded] = []
    while line := stream.readline():
        pair = pair_of(line.rstrip(b"\n"), stream.readline().rstrip(b"\n"), len(found) + 1)
        recorded = chain.check(pair.raw, pair.signature, pair.payload, pair.salt, public)
        if found and not chain.follows(recorded, found[-1].entry.log, found[-1].entry.seq, found[-1].hash):
            raise IntegrityError("branch-malformed")
        found.append(recorded)
    if not found:
        raise IntegrityError("branch-malformed")
    return tuple(found)
