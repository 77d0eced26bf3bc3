"""The way in: a growing delay, the recovery code, a new epoch, a new office whose code is typed back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from clerk_app import desk
from clerk_app.crypto import Cost
from ui import dialogs, setup

PASSPHRASE = "四个词的密码"
QUICK = Cost(19 * 1024, 2, 1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are stretched as little as is allowed."""
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: QUICK))


def press(window: Any, qtbot: Any, name: str) -> None:
    qtbot.mouseClick(window.door.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def answered(monkeypatch: pytest.MonkeyPatch, kind: Any, fill: Callable[[Any], object]) -> list[Any]:
    """Every box of that kind is filled in and accepted; the boxes that came."""
    came: list[Any] = []

    def run(box: Any) -> int:
        came.append(box)
        return 0 if fill(box) is False else 1

    monkeypatch.setattr(kind, "exec", run)
    return came


def test_after_wrong_passwords_one_waits_longer_each_time(room: Any, qtbot: Any) -> None:
    window = room.window("village", unlock=False)
    line = window.door.findChild(QLineEdit, "passphrase")
    button = window.door.findChild(QPushButton, "unlock")
    for wait in (1, 2, 4):
        line.setText("wrong")
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert button.text() == f"请等 {wait} 秒"
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert not button.isEnabled()
        for _ in range(wait):
            window.door.tick()
        assert button.isEnabled()
    line.setText(PASSPHRASE)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.front.at is not None


def test_the_wait_is_never_longer_than_a_minute(room: Any) -> None:
    window = room.window("village", unlock=False)
    window.opening._wrong = 20
    window.opening.unlock(str(room.folder / "village"), "wrong")
    assert window.door.findChild(QPushButton, "unlock").text() == "请等 60 秒"


def test_a_new_office_is_founded_once_its_code_is_typed_back(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, place = room.window("village", unlock=False), tmp_path / "新村"
    wanted = {"code": "330502999202", "name": "乙村", "clerk": "李某", "folder": str(place)}

    def fill(box: Any) -> None:
        for name, text in {**wanted, "first": PASSPHRASE, "again": PASSPHRASE}.items():
            assert not box.accept_button.isEnabled()
            box.findChild(QLineEdit, name).setText(text)
        assert box.accept_button.isEnabled()

    tries = iter(("0000", "right"))

    def prove(box: Any) -> None:
        code = box.findChild(dialogs.PlainLabel, "recovery-code").text()
        qtbot.mouseClick(box.findChild(QPushButton, "print"), Qt.MouseButton.LeftButton)
        box.findChild(QLineEdit, "typed").setText(code.lower() if next(tries) == "right" else "0000")
        assert not place.exists()

    sheet = tmp_path / "code.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(sheet), ""))
    answered(monkeypatch, setup.FoundBox, fill)
    boxes = answered(monkeypatch, setup.RecoveryBox, prove)
    press(window, qtbot, "found")
    assert len(boxes) == 2
    assert room.told == ["recovery-code-mistyped"]
    assert sheet.read_bytes().startswith(b"%PDF")
    assert window.front.at is not None
    assert (window.front.at.card.name, window.front.at.folder) == ("乙村", place)


def test_an_office_whose_code_was_not_typed_back_is_none(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, place = room.window("village", unlock=False), tmp_path / "新村"
    wanted = setup.Wanted(place, "village", "330502999202", "乙村", "李某", PASSPHRASE)
    answered(monkeypatch, setup.FoundBox, lambda _box: True)
    monkeypatch.setattr(setup.FoundBox, "answer", lambda _box: wanted)
    answered(monkeypatch, setup.RecoveryBox, lambda _box: False)
    for _ in range(2):
        press(window, qtbot, "found")
        assert window.front.at is None
        assert not place.exists()
        assert "没有建成" in window.door.wrong.text()


def test_nothing_is_founded_where_something_lies(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = room.window("village", unlock=False)
    wanted = setup.Wanted(room.folder / "village", "village", "330502999202", "乙村", "李某", PASSPHRASE)
    answered(monkeypatch, setup.FoundBox, lambda _box: True)
    monkeypatch.setattr(setup.FoundBox, "answer", lambda _box: wanted)
    press(window, qtbot, "found")
    (tmp_path / "other.new").mkdir()
    (tmp_path / "other.new" / "mine.txt").write_text("x", encoding="utf-8")
    monkeypatch.setattr(
        setup.FoundBox,
        "answer",
        lambda _box: setup.Wanted(tmp_path / "other", "village", "330502999202", "乙村", "李某", PASSPHRASE),
    )
    press(window, qtbot, "found")
    assert room.told == ["folder-not-empty", "folder-not-empty"]
    assert (tmp_path / "other.new" / "mine.txt").exists()


def test_a_forgotten_password_is_replaced_with_the_code(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = desk.begin_founding(
        tmp_path / "新村", kind="village", code="330502999202", name="乙村", passphrase=PASSPHRASE, clerk="李某"
    )
    desk.finish_founding(tmp_path / "新村", code)
    window = room.window("village", unlock=False)
    window.door.show_folder(str(tmp_path / "新村"))
    new = "新的四个词呀"
    answers = iter([["x", new, "不一样的"], ["0000", new, new], [code, new, new]])
    answered(monkeypatch, dialogs.LineBox, lambda _box: True)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda _box: next(answers))
    press(window, qtbot, "forgot")
    assert "不一样" in window.door.wrong.text()
    press(window, qtbot, "forgot")
    assert window.front.at is None
    press(window, qtbot, "forgot")
    assert window.front.at is not None
    window.lock()
    window.opening.unlock(str(tmp_path / "新村"), "新的四个词呀")
    assert window.front.at is not None


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_copied_office_asks_before_it_goes_on(
    room: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, goes_on: bool
) -> None:
    shutil.copytree(room.folder / "village", tmp_path / "copy")
    (tmp_path / "copy" / "device.key").unlink()
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _parent, title, _text, _accept: asked.append(title) or goes_on)
    window = room.window("village", unlock=False)
    window.opening.unlock(str(tmp_path / "copy"), PASSPHRASE)
    assert asked == ["要从这里接着办吗"]
    assert (window.front.at is not None) is goes_on
    if window.front.at is not None:
        assert window.front.at.card.epoch == 2


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("", "weak"),
        ("1234567", "weak"),
        ("aaaaaaaaaaaa", "weak"),
        ("abcdefgh", "fair"),
        ("四个词的", "fair"),
        (PASSPHRASE, "good"),
    ],
)
def test_the_strength_of_a_password_is_said_in_words(passphrase: str, strength: str) -> None:
    assert desk.strength(passphrase) == strength


def test_a_question_is_confirmed_or_not(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (0, 1):
        monkeypatch.setattr(dialogs.Box, "exec", lambda _box, given=answer: given)
        assert dialogs.confirm(None, "问", "要不要", "要") is bool(answer)


def test_a_folder_is_chosen_for_a_new_office(qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    box = setup.FoundBox(None, "")
    qtbot.addWidget(box)
    for chosen in ("", str(tmp_path)):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given, path=chosen: path)
        box._choose()
        assert box.findChild(QLineEdit, "folder").text() == chosen
    box.findChild(QLineEdit, "first").setText("abc")
    box.findChild(QLineEdit, "again").setText("abd")
    assert box.told.text() == "两遍密码不一样"
    box.findChild(QLineEdit, "name").setText(" 乙村 ")
    assert (box.answer().name, box.answer().kind) == ("乙村", "village")
