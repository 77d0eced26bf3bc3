"""What is on the medium need not stay in memory, and what is not there yet is never given up."""

from __future__ import annotations

import os

import pytest

from clerk_app.bundle import medium


@pytest.fixture
def given_up(monkeypatch):
    """How far a file was read each time that its memory was given up, in stretches of 1,000 bytes."""
    places = []
    monkeypatch.setattr(medium, "STRETCH", 1000)
    monkeypatch.setattr(medium, "forget", lambda descriptor: places.append(os.lseek(descriptor, 0, os.SEEK_CUR)))
    return places


def test_a_file_that_is_read_once_is_given_up_stretch_by_stretch(tmp_path, given_up):
    content = os.urandom(3500)
    (tmp_path / "x").write_bytes(content)
    with open(tmp_path / "x", "rb", buffering=0) as file:
        source = medium.Fetched(file)
        assert b"".join(iter(lambda: source.read(400), b"")) == content
    assert given_up == [1200, 2400, 3500]


def test_what_was_written_is_there_whether_or_not_the_system_can_be_told_to_give_it_up(tmp_path, monkeypatch):
    for told in (True, False):
        if not told:
            monkeypatch.delattr(medium.os, "posix_fadvise", raising=False)
        with open(tmp_path / "x", "wb") as file:
            file.write(b"a" * 100_000)
            file.flush()
            medium.settle_so_far(file.fileno())
            file.write(b"b")
            medium.settle(file)
            assert (tmp_path / "x").read_bytes() == b"a" * 100_000 + b"b"


def test_a_medium_that_fails_is_heard(tmp_path, monkeypatch):
    def broken(_descriptor):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(medium, "_sync", broken)
    with open(tmp_path / "x", "wb") as file, pytest.raises(OSError, match="Input"):
        medium.settle_so_far(file.fileno())
