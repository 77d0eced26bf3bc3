"""A courier who drops, repeats and reorders: in whatever order bundles come, the lists end up the same."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerk_app.desk import Desk, open_office

PASSPHRASE = "四个词的密码"
BUNDLES = 5


@pytest.fixture(scope="module")
def sent(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], int]:
    """The township before anything came, five bundles of one village without a receipt between them, its entries."""
    folder = tmp_path_factory.mktemp("courier")
    shutil.copytree(founded, folder / "offices")
    village = open_office(folder / "offices" / "village", passphrase=PASSPHRASE)
    files = []
    for number in range(BUNDLES):
        place = folder / str(number)
        place.mkdir()
        village.begin("V33", f"第 {number} 件")
        if number == 2:
            village.letters.write("水泵坏了")
        files.append(Path(village.export(place).path))
    entries = village.entries()
    village.close()
    return folder / "offices" / "township", files, entries


def settled(township: Desk) -> None:
    """Quarantine is tried again until nothing more comes in."""
    while any(verdict.state == "filed" for verdict in township.township.retry()):
        pass


def lists(township: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """The shelf."""
    return township._office.store.shelf.dump()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(BUNDLES)), twice=st.sets(st.integers(0, BUNDLES - 1)))
def test_any_order_with_repeats_gives_the_same_lists(
    sent: tuple[Path, list[Path], int], tmp_path_factory: pytest.TempPathFactory, order: list[int], twice: set[int]
) -> None:
    source, files, _ = sent
    shelves = []
    for way in (sorted(order), [*order, *twice]):
        folder = tmp_path_factory.mktemp("order") / "township"
        shutil.copytree(source, folder)
        township = open_office(folder, passphrase=PASSPHRASE)
        for number in way:
            township.receive([files[number]])
        settled(township)
        shelves.append(lists(township))
        township.rebuild()
        assert lists(township) == shelves[-1]
        township.close()
    assert shelves[0] == shelves[1]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32))
def test_whatever_is_lost_on_the_way_nothing_confirmed_is(
    founded: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance, folder = random.Random(seed), tmp_path_factory.mktemp("loss") / "offices"
    shutil.copytree(founded, folder)
    village = open_office(folder / "village", passphrase=PASSPHRASE)
    township = open_office(folder / "township", passphrase=PASSPHRASE)
    bag: list[Path] = []
    for turn in range(8):
        place = folder / f"bag-{turn}"
        place.mkdir()
        village.begin("V33", f"第 {turn} 件")
        bag.append(Path(village.export(place).path))
        for file in chance.sample(bag, chance.randint(0, len(bag))):
            township.receive([file])
        if chance.random() < 0.5:
            for replied in township.reply(place):
                if chance.random() < 0.6:
                    village.receive([Path(replied.exported.path)])
    place = folder / "last"
    place.mkdir()
    township.receive([Path(village.export(place, anyway=True).path)])
    settled(township)
    log = village._office.main_log
    journal, theirs = village._office.store.journal, township._office.store.journal
    reached = township._office.head(log)
    assert reached.seq == village._office.head(log).seq
    assert [r.raw for r in theirs.entries(log)] == [r.raw for r in journal.entries(log)]
    assert {row.title for row in village.matters()} == {
        row.title for row in township._office.store.shelf.matters(office=village.card.code)
    }
    assert township._office.realm_of(village.card.code).voided == set()
    village.close()
    township.close()
