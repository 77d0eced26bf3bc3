"""Accusations: written in the village, sealed at once, carried, and handed to the discipline office as a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QPushButton

from clerk_app import crypto
from ui.dialogs import Box, LineBox, WordsBox
from ui.slip_box import SlipBox

from .conftest import PASSPHRASE, once
from .test_morning import carry

WORDS = "张某收了钱"


def register(township: Any, monkeypatch: pytest.MonkeyPatch, recipient: str) -> None:
    """The township registers the discipline office's key on its page."""
    monkeypatch.setattr(LineBox, "exec", once)
    monkeypatch.setattr(LineBox, "answers", lambda _box: ["镇纪委", recipient])
    township.shell.go(3)
    township.rooms.orders.slips.findChild(QPushButton, "slip-key").click()


def seal(village: Any) -> None:
    """The clerk presses the button on the page of letters."""
    village.shell.bring(village.rooms.letters)
    village.rooms.letters.findChild(QPushButton, "seal").click()


def write_in(box: SlipBox) -> int:
    """Somebody who writes the words and confirms."""
    box.findChild(QPlainTextEdit).setPlainText(WORDS)
    return once(box)


def test_an_accusation_goes_sealed_to_the_discipline_office(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, township = voting.window("village"), voting.window("township")
    discipline = crypto.SealingKey.generate()
    carry(village, township, tmp_path / "first")
    seal(village)
    assert voting.told.pop() == "discipline-not-set"
    register(township, monkeypatch, "age1x")
    assert voting.told.pop() == "recipient-malformed"
    register(township, monkeypatch, discipline.recipient)
    carry(township, village, tmp_path / "key")
    shown: list[SlipBox] = []
    monkeypatch.setattr(SlipBox, "exec", lambda box: shown.append(box) or write_in(box))
    seal(village)
    assert "只有镇纪委能打开" in voting.told[-1]
    assert shown[0].words() == ""
    assert not shown[0].findChild(QPlainTextEdit).document().isUndoAvailable()
    carry(village, township, tmp_path / "up")
    township.shell.go(1)
    township.shell.go(3)
    panel = township.rooms.orders.slips
    (slip,) = township.front.desk.letters.slips()
    assert panel._listed.texts(0) == ["甲村", slip.on, slip.id[:12]]
    assert discipline.recipient[-8:] in panel._to.text()
    target = tmp_path / "x.age"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    panel.findChild(QPushButton, "write-slip").click()
    opened = io.BytesIO()
    crypto.unseal(io.BytesIO(target.read_bytes()), opened, discipline)
    assert opened.getvalue().decode().strip() == WORDS


def test_nothing_of_an_accusation_is_kept_over_a_lock(room: Any, qtbot: Any) -> None:
    window = room.window("village")
    for kind in (SlipBox, WordsBox):
        box = kind(window.shell, "镇纪委") if kind is SlipBox else WordsBox(window.shell, "答复", "内容", most=9)
        box.findChild(QPlainTextEdit).setPlainText(WORDS)
        box.show()
    window.lock()
    window.opening.unlock(str(room.folder / "village"), PASSPHRASE)
    QApplication.processEvents()
    assert list(Box.unsent.values()) == [{"内容": WORDS}]
    Box.unsent.clear()
