"""Whole files beside a bundle on its carrier: its second copy, and the message that holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from clerk_app.errors import SurroundingsError
from clerk_app.meter import Cancelled, Meter, Progress

from .container import PIECE
from .medium import Fetched, settle
from .placing import on_carrier, placed


def copy(source: Path, target: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
    """A second copy of a bundle: written, brought to the medium, read back, and only then there under its name.

    `SurroundingsError`: those of `placed`, "read-back-failed", "cancelled".
    """
    meter = Meter(progress, cancelled)
    with on_carrier():
        size = source.stat().st_size
    meter.total = 2 * size
    with placed(target, needed=size) as part:
        _write(part, _pieces(source, meter), meter)


def put(target: Path, data: bytes) -> None:
    """A file that is at hand, as `copy` writes one."""
    with placed(target, needed=len(data)) as part:
        _write(part, [data], Meter(None, None))


def _write(part: Path, pieces: Iterable[bytes], meter: Meter) -> None:
    digest = hashlib.sha256()
    with open(part, "wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        settle(file)
    read_back = hashlib.sha256()
    for piece in _pieces(part, meter):
        read_back.update(piece)
    if read_back.digest() != digest.digest():
        raise SurroundingsError("read-back-failed", reason="copy")


def _pieces(path: Path, meter: Meter) -> Iterator[bytes]:
    with open(path, "rb") as file:
        source = Fetched(file)
        while piece := source.read(PIECE):
            yield piece
            meter.advance(len(piece))
