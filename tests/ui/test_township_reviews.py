"""The review queue in the window: read, filled in, approved, sent back and asked about by an official."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from clerk_app import photos
from clerk_app.crypto import Cost
from clerk_app.desk import open_office
from clerk_app.desk.demo import Play
from clerk_app.model import Person
from ui.decide_box import DecideBox
from ui.look import Look
from ui.picture_box import PictureBox
from ui.replace_box import ReplaceKeyBox

from .conftest import Inline, Later, Room, hear, once
from .town import PASSPHRASE, VILLAGE, buttons, press, texts

OWN = "项目办本人的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)


@pytest.fixture(scope="session")
def before_filing(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Path:
    """A small-works matter that waits for the township's filing, reported; officials have keys of their own."""
    folder = tmp_path_factory.mktemp("window-filing") / "offices"
    shutil.copytree(founded, folder)
    village = open_office(folder / "village", passphrase=PASSPHRASE)
    Play(village, PASSPHRASE, lambda line: None).perform(last="filing_request")
    township = open_office(folder / "township", passphrase=PASSPHRASE)
    township.add_person("李某", ("township_project",), passphrase=OWN, cost=QUICK)
    township.receive([Path(village.export(folder).path)])
    village.close()
    township.close()
    return folder


@pytest.fixture
def filing(before_filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Room]:
    """A fresh copy of it with the boxes that tell things listened to."""
    shutil.copytree(before_filing, tmp_path / "offices")
    room = Room(tmp_path / "offices", Inline())
    hear(monkeypatch, room.told)
    yield room
    room.close()


def deciding(monkeypatch: pytest.MonkeyPatch, text: str, passphrase: str = OWN) -> None:
    """Every decision is filled in like this by the first official and confirmed."""

    def fill(box: DecideBox) -> int:
        box._text.setPlainText(text)
        box._passphrase.setText(passphrase)
        return once(box)

    monkeypatch.setattr(DecideBox, "exec", fill)


def slip(folder: Path) -> Path:
    """A photo of the filing slip."""
    path = folder / "slip.jpg"
    path.write_bytes(photos.draw_sample(["备案单"], 7, width=1200))
    return path


def test_a_step_is_read_filled_in_and_approved(filing: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    assert page.queue.texts(0)[0] == "甲村村道路面修复\n甲村 · 乡镇审核备案"
    (approve,) = buttons(page, "approve")
    assert not approve.isEnabled()
    page.findChild(QLineEdit, "field-filing_no").setText("镇备〔2026〕31 号")
    editor = page._form._editors["filing_opinion"]
    editor.show("同意备案。")
    page.attaching.emit(page._view.row, "filing_slip", [slip(tmp_path)])
    page._look()
    assert approve.isEnabled()
    assert "可以同意" in texts(page)
    seen: list[str] = []
    monkeypatch.setattr(PictureBox, "exec", lambda box: seen.append(box.windowTitle()))
    page.file_wanted.emit(page._files[0])
    assert seen == ["附件"]
    deciding(monkeypatch, "", "不对的密码")
    press(page, "approve")
    assert filing.told == ["wrong-signing-password"]
    deciding(monkeypatch, "同意备案")
    press(page, "approve")
    assert page.queue.model().rowCount() == 0
    assert "没有等镇里审的事项" in texts(page)
    (decision,) = window.front.desk.reviews.decided()
    assert (decision.verdict, decision.name, decision.text) == ("approve", "李某", "同意备案")


def test_of_many_photos_those_are_attached_that_came_before_it_was_called_off(
    filing: Room, tmp_path: Path, impatient: list[str]
) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    (tmp_path / "note.txt").write_text("不是照片", encoding="utf-8")
    page.attaching.emit(page._view.row, "filing_slip", [tmp_path / "note.txt", slip(tmp_path)])
    assert page._files == ()
    assert not page.attaching_line.isVisible()
    assert len(filing.told) == 1


def opinion(page: Any) -> str:
    """What stands in the form and beside it."""
    return str(page._form.values().get("filing_no", ""))


@pytest.mark.parametrize("way", ["lock", "another look", "pause"])
def test_what_an_official_typed_is_kept_and_found_again(filing: Room, tmp_path: Path, way: str) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    page.findChild(QLineEdit, "field-filing_no").setText("镇备〔2026〕31 号")
    page.attaching.emit(page._view.row, "filing_slip", [slip(tmp_path)])
    page._form.findChild(QLineEdit, "field-filing_no").setText("镇备〔2026〕32 号")
    if way == "lock":
        window.lock()
        window.opening.unlock(str(filing.folder / "township"), PASSPHRASE)
    elif way == "another look":
        window.wear(Look())
    else:
        page._look()
        page._view = None
    window.shell.go(2)
    page = window.rooms.reviews
    page._choose(page.queue.key())
    assert (opinion(page), len(page._files)) == ("镇备〔2026〕32 号", 1)
    assert "找到没办完的草稿" in texts(page)
    press(page, "discard")
    assert (opinion(page), page._files) == ("", ())
    row = page._view.row
    assert not window.front.desk.reviews.look(row.code, row.matter, row.step, slot=row.slot, drafted=True).kept


@pytest.mark.parametrize("way", ["lock", "elsewhere"])
def test_files_that_come_late_are_kept_for_their_case(filing: Room, tmp_path: Path, way: str) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page, now = window.rooms.reviews, window.front._runner
    row = page._view.row
    window.front._runner = later = Later()
    page.attaching.emit(row, "filing_slip", [slip(tmp_path)])
    if way == "lock":
        window.lock()
    else:
        page._view = None
    later.go()
    window.front._runner = now
    if way == "lock":
        window.opening.unlock(str(filing.folder / "township"), PASSPHRASE)
    view = window.front.desk.reviews.look(row.code, row.matter, row.step, slot=row.slot, drafted=True)
    assert [file.kind for file in view.files] == ["filing_slip"]


def test_a_draft_ends_with_the_decision(filing: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    page.findChild(QLineEdit, "field-filing_no").setText("镇备〔2026〕31 号")
    page._look()
    at = window.front.desk
    assert at._office.store.drafts.items()
    deciding(monkeypatch, "请补材料")
    press(page, "send-back")
    assert (filing.told, at._office.store.drafts.items()) == ([], [])


def test_what_was_done_before_is_read_step_by_step(filing: Room) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    steps = next(box for box in page.findChildren(QComboBox) if box.accessibleName() == "步骤")
    assert steps.count() > 5
    before = texts(page)
    steps.setCurrentIndex(0)
    assert texts(page) != before
    press(page, "matter")
    assert window.rooms.village_matters.isVisible()
    assert window.rooms.village_matters.matters.key() == page._view.row.matter


def test_a_step_is_sent_back_and_asked_about(filing: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    deciding(monkeypatch, "")
    press(page, "send-back")
    assert filing.told != []
    deciding(monkeypatch, "预算和结算对不上，请核对后再报")
    press(page, "ask")
    (row,) = window.front.desk.reviews.decided(VILLAGE)
    assert (row.verdict, row.text) == ("ask", "预算和结算对不上，请核对后再报")
    monkeypatch.setattr(DecideBox, "exec", lambda box: 0)
    assert len(window.front.desk.reviews.decided()) == 1


def test_attachments_are_taken_away_again(filing: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(slip(tmp_path))], ""))
    press(page, "add-filing_slip")
    (file,) = page._files
    page._remove(file)
    assert page._files == ()
    window.lock()
    assert page._view is None


def replacing(monkeypatch: pytest.MonkeyPatch, cause: str, since: int = 0) -> None:
    """The box in which a key is replaced is filled in by the keyboard's order of its lines, and confirmed."""

    def fill(box: ReplaceKeyBox) -> int:
        box.accept()
        assert box.result() == 0  # no reason yet
        box._cause.setCurrentIndex(box._cause.findData(cause))
        box._reason.setText("说明")
        if cause == "left":
            box._heir.setCurrentIndex(1)
        elif since:
            box._since.setCurrentIndex(since)
            assert box._word.isHidden()  # it was the key before the present one
        else:
            box.accept()
            assert box.result() == 0  # no password yet
            for line in (box._words._first, box._words._again):
                line.setText("项目办的新密码")
        assert [part.isHidden() for part in box._parts.values()] == [cause != "left", cause != "stolen"]
        box.accept()
        return box.result()

    monkeypatch.setattr(ReplaceKeyBox, "exec", fill)


def test_an_officials_key_is_replaced_on_the_page_of_people(filing: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: QUICK))
    window = filing.window("township")
    at = window.front.desk
    row = at.reviews.queue()[0]
    asked = at.reviews.ask(row.code, row.matter, row.step, person="p002", passphrase=OWN, text="问一句")
    window.shell.bring(window.rooms.people)
    page = window.rooms.people
    page._people.setCurrentCell(1, 0)
    (button,) = buttons(page, "set-key")
    assert button.text() == "更换签字密钥"
    before = at.people()[1].key
    replacing(monkeypatch, "forgotten")
    button.click()
    assert filing.told == ["以前签的 1 条照样算数。"]
    assert at.people()[1].key not in ("", before)
    replacing(monkeypatch, "stolen", since=1)
    button.click()
    assert "不算数的有 1 条" in filing.told[-1]
    assert [(row.entry, row.counts) for row in at.trust.decided_by("p002")] == [(asked, False)]
    replacing(monkeypatch, "left")
    button.click()
    people = {person.id: person for person in at.people()}
    assert (people["p002"].active, people["p002"].key) == (False, "")
    assert "township_project" in people["p001"].roles
    assert button.text() == "设置签字密码"


def test_where_no_official_is_on_the_list_the_box_says_so(qtbot: Any) -> None:
    nobody = DecideBox(None, "同意", (), reason="意见")
    somebody = DecideBox(None, "同意", (Person("p1", "张某", ("filing",)),), reason="意见")
    for box in (nobody, somebody):
        qtbot.addWidget(box)
        box.show()
    assert not nobody.accept_button.isEnabled()
    assert "请先在“人员与职务”登记" in texts(nobody)
    assert somebody.accept_button.isEnabled()
    assert "请先" not in texts(somebody)


@pytest.mark.parametrize("wide", [1000, 1400])
def test_an_empty_queue_has_the_whole_width(filing: Room, wide: int) -> None:
    window = filing.window("township")
    window.shell.go(2)
    page = window.rooms.reviews
    window.shell.resize(wide, 760)
    assert "甲村村道路面修复" in texts(page)
    assert page.queue.width() < 0.6 * page.width()
    rows = list(page._rows.values())
    page._show(())
    assert "没有等镇里审的事项" in texts(page)
    assert page.queue.width() > 0.9 * page.width()
    page._show(rows)
    assert "甲村村道路面修复" in texts(page)
    assert page.queue.width() < 0.6 * page.width()
