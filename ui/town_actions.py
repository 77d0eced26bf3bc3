"""One short function for each thing a township does: the call to the desk, as a job for its thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from clerk_app import desk

from .jobs import Watch
from .pages.incoming import WAITING, Standing

Call = Callable[[], Any]
Watched = Callable[[Watch], Any]


def arrivals(at: desk.Desk, back: int) -> Call:
    """What came in today and `back` days before, or only what waits in quarantine."""

    def call() -> list[desk.ArrivalRow]:
        if back == WAITING:
            return [row for row in at.township.arrivals() if row.state != "filed"]
        return at.township.arrivals((date.fromisoformat(at.day()) - timedelta(days=back)).isoformat())

    return call


def standing(at: desk.Desk) -> Call:
    """How the villages stand, and how many wait for an answer."""

    def call() -> Standing:
        sent = at.standings()
        fresh = sum(each.unpacked > 0 for each in sent)
        return Standing(at.township.villages(), fresh, sum(each.unpacked + each.awaiting > 0 for each in sent))

    return call


def receive(at: desk.Desk, paths: list[Path]) -> Watched:
    """Take in files, folders and mailboxes."""
    return lambda watch: at.receive(paths, progress=watch.tell, cancelled=watch.stopped)


def retry(at: desk.Desk) -> Watched:
    """Try what waits in quarantine once more."""
    return lambda watch: at.township.retry(watch.tell)


def reply(at: desk.Desk, folder: Path, carrier: str) -> Watched:
    """Write the receipts for all villages."""
    return lambda watch: at.reply(folder, carrier=carrier, progress=watch.tell, cancelled=watch.stopped)
