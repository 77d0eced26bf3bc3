"""Two offices that know each other, made once and copied for every test that wants them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clerk_app.desk import Desk, Verdict, open_office
from clerk_app.desk.demo import Play, found_pair
from clerk_app.desk.opening import found_office

from .courier import QUICK, TOWNSHIP, VILLAGES, meet, opened
from .pcs import PASSPHRASE, Lines

OWN = "项目办本人的密码"


@dataclass
class Offices:
    """A village and its township in one folder; `play` takes a matter through its steps."""

    folder: Path
    _open: list[Desk] = field(default_factory=list)

    def open(self, name: str) -> Desk:
        """Open one of the two."""
        desk = open_office(self.folder / name, passphrase=PASSPHRASE)
        self._open.append(desk)
        return desk

    def close(self) -> None:
        """Close all that is open."""
        while self._open:
            self._open.pop().close()

    @property
    def stick(self) -> Path:
        """An empty folder to carry bundles in."""
        stick = self.folder / "stick"
        stick.mkdir(exist_ok=True)
        return stick

    def carry_up(self, village: Desk, township: Desk) -> Verdict:
        """The village's bundle to the township, news or not."""
        (verdict,) = township.receive([Path(village.export(self.stick, anyway=True).path)])
        return verdict

    def carry_back(self, township: Desk, village: Desk) -> Verdict:
        """The township's answer back, news or not."""
        (replied,) = township.reply(self.stick, anyway=True)
        (verdict,) = village.receive([Path(replied.exported.path)])
        return verdict

    def play(self, village: Desk) -> Play:
        """The demonstration's play over this village, silent."""
        return Play(village, PASSPHRASE, lambda line: None)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both offices, with people, rolls and parameters, before any matter."""
    folder = tmp_path_factory.mktemp("founded")
    for desk in found_pair(folder, PASSPHRASE):
        desk.close()
    return folder


@pytest.fixture(scope="session")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two villages and their township, closed, that know each other; nobody has reported yet."""
    folder = tmp_path_factory.mktemp("silent")
    for code in (TOWNSHIP, *VILLAGES):
        kind = "township" if code == TOWNSHIP else "village"
        found_office(folder / code, kind=kind, code=code, name=code, passphrase=PASSPHRASE, clerk="张某", cost=QUICK)
    township = opened(folder / TOWNSHIP)
    for code in VILLAGES:
        village = opened(folder / code)
        meet(village, township, folder / "card")
        meet(township, village, folder / "card")
        village.close()
    township.close()
    return folder


@pytest.fixture(scope="session")
def county(silent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after a first report of each and its receipt."""
    folder = tmp_path_factory.mktemp("county") / "offices"
    shutil.copytree(silent, folder)
    (folder / "stick").mkdir()
    township, villages = opened(folder / TOWNSHIP), [opened(folder / code) for code in VILLAGES]
    for village in villages:
        township.receive([Path(village.export(folder / "stick").path)])
    for village, replied in zip(villages, township.reply(folder / "stick"), strict=True):
        village.receive([Path(replied.exported.path)])
    for desk in (township, *villages):
        desk.close()
    shutil.rmtree(folder / "stick")
    return folder


@pytest.fixture(scope="session")
def before_vote(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Path:
    """The same two, with a small-works matter just before the representatives' vote."""
    folder = tmp_path_factory.mktemp("before-vote") / "offices"
    shutil.copytree(founded, folder)
    offices = Offices(folder)
    offices.play(offices.open("village")).perform(last="meeting_notice")
    offices.close()
    return folder


def _copied(source: Path, target: Path) -> Iterator[Offices]:
    shutil.copytree(source, target)
    offices = Offices(target)
    yield offices
    offices.close()


@pytest.fixture
def offices(founded: Path, tmp_path: Path) -> Iterator[Offices]:
    """A fresh copy of the two."""
    yield from _copied(founded, tmp_path / "offices")


@pytest.fixture
def voting(before_vote: Path, tmp_path: Path) -> Iterator[Offices]:
    """A fresh copy with the matter before its vote."""
    yield from _copied(before_vote, tmp_path / "offices")


@pytest.fixture(scope="session")
def before_filing(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Path:
    """A small-works matter that waits for the township's filing; the township has officials with keys of their own."""
    folder = tmp_path_factory.mktemp("before-filing") / "offices"
    shutil.copytree(founded, folder)
    offices = Offices(folder)
    offices.play(offices.open("village")).perform(last="filing_request")
    township = offices.open("township")
    township.add_person("李某", ("township_project",), passphrase=OWN, cost=QUICK)
    township.add_person("王某", ("township_civil",), passphrase=OWN, cost=QUICK)
    offices.close()
    return folder


@pytest.fixture
def filing(before_filing: Path, tmp_path: Path) -> Iterator[Offices]:
    """A fresh copy of it."""
    yield from _copied(before_filing, tmp_path / "offices")


@pytest.fixture
def lines(offices: Offices) -> Iterator[Lines]:
    """The same two, to be copied and restored."""
    found = Lines(offices)
    yield found
    found.close()
