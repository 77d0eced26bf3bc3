"""A village's page of bundles: what came of writing and taking in is summed up honestly and stays on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from ui import look
from ui.look import Look

LARGE = Look(150)


@pytest.fixture
def _large(qapp: QApplication) -> Iterator[None]:
    look.wear(qapp, LARGE)
    yield
    look.wear(qapp, Look())


def stick(tmp_path: Path, name: str = "stick") -> Path:
    """An empty folder."""
    made = tmp_path / name
    made.mkdir()
    return made


def junk(path: Path) -> Path:
    """What calls itself a bundle and is none."""
    path.write_bytes(b"age-encryption.org/v1\nnonsense")
    return path


def settled() -> None:
    for _ in range(4):
        QApplication.processEvents()


def results(page: Any) -> QScrollArea:
    """The part that says what came of it."""
    return page.findChild(QScrollArea, "results")


def told(page: Any) -> list[QLabel]:
    """Everything that is said there."""
    settled()
    area = results(page)
    return [each for each in area.findChildren(QLabel) if each.isVisibleTo(area)]


def badges(page: Any) -> list[str]:
    """The words on the coloured grounds of what came of it."""
    return [each.text() for each in told(page) if each.property("badge")]


@pytest.mark.usefixtures("_large")
def test_what_came_of_many_bundles_scrolls_and_the_window_stays_as_it_is(
    working_day: Path, room_of: Any, tmp_path: Path
) -> None:
    window = room_of(working_day).window("village")
    page, folder = window.rooms.exchange, stick(tmp_path)
    window.shell.bring(page)
    settled()
    height = window.shell.height()
    window.rooms.bundles.export(folder, "usb")
    settled()
    assert (window.shell.height(), page.strip.doing.text()) == (height, "现在可以取下 U 盘。")
    for number in range(10):
        junk(folder / f"{number} answer of a township with a very long name and a very long number {number}.cwb")
    window.rooms.bundles.receive([folder])
    settled()
    assert window.shell.height() == height
    assert window.shell.minimumSizeHint().height() <= height
    area = results(page)
    assert area.height() > 100
    assert len(badges(page)) == 11
    for label in told(page):
        area.ensureWidgetVisible(label)
        corner = label.mapTo(area.viewport(), label.rect().topLeft())
        assert area.viewport().rect().contains(label.rect().translated(corner)), label.text()
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_what_was_no_bundle_is_not_called_done(room: Any, tmp_path: Path) -> None:
    window = room.window("village")
    page, folder = window.rooms.exchange, stick(tmp_path)
    window.rooms.bundles.receive([folder])
    assert page.strip.doing.text() == "这里没有找到包。"
    assert not results(page).isVisibleTo(page)
    window.rooms.bundles.receive([junk(folder / "letter.cwb")])
    assert page.strip.doing.text() == "无效 1 个。"
    assert badges(page) == ["无效"]
    assert not any("收下 0 条" in label.text() for label in told(page))


def test_an_own_bundle_that_comes_back_is_a_grey_note_beside_the_answer(
    working_day: Path, room_of: Any, tmp_path: Path
) -> None:
    room = room_of(working_day)
    window, page, folder = room.window("village"), room.windows[0].rooms.exchange, stick(tmp_path)
    window.rooms.bundles.export(folder, "usb")
    township = room.window("township")
    township.front.desk.receive([folder])
    township.front.desk.reply(folder)
    window.rooms.bundles.receive([folder])
    assert page.strip.doing.text() == "收下 1 个包，本单位自己发出的 1 个。"
    assert sorted(badges(page)) == ["有效", "本单位的"]
    grounds = [each.property("badge") for each in told(page) if each.property("badge")]
    assert sorted(grounds) == ["good", "idle"]
    wrong = [each.text() for each in told(page) if each.property("wrong") == "true"]
    assert (wrong, room.told) == ([], [])


def test_the_bundle_that_was_just_written_is_chosen(working_day: Path, room_of: Any, tmp_path: Path) -> None:
    window = room_of(working_day).window("village")
    page = window.rooms.exchange
    window.shell.bring(page)
    page.bundles.choose(page.bundles._lines.key(1))
    before = page.bundles.key()
    window.rooms.bundles.export(stick(tmp_path), "usb")
    newest = window.front.desk.outbox()[0]
    assert page.bundles.key() == f"{newest.to} {newest.number}" != before


def test_what_is_packed_is_no_longer_called_new(room: Any, tmp_path: Path) -> None:
    window = room.window("village")
    page, first = window.rooms.exchange, window.rooms.today
    window.shell.bring(page)
    assert "条已打包，等回执" not in seen(page)
    window.rooms.bundles.export(stick(tmp_path), "usb")
    waiting = window.front.desk.today().unreported
    assert waiting.packed > 0
    figures = seen(page)
    assert [figures[figures.index(name) - 1] for name in ("条新记录", "条已打包，等回执")] == [
        "0",
        f"{waiting.packed:,}",
    ]
    assert any(text.startswith("没有新的内容。已经打包的") for text in figures)
    window.shell.bring(first)
    assert f"另有 {waiting.packed:,} 条已打包，等回执" in seen(first)


def seen(page: Any) -> list[str]:
    """Every text that is to be seen on a page."""
    settled()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [each.text() for each in page.findChildren(QLabel) if each.isVisibleTo(page)]
