"""Two offices that know each other, made once and copied for every test that wants them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clerk_app.crypto import Cost
from clerk_app.desk import Desk, Verdict, open_office
from clerk_app.desk.demo import Play, found_pair

PASSPHRASE = "四个词的密码"
OWN = "项目办本人的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)


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
