"""A second copy is there, whole and read back, or it is not there at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clerk_app import bundle
from clerk_app.bundle import copying, medium
from clerk_app.errors import SurroundingsError

DATA = os.urandom(700_000)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.cwb"
    path.write_bytes(DATA)
    return path


def test_a_copy_is_the_same_and_tells_how_far_it_is(source: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    bundle.copy(source, tmp_path / "b.cwb", progress=lambda done, of: seen.append((done, of)))
    assert (tmp_path / "b.cwb").read_bytes() == DATA
    assert seen[-1] == (2 * len(DATA), 2 * len(DATA))


def test_a_copy_that_reads_back_otherwise_is_no_copy(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settle(file):
        medium.settle(file)
        with open(file.name, "r+b") as part:
            part.write(bytes([DATA[0] ^ 1]))

    monkeypatch.setattr(copying, "settle", settle)
    with pytest.raises(SurroundingsError, match="read-back-failed"):
        bundle.copy(source, tmp_path / "b.cwb")
    assert os.listdir(tmp_path) == ["a.cwb"]


@pytest.mark.parametrize("after", range(6))
def test_a_copy_that_is_called_off_leaves_nothing(source: Path, tmp_path: Path, after: int) -> None:
    left = iter([False] * after)
    with pytest.raises(SurroundingsError, match="cancelled"):
        bundle.copy(source, tmp_path / "b.cwb", cancelled=lambda: next(left, True))
    assert os.listdir(tmp_path) == ["a.cwb"]


def test_a_source_that_is_gone_is_the_carriers_fault(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="carrier-gone"):
        bundle.copy(tmp_path / "gone", tmp_path / "b.cwb")


def test_a_reader_that_is_called_off_stops_in_the_middle_of_a_file(workshop) -> None:
    photo = os.urandom(2_000_000)
    workshop.write(workshop.journal(1, files={1: [photo]}), [photo])
    asked = []
    path = workshop.stick / "a.cwb"
    with (
        pytest.raises(SurroundingsError, match="cancelled"),
        bundle.open_sealed(
            path, workshop.township.sealing, workshop.spool, cancelled=lambda: bool(asked.append(1)) or len(asked) > 3
        ),
    ):
        pass
    assert len(asked) == 4
    assert list(workshop.spool.iterdir()) == []
