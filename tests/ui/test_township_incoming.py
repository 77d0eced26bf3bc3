"""The township's first page: bundles by button, folder and drop; verdicts, refused entries, quarantine, receipts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPlainTextEdit, QPushButton

from clerk_app import workflow
from clerk_app.desk import ArrivalRow, open_office
from clerk_app.model import Complete
from ui import dialogs
from ui.jobs import Watch
from ui.letter_box import LetterBox
from ui.original_box import OriginalBox
from ui.pages.incoming import Standing

from ..stopwatch import quickest

PASSPHRASE = "四个词的密码"


def button(page: Any, name: str) -> QPushButton:
    """The one button of that name, once those that were taken away are gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (found,) = [each for each in page.findChildren(QPushButton) if each.objectName() == name]
    return found


def texts(page: Any) -> str:
    """Everything that stands on labels that are shown."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def forge(village: Any) -> None:
    """A step past the rules, signed with the right key."""
    matter = village.begin("V33", "张某低保申请")
    assert village._office.matter(matter) is not None
    step = Complete(matter=matter, step="discovery", visit=1, on=village.day(), fields={}, files=(), late_reason="")
    village._office.write(workflow.draft_of(step))


def sent(room: Any, folder: Path, *, forged: bool = False) -> Path:
    """A bundle of the village in a folder."""
    folder.mkdir(exist_ok=True)
    village = open_office(room.folder / "village", passphrase=PASSPHRASE)
    if forged:
        forge(village)
    else:
        village.begin("V33", "李某低保申请")
    path = Path(village.export(folder).path)
    village.close()
    return path


def changed(path: Path) -> Path:
    """The same file with one byte changed."""
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(bytes(raw))
    return path


def test_bundles_come_in_by_file_by_folder_and_by_drop(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("township")
    page = window.rooms.incoming
    assert "没有包" in texts(page)
    first = sent(room, tmp_path / "a")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(first)], ""))
    button(page, "receive").click()
    assert page.arrivals.texts(0)[:2] == ["甲村", "000001"]
    assert page.arrivals.texts(0)[3:] == ["✓ 相符", "第一个包", page.arrivals.texts(0)[5], "有效"]
    sent(room, tmp_path / "b")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "b"))
    button(page, "receive-folder").click()
    assert page.arrivals.texts(0)[4] == "接 000001"
    third = sent(room, tmp_path / "c")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(third)), QUrl.fromLocalFile(str(first))])
    buttons, keys, move = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), move, data, buttons, keys)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(5, 5), move, data, buttons, keys))
    assert page.strip.doing.text() == "收下 1 个包，以前收过 1 个。"
    assert page.arrivals.model().rowCount() == 3
    nothing = QMimeData()
    plain = QDragEnterEvent(QPoint(5, 5), move, nothing, buttons, keys)
    plain.setAccepted(False)
    page.dragEnterEvent(plain)
    assert not plain.isAccepted()


def test_a_refused_entry_is_shown_as_it_was_signed_and_returned_with_words(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("township")
    page = window.rooms.incoming
    window.rooms.bundles.receive([sent(room, tmp_path / "a", forged=True)])
    assert page.arrivals.texts(0)[5:] == ["1 条不合规", "有效，退回 1 条"]
    assert "张某低保申请 · " in texts(page.detail)
    shown: list[str] = []
    monkeypatch.setattr(
        OriginalBox,
        "exec",
        lambda box: shown.extend(each.toPlainText() for each in box.findChildren(QPlainTextEdit)),
    )
    button(page, "original").click()
    assert len(shown) == 3
    assert '"step": "discovery"' in "".join(shown)
    said: list[str] = []
    monkeypatch.setattr(LetterBox, "exec", lambda box: said.append(box.answer()[0]) or 1)
    button(page, "return").click()
    (letter,) = window.front.desk.letters.all()
    assert letter.text == said[0]
    assert "张某低保申请" in letter.text
    assert letter.matter
    assert letter.form == "message"
    monkeypatch.setattr(LetterBox, "exec", lambda box: 0)
    button(page, "return").click()
    assert len(window.front.desk.letters.all()) == 1


def test_quarantine_tells_why_is_tried_again_and_copied_out(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("township")
    page = window.rooms.incoming
    bad = changed(sent(room, tmp_path / "a"))
    window.rooms.bundles.receive([bad])
    assert page.arrivals.texts(0)[0::6] == ["不明", "无效：内容被改动或损坏"]
    assert page.arrivals.texts(0)[3] == "× 不符"
    assert "不会删除" in texts(page.detail)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    button(page, "save").click()
    (copied,) = tmp_path.glob("*.cwb")
    assert copied.read_bytes() == bad.read_bytes()
    assert room.told[-1] == f"已导出：{copied.name}"
    button(page, "retry").click()
    assert page.strip.doing.text() == "无效 1 个。"
    window.rooms.bundles.receive([sent(room, tmp_path / "b")])
    period = page.findChild(QComboBox, "period")
    for place, rows in ((period.findText("隔离区"), 1), (1, 2)):
        period.setCurrentIndex(place)
        period.activated.emit(place)
        assert page.arrivals.model().rowCount() == rows


def test_receipts_for_all_villages_are_written_with_one_button(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = room.window("township")
    page = window.rooms.incoming
    window.rooms.bundles.receive([sent(room, tmp_path / "a")])
    reply = button(page, "reply")
    assert reply.text() == "签发回执 · 1 村"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    reply.click()
    (written,) = tmp_path.glob("*.cwb")
    assert "甲村 000002" in page.strip.doing.text()
    village = open_office(room.folder / "village", passphrase=PASSPHRASE)
    village.receive([written])
    assert village.outbox()[0].state == "receipted"
    village.close()
    # Now all is confirmed: who writes them once more is asked first.
    assert reply.text() == "签发回执 · 0 村"
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _parent, title, *_: bool(asked.append(title)))
    reply.click()
    assert (asked, len(list(tmp_path.glob("*.cwb")))) == (["都已确认"], 1)
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    reply.click()
    assert len(list(tmp_path.glob("*.cwb"))) == 2
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    button(page, "reply-mail").click()
    assert list(tmp_path.glob("*.eml")) == []


def test_a_village_is_told_that_all_is_confirmed(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    village, township = room.window("village"), room.window("township")
    for place in ("up", "down"):
        (tmp_path / place).mkdir()
    village.rooms.bundles.export(tmp_path / "up", "usb")
    township.rooms.bundles.receive([tmp_path / "up"])
    township.rooms.bundles.export(tmp_path / "down", "usb")
    village.rooms.bundles.receive([tmp_path / "down"])
    village.shell.bring(village.rooms.exchange)
    page = village.rooms.exchange
    assert "双方都已确认" in texts(page)
    assert "没有新的内容要报" in texts(page)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "up"))
    monkeypatch.setattr(dialogs, "confirm", lambda *_: False)
    button(page, "export").click()
    assert page.bundles.model().rowCount() == 1
    village.rooms.bundles.export(tmp_path / "up", "usb")
    assert room.told == ["all-confirmed"]
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    button(page, "export").click()
    assert page.bundles.model().rowCount() == 2
    village.front.desk.hand(2)
    village.front.changed()
    assert page.bundles.texts(0)[-1] == "✓ 只有确认，不等回执"


def test_receiving_is_stopped_and_goes_on_later(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("township")
    page = window.rooms.incoming
    with monkeypatch.context() as stopped:
        stopped.setattr(Watch, "stopped", lambda self: True)
        window.rooms.bundles.receive([sent(room, tmp_path / "a")])
    assert page.strip.doing.text() == "还有 1 个没看。"
    assert page.arrivals.model().rowCount() == 0
    button(page, "more").click()
    assert page.arrivals.model().rowCount() == 1
    assert room.told == []
    window.rooms.bundles.stop()


def test_without_villages_the_page_says_what_to_do(room: Any) -> None:
    window = room.window("township")
    page = window.rooms.incoming
    for _ in range(2):
        page._show_standing(Standing((), 0, 0, at_rest=True))
        page._show(())
        assert "还没有登记村。请村里带着登记申请" in texts(page)
        assert "都报过了" not in texts(page)
        page.same(part="standing")
    assert button(page, "enrol-first").isVisible()
    assert not button(page, "reply").isEnabled()
    page.received([])
    assert page.strip.doing.text() == "这里没有找到包。"
    page.replied([])
    assert page.strip.doing.text() == "没有要发的内容。"


def test_a_thousand_bundles_are_shown_searched_and_sorted_at_once(room: Any) -> None:
    window = room.window("township")
    page = window.rooms.incoming
    rows = [
        ArrivalRow(
            id=f"{number:064d}",
            code=f"330502999{201 + number % 34}",
            name=f"{number % 34}村",
            number=number,
            on="2026-11-26",
            state="filed" if number % 9 else "held",
            signature="valid" if number % 9 else "unknown",
            standing=("first", "follows", "skipped", "gap", "fork", "")[number % 6],
            beside=number,
            missing=range(number % 3),
            accepted=number % 5,
            refused=0,
            held=number % 2,
            called="" if number % 9 else "aside.unknown-sender",
        )
        for number in range(1000)
    ]
    listed = page.arrivals

    def shown() -> None:
        page._show(rows)
        QApplication.processEvents()

    def found() -> int:
        listed.search("")
        listed.search("33村")
        QApplication.processEvents()
        return listed.model().rowCount()

    def sorted_anew() -> None:
        listed.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        listed.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        QApplication.processEvents()

    assert quickest(shown, 0.3)[0] < 0.3
    spent, few = quickest(found, 0.3)
    assert spent < 0.3
    listed.search("")
    assert quickest(sorted_anew, 0.3)[0] < 0.3
    assert few == 29
    assert page.arrivals.texts(0)[1] == "000999"
    chosen = page.arrivals.key()
    page.arrivals.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert page.arrivals.key() == chosen
    assert page.arrivals.model().headerData(0, Qt.Orientation.Vertical) is None
    assert page.arrivals.model().data(page.arrivals.model().index(0, 0), Qt.ItemDataRole.DecorationRole) is None


def test_what_was_copied_before_stays_where_it_was(room: Any, tmp_path: Path) -> None:
    source = sent(room, tmp_path / "a")
    before = source.read_bytes()
    shutil.copyfile(source, tmp_path / "kept.cwb")
    window = room.window("township")
    window.rooms.bundles.receive([tmp_path])
    assert (tmp_path / "kept.cwb").read_bytes() == before
