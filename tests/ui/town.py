"""What the tests of the township's pages share: buttons and texts of a page, bundles, boxes that are filled in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from clerk_app.desk import Desk, open_office
from ui.letter_box import LetterBox

from .conftest import once

PASSPHRASE = "四个词的密码"
VILLAGE = "330502999201"


def buttons(page: Any, name: str) -> list[QPushButton]:
    """The page's buttons of that name, once those that were taken away are gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [each for each in page.findChildren(QPushButton) if each.objectName() == name]


def press(page: Any, name: str, which: int = 0) -> None:
    """Click a button that may be clicked."""
    found = buttons(page, name)[which]
    assert found.isEnabled()
    found.click()


def texts(page: Any) -> str:
    """Everything that stands on labels that are shown."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for _ in range(3):
        QApplication.processEvents()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def writing(monkeypatch: pytest.MonkeyPatch, text: str, due: str = "") -> None:
    """Every box for a letter is filled in with this and confirmed."""
    monkeypatch.setattr(LetterBox, "exec", once)
    monkeypatch.setattr(LetterBox, "answer", lambda self: (text, due))


def report(room: Any, folder: Path, work: Callable[[Desk], object]) -> Path:
    """The bundle of the village after it has worked."""
    folder.mkdir(exist_ok=True)
    village = open_office(room.folder / "village", passphrase=PASSPHRASE)
    work(village)
    path = Path(village.export(folder).path)
    village.close()
    return path
