"""A desk is handed over in the window: the list, two signatures, a new password."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from clerk_app.crypto import Cost
from ui.hand_over import HandOverBox
from ui.widgets.plain import PlainLabel

PASSPHRASE = "四个词的密码"
NEW = "接任的四个词"


@pytest.fixture
def window(voting: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The village's window, with a successor on the list; keys are quick."""
    quick = Cost(19 * 1024, 2, 1)
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: quick))
    made = voting.window("village")
    made.front.desk.add_person("韩某", ("villager",), passphrase="韩某的签字密码")
    made.front.changed()
    made.shell.bring(made.rooms.settings)
    return made


def choose(box: HandOverBox, combo: Any, name: str) -> None:
    combo.setCurrentIndex(combo.findText(name))
    assert combo.currentText() == name, [combo.itemText(n) for n in range(combo.count())]


def type_in(box: HandOverBox, **texts: str) -> None:
    for name, text in texts.items():
        box.findChild(QLineEdit, name).setText(text)


def test_a_successor_takes_the_desk_with_a_new_password(
    window: Any, voting: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clerk = next(person for person in window.front.people if "clerk" in person.roles)
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(sheet), ""))

    def fill(box: HandOverBox) -> int:
        assert not box.findChild(QPushButton, "next").isEnabled() or box.complete(0)
        choose(box, box._predecessor, clerk.name)
        choose(box, box._successor, "韩某")
        box.findChild(QPushButton, "sheet").click()
        choose(box, box._giver, clerk.name)
        type_in(box, given=PASSPHRASE, taken="韩某的签字密码")
        type_in(box, old=PASSPHRASE, new=NEW, again="别的")
        assert box.findChild(PlainLabel, "fault").text() == "两遍密码不一样。"
        assert not box.accept_button.isEnabled()
        type_in(box, again=NEW)
        assert box.accept_button.isEnabled()
        return 1

    monkeypatch.setattr(HandOverBox, "exec", fill)
    window.rooms.settings.keys.findChild(QPushButton, "hand-over").click()
    assert sheet.read_bytes().startswith(b"%PDF")
    assert "交接好了" in voting.told[-1]
    roles = {person.name: person.roles for person in window.front.people}
    assert "clerk" in roles["韩某"]
    assert "clerk" not in roles[clerk.name]
    window.lock()
    window.opening.unlock(str(voting.folder / "village"), PASSPHRASE)
    assert window.front.at is None
    window.opening.unlock(str(voting.folder / "village"), NEW)
    assert window.front.at is not None


def test_who_hands_over_for_another_says_why(window: Any, qtbot: Any) -> None:
    box = HandOverBox(window.shell, window.front.people, window.front.desk.keys.open_matters())
    qtbot.addWidget(box)
    type_in(box, given="x", taken="y")
    people = {person.id: person for person in window.front.people}
    offered = [people[box._giver.itemData(place)] for place in range(box._giver.count())]
    assert offered[0].id == box._predecessor.currentData()
    assert len(offered) > 1
    assert all("head" in person.roles for person in offered[1:])
    box._giver.setCurrentIndex(1)
    assert not box.complete(1)
    type_in(box, reason="文书去世")
    assert box.complete(1)
    box._successor.setCurrentIndex(box._successor.findData(box._predecessor.currentData()))
    assert not box.complete(0)


def test_where_nobody_can_take_over_it_says_what_to_do(window: Any, qtbot: Any) -> None:
    alone = [person for person in window.front.people if "clerk" in person.roles]
    for people, told in ((alone, True), (window.front.people, False)):
        box = HandOverBox(window.shell, people, [])
        qtbot.addWidget(box)
        assert any("还没有别人设好签字密码" in label.text() for label in box.findChildren(PlainLabel)) == told
