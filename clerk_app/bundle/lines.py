"""The two members of lines: entries as they were signed, and beside them what may be erased by law.

Line n of payloads.jsonl belongs to line n of entries.jsonl. It is the canonical form of
``{"entry":…,"payload":…,"salt":…,"signature":…}``; all but the payload has a fixed width, so the payload's own exact
bytes are cut out of it and need no second encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import BinaryIO

from clerk_app import canon, chain
from clerk_app.errors import IntegrityError
from clerk_app.model import Recorded

_LINE = re.compile(
    rb'\{"entry":"([0-9a-f]{64})","payload":(.+),"salt":"([0-9a-f]{32})?","signature":"([0-9a-f]{128})"\}'
)


@dataclass(frozen=True, slots=True)
class LinePair:
    """One entry as it lies in a bundle, not yet verified. `payload` and `salt` are both None where it was erased."""

    raw: bytes
    signature: bytes
    payload: bytes | None
    salt: bytes | None


def payload_line(recorded: Recorded) -> bytes:
    """The line of payloads.jsonl for an entry, without its line end.

    `IntegrityError` ("bundle-entry-mismatch") where the payload is not the one that the entry commits to.
    """
    return b'{"entry":"%b","payload":%b,"salt":"%b","signature":"%b"}' % (
        recorded.hash.encode("ascii"),
        _payload(recorded),
        (recorded.salt or b"").hex().encode("ascii"),
        recorded.signature.hex().encode("ascii"),
    )


def _payload(recorded: Recorded) -> bytes:
    """The payload's exact bytes, proven by the entry's commitment; "null" where it was erased."""
    if recorded.payload is None or recorded.salt is None:
        return b"null"
    exact = recorded.inside if recorded.inside is not None else canon.encode(recorded.payload)
    if chain.commitment(exact, recorded.salt) != recorded.entry.payload:
        raise IntegrityError("bundle-entry-mismatch", seq=recorded.entry.seq)
    return exact


def read_pairs(entries: BinaryIO, payloads: BinaryIO, longest_payload: int) -> Iterator[LinePair]:
    """Read both members side by side; `IntegrityError` ("bundle-line", number from 1) at the first odd line."""
    both = zip_longest(_lines(entries, chain.LARGEST_ENTRY), _lines(payloads, longest_payload))
    for number, (raw, line) in enumerate(both, start=1):
        if raw is None or line is None:
            raise IntegrityError("bundle-line", number=number)
        yield pair_of(raw, line, number)


def pair_of(raw: bytes, line: bytes, number: int) -> LinePair:
    """One entry's two lines, without their ends; `IntegrityError` ("bundle-line") where they are not of one entry."""
    match = _LINE.fullmatch(line)
    if match is None or match[1].decode("ascii") != chain.hash_of(raw) or (match[2] == b"null") != (match[3] is None):
        raise IntegrityError("bundle-line", number=number)
    erased = match[3] is None
    return LinePair(
        raw=raw,
        signature=bytes.fromhex(match[4].decode("ascii")),
        payload=None if erased else match[2],
        salt=None if erased else bytes.fromhex(match[3].decode("ascii")),
    )


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    """Lines without their ends; no more than `longest` bytes of one are ever read."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if not line.endswith(b"\n"):
            raise IntegrityError("bundle-line", number=number)
        yield line[:-1]
