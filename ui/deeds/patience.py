"""What mostly is over at once, and is shown with a way to stop it only where it is not."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from clerk_app.errors import ClerkError

from .. import actions
from ..front import Front
from ..jobs import Done, Watch
from ..widgets.progress import ProgressStrip

PATIENCE = 500
"""Milliseconds after which one is told how far it is."""


class Patience:
    """Runs jobs for the page whose strip this is. What was called off leaves no word; whoever did it knows."""

    def __init__(self, front: Front, strip: ProgressStrip) -> None:
        self._front, self._strip = front, strip
        self._watches: list[Watch] = []
        self._text = ""
        self._timer = QTimer(strip)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: strip.began(self._text))
        strip.stop_wanted.connect(self._stop)

    def run(self, call: actions.Watched, text: str, done: Done) -> None:
        """Run a call; `text` says what is being done."""
        watch = Watch()

        def rest() -> None:
            self._watches.remove(watch)
            if not self._watches:
                self._timer.stop()
                self._strip.hide()

        def finished(result: Any) -> None:
            rest()
            done(result)

        def failed(error: ClerkError) -> None:
            rest()
            self._front.fail(error)

        if not self._watches:
            self._timer.start(PATIENCE)
        self._text = text
        self._watches.append(watch)
        watch.progressed.connect(self._strip.progressed)
        self._front.watch(call, finished, failed, watch)

    def _stop(self) -> None:
        for watch in self._watches:
            watch.stop()
