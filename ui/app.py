"""The program in a window: begun here, wired in `wiring`."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from . import look, placement
from .jobs import Jobs
from .rubbish import Collector
from .window import Window


def main(argv: Sequence[str]) -> int:
    """Open the window; `--office DIR` names the office, else the last one used."""
    app = QApplication([sys.argv[0], *argv])
    app.setOrganizationName("clerk-app")
    app.setApplicationName("clerk-app")
    look.wear(app, look.kept())
    Collector(app)
    jobs = Jobs()
    window = Window(jobs, _office(argv) or str(QSettings().value("office", "")))
    jobs.crashed.connect(window.crash)
    sys.excepthook = reporting(window.crash)
    # The program ends: the desk is closed in its own thread.
    app.aboutToQuit.connect(window.lock)
    placement.restore(window.shell)
    code = app.exec()
    jobs.stop()
    return code


def reporting(crash: Callable[[str], object]) -> Callable[..., None]:
    """What is done with a fault of our own in the window itself: it is shown, as one in the desk's thread is."""

    def report(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            crash("".join(traceback.format_exception(fault)))
        else:
            sys.__excepthook__(kind, fault, trace)

    return report


def _office(argv: Sequence[str]) -> str:
    return next((argv[place + 1] for place, word in enumerate(argv[:-1]) if word == "--office"), "")
