"""What a copied disk wrote: looked through and carried over at the village, listed at the township, left behind."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton, QTableWidget

from clerk_app.desk import Desk, open_office
from ui import look
from ui.carry_box import CarryBox
from ui.epoch_box import EpochBox
from ui.look import Look

from . import measure
from .town import VILLAGE, buttons, press, texts

PASSPHRASE = "四个词的密码"


class Copied:
    """A village and the copy of its disk, which both wrote on; the township has heard of both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, name: str) -> Desk:
        """Open one of the three."""
        return open_office(self.folder / name, passphrase=PASSPHRASE)

    def happen(self) -> None:
        """The disk is copied, both go on, the original reports first."""
        self.write("village", "两边都有的事")
        self.up("village")
        at = self.open("village")
        at.receive([self.answer()])
        at.close()
        shutil.copytree(self.folder / "village", self.folder / "clone")
        self.write("village", "原机上的事", villagers=900)
        self.write("clone", "拷贝上的事", villagers=901)
        self.up("village")
        self.up("clone")

    def write(self, name: str, title: str, villagers: int = 0) -> None:
        """One more matter, and perhaps another number of villagers."""
        at = self.open(name)
        at.begin("V33", title)
        if villagers:
            at.set_roll("villagers", villagers)
        at.close()

    def up(self, name: str) -> None:
        """Report to the township."""
        at, township = self.open(name), self.open("township")
        township.receive([Path(at.export(self.place()).path)])
        township.close()
        at.close()

    def answer(self) -> Path:
        """The township's next reply."""
        township = self.open("township")
        (replied,) = township.reply(self.place())
        township.close()
        return Path(replied.exported.path)

    def meet(self, name: str) -> None:
        """The township enrols the card of one of them."""
        at, township, card = self.open(name), self.open("township"), self.place() / "card"
        township.enrol(card, fingerprint=at.write_card(card))
        township.close()
        at.close()

    def place(self) -> Path:
        """A fresh folder."""
        place = self.folder / f"place-{len(list(self.folder.iterdir()))}"
        place.mkdir()
        return place


@pytest.fixture
def copied(room: Any) -> Copied:
    found = Copied(room.folder)
    found.happen()
    return found


def looked(monkeypatch: pytest.MonkeyPatch, qtbot: Any, *, accept: bool) -> list[CarryBox]:
    """Every box over a line is accepted, or closed; the boxes that came."""
    came: list[CarryBox] = []

    def run(box: CarryBox) -> int:
        came.append(box)
        return int(accept)

    monkeypatch.setattr(CarryBox, "exec", run)
    return came


def said(box: CarryBox) -> str:
    """What stands in the box, shown for that."""
    box.show()
    return texts(box)


def told_titles(window: Any) -> set[str]:
    return {known.title for known in window.front.desk.matters()}


def test_the_village_looks_through_the_other_line_and_carries_it_over(
    room: Any, qtbot: Any, copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("village")
    window.shell.bring(window.rooms.exchange)
    assert not window.rooms.exchange.lines.isVisible()
    window.rooms.bundles.receive([copied.answer()])
    panel = window.rooms.exchange.lines
    assert "村里另一台电脑写的记录" in texts(panel)
    assert "要您处理" in texts(panel)

    boxes = looked(monkeypatch, qtbot, accept=False)
    press(panel, "line")
    assert "能续记 1 条；下面 1 条要您看过再定。" in said(boxes[0])
    assert "应到人数 · 村民会议 " in said(boxes[0])
    table = boxes[0].findChild(QTableWidget)
    rows = [[table.item(line, cell).text() for cell in (1, 2, 4)] for line in range(table.rowCount())]
    assert ["拷贝上的事", "开始办理", "还没处理"] in rows
    assert all(table.item(line, 1).text() and table.item(line, 3).text() for line in range(table.rowCount()))
    assert "拷贝上的事" not in told_titles(window)

    looked(monkeypatch, qtbot, accept=True)
    press(panel, "line")
    assert "拷贝上的事" in told_titles(window)
    assert "已续记 1 条。要人工看的 1 条" in room.told[-1]
    assert "已处理" in texts(panel)
    assert "要您处理" not in texts(panel)

    again = looked(monkeypatch, qtbot, accept=False)
    press(panel, "line")
    assert again[0].findChild(QPushButton, "accept") is None
    assert "要人工看的 1 条" in said(again[0])


def test_the_township_sees_the_lines_of_a_village_and_only_looks(
    room: Any, qtbot: Any, copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("township")
    window.shell.bring(window.rooms.villages)
    window.rooms.villages.show_village(VILLAGE)
    assert "村里另一台电脑写的记录" in texts(window.rooms.villages)
    boxes = looked(monkeypatch, qtbot, accept=False)
    press(window.rooms.villages, "line")
    assert boxes[0].findChild(QPushButton, "accept") is None
    assert boxes[0].findChild(QTableWidget).rowCount() == 2


def test_a_copy_is_left_behind_when_the_clerk_says_so_and_waits_for_the_answer(
    room: Any, qtbot: Any, copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("clone")
    window.shell.bring(window.rooms.exchange)
    panel = window.rooms.exchange.lines
    assert buttons(panel, "leave") == []
    window.rooms.bundles.receive([copied.answer()])
    for answer in (0, 1):
        monkeypatch.setattr(EpochBox, "exec", lambda box, given=answer: given if chosen(box) else 0)
        assert window.front.desk.card.epoch == 1
        press(panel, "leave")
    assert window.front.desk.card.epoch == 2
    assert "拷贝上的事" not in told_titles(window)
    assert "重新办一次“加入乡镇”" in room.told[-1]

    boxes = looked(monkeypatch, qtbot, accept=False)
    press(panel, "line")
    assert "乡镇还没有答复" in said(boxes[0])
    assert boxes[0].findChild(QPushButton, "accept") is None

    window.lock()
    copied.meet("clone")
    copied.up("clone")
    window.opening.unlock(str(copied.folder / "clone"), PASSPHRASE)
    window.rooms.bundles.receive([copied.answer()])
    assert "原机上的事" in told_titles(window)
    looked(monkeypatch, qtbot, accept=True)
    press(window.rooms.exchange.lines, "line")
    assert {"原机上的事", "拷贝上的事", "两边都有的事"} <= told_titles(window)


def chosen(box: EpochBox) -> bool:
    """The one answer that fits is chosen already."""
    return bool(box.findChild(QRadioButton, "copied").isChecked())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("office", ["clone", "township"])
def test_what_is_told_of_lines_fits_its_column(
    room: Any, qapp: QApplication, copied: Copied, office: str, language: str
) -> None:
    look.wear(qapp, Look(150, language=language))
    try:
        window = room.window(office)
        page = window.rooms.villages if office == "township" else window.rooms.exchange
        window.shell.bring(page)
        if office == "township":
            page.show_village(VILLAGE)
        else:
            window.rooms.bundles.receive([copied.answer()])
        assert {"zh": "村里另一台电脑写的记录", "en": "Written by another PC"}[language] in texts(page)
        assert list(measure.cut(page)) == []
    finally:
        look.wear(qapp, Look())
