"""The commonest matters from beginning to end through the real window, each as its sample case tells it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clerk_app import catalogue
from clerk_app.desk import open_office
from clerk_app.places import resources
from ui import actions

from .conftest import PASSPHRASE, Inline, Room
from .player import Clock, Player, people_of, surround

FOLDER = resources() / "catalogue"

COMMONEST = (("V37", 0), ("V16", 0), ("V09", 0), ("V33", 0), ("V10", 3))
"""A seal, an expense, a purchase, minimum living aid, a small repair."""


@pytest.fixture
def clock() -> Clock:
    """The clock of every office here."""
    return Clock()


@pytest.fixture
def desk(founded: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Room]:
    """Fresh offices under that clock."""
    shutil.copytree(founded, tmp_path / "offices")
    monkeypatch.setattr(
        actions,
        "open_office",
        lambda folder, passphrase: lambda: open_office(Path(folder), passphrase=passphrase, clock=clock),
    )
    room = Room(tmp_path / "offices", Inline())
    monkeypatch.setattr("ui.dialogs.tell", lambda _parent, _title, said: room.told.extend(s.what for s in said))
    yield room
    room.close()


@pytest.mark.parametrize(("type_id", "number"), COMMONEST)
def test_a_common_matter_goes_from_its_title_to_the_archive(
    type_id: str, number: int, desk: Room, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = catalogue.load(FOLDER)
    sample = [case for case in catalogue.samples(FOLDER) if case.type == type_id][number]
    kind = release.types[type_id]
    village = open_office(desk.folder / "village", passphrase=PASSPHRASE, clock=clock)
    township = open_office(desk.folder / "township", passphrase=PASSPHRASE, clock=clock)
    surround(village, township, tmp_path, sample)
    people = people_of(village, release)
    village.close()
    township.close()
    window = desk.window("village")
    player = Player(window, monkeypatch, tmp_path, people=people)
    player.begin(type_id, "试一件")
    clock.move_on()
    done = []
    for step in player.play({step.id: step for step in kind.steps}, sample.acts):
        done.append(step)
        assert desk.told == [], step
    (row,) = window.front.desk.matters()
    assert row.state == "closed", done
