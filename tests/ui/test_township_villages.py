"""All villages at a glance, one in full, its matters to read, its warnings, letters and spot checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QFileDialog, QPlainTextEdit

from clerk_app import photos
from clerk_app.desk import Desk
from clerk_app.model import Field, FieldKind, FileRef
from ui import dialogs
from ui.draw_box import DrawBox
from ui.original_box import OriginalBox
from ui.picture_box import PictureBox
from ui.widgets.record import in_words

from ..working import forge
from .conftest import once
from .town import PASSPHRASE, VILLAGE, buttons, press, report, texts, writing


def petition(village: Desk, order_no: str) -> None:
    """A petition of one who turned to several places is registered."""
    matter, day = village.begin("V39", f"工单 {order_no}"), village.day()
    fields = {
        "source": "12345",
        "order_no": order_no,
        "petitioner": "王某",
        "accusation": False,
        "sealed": False,
        "due_on": "2099-01-01",
    }
    paper = village.attach(photos.draw_sample(["工单"], 3, width=1200), "order_paper", photo=True)
    content: dict[str, Any] = {"fields": fields, "files": (paper,), "on": day}
    clerk = next(person.id for person in village.people() if "clerk" in person.roles)
    village.sign_with_key(matter, "register", "clerk", clerk, PASSPHRASE, **content)
    village.complete(matter, "register", **content)


def petitions(village: Desk) -> None:
    """Two of them, which is worth a warning."""
    petition(village, "1")
    petition(village, "2")


def warned(room: Any, folder: Path) -> Any:
    """A township's window after a warning has come."""
    window = room.window("township")
    window.rooms.bundles.receive([report(room, folder, petitions)])
    return window


def test_a_village_is_seen_in_full_and_its_filter_and_search_work(room: Any, tmp_path: Path) -> None:
    window = room.window("township")
    window.shell.go(1)
    page = window.rooms.villages
    assert page.villages.texts(0)[:3] == ["甲村", "从未上报", "没报"]
    assert "没有收到的" in texts(page)
    window.rooms.bundles.receive([report(room, tmp_path / "a", petitions)])
    window.shell.go(1)
    assert page.villages.texts(0)[1] == "今天"
    shown = texts(page)
    assert "最近上报" in shown
    assert "000001" in shown
    which = page.findChild(QComboBox, "which")
    for place, count in enumerate((1, 1, 0, 0, 1)):
        which.setCurrentIndex(place)
        which.activated.emit(place)
        assert page.villages.model().rowCount() == count, which.currentText()
    page.show_village(VILLAGE)
    page._search.setText("乙")
    assert page.villages.model().rowCount() == 0
    page._search.setText("甲")
    assert page.villages.key() == VILLAGE


def test_letters_orders_and_a_telephone_number_from_the_village(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("township")
    window.shell.go(1)
    page = window.rooms.villages
    writing(monkeypatch, "请说明公开为什么晚了", "2099-01-31")
    press(page, "order")
    writing(monkeypatch, "下周来镇里开会")
    press(page, "message")
    assert [row.form for row in window.front.desk.letters.all()].count("order") == 1
    assert "没答复的督办" in texts(page)
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda box: ["0571-0000000"])
    press(page, "phone")
    assert [gap.phone for gap in window.front.desk.gaps()] == ["0571-0000000"]
    assert "还不知道文书是谁 · 0571-0000000" in texts(page)


def test_a_village_s_matter_is_read_with_flow_content_and_entries(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = voting.window("township")
    window.rooms.bundles.receive([report(voting, tmp_path / "a", petitions)])
    window.shell.go(1)
    press(window.rooms.villages, "matters")
    page = window.rooms.village_matters
    assert page.isVisible()
    assert page.title.text() == "甲村的事项"
    assert page.matters.model().rowCount() == 3
    page._search.setText("工单 1")
    page.refresh()
    assert page.matters.model().rowCount() == 1
    assert "王某" in texts(page)
    page._show_step("refer")
    shown: list[str] = []
    monkeypatch.setattr(PictureBox, "exec", lambda box: shown.append(box.windowTitle()))
    page._show_step("register")
    press(page, "file")
    assert shown == ["附件"]
    monkeypatch.setattr(
        OriginalBox, "exec", lambda box: shown.extend(e.toPlainText() for e in box.findChildren(QPlainTextEdit))
    )
    press(page, "original")
    assert len(shown) == 4
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x.pdf"), ""))
    window.rooms.reading._show(FileRef("a" * 64, 3, "paper"), b"%PDF")
    assert (tmp_path / "x.pdf").read_bytes() == b"%PDF"
    page._search.setText("没有这样的事")
    page.refresh()
    assert "没有找到事项" in texts(page)
    press(page, "back")
    assert window.rooms.villages.isVisible()


def forged(village: Desk) -> None:
    """A petition is registered, and nobody signed it."""
    forge(village, village.begin("V39", "工单 1"), given={"petitioner": "赵某"})


def test_what_was_refused_is_read_in_its_step(room: Any, tmp_path: Path) -> None:
    window = room.window("township")
    window.rooms.bundles.receive([report(room, tmp_path / "a", forged)])
    page = window.rooms.village_matters
    window.rooms.overseeing.open(VILLAGE, "甲村")
    assert "办过，没有收下" in texts(page)
    assert "赵某" in texts(page._content)


def test_a_warning_is_noted_asked_about_and_made_an_order(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = warned(room, tmp_path / "a")
    window.shell.go(3)
    page = window.rooms.orders
    assert page.warnings.texts(0) == ["甲村\n同一个人向好几处反映", "没看过"]
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda box: ["问过村里，两件不是一回事"])
    press(page, "see")
    assert page.warnings.texts(0)[1] == "看过了"
    assert "两件不是一回事" in texts(page)
    writing(monkeypatch, "请说明")
    press(page, "ask")
    assert page.warnings.texts(0)[1] == "问过村"
    writing(monkeypatch, "限期说明", "2099-01-31")
    press(page, "order")
    assert "限期说明" in texts(page)
    writing(monkeypatch, "限期说明", "")
    press(page, "order")
    assert room.told == ["order-without-day"]
    which = page.findChild(QComboBox, "which")
    counts = []
    for place in range(3):
        which.setCurrentIndex(place)
        which.activated.emit(place)
        counts.append(page._letters.count() - 1)
    assert counts == [1, 1, 2]
    page.matter_wanted.emit(VILLAGE, "甲村", page._rows[page.warnings.key()].warning.matters[0])
    assert window.rooms.village_matters.isVisible()


def test_what_was_sent_back_is_explained(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app import workflow
    from clerk_app.model import Complete

    def forge(village: Desk) -> None:
        matter = village.begin("V33", "张某低保申请")
        assert village._office.matter(matter) is not None
        done = Complete(matter=matter, step="discovery", visit=1, on=village.day(), fields={}, files=(), late_reason="")
        village._office.write(workflow.draft_of(done))

    window = room.window("township")
    window.rooms.bundles.receive([report(room, tmp_path / "a", forge)])
    window.shell.go(3)
    page = window.rooms.orders
    writing(monkeypatch, "请补填后重新上报")
    (explain,) = buttons(page, "explain")
    explain.click()
    (letter,) = window.front.desk.letters.all()
    assert (letter.text, bool(letter.matter)) == ("请补填后重新上报", True)


def test_a_spot_check_is_drawn_compared_and_noted(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = warned(room, tmp_path / "a")
    window.shell.go(5)
    page = window.rooms.spot_checks
    assert "还没有抽过" in texts(page)

    def fill(box: DrawBox) -> int:
        box._count.setValue(1)
        box._seed.setText("20261126")
        return 1

    monkeypatch.setattr(DrawBox, "exec", fill)
    press(page, "draw")
    assert page.draws.texts(0)[1:] == ["事项 1 个", "0 / 1"]
    assert "20261126" in texts(page)
    press(page, "redo")
    assert "一样" in room.told[-1]
    writing(monkeypatch, "材料不全", "2099-01-31")
    press(page, "find")
    assert page.draws.texts(0)[2] == "1 / 1"
    assert "整改还有" in texts(page)
    page.matter_wanted.emit(VILLAGE, "甲村", "")
    assert window.rooms.village_matters.isVisible()


def test_values_are_read_as_people_write_them() -> None:
    name = Field(id="name", label="姓名", kind=FieldKind.TEXT)
    table = Field(id="t", label="表", kind=FieldKind.TABLE, columns=(name,))
    money = Field(id="m", label="金额", kind=FieldKind.MONEY)
    yes, who = Field(id="y", label="是", kind=FieldKind.YES), Field(id="p", label="人", kind=FieldKind.PERSON)
    people = {"p1": "张某"}
    told = [
        in_words(table, [{"name": "张某"}, {"name": "李某"}], people),
        in_words(money, 1234567, people),
        in_words(yes, True, people),
        in_words(yes, False, people),
        in_words(who, "p1", people),
        in_words(who, "p9", people),
    ]
    assert told == ["姓名 张某\n姓名 李某", "12,345.67 元", "是", "否", "张某", "p9"]


def test_a_picture_is_shown_in_its_box(qtbot: Any) -> None:
    box = PictureBox(None, QPixmap(40, 20))
    qtbot.addWidget(box)
    assert box.accept_button.text() == "关闭"
