"""Pictures of every page over the demonstration's two offices: `python tests/ui/screens.py FOLDER`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from clerk_app import desk
from ui import look
from ui.jobs import Jobs
from ui.window import Window


class Camera:
    """Waits until the desk has answered, then takes the picture."""

    def __init__(self, jobs: Jobs, folder: Path) -> None:
        self._folder = folder
        self._busy = False
        jobs.busy.connect(self._note)

    def _note(self, busy: bool) -> None:
        self._busy = busy

    def settle(self) -> None:
        """Let every job end and the window be drawn."""
        for _ in range(400):
            loop = QEventLoop()
            QTimer.singleShot(15, loop.quit)
            loop.exec()
            if not self._busy:
                break
        loop = QEventLoop()
        QTimer.singleShot(250, loop.quit)
        loop.exec()

    def take(self, window: Window, name: str) -> None:
        """One picture of the whole window."""
        self.settle()
        window.shell.grab().save(str(self._folder / f"{name}.png"))


def walk_village(app: QApplication, demo: Path, folder: Path, size: tuple[int, int]) -> None:
    """The village's pages."""
    jobs = Jobs()
    window, camera = Window(jobs, str(demo / "village")), Camera(jobs, folder)
    jobs.crashed.connect(sys.exit)
    window.shell.resize(*size)
    window.shell.show()
    camera.take(window, "unlock")
    window.opening.unlock(str(demo / "village"), (demo / "passphrase.txt").read_text(encoding="utf-8").strip())
    camera.take(window, "today")
    for number, name in enumerate(("matters", "checklist", "board", "exchange", "letters", "people", "settings"), 1):
        window.shell.go(number)
        camera.take(window, name)
    rows = window.front.desk.matters()
    window.rooms.work.open(rows[0].id)
    camera.take(window, "matter")
    for step in ("vote_representatives", "plan_notice", "bidding", "completion"):
        window.rooms.work.open(rows[0].id, step)
        camera.take(window, f"matter-{step.split('_')[0]}")
    window.lock(by_idleness=True)
    camera.take(window, "locked")
    window.shell.close()
    jobs.stop()


def walk_township(app: QApplication, demo: Path, folder: Path, size: tuple[int, int]) -> None:
    """The township's pages."""
    jobs = Jobs()
    window, camera = Window(jobs, str(demo / "township")), Camera(jobs, folder)
    jobs.crashed.connect(sys.exit)
    window.shell.resize(*size)
    window.shell.show()
    window.opening.unlock(str(demo / "township"), (demo / "passphrase.txt").read_text(encoding="utf-8").strip())
    camera.take(window, "township")
    window.rooms.bundles.receive([next(demo.glob("*-000001.cwb"))])
    camera.take(window, "township-received")
    for number, name in ((1, "villages"), (2, "letters"), (3, "checklist"), (4, "settings")):
        window.shell.go(number)
        camera.take(window, f"township-{name}")
    window.lock()
    camera.settle()
    window.shell.close()
    jobs.stop()


def main() -> None:
    """Take all pictures at 1366x768, in the look that is asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--demo", type=Path, help="a demonstration that is there already")
    asked.add_argument("--percent", type=int, choices=look.SIZES, default=100)
    asked.add_argument("--contrast", action="store_true")
    asked.add_argument("--lang", choices=desk.LANGUAGES, default="zh")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setOrganizationName("clerk-app-screens")
    look.wear(app, look.Look(given.percent, given.contrast, given.lang))
    with tempfile.TemporaryDirectory() as scratch:
        demo = given.demo or Path(scratch) / "demo"
        if not demo.exists():
            desk.demo(demo, print)
        walk_village(app, demo, given.folder, (1366, 768))
        walk_township(app, demo, given.folder, (1366, 768))


if __name__ == "__main__":
    main()
