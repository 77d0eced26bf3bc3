"""`kill -9` at random moments while a store is written anew under another master key: all of it is old, or all new."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import time
from pathlib import Path

import pytest

from clerk_app.crypto import Cost
from clerk_app.desk import open_office
from clerk_app.desk.opening import found_office
from clerk_app.desk.renewing import renew_master
from clerk_app.store import RENEWED

PASSPHRASE = "四个词的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
KILLS = 25

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that is killed needs fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A village with a few papers."""
    folder = tmp_path / "village"
    ready = {"passphrase": PASSPHRASE, "clerk": "张某", "cost": QUICK}
    found_office(folder, kind="village", code="330502999201", name="甲村", **ready)
    desk = open_office(folder, passphrase=PASSPHRASE)
    for number in range(5):
        desk.begin("V33", f"第 {number} 件")
        desk._office.store.blobs.put(f"photo {number}".encode() * 50_000)
    desk._office.store.close()
    return folder


def renew(folder: Path, said: int) -> None:
    """What the child does until it dies: it says when it begins and when it has ended."""
    desk = open_office(folder, passphrase=PASSPHRASE)
    os.write(said, b"b")
    renew_master(desk._office, PASSPHRASE, cost=QUICK)
    os.write(said, b"e")


def killed(folder: Path, after: float) -> float:
    """Kill a child so many seconds after it began, or let it end; returns how long it lived from then on."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            renew(folder, said)
        finally:
            os._exit(0)
    os.close(said)
    assert os.read(heard, 1) == b"b"
    began = time.monotonic()
    select.select([heard], [], [], after)
    lived = time.monotonic() - began
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)
    return lived


def header(folder: Path) -> bytes:
    """Which master key an office has, as its key file tells."""
    return (folder / "keys.cwk").read_bytes()


def test_killed_at_any_moment_the_office_opens_whole(office: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(office, whole)
    lasts, chance = killed(whole, 60.0), random.Random(20261126)
    renewed = 0
    for number in range(KILLS):
        folder = tmp_path / f"cut-{number}"
        shutil.copytree(office, folder)
        killed(folder, chance.uniform(0.0, lasts))
        desk = open_office(folder, passphrase=PASSPHRASE)
        assert len(desk.matters()) == 5
        assert all(finding.sound for finding in desk.check())
        desk._office.store.close()
        assert not list(folder.glob(f"{RENEWED}*"))
        renewed += header(folder) != header(office)
        shutil.rmtree(folder)
    assert header(whole) != header(office)
    assert renewed < KILLS
