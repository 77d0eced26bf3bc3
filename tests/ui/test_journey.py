"""Through the real window: a small-works matter by clicks and keys to the bundle, and the receipt back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from clerk_app import desk, photos, report
from clerk_app.errors import IntegrityError
from ui.dialogs import SignBox
from ui.new_matter import NewMatterBox
from ui.window import Window

from .conftest import once

PASSPHRASE = "四个词的密码"


def button(inside: QWidget, name: str) -> QPushButton:
    """A visible button by its name."""
    QApplication.processEvents()
    found = [b for b in inside.findChildren(QPushButton, name) if b.isVisibleTo(inside)]
    assert found, name
    return found[-1]


def click(qtbot: Any, inside: QWidget, name: str) -> None:
    """Click a button by its name."""
    qtbot.mouseClick(button(inside, name), Qt.MouseButton.LeftButton)


def type_into(qtbot: Any, inside: QWidget, field: str, text: str) -> None:
    """Type into a field of the form, and leave it."""
    QApplication.processEvents()
    widget = [w for w in inside.findChildren(QWidget, f"field-{field}") if w.isVisibleTo(inside)][-1]
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(widget.findText(text))
        widget.activated.emit(widget.currentIndex())
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
    else:
        assert isinstance(widget, QLineEdit)
        widget.selectAll()
        qtbot.keyClicks(widget, text) if text.isascii() else widget.insert(text)
        qtbot.keyClick(widget, Qt.Key.Key_Return)
        widget.editingFinished.emit()


def write_files(folder: Path) -> tuple[Path, Path]:
    """A photo and a paper as a clerk has them."""
    photo, paper = folder / "photo.jpg", folder / "paper.pdf"
    photo.write_bytes(photos.draw_sample(["会场"], 5, width=500))
    paper.write_bytes(report.paper(report.Paper("签到表", (report.Paragraph("示范数据"),))))
    return photo, paper


def sign_all(monkeypatch: pytest.MonkeyPatch, window: Window, qtbot: Any, skip: tuple[str, ...] = ()) -> None:
    """Every person signs with the own password in the box that asks for it."""
    monkeypatch.setattr(SignBox, "exec", once)
    monkeypatch.setattr(SignBox, "answer", lambda self: (str(self._people.currentData()), PASSPHRASE))
    QApplication.processEvents()
    shown = [
        b.objectName() for b in window.rooms.matter.findChildren(QPushButton) if b.isVisibleTo(window.rooms.matter)
    ]
    for name in [name for name in shown if name.startswith("sign-") and name != "sign-page"]:
        if name not in skip:
            click(qtbot, window.rooms.matter, name)


def fill_vote(qtbot: Any, window: Window, present: int) -> None:
    """The form of the representatives' vote, with so many present."""
    for field, text in (
        ("resolution_no", "甲村决 7 号"),
        ("meeting_on", window.front.day),
        ("body_total", "40"),
        ("reps_total", "34"),
        ("women_reps", "13"),
        ("population", "480"),
        ("body_present", str(present)),
        ("votes_yes", str(present)),
        ("votes_no", "0"),
        ("votes_abstain", "0"),
        ("delegated", "是"),
        ("resolution_text", "同意修复村道路面。"),
    ):
        type_into(qtbot, window.rooms.matter, field, text)


def codes(window: Window) -> list[str]:
    """What is still missing."""
    assert window.rooms.matter._view is not None
    return [check.sentence.code for check in window.rooms.matter._view.checks if not check.met]


def test_a_new_matter_is_begun_from_the_first_page(room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village")
    monkeypatch.setattr(NewMatterBox, "exec", lambda box: (box._move(0), box._title.setText("村道路面修复"), 1)[2])
    click(qtbot, window.rooms.today, "new")
    assert window.rooms.matter.isVisible()
    assert window.rooms.matter.title.text() == "村道路面修复"
    assert "field-missing" in codes(window)
    assert not button(window.rooms.matter, "complete").isEnabled()


def test_a_vote_goes_from_refusal_to_done_and_to_the_bundle(
    voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = voting.window("village")
    photo, paper = write_files(tmp_path)
    window.rooms.work.open(window.front.desk.matters()[0].id)
    assert window.rooms.matter._step == "vote_representatives"
    fill_vote(qtbot, window, 25)
    for kind, path in (("sign_in", paper), ("vote_record", paper), ("meeting_photo", photo)):
        window.rooms.matter.attaching.emit(window.rooms.matter._matter, window.rooms.matter._step, kind, [path])
    window.rooms.matter._look()
    assert "quorum-not-met" in codes(window)
    fill_vote(qtbot, window, 33)
    window.rooms.matter._look()
    assert set(codes(window)) == {"signature-missing"}
    sign_all(monkeypatch, window, qtbot)
    assert codes(window) == []
    click(qtbot, window.rooms.matter, "complete")
    assert window.rooms.matter._step == "resolution"
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    window.shell.bring(window.rooms.exchange)
    click(qtbot, window.rooms.exchange, "export")
    (bundle,) = stick.glob("*.cwb")
    assert window.rooms.exchange.bundles.texts(0)[5] == "○ 已打包，没有交"
    click(qtbot, window.rooms.exchange, "hand")
    assert "已交" in window.rooms.exchange.bundles.texts(0)[5]
    township = voting.window("township")
    township.rooms.bundles.receive([bundle])
    click(qtbot, township.rooms.incoming, "reply")
    reply = next(path for path in stick.iterdir() if "-r" in path.name)
    window.rooms.bundles.receive([reply])
    assert window.rooms.exchange.bundles.texts(0)[5] == "✓ 已回执"
    assert voting.told == []


def test_a_notice_is_posted_and_hangs(voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    window = voting.window("village")
    photo, paper = write_files(tmp_path)
    window.rooms.work.open(window.front.desk.matters()[0].id)
    fill_vote(qtbot, window, 33)
    for kind, path in (("sign_in", paper), ("vote_record", paper), ("meeting_photo", photo)):
        window.rooms.matter.attaching.emit(window.rooms.matter._matter, window.rooms.matter._step, kind, [path])
    sign_all(monkeypatch, window, qtbot)
    click(qtbot, window.rooms.matter, "complete")
    window.rooms.matter.findChild(QLineEdit, "place").setText("第三组公告栏")
    window.rooms.matter.attaching.emit(window.rooms.matter._matter, "resolution", "notice_up", [photo])
    assert window.rooms.matter.findChildren(QLineEdit, "place")[-1].text() == "第三组公告栏"
    click(qtbot, window.rooms.matter, "post")
    assert window.front.desk._office.matter(window.rooms.matter._matter).notices[-1].place == "第三组公告栏"
    assert window.rooms.matter._view.state == "posted"
    assert "publicity-too-short" in codes(window) or "field-missing" in codes(window)
    view = window.front.desk.today()
    assert [task.step for task in view.waiting] == ["resolution"]


def test_a_wrong_signing_password_is_told_and_nothing_is_signed(
    voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = voting.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id)
    monkeypatch.setattr(SignBox, "exec", once)
    monkeypatch.setattr(SignBox, "answer", lambda self: (str(self._people.currentData()), "不对"))
    click(qtbot, window.rooms.matter, "sign-head")
    assert voting.told == ["wrong-signing-password"]
    assert "恢复码打不开签字密钥" in desk.explain(IntegrityError("wrong-signing-password"))[0].fix


def test_a_page_signed_by_hand_stands_for_the_password(
    voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = voting.window("village")
    photo, _ = write_files(tmp_path)
    window.rooms.work.open(window.front.desk.matters()[0].id)
    monkeypatch.setattr(SignBox, "exec", lambda self: self._use_page() or 0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(photo), ""))
    click(qtbot, window.rooms.matter, "sign-head")
    assert window.rooms.matter._view.slots[0].means == "page"


def test_a_file_that_is_no_picture_is_refused_in_words(voting: Any, tmp_path: Path) -> None:
    window = voting.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id)
    (tmp_path / "note.txt").write_text("kein Bild", encoding="utf-8")
    window.rooms.matter.attaching.emit(
        window.rooms.matter._matter, window.rooms.matter._step, "meeting_photo", [tmp_path / "note.txt"]
    )
    assert voting.told == ["photo-not-a-picture"]


def test_the_refusal_of_the_township_is_seen_in_the_flow(voting: Any, qtbot: Any, tmp_path: Path) -> None:
    from clerk_app import workflow
    from clerk_app.model import Complete

    window = voting.window("village")
    office = window.front.desk._office
    matter = window.front.desk.matters()[0].id
    office.matter(matter)
    forged = Complete(
        matter=matter, step="vote_representatives", visit=1, on=window.front.day, fields={}, files=(), late_reason=""
    )
    office.write(workflow.draft_of(forged))
    stick = tmp_path / "stick"
    stick.mkdir()
    window.rooms.bundles.export(stick, "usb")
    township = voting.window("township")
    township.rooms.bundles.receive(list(stick.iterdir()))
    township.rooms.bundles.export(stick, "usb")
    window.rooms.bundles.receive([next(path for path in stick.iterdir() if "-r" in path.name)])
    window.rooms.work.open(matter)
    assert window.rooms.matter._step == "vote_representatives"
    window.shell.go(0)
    assert window.rooms.today._back.isVisible()
    window.shell.bring(window.rooms.exchange)
    (entry,) = window.front.desk.returned()
    assert (entry.matter, entry.step) == (matter, "vote_representatives")
    assert window.rooms.exchange._returned.isVisible()
    assert "条被退回" in window.rooms.exchange.bundles.texts(0)[5]
