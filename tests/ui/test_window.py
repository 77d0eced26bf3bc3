"""The door, the lock, the thread, the forms, and plain text everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from clerk_app.desk import Desk
from clerk_app.desk.demo import Play
from clerk_app.desk.script import _vote
from clerk_app.errors import UsageError
from clerk_app.model import Field, FieldKind, Person
from ui import dialogs
from ui.forms import Form
from ui.forms.reading import read_day, read_sum, write_sum
from ui.jobs import Jobs, Watch
from ui.widgets.plain import PlainLabel

from .conftest import once

PASSPHRASE = "四个词的密码"
MARKUP = '<img src=x onerror=1><a href="file:///">甲</a>&amp;'

VOTE = "vote_representatives"


def test_a_wrong_password_says_so_and_can_be_typed_again(room: Any, qtbot: Any) -> None:
    window = room.window("village", unlock=False)
    line = window.door.findChild(QLineEdit, "passphrase")
    qtbot.keyClicks(line, "wrong")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.door.wrong.text() == "密码不对"
    assert window.front.at is None
    window.opening.unlock(str(room.folder / "village"), PASSPHRASE)
    assert window.front.at is not None


def test_the_title_of_the_window_names_nobody(voting: Any) -> None:
    window = voting.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id)
    assert window.shell.windowTitle() == "村务清单"


def test_every_page_opens_on_either_desk(voting: Any) -> None:
    for office in ("village", "township"):
        window = voting.window(office)
        for number in range(len(window.rooms.places)):
            window.shell.go(number)
        assert voting.told == []


def test_idleness_locks_under_an_open_box_and_keeps_what_was_typed(voting: Any, qtbot: Any) -> None:
    window = voting.window("village", idle=120)
    matter = window.front.desk.matters()[0].id
    window.rooms.work.open(matter)
    assert any("村道路面修复" in label.text() for label in window.shell.findChildren(QLabel))
    line = window.rooms.matter.findChildren(QLineEdit, "field-body_total")[-1]
    line.setText("40")
    box = dialogs.LineBox(window.shell, "问", ["什么"])
    box.show()
    qtbot.waitUntil(lambda: window.front.at is None, timeout=3000)
    assert not box.isVisible()
    assert "自动锁定" in window.door.notice.text()
    qtbot.waitUntil(lambda: not any("村道路面修复" in label.text() for label in window.shell.findChildren(QLabel)))
    window.opening.unlock(str(voting.folder / "village"), PASSPHRASE)
    window.rooms.work.open(matter)
    assert window.rooms.matter._view is not None
    assert window.rooms.matter._view.fields["body_total"] == 40


def test_touching_the_window_keeps_it_open(room: Any, qtbot: Any) -> None:
    window = room.window("village", idle=300)
    for _ in range(4):
        qtbot.wait(150)
        qtbot.keyClick(window.shell, Qt.Key.Key_Shift)
    assert window.front.at is not None


def test_the_real_thread_opens_works_and_locks(threaded: Any, qtbot: Any) -> None:
    window = threaded.window("village", unlock=False)
    with qtbot.waitSignal(threaded.runner.busy, check_params_cb=lambda busy: not busy, timeout=10_000):
        window.opening.unlock(str(threaded.folder / "village"), PASSPHRASE)
    qtbot.waitUntil(lambda: window.rooms is not None, timeout=5000)
    qtbot.waitUntil(lambda: window.shell.side is not None, timeout=5000)
    window.lock()
    assert window.front.at is None


def test_a_job_answers_once_and_a_fault_of_ours_is_reported(qtbot: Any) -> None:
    jobs = Jobs()
    done: list[Any] = []
    failed: list[Any] = []
    with qtbot.waitSignal(jobs.busy, check_params_cb=lambda busy: not busy):
        jobs.run(lambda: 7, done.append, failed.append)

    def refuse() -> None:
        raise UsageError("nothing-to-report")

    with qtbot.waitSignal(jobs.busy, check_params_cb=lambda busy: not busy):
        jobs.run(refuse, done.append, failed.append)

    def break_down() -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(jobs.crashed) as crash:
        jobs.run(break_down, done.append, failed.append)
    watch = Watch()
    with qtbot.waitSignal(watch.progressed) as told:
        jobs.run(lambda w: (w.tell(1, 2), w.stopped()), done.append, failed.append, watch)
    qtbot.waitUntil(lambda: len(done) == 2)
    watch.stop()
    jobs.stop()
    assert (done[0], [error.code for error in failed]) == (7, ["nothing-to-report", "crashed"])
    assert "ZeroDivisionError" in crash.args[0]
    assert (told.args, watch.stopped()) == ([1, 2], True)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("12,345.6", 1234560), ("3", 300), ("0.05", 5), ("1,000", 100000), ("1.234", None), ("-1", None), ("一百", None)],
)
def test_sums_are_read_as_people_type_them(typed: str, fen: int | None) -> None:
    assert read_sum(typed) == fen
    if fen is not None:
        assert read_sum(write_sum(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1123", "2026-11-23"),
        ("11-23", "2026-11-23"),
        ("2026-1-2", "2026-01-02"),
        ("2025年3月4日", "2025-03-04"),
        ("20260102", "2026-01-02"),
        ("0230", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, day: str | None) -> None:
    assert read_day(typed, "2026-11-24") == day


def every_kind() -> tuple[Field, ...]:
    """A field of every kind."""
    line = Field(id="name", label="姓名", kind=FieldKind.TEXT)
    return tuple(
        Field(
            id=kind.value,
            label=kind.value,
            kind=kind,
            choices=("甲", "乙") if kind is FieldKind.CHOICE else (),
            columns=(line, Field(id="sum", label="金额", kind=FieldKind.MONEY)) if kind is FieldKind.TABLE else (),
        )
        for kind in FieldKind
    )


def test_every_kind_of_field_gives_back_what_it_was_shown(qtbot: Any) -> None:
    values = {
        "text": "一行",
        "note": "两\n行",
        "date": "2026-01-02",
        "money": 123456,
        "number": 7,
        "choice": "乙",
        "yes": False,
        "person": "p2",
        "table": [{"name": "张某", "sum": 100}, {"name": "李某"}],
    }
    people = [Person("p1", "张某", ()), Person("p2", "李某", ())]
    form = Form(every_kind(), values, "2026-11-24", people)
    qtbot.addWidget(form)
    assert form.values() == values
    empty = Form(every_kind(), {}, "2026-11-24", people)
    qtbot.addWidget(empty)
    assert empty.values() == {}


def test_what_cannot_be_read_is_marked_and_given_as_it_stands(qtbot: Any) -> None:
    form = Form(every_kind(), {}, "2026-11-24", [])
    qtbot.addWidget(form)
    line = form.findChild(QLineEdit, "field-money")
    qtbot.keyClicks(line, "abc")
    line.editingFinished.emit()
    assert line.property("invalid") == "true"
    assert form.values() == {"money": "abc"}
    line.setText("12345")
    line.editingFinished.emit()
    assert (line.text(), form.values()) == ("12,345.00", {"money": 1234500})


def test_rows_are_added_and_taken_away(qtbot: Any) -> None:
    field = every_kind()[-1]
    form = Form([field], {"table": [{"name": "张某"}]}, "2026-11-24", [])
    qtbot.addWidget(form)
    editor = form._editors["table"]
    editor._add_row()  # type: ignore[attr-defined]
    editor._rows[1]["name"].show("李某")  # type: ignore[attr-defined]
    assert form.values() == {"table": [{"name": "张某"}, {"name": "李某"}]}
    with qtbot.waitSignal(form.changed):
        editor._drop(editor._rows[0])  # type: ignore[attr-defined]
    assert form.values() == {"table": [{"name": "李某"}]}


def test_nothing_that_came_from_data_is_read_as_markup(voting: Any) -> None:
    window = voting.window("village")
    matter = window.front.desk.begin("V10", MARKUP[:90], on=window.front.day)
    window.rooms.work.open(matter)
    for number in (0, 1):
        window.shell.go(number)
    window.rooms.work.open(matter)
    for label in window.shell.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    for widget in window.shell.findChildren(QWidget):
        assert "<" not in widget.toolTip()
    label = PlainLabel("x")
    label.setToolTip(MARKUP)
    assert "<" not in label.toolTip()


def test_what_went_wrong_is_told_in_a_box_of_plain_text(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.desk import Sentence

    shown: list[dialogs.Box] = []
    monkeypatch.setattr(dialogs.Box, "exec", lambda self: shown.append(self) or 1)
    dialogs.tell(None, "没有办成", [Sentence("x", MARKUP, "差 2", "第一条", "这样办")])
    dialogs.inform(None, "说明", MARKUP)
    dialogs.confess(None, MARKUP)
    for box in shown:
        qtbot.addWidget(box)
        for label in box.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
    assert len(shown) == 3


def test_a_cancelled_export_leaves_nothing(voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = voting.window("village")
    monkeypatch.setattr(Watch, "stopped", lambda self: True)
    window.rooms.bundles.export(tmp_path, "usb")
    assert [path for path in tmp_path.iterdir() if path.suffix == ".cwb"] == []
    assert "已取消" in window.rooms.exchange.strip.doing.text()
    window.rooms.bundles.stop()


def test_all_texts_stand_on_the_page_of_1366_by_768(voting: Any) -> None:
    window = voting.window("village")
    for number in range(len(window.rooms.places)):
        window.shell.go(number)
        QApplication.processEvents()
        assert window.shell.minimumSizeHint().width() <= 1366


def test_a_step_is_corrected_with_its_reason(voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = voting.window("village")
    matter = window.front.desk.matters()[0].id
    window.rooms.work.open(matter, "proposal")
    page = window.rooms.matter
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda _box: ["写错了一个字"])
    qtbot.mouseClick(page.findChild(QPushButton, "correct"), Qt.MouseButton.LeftButton)
    finish = page.findChild(QPushButton, "complete")
    assert finish.text() == "确认更正"
    qtbot.mouseClick(finish, Qt.MouseButton.LeftButton)
    kinds = [row.kind for row in window.front.desk.matter(matter).history]
    assert (voting.told, kinds[-1]) == ([], "correct")
    assert finish.text() == "完成本步"


def test_a_lost_vote_is_put_on_record_with_the_one_button(voting: Any, qtbot: Any) -> None:
    window = voting.window("village")
    at, page = window.front.desk, window.rooms.matter
    play = Play(at, "四个词的密码", lambda line: None)
    play.matter, play.day = at.matters()[0].id, at.day()
    content = play._content(at.step(play.matter, VOTE), {**_vote(36, 12), "votes_no": 20, "votes_abstain": 4})
    at.keep_draft(play.matter, VOTE, **content)
    play._sign(at.step(play.matter, VOTE), content)
    window.rooms.work.open(play.matter, VOTE)
    finish = page.findChild(QPushButton, "complete")
    assert (finish.text(), finish.isEnabled()) == ("如实记录未通过", True)
    qtbot.mouseClick(finish, Qt.MouseButton.LeftButton)
    assert (voting.told, at.step(play.matter, VOTE).state) == ([], "failed")


def correcting(voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str, Any]:
    """A signed step in whose correction a sentence was added: the window, the matter, the page."""
    window = voting.window("village")
    matter = window.front.desk.matters()[0].id
    window.rooms.work.open(matter, "joint_meeting")
    page = window.rooms.matter
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda _box: ["换了日期"])
    press(page, qtbot, "correct")
    note = opinion(page)
    assert not note.isReadOnly()
    note.setPlainText("补记了一句")
    page._look()
    return window, matter, page


def opinion(page: Any) -> QPlainTextEdit:
    return page._sheet.step.findChild(QPlainTextEdit, "field-joint_opinion")


def press(page: Any, qtbot: Any, name: str) -> None:
    """The one button of that name that is shown: what was drawn before may still be about to go."""

    def shown() -> list[QPushButton]:
        return [each for each in page.findChildren(QPushButton, name) if each.isVisibleTo(page)]

    qtbot.waitUntil(lambda: bool(shown()))
    qtbot.mouseClick(shown()[0], Qt.MouseButton.LeftButton)


def test_a_correction_that_changes_the_content_is_signed_anew_on_the_page(
    voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, matter, page = correcting(voting, qtbot, monkeypatch)
    finish = page.findChild(QPushButton, "complete")
    assert (finish.text(), finish.isEnabled()) == ("确认更正", False)
    assert any("签" in check.sentence.what for check in page._view.checks if not check.met)
    monkeypatch.setattr(dialogs.SignBox, "exec", lambda _box: 1)
    for slot in page._view.slots:
        person = slot.people[0].id
        monkeypatch.setattr(dialogs.SignBox, "answer", lambda _box, person=person: (person, PASSPHRASE))
        press(page, qtbot, f"sign-{slot.slot.id}")
    assert finish.isEnabled()
    qtbot.mouseClick(finish, Qt.MouseButton.LeftButton)
    at = window.front.desk
    assert (voting.told, at.matter(matter).history[-1].kind) == ([], "correct")
    assert at.step(matter, "joint_meeting").fields["joint_opinion"] == "补记了一句"
    assert at.step(matter, "joint_meeting").kept is None


def test_a_correction_is_kept_and_found_again(voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window, matter, page = correcting(voting, qtbot, monkeypatch)
    recorded = window.front.desk.step(matter, "joint_meeting").fields
    page.show_step("vote_representatives")
    assert window.front.desk.step(matter, "joint_meeting").fields == recorded
    page.show_step("joint_meeting")
    assert opinion(page).toPlainText() == "补记了一句"
    opinion(page).setPlainText("又补了一句")
    window.lock()
    window.opening.unlock(str(voting.folder / "village"), PASSPHRASE)
    row = next(row for row in window.front.desk.forms.unfinished() if row.step == "joint_meeting")
    window.rooms.work.open(row.matter, row.step)
    page = window.rooms.matter
    assert opinion(page).toPlainText() == "又补了一句"
    assert any("没办完的更正" in label.text() for label in page.findChildren(QLabel))
    press(page, qtbot, "leave-correction")
    assert opinion(page).toPlainText() == recorded["joint_opinion"]
    assert opinion(page).isReadOnly()
    assert window.front.desk.step(matter, "joint_meeting").kept is None


def test_an_objection_is_recorded_and_answered(voting: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = voting.window("village")
    at = window.front.desk
    matter = at.matters()[0].id
    step = next(row.id for row in at.matter(matter).flow if at.step(matter, row.id).posted_on)
    window.rooms.work.open(matter, step)
    said = iter(["路太窄", "已经加宽"])
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda _box: [next(said)])
    qtbot.mouseClick(window.rooms.matter.findChild(QPushButton, "object"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.rooms.matter.findChild(QPushButton, "answer"), Qt.MouseButton.LeftButton)
    (row,) = at.step(matter, step).objections
    assert (row.text, row.answer, voting.told) == ("路太窄", "已经加宽", [])


def numbers(window: Any) -> dict[str, str]:
    """The numbers beside the pages that have one."""
    shown = {button.text(): button._count for button in window.shell.side._buttons.values()}
    return {name: count.text() for name, count in shown.items() if count.isVisibleTo(window.shell)}


def test_what_waits_stands_beside_the_pages(working_day: Path, room_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    room = room_of(working_day)
    village, township = room.window("village"), room.window("township")
    assert numbers(township) == {"收件与核验": "2", "待审事项": "1", "预警与督办": "3"}
    assert "1 个村 · 本月已报 1" in [label.text() for label in township.shell.side.findChildren(QLabel)]
    assert numbers(village) == {"今日待办": "13", "公开栏": "3", "上报与回执": "1", "消息与预警": "4"}
    # What was counted is counted anew once an entry was written, and not before.
    counted: list[object] = []
    today = Desk.today
    monkeypatch.setattr(Desk, "today", lambda desk: counted.append(desk) or today(desk))
    village.shell.bring(village.rooms.settings)
    assert counted == []
    village.front.desk.begin("V37", "又一件")
    village.shell.bring(village.rooms.people)
    assert counted == [village.front.desk]
    assert numbers(village)["今日待办"] == "14"
