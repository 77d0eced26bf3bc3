"""Villages at the township, an order and its answer, the checklist, early warnings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton

from clerk_app.desk import Sentence, WarningRow
from ui import dialogs
from ui.letter_box import LetterBox
from ui.pages.letters import Post

from .conftest import once


def buttons(page: Any, name: str) -> list[QPushButton]:
    """The page's buttons of that name, once those that were taken away are gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [button for button in page.findChildren(QPushButton) if button.objectName() == name]


def typing(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Every box of lines is filled in with these and confirmed."""
    monkeypatch.setattr(dialogs.WordsBox, "exec", once)
    monkeypatch.setattr(dialogs.WordsBox, "words", lambda self: words)


def writing(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Every box for a letter is filled in with these and confirmed."""
    monkeypatch.setattr(LetterBox, "exec", once)
    monkeypatch.setattr(LetterBox, "answer", lambda self: words)


def carry(sender: Any, receiver: Any, folder: Path) -> None:
    """What one window writes, the other takes in."""
    folder.mkdir()
    sender.rooms.bundles.export(folder, "usb")
    receiver.rooms.bundles.receive([folder])


def test_an_order_goes_out_and_its_answer_comes_back(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, township = voting.window("village"), voting.window("township")
    carry(village, township, tmp_path / "up")
    township.shell.go(1)
    listed = township.rooms.villages.villages
    assert listed.texts(0)[:2] == ["甲村", "今天"]
    writing(monkeypatch, "请说明公开为什么晚了", "2099-01-31")
    buttons(township.rooms.villages, "order")[0].click()
    assert "督办 1 件" in listed.texts(0)[2]
    writing(monkeypatch, "请说明", "")
    buttons(township.rooms.villages, "order")[0].click()
    assert voting.told == ["order-without-day"]
    carry(township, village, tmp_path / "down")
    village.shell.bring(village.rooms.letters)
    typing(monkeypatch, "已补公开")
    (answer,) = buttons(village.rooms.letters, "answer")
    answer.click()
    assert buttons(village.rooms.letters, "answer") == []
    typing(monkeypatch, "谢谢")
    buttons(village.rooms.letters, "write")[0].click()
    assert [row.text for row in village.front.desk.letters.all() if row.ours] == ["谢谢"]
    carry(village, township, tmp_path / "again")
    township.shell.go(1)
    assert "督办" not in listed.texts(0)[2]
    township.shell.go(3)
    orders = township.rooms.orders
    orders._which.setCurrentIndex(2)
    orders._which.activated.emit(2)
    assert len(buttons(orders, "answer")) == 1


def test_a_type_is_shown_with_its_use_its_basis_and_its_chart(voting: Any, qtbot: Any) -> None:
    village = voting.window("village")
    village.shell.bring(village.rooms.checklist)
    page = village.rooms.checklist
    listed = page.findChild(QListWidget, "types")
    lines = {listed.item(line).data(Qt.ItemDataRole.UserRole): line for line in range(listed.count())}
    assert len([known for known in lines if known]) == 44
    listed.setCurrentRow(lines["V33"])
    assert page._name.text().startswith("V33 ")
    assert page._picture.accessibleName().endswith("的流程图")
    qtbot.waitUntil(lambda: page._picture.height() > 300)
    before = page._picture.grab().toImage()
    listed.setCurrentRow(lines["V10"])
    assert page._picture.grab().toImage() != before
    village.shell.refresh()
    assert page.chosen == "V10"


def test_a_box_that_is_closed_writes_nothing(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village = voting.window("village")
    monkeypatch.setattr(dialogs.WordsBox, "exec", lambda self: 0)
    village.shell.bring(village.rooms.letters)
    buttons(village.rooms.letters, "write")[0].click()
    assert village.front.desk.letters.all() == []


def test_warnings_are_shown_and_answered(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village = voting.window("village")
    village.shell.bring(village.rooms.letters)
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(
        type(village.front.desk), "explain_warning", lambda self, key, text, on="": told.append((key, text))
    )
    sentence = Sentence("warning-meal", "这顿饭超过标准", fix="请写明情况。")
    rows = [
        WarningRow("k" * 64, sentence, ("m1",), ("e1",), ("2026-11-01",), "", "", ("工作餐",)),
        WarningRow("j" * 64, sentence, ("m1",), ("e1",), ("2026-11-01",), "2026-11-02", "上级检查", ("工作餐",)),
    ]
    village.rooms.letters._show(Post((), rows))
    typing(monkeypatch, "是上级检查")
    (explain,) = [button for button in village.rooms.letters.findChildren(QPushButton) if button.text() == "写明情况"]
    explain.click()
    assert told == [("k" * 64, "是上级检查")]
