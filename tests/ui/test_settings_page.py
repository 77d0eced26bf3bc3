"""Settings that are kept, numbers with their history, other offices, passwords, backups, the drill, the full check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QSpinBox, QTabWidget

from clerk_app.crypto import Cost
from clerk_app.model import Tag
from ui import dialogs
from ui.panels.caring import DrillBox
from ui.panels.parameters import tag_words
from ui.setup import RecoveryBox

from .conftest import once

PASSPHRASE = "四个词的密码"
NEW = "新的四个词呀"


@pytest.fixture
def window(room: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The village's window at its settings, with quick keys."""
    quick = Cost(19 * 1024, 2, 1)
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: quick))
    made = room.window("village", idle=None)
    made.shell.bring(made.rooms.settings)
    return made


def click(panel: Any, name: str) -> None:
    panel.findChild(QPushButton, name).click()


def said(panel: Any) -> str:
    """Everything that stands on a panel, once what was let go is gone."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if not label.isHidden())


def pick(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str = "") -> None:
    path = str(folder / name) if name else ""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))


def answer(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda _box: list(texts))


def test_a_setting_is_kept_and_the_lock_follows_it_at_once(window: Any) -> None:
    panel = window.rooms.settings.values
    assert window.idle._timer.interval() == 15 * 60_000
    box = panel.findChild(QSpinBox, "lock.minutes")
    assert (box.minimum(), box.maximum(), box.value()) == (1, 60, 15)
    box.setValue(3)
    assert window.front.desk.preferences.value("lock.minutes") == 3
    assert window.idle._timer.interval() == 3 * 60_000
    panel.reset_wanted.emit("lock.minutes")
    assert (box.value(), window.idle._timer.interval()) == (15, 15 * 60_000)
    mail = panel.findChild(QSpinBox, "carrier.mail")
    mail.setValue(20)
    assert window.front.desk.preferences.value("carrier.mail") == 20 << 20
    assert panel.findChild(QSpinBox, "font.percent") is None


def test_the_side_bar_says_when_it_locks_and_when_the_last_receipt_came(window: Any) -> None:
    assert "15 分钟无操作自动锁定" in said(window.shell.side)
    assert "还没有收到过回执" in said(window.shell.side)


def test_a_number_says_in_words_where_it_comes_from(window: Any) -> None:
    panel = window.rooms.settings.parameters
    words = {panel._table.item(line, 3).text() for line in range(panel._table.rowCount())}
    assert {"国家法律", "县乡做法", "软件默认"} <= words <= set(tag_words().values())
    assert set(tag_words()) == set(Tag)


def test_a_second_place_a_copy_and_a_backup(window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = window.rooms.settings.care
    assert "没有设" in said(panel)
    pick(monkeypatch, tmp_path)
    click(panel, "place")
    assert str(tmp_path) in said(panel)
    assert "抄了一份" in panel.progress.doing.text()
    click(panel, "copy")
    copies = tmp_path / "330502999201-backups"
    assert len(list(copies.iterdir())) == 2
    click(panel, "backup")
    assert len(list(tmp_path.glob("20*"))) == 1
    copies.rename(tmp_path.parent / "gone")
    click(panel, "no-place")
    assert "没有设" in said(panel)


def test_every_long_job_of_the_keeping_can_be_called_off(
    window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, impatient: list[str]
) -> None:
    page, care = window.rooms.settings, window.front.desk.care
    pick(monkeypatch, tmp_path)
    monkeypatch.setattr(DrillBox, "exec", lambda box: (box._key.setText(PASSPHRASE), 1)[1])
    answer(monkeypatch, PASSPHRASE)
    before = (window.front.desk.folder / "keys.cwk").read_bytes()
    works = (("place", page.care), ("backup", page.care), ("drill", page.care), ("renew-master", page.keys))
    for name, panel in works:
        impatient.clear()
        click(panel, name)
        assert len(impatient) == 1, name
        assert "取消" in panel.progress.doing.text(), name
    assert list(tmp_path.glob("*20*")) == list(tmp_path.glob("*-backups")) == []
    assert (care.state().place, care.state().drilled_on) == ("", "")
    assert (window.front.desk.folder / "keys.cwk").read_bytes() == before


def test_the_backup_of_the_day_is_made_up_for(window: Any) -> None:
    page, folder = window.rooms.settings, window.front.desk.folder / "backups"
    assert page.care.findChild(QPushButton, "back-up-today").isHidden()
    for copy in folder.iterdir():
        copy.rename(folder / f"2001-{copy.name[5:]}")
    window.shell.go(0)
    assert "今天的备份没有做" in said(window.rooms.today)
    window.shell.bring(page)
    click(page.care, "back-up-today")
    assert "今天的备份做好了" in page.care.progress.doing.text()
    assert page.care.findChild(QPushButton, "back-up-today").isHidden()


def test_a_drill_tells_one_verdict_and_what_was_looked_at(window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = window.rooms.settings.care
    monkeypatch.setattr(DrillBox, "exec", lambda box: (box._key.setText(PASSPHRASE), 1)[1])
    assert "要看\n恢复演练" in said(panel)
    assert "正常\n恢复演练" not in said(panel)
    click(panel, "drill")
    assert "正常\n恢复演练" in said(panel)
    assert "能用" in panel.progress.doing.text()
    assert said(panel).count("完好，") == 5
    assert window.front.desk.day() in said(panel)


def test_a_drill_with_a_wrong_key_says_so(window: Any, room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = window.rooms.settings.care

    def fill(box: DrillBox) -> int:
        box._code.setChecked(True)
        box._key.setText("0000")
        assert box.answer() == ("", "0000")
        return 1

    monkeypatch.setattr(DrillBox, "exec", fill)
    click(panel, "drill")
    assert len(room.told) == 1
    assert window.front.desk.care.state().drilled_on == ""


def test_the_full_check_says_what_is_damaged(window: Any) -> None:
    panel = window.rooms.settings.care
    click(panel, "check-all")
    assert panel.progress.doing.text() == "核对完了，全部完好。"
    blobs = window.front.desk._office.store.blobs
    path = blobs.path(blobs.all()[0])
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    click(panel, "check-all")
    assert "有问题" in panel.progress.doing.text()
    assert "×" in said(panel)


def test_passwords_are_changed_given_to_a_deputy_and_taken_back(
    window: Any, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = window.rooms.settings.keys
    told: list[str] = []

    def refused(box: dialogs.LineBox) -> int:
        for typed in ((PASSPHRASE, NEW, "别的"), (PASSPHRASE, "短", "短")):
            for line, text in zip(box._lines, typed, strict=True):
                line.setText(text)
            box.accept()
            told.append(box.told())
        return box.result()

    with monkeypatch.context() as patched:
        patched.setattr(dialogs.LineBox, "exec", refused)
        click(panel, "password")
    assert ["不一样" in told[0], "太弱" in told[1], len(room.told)] == [True, True, 0]
    answer(monkeypatch, PASSPHRASE, NEW, NEW)
    click(panel, "password")
    answer(monkeypatch, NEW, "副手的四个词", "副手的四个词")
    click(panel, "deputy")
    assert "deputy" in window.front.desk.keys.kinds()
    assert room.told == ["密码已修改。", "副手密码已设好。"]
    monkeypatch.setattr(dialogs.Box, "exec", once)
    click(panel, "remove-deputy")
    assert "deputy" not in window.front.desk.keys.kinds()
    assert not panel.findChild(QPushButton, "remove-deputy").isEnabled()


def test_whom_to_call_is_noted_of_an_office(window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = window.rooms.settings.offices
    answer(monkeypatch, "0572-1234567")
    click(panel, "phone")
    assert len(panel._rows) == 1


def test_a_village_looks_at_the_numbers_and_who_set_them(window: Any) -> None:
    window.shell.bring(window.rooms.settings)
    panel = window.rooms.settings.parameters
    panel._search.setText("报价")
    assert [known.key for known in panel._shown] == ["quotes.min"]
    assert "没有改过" in said(panel)
    panel._search.clear()
    line = next(n for n, known in enumerate(panel._shown) if known.key == "sign.tier.large")
    panel._table.setCurrentCell(line, 0)
    assert "示范镇" in said(panel)
    assert "2,000.00 元" in said(panel)


def test_a_township_sets_the_numbers_where_it_publishes_the_checklist(room: Any) -> None:
    tabs = room.window("township").rooms.settings.findChild(QTabWidget)
    assert "限额和期限" not in [tabs.tabText(place) for place in range(tabs.count())]


def test_the_sealing_key_and_the_master_key_are_renewed(
    window: Any, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, at = window.rooms.settings.keys, window.front.desk
    before = at.card.sealing
    answer(monkeypatch, "例行更换")
    click(panel, "renew-sealing")
    assert at.card.sealing != before
    assert "已更换" in room.told[-1]
    at.keys.change(PASSPHRASE, "副手的密码呀", deputy=True)
    answer(monkeypatch, "不对")
    click(panel, "renew-master")
    assert room.told[-1] == "wrong-passphrase"
    shown: list[str] = []

    def type_back(box: RecoveryBox) -> int:
        """Wrong at first, and right the second time."""
        box._typed.setText(shown[0] if shown else "0")
        shown.append(box.findChild(QLabel, "recovery-code").text())
        return 1

    monkeypatch.setattr(RecoveryBox, "exec", type_back)
    answer(monkeypatch, PASSPHRASE)
    click(panel, "renew-master")
    assert room.told[-2] == "recovery-code-mistyped"
    assert "副手密码要重新设置" in room.told[-1]
    assert "deputy" not in at.keys.kinds()
    at.begin("V33", "换主密钥以后")
    monkeypatch.setattr(RecoveryBox, "exec", lambda _box: 0)
    click(panel, "renew-master")
    assert "没有核对" in room.told[-1]
    monkeypatch.setattr(dialogs.LineBox, "exec", lambda _box: 0)
    told = len(room.told)
    click(panel, "renew-master")
    click(panel, "renew-sealing")
    assert len(room.told) == told
