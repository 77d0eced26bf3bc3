"""Pictures of every page over the demonstration's two offices: `python tests/ui/screens.py FOLDER`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from importlib import util
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from clerk_app import desk
from ui import look
from ui.jobs import Jobs
from ui.window import Window

_spec = util.spec_from_file_location("thirty_four", Path(__file__).with_name("thirty_four.py"))
assert _spec is not None
assert _spec.loader is not None
thirty_four = util.module_from_spec(_spec)
_spec.loader.exec_module(thirty_four)


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


def walk_township(app: QApplication, offices: Path, folder: Path, size: tuple[int, int]) -> None:
    """The pages of a township of 34 villages, with a morning's bundles taken in."""
    jobs = Jobs()
    home = str(offices / thirty_four.TOWNSHIP[0])
    window, camera = Window(jobs, home), Camera(jobs, folder)
    jobs.crashed.connect(sys.exit)
    window.shell.resize(*size)
    window.shell.show()
    window.opening.unlock(home, thirty_four.PASSPHRASE)
    camera.take(window, "township")
    window.rooms.bundles.receive([offices / "bag"])
    camera.take(window, "township-received")
    due = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    window.front.desk.letters.write("请说明公开为什么晚了", to=next(iter(thirty_four.VILLAGES)), due=due)
    window.front.desk.inspections.draw(5)
    for number, place in enumerate(window.rooms.places):
        window.shell.go(number)
        camera.take(window, f"township-{type(place.page).__name__.removesuffix('Page').lower()}")
    window.rooms.overseeing.open(*list(thirty_four.VILLAGES.items())[2])
    camera.take(window, "township-matters")
    window.lock()
    camera.settle()
    window.shell.close()
    jobs.stop()


def weeks_before(day: date) -> tuple[str, ...]:
    """The days on which the villages reported before."""
    return tuple((day - timedelta(days=back)).isoformat() for back in (37, 30, 16, 7))


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
        offices = Path(scratch) / "offices"
        today = datetime.now(UTC).date()
        thirty_four.build(offices, weeks_before(today), today.isoformat())
        walk_township(app, offices, given.folder, (1366, 768))


if __name__ == "__main__":
    main()
