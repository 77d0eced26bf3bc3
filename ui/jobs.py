"""One thread for the desk: every call goes there, every answer comes back to the window's thread by a signal."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal

from clerk_app.errors import ClerkError, SurroundingsError

Done = Callable[[Any], object]
Failed = Callable[[ClerkError], object]

QUIET = frozenset({"cancelled", "crashed"})
"""Codes that need no box of their own: whoever called a job off knows it, and a crash shows its report."""


@dataclass(frozen=True, slots=True)
class Job:
    """A call for the desk's thread, and what is done with its answer in the window's."""

    call: Callable[..., Any]
    done: Done
    failed: Failed
    watch: Watch | None = None


class Watch(QObject):
    """Progress of one long job, and the wish to stop it."""

    progressed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._stopped = False

    def stop(self) -> None:
        """Ask the job to stop at its next chance."""
        self._stopped = True

    def stopped(self) -> bool:
        """True once somebody asked to stop."""
        return self._stopped

    def tell(self, done: int, total: int) -> None:
        """Called by the job itself."""
        self.progressed.emit(done, total)


class Runner(Protocol):
    """Runs jobs: the real one on its thread, a test's one at once."""

    def run(self, call: Callable[..., Any], done: Done, failed: Failed, watch: Watch | None = None) -> None:
        """Run a call; exactly one of `done` and `failed` is called, in the window's thread."""


class Jobs(QObject):
    """The runner of the program. A fault of our own goes to `crashed` with its report."""

    crashed = Signal(str)
    busy = Signal(bool)
    _asked = Signal(object)
    _last = Signal()
    _answered = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting = 0
        self._thread = QThread()
        self._worker = _Worker(self._answered)
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.work)
        self._last.connect(self._worker.leave)
        self._answered.connect(self._finish)
        self._thread.start()

    def run(self, call: Callable[..., Any], done: Done, failed: Failed, watch: Watch | None = None) -> None:
        """Queue a call for the desk's thread."""
        self._waiting += 1
        self.busy.emit(True)
        self._asked.emit(Job(call, done, failed, watch))

    def _finish(self, job: Job, result: Any, error: Exception | None) -> None:
        self._waiting -= 1
        self.busy.emit(self._waiting > 0)
        if error is None:
            job.done(result)
        elif isinstance(error, ClerkError):
            job.failed(error)
        else:
            self.crashed.emit("".join(traceback.format_exception(error)))
            job.failed(SurroundingsError("crashed"))

    def stop(self) -> None:
        """Let every call end that was queued, and the thread with them."""
        self._last.emit()
        self._thread.wait()


class _Worker(QObject):
    def __init__(self, answered: Any) -> None:
        super().__init__()
        self._answered = answered

    def work(self, job: Job) -> None:
        """Run one job in the desk's thread."""
        try:
            result = job.call(job.watch) if job.watch is not None else job.call()
        except Exception as error:
            self._answered.emit(job, None, error)
        else:
            self._answered.emit(job, result, None)

    def leave(self) -> None:
        """Nothing comes after this."""
        self.thread().quit()
