"""The keyboard keeps its place where a part of the page is drawn anew, and the same keys work wherever one is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from clerk_app import photos
from ui.dialogs import SignBox
from ui.new_matter import NewMatterBox
from ui.widgets.files import Thumb

PASSPHRASE = "四个词的密码"
CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(room: Any, qtbot: Any, step: str = "") -> Any:
    """The active window at its first matter."""
    made = room.window("village")
    made.shell.activateWindow()
    qtbot.waitUntil(made.shell.isActiveWindow)
    made.rooms.work.open(made.front.desk.matters()[0].id, step)
    qtbot.wait(1)
    return made


@pytest.fixture
def window(voting: Any, qtbot: Any) -> Any:
    """The active window at a matter before its vote."""
    return opened(voting, qtbot)


def here(window: Any) -> QWidget:
    """What has the keyboard."""
    QApplication.processEvents()
    found = window.shell.focusWidget()
    assert found is not None
    assert found.isVisible()
    return found


def button(window: Any, name: str) -> QPushButton:
    """The button of that name that is seen."""
    QApplication.processEvents()
    return next(each for each in window.rooms.matter.findChildren(QPushButton, name) if each.isVisible())


def attach(window: Any, folder: Path, *seeds: int) -> None:
    """Photos of the meeting are taken in."""
    page = window.rooms.matter
    for seed in seeds:
        (folder / f"{seed}.jpg").write_bytes(photos.draw_sample([str(seed)], seed, width=200))
    page.attaching.emit(page._matter, page._step, "meeting_photo", [folder / f"{seed}.jpg" for seed in seeds])


# What is drawn anew


def test_after_attaching_the_keyboard_is_at_the_same_button(window: Any, tmp_path: Path) -> None:
    before = button(window, "add-meeting_photo")
    before.setFocus()
    attach(window, tmp_path, 1)
    assert (here(window).objectName(), here(window) is before) == ("add-meeting_photo", False)


def test_after_turning_and_removing_the_keyboard_is_at_the_photo_in_that_place(
    window: Any, qtbot: Any, tmp_path: Path
) -> None:
    attach(window, tmp_path, 1, 2)
    QApplication.processEvents()
    second = [each for each in window.rooms.matter.findChildren(Thumb) if each.isVisible()][1]
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_R)
    thumbs = [each for each in window.rooms.matter.findChildren(Thumb) if each.isVisible()]
    assert (here(window) is thumbs[1], thumbs[1] is second) == (True, False)
    qtbot.keyClick(here(window), Qt.Key.Key_Delete)
    assert isinstance(here(window), Thumb)
    qtbot.keyClick(here(window), Qt.Key.Key_Delete)
    first = next(check for check in window.rooms.matter._view.checks if not check.met)
    assert here(window).objectName() == first.place != ""


def test_after_signing_the_keyboard_goes_on_to_what_is_missing_first(
    window: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignBox, "exec", lambda _box: 1)
    monkeypatch.setattr(SignBox, "answer", lambda box: (str(box._people.currentData()), PASSPHRASE))
    signing = button(window, "sign-head")
    signing.setFocus()
    qtbot.keyClick(signing, Qt.Key.Key_Return)
    page = window.rooms.matter
    assert page._view.slots[0].on
    first = next(check for check in page._view.checks if not check.met)
    assert here(window).objectName() == first.place


def test_where_nothing_is_left_to_do_the_keyboard_stays_in_the_form(window: Any) -> None:
    page = window.rooms.matter
    button(window, "add-meeting_photo").setFocus()
    page.show_step("proposal")
    QApplication.processEvents()
    held = next(each for each in page._sheet.findChildren(QPushButton, "print-signatures") if each.isVisible())
    held.setFocus()
    held.setObjectName("no-longer-there")
    page._show_around(page._view)
    assert here(window).objectName() == "on"


# Keys that work everywhere


def test_a_new_matter_and_the_next_bundle_have_their_keys_on_every_page(
    window: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(NewMatterBox, "exec", lambda _box: asked.append("matter") or 0)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: asked.append("bundle") or "")
    for number in range(len(window.rooms.places)):
        for key, name in ((Qt.Key.Key_N, "matter"), (Qt.Key.Key_E, "bundle")):
            window.shell.go(number)
            QApplication.processEvents()
            qtbot.keyClick(window.shell, key, CONTROL)
            assert asked == [name], window.rooms.places[number].name
            asked.clear()
    assert window.shell.at == window.rooms.places.index(
        next(place for place in window.rooms.places if place.page is window.rooms.exchange)
    )
    window.lock()
    qtbot.keyClick(window.shell, Qt.Key.Key_N, CONTROL)
    assert asked == []


def test_what_is_typed_is_kept_before_a_new_matter(window: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NewMatterBox, "exec", lambda _box: 0)
    page = window.rooms.matter
    line = page.findChild(QWidget, "field-body_total")
    line.setFocus()
    qtbot.keyClicks(line, "40")
    qtbot.keyClick(line, Qt.Key.Key_N, CONTROL)
    assert window.front.desk.step(page._matter, page._step).fields["body_total"] == 40


def test_a_village_without_a_township_is_led_to_the_page_and_not_asked(
    tmp_path: Path, room_of: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clerk_app import desk

    alone = tmp_path / "alone"
    desk.begin_founding(
        alone / "village", kind="village", code="330521999201", name="甲村", passphrase=PASSPHRASE, clerk="张某"
    )
    (alone / "village.new").rename(alone / "village")
    made = room_of(alone).window("village")
    made.shell.activateWindow()
    qtbot.waitUntil(made.shell.isActiveWindow)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: pytest.fail("asked"))
    qtbot.keyClick(made.shell, Qt.Key.Key_E, CONTROL)
    assert made.rooms.exchange.isVisible()


# The end of a step


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_control_enter_leads_to_what_is_missing_and_presses_no_button(
    window: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    pressed: list[object] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: pressed.append(1) or ([], ""))
    page = window.rooms.matter
    choose = button(window, "add-meeting_photo")
    choose.setFocus()
    qtbot.keyClick(choose, key, CONTROL)
    first = next(check for check in page._view.checks if not check.met)
    assert (pressed, page._step) == ([], "vote_representatives")
    assert here(window).objectName() == first.place
    page.show_step("proposal")
    QApplication.processEvents()
    printing = button(window, "print-signatures")
    printing.setFocus()
    monkeypatch.setattr(page, "_print", lambda *_: pressed.append(2))
    qtbot.keyClick(printing, key, CONTROL)
    assert (pressed, here(window)) == ([], printing)


def test_control_enter_looks_at_what_was_just_typed_and_completes_the_step(
    voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(voting, qtbot)
    at = window.front.desk
    matter = at.begin("V37", "学校建档证明用印")
    page = window.rooms.matter
    window.rooms.work.open(matter)
    step = page._step
    completed: list[str] = []
    page.completing.connect(lambda _matter, step, _content: completed.append(step))
    monkeypatch.setattr(page, "_look", lambda: None)
    looked = page._sources.look

    def ready(matter: str, step: str, content: Any, corrects: bool, show: Any) -> None:
        from dataclasses import replace

        looked(matter, step, content, corrects, lambda view: show(replace(view, ready=True)))

    object.__setattr__(page._sources, "look", ready)
    assert not page._missing.finish.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert completed == [step]
