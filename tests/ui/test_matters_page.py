"""All matters: paged, filtered, sorted and sought from everywhere; the notice board; the lock under what pops up."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from clerk_app.desk import BoardRow, Desk, MatterRow, TypeRow
from ui import theme
from ui.new_matter import NewMatterBox
from ui.pages.board import days_word, state_badge
from ui.pages.matters import _cells
from ui.widgets.listing import Cell
from ui.widgets.paging import PAGE, PagedModel, paged_table

from ..stopwatch import own_seconds

MANY = 20_000


def test_of_many_rows_only_what_is_looked_at_is_fetched(qtbot: Any, qtmodeltester: Any) -> None:
    model = PagedModel(("编号", "事项"), lambda row: (str(row), f"第 {row} 件"))
    asked: list[int] = []

    def fetch(offset: int) -> None:
        asked.append(offset)
        model.add(offset, list(range(offset, min(MANY, offset + PAGE))))

    model.wanted.connect(fetch)
    view = paged_table(model, 1)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    model.begin(MANY, 0, list(range(PAGE)))
    with own_seconds() as spent:
        view.scrollToBottom()
        view.grab()
    assert spent[0] < 0.3
    assert model.row(MANY - 1) == MANY - 1
    assert asked == [MANY - PAGE]
    assert model.data(model.index(MANY - 1, 1)) == f"第 {MANY - 1} 件"
    small = PagedModel(("编号",), lambda row: (Cell(str(row), "wrong" if row == 5 else ""),), right=(0,))
    small.begin(3, 0, [1, 2, 3])
    small.begin(3, 0, [4, 5, 6])
    assert small.row(0) == 4
    colours = [small.data(small.index(line, 0), Qt.ItemDataRole.ForegroundRole) for line in range(3)]
    assert [colour is not None and colour.name() == theme.COLOURS["wrong"] for colour in colours] == [
        False,
        True,
        False,
    ]
    aligned = Qt.ItemDataRole.TextAlignmentRole
    assert small.data(small.index(0, 0), aligned) == small.headerData(0, Qt.Orientation.Horizontal, aligned)
    qtmodeltester.check(small)


def test_what_is_late_says_so_in_the_list_of_matters() -> None:
    told = ("a", "工程 2026-001", "村道", "V10", "工程", "open", "公示", "2026-08-09", "2026-05-01", 0)
    for late, shown in ((0, "2026-08-09"), (110, "逾期 110 天")):
        cell = _cells(MatterRow(*told, late=late))[4]
        assert (cell.text if isinstance(cell, Cell) else cell) == shown


def test_conditions_narrow_the_list_and_are_cleared(voting: Any, qtbot: Any) -> None:
    window = voting.window("village")
    window.front.desk.begin("V33", "乙家低保")
    window.shell.bring(window.rooms.matters)
    page = window.rooms.matters
    assert page._model.rowCount() == 2
    for name, text in (("least", "1,000"), ("until", "2026-01-01"), ("search", "zz")):
        page.findChild(QLineEdit, name).setText(text)
        page.refresh()
        assert page._model.rowCount() < 2
        page.findChild(QPushButton, "clear").click()
        assert page._model.rowCount() == 2
    page.findChild(QLineEdit, "since").setText("gestern")
    page.refresh()
    assert page.findChild(QLineEdit, "since").property("invalid") == "true"
    page.clear()
    page._type.setCurrentIndex(page._type.findData("V33"))
    page.refresh()
    assert [page._model.row(0).title, page._model.rowCount()] == ["乙家低保", 1]
    page.clear()
    page._table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert page._query.order == "title"


def test_one_searches_from_everywhere(voting: Any, qtbot: Any) -> None:
    window = voting.window("village")
    today = window.rooms.today
    today._search.setText("lmxf")
    qtbot.keyClick(today._search, Qt.Key.Key_Return)
    assert window.rooms.matters.isVisible()
    assert window.rooms.matters._search.text() == "lmxf"
    window.shell.bring(window.rooms.letters)
    window.shell.side.findChild(QPushButton, "seek").click()
    assert window.rooms.matters.isVisible()
    window.shell.bring(window.rooms.checklist)
    window.shell.side.findChild(QPushButton, "seek").click()
    assert window.rooms.checklist.isVisible()


def test_a_type_is_found_by_typing_and_the_last_ones_stand_first(qtbot: Any) -> None:
    kinds = [
        TypeRow("V01", "村级重大事项决策", "决策", "民主决策", "", "", 13, "cjzdsxjc", 0),
        TypeRow("V10", "村级小额工程", "小额工程", "工程", "", "《组织法》", 57, "cjxegc", 1),
    ]
    box = NewMatterBox(None, kinds)
    qtbot.addWidget(box)
    assert box.answer()[0] == ""
    assert not box.accept_button.isEnabled()
    assert "请先选事项类型" in box._applies.text()
    qtbot.keyClick(box._search, Qt.Key.Key_Return)
    assert (box.answer()[0], box.accept_button.isEnabled()) == ("V10", True)
    box._search.setText("zdsx")
    assert box.answer()[0] == "V01"
    box._search.setText("没有的")
    assert not box.accept_button.isEnabled()
    assert "没有这样的事项类型" in box._applies.text()
    box._search.clear()
    assert [box._types.item(line).text() for line in (0, 2)] == ["最近办过", "其他事项"]
    for key, chosen in ((Qt.Key.Key_Down, "V10"), (Qt.Key.Key_Down, "V01"), (Qt.Key.Key_Up, "V10")):
        qtbot.keyClick(box._search, key)
        assert box.answer()[0] == chosen
    assert box._applies.text() == "依据：《组织法》"


@pytest.mark.parametrize(
    ("state", "left", "objections", "word"),
    [
        ("to_post", -3, 0, "该贴，逾期 3 天"),
        ("to_post", 2, 0, "要张贴"),
        ("hanging", 4, 0, "还有 4 天"),
        ("hanging", 4, 1, "异议要答复"),
        ("to_take_down", 0, 0, "可以撤下"),
    ],
)
def test_a_notice_says_what_has_to_be_done(qtbot: Any, state: str, left: int, objections: int, word: str) -> None:
    told = ("小额工程 2026-001", "甲", "公示", state, "2026-05-07", "2026-05-22", left, "村口", 0, 1, objections)
    known = BoardRow("m", "s", *told, wanted=15)
    assert state_badge(known).text() == word
    assert "2026-05-22" in days_word(known)


def test_the_board_leads_to_the_step_and_counts_in_the_side_bar(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("plan_notice", "1", "甲", "公示", "hanging", "2026-05-07", "2026-05-22", 1, "村口", 0, 2, 1)
    monkeypatch.setattr(Desk, "notices", lambda desk: [BoardRow(desk.matters()[0].id, *told)])
    window = voting.window("village")
    window.shell.bring(window.rooms.board)
    assert window.shell.side._buttons[window.rooms.board].accessibleName() == "公开栏，1 件"
    window.rooms.board.findChildren(QPushButton)[0].click()
    assert window.rooms.matter.isVisible()


def test_it_locks_under_a_list_that_hangs_open(voting: Any, qtbot: Any) -> None:
    window = voting.window("village", idle=150)
    window.shell.bring(window.rooms.matters)
    combo = window.rooms.matters.findChild(QComboBox)
    combo.showPopup()
    qtbot.waitUntil(lambda: window.front.at is None, timeout=4000)
    assert "设置 → 本机" in window.door.notice.text()
