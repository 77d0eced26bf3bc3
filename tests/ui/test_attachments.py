"""Attached files that are not what they should be, and papers that the printer does not take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from clerk_app import desk, photos
from clerk_app.desk import Sentence
from clerk_app.errors import IntegrityError
from ui import dialogs
from ui.photo_box import PhotoBox
from ui.preview import PreviewBox
from ui.widgets.files import FileStrip, Thumb

PAPER, PHOTO = "vote_record", "meeting_photo"
"""Materials of the vote: any paper, and photos."""


def picture(folder: Path, seed: int) -> Path:
    """A photo as a telephone writes it."""
    path = folder / f"{seed}.jpg"
    path.write_bytes(photos.draw_sample([path.name], seed, width=200))
    return path


@pytest.fixture
def window(voting: Any) -> Any:
    """The window at a matter before its vote."""
    made = voting.window("village")
    made.rooms.work.open(made.front.desk.matters()[0].id)
    QApplication.processEvents()
    return made


def attach(window: Any, kind: str, *paths: Path) -> list[Thumb]:
    """Files are taken in; their thumbnails."""
    page = window.rooms.matter
    page.attaching.emit(page._matter, page._step, kind, list(paths))
    QApplication.processEvents()
    strips = [each for each in page.findChildren(FileStrip) if each.material.id == kind and each.isVisible()]
    return strips[-1].findChildren(Thumb)


def test_a_damaged_photo_shows_that_it_cannot_be_opened_and_not_the_one_before(
    window: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, forms = window.rooms.matter, type(window.front.desk.forms)
    attach(window, PHOTO, picture(tmp_path, 1), picture(tmp_path, 2))
    bad, sound = page._files[1].sha256, forms.picture

    def damaged(at: Any, sha256: str, longest: int) -> Any:
        if sha256 == bad:
            raise IntegrityError("photo-damaged")
        return sound(at, sha256, longest)

    monkeypatch.setattr(forms, "picture", damaged)
    seen: list[str] = []

    def look(box: PhotoBox) -> int:
        box.show()
        assert not box._image.pixmap().isNull()
        qtbot.keyClick(box, Qt.Key.Key_Right)
        assert box._image.pixmap().isNull()
        seen.append(box._image.text())
        box.resize(box.width() + 20, box.height())
        QApplication.processEvents()
        assert box._image.text() == seen[0]
        qtbot.keyClick(box, Qt.Key.Key_Right)
        assert (box._image.pixmap().isNull(), box._image.text()) == (False, "")
        return 1

    monkeypatch.setattr(PhotoBox, "exec", look)
    page.viewing.emit(page._files[0])
    assert seen == ["打不开：这张照片已经损坏，或者没有拷贝完整\n请从手机里重新拷贝一次；还不行的，请重新拍一张。"]


def test_a_photo_of_a_paper_is_turned_by_its_key_and_a_pdf_is_not(window: Any, qtbot: Any, tmp_path: Path) -> None:
    page = window.rooms.matter
    sheet = next(file for file in window.front.desk.step(page._matter, "proposal").files if file.size)
    (tmp_path / "sheet.pdf").write_bytes(window.front.desk.file(sheet.sha256))
    photo, paper = attach(window, PAPER, picture(tmp_path, 1), tmp_path / "sheet.pdf")
    before = page._files
    assert [each._turn.isVisible() for each in (photo, paper)] == [True, False]
    qtbot.keyClick(paper, Qt.Key.Key_R)
    assert page._files == before
    qtbot.keyClick(photo, Qt.Key.Key_R)
    assert (page._files[0] != before[0], page._files[1:]) == (True, before[1:])


def test_a_document_is_refused_with_the_way_to_a_pdf(
    window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Sentence] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, said: told.extend(said))
    (tmp_path / "会议记录.docx").write_bytes(b"PK\x03\x04" + bytes(300))
    attach(window, PAPER, tmp_path / "会议记录.docx")
    (said,) = told
    assert "也不是 PDF" in said.what
    assert "JPEG、PNG 照片和 PDF" in said.fix
    assert "另存为 PDF" in said.fix


class Jammed(QPrinter):
    """A printer that takes one page."""

    def newPage(self) -> bool:
        """Out of paper."""
        return False


@pytest.mark.qt_log_ignore("QPainter::begin")
@pytest.mark.parametrize("fault", ["none", "off", "jammed"])
def test_what_the_printer_did_not_take_is_never_called_printed(
    voting: Any, window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    printer = (Jammed if fault == "jammed" else QPrinter)()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / ("gone/x.pdf" if fault == "off" else "x.pdf")))
    monkeypatch.setattr(PreviewBox, "_printer", lambda _box: printer)
    said: list[str] = []

    def use(box: PreviewBox) -> int:
        box.findChild(QPushButton, "print").click()
        said.append(box.said.text())
        return 1

    monkeypatch.setattr(PreviewBox, "exec", use)
    window.rooms.matter._menu.wanted.emit("summary")
    assert (said, voting.told) == ((["已送打印机。"], []) if fault == "none" else ([""], ["printer-failed"]))


def test_a_page_that_cannot_be_drawn_leaves_no_paper_half_printed(
    voting: Any, window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = tmp_path / "x.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(printed))
    monkeypatch.setattr(PreviewBox, "_printer", lambda _box: printer)
    said: list[str] = []

    def damaged(*_asked: Any) -> Any:
        raise IntegrityError("paper-damaged")

    def use(box: PreviewBox) -> int:
        monkeypatch.setattr(desk, "page_picture", damaged)
        box.findChild(QPushButton, "print").click()
        said.append(box.said.text())
        return 1

    monkeypatch.setattr(PreviewBox, "exec", use)
    window.rooms.matter._menu.wanted.emit("summary")
    assert (said, voting.told) == ([""], ["paper-damaged"])
    assert printer.paintEngine() is None or not printer.paintEngine().isActive()


@pytest.mark.parametrize("count", [12, 15])
def test_of_many_sentences_the_box_says_how_many_more_there_are(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    shown: list[dialogs.Box] = []
    monkeypatch.setattr(dialogs.Box, "exec", lambda box: shown.append(box) or 1)
    dialogs.tell(None, "没有办成", [Sentence("x", f"第 {n} 张照片", "", "", "") for n in range(count)])
    qtbot.addWidget(shown[0])
    told = [label.text() for label in shown[0].findChildren(QLabel)]
    assert sum(text.startswith("第 ") for text in told) == 12
    assert [text for text in told if text.startswith("另有")] == (["另有 3 处"] if count > 12 else [])
