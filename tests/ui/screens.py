"""The manual's pictures, of every page and of the boxes that a clerk meets: `python -m tests.ui.screens FOLDER`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clerk_app import desk
from ui import actions, look
from ui.carry_box import CarryBox
from ui.dialogs import SignBox
from ui.epoch_box import EpochBox
from ui.hand_over import HandOverBox
from ui.jobs import Jobs
from ui.joining_boxes import AdmitBox, JoinBox
from ui.new_matter import NewMatterBox
from ui.setup import FoundBox
from ui.window import Window

from . import staged, thirty_four

SIZE = (1366, 768)
COLOURS = 256
"""A window has few colours: with so many a picture looks the same and is a third as large."""

PLACE = "D:\\村务\\甲村"
"""What stands as the office's folder in a picture."""

VILLAGE = ("today", "matters", "checklist", "board", "exchange", "letters", "people", "settings")
TOWNSHIP = (
    *("incoming", "villages", "reviews", "warnings", "release", "checks", "keys"),
    *("checklist", "people", "settings"),
)
"""What the pages of the side bar are called in the manual."""


def with_few_colours(picture: Image.Image) -> Image.Image:
    """The picture in its commonest colours, each as it is: a plane never changes its colour.

    Pillow takes colours that differ by less than four steps for one, and measures from the lowest of them: it chooses
    among those, and the commonest of each four take their places in the end.
    """
    common: dict[tuple[int, ...], tuple[int, ...]] = {}
    for _count, colour in sorted(picture.getcolors(picture.width * picture.height) or (), reverse=True):
        common.setdefault(tuple(part & ~3 for part in colour), colour)
    lowest, exact = ([part for each in list(of)[:COLOURS] for part in each] for of in (common, common.values()))
    palette = Image.new("P", (1, 1))
    palette.putpalette(lowest)
    drawn = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    drawn.putpalette(exact)
    return drawn


class Camera:
    """Waits until the desk has answered, then takes the picture."""

    def __init__(self, jobs: Jobs, folder: Path, mark: str) -> None:
        self._folder, self._mark = folder, mark
        self._busy = self._asked = False
        jobs.busy.connect(self._note)

    def _note(self, busy: bool) -> None:
        self._busy, self._asked = busy, True

    def settle(self) -> None:
        """Let every job end, and wait until nothing was asked for a while; then all that is drawn has its place."""
        quiet = 0
        for _ in range(600):
            self._asked = False
            loop = QEventLoop()
            QTimer.singleShot(15, loop.quit)
            loop.exec()
            quiet = 0 if self._busy or self._asked else quiet + 1
            if quiet == 20:
                break
        QApplication.sendPostedEvents()

    def take(self, shown: QWidget, name: str) -> None:
        """One picture of a window or a box."""
        self.settle()
        image = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        size = (image.width(), image.height())
        picture = Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)
        with_few_colours(picture).save(self._folder / f"{name}{self._mark}.png", optimize=True)

    def take_box(self, box: QWidget, name: str) -> None:
        """One picture of a box."""
        box.show()
        self.take(box, name)
        box.close()


def opened(office: Path, folder: Path, mark: str) -> tuple[Window, Camera, Jobs]:
    """A window before the door of an office."""
    jobs = Jobs()
    window = Window(jobs, str(office))
    jobs.crashed.connect(sys.exit)
    window.shell.resize(*SIZE)
    window.shell.show()
    return window, Camera(jobs, folder, mark), jobs


def walk_village(demo: Path, folder: Path, mark: str) -> None:
    """The village's pages and boxes."""
    window, camera, jobs = opened(demo / "village", folder, mark)
    window.door.show_folder(PLACE)
    camera.take(window.shell, "unlock")
    founding = FoundBox(window.shell, "")
    founding.findChild(QLineEdit, "code").setText("330521")
    camera.take_box(founding, "set-up")
    window.opening.unlock(str(demo / "village"), staged.PASSPHRASE)
    camera.settle()
    at = window.front.desk
    for number, name in enumerate(VILLAGE):
        window.shell.go(number)
        camera.take(window.shell, name)
    road = next(row for row in at.matters() if row.id.startswith("V10") and row.step != "方案公示征求意见")
    for step, name in (("completion", "matter"), ("vote_representatives", "matter-vote"), ("plan_notice", "notice")):
        window.rooms.work.open(road.id, step)
        camera.take(window.shell, name)
    camera.take_box(NewMatterBox(window.shell, at.types()), "new-matter")
    slot = at.step(road.id, "vote_representatives").slots[0]
    camera.take_box(SignBox(window.shell, slot.slot.label, slot.people), "sign")
    camera.take_box(HandOverBox(window.shell, at.people(), at.keys.open_matters()), "handover")
    window.lock(by_idleness=True)
    window.door.show_folder(PLACE)
    camera.take(window.shell, "locked")
    window.shell.close()
    jobs.stop()


def walk_joining(fresh: Path, folder: Path, mark: str) -> None:
    """A village joins its township: the boxes on both sides."""
    window, camera, jobs = opened(fresh / "village", folder, mark)
    stick = fresh / f"stick{mark}"
    stick.mkdir()
    village = desk.open_office(fresh / "village", passphrase=staged.PASSPHRASE)
    township = desk.open_office(fresh / "township", passphrase=staged.PASSPHRASE)
    camera.take_box(JoinBox(window.shell, actions.joined(village)()), "join-request")
    request = Path(village.joining.request(stick).paths[0])
    admitting = AdmitBox(window.shell)
    admitting.card.show_card(request, township.joining.look(request))
    admitting.findChild(QLineEdit, "read-out").setText(village.trust.fingerprint()[0])
    camera.take_box(admitting, "admit")
    answer = Path(township.joining.admit(request, stick, fingerprint=village.trust.fingerprint()[0]).paths[0])
    joining = JoinBox(window.shell, actions.joined(village)())
    joining.turn_to(2)
    joining.look()
    joining.card.show_card(answer, village.joining.look(answer))
    camera.take_box(joining, "join-card")
    village.enrol(answer, fingerprint=township.trust.fingerprint()[0])
    village.close()
    township.close()
    walk_lines(fresh, window, camera)
    window.shell.close()
    jobs.stop()


def walk_lines(fresh: Path, window: Window, camera: Camera) -> None:
    """The disk is copied, both PCs write on, and the first one hears of the other; a third has only the data."""
    homes = [fresh / name for name in ("village", "clone")]

    def at_desk(home: Path, do: Callable[[desk.Desk], object]) -> None:
        at = desk.open_office(home, passphrase=staged.PASSPHRASE)
        do(at)
        at.close()

    def stick() -> Path:
        sticks.append(fresh / f"stick-{len(sticks)}")
        sticks[-1].mkdir()
        return sticks[-1]

    def report(home: Path) -> None:
        at_desk(home, lambda at: at.export(stick()))
        at_desk(fresh / "township", lambda at: at.receive([sticks[-1]]))

    def answer(at: desk.Desk) -> None:
        at.reply(stick())

    sticks: list[Path] = []
    report(homes[0])
    at_desk(fresh / "township", answer)
    at_desk(homes[0], lambda at: at.receive([sticks[-1]]))
    shutil.copytree(*homes)
    for home, title, villagers in zip(homes, ("学校建档证明用印", "贷款材料用印"), (900, 901), strict=True):
        at_desk(home, lambda at, title=title: at.begin("V37", title))
        at_desk(home, lambda at, villagers=villagers: at.set_roll("villagers", villagers))
        report(home)
    at_desk(fresh / "township", answer)
    village = desk.open_office(homes[0], passphrase=staged.PASSPHRASE)
    village.receive([sticks[-1]])
    (line,) = village.branches.all()
    camera.take_box(CarryBox(window.shell, actions.differing(village, line.id, "")()), "other-line")
    village.close()
    (homes[1] / "device.key").unlink()
    question = desk.epoch_question(homes[1], passphrase=staged.PASSPHRASE)
    assert question is not None
    camera.take_box(EpochBox(window.shell, question), "epoch")


def walk_township(offices: Path, folder: Path, mark: str) -> None:
    """The pages of a township of 34 villages, with a morning's bundles taken in."""
    home = offices / thirty_four.TOWNSHIP[0]
    window, camera, jobs = opened(home, folder, mark)
    window.opening.unlock(str(home), thirty_four.PASSPHRASE)
    camera.settle()
    for number, name in enumerate(TOWNSHIP):
        window.shell.go(number)
        if name == "release":
            camera.settle()
            window.rooms.releases.show_preview(window.front.desk.releases.preview(offices / staged.RELEASE))
        camera.take(window.shell, f"township-{name}")
    window.rooms.overseeing.open(*list(thirty_four.VILLAGES.items())[2])
    camera.take(window.shell, "township-matters")
    window.lock()
    camera.settle()
    window.shell.close()
    jobs.stop()


def prepare_newcomers(fresh: Path) -> None:
    """A village and its township that do not know each other yet."""
    fresh.mkdir(parents=True)
    for kind, code, name in (("village", "330502999201", "甲村"), ("township", "330502999000", "示范镇")):
        desk.begin_founding(fresh / kind, kind=kind, code=code, name=name, passphrase=staged.PASSPHRASE, clerk="张某")
        (fresh / f"{kind}.new").rename(fresh / kind)


def prepare_township(offices: Path) -> None:
    """A month's work and the morning's bundles, an order to one village, a draw, and a release to try out."""
    today = datetime.now(UTC).date()
    thirty_four.build(offices, weeks_before(today), today.isoformat())
    at = desk.open_office(offices / thirty_four.TOWNSHIP[0], passphrase=thirty_four.PASSPHRASE)
    at.receive([offices / "bag"])
    due = (today + timedelta(days=7)).isoformat()
    at.letters.write("请说明公开为什么晚了。", to=next(iter(thirty_four.VILLAGES)), due=due)
    staged.inspect(at, due)
    staged.offer_release(at, offices)
    at.close()


def weeks_before(day: date) -> tuple[str, ...]:
    """The days on which the villages reported before."""
    return tuple((day - timedelta(days=back)).isoformat() for back in (37, 30, 16, 7))


def main() -> None:
    """Take all pictures at 1366x768, once at 100 % and once at 150 % (`-150`), in the look that is asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--contrast", action="store_true")
    asked.add_argument("--lang", choices=desk.LANGUAGES, default="zh")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setOrganizationName("clerk-app-screens")
    with tempfile.TemporaryDirectory() as scratch:
        demo, offices = Path(scratch) / "demo", Path(scratch) / "offices"
        fresh = Path(scratch) / "fresh"
        staged.Village(demo).stage()
        prepare_township(offices)
        prepare_newcomers(fresh / "first")
        prepare_newcomers(fresh / "second")
        for percent, mark in ((100, ""), (150, "-150")):
            look.wear(app, look.Look(percent, given.contrast, given.lang))
            walk_village(demo, given.folder, mark)
            walk_joining(fresh / ("second" if mark else "first"), given.folder, mark)
            walk_township(offices, given.folder, mark)


if __name__ == "__main__":
    main()
