"""One page signed by hand stands for everybody who signed on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton

from clerk_app import photos
from clerk_app.desk import SlotView
from clerk_app.model import Person, SignOff
from ui.dialogs import SignedPageBox

from .conftest import once

VOTE = "vote_representatives"


def slot(name: str, *people: str) -> SlotView:
    """A sign-off that these people may give."""
    return SlotView(SignOff(id=name, label=name, roles=()), tuple(Person(p, p, ()) for p in people), "", "", "")


def test_everybody_is_proposed_once_and_who_did_not_sign_is_left_out(qtbot: Any) -> None:
    box = SignedPageBox(None, [slot("a", "x", "y"), slot("b", "x", "y"), slot("c", "x", "y")])
    qtbot.addWidget(box)
    assert box.answer() == [("a", "x"), ("b", "y")]
    box.findChildren(QComboBox)[0].setCurrentIndex(0)
    assert box.answer() == [("b", "y")]


def on_one_page(voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: Any) -> Any:
    """The page of the vote after the box was answered so."""
    window = voting.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id, VOTE)
    page = tmp_path / "page.jpg"
    page.write_bytes(photos.draw_sample(["签到"], 3, width=300))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(page), ""))
    monkeypatch.setattr(SignedPageBox, "exec", once)
    if chosen is not None:
        monkeypatch.setattr(SignedPageBox, "answer", lambda _box: chosen)
    window.rooms.matter.findChildren(QPushButton, "sign-page")[-1].click()
    return window


def test_one_page_signs_every_slot(voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = on_one_page(voting, tmp_path, monkeypatch, None)
    slots = window.rooms.matter._view.slots
    assert {signed.means for signed in slots} == {"page"}
    assert len({signed.signed_by for signed in slots}) == len(slots)


def test_who_signed_before_one_is_refused_has_signed(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = on_one_page(voting, tmp_path, monkeypatch, [("head", "p003"), ("supervisor", "p003")])
    assert voting.told
    assert [signed.means for signed in window.rooms.matter._view.slots] == ["page", ""]


def test_nobody_signed_asks_for_no_page(voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = on_one_page(voting, tmp_path, monkeypatch, [])
    assert not any(signed.means for signed in window.rooms.matter._view.slots)
