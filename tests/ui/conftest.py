"""The real window over real offices; jobs run at once where a test wants no second thread."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication, QPushButton

from clerk_app.desk import releasing
from clerk_app.desk.demo import Play, found_pair
from clerk_app.errors import ClerkError
from ui import dialogs, theme
from ui.jobs import Jobs, Watch
from ui.widgets.progress import ProgressStrip
from ui.window import Window

from .staged import Village, offer_release

PASSPHRASE = "四个词的密码"


class Inline:
    """A runner without a thread: the answer is there when `run` returns."""

    def run(self, call: Callable[..., Any], done: Any, failed: Any, watch: Watch | None = None) -> None:
        """Call, and hand the answer on."""
        try:
            result = call(watch) if watch is not None else call()
        except ClerkError as error:
            failed(error)
        else:
            done(result)


class Later:
    """A runner that does nothing until it is told to."""

    def __init__(self) -> None:
        self._jobs: list[tuple[Any, ...]] = []
        self.watches: list[Watch] = []

    def run(self, call: Callable[..., Any], done: Any, failed: Any, watch: Watch | None = None) -> None:
        """Keep the job."""
        self._jobs.append((call, done, failed, watch))
        self.watches += [watch] if watch is not None else []

    def go(self) -> None:
        """Run what was asked, in its order."""
        while self._jobs:
            call, done, failed, watch = self._jobs.pop(0)
            try:
                result = call(watch) if watch is not None else call()
            except ClerkError as error:
                failed(error)
            else:
                done(result)


@pytest.fixture(scope="session", autouse=True)
def _themed(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The program's own look, and settings that touch no home folder."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path_factory.mktemp("settings")))
    qapp.setOrganizationName("clerk-app-tests")
    theme.apply(qapp)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village and its township."""
    folder = tmp_path_factory.mktemp("window")
    for desk in found_pair(folder, PASSPHRASE):
        desk.close()
    return folder


@pytest.fixture(scope="session")
def before_vote(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Path:
    """The same, with a matter just before its vote."""
    from clerk_app.desk import open_office

    folder = tmp_path_factory.mktemp("window-vote") / "offices"
    shutil.copytree(founded, folder)
    village = open_office(folder / "village", passphrase=PASSPHRASE)
    Play(village, PASSPHRASE, lambda line: None).perform(last="meeting_notice")
    village.close()
    return folder


@pytest.fixture(scope="session")
def working_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village and its township with something of every kind on their pages; the password is `PASSPHRASE`."""
    folder = tmp_path_factory.mktemp("window-full") / "offices"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releasing.workflow, "rehearse_all", lambda *_: type("Found", (), {"flaws": ()})())
        day = Village(folder)
        offer_release(day.town, folder)
        day.stage()
    return folder


def once(box: Any) -> int:
    """Somebody who confirms a box, and goes away where it comes again with a refusal: in place of `exec`."""
    return int(box._refusals.count() == 0)


class Room:
    """A window over a copy of the offices, and what it told people."""

    def __init__(self, folder: Path, runner: Any) -> None:
        self.folder, self.runner = folder, runner
        self.told: list[str] = []
        self.windows: list[Window] = []

    def window(self, office: str, *, unlock: bool = True, idle: int = 10_000_000) -> Window:
        """A shown window, unlocked unless told otherwise."""
        made = Window(self.runner, str(self.folder / office), idle)
        made.shell.resize(1366, 768)
        made.shell.show()
        self.windows.append(made)
        if unlock:
            made.opening.unlock(str(self.folder / office), PASSPHRASE)
        return made

    def close(self) -> None:
        """Close every window and its desk."""
        for window in self.windows:
            window.lock()
            window.shell.close()
            window.shell.deleteLater()
        # No event loop runs between tests, and what nobody lets go of is styled again with every change of the look.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def hear(monkeypatch: pytest.MonkeyPatch, told: list[str]) -> None:
    """Whatever is told in a box goes here, by its code where it has one."""
    refused = dialogs.Box.refused

    def told_in_box(box: dialogs.Box, said: Any) -> None:
        told.extend(s.code for s in said)
        refused(box, said)

    monkeypatch.setattr(dialogs.Box, "refused", told_in_box)
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, said: told.extend(s.code for s in said))
    monkeypatch.setattr(dialogs, "inform", lambda _parent, _title, text: told.append(text))


def _room(source: Path, tmp_path: Path, runner: Any, monkeypatch: pytest.MonkeyPatch) -> Room:
    shutil.copytree(source, tmp_path / "offices")
    room = Room(tmp_path / "offices", runner)
    hear(monkeypatch, room.told)
    return room


@pytest.fixture
def room(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Room]:
    """Fresh offices, jobs at once."""
    made = _room(founded, tmp_path, Inline(), monkeypatch)
    yield made
    made.close()


@pytest.fixture
def voting(before_vote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Room]:
    """Offices with a matter before its vote, jobs at once."""
    made = _room(before_vote, tmp_path, Inline(), monkeypatch)
    yield made
    made.close()


@pytest.fixture
def threaded(before_vote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Room]:
    """The same with the real thread."""
    jobs = Jobs()
    made = _room(before_vote, tmp_path, jobs, monkeypatch)
    yield made
    made.close()
    jobs.stop()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody who cancels every long job as soon as it says how far it is; what was being done, in their order."""
    told, shown = [], ProgressStrip.progressed

    def press(strip: ProgressStrip, done: int, total: int) -> None:
        shown(strip, done, total)
        button = strip.findChild(QPushButton, "stop")
        assert not button.isHidden()
        told.append(strip.doing.text())
        button.click()

    monkeypatch.setattr(ProgressStrip, "progressed", press)
    return told


@pytest.fixture
def room_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Callable[[Path], Room]]:
    """Copies of any offices, jobs at once."""
    made: list[Room] = []

    def room(source: Path) -> Room:
        made.append(_room(source, tmp_path, Inline(), monkeypatch))
        return made[-1]

    yield room
    for each in made:
        each.close()
