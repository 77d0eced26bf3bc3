"""The commonest matters from beginning to end through the real window, each as its sample case tells it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clerk_app import catalogue
from clerk_app.desk import open_office
from clerk_app.places import resources
from ui import door_actions

from .conftest import PASSPHRASE, Inline, Room
from .effort import PAGE, before, line, page
from .player import Clock, Player, people_of, surround

FOLDER = resources() / "catalogue"

COMMONEST = (
    ("V37", 0, "用一次印章"),
    ("V16", 0, "报销一笔日常费用"),
    ("V18", 0, "一次工作餐"),
    ("V09", 0, "采购一批物资"),
    ("V10", 3, "直接发包的小修"),
    ("V20", 0, "收一笔集体收入"),
    ("V33", 0, "申请低保"),
    ("V34", 0, "一次临时救助"),
    ("V36", 0, "按月公开财务"),
    ("V39", 0, "办一件 12345 工单"),
)


@pytest.fixture(scope="module")
def counted() -> Iterator[dict[str, str]]:
    """The lines of the effort page as they were counted; `EFFORT=write` writes the page anew from them."""
    lines: dict[str, str] = {}
    yield lines
    if os.environ.get("EFFORT") == "write":
        PAGE.write_text(page(list(lines.values())), encoding="utf-8")


@pytest.fixture
def clock() -> Clock:
    """The clock of every office here."""
    return Clock()


@pytest.fixture
def desk(founded: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Room]:
    """Fresh offices under that clock."""
    shutil.copytree(founded, tmp_path / "offices")
    monkeypatch.setattr(
        door_actions,
        "open_office",
        lambda folder, passphrase: lambda _watch: open_office(Path(folder), passphrase=passphrase, clock=clock),
    )
    room = Room(tmp_path / "offices", Inline())
    monkeypatch.setattr("ui.dialogs.tell", lambda _parent, _title, said: room.told.extend(s.what for s in said))
    yield room
    room.close()


@pytest.mark.parametrize(("type_id", "number", "name"), COMMONEST)
def test_a_common_matter_goes_from_its_title_to_the_archive(
    type_id: str,
    number: int,
    name: str,
    desk: Room,
    clock: Clock,
    counted: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    release = catalogue.load(FOLDER)
    sample = [case for case in catalogue.samples(FOLDER) if case.type == type_id][number]
    steps = {step.id: step for step in release.types[type_id].steps}
    village = open_office(desk.folder / "village", passphrase=PASSPHRASE, clock=clock)
    township = open_office(desk.folder / "township", passphrase=PASSPHRASE, clock=clock)
    surround(village, township, tmp_path, sample)
    people = people_of(village, release)
    village.close()
    township.close()
    player = Player(desk.window("village"), monkeypatch, tmp_path, clock, people=people)
    player.begin(type_id, name)
    done = 0
    for step in player.play(steps, sample.acts):
        done += 1
        assert desk.told == [], step
    (row,) = player.window.front.desk.matters()
    assert row.state == "closed", done
    counted[type_id] = line(name, done, player.effort, before(steps, sample.acts))
    assert os.environ.get("EFFORT") == "write" or counted[type_id] in PAGE.read_text(encoding="utf-8")
