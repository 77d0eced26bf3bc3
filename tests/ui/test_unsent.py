"""A lock takes no words away: what stood in an open box stands there again, and no password is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from clerk_app import report
from clerk_app.errors import SurroundingsError
from ui import dialogs
from ui.dialogs import Box, LineBox
from ui.preview import PreviewBox

PASSPHRASE = "四个词的密码"


def again(room: Any, window: Any) -> None:
    """The same window after the password was typed."""
    window.opening.unlock(str(room.folder / "village"), PASSPHRASE)
    assert window.front.at is not None


def opened(window: Any, title: str) -> LineBox:
    """A box with a line and a password."""
    box = LineBox(window.shell, title, ["说明", "密码"], hidden=(1,))
    box.show()
    return box


def test_what_was_typed_into_a_box_is_there_after_the_lock(room: Any) -> None:
    window = room.window("village")
    box = opened(window, "问")
    box.findChildren(QLineEdit)[0].setText("写了一半的话")
    box.findChildren(QLineEdit)[1].setText("秘密")
    window.lock(by_idleness=True)
    assert not box.isVisible()
    assert Box.unsent == {}
    again(room, window)
    assert "秘密" not in str(window.front.desk.forms.unsent())
    other, same = opened(window, "别的"), opened(window, "问")
    assert other.answers() == ["", ""]
    assert same.answers() == ["写了一半的话", ""]
    same.close()
    assert opened(window, "问").answers() == ["", ""]


def test_what_was_kept_and_not_asked_for_outlives_another_lock(room: Any) -> None:
    window = room.window("village")
    opened(window, "问").findChildren(QLineEdit)[0].setText("话")
    window.lock()
    again(room, window)
    window.lock()
    again(room, window)
    assert opened(window, "问").answers() == ["话", ""]
    window.lock()
    again(room, window)
    assert window.front.desk.forms.unsent() != {}
    opened(window, "问").findChildren(QLineEdit)[0].clear()
    window.lock()
    again(room, window)
    assert window.front.desk.forms.unsent() == {}


def test_a_line_that_is_filled_already_is_left_alone(room: Any) -> None:
    window = room.window("village")
    opened(window, "问").findChildren(QLineEdit)[0].setText("旧")
    window.lock()
    again(room, window)
    box = LineBox(window.shell, "问", ["说明", "密码"], hidden=(1,))
    box.findChildren(QLineEdit)[0].setText("新")
    box.show()
    assert box.answers() == ["新", ""]


def test_a_lock_closes_a_choice_of_files(room: Any, tmp_path: Path, qtbot: Any) -> None:
    window = room.window("village")
    QTimer.singleShot(300, window.lock)
    path, _filter = QFileDialog.getOpenFileName(window.shell, "选择", str(tmp_path))
    assert path == ""
    assert window.front.at is None
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window.shell]


def nothing_is_open(window: Any) -> bool:
    """Whether only the locked window is seen."""
    others = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window.shell]
    return window.front.at is None and not others


def signature_page(window: Any) -> None:
    """Open the preview of a page to sign; it is waited for."""
    matter = window.front.desk.matters()[0].id
    window.rooms.work.open(matter, "vote_representatives")
    window.rooms.matter.findChild(QPushButton, "print-signatures").click()


def test_a_lock_closes_a_print_preview(voting: Any, qtbot: Any) -> None:
    window = voting.window("village")
    QTimer.singleShot(300, window.lock)
    signature_page(window)
    assert nothing_is_open(window)


def test_a_lock_closes_the_choice_of_a_printer_over_a_preview(voting: Any, qtbot: Any) -> None:
    window = voting.window("village")
    seen: list[str] = []

    def choose() -> None:
        box = next(each for each in QApplication.topLevelWidgets() if isinstance(each, PreviewBox) and each.isVisible())
        QTimer.singleShot(300, look)
        box._print()

    def look() -> None:
        seen.extend(type(each).__name__ for each in QApplication.topLevelWidgets() if each.isVisible())
        window.lock(by_idleness=True)

    QTimer.singleShot(300, choose)
    signature_page(window)
    assert "QPrintDialog" in seen
    assert nothing_is_open(window)


def test_what_went_to_the_printer_is_printed_to_its_end_under_a_lock(
    threaded: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, printed = threaded.window("village", unlock=False), tmp_path / "printed.pdf"
    window.opening.unlock(str(threaded.folder / "village"), PASSPHRASE)
    qtbot.waitUntil(lambda: window.rooms is not None and window.front.at is not None, timeout=20_000)

    def printer(_box: PreviewBox) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(printed))
        return made

    shown: list[PreviewBox] = []
    monkeypatch.setattr(PreviewBox, "_printer", printer)
    monkeypatch.setattr(PreviewBox, "exec", lambda box: shown.append(box) or 0)
    matter = window.front.desk.matters()[0].id
    window.rooms.work.open(matter, "vote_representatives")
    qtbot.waitUntil(lambda: window.rooms.matter._view is not None, timeout=20_000)
    window.rooms.matter._menu.wanted.emit("summary")
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    shown[0]._print()
    window.lock()
    qtbot.waitUntil(lambda: printed.exists() and printed.read_bytes().rstrip().endswith(b"%%EOF"), timeout=20_000)
    assert report.page_count(printed.read_bytes()) == shown[0]._count > 1


def test_a_printer_that_fails_after_the_lock_is_told_without_the_box(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(dialogs, "tell", lambda parent, _title, said: told.append((parent, said[0].code)))
    box = PreviewBox(None, "公告", b"", 1, lambda *_asked: None, lambda *_given: None)
    box.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    box._not_printed(SurroundingsError("printer-failed", page=1))
    assert told == [(None, "printer-failed")]


@pytest.fixture(autouse=True)
def _forgotten() -> Any:
    yield
    Box.unsent.clear()
