"""What is refused is told in the box where it was written, with every word still there; long words are not let go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from clerk_app.desk import SignedRow
from clerk_app.errors import SurroundingsError
from clerk_app.model import Person
from ui import dialogs, form_actions, recovering
from ui.decide_box import DecideBox
from ui.dialogs import Box, SignBox, WordsBox
from ui.letter_box import LetterBox
from ui.new_matter import NewMatterBox
from ui.people_boxes import PersonBox, RegistrantBox, RollBox, SigningPasswordBox
from ui.replace_box import ReplaceKeyBox
from ui.setup import FoundBox

from . import test_every_page
from .conftest import PASSPHRASE
from .test_every_page import BOXES, SENTENCE, boxes

Turn = Callable[[Any], object]


def turns(monkeypatch: pytest.MonkeyPatch, kind: type[Box], *each: Turn) -> list[Any]:
    """A box of a kind is filled in by one turn after the other and confirmed, then left; the boxes that came."""
    came: list[Any] = []

    def run(box: Any) -> int:
        came.append(box)
        if len(came) <= len(each):
            each[len(came) - 1](box)
        return int(len(came) <= len(each))

    monkeypatch.setattr(kind, "exec", run)
    return came


def same(came: list[Any], times: int) -> None:
    """One box came so often, and never another."""
    assert (len(came), len(set(map(id, came)))) == (times, 1)


def line(box: QWidget, name: str) -> QLineEdit:
    found = box.findChild(QLineEdit, name)
    assert found is not None
    return found


def test_a_letter_that_is_too_long_says_by_how_much_and_stays(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window, long = room.window("village"), "长" * 2001

    def shorter(box: WordsBox) -> None:
        assert box.words() == long
        assert "2001" in box._refusals.itemAt(0).widget().findChildren(dialogs.PlainLabel)[2].text()
        box._text.setPlainText("长" * 2000)

    came = turns(monkeypatch, WordsBox, lambda box: box._text.setPlainText(long), shorter)
    window.rooms.writing.write()
    same(came, 2)
    assert room.told == ["text-too-long"]
    assert [letter.text for letter in window.front.desk.letters.all()] == ["长" * 2000]


def test_a_person_whose_name_is_too_long_is_asked_about_again(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village")
    window.shell.bring(window.rooms.people)

    def shorter(box: PersonBox) -> None:
        assert box.answer()[:2] == ("长" * 61, ("head",))
        box._name.setText("张某")

    def fill(box: PersonBox) -> None:
        box._name.setText("长" * 61)
        for place in range(box._roles.count()):
            if box._roles.item(place).data(Qt.ItemDataRole.UserRole) == "head":
                box._roles.item(place).setCheckState(Qt.CheckState.Checked)

    before = len(window.front.desk.people())
    came = turns(monkeypatch, PersonBox, fill, shorter)
    window.rooms.people.findChild(QPushButton, "add-person").click()
    same(came, 2)
    assert room.told == ["name-too-long"]
    assert len(window.front.desk.people()) == before + 1


def test_the_end_of_a_line_in_a_register_is_read_like_any_day(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village")
    window.shell.bring(window.rooms.people)
    year = window.front.day[:4]

    def fill(box: RegistrantBox) -> None:
        line(box, "name").setText("某公司")
        line(box, "code").setText("9" * 41)
        line(box, "until").setText("明年")

    def put_right(box: RegistrantBox) -> None:
        assert [line(box, name).text() for name in ("name", "code", "until")] == ["某公司", "9" * 41, "明年"]
        line(box, "code").setText("9" * 18)
        line(box, "until").setText("1231")

    came = turns(monkeypatch, RegistrantBox, fill, put_right)
    window.rooms.people.findChild(QPushButton, "add-name").click()
    same(came, 2)
    assert room.told == ["number-too-long", "day-malformed"]
    (known,) = window.front.desk.staff.registers()["vendors"]
    assert (known.name, known.until) == ("某公司", f"{year}-12-31")


def test_a_matter_without_a_name_or_with_too_long_a_one_is_asked_about_again(
    room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("village")

    def name(title: str) -> Turn:
        return lambda box: line(box, "title").setText(title)

    came = turns(monkeypatch, NewMatterBox, name(""), name("长" * 101), name("村道修复"))
    window.rooms.work.begin("V10")
    same(came, 3)
    assert room.told == ["title-missing", "title-too-long"]
    assert [matter.title for matter in window.front.desk.matters()] == ["村道修复"]


def test_a_wrong_signing_password_is_typed_again(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = voting.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id)

    def again(box: SignBox) -> None:
        assert (box._passphrase.text(), box._passphrase.isEnabled()) == ("不对", True)
        box._passphrase.setText(PASSPHRASE)

    came = turns(monkeypatch, SignBox, lambda box: box._passphrase.setText("不对"), again)
    QApplication.processEvents()
    window.rooms.matter.findChild(QPushButton, "sign-head").click()
    same(came, 2)
    assert voting.told == ["wrong-signing-password"]
    assert window.rooms.matter._view.slots[0].means == "key"


def test_what_was_wrong_before_is_not_said_any_longer_and_the_line_is_not_marked(qtbot: Any) -> None:
    box = PersonBox(None, (), (), lambda *_: None)
    qtbot.addWidget(box)
    box.refused([SENTENCE])
    box._name.setText("长")
    box.show()
    box._name.setFocus()
    box.hide()
    box.show()
    assert not box._name.hasSelectedText()
    box._name.clear()
    box.accept_button.click()
    assert box.told() == "请填姓名。"
    box._name.setText("张某")
    box._key.setChecked(True)
    box.accept_button.click()
    assert (box.result(), box.told()) == (0, "")


def test_names_of_an_office_and_its_clerk_that_are_too_long_go_no_step_further(qtbot: Any) -> None:
    box = FoundBox(None, "")
    qtbot.addWidget(box)
    line(box, "code").setText("330502999202")
    for name, fits in (("长" * 61, False), ("长" * 60, True), (" ", False)):
        line(box, "name").setText(name)
        assert box.complete(0) == fits
    assert [count.isHidden() for count in box.findChildren(dialogs.Count)] == [True, True]


def test_a_number_of_people_that_is_none_is_told(qtbot: Any) -> None:
    box = RollBox(None)
    qtbot.addWidget(box)
    box._members.setText("四十")
    box.accept()
    assert (box.result(), "请填数字" in box.told()) == (0, True)


# How long a text may be is seen while it is written


def test_what_is_left_of_a_length_is_told_from_its_last_tenth_on(qtbot: Any) -> None:
    box = NewMatterBox(None, ())
    qtbot.addWidget(box)
    (count,) = box.findChildren(dialogs.Count)
    for title, told in (("长" * 90, ""), ("长" * 91, "还可以写 9 个字。"), ("长" * 101, "写了 101 个字")):
        line(box, "title").setText(title)
        assert count.isHidden() == (not told)
        assert told in count.text()
    assert count.property("wrong") == "true"


# Esc


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize(
    "make",
    [
        lambda: WordsBox(None, "写给乡镇", "要说什么", most=2000),
        lambda: LetterBox(None, "甲村", "事先写好的", order=False),
        lambda: DecideBox(None, "退回村里", (), reason="退回的原因"),
    ],
)
def test_long_words_are_not_thrown_away_without_asking(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch, make: Callable[[], Box], sure: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _parent, title, *_: asked.append(title) or sure)
    box = make()
    qtbot.addWidget(box)
    box.show()
    box.reject()
    assert (asked, box.isVisible()) == ([], False)
    box.show()
    text = box.findChild(QPlainTextEdit)
    assert text is not None
    text.setPlainText("写了很久的话")
    box.reject()
    assert (asked, box.isVisible()) == ([box.windowTitle()], not sure)


def test_a_lock_closes_a_begun_letter_without_asking_and_keeps_it(room: Any) -> None:
    window = room.window("village")

    def write() -> None:
        (box,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, WordsBox) and each.isVisible()]
        QTest.keyClicks(box._text, "letter")
        window.lock()

    QTimer.singleShot(300, write)
    window.rooms.writing.write()
    assert window.front.at is None
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, Box) and each.isVisible()]
    window.opening.unlock(str(room.folder / "village"), PASSPHRASE)
    assert "letter" in str(window.front.desk.forms.unsent())


# Files


def test_a_sheet_with_the_code_that_cannot_be_saved_is_told(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    for path, told in (("", []), (str(tmp_path / "gone" / "a.pdf"), ["cannot-write"])):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (path, ""))
        recovering.save_code(parent, "乙村", "ABCDE")
        assert room.told == told


def test_a_folder_that_went_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_folder: Path) -> None:
        raise OSError

    monkeypatch.setattr(Path, "iterdir", gone)
    with pytest.raises(SurroundingsError) as caught:
        list(form_actions._found([tmp_path]))
    assert caught.value.code == "cannot-read"


# Titles are seen in the task bar and on a projector


NAME = "欧阳某某"


def test_no_name_of_a_person_stands_in_the_title_of_a_box(
    voting: Any, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    people = (Person("p1", NAME, ("clerk",), "a" * 64), Person("p2", NAME, ("director",), "b" * 64))
    monkeypatch.setattr(test_every_page, "PEOPLE", people)
    made = {
        **BOXES,
        "SigningPasswordBox": lambda parent: SigningPasswordBox(parent, NAME),
        "PersonBox": lambda parent: PersonBox(parent, (), people, lambda *_: None, people[0]),
        "ReplaceKeyBox": lambda parent: ReplaceKeyBox(parent, people[0], people, list[SignedRow]()),
    }
    monkeypatch.setattr(test_every_page, "BOXES", made)
    window = voting.window("village", unlock=False)
    named = 0
    for view in boxes(window.shell, monkeypatch, qtbot):
        assert NAME not in view.root.windowTitle(), view.name
        named += any(NAME in label.text() for label in view.root.findChildren(dialogs.PlainLabel))
    assert named
