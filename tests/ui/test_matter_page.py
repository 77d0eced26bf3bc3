"""The page of a matter through the real window: photos, papers, drafts, the menu, and where a click leads."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPixmap
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from clerk_app import photos, report, workflow
from clerk_app.desk import PaperKind, StepRow, open_office
from clerk_app.desk.demo import Play
from clerk_app.errors import IntegrityError
from clerk_app.model import Complete, FileRef
from ui import dialogs, form_actions, look, theme
from ui.deeds import patience
from ui.history import HistoryBox, ReturnBox
from ui.jobs import Watch
from ui.look import Look
from ui.new_matter import NewMatterBox
from ui.pages import matters, village_matters
from ui.photo_box import PhotoBox
from ui.preview import PreviewBox
from ui.widgets.cards import FilesCard
from ui.widgets.files import FileStrip, Thumb
from ui.widgets.flow import FlowList, StepMark
from ui.widgets.plain import Badge, PlainLabel

from .conftest import Later, once

PASSPHRASE = "四个词的密码"
VOTE = "vote_representatives"


def opened(room: Any, step: str = "") -> Any:
    """The window at the matter; its page and desk beside it."""
    window = room.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id, step)
    QApplication.processEvents()
    return window


def strip(window: Any, kind: str) -> FileStrip:
    """The strip of a material, as it is now."""
    QApplication.processEvents()
    return [s for s in window.rooms.matter.findChildren(FileStrip) if s.material.id == kind and s.isVisible()][-1]


def thumbs(window: Any, kind: str) -> list[Thumb]:
    """The thumbnails in a strip."""
    return strip(window, kind).findChildren(Thumb)


def picture(folder: Path, name: str, seed: int) -> Path:
    """A photo as a telephone writes it."""
    path = folder / name
    path.write_bytes(photos.draw_sample([name], seed, width=200))
    return path


def button(window: Any, name: str) -> QPushButton:
    """A visible button of the page."""
    QApplication.processEvents()
    return [b for b in window.rooms.matter.findChildren(QPushButton, name) if b.isVisible()][-1]


# Photos


def test_several_photos_and_a_folder_are_dropped_and_one_that_is_none_does_not_stop_the_others(
    voting: Any, tmp_path: Path
) -> None:
    window = opened(voting)
    folder = tmp_path / "DCIM"
    folder.mkdir()
    for number in range(3):
        picture(folder, f"{number}.JPG", number)
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "broken.jpg").write_bytes(b"nothing")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (tmp_path / "broken.jpg", folder)])
    into, no_button, no_key = strip(window, "meeting_photo"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, no_button, no_key)
    into.dragEnterEvent(enter)
    assert (enter.isAccepted(), into.property("over")) == (True, "true")
    into.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, no_button, no_key))
    assert len(thumbs(window, "meeting_photo")) == 3
    assert voting.told == ["photo-not-a-picture"]
    text = QMimeData()
    text.setText("x")
    other = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, text, no_button, no_key)
    other.setAccepted(False)
    strip(window, "meeting_photo").dragEnterEvent(other)
    strip(window, "meeting_photo").dragLeaveEvent(None)
    assert not other.isAccepted()


def test_a_picture_from_the_clipboard_is_pasted_where_one_is_missing(voting: Any, qtbot: Any) -> None:
    window = opened(voting)
    shown = QImage(60, 40, QImage.Format.Format_RGB32)
    shown.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(shown)
    window.rooms.matter._sheet.paste_picture()
    first = window.rooms.matter._files[0].kind
    strip(window, "meeting_photo").setFocus()
    window.rooms.matter._sheet.paste_picture()
    assert window.rooms.matter._files[-1].kind in ("meeting_photo", first)
    QGuiApplication.clipboard().setText("x")
    before = window.rooms.matter._files
    window.rooms.matter._sheet.paste_picture()
    assert window.rooms.matter._files == before


def test_files_and_a_folder_are_chosen(voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    path = picture(tmp_path, "a.jpg", 1)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    button(window, "add-meeting_photo").click()
    button(window, "folder-meeting_photo").click()
    assert len(thumbs(window, "meeting_photo")) == 1
    picture(tmp_path, "b.jpg", 2)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    button(window, "folder-meeting_photo").click()
    assert len(thumbs(window, "meeting_photo")) == 2
    monkeypatch.setattr(form_actions, "MOST_AT_ONCE", 1)
    button(window, "folder-meeting_photo").click()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "gone.jpg")], ""))
    button(window, "add-meeting_photo").click()
    assert voting.told == ["too-many-files", "cannot-read"]


def test_photos_are_turned_moved_and_removed_by_keys(voting: Any, qtbot: Any, tmp_path: Path) -> None:
    window = opened(voting)
    page = window.rooms.matter
    page.attaching.emit(
        page._matter, page._step, "meeting_photo", [picture(tmp_path, "a.jpg", 1), picture(tmp_path, "b.jpg", 2)]
    )
    first, second = page._files
    qtbot.keyClick(thumbs(window, "meeting_photo")[0], Qt.Key.Key_R)
    turned = page._files[0]
    assert (turned.kind, turned != first, page._files[1]) == ("meeting_photo", True, second)
    for _ in range(3):
        qtbot.keyClick(thumbs(window, "meeting_photo")[0], Qt.Key.Key_R)
    assert page._files == (first, second)
    qtbot.keyClick(thumbs(window, "meeting_photo")[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert page._files == (second, first)
    qtbot.keyClick(thumbs(window, "meeting_photo")[0], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(thumbs(window, "meeting_photo")[0], Qt.Key.Key_A)
    qtbot.keyClick(thumbs(window, "meeting_photo")[0], Qt.Key.Key_Delete)
    assert page._files == (first,)
    view = window.front.desk.step(page._matter, page._step)
    assert view.files == (first,)
    assert any("KB" in label.text() for label in thumbs(window, "meeting_photo")[0].findChildren(QLabel))


def test_a_photo_is_looked_at_large(voting: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    page = window.rooms.matter
    page.attaching.emit(page._matter, page._step, "meeting_photo", [picture(tmp_path, f"{n}.jpg", n) for n in range(3)])
    seen: list[PhotoBox] = []

    def look(box: PhotoBox) -> int:
        seen.append(box)
        box.show()
        first, second, third = page._files
        assert (box.file, box._picture.width()) == (first, 200)
        qtbot.keyClick(box, Qt.Key.Key_Right)
        assert box.file == second
        box.findChild(QPushButton, "turn-right").click()
        assert page._files[1] == box.file != second
        box.findChild(QPushButton, "move-left").click()
        assert page._files == (box.file, first, third)
        box.findChild(QPushButton, "previous").click()
        assert box.file == third
        qtbot.keyClick(box, Qt.Key.Key_A)
        for left in (2, 1, 0):
            box.findChild(QPushButton, "remove-photo").click()
            assert len(page._files) == left
        assert not box.isVisible()
        return 1

    monkeypatch.setattr(PhotoBox, "exec", look)
    qtbot.mouseClick(thumbs(window, "meeting_photo")[0], Qt.MouseButton.LeftButton)
    assert len(seen) == 1


def test_a_long_taking_in_is_shown_and_can_be_stopped(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(voting)
    page = window.rooms.matter
    monkeypatch.setattr(patience, "PATIENCE", 0)
    seen: list[tuple[int, int]] = []

    def tell(_watch: Watch, done: int, total: int) -> None:
        QApplication.processEvents()
        seen.append((done, total))
        assert page.attaching_line.isVisible()
        if done == 1:
            page.attaching_line.stop_wanted.emit()

    monkeypatch.setattr(Watch, "tell", tell)
    page.attaching.emit(page._matter, page._step, "meeting_photo", [picture(tmp_path, f"{n}.jpg", n) for n in range(4)])
    assert seen == [(0, 4), (1, 4)]
    assert len(thumbs(window, "meeting_photo")) == 2
    assert not page.attaching_line.isVisible()


@pytest.mark.parametrize("way", ["another step", "the lock"])
def test_files_that_come_late_go_to_the_step_they_were_for(voting: Any, tmp_path: Path, way: str) -> None:
    window = opened(voting)
    page, matter = window.rooms.matter, window.front.desk.matters()[0].id
    page.findChildren(QLineEdit, "field-body_total")[-1].setText("40")
    now, window.front._runner = window.front._runner, Later()
    later = window.front._runner
    page.attaching.emit(matter, VOTE, "meeting_photo", [picture(tmp_path, f"{n}.jpg", n) for n in range(2)])
    if way == "another step":
        page.show_step("proposal")
        later.go()
        assert page._view.id == "proposal"
    else:
        window.lock()
        later.go()
        window.front._runner = now
        window.opening.unlock(str(voting.folder / "village"), PASSPHRASE)
    view = window.front.desk.step(matter, VOTE)
    assert [file.kind for file in view.files] == ["meeting_photo", "meeting_photo"]
    assert view.fields["body_total"] == 40
    assert window.front.desk.step(matter, "proposal").kept is None


def test_an_answer_that_was_asked_for_before_takes_no_file_away(voting: Any, tmp_path: Path) -> None:
    window = opened(voting)
    page, matter = window.rooms.matter, window.front.desk.matters()[0].id
    window.front._runner = later = Later()
    page.attaching.emit(matter, VOTE, "meeting_photo", [picture(tmp_path, "a.jpg", 1)])
    page.refresh()
    later.go()
    assert [file.kind for file in page._files] == ["meeting_photo"]
    assert window.front.desk.step(matter, VOTE).files == page._files


def test_files_for_a_step_that_was_done_meanwhile_wait_for_its_correction(voting: Any, tmp_path: Path) -> None:
    window = opened(voting, "proposal")
    page, at = window.rooms.matter, window.front.desk
    recorded = at.step(page._matter, "proposal").files
    page.attaching.emit(page._matter, "proposal", "site_photo", [picture(tmp_path, "a.jpg", 1)])
    assert at.step(page._matter, "proposal").files == recorded
    assert len(at.step(page._matter, "proposal", corrects=True).files) == len(recorded) + 1


def test_a_picture_that_cannot_be_shown_stays_a_placeholder(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    page = window.rooms.matter

    def fail(*_: Any) -> Any:
        raise IntegrityError("blob-missing")

    monkeypatch.setattr(type(window.front.desk.forms), "picture", fail)
    page._take_files((FileRef("a" * 64, 4096, "meeting_photo"),))
    (thumb,) = thumbs(window, "meeting_photo")
    assert thumb._image.text() == "…"
    assert voting.told == []


# Papers


def preview(monkeypatch: pytest.MonkeyPatch, call: Any) -> list[PreviewBox]:
    """Every preview is handed to `call` instead of being waited for."""
    shown: list[PreviewBox] = []

    def run(box: PreviewBox) -> int:
        shown.append(box)
        call(box)
        return 1

    monkeypatch.setattr(PreviewBox, "exec", run)
    return shown


def test_a_signature_page_is_looked_at_kept_and_printed(
    voting: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(voting)
    saved, printed = tmp_path / "page.pdf", tmp_path / "printed.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))

    def printer(_box: PreviewBox) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(printed))
        return made

    monkeypatch.setattr(PreviewBox, "_printer", printer)

    def use(box: PreviewBox) -> None:
        pages = box.findChildren(QLabel, "page-picture")
        assert len(pages) == box._count
        assert all(not page.pixmap().isNull() for page in pages)
        box.findChild(QPushButton, "save-pdf").click()
        box.findChild(QPushButton, "print").click()

    preview(monkeypatch, use)
    button(window, "print-signatures").click()
    assert report.page_count(saved.read_bytes()) == 1
    drawn = report.page_picture(printed.read_bytes(), 1, 600)
    assert sum(byte < 128 for byte in drawn.pixels) > 1000


def test_a_paper_of_many_pages_is_printed_page_by_page(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(voting)
    printed = tmp_path / "printed.pdf"

    def printer(_box: PreviewBox) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(printed))
        return made

    monkeypatch.setattr(PreviewBox, "_printer", printer)
    shown = preview(monkeypatch, lambda box: box._print())
    window.rooms.matter._menu.wanted.emit("summary")
    assert report.page_count(printed.read_bytes()) == shown[0]._count > 1
    monkeypatch.setattr(PreviewBox, "_printer", lambda _box: None)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    shown[0]._print()
    shown[0]._save()


def test_a_notice_and_an_attached_paper_are_looked_at(voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting, "plan_notice")
    shown = preview(monkeypatch, lambda _box: None)
    button(window, "print-notice").click()
    assert "2026" in window.rooms.matter.findChildren(FilesCard)[-1].parent().findChildren(QLabel)[0].text() or shown
    paper = next(t for t in window.rooms.matter.findChildren(Thumb) if not t._is_photo())
    qtbot.keyClick(paper, Qt.Key.Key_Return)
    assert len(shown) == 2
    qtbot.keyClick(paper, Qt.Key.Key_Delete)
    assert len(window.rooms.matter._files) == len(window.rooms.matter._view.files)


def test_the_preview_names_what_is_to_be_written_by_hand(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    shown = preview(monkeypatch, lambda _box: None)
    window.rooms.matter._menu.wanted.emit("summary")
    window.rooms.work.open(window.front.desk.begin("V37", "王龘和李𠮷用印"))
    window.rooms.matter._menu.wanted.emit("summary")
    said = ["\n".join(label.text() for label in box.findChildren(QLabel)) for box in shown]
    assert "字库" not in said[0]
    assert "字库里没有“龘、𠮷”，纸上是空框，请手写补上。" in said[1]


# Drafts


def test_unfinished_work_is_found_and_can_be_thrown_away(voting: Any, qtbot: Any) -> None:
    window = opened(voting)
    page = window.rooms.matter
    line = page.findChild(QLineEdit, "field-body_total")
    line.setFocus()
    qtbot.keyClicks(line, "40")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.front.desk.forms.unfinished()[0].step == VOTE
    window.shell.go(0)
    QApplication.processEvents()
    (go_on,) = [b for b in window.rooms.today.findChildren(QPushButton, "go-on") if b.isVisible()]
    go_on.click()
    assert page._step == VOTE
    page.show_step("proposal")
    flow = [label.text() for label in page._flow.findChildren(PlainLabel)]
    assert "有草稿" in flow
    page.show_step(VOTE)
    assert page.content().fields == {"body_total": 40}
    button(window, "discard").click()
    assert page.content().fields == {}
    assert window.front.desk.forms.unfinished() == []


def test_looking_at_a_step_makes_no_draft(voting: Any) -> None:
    window = opened(voting)
    page = window.rooms.matter
    page.show_step("proposal")
    page.show_step(VOTE)
    page._look()
    assert window.front.desk.forms.unfinished() == []


CHILD = """
import sys
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from ui import theme
from ui.jobs import Jobs
from ui.window import Window

app = QApplication(["x"])
app.setOrganizationName("clerk-app-tests-kill")
theme.apply(app)
window = Window(Jobs(), sys.argv[1])
window.shell.show()
window.opening.unlock(sys.argv[1], sys.argv[2])
def until(ready):
    while not ready():
        app.processEvents()
until(lambda: window.rooms is not None)
window.rooms.work.open(sys.argv[3])
page = window.rooms.matter
until(lambda: page._sheet.step is not None)
line = page.findChild(QLineEdit, "field-body_total")
QTest.keyClicks(line, "40")
kept = []
page.keeping.connect(lambda *_: kept.append(1))
until(lambda: kept)
window.front.ask(lambda: print("kept", flush=True), lambda _done: None)
while True:
    app.processEvents()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a program that is killed needs kill -9")
def test_what_was_typed_is_there_after_kill_9(voting: Any) -> None:
    folder = voting.folder / "village"
    village = open_office(folder, passphrase=PASSPHRASE)
    matter = village.matters()[0].id
    village.close()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), PASSPHRASE, matter],
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdout is not None
    with child.stdout:
        ready, _, _ = select.select([child.stdout], [], [], 60)
        said = child.stdout.readline() if ready else b""
        child.kill()
        child.wait()
    assert said == b"kept\n"
    again = open_office(folder, passphrase=PASSPHRASE)
    view = again.step(matter, VOTE)
    again.close()
    assert (view.fields, view.kept is not None) == ({"body_total": 40}, True)


# The menu


def choose(window: Any, name: str) -> None:
    """Something of the menu, as if it had been clicked."""
    (action,) = [action for action in window.rooms.matter._menu._menu.actions() if action.objectName() == name]
    assert action.isEnabled(), name
    action.trigger()


def offered(window: Any) -> set[str]:
    """What can be chosen in the menu."""
    return {a.objectName() for a in window.rooms.matter._menu._menu.actions() if a.isEnabled() and a.isVisible()}


@pytest.fixture
def reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question for a reason is answered."""
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda _box: ["下雨"])


def test_a_matter_rests_goes_on_and_is_given_up(voting: Any, reasons: None, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    assert "resume" not in offered(window)
    choose(window, "suspend")
    assert window.front.desk.matters()[0].state == "resting"
    assert told_everywhere(window) == {"暂停"}
    assert "suspend" not in offered(window)
    choose(window, "resume")
    assert window.front.desk.matters()[0].state == "open"
    monkeypatch.setattr(dialogs, "confirm", lambda *_: False)
    choose(window, "withdraw")
    assert window.front.desk.matters()[0].state == "open"
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    choose(window, "withdraw")
    assert window.front.desk.matters()[0].state == "withdrawn"
    assert told_everywhere(window) == {"已撤回"}
    assert offered(window) == {"history", "summary"}
    assert voting.told == []


def told_everywhere(window: Any) -> set[str]:
    """The state of the one matter in the words of its page, of the village's list and of the township's."""
    (found,) = window.front.desk.matters()
    badges = [badge.text() for badge in window.rooms.matter.findChildren(Badge)]
    state = village_matters.matter_cells(found)[-1].text
    assert state in badges
    return {state, matters._cells(found)[-1]}


def test_going_back_shows_first_what_it_undoes(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    told: list[str] = []

    def run(box: ReturnBox) -> int:
        box._steps.setCurrentIndex(box._steps.findData("joint_meeting"))
        told.append(box._told.text())
        box._reason.setText("漏了一件事")
        return 1

    monkeypatch.setattr(ReturnBox, "exec", run)
    choose(window, "back")
    assert "村务联席会议商议" in told[0]
    assert "会议通知与材料送达" in told[0]
    assert window.rooms.matter._step == "joint_meeting"
    assert window.rooms.matter._view.state == "open"


def test_a_matter_is_opened_from_another_one(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    parent = window.rooms.matter._matter
    monkeypatch.setattr(NewMatterBox, "exec", lambda box: (box._move(0), box._title.setText("变更"), 1)[2])
    choose(window, "submatter")
    assert window.rooms.matter.title.text() == "变更"
    child = window.front.desk._office.matter(window.rooms.matter._matter)
    assert child.parent == parent


def test_the_history_shows_what_the_township_said(voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(voting)
    office, matter = window.front.desk._office, window.rooms.matter._matter
    forged = Complete(matter=matter, step=VOTE, visit=1, on=window.front.day, fields={}, files=(), late_reason="")
    office.write(workflow.draft_of(forged))
    stick = tmp_path / "stick"
    stick.mkdir()
    window.front.desk.export(stick)
    township = voting.window("township").front.desk
    township.receive([stick])
    township.reply(stick)
    window.front.desk.receive([next(path for path in stick.iterdir() if "-r" in path.name and path.suffix == ".cwb")])
    window.rooms.work.open(matter)
    seen: list[str] = []
    monkeypatch.setattr(
        HistoryBox, "exec", lambda box: seen.extend(label.text() for label in box.findChildren(QLabel)) or 1
    )
    choose(window, "history")
    text = "\n".join(seen)
    assert "被退回" in text
    assert "已收" in text
    assert "办完一步 · 村民代表会议表决" in text


def test_a_newer_checklist_is_offered_and_needs_a_signed_page(
    voting: Any, reasons: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(voting)
    assert "migrate" not in offered(window)
    page = window.rooms.matter
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    page.turned_to.emit("migrate", page._whole)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(picture(tmp_path, "n.jpg", 1)), ""))
    page.turned_to.emit("migrate", page._whole)
    assert voting.told == ["matter-is-current"]


# Where one is led


def test_what_is_missing_leads_to_its_place(voting: Any, qtbot: Any) -> None:
    window = opened(voting)
    page = window.rooms.matter
    (line,) = [b for b in page._missing.findChildren(QPushButton, "check") if b.property("place") == "field-votes_yes"]
    line.click()
    assert page.focusWidget().objectName() == "field-votes_yes"
    page.go_to("add-meeting_photo")
    assert page.focusWidget().objectName() == "add-meeting_photo"
    page.go_to("nowhere")


def test_the_first_empty_field_has_the_focus_when_a_step_opens(voting: Any, qtbot: Any) -> None:
    window = opened(voting)
    qtbot.waitUntil(lambda: window.rooms.matter.focusWidget().objectName() == "field-resolution_no")


def test_enter_behind_the_last_field_leads_on(voting: Any) -> None:
    window = opened(voting)
    page = window.rooms.matter
    page._sheet.step.form.ended.emit()
    assert page.focusWidget() is not None


def test_a_finished_step_is_copied_whole(voting: Any) -> None:
    window = opened(voting, "proposal")
    button(window, "copy-lines").click()
    assert "估算金额：50000.00" in QGuiApplication.clipboard().text()
    button(window, "copy-sheet").click()
    assert "估算金额\t50000.00" in QGuiApplication.clipboard().text()


def test_last_time_s_values_are_offered_at_the_next_matter(voting: Any) -> None:
    window = voting.window("village")
    second = window.front.desk.begin("V10", "排水沟清理", on=window.front.day)
    window.rooms.work.open(second, "proposal")
    button(window, "fill-last").click()
    assert window.rooms.matter.content().fields["site"] == "第三组村道"
    assert not [b for b in window.rooms.matter.findChildren(QPushButton, "fill-last") if b.isVisible()]


def test_the_day_of_a_step_is_typed_short(voting: Any, qtbot: Any) -> None:
    window = opened(voting)
    on = window.rooms.matter._sheet.step.on
    on.selectAll()
    qtbot.keyClicks(on, "0101")
    qtbot.keyClick(on, Qt.Key.Key_Return)
    assert on.text() == f"{window.front.day[:4]}-01-01"
    assert window.front.desk.forms.unfinished() == []


def test_at_150_percent_nothing_stands_outside_the_page(voting: Any, qapp: QApplication) -> None:
    theme.apply(qapp, 150)
    try:
        window = opened(voting)
        for step in (VOTE, "proposal", "plan_notice"):
            window.rooms.matter.show_step(step)
            QApplication.processEvents()
            page = window.rooms.matter
            assert page._area.widget().minimumSizeHint().width() <= page._area.viewport().width(), step
            assert window.shell.minimumSizeHint().width() <= 1366
        assert page._left.indexOf(page._missing) >= 0
    finally:
        theme.apply(qapp)


def test_skipped_steps_are_folded_until_they_are_wanted(voting: Any) -> None:
    window = opened(voting)

    def shown() -> int:
        QApplication.processEvents()
        return len([b for b in window.rooms.matter._flow.findChildren(QWidget, "step") if b.isVisibleTo(window.shell)])

    before = shown()
    button(window, "fold").click()
    assert shown() > before
    button(window, "fold").click()
    assert shown() == before


def test_a_step_goes_to_the_township(voting: Any, reasons: None) -> None:
    window = opened(voting)
    matter = Play(window.front.desk, PASSPHRASE, lambda line: None).perform(last="filing_request")
    window.rooms.work.open(matter, "filing")
    button(window, "hand-in").click()
    assert window.front.desk.step(matter, "filing").handed_in_on == window.front.day
    assert voting.told == []


def test_the_small_picture_of_a_file_is_asked_for_once() -> None:
    from ui.pictures import PictureBook

    asked: list[str] = []
    book = PictureBook(lambda file, _longest, show: (asked.append(file.sha256), show(photos.draw_sample(["x"], 1))))
    file = FileRef("a" * 64, 10, "photo")
    assert isinstance(book.of(file), QPixmap)
    book.of(file)
    assert asked == ["a" * 64]
    book.forget()
    assert asked == ["a" * 64]
    assert PaperKind("notice") is PaperKind.NOTICE


# The flow


def test_a_step_that_may_be_done_once_more_is_told_as_done(qtbot: Any) -> None:
    steps = [
        StepRow("apply", "进度款申请", "open", "2026-07-12", 1, optional=False, repeat=True, times=1),
        StepRow("next", "完工报验", "open", "", 0, optional=False, repeat=False),
    ]
    flow = FlowList()
    qtbot.addWidget(flow)
    flow.show_steps(steps, "next")
    lines = flow.findChildren(QPushButton, "step")
    assert [line.accessibleName() for line in lines] == ["1 进度款申请 已办 1 次 · 可再办", "2 完工报验 可办"]
    assert [mark.accessibleName() for mark in flow.findChildren(StepMark)] == ["已办", "可办"]


@pytest.mark.parametrize("percent", [100, 150])
def test_the_step_on_the_page_is_in_sight_in_the_flow(voting: Any, qapp: QApplication, percent: int) -> None:
    look.wear(qapp, Look(percent))
    try:
        window = opened(voting)
        window.shell.resize(1366, 768)
        page = window.rooms.matter
        for step in ("proposal", VOTE, "plan_notice", page._whole.flow[-1].id):
            page.show_step(step)
            for _ in range(4):
                QApplication.processEvents()
            line, viewport = page._flow.current, page._flow_area.viewport()
            top = line.mapTo(viewport, QPoint(0, 0)).y()
            assert top >= 0
            assert top + line.height() <= viewport.height()
    finally:
        look.wear(qapp, Look())
