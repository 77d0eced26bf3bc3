"""People, registers and rolls on their own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from clerk_app.crypto import Cost
from clerk_app.model import Registrant
from ui.pages.people import Everybody
from ui.people_boxes import PersonBox, RegistrantBox, RollBox, SigningPasswordBox

from .town import texts

QUICK = Cost(19 * 1024, 2, 1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are stretched as little as is allowed."""
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: QUICK))


@pytest.fixture
def page(room: Any) -> Any:
    """The people page of the village."""
    window = room.window("village")
    window.shell.bring(window.rooms.people)
    return window.rooms.people


def click(page: QWidget, name: str) -> None:
    page.findChild(QPushButton, name).click()


def fill_in(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], act: Any) -> None:
    """A box of that kind is filled in and its button pressed; the result is the box's own."""

    def run(box: Any) -> int:
        act(box)
        box.accept()
        return box.result()

    monkeypatch.setattr(kind, "exec", run)


def tick(box: PersonBox, *roles: str) -> None:
    for line in range(box._roles.count()):
        item = box._roles.item(line)
        wanted = item.data(Qt.ItemDataRole.UserRole) in roles
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)


def people(page: Any) -> dict[str, Any]:
    return {person.name: person for person in page._all.people}


def test_a_person_is_added_with_posts_kin_and_a_signing_password(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def act(box: PersonBox) -> None:
        box.accept()
        assert box.result() == 0
        box._name.setText(" 韩某 ")
        tick(box, "villager", "chair")
        box._kin.item(2).setCheckState(Qt.CheckState.Checked)
        box._key.setChecked(True)
        box._words._first.setText("韩某自己的密码")
        box._words._again.setText("别的")
        box.accept()
        assert box.result() == 0
        box._words._again.setText("韩某自己的密码")

    before = len(page._all.people)
    fill_in(monkeypatch, PersonBox, act)
    click(page, "add-person")
    added = people(page)["韩某"]
    assert len(page._all.people) == before + 1
    assert set(added.roles) == {"villager", "chair"}
    assert added.kin == ("p003",)
    assert added.key
    assert page._people.item(before, 3).text() == "本人密码"


def test_forbidden_posts_are_told_while_they_are_chosen(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def act(box: PersonBox) -> None:
        box._name.setText("韩某")
        tick(box, "head", "supervisor_head")
        seen.append(box._told.text())
        assert not box.accept_button.isEnabled()
        tick(box, "head")
        assert box.accept_button.isEnabled()

    fill_in(monkeypatch, PersonBox, act)
    click(page, "add-person")
    assert "不能" in seen[0]
    assert "第三十七条" in seen[0]
    assert people(page)["韩某"].roles == ("head",)


def test_a_person_is_changed_leaves_comes_back_and_sets_a_password(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page._people.setCurrentCell(2, 0)
    known = page._all.people[2]

    def rename(box: PersonBox) -> None:
        box._name.setText(" ")
        box.accept()
        assert (box.result(), box.told()) == (0, "请填姓名。")
        box._name.setText("丁某")

    fill_in(monkeypatch, PersonBox, rename)
    click(page, "edit-person")
    assert (page._all.people[2].name, page._all.people[2].roles) == ("丁某", known.roles)
    for sure, active, word in ((False, True, "登记离任"), (True, False, "恢复任职"), (False, True, "登记离任")):
        monkeypatch.setattr("ui.dialogs.confirm", lambda *_, sure=sure: sure)
        click(page, "leave")
        assert page._all.people[2].active is active
        assert page.findChild(QPushButton, "leave").text() == word

    def type_twice(box: SigningPasswordBox) -> None:
        for first, again, fault in (("", "", "太弱"), ("1", "1", "太弱"), ("丁某自己的密码", "丁某的密码", "不一样")):
            box._words._first.setText(first)
            box._words._again.setText(again)
            box.accept()
            assert (box.result(), fault in box._words._fault.text()) == (0, True)
        assert "强度" in box._words._strength.text()
        box._words._again.setText("丁某自己的密码")

    fill_in(monkeypatch, SigningPasswordBox, type_twice)
    click(page, "set-key")
    assert page._all.people[2].key not in ("", known.key)


def test_names_of_a_register_are_added_and_struck_out(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page._tabs.setCurrentIndex(1)

    def act(box: RegistrantBox) -> None:
        box._name.setText("乙公司")
        box._until.setText("2027-01-01")

    before = page._names.rowCount()
    fill_in(monkeypatch, RegistrantBox, act)
    click(page, "add-name")
    line = next(n for n in range(before + 1) if page._names.item(n, 0).text() == "乙公司")
    assert [page._names.item(line, column).text() for column in (2, 3)] == ["2027-01-01", "在册"]
    page._names.setCurrentCell(line, 0)
    fill_in(monkeypatch, RegistrantBox, lambda box: box._active.setChecked(False))
    click(page, "edit-name")
    assert page._names.item(line, 3).text() == "已划掉"
    assert Registrant("vendors", "乙公司", "", "2027-01-01", active=False) in page._all.registers["vendors"]


def test_a_roll_is_a_number(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def act(box: RollBox) -> None:
        box._body.setCurrentIndex(box._body.findData("group"))
        for wrong in ("viele", "①", "1,5"):
            box._members.setText(wrong)
            box.accept()
            assert box.result() == 0
        box._members.setText("25")

    fill_in(monkeypatch, RollBox, act)
    click(page, "set-roll")
    assert page._all.rolls["group"] == 25


def test_an_empty_tab_says_what_to_do_until_there_is_something(page: Any) -> None:
    nothing = Everybody(page._all.people, page._all.roles, {}, {})
    page._show(nothing)
    page._tabs.setCurrentIndex(1)
    assert "请按“添加”" in texts(page)
    page._tabs.setCurrentIndex(2)
    assert "请按“登记人数”" in texts(page)
    page._show(replace(nothing, registers={"vendors": [Registrant("vendors", "乙公司")]}, rolls={"group": 25}))
    assert "请按“登记人数”" not in texts(page)
    page._tabs.setCurrentIndex(1)
    assert "请按“添加”" not in texts(page)


def test_a_township_has_no_rolls_of_a_villages_bodies(room: Any) -> None:
    window = room.window("township")
    window.shell.bring(window.rooms.people)
    tabs = window.rooms.people._tabs
    assert [tabs.tabText(place) for place in range(tabs.count())] == ["人员", "名录"]
