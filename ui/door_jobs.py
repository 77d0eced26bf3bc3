"""A long job at the door: how far it is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from clerk_app import desk
from clerk_app.errors import ClerkError

from . import actions, dialogs
from .jobs import QUIET, Done, Failed, Runner, Watch
from .pages.unlock import UnlockPage


class DoorJobs:
    """Runs one job after the other. The strip is shown once a job tells how far it is; most are over before."""

    def __init__(self, runner: Runner, door: UnlockPage) -> None:
        self._runner, self._door = runner, door
        self._watch = Watch()
        door.strip.stop_wanted.connect(self._stop)

    def _stop(self) -> None:
        self._watch.stop()

    def run(self, call: actions.Watched, text: str, done: Done, failed: Failed) -> None:
        """Run a call; `text` says what is being done. What was called off is told at the door."""

        def finished(result: Any) -> None:
            self._door.strip.hide()
            done(result)

        def ended(error: ClerkError) -> None:
            self._door.strip.hide()
            if error.code in QUIET:
                self._door.failed(desk.explain(error)[0].what)
            else:
                failed(error)

        self._door.busy(True)
        self._watch = Watch()
        self._watch.progressed.connect(partial(self._show, text))
        self._runner.run(call, finished, ended, self._watch)

    def refused(self, box: dialogs.Box, again: Callable[[], object]) -> Failed:
        """Say in the box why it could not be done, and ask again as it was filled in."""

        def failed(error: ClerkError) -> None:
            self._door.busy(False)
            box.refused(desk.explain(error))
            again()

        return failed

    def _show(self, text: str, done: int, total: int) -> None:
        if self._door.strip.isHidden():
            self._door.strip.began(text)
        self._door.strip.progressed(done, total)
