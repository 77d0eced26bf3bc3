"""The window with its door: an office is opened, worked in, and locked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from clerk_app import desk

from . import actions, dialogs, look
from .front import Front
from .jobs import Runner
from .look import Look
from .opening import Opening
from .pages.unlock import UnlockPage
from .panels.look import LookBox
from .shell import IdleWatch, Shell
from .wiring import Rooms, rooms

_MINUTE = 60_000


class Window:
    """The running program: the shell, the door, and the rooms of the open office."""

    def __init__(self, runner: Runner, folder: str, idle_milliseconds: int | None = None) -> None:
        self.door = UnlockPage(folder)
        self.shell = Shell(self.door)
        self.front = Front(runner, self.shell)
        self._idle_milliseconds = idle_milliseconds
        self.idle = IdleWatch()
        self.front.learned = self._set_idle
        self.rooms: Rooms | None = None
        self.opening = Opening(runner, self.door, self._opened, partial(self._opened, fresh=True))
        self.door.look_wanted.connect(self._ask_look)
        self.idle.idle.connect(partial(self.lock, by_idleness=True))
        self.shell.may_close = self._may_close

    def _opened(self, opened: desk.Desk, *, fresh: bool = False) -> None:
        self.door.opened()
        QSettings().setValue("office", str(opened.folder))
        self.front.enter(opened, partial(self._furnish, fresh=fresh))

    def _set_idle(self) -> None:
        """As long as the office's own setting says, from now on."""
        self.idle.wait(self._idle_milliseconds or self.front.minutes * _MINUTE)

    def _furnish(self, *, fresh: bool) -> None:
        at = self.front.desk
        drawn = self._draw_rooms()
        self.shell.go(0)
        self.idle.start()
        # Behind the first page's own question, so that nobody waits for it; what it finds wrong is told at once.
        self.front.ask(actions.walk(at), lambda _count: None)
        if fresh:
            drawn.welcome()

    def _draw_rooms(self) -> Rooms:
        card = self.front.desk.card
        self.rooms = drawn = rooms(self.front)
        side = self.shell.furnish(card.name, card.code, drawn.places, drawn.others, searching=not self.front.township)
        side.lock_wanted.connect(self.lock)
        drawn.settings.look_wanted.connect(self.wear)
        return drawn

    def _ask_look(self) -> None:
        box = LookBox(self.door, look.kept())
        box.exec()
        if box.wanted is not None:
            self.wear(box.wanted)

    def wear(self, wanted: Look) -> None:
        """Look like this from now on; where an office is open, once nobody waits for an answer to what is shown."""
        look.keep(wanted)
        if self.front.at is None:
            self._put_on(wanted)
        else:
            self.front.settle(lambda: self._put_on(wanted))

    def _put_on(self, wanted: Look) -> None:
        """Everything is drawn anew; where one is, and what was typed, stays."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            look.wear(application, wanted)
        self.door = UnlockPage(self.door.folder)
        self.door.look_wanted.connect(self._ask_look)
        self.opening.serve(self.door)
        self.shell.hang(self.door)
        if self.rooms is not None:
            at = self.shell.at
            self.rooms.keep()
            self.rooms.leave()
            self._draw_rooms().settings.show_look()
            self.shell.go(at)

    def lock(self, *, by_idleness: bool = False) -> None:
        """Close the desk under whatever is open; what was typed is kept as a draft first.

        Where something runs whose answer must be seen, idleness waits for it, and whoever locks calls it off.
        """
        if self.front.at is None:
            return
        if self.front.held is not None:
            if by_idleness:
                self.idle.start()
            else:
                self.front.once_free(self.lock)
            return
        self.idle.stop()
        if self.rooms is not None:
            self.rooms.keep()
        boxes = [box for box in QApplication.topLevelWidgets() if box is not self.shell and box.isVisible()]
        self._keep_unsent(self.front.desk, boxes)
        closing = self.front.leave()
        for box in boxes:
            box.done(0) if isinstance(box, QDialog) else box.close()
        if self.rooms is not None:
            self.rooms.leave()
            self.rooms = None
        self.shell.empty()
        self.door.locked(by_idleness=by_idleness)
        if closing is not None:
            self.front.behind(closing.close)

    def _may_close(self) -> bool:
        """Whether the window may go: not before an answer was seen that nobody could read later."""
        if self.front.held is None:
            return True
        self.front.once_free(self.shell.close)
        return False

    def _keep_unsent(self, at: desk.Desk, boxes: list[QWidget]) -> None:
        """What stands in open boxes, and what was kept before and not asked for since."""
        typed = {box.called(): box.standing() for box in boxes if isinstance(box, dialogs.Box)}
        kept = {**dialogs.Box.unsent, **{name: lines for name, lines in typed.items() if lines}}
        dialogs.Box.unsent.clear()
        self.front.behind(lambda: at.forms.keep_unsent(kept))

    def crash(self, report: str) -> None:
        """Show a fault of our own."""
        dialogs.confess(self.shell, report)
