"""`kill -9` at random moments of an export, and of a folder being taken in: the next start goes on from there.

A child opens the office and works until it dies; what it has finished it says on a pipe. The parent kills it, opens the
office, and looks at store and stick.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerk_app.desk import Desk, open_office
from clerk_app.desk.demo import found_pair

PASSPHRASE = "四个词的密码"
VILLAGE = "330502999201"
BUNDLES = 8

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that is killed needs fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village and its township, closed."""
    folder = tmp_path_factory.mktemp("pair")
    for desk in found_pair(folder, PASSPHRASE):
        desk.close()
    return folder


def opened(folder: Path) -> Desk:
    """An office."""
    return open_office(folder, passphrase=PASSPHRASE)


def killed(work: Callable[[int], object], chance: random.Random, longest: float) -> int:
    """Let a child work and kill it at a random moment after its first word; returns how many words it said."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            work(said)
        finally:
            os._exit(1)
    os.close(said)
    words = len(os.read(heard, 1))
    select.select([], [], [], chance.uniform(0.0, longest))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while word := os.read(heard, 1 << 16):
        words += len(word)
    os.close(heard)
    return words


# Export


def export_until_killed(folder: Path, stick: Path, said: int) -> None:
    """Begin a matter and export, again and again; a word after each export that was told to be done."""
    village = opened(folder)
    os.write(said, b".")
    while True:
        village.begin("V33", "一件")
        village.export(stick)
        os.write(said, b".")


def exports(pair: Path, tmp_path: Path, times: int) -> None:
    """Kill so many exports over one office and one stick."""
    chance, stick = random.Random(20261126), tmp_path / "stick"
    stick.mkdir()
    shutil.copytree(pair / "village", tmp_path / "village")
    shutil.copytree(pair / "township", tmp_path / "township")
    done = 0
    for _ in range(times):
        done += killed(lambda said: export_until_killed(tmp_path / "village", stick, said), chance, 1.5) - 1
    village, township = opened(tmp_path / "village"), opened(tmp_path / "township")
    village.begin("V33", "最后一件")
    village.export(stick)
    files = list(stick.glob("*.cwb"))
    rows = {row.number: row for row in village._office.store.outbox.all()}
    assert len(files) >= done + 1 > 1
    assert {int(path.stem[-6:]) for path in files} <= set(rows)
    assert not list(stick.rglob("*.part"))
    assert not list((tmp_path / "village").glob("spool-*"))
    verdicts = township.receive([stick])
    assert {verdict.state for verdict in verdicts} <= {"filed", "duplicate"}
    log = village._office.main_log
    assert township._office.head(log) == village._office.head(log)
    assert all(finding.sound for finding in village.check())
    village.close()
    township.close()


def test_a_killed_export_leaves_nothing_half_and_no_number_twice(pair: Path, tmp_path: Path) -> None:
    exports(pair, tmp_path, 12)


@pytest.mark.soak
def test_many_killed_exports_leave_nothing_half_and_no_number_twice(pair: Path, tmp_path: Path) -> None:
    exports(pair, tmp_path, 200)


# Receiving


@pytest.fixture(scope="module")
def sent(pair: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with eight bundles of one village, and beside them what is none."""
    folder = tmp_path_factory.mktemp("sent")
    shutil.copytree(pair / "village", folder / "village")
    (folder / "stick").mkdir()
    village = opened(folder / "village")
    for number in range(BUNDLES):
        village.begin("V33", f"第 {number} 件")
        village.export(folder / "stick")
    village.close()
    (folder / "stick" / "junk.cwb").write_bytes(b"age-encryption.org/v1\nnonsense")
    return folder / "stick"


def receive_until_killed(folder: Path, stick: Path, said: int) -> None:
    """Take the folder in; a word at the beginning and after each file."""
    township = opened(folder)
    os.write(said, b".")
    township.receive([stick], progress=lambda _done, _of: os.write(said, b"."))
    select.select([], [], [], 10)


def state(township: Desk) -> Any:
    """Lists, entries of the village, and what was answered to each bundle."""
    office = township._office
    (log,) = office.realm_of(VILLAGE).logs
    shelf = {name: sorted(map(str, rows)) for name, rows in office.store.shelf.dump().items()}
    quarantined = [(row.digest, row.reason) for row in office.store.inbox.quarantined()]
    return office.head(log), shelf, quarantined


def test_a_folder_whose_taking_in_was_killed_is_taken_in_by_the_next_start(
    pair: Path, sent: Path, tmp_path: Path
) -> None:
    shutil.copytree(pair / "township", tmp_path / "whole")
    whole = opened(tmp_path / "whole")
    whole.receive([sent])
    wanted = state(whole)
    whole.close()
    chance, stopped = random.Random(7), 0
    for number in range(12):
        folder = tmp_path / f"township-{number}"
        shutil.copytree(pair / "township", folder)
        words = killed(lambda said, folder=folder: receive_until_killed(folder, sent, said), chance, 0.5)
        stopped += words <= BUNDLES
        township = opened(folder)
        verdicts = township.receive([sent])
        assert {verdict.state for verdict in verdicts} <= {"filed", "duplicate", "quarantined"}
        assert [verdict.state for verdict in verdicts].count("duplicate") >= words - 2
        assert state(township) == wanted
        assert not list(folder.glob("spool-*"))
        assert answered_once(township)
        township.close()
    assert stopped > 3


def answered_once(township: Desk) -> bool:
    """Every entry of the village lies in exactly one receipt."""
    from clerk_app.canon import Fields
    from clerk_app.model import EntryKind

    office = township._office
    receipts = office.store.journal.of_kinds(office.log(VILLAGE), frozenset({EntryKind.RECEIPT}))
    spans = [(Fields.of(each.content).integer("first"), Fields.of(each.content).integer("last")) for each in receipts]
    (log,) = office.realm_of(VILLAGE).logs
    numbers = [number for first, last in spans for number in range(first, last + 1)]
    return numbers == list(range(1, office.head(log).seq + 1))
