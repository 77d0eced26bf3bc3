"""Lists with text at 150 %: what a line is read for is whole, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QTableView

from clerk_app.desk import MATTER_STATES, DeviceRow, DrawRow, LotRow, MatterPage, MatterRow
from ui import look
from ui.look import Look
from ui.pages.keys import Keyring, KeysPage
from ui.pages.keys import Sources as KeySources
from ui.pages.matters import MatterSources, MattersPage
from ui.pages.page import Page
from ui.pages.spot_checks import SpotChecksPage

ROOM = 1366 - 300
"""The window's width without its side bar."""


@pytest.fixture(params=["zh", "en"], autouse=True)
def _large(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    look.wear(qapp, Look(150, language=request.param))
    yield
    look.wear(qapp, Look())


def shown(page: Page, qtbot: Any) -> None:
    """A page as wide as a laptop's screen leaves it."""
    qtbot.addWidget(page)
    page.resize(ROOM, 600)
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    QApplication.processEvents()


def whole(table: QTableView, column: int) -> bool:
    """Nothing in this column is cut."""
    return table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_a_matter_shows_its_day_and_state_in_full_and_most_of_its_title(qtbot: Any) -> None:
    number = "330502999201-2026-V01-0001"
    step, title = "村党组织研究", "甲村文化礼堂屋顶维修工程"
    made = tuple(
        MatterRow("a", number, title, "V01", "工程", state, step, "2026-12-11", "2026-11-26", 12_345_600)
        for state in MATTER_STATES
    )
    page = MattersPage(
        MatterSources(
            lambda _query, _offset, show: show(MatterPage(len(made), 0, made)),
            lambda _show: None,
            list,
            lambda: "2026-11-26",
        )
    )
    shown(page, qtbot)
    table = page._table
    assert whole(table, 4)
    assert whole(table, 6)
    assert table.columnWidth(1) > table.fontMetrics().horizontalAdvance("甲村文化礼堂屋顶")


def test_a_draw_shows_its_day_and_how_far_it_is(qtbot: Any) -> None:
    lots = tuple(LotRow("330502999201", "甲村", "a", "屋顶维修", "c" * 16, None) for _n in range(5))
    draw = DrawRow("d", "matter", "a" * 64, "receipt", "2026-11-26", 5, 12, "", "", "", lots)
    page = SpotChecksPage(lambda show: show([draw]))
    shown(page, qtbot)
    assert whole(page.draws, 0)
    assert whole(page.draws, 2)


def test_the_fingerprint_of_a_device_is_whole(qtbot: Any) -> None:
    devices = [DeviceRow("330502999201", "甲村", "0123456789abcdef", "e" * 64, until) for until in (None, 3)]
    ring = Keyring(devices, "", "", b"", None, ())
    page = KeysPage(KeySources(lambda show: show(ring), lambda _code, show: show(())))
    shown(page, qtbot)
    assert "0123456789abcdef" in page.devices.texts(0)[0]
    assert whole(page.devices, 0)
    assert whole(page.devices, 1)
