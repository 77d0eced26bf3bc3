"""The lock, the quit and a fault of our own: what is asked meanwhile is told to nobody else, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from clerk_app.crypto import Cost
from clerk_app.errors import UsageError
from ui import dialogs, setup
from ui.app import reporting
from ui.deeds.running import Running
from ui.jobs import Jobs, Watch
from ui.joining_boxes import JoinBox
from ui.setup import RecoveryBox
from ui.widgets.progress import ProgressStrip

from .conftest import Later

PASSPHRASE = "四个词的密码"


def refuse(*_watch: object) -> None:
    raise UsageError("person-not-found", person="p1")


def test_after_a_lock_by_hand_the_password_is_typed_and_not_into_the_folder(room: Any, qtbot: Any) -> None:
    window = room.window("village")
    window.shell.activateWindow()
    qtbot.waitUntil(window.shell.isActiveWindow)
    window.shell.side.lock_wanted.emit()
    assert window.front.at is None
    line = window.door.findChild(QLineEdit, "passphrase")
    qtbot.waitUntil(line.hasFocus)
    assert (window.door._heading.text(), window.door.notice.text()) == ("已锁定", "")


@pytest.mark.parametrize("ask", ["ask", "watch"])
def test_what_fails_after_the_lock_is_told_to_nobody(room: Any, ask: str) -> None:
    window = room.window("village")
    answers: list[object] = []
    window.front._runner = later = Later()
    getattr(window.front, ask)(refuse, answers.append)
    getattr(window.front, ask)(lambda *_watch: "张某", answers.append)
    window.lock()
    later.go()
    assert (room.told, answers) == ([], [])


def test_what_needs_no_open_office_is_answered_after_the_lock(room: Any) -> None:
    window = room.window("village")
    answers: list[object] = []
    window.front._runner = later = Later()
    window.front.behind(lambda: 7, answers.append)
    window.lock()
    later.go()
    assert answers == [7]


def test_a_lock_leaves_no_box_behind(room: Any) -> None:
    window = room.window("village")
    box = dialogs.LineBox(window.shell, "密码", ["密码"], hidden=(0,))
    box.show()
    box.close()
    assert window.shell.findChildren(QDialog)
    window.lock()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not window.shell.findChildren(QDialog)
    assert window.shell.side is None


def renewing(window: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Later, list[str]]:
    """The master key is about to be renewed; the codes that were shown until then."""
    window.front._runner = later = Later()
    codes: list[str] = []

    def read(box: Any) -> int:
        code = box.findChild(dialogs.PlainLabel, "recovery-code").text()
        codes.append(code)
        box.findChild(QLineEdit, "typed").setText(code)
        return 1

    monkeypatch.setattr(RecoveryBox, "exec", read)
    window.rooms.settings.keys.master_wanted.emit(PASSPHRASE)
    return later, codes


def test_idleness_waits_until_the_new_recovery_code_was_seen(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village")
    later, codes = renewing(window, monkeypatch)
    window.lock(by_idleness=True)
    assert window.front.at is not None
    later.go()
    assert len(codes) == 1
    window.lock(by_idleness=True)
    later.go()
    assert (window.front.at, len(room.told)) == (None, 1)


@pytest.mark.parametrize("way", ["lock", "close"])
def test_a_lock_by_hand_calls_the_renewal_off_and_the_code_stays(
    room: Any, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    window = room.window("village")
    later, codes = renewing(window, monkeypatch)
    if way == "lock":
        window.lock()
    else:
        window.shell.close()
    assert window.front.at is not None
    assert window.shell.isVisible()
    assert [watch.stopped() for watch in later.watches] == [True]
    later.go()
    assert codes == []
    assert (window.front.at is None, window.shell.isVisible()) == (way == "lock", way == "lock")


def test_a_fault_of_ours_in_the_window_is_shown_and_an_interrupt_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    passed: list[object] = []
    monkeypatch.setattr("sys.__excepthook__", lambda *what: passed.append(what[0]))
    report = reporting(told.append)
    report(ZeroDivisionError, ZeroDivisionError("by zero"), None)
    report(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == ["ZeroDivisionError: by zero\n"]
    assert passed == [KeyboardInterrupt]


def test_after_a_fault_of_ours_nothing_goes_on_waiting(room: Any, qtbot: Any) -> None:
    window = room.window("village")
    jobs = Jobs()
    window.front._runner = jobs
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    running = Running(window.front, window.rooms.settings, strip)

    def break_down(_watch: Watch) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(jobs.crashed) as crash:
        running.run(break_down, "正在做", lambda _done: None)
    assert "ZeroDivisionError" in crash.args[0]
    assert "程序自己出错了" in strip.doing.text()
    assert room.told == []
    jobs.stop()


def test_everything_that_was_asked_is_done_before_the_end(qtbot: Any) -> None:
    for _ in range(20):
        done: list[int] = []
        jobs = Jobs()
        for number in range(20):
            jobs.run(lambda number=number, done=done: done.append(number), lambda _none: None, lambda _error: None)
        jobs.stop()
        assert done == list(range(20))


def test_one_way_out_stops_all_that_waits(room: Any, qtbot: Any) -> None:
    window = room.window("village")
    window.front._runner = later = Later()
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    running = Running(window.front, window.rooms.settings, strip)
    for _ in range(2):
        running.run(lambda watch: watch.stopped(), "正在做", lambda _done: None)
    running.stop()
    assert [watch.stopped() for watch in later.watches] == [True, True]


def test_a_new_office_opens_though_its_second_backup_place_is_not_there(
    room: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: Cost(19 * 1024, 2, 1)))
    monkeypatch.setattr(JoinBox, "exec", lambda _box: 0)
    wanted = setup.Wanted(
        tmp_path / "新村", "village", "330502999202", "乙村", "李某", PASSPHRASE, tmp_path / "没有插的 U 盘"
    )
    monkeypatch.setattr(setup.FoundBox, "exec", lambda _box: 1)
    monkeypatch.setattr(setup.FoundBox, "answer", lambda _box: wanted)

    def prove(box: Any) -> int:
        box.findChild(QLineEdit, "typed").setText(box.findChild(dialogs.PlainLabel, "recovery-code").text())
        return 1

    monkeypatch.setattr(RecoveryBox, "exec", prove)
    window = room.window("village", unlock=False)
    window.opening.found("")
    assert room.told == ["folder-not-found"]
    assert window.front.at is not None
    window.lock()
    window.opening.unlock(str(wanted.folder), PASSPHRASE)
    assert window.front.at is not None
