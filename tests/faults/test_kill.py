"""`kill -9` at random moments while steps are recorded: no confirmed step is lost, and no step is there by half.

A child records steps (an attachment, then the entry that names it, in one transaction) and says so on a pipe only after
the transaction has ended. The parent kills it, opens the store, and looks.
"""

from __future__ import annotations

import os
import random
import select
import signal
from pathlib import Path

import pytest

from clerk_app import chain
from clerk_app.crypto import SigningKey, fingerprint
from clerk_app.model import Entry, EntryKind, FileRef, LogId, Recorded
from clerk_app.store import Store

KEYS = (b"k" * 32, b"s" * 16, b"b" * 32)
DEVICE = SigningKey.from_seed(b"\x01" * 32)
LOG = LogId(fingerprint(DEVICE.public), 1, "330502999000")

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that is killed needs fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def entry(store: Store, number: int, files: tuple[FileRef, ...]) -> Recorded:
    """The next entry of the log."""
    head = store.journal.head(LOG)
    kind = EntryKind.EPOCH if number == 1 else EntryKind.COMPLETE
    bare = Entry(
        log=LOG,
        seq=number,
        prev=head.hash,
        anchor="",
        at="2026-11-23T08:00:00Z",
        clock="ok",
        kind=kind,
        matter="" if number == 1 else "m",
        step="" if number == 1 else "a",
        catalogue="",
        actor="p",
        role="clerk",
        payload="",
        files=files,
    )
    return chain.record(bare, {"number": number, "note": "村道" * 200}, b"\x07" * 16, DEVICE)


def work(folder: Path, said: int, *, too_early: bool) -> None:
    """What the child does until it dies: two entries and an attachment in each step."""
    with Store.open(folder, *KEYS) as store:
        while True:
            number = store.journal.head(LOG).seq + 1
            if too_early:
                os.write(said, (number + 1).to_bytes(8, "big"))
            with store.transaction():
                info = store.blobs.put(f"photo {number}".encode() * 300)
                store.journal.append(entry(store, number, (FileRef(info.sha256, info.size, "photo"),)))
                store.journal.append(entry(store, number + 1, ()))
            if not too_early:
                os.write(said, (number + 1).to_bytes(8, "big"))


def confirmed_when_killed(folder: Path, chance: random.Random, *, too_early: bool = False) -> int:
    """Start a child, kill it at a random moment after its first word, and return the last number that it confirmed."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            work(folder, said, too_early=too_early)
        finally:
            os._exit(1)
    os.close(said)
    last = int.from_bytes(os.read(heard, 8), "big")
    select.select([], [], [], chance.uniform(0.0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while word := os.read(heard, 8):
        last = int.from_bytes(word, "big")
    os.close(heard)
    return last


def look(folder: Path, confirmed: int) -> int:
    """Open the store after a kill: the chain is whole, everything confirmed is there, nothing is there by half."""
    with Store.open(folder, *KEYS) as store:
        head = store.journal.verify_chain(LOG)
        assert head.seq >= confirmed
        assert head.seq % 2 == 0
        for recorded in store.journal.entries(LOG, after=max(0, head.seq - 20)):
            assert recorded.payload is not None
            for file in recorded.entry.files:
                assert store.blobs.check(file.sha256)
        return head.seq


def kill(folder: Path, times: int) -> int:
    """Kill so many children one after the other over one store; returns how many entries there are at the end."""
    chance, last = random.Random(20261123), 0
    Store.create(folder, *KEYS).close()
    for _ in range(times):
        last = look(folder, confirmed_when_killed(folder, chance))
    with Store.open(folder, *KEYS) as store:
        assert store.damages() == []
    return last


def test_two_hundred_kills_lose_no_confirmed_step(tmp_path: Path) -> None:
    assert kill(tmp_path, 200) > 400


@pytest.mark.soak
def test_a_thousand_kills_lose_no_confirmed_step(tmp_path: Path) -> None:
    assert kill(tmp_path, 1000) > 2000


def test_the_harness_finds_a_step_that_was_confirmed_too_early(tmp_path: Path) -> None:
    Store.create(tmp_path, *KEYS).close()
    chance = random.Random(7)

    def until_it_shows() -> None:
        for _ in range(200):
            look(tmp_path, confirmed_when_killed(tmp_path, chance, too_early=True))

    with pytest.raises(AssertionError):
        until_it_shows()
