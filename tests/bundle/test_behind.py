"""The medium stays close behind the writing, and what it says on the way is not lost."""

from __future__ import annotations

import errno
import os
import threading

import pytest

from clerk_app.bundle import behind
from clerk_app.errors import SurroundingsError

from .conftest import Workshop


@pytest.fixture
def settled(monkeypatch):
    """Stretches of 1,000 bytes, and what was on the file each time that one was brought to the medium."""
    monkeypatch.setattr(behind, "STRETCH", 1000)
    sizes = []

    def settle(descriptor):
        assert threading.current_thread() is not threading.main_thread()
        sizes.append(os.fstat(descriptor).st_size)
        os.fsync(descriptor)

    monkeypatch.setattr(behind, "settle_so_far", settle)
    return sizes


def test_each_full_stretch_is_on_the_file_when_it_sets_out(tmp_path, settled):
    with open(tmp_path / "x", "wb") as file, behind.Behind(file) as sink:
        for _ in range(10):
            assert sink.write(b"x" * 400) == 400
    assert len(settled) == 3
    assert all(size >= 1200 * number for number, size in enumerate(settled, start=1))
    assert (tmp_path / "x").read_bytes() == b"x" * 4000


def test_less_than_a_stretch_is_left_to_the_end(tmp_path, settled):
    with open(tmp_path / "x", "wb") as file, behind.Behind(file) as sink:
        sink.write(b"x" * 999)
    assert settled == []


def test_a_second_stretch_waits_for_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(behind, "STRETCH", 10)
    free, order = threading.Event(), []

    def settle(_descriptor):
        assert free.wait(10)
        order.append("settled")

    monkeypatch.setattr(behind, "settle_so_far", settle)
    with open(tmp_path / "x", "wb") as file, behind.Behind(file) as sink:
        sink.write(b"x" * 10)
        order.append("written")
        free.set()
        sink.write(b"x" * 10)
        order.append("written")
    assert order[:3] == ["written", "settled", "written"]


def test_a_medium_that_fails_on_the_way_fails_the_export_and_leaves_nothing(workshop: Workshop, monkeypatch):
    monkeypatch.setattr(behind, "STRETCH", 1000)

    def broken(_descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(behind, "settle_so_far", broken)
    photo = os.urandom(100_000)
    with pytest.raises(SurroundingsError, match="carrier-failed"):
        workshop.write(workshop.journal(1, files={1: [photo]}), [photo])
    assert list(workshop.stick.iterdir()) == []


def test_a_failure_of_the_writer_is_told_before_one_of_the_medium(tmp_path, monkeypatch):
    monkeypatch.setattr(behind, "STRETCH", 10)
    monkeypatch.setattr(behind, "settle_so_far", lambda _descriptor: 1 / 0)

    def work() -> None:
        with open(tmp_path / "x", "wb") as file, behind.Behind(file) as sink:
            sink.write(b"x" * 10)
            raise KeyError

    with pytest.raises(KeyError):
        work()
