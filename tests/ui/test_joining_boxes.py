"""A village joins its township through both windows: from founding to the first receipt, with restarts between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLineEdit, QPushButton

from clerk_app.crypto import Cost
from ui import dialogs, setup
from ui.joining_boxes import AdmitBox, JoinBox
from ui.preview import PreviewBox

PASSPHRASE = "四个词的密码"
QUICK = Cost(19 * 1024, 2, 1)
OFFICES = {"village": ("330521999201", "甲村"), "township": ("330521999000", "示范镇")}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are stretched as little as is allowed."""
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: QUICK))


def press(root: Any, name: str) -> None:
    button = root.findChild(QPushButton, name)
    assert button.isEnabled(), name
    button.click()


def type_in(root: Any, name: str, text: str) -> None:
    root.findChild(QLineEdit, name).setText(text)


def said(root: Any) -> str:
    """What is shown, once what was put in is shown."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in root.findChildren(dialogs.PlainLabel) if label.isVisibleTo(root))


class Clerks:
    """Two windows over two offices that are founded in them, and the stick that goes to and fro."""

    def __init__(self, room: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room, self.folder, self._patch = room, folder, monkeypatch
        self.stick = folder / "stick"
        self.stick.mkdir()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(self.stick))

    def at(self, kind: Any, *doing: Callable[[Any], object]) -> list[int]:
        """At each box of that kind that is opened from now on, the next of these things is done in it."""
        waiting, opened = list(doing), [0]

        def run(box: Any) -> int:
            opened[0] += 1
            box.show()
            waiting.pop(0)(box)
            box.close()
            return box.result()

        self._patch.setattr(kind, "exec", run)
        return opened

    def pick(self, name: str) -> None:
        """What is chosen in the next questions for a file."""
        (path,) = self.stick.glob(name)
        self._patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    def found(self, kind: str) -> Any:
        """Found an office in a window, as a clerk does it, step by step."""
        window = self.room.window(kind, unlock=False)
        code, name = OFFICES[kind]

        def fill(box: Any) -> None:
            box._kind.setCurrentIndex(box._kind.findData(kind))
            typed = {"code": code, "name": name, "clerk": "张某", "first": PASSPHRASE, "again": PASSPHRASE}
            for line, text in {**typed, "folder": str(self.folder / f"new-{kind}")}.items():
                type_in(box, line, text)
            press(box, "next")
            press(box, "next")
            press(box, "accept")

        def prove(box: Any) -> None:
            type_in(box, "typed", box.findChild(dialogs.PlainLabel, "recovery-code").text())
            press(box, "accept")

        self.at(setup.FoundBox, fill)
        self.at(setup.RecoveryBox, prove)
        press(window.door, "found")
        assert window.front.desk.card.name == name
        return window

    def restart(self, window: Any) -> None:
        """Lock, and open again with the password."""
        folder = str(window.front.desk.folder)
        window.lock()
        window.opening.unlock(folder, PASSPHRASE)


@pytest.fixture
def clerks(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clerks:
    return Clerks(room, tmp_path, monkeypatch)


def step(box: Any) -> int:
    return box._stack.currentIndex()


def test_both_offices_from_founding_to_the_first_report_accepted(
    clerks: Clerks, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[str, bytes]] = []
    monkeypatch.setattr(PreviewBox, "exec", lambda box: looked.append((box.windowTitle(), box._pdf[:4])))

    def ask(box: JoinBox) -> None:
        assert step(box) == 0
        assert not box.findChild(QPushButton, "next").isEnabled()
        assert "申请存好以后才能往下" in said(box)
        press(box, "sheet")
        assert looked == [("登记单", b"%PDF")]
        press(box, "request")
        assert "申请存好以后才能往下" not in said(box)
        assert step(box) == 1
        assert "等乡镇登记" in said(box)
        assert "浙江省湖州市德清县，代码 330521999000 的乡镇" in said(box)
        press(box, "leave")

    opened = clerks.at(JoinBox, ask)
    village = clerks.found("village")
    assert opened == [1], "the box comes by itself once, straight after founding"
    assert {path.name for path in clerks.stick.iterdir()} == {"join-330521999201.json", "join-330521999201.pdf"}
    clerks.restart(village)
    assert opened == [1]
    assert "等乡镇当面核对" in said(village.rooms.today)
    digits = village.front.desk.trust.fingerprint()[0]

    def admit(box: AdmitBox) -> None:
        clerks.pick("join-*.json")
        press(box, "choose-card")
        assert "甲村（330521999201），浙江省湖州市德清县" in said(box)
        assert not box.findChild(QCheckBox, "beside").isVisible()
        for read in ("0000 0000", digits):
            type_in(box, "read-out", read)
            press(box, "enrol")
        assert step(box) == 1
        assert "answer-330521999201.pdf" in said(box)
        press(box, "accept")

    township = clerks.found("township")
    clerks.at(AdmitBox, admit)
    press(township.rooms.incoming, "enrol-first")
    assert clerks.room.told[-1] == "fingerprint-differs"
    township.shell.bring(township.rooms.villages)
    assert township.rooms.villages.villages.texts(0)[:2] == ["甲村", "从未上报"]

    def take(box: JoinBox) -> None:
        assert step(box) == 1
        press(box, "next")
        clerks.pick("answer-*.json")
        press(box, "choose-card")
        assert "示范镇（330521999000），浙江省湖州市德清县" in said(box)
        assert "照着乡镇的登记单输入" in said(box)
        type_in(box, "read-out", township.front.desk.trust.fingerprint()[1])
        press(box, "enrol")
        assert step(box) == 3
        press(box, "report")

    assert "先到“人员与职务”登记村里的人" in said(village.rooms.today)
    press(village.rooms.today, "enlist")
    assert village.rooms.people.isVisible()
    village.shell.go(4)
    assert "加入乡镇以后才能上报" in said(village.rooms.exchange)
    assert not village.rooms.exchange.findChild(QPushButton, "export").isEnabled()
    clerks.at(JoinBox, take)
    press(village.rooms.today, "join")
    village.rooms.exchange.refresh()
    assert village.rooms.exchange.findChild(QPushButton, "export").isEnabled()
    (bundle,) = clerks.stick.glob("*.cwb")
    clerks.restart(village)
    assert "等示范镇的回执" in said(village.rooms.today)
    township.rooms.bundles.receive([bundle])
    township.rooms.bundles.export(clerks.stick, "usb")
    village.rooms.bundles.receive([path for path in clerks.stick.glob("*.cwb") if path != bundle])
    village.shell.go(0)
    village.rooms.today.refresh()
    assert not village.rooms.today._join.isVisible()

    def done(box: JoinBox) -> None:
        assert "加入了示范镇" in said(box)
        press(box, "accept")

    clerks.at(JoinBox, done)
    village.rooms.settings.offices.join_wanted.emit()
    assert village.front.desk.outbox()[0].state == "receipted"
    assert [row.state for row in township.front.desk.township.arrivals()] == ["filed"]


def test_a_request_is_saved_as_a_message_too(clerks: Clerks, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(box: JoinBox) -> None:
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
        press(box, "request-mail")
        assert step(box) == 0
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(clerks.stick))
        press(box, "request-mail")
        box.turn_to(0)
        assert "要再写一次也可以" in said(box)

    clerks.at(JoinBox, ask)
    clerks.found("village")
    assert (clerks.stick / "join-330521999201.eml").exists()
    assert "join-330521999201.eml" in clerks.room.told[-1]


def test_an_office_that_is_known_is_compared_anew_for_its_second_pc(
    clerks: Clerks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The village of the fixture goes on under another device; the township keeps the first one too."""
    village = clerks.room.window("village")
    village.front.desk.trust.renew_device("第二台")
    request = village.front.desk.joining.request(clerks.stick)
    township = clerks.room.window("township")
    again = clerks.folder / "again"
    again.mkdir()

    def admit(box: AdmitBox) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
        press(box, "choose-card")
        assert not box.findChild(QPushButton, "enrol").isEnabled()
        clerks.pick("join-*.json")
        press(box, "choose-card")
        assert "登记过另一台电脑" in said(box)
        box.findChild(QCheckBox, "beside").setChecked(True)
        type_in(box, "read-out", request.digits)
        press(box, "enrol")
        for folder in ("", str(again)):
            monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, chosen=folder: chosen)
            press(box, "answer")
        assert {path.suffix for path in again.iterdir()} == {".json", ".pdf"}

    clerks.at(AdmitBox, admit)
    for page in (township.rooms.keys, township.rooms.villages):
        assert page.findChild(QPushButton, "enrol") is not None
    township.rooms.settings.offices.join_wanted.emit()
    devices = [row for row in township.front.desk.township.devices() if row.until is None]
    assert len(devices) == 2


def test_a_card_of_no_use_is_told_and_a_lock_closes_the_box(clerks: Clerks) -> None:
    village = clerks.room.window("village")
    village.front.desk.joining.request(clerks.stick)

    def wrong(box: JoinBox) -> None:
        clerks.pick("join-*.json")
        press(box, "choose-card")
        assert not box.findChild(QPushButton, "enrol").isEnabled()
        village.lock()

    clerks.at(JoinBox, wrong)
    village.rooms.exchange.join_wanted.emit()
    assert clerks.room.told == ["office-does-not-fit"]
    assert village.front.at is None
