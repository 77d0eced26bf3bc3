"""People's habits in a form: sums and days as they are typed, Enter, undo, completion, last values, pasted tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QDate, QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from clerk_app.desk import Remembered
from clerk_app.desk.shipped import shipped
from clerk_app.model import Field, FieldKind, Person
from ui import look
from ui.forms import Form, pasting
from ui.forms.days import Calendar
from ui.forms.widths import least
from ui.widgets.plain import PlainLabel

TODAY = "2026-11-26"
PEOPLE = (Person("p1", "张某", ()), Person("p2", "李某", ()))
COLUMNS = (
    Field(id="source", label="来源", kind=FieldKind.CHOICE, choices=("自有资金", "补助")),
    Field(id="amount", label="金额", kind=FieldKind.MONEY),
    Field(id="day", label="日期", kind=FieldKind.DATE, required=False),
    Field(id="proof", label="凭据", kind=FieldKind.TEXT, required=False),
)


def field(name: str, kind: FieldKind, **more: Any) -> Field:
    return Field(id=name, label=name, kind=kind, **more)


def form(
    qtbot: Any,
    *fields: Field,
    values: dict[str, Any] | None = None,
    people: Sequence[Person] = PEOPLE,
    width: int = 700,
) -> Form:
    """A form that is shown and has the focus."""
    made = Form(fields, values or {}, TODAY, people)
    qtbot.addWidget(made)
    made.resize(width, 400)
    made.show()
    made.activateWindow()
    with qtbot.waitActive(made):
        pass
    return made


def line(made: QWidget, name: str) -> QLineEdit:
    found = made.findChild(QLineEdit, name)
    assert found is not None
    return found


def note(made: Form, name: str) -> PlainLabel:
    return made._editors[name].note


def test_a_sum_is_shown_with_separators_and_in_capitals(qtbot: Any) -> None:
    made = form(qtbot, field("sum", FieldKind.MONEY), field("after", FieldKind.TEXT))
    widget = line(made, "field-sum")
    widget.setFocus()
    qtbot.keyClicks(widget, "12345.6")
    qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert (widget.text(), note(made, "sum").text()) == ("12,345.60", "壹万贰仟叁佰肆拾伍元陆角")
    widget.selectAll()
    widget.insert("1.5万")
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert made.values() == {"sum": 1_500_000}
    widget.selectAll()
    widget.insert("一些")
    widget.editingFinished.emit()
    assert note(made, "sum").isVisible()
    assert "看不懂" in note(made, "sum").text()
    assert note(made, "sum").property("wrong") == "true"


def test_what_was_rewritten_can_be_undone_and_done_again(qtbot: Any) -> None:
    made = form(qtbot, field("sum", FieldKind.MONEY))
    widget = line(made, "field-sum")
    qtbot.keyClicks(widget, "500")
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert widget.text() == "500.00"
    qtbot.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert widget.text() != "500.00"
    qtbot.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert widget.text() == "500.00"


def test_a_line_that_nobody_may_fill_in_does_not_say_how(qtbot: Any) -> None:
    made = form(qtbot, field("sum", FieldKind.MONEY), field("day", FieldKind.DATE))
    for locked in (False, True, False):
        made.lock(locked)
        said = [line(made, "field-sum").placeholderText(), note(made, "day").text()]
        assert [bool(text) for text in said] == [not locked, not locked]


def test_a_day_is_typed_short_or_picked_from_a_calendar(qtbot: Any) -> None:
    made = form(qtbot, field("day", FieldKind.DATE))
    widget = line(made, "field-day")
    qtbot.keyClicks(widget, "1123")
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert widget.text() == "2026-11-23"
    qtbot.keyClick(widget, Qt.Key.Key_F4)
    (calendar,) = [box for box in QApplication.topLevelWidgets() if isinstance(box, Calendar) and box.isVisible()]
    assert calendar.days.selectedDate() == QDate(2026, 11, 23)
    assert calendar.days.firstDayOfWeek() is Qt.DayOfWeek.Monday
    calendar.days.setSelectedDate(QDate(2026, 11, 30))
    qtbot.keyClick(calendar.days.focusProxy(), Qt.Key.Key_Return)
    assert widget.text() == "2026-11-30"
    qtbot.keyClicks(widget, "x")
    widget.editingFinished.emit()
    assert "没有这一天" in note(made, "day").text()
    made.lock(True)
    qtbot.keyClick(widget, Qt.Key.Key_Down)
    assert [box for box in QApplication.topLevelWidgets() if isinstance(box, Calendar) and box.isVisible()] == []


def test_enter_moves_on_and_shift_enter_back(qtbot: Any) -> None:
    made = form(
        qtbot,
        field("a", FieldKind.TEXT),
        field("b", FieldKind.CHOICE, choices=("甲", "乙")),
        field("c", FieldKind.NOTE),
        field("d", FieldKind.PERSON),
    )
    first, choice = line(made, "field-a"), made.findChild(QComboBox, "field-b")
    text, person = made.findChild(QPlainTextEdit, "field-c"), made.findChild(QComboBox, "field-d")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert made.focusWidget() is choice
    qtbot.keyClick(choice, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert made.focusWidget() is text
    qtbot.keyClicks(text, "x")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert (text.toPlainText(), made.focusWidget()) == ("x\n", text)
    person.setFocus()
    with qtbot.waitSignal(made.ended):
        qtbot.keyClick(person.lineEdit(), Qt.Key.Key_Return)
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert made.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert made.focusWidget() is first


def test_enter_in_the_last_line_of_a_table_makes_a_row_more_while_it_is_filled(qtbot: Any) -> None:
    made = form(qtbot, field("funds", FieldKind.TABLE, columns=COLUMNS[1:2]), field("after", FieldKind.TEXT))
    table = made._editors["funds"]
    qtbot.keyClicks(table.lines()[0], "5")
    qtbot.keyClick(table.lines()[0], Qt.Key.Key_Return)
    assert len(table.lines()) == 2
    QApplication.processEvents()
    assert made.focusWidget() is table.lines()[1]
    qtbot.keyClick(table.lines()[1], Qt.Key.Key_Return)
    assert len(table.lines()) == 2
    assert made.focusWidget() is line(made, "field-after")


def test_the_wheel_moves_no_choice(qtbot: Any) -> None:
    made = form(qtbot, field("b", FieldKind.CHOICE, choices=("甲", "乙")))
    choice = made.findChild(QComboBox, "field-b")
    place, keys = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        place, place, QPointF(0, -120).toPoint(), QPointF(0, -120).toPoint(), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, turn)
    assert choice.currentIndex() == 0


def test_a_name_is_found_by_any_part_of_it(qtbot: Any) -> None:
    made = form(qtbot, field("who", FieldKind.PERSON))
    who = made.findChild(QComboBox, "field-who")
    who.lineEdit().setText("李某")
    assert made.values() == {"who": "李某"}
    who.setCurrentIndex(who.findText("李某"))
    assert made.values() == {"who": "p2"}
    assert who.completer().filterMode() is Qt.MatchFlag.MatchContains


def offered(made: Form, name: str) -> Sequence[str]:
    """What a line completes from."""
    completer = line(made, name).completer()
    completer.setCompletionPrefix("")
    model = completer.completionModel()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_what_was_entered_before_completes_lines_and_columns(qtbot: Any) -> None:
    made = form(qtbot, field("site", FieldKind.TEXT), field("funds", FieldKind.TABLE, columns=COLUMNS))
    made.suggest(Remembered({"site": ("第三组", "第一组"), "funds.proof": ("存款",)}, {}, "", ""))
    assert offered(made, "field-site") == ["第三组", "第一组"]
    made._editors["funds"]._add_row()
    assert offered(made, "cell-2-proof") == ["存款"]
    site = line(made, "field-site")
    qtbot.keyClick(site, Qt.Key.Key_Down)
    assert site.completer().popup().isVisible()
    with qtbot.waitSignal(made.changed):
        site.completer().activated.emit("第三组")
    site.completer().popup().hide()
    site.setText("一")
    qtbot.keyClick(site, Qt.Key.Key_Down)


def test_last_values_fill_what_is_empty_and_say_so_until_they_are_edited(qtbot: Any) -> None:
    fields = (
        field("site", FieldKind.TEXT),
        field("total", FieldKind.NUMBER),
        field("note", FieldKind.NOTE),
        field("kind", FieldKind.CHOICE, choices=("甲", "乙")),
        field("funds", FieldKind.TABLE, columns=COLUMNS),
    )
    made = form(qtbot, *fields, values={"site": "第一组"})
    last = {"site": "第三组", "total": 40, "note": "照旧", "kind": "乙", "funds": [{"proof": "存款"}], "gone": 1}
    assert made.fillable(last) == ["total", "note", "kind", "funds"]
    made.fill(last)
    assert {name: made.values()[name] for name in ("site", "total", "note", "kind", "funds")} == {
        "site": "第一组", "total": 40, "note": "照旧", "kind": "乙", "funds": [{"proof": "存款"}],
    }  # fmt: skip
    for name in ("total", "note", "kind", "funds"):
        assert "请核对" in note(made, name).text(), name
    line(made, "field-total").editingFinished.emit()
    assert "请核对" in note(made, "total").text()
    qtbot.keyClicks(line(made, "field-total"), "1")
    line(made, "field-total").editingFinished.emit()
    assert note(made, "total").text() == ""
    made.findChild(QPlainTextEdit, "field-note").insertPlainText("不")
    assert note(made, "note").text() == ""


# Pasting


def paste(qtbot: Any, widget: QWidget, text: str) -> None:
    """Ctrl+V of a text."""
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_piece_of_a_spreadsheet_fills_rows_and_columns(qtbot: Any) -> None:
    made = form(qtbot, field("funds", FieldKind.TABLE, columns=COLUMNS))
    table = made._editors["funds"]
    paste(qtbot, table.lines()[0], "自有资金\t3万\t1123\t存款\r\n村里出的\t12,000\t哪天\t\r\n")
    assert made.values() == {
        "funds": [
            {"source": "自有资金", "amount": 3_000_000, "day": "2026-11-23", "proof": "存款"},
            {"source": "村里出的", "amount": 1_200_000, "day": "哪天"},
        ]
    }
    marked = [widget for widget in table.lines() if widget.property("invalid") == "true"]
    assert [widget.objectName() for widget in marked] == ["cell-2-source", "cell-2-day"]
    assert "2 格看不懂" in table.note.text()


def test_a_head_is_told_by_its_names_and_cells_beside_the_table_are_counted(qtbot: Any) -> None:
    made = form(qtbot, field("funds", FieldKind.TABLE, columns=COLUMNS))
    table = made._editors["funds"]
    paste(qtbot, table.lines()[0], "凭据\t备注\t金额\n存款\t多出来的\t5\n")
    assert made.values() == {"funds": [{"amount": 500, "proof": "存款"}]}
    assert "1 格在表格之外" in table.note.text()
    paste(qtbot, table.lines()[3], "甲\t乙\n丙")
    assert made.values()["funds"][0]["proof"] == "甲"
    assert made.values()["funds"][1]["proof"] == "丙"


def test_one_cell_is_pasted_as_text_and_a_button_pastes_behind_the_last_row(qtbot: Any) -> None:
    made = form(qtbot, field("funds", FieldKind.TABLE, columns=COLUMNS))
    table = made._editors["funds"]
    paste(qtbot, table.lines()[3], "存款")
    assert made.values() == {"funds": [{"proof": "存款"}]}
    QGuiApplication.clipboard().setText("补助\t7")
    qtbot.mouseClick(made.findChild(QPushButton, "paste-funds"), Qt.MouseButton.LeftButton)
    assert made.values()["funds"][1] == {"source": "补助", "amount": 700}


@pytest.mark.parametrize("text", ["1\n" * (pasting.MOST_ROWS + 1), "x" * (pasting.LONGEST + 1) + "\t"])
def test_too_much_is_refused_and_nothing_is_changed(qtbot: Any, text: str) -> None:
    made = form(qtbot, field("funds", FieldKind.TABLE, columns=COLUMNS[1:2]), values={"funds": [{"amount": 5}]})
    table = made._editors["funds"]
    table.take(text)
    assert made.values() == {"funds": [{"amount": 5}]}
    assert "内容太多" in table.note.text()
    table.paste("1\n" * pasting.MOST_ROWS, 1, 0)
    assert made.values() == {"funds": [{"amount": 5}]}


def test_a_wide_table_stands_in_blocks_and_a_narrow_form_in_one_column(qtbot: Any) -> None:
    columns = tuple(field(f"c{n}", FieldKind.TEXT) for n in range(5))
    made = form(
        qtbot, field("a", FieldKind.TEXT), field("b", FieldKind.TEXT), field("t", FieldKind.TABLE, columns=columns)
    )
    table = made._editors["t"]
    table._add_row()
    table.lines()[6].insert("甲")
    assert made.values() == {"t": [{"c1": "甲"}]}
    a, b = line(made, "field-a"), line(made, "field-b")
    assert a.mapTo(made, a.rect().topLeft()).y() == b.mapTo(made, b.rect().topLeft()).y()
    made.resize(300, 700)
    QApplication.processEvents()
    assert a.mapTo(made, a.rect().topLeft()).y() < b.mapTo(made, b.rect().topLeft()).y()
    drop = made.findChildren(QPushButton, "drop-row")
    drop[0].click()
    assert len(table.lines()) == 5


NAMES = (Person("p1", "乌云其木格·阿拉坦图雅·额尔敦", ()),)
DUTIES = (
    Field(id="duty", label="哪一责", kind=FieldKind.CHOICE, choices=("主体责任", "监督责任")),
    Field(id="what", label="内容", kind=FieldKind.TEXT),
    Field(id="who", label="责任人", kind=FieldKind.PERSON),
    Field(id="evidence", label="佐证", kind=FieldKind.TEXT),
)


def lines_of(table: Any) -> set[int]:
    """The lines of its grid that hold cells."""
    grid = table._grid
    return {grid.getItemPosition(grid.indexOf(cell))[0] for cell in table.lines()}


def test_a_hint_is_no_markup(qtbot: Any) -> None:
    hinted = field("a", FieldKind.TEXT, hint="<b>甲</b>")
    made = form(qtbot, hinted, field("t", FieldKind.TABLE, columns=(hinted,)))
    told = {line.toolTip() for line in made.findChildren(QLineEdit)}
    assert told == {"&lt;b&gt;甲&lt;/b&gt;"}


def test_a_long_name_in_a_table_leaves_room_for_its_texts(qtbot: Any) -> None:
    made = form(qtbot, field("t", FieldKind.TABLE, columns=DUTIES), people=NAMES, width=482)
    cells = made._editors["t"].lines()
    assert len(lines_of(made._editors["t"])) == 1
    assert min(cell.width() for cell in cells) >= 100
    assert made.minimumSizeHint().width() <= 482


def test_columns_without_room_beside_each_other_stand_in_blocks_and_what_is_typed_stays(qtbot: Any) -> None:
    made = form(qtbot, field("t", FieldKind.TABLE, columns=DUTIES), people=NAMES, width=700)
    table = made._editors["t"]
    table._add_row()
    cells = table.lines()
    qtbot.waitUntil(cells[5].isVisible)
    cells[5].setFocus()
    qtbot.keyClicks(cells[5], "7")
    for width, lines in ((380, 4), (700, 2), (380, 4)):
        made.resize(width, 400)
        qtbot.waitUntil(lambda lines=lines: len(lines_of(table)) == lines)
        assert table.lines() == cells
        assert made.focusWidget() is cells[5]
        assert made.minimumSizeHint().width() <= width
    assert made.values() == {"t": [{"what": "7"}]}
    qtbot.keyClick(cells[5], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made.values() == {}
    made.findChildren(QPushButton, "drop-row")[0].click()
    assert len(table.lines()) == 4


@pytest.mark.parametrize("percent", [100, 150])
def test_every_table_of_the_checklist_can_be_read(qtbot: Any, qapp: QApplication, percent: int) -> None:
    look.wear(qapp, look.Look(percent))
    room = percent * 482 // 100
    squeezed = []
    for kind in shipped().types.values():
        for asked in (each for step in kind.steps for each in step.fields if each.kind is FieldKind.TABLE):
            made = Form([asked], {}, TODAY, NAMES)
            qtbot.addWidget(made)
            made.resize(room, 400)
            made.show()
            QApplication.processEvents()
            cells = zip(asked.columns, made._editors[asked.id].lines(), strict=True)
            squeezed += [f"{kind.id} {asked.id} {each.id}" for each, cell in cells if cell.width() < least(each)]
            if made.minimumSizeHint().width() > room:
                squeezed.append(f"{kind.id} {asked.id} across")
            made.close()
    look.wear(qapp, look.Look())
    assert not squeezed


# Copying


def test_a_finished_form_is_copied_from_and_not_typed_into(qtbot: Any) -> None:
    fields = [
        field("sum", FieldKind.MONEY), field("who", FieldKind.PERSON), field("empty", FieldKind.TEXT),
        field("note", FieldKind.NOTE), field("funds", FieldKind.TABLE, columns=COLUMNS),
    ]  # fmt: skip
    made = form(qtbot, *fields, values={"sum": 4_860_000, "who": "p1", "funds": [{"amount": 5, "proof": "存款"}]})
    made.lock(True)
    for name, text in (("sum", "48600.00"), ("who", "张某"), ("funds", "\t0.05\t\t存款")):
        qtbot.mouseClick(made.findChild(QPushButton, f"copy-{name}"), Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == text
    assert made.findChild(QPushButton, "copy-empty").isHidden()
    qtbot.keyClicks(line(made, "field-sum"), "9")
    line(made, "field-sum").editingFinished.emit()
    paste(qtbot, made._editors["funds"].lines()[1], "1\t2\n3\t4")
    assert made._editors["funds"].grow() is False
    assert made.values() == {"sum": 4_860_000, "who": "p1", "funds": [{"amount": 5, "proof": "存款"}]}
    made.lock(False)
    assert made.findChild(QPushButton, "copy-sum").isHidden()


def test_the_first_empty_field_gets_the_focus(qtbot: Any) -> None:
    fields = (
        field("a", FieldKind.TEXT),
        field("b", FieldKind.TEXT, required=False),
        field("t", FieldKind.TABLE, columns=COLUMNS),
    )
    made = form(qtbot, *fields, values={"a": "x"})
    assert made.focus_first()
    assert made.focusWidget() is made._editors["t"].lines()[0]
    full = form(qtbot, fields[0], values={"a": "x"})
    assert not full.focus_first()
    full.focus_on("none")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
