"""The way in: a growing delay, the recovery code, a new epoch, a new office whose code is typed back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton, QRadioButton

from clerk_app import desk
from clerk_app.crypto import Cost
from clerk_app.errors import IntegrityError
from ui import dialogs, setup
from ui.epoch_box import EpochBox
from ui.joining_boxes import JoinBox
from ui.widgets.plain import PlainLabel

PASSPHRASE = "四个词的密码"
QUICK = Cost(19 * 1024, 2, 1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are stretched as little as is allowed; a village that is founded puts off joining its township."""
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: QUICK))
    monkeypatch.setattr(JoinBox, "exec", lambda _box: 0)


def press(window: Any, qtbot: Any, name: str) -> None:
    qtbot.mouseClick(window.door.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def answered(monkeypatch: pytest.MonkeyPatch, kind: Any, fill: Callable[[Any], object]) -> list[Any]:
    """Every box of that kind is filled in and accepted; the boxes that came."""
    came: list[Any] = []

    def run(box: Any) -> int:
        came.append(box)
        return 0 if fill(box) is False else 1

    monkeypatch.setattr(kind, "exec", run)
    return came


def test_after_wrong_passwords_one_waits_longer_each_time(room: Any, qtbot: Any) -> None:
    window = room.window("village", unlock=False)
    line = window.door.findChild(QLineEdit, "passphrase")
    button = window.door.findChild(QPushButton, "unlock")
    for wait in (1, 2, 4):
        line.setText("wrong")
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert button.text() == f"请等 {wait} 秒"
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert not button.isEnabled()
        for _ in range(wait):
            window.door.tick()
        assert button.isEnabled()
    line.setText(PASSPHRASE)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.front.at is not None


def test_the_wait_is_never_longer_than_a_minute(room: Any) -> None:
    window = room.window("village", unlock=False)
    window.opening._wrong = 20
    window.opening.unlock(str(room.folder / "village"), "wrong")
    assert window.door.findChild(QPushButton, "unlock").text() == "请等 60 秒"


def test_a_new_office_is_founded_once_its_code_is_typed_back(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, place = room.window("village", unlock=False), tmp_path / "新村"
    wanted = {"code": "330502999202", "name": "乙村", "clerk": "李某", "folder": str(place)}

    def fill(box: Any) -> None:
        for name, text in {**wanted, "first": PASSPHRASE, "again": PASSPHRASE}.items():
            assert not box.accept_button.isEnabled()
            box.findChild(QLineEdit, name).setText(text)
        assert box.accept_button.isEnabled()

    tries = iter(("0000", "right"))

    def prove(box: Any) -> None:
        code = box.findChild(dialogs.PlainLabel, "recovery-code").text()
        qtbot.mouseClick(box.findChild(QPushButton, "print"), Qt.MouseButton.LeftButton)
        box.findChild(QLineEdit, "typed").setText(code.lower() if next(tries) == "right" else "0000")
        assert not place.exists()

    sheet = tmp_path / "code.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(sheet), ""))
    answered(monkeypatch, setup.FoundBox, fill)
    boxes = answered(monkeypatch, setup.RecoveryBox, prove)
    press(window, qtbot, "found")
    assert len(boxes) == 2
    assert boxes[0] is boxes[1]
    saved = "已写出：code.pdf。打印以后请把这个文件删掉。"
    assert room.told == [saved, "recovery-code-mistyped", saved]
    assert sheet.read_bytes().startswith(b"%PDF")
    assert window.front.at is not None
    assert (window.front.at.card.name, window.front.at.folder) == ("乙村", place)


def test_an_office_whose_code_was_not_typed_back_is_none(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, place = room.window("village", unlock=False), tmp_path / "新村"
    wanted = setup.Wanted(place, "village", "330502999202", "乙村", "李某", PASSPHRASE)
    answered(monkeypatch, setup.FoundBox, lambda _box: True)
    monkeypatch.setattr(setup.FoundBox, "answer", lambda _box: wanted)
    answered(monkeypatch, setup.RecoveryBox, lambda _box: False)
    for _ in range(2):
        press(window, qtbot, "found")
        assert window.front.at is None
        assert not place.exists()
        assert "没有建成" in window.door.wrong.text()


def test_nothing_is_founded_where_something_lies(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = room.window("village", unlock=False)
    wanted = setup.Wanted(room.folder / "village", "village", "330502999202", "乙村", "李某", PASSPHRASE)
    shown = answered(monkeypatch, setup.FoundBox, lambda _box: len(shown) % 2 == 1)
    monkeypatch.setattr(setup.FoundBox, "answer", lambda _box: wanted)
    press(window, qtbot, "found")
    first, again = shown
    assert first is again
    (tmp_path / "other.new").mkdir()
    (tmp_path / "other.new" / "mine.txt").write_text("x", encoding="utf-8")
    monkeypatch.setattr(
        setup.FoundBox,
        "answer",
        lambda _box: setup.Wanted(tmp_path / "other", "village", "330502999202", "乙村", "李某", PASSPHRASE),
    )
    press(window, qtbot, "found")
    assert room.told == ["folder-not-empty", "folder-not-empty"]
    assert (tmp_path / "other.new" / "mine.txt").exists()


def test_a_forgotten_password_is_replaced_with_the_code(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = desk.begin_founding(
        tmp_path / "新村", kind="village", code="330502999202", name="乙村", passphrase=PASSPHRASE, clerk="李某"
    )
    desk.finish_founding(tmp_path / "新村", code)
    window = room.window("village", unlock=False)
    window.door.show_folder(str(tmp_path / "新村"))
    new = "新的四个词呀"
    told: list[str] = []

    def type_code(box: dialogs.LineBox) -> int:
        if box._refusals.count():
            # One wrong letter is put right where it stands.
            assert box.answers() == ["0000", new, new]
            box._lines[0].setText(code)
            return 1
        for typed in ((known, "短", "短"), (known, new, "不一样的"), (known, new, new)):
            for line, text in zip(box._lines, typed, strict=True):
                line.setText(text)
            box.accept()
            told.append(box.told())
        return box.result()

    monkeypatch.setattr(dialogs.LineBox, "exec", type_code)
    known = "0000"
    press(window, qtbot, "forgot")
    assert ["太弱" in told[0], told[1:]] == [True, ["两遍密码不一样。", ""]]
    assert room.told == ["recovery-code-mistyped"]
    assert window.front.at is not None
    window.lock()
    window.opening.unlock(str(tmp_path / "新村"), "新的四个词呀")
    assert window.front.at is not None


@pytest.mark.parametrize("answer", [desk.Because.RESTORED, desk.Because.SECOND, None])
def test_an_office_without_its_device_key_asks_which_case_it_is(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: desk.Because | None
) -> None:
    shutil.copytree(room.folder / "village", tmp_path / "copy")
    (tmp_path / "copy" / "device.key").unlink()

    def choose(box: Any) -> bool:
        qtbot.addWidget(box)
        assert [each.objectName() for each in box.findChildren(QRadioButton)] == ["restored", "second"]
        assert not box.accept_button.isEnabled()
        if answer is not None:
            box.findChild(QRadioButton, answer.value).click()
            assert box.accept_button.isEnabled()
        return answer is not None

    asked = answered(monkeypatch, EpochBox, choose)
    window = room.window("village", unlock=False)
    window.opening.unlock(str(tmp_path / "copy"), PASSPHRASE)
    assert ["以前没有办过本单位的事" in texts(box) for box in asked] == [True]
    if answer is None:
        assert window.front.at is None
        assert window.door.findChild(QPushButton, "unlock").isEnabled()
    else:
        assert window.front.at.card.epoch == 2
        assert begun_because(window.front.at) == answer.value


def test_an_older_store_is_only_a_backup_put_back(room: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = room.folder / "village"
    village = desk.open_office(folder, passphrase=PASSPHRASE)
    old = Path(village.backup(tmp_path))
    village.begin("V33", "备份以后的事")
    marked = village.entries()
    village.close()
    for name in ("store.db-wal", "store.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copyfile(old / "store.db", folder / "store.db")
    asked = answered(monkeypatch, EpochBox, lambda box: box.accept_button.isEnabled())
    window = room.window("village")
    assert [f"写到过第 {marked} 条" in texts(box) for box in asked] == [True]
    assert begun_because(window.front.at) == "restored"
    assert window.front.at.matters() == []


def begun_because(at: Any) -> object:
    """The reason that stands in the first entry of the present log."""
    office = at._office
    (first, *_rest) = office.store.journal.entries(office.main_log)
    return first.content["reason"]


def texts(box: Any) -> str:
    return "\n".join(label.text() for label in box.findChildren(dialogs.PlainLabel))


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("", "weak"),
        ("1234567", "weak"),
        ("aaaaaaaaaaaa", "weak"),
        ("abcdefgh", "fair"),
        ("四个词的", "fair"),
        (PASSPHRASE, "good"),
    ],
)
def test_the_strength_of_a_password_is_said_in_words(passphrase: str, strength: str) -> None:
    assert desk.strength(passphrase) == strength


def test_a_question_is_confirmed_or_not(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (0, 1):
        monkeypatch.setattr(dialogs.Box, "exec", lambda _box, given=answer: given)
        assert dialogs.confirm(None, "问", "要不要", "要") is bool(answer)


def test_a_folder_is_chosen_for_a_new_office(qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    box = setup.FoundBox(None, "")
    qtbot.addWidget(box)
    for chosen in ("", str(tmp_path)):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given, path=chosen: path)
        box.findChild(QPushButton, "choose-folder").click()
        assert box.findChild(QLineEdit, "folder").text() == chosen
    box.findChild(QLineEdit, "first").setText("abc")
    box.findChild(QLineEdit, "again").setText("abd")
    assert "太弱" in box.findChild(PlainLabel, "fault").text()
    box.findChild(QLineEdit, "first").setText(PASSPHRASE)
    assert box.findChild(PlainLabel, "fault").text() == "两遍密码不一样。"
    box.findChild(QLineEdit, "again").setText(PASSPHRASE)
    assert box.findChild(PlainLabel, "fault").text() == ""
    box.findChild(QLineEdit, "name").setText(" 乙村 ")
    assert (box.answer().name, box.answer().kind) == ("乙村", "village")


@pytest.mark.parametrize(
    ("kind", "code", "said", "on"),
    [
        (0, "3305", "现在 4 位", False),
        (0, "990502999201", "没有以 99 开头的省", False),
        (0, "330502999000", "村的不是", False),
        (1, "330502999201", "村的不是", False),
        (0, "330502999201", "所在乡镇的代码是 330502999000", True),
        (0, " 330502 999201 ", "所在乡镇的代码是 330502999000", True),
        (0, "620201100200", "里没有 620201 这个县", True),
        (0, "", "在上面选到县", False),
        (1, "330502999000", "999 不在国标的号段里", True),
    ],
)
def test_the_code_is_read_while_it_is_typed(qtbot: Any, kind: int, code: str, said: str, on: bool) -> None:
    box = setup.FoundBox(None, "")
    qtbot.addWidget(box)
    box._kind.setCurrentIndex(kind)
    box.findChild(QLineEdit, "name").setText("乙村")
    box.findChild(QLineEdit, "code").setText(code)
    assert said in box.findChild(dialogs.PlainLabel, "division").text()
    assert box.findChild(QPushButton, "next").isEnabled() is on


@pytest.fixture
def founding(qtbot: Any) -> Any:
    """The box in which an office is founded, shown."""
    box = setup.FoundBox(None, "")
    qtbot.addWidget(box)
    box.show()
    box.activateWindow()
    with qtbot.waitActive(box):
        pass
    return box


def lists(box: Any) -> list[str]:
    """What stands in the three lists of the box."""
    return [box.findChild(QComboBox, name).currentText() for name in ("province", "prefecture", "county")]


def test_a_code_that_is_pasted_fills_the_lists(founding: Any) -> None:
    founding.findChild(QLineEdit, "code").setText("330502999201")
    assert lists(founding) == ["浙江省", "湖州市", "吴兴区"]
    assert founding.findChild(dialogs.PlainLabel, "lies-in").text() == "浙江省湖州市吴兴区 · 村民委员会"
    founding.findChild(QLineEdit, "code").setText("441900101200")
    assert lists(founding) == ["广东省", "东莞市", "东莞市"]
    founding.findChild(QLineEdit, "code").setText("130171400200")
    assert lists(founding) == ["河北省", "石家庄市", ""]
    founding.findChild(QLineEdit, "code").setText("")
    assert lists(founding) == ["", "", ""]
    assert not founding.findChild(QComboBox, "prefecture").isEnabled()


def test_a_county_is_found_by_the_initials_that_are_typed(founding: Any, qtbot: Any) -> None:
    """As a clerk does it: zjs; hzs, where 湖州 is the second offer; dqx; and the last six digits."""
    for name, typed, downs in (("province", "zjs", 1), ("prefecture", "hzs", 2), ("county", "dqx", 1)):
        line = founding.findChild(QComboBox, name).lineEdit()
        line.setFocus()
        qtbot.keyClicks(line, typed)
        popup = founding.findChild(QComboBox, name).completer().popup()
        qtbot.waitUntil(popup.isVisible)
        for _down in range(downs):
            qtbot.keyClick(popup, Qt.Key.Key_Down)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert lists(founding) == ["浙江省", "湖州市", "德清县"]
    code = founding.findChild(QLineEdit, "code")
    assert code.text() == "330521"
    qtbot.waitUntil(code.hasFocus)
    qtbot.keyClicks(code, "102201")
    assert founding.findChild(dialogs.PlainLabel, "lies-in").text() == "浙江省湖州市德清县 · 镇 · 村民委员会"
    assert lists(founding) == ["浙江省", "湖州市", "德清县"]


@pytest.mark.parametrize(
    ("typed", "stands", "code"),
    [("zjs", "浙江省", "33"), ("浙江", "浙江省", "33"), ("江", "", ""), ("火星", "", "")],
)
def test_what_was_typed_into_a_list_counts_where_it_names_one_place(
    founding: Any, typed: str, stands: str, code: str
) -> None:
    province = founding.findChild(QComboBox, "province")
    province.setEditText(typed)
    province.lineEdit().editingFinished.emit()
    assert province.currentText() == stands
    assert founding.findChild(QLineEdit, "code").text() == code


def test_the_steps_of_setting_up_go_on_and_back(qtbot: Any) -> None:
    box = setup.FoundBox(None, "")
    qtbot.addWidget(box)
    box.show()
    forward, back = box.findChild(QPushButton, "next"), box.findChild(QPushButton, "back")
    assert not forward.isEnabled()
    for name, text in (("code", "330502999201"), ("name", "乙村")):
        box.findChild(QLineEdit, name).setText(text)
    forward.click()
    assert box.findChild(QLineEdit, "clerk").isVisible()
    assert not forward.isEnabled()
    for name, text in (("clerk", "李某"), ("first", PASSPHRASE), ("again", PASSPHRASE)):
        box.findChild(QLineEdit, name).setText(text)
    forward.click()
    assert not forward.isVisible()
    assert not box.accept_button.isEnabled()
    back.click()
    back.click()
    assert not back.isVisible()
    assert box.findChild(QLineEdit, "code").isVisible()


def test_a_new_office_copies_its_backups_to_the_second_place_from_the_first_day(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, place, stick = room.window("village", unlock=False), tmp_path / "新村", tmp_path / "stick"
    stick.mkdir()
    wanted = setup.Wanted(place, "village", "330502999202", "乙村", "李某", PASSPHRASE, stick)
    answered(monkeypatch, setup.FoundBox, lambda _box: True)
    monkeypatch.setattr(setup.FoundBox, "answer", lambda _box: wanted)

    def prove(box: Any) -> None:
        box.findChild(QLineEdit, "typed").setText(box.findChild(dialogs.PlainLabel, "recovery-code").text())

    answered(monkeypatch, setup.RecoveryBox, prove)
    press(window, qtbot, "found")
    assert window.front.desk.care.state().place == str(stick)
    assert len(list((stick / "330502999202-backups").iterdir())) == 1


def take_over(box: Any, **texts: str) -> None:
    """Fill in the box of taking over."""
    for name, text in texts.items():
        box.findChild(QLineEdit, name).setText(text)


def test_an_office_is_taken_over_from_a_backup(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = room.window("village")
    copy = window.front.desk.backup(tmp_path / "copies")
    window.lock()

    def fill(box: Any) -> None:
        assert not box.findChild(QPushButton, "next").isEnabled()
        take_over(box, source=copy, folder=str(tmp_path / "here"), key=PASSPHRASE)
        assert not box.findChild(QLineEdit, "new").isEnabled()
        assert box.accept_button.isEnabled()

    answered(monkeypatch, setup.TakeOverBox, fill)
    press(window, qtbot, "take-over")
    assert window.front.desk.folder == tmp_path / "here"
    assert window.front.desk.card.epoch == 2
    assert "全部核对完好" in room.told[-1]


def test_taking_over_and_recovering_can_be_called_off(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, impatient: list[str]
) -> None:
    window = room.window("village")
    copy = window.front.desk.backup(tmp_path / "copies")
    window.lock()
    stolen = iter((False, True))

    def fill(box: Any) -> None:
        take_over(box, source=copy, folder=str(tmp_path / "here"), key=PASSPHRASE)
        if next(stolen):
            box.findChild(QCheckBox, "stolen").click()
            take_over(box, new="新的四个词呀", again="新的四个词呀")

    answered(monkeypatch, setup.TakeOverBox, fill)
    for _ in range(2):
        press(window, qtbot, "take-over")
        assert "取消" in window.door.wrong.text()
        assert window.door.strip.isHidden()
        assert window.door.findChild(QPushButton, "unlock").isEnabled()
        assert not (tmp_path / "here").exists()
    assert len(impatient) == 2


def test_the_backup_of_the_day_can_be_put_off_at_the_door(room: Any, impatient: list[str]) -> None:
    backups = room.folder / "village" / "backups"
    shutil.rmtree(backups, ignore_errors=True)
    window = room.window("village")
    assert "今天的备份" in impatient[0]
    assert window.front.desk.care.state().backup_missing
    assert window.door.strip.isHidden()


def test_a_backup_is_taken_over_with_the_printed_code(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = desk.begin_founding(
        tmp_path / "新村", kind="village", code="330502999202", name="乙村", passphrase=PASSPHRASE, clerk="李某"
    )
    desk.finish_founding(tmp_path / "新村", code)
    opened = desk.open_office(tmp_path / "新村", passphrase=PASSPHRASE)
    copy = opened.backup(tmp_path / "copies")
    opened.close()
    window = room.window("village", unlock=False)
    keys = iter(("0000", code))

    def fill(box: Any) -> None:
        box._with_code.setChecked(True)
        take_over(box, source=copy, folder=str(tmp_path / "here"), key=next(keys), new="新的四个词呀", again="不一样的")
        assert box.findChild(PlainLabel, "fault").text() == "两遍密码不一样。"
        assert not box.accept_button.isEnabled()
        take_over(box, again="新的四个词呀")
        assert box.accept_button.isEnabled()
        assert window.front.at is None
        assert not (tmp_path / "here").exists()

    shown = answered(monkeypatch, setup.TakeOverBox, fill)
    press(window, qtbot, "take-over")
    first, again = shown
    assert first is again
    assert window.front.desk.card.name == "乙村"
    window.lock()
    window.opening.unlock(str(tmp_path / "here"), "新的四个词呀")
    assert window.front.at is not None


def test_after_a_theft_the_old_passwords_and_the_old_code_open_nothing(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old = desk.begin_founding(
        tmp_path / "新村", kind="village", code="330502999202", name="乙村", passphrase=PASSPHRASE, clerk="李某"
    )
    desk.finish_founding(tmp_path / "新村", old)
    opened = desk.open_office(tmp_path / "新村", passphrase=PASSPHRASE)
    opened.keys.change(PASSPHRASE, "副手的四个词", deputy=True)
    copy = opened.backup(tmp_path / "copies")
    opened.close()
    window, new, place = room.window("village", unlock=False), "新的四个词呀", tmp_path / "here"

    def fill(box: Any) -> None:
        take_over(box, source=copy, folder=str(place), key=PASSPHRASE)
        box.findChild(QCheckBox, "stolen").click()
        assert not box.accept_button.isEnabled()
        take_over(box, new=new, again=new)
        assert box.accept_button.isEnabled()

    sheet, tries = tmp_path / "code.pdf", iter(("0000", ""))

    def prove(box: Any) -> None:
        code = box.findChild(dialogs.PlainLabel, "recovery-code").text()
        assert code != old
        qtbot.mouseClick(box.findChild(QPushButton, "print"), Qt.MouseButton.LeftButton)
        box.findChild(QLineEdit, "typed").setText(next(tries) or code.lower())

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(sheet), ""))
    answered(monkeypatch, setup.TakeOverBox, fill)
    shown = answered(monkeypatch, setup.RecoveryBox, prove)
    press(window, qtbot, "take-over")
    assert len(shown) == 2
    assert sheet.read_bytes().startswith(b"%PDF")
    assert (window.front.desk.folder, window.front.desk.card.epoch) == (place, 2)
    assert "停用丢了的电脑" in room.told[-1]
    window.lock()
    for known in (PASSPHRASE, "副手的四个词"):
        with pytest.raises(IntegrityError, match="wrong-passphrase"):
            desk.open_office(place, passphrase=known)
    with pytest.raises(IntegrityError):
        desk.open_with_code(place, old, PASSPHRASE)
    desk.open_office(place, passphrase=new).close()


def test_a_recovered_office_whose_code_nobody_typed_back_says_so(
    room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, new = room.window("village"), "新的四个词呀"
    copy = Path(window.front.desk.backup(tmp_path / "copies"))
    window.lock()
    keys = iter(("wrong", PASSPHRASE))
    shown = answered(monkeypatch, setup.TakeOverBox, lambda _box: not (tmp_path / "here").exists())
    monkeypatch.setattr(
        setup.TakeOverBox,
        "answer",
        lambda _box: setup.TakingOver(copy, tmp_path / "here", next(keys), "", new, stolen=True),
    )
    answered(monkeypatch, setup.RecoveryBox, lambda _box: False)
    press(window, qtbot, "take-over")
    assert room.told == ["wrong-passphrase"]
    first, again = shown
    assert first is again
    assert "没有核对" in window.door.wrong.text()
    window.opening.unlock(window.door.folder, new)
    assert window.front.desk.folder == tmp_path / "here"
