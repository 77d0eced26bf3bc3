"""What the measuring of pages finds: one fault planted for each kind, and nothing in a page that is right."""

from __future__ import annotations

from collections.abc import Callable
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QToolTip,
    QWidget,
)

from ui.widgets.columns import shared
from ui.widgets.plain import Badge, Button, Card, PlainLabel, column, row
from ui.widgets.table import Table

_spec = util.spec_from_file_location("measure", Path(__file__).with_name("measure.py"))
assert _spec is not None
assert _spec.loader is not None
measure = util.module_from_spec(_spec)
_spec.loader.exec_module(measure)

LONG = "一段长长的文字"


def page(*widgets: QWidget) -> QWidget:
    outer = QWidget()
    outer.setLayout(column(*widgets, None))
    outer.resize(420, 320)
    return outer


def narrow(widget: QWidget) -> QWidget:
    widget.setFixedWidth(30)
    return page(widget)


def flat(widget: QWidget) -> QWidget:
    widget.setFixedSize(90, 12)
    return page(widget)


def lines(headings: tuple[str, ...], width: int) -> QWidget:
    table = Table(headings, "表")
    table.put([(LONG,) * len(headings)])
    table.setFixedWidth(width)
    return page(table)


def tab() -> QWidget:
    tabs = QTabWidget()
    for _ in range(9):
        tabs.addTab(QWidget(), LONG)
    return page(tabs)


def chosen(text: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName("选")
    box.addItem(text)
    return box


def hinted(text: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName("填")
    line.setPlaceholderText(text)
    return line


def moved(widget: QWidget, x: int, y: int) -> QWidget:
    """Out of its place, where no layout would put it."""
    outer = page(QWidget())
    widget.setParent(outer)
    widget.move(x, y)
    return outer


def wide_scroll() -> QWidget:
    area = QScrollArea()
    inside = QWidget()
    inside.setFixedSize(900, 40)
    area.setWidget(inside)
    return page(area)


def two_over_each_other() -> QWidget:
    outer = page()
    for place in (10, 40):
        label = PlainLabel(LONG)
        label.setParent(outer)
        label.setGeometry(place, 20, 80, 24)
    return outer


def backwards() -> QWidget:
    outer = QWidget()
    second, first = Button("乙", int), Button("甲", int)
    second.setParent(outer)
    outer.setLayout(row(first, second))
    return outer


def twice() -> QWidget:
    return page(Button("甲", int, shortcut="Ctrl+K"), Button("乙", int, shortcut="Ctrl+K"))


def secret() -> QWidget:
    outer = page(Button("甲", int))
    QShortcut(QKeySequence("Ctrl+J"), outer)
    return outer


def dark() -> QWidget:
    button = QPushButton(LONG)
    button.setStyleSheet("QPushButton { background: #1f3b53; color: #1d5b84; border: none; }")
    return page(button)


def card(*widgets: QWidget) -> Card:
    made = Card("一张卡")
    for widget in widgets:
        made.add(widget)
    return made


FAULTS: dict[str, tuple[Callable[[], QWidget], str, str]] = {
    "a label": (lambda: narrow(PlainLabel(LONG)), "cut", "cut: PlainLabel"),
    "a label in lines": (lambda: flat(PlainLabel(LONG * 3, wrap=True)), "cut", "cut: PlainLabel"),
    "a button": (lambda: narrow(QPushButton(LONG)), "cut", "cut: QPushButton"),
    "a choice": (lambda: narrow(chosen(LONG)), "cut", "cut: QComboBox"),
    "a hint": (lambda: narrow(hinted(LONG)), "cut", "cut: QLineEdit"),
    "a heading": (lambda: lines((LONG, LONG), 90), "across", "across: columns"),
    "a tab": (tab, "cut", "cut: tab"),
    "out of its parent": (lambda: moved(PlainLabel(LONG), 400, 10), "cut", "reaches out"),
    "below its parent": (lambda: moved(PlainLabel(LONG), 10, 310), "cut", "reaches out"),
    "scrolled across": (wide_scroll, "across", "across: QScrollArea"),
    "over each other": (two_over_each_other, "overlapping", "overlap:"),
    "without a name": (lambda: page(QLineEdit()), "nameless", "nameless: QLineEdit"),
    "a mark for a name": (lambda: page(QPushButton("×")), "nameless", "nameless: QPushButton"),
    "against reading": (backwards, "out_of_order", "order: Button 乙"),
    "one key twice": (twice, "hidden_keys", "key: Ctrl+K is both"),
    "a badge of two colours": (lambda: page(Badge("办", "good"), Badge("办", "wrong")), "colour_alone", "colour:"),
    "a badge without a word": (lambda: page(Badge(" ", "good")), "colour_alone", "says nothing"),
    "text on a dark ground": (dark, "unreadable", "unreadable: QPushButton"),
    "a card without a word": (lambda: page(card()), "silent", "“一张卡” is all"),
    "an empty list": (lambda: page(card(PlainLabel("3 件"), Table(("甲", "乙"), "表"))), "silent", "is empty"),
    "a key nobody tells": (secret, "hidden_keys", "nothing tells of Ctrl+J"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(qtbot: Any, name: str) -> None:
    make, measured, said = FAULTS[name]
    outer = make()
    qtbot.addWidget(outer)
    outer.show()
    qtbot.waitExposed(outer)
    assert said in "\n".join(getattr(measure, measured)(outer))


def test_a_page_that_is_right_is_let_through(qtbot: Any) -> None:
    texts = (PlainLabel(LONG), PlainLabel(LONG * 9, wrap=True))
    outer = page(*texts, chosen(LONG), hinted("短"), Button(LONG, int, shortcut="F2"))
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page(*(Button(f"{LONG}{number}", int) for number in range(9))))
    outer.layout().addWidget(area)
    outer.layout().addWidget(card(PlainLabel("还没有。"), Table(("甲", "乙"), "表")))
    outer.resize(420, 800)
    qtbot.addWidget(outer)
    outer.show()
    qtbot.waitExposed(outer)
    QApplication.processEvents()
    every = ("cut", "overlapping", "across", "nameless", "out_of_order", "hidden_keys", "colour_alone")
    every += ("unreadable", "silent")
    assert [fault for name in every for fault in getattr(measure, name)(outer)] == []


def test_a_focus_that_nobody_sees_or_that_takes_room_is_found(qtbot: Any) -> None:
    outer = page(QLineEdit(), unseen := QPushButton("看不见"), larger := QLineEdit("变大"))
    unseen.setStyleSheet("QPushButton, QPushButton:focus { border: 1px solid black; outline: none; }")
    larger.setStyleSheet("QLineEdit:focus { padding: 20px; }")
    qtbot.addWidget(outer)
    outer.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    outer.show()
    outer.activateWindow()
    qtbot.waitUntil(outer.isActiveWindow)
    found = "\n".join(measure.wrong_focus(outer))
    assert "focus: QPushButton  “看不见”" in found
    assert "moves: QLineEdit  “变大”" in found
    assert "QLineEdit  “”" not in found


# Columns that give way


@pytest.mark.parametrize(
    ("natural", "least", "room", "widths"),
    [
        ((50, 60, 70), (40, 40, 40), 300, [50, 180, 70]),
        ((50, 200, 70), (40, 40, 40), 300, [50, 180, 70]),
        ((50, 200, 190), (40, 40, 40), 300, [50, 125, 125]),
        ((50, 200, 190), (40, 150, 40), 300, [50, 150, 100]),
        ((50, 200, 190), (50, 150, 180), 300, [50, 150, 180]),
        ((100, 100), (10, 10), 199, [99, 100]),
    ],
)
def test_the_widest_columns_give_way_first(natural: Any, least: Any, room: int, widths: list[int]) -> None:
    assert shared(natural, least, room, 1) == widths


def test_a_cut_cell_tells_all_of_its_text_and_never_as_markup(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: told.append(text))
    table = Table(("甲", "乙"), "表")
    table.put([("短", "<b>" + LONG * 9)])
    table.setFixedWidth(200)
    qtbot.addWidget(table)
    table.show()
    qtbot.waitExposed(table)
    for x in (5, 150):
        at = QPoint(x, 20)
        event = QHelpEvent(QHelpEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at))
        table.columns.eventFilter(table.viewport(), event)
    assert told == ["", "&lt;b&gt;" + LONG * 9]


def test_a_table_that_is_filled_again_keeps_its_cells_and_its_choice(qtbot: Any) -> None:
    table = Table(("甲", "乙"), "表")
    qtbot.addWidget(table)
    table.put([("1", "一"), ("2", "二")])
    table.selectRow(1)
    kept = table.item(0, 1)
    table.put([("1", "一"), ("2", "贰"), ("3", "三")])
    assert table.item(0, 1) is kept
    assert (table.currentRow(), table.item(1, 1).text(), table.rowCount()) == (1, "贰", 3)
