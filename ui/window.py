"""The window with its door: an office is opened, worked in, and locked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from clerk_app import desk

from . import actions, dialogs
from .front import Front
from .jobs import Runner
from .opening import Opening
from .pages.unlock import UnlockPage
from .shell import IdleWatch, Shell
from .wiring import Rooms, rooms

IDLE_MINUTES = 15


class Window:
    """The running program: the shell, the door, and the rooms of the open office."""

    def __init__(self, runner: Runner, folder: str, idle_milliseconds: int = IDLE_MINUTES * 60_000) -> None:
        self.door = UnlockPage(folder)
        self.shell = Shell(self.door)
        self.front = Front(runner, self.shell)
        self.idle = IdleWatch(idle_milliseconds)
        self.rooms: Rooms | None = None
        self.opening = Opening(runner, self.door, self._opened)
        self.idle.idle.connect(partial(self.lock, by_idleness=True))

    def _opened(self, opened: desk.Desk) -> None:
        self.door.opened()
        QSettings().setValue("office", str(opened.folder))
        self.front.enter(opened, self._furnish)

    def _furnish(self) -> None:
        at = self.front.desk
        self.rooms = rooms(self.front)
        side = self.shell.furnish(at.card.name, at.card.code, self.rooms.places, self.rooms.others)
        side.lock_wanted.connect(self.lock)
        self.shell.go(0)
        self.idle.start()
        # Behind the first page's own question, so that nobody waits for it; what it finds wrong is told at once.
        self.front.ask(actions.walk(at), lambda _count: None)

    def lock(self, *, by_idleness: bool = False) -> None:
        """Close the desk under whatever is open; what was typed is kept as a draft first."""
        if self.front.at is None:
            return
        self.idle.stop()
        if self.rooms is not None:
            self.rooms.keep()
        closing = self.front.leave()
        for box in QApplication.topLevelWidgets():
            if box is not self.shell and box.isVisible():
                box.close()
        if self.rooms is not None:
            self.rooms.leave()
            self.rooms = None
        self.shell.empty()
        if by_idleness:
            self.door.locked()
        if closing is not None:
            self.front.behind(closing.close)

    def crash(self, report: str) -> None:
        """Show a fault of our own."""
        dialogs.confess(self.shell, report)
