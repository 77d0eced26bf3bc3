"""Everything that a page asks in a box or a file dialog reaches the desk, and what is broken off does not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from clerk_app.desk import Task
from ui import app as program
from ui import dialogs
from ui.jobs import Jobs
from ui.pages.today import due_badge
from ui.shell import Shell
from ui.sizes import size_word

from .conftest import once

PASSPHRASE = "四个词的密码"


@pytest.fixture
def accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every box is accepted as it stands."""
    monkeypatch.setattr(dialogs.Box, "exec", once)


def test_what_is_broken_off_changes_nothing(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village")
    window.shell.bring(window.rooms.settings)
    page, people, before = window.rooms.settings, window.rooms.people, window.front.desk.entries()
    window.shell.bring(people)
    monkeypatch.setattr(dialogs.Box, "exec", lambda self: 0)
    for name in ("getExistingDirectory",):
        monkeypatch.setattr(QFileDialog, name, lambda *_: "")
    for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    for ask in (
        people._add,
        people._edit,
        people._ask_key,
        people._add_name,
        people._ask_roll,
        page.care._ask_backup,
        page.care._ask_place,
        page.care._ask_drill,
        page.keys._ask_remove,
        page.offices.join_wanted.emit,
        page.offices._ask_phone,
    ):
        ask()
    page.keys._ask(deputy=False)
    window.rooms.printing.chart("V10")
    window.rooms.exchange.ask_folder("usb")
    window.rooms.exchange._choose_files()
    window.rooms.exchange._choose_folder()
    window.door._choose()
    window.rooms.work.begin()
    assert window.front.desk.entries() == before
    assert room.told == []


def test_bundles_are_picked_as_files_or_folder(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village")
    (tmp_path / "x.cwb").write_bytes(b"age-encryption.org/v1\nnonsense")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "x.cwb")], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    window.rooms.exchange._choose_files()
    window.rooms.exchange._choose_folder()
    window.door._choose()
    window.rooms.exchange.exported([])
    assert room.told == []


def test_a_matter_is_found_by_typing_and_opened_from_the_list(voting: Any, qtbot: Any) -> None:
    window = voting.window("village")
    window.shell.go(1)
    qtbot.keyClicks(window.rooms.matters._search, "zz")
    model = window.rooms.matters._model
    qtbot.waitUntil(lambda: model.rowCount() == 0)
    window.rooms.matters._search.clear()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    window.rooms.matters._open(model.index(0, 0))
    assert window.rooms.matter.isVisible()
    window.rooms.matter.show_step("proposal")
    assert window.rooms.matter._missing.done.isVisibleTo(window.rooms.matter)
    window.rooms.today.opened.emit(window.front.desk.matters()[0].id, "vote_representatives")
    assert window.rooms.matter._step == "vote_representatives"


def test_attachments_are_removed_again(voting: Any, tmp_path: Path) -> None:
    from clerk_app import photos

    window = voting.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id)
    (tmp_path / "a.jpg").write_bytes(photos.draw_sample(["会场"], 3, width=300))
    window.rooms.matter.attaching.emit(
        window.rooms.matter._matter, window.rooms.matter._step, "meeting_photo", [tmp_path / "a.jpg"]
    )
    (file,) = window.rooms.matter._files
    window.rooms.matter.remove_file(file)
    assert window.rooms.matter._files == ()


@pytest.mark.parametrize(
    ("left", "waits", "text"),
    [
        (None, "", "无期限"),
        (3, "publicity", "还有 3 天"),
        (-2, "", "逾期 2 天"),
        (0, "", "今天到期"),
        (5, "", "还有 5 天"),
    ],
)
def test_a_task_says_in_words_how_much_time_is_left(qtbot: Any, left: int | None, waits: str, text: str) -> None:
    badge = due_badge(Task("m", "s", "t", "n", "d", "r", "", left, waits))
    qtbot.addWidget(badge)
    assert badge.text() == text


@pytest.mark.parametrize(("left", "text"), [(None, "可以撤下"), (0, "可以撤下"), (-2, "逾期 2 天")])
def test_a_notice_that_hung_long_enough_is_late_only_by_a_deadline(qtbot: Any, left: int | None, text: str) -> None:
    badge = due_badge(Task("m", "s", "t", "n", "d", "r", "", left, may_come_down=True))
    qtbot.addWidget(badge)
    assert badge.text() == text


@pytest.mark.parametrize(("left", "text"), [(9, "异议要答复"), (None, "异议要答复"), (-2, "逾期 2 天")])
def test_an_objection_that_waits_for_its_answer_is_told(qtbot: Any, left: int | None, text: str) -> None:
    badge = due_badge(Task("m", "s", "t", "n", "d", "r", "", left, may_come_down=True, objections=1))
    qtbot.addWidget(badge)
    assert badge.text() == text


def test_sizes_are_said_as_people_read_them() -> None:
    assert (size_word(100), size_word(3 * 1048576)) == ("1 KB", "3.0 MB")


def test_a_fault_of_ours_is_confessed(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village")
    shown: list[str] = []
    monkeypatch.setattr(dialogs, "confess", lambda _parent, report: shown.append(report))
    window.crash("Traceback")
    assert shown == ["Traceback"]
    window.lock()
    window.lock()
    with pytest.raises(RuntimeError, match="no office is open"):
        _ = window.front.desk


def test_the_program_opens_its_window_and_ends(
    qapp: QApplication, founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "QApplication", lambda _argv: qapp)
    monkeypatch.setattr(sys, "argv", ["clerk-app"])
    shown: list[Any] = []
    monkeypatch.setattr(Shell, "show", lambda shell: shown.append(shell.windowTitle()))

    def run() -> int:
        QTimer.singleShot(0, qapp.aboutToQuit.emit)
        QApplication.processEvents()
        return 0

    monkeypatch.setattr(qapp, "exec", run)
    assert program.main(["--office", str(founded / "village")]) == 0
    assert program.main([]) == 0
    assert len(shown) == 2


def test_a_running_job_is_let_end() -> None:
    jobs = Jobs()
    jobs.run(lambda: 1, lambda _result: None, lambda _error: None)
    jobs.stop()
    assert jobs._thread.isFinished()
