"""Size of text, contrast, language and the window's place: seen at once, kept for the next start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QRadioButton, QWidget

from ui import language, look, placement, theme
from ui.look import Look
from ui.panels.look import LookBox

from .measure import contrast


@pytest.fixture(autouse=True)
def _plain_again(qapp: QApplication) -> Iterator[None]:
    QSettings().clear()
    yield
    QSettings().clear()
    look.wear(qapp, Look())


# Colours


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def pairs() -> set[tuple[str, str]]:
    """Every text with its ground: those of one rule of the stylesheet, and those that a label inherits."""
    found = set()
    for rule in re.findall(r"\{([^}]*)\}", theme._SHEET):
        told = dict(
            re.findall(r"(?:^|[;\s])(color|background|selection-color|selection-background-color): ([@\w]+)", rule)
        )
        for text, ground in (("color", "background"), ("selection-color", "selection-background-color")):
            if told.get(text, "").startswith("@") and told.get(ground, "").startswith("@"):
                found.add((told[text][1:], told[ground][1:]))
    for ground in ("card", "ground", "info_ground"):
        found |= {(text, ground) for text in ("ink", "faint", "accent", "wrong", "good")}
    found |= {
        ("side_ink", "side"),
        ("side_faint", "side"),
        ("side_ink", "accent_down"),
        ("card", "good"),
        ("card", "idle"),
    }
    return found


def test_every_pair_was_found() -> None:
    assert {("wrong", "wrong_ground"), ("card", "accent"), ("faint", "idle_ground"), ("idle", "idle_ground")} <= pairs()
    assert len(pairs()) >= 28


@pytest.mark.parametrize(("table", "least"), [(theme.PLAIN, 4.5), (theme.CONTRAST, 7.0)], ids=["plain", "contrast"])
def test_every_text_stands_out_from_its_ground(table: Any, least: float) -> None:
    weak = {pair: round(contrast(table[pair[0]], table[pair[1]]), 2) for pair in pairs()}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


@pytest.mark.parametrize("table", [theme.PLAIN, theme.CONTRAST], ids=["plain", "contrast"])
def test_edges_and_the_focus_are_seen(table: Any) -> None:
    drawn = [("edge", "card"), ("edge", "ground"), ("grip", "card"), ("grip", "ground")]
    drawn += [(focus, ground) for focus in ("mark", "accent") for ground in ("card", "ground")]
    drawn += [("side_faint", "side"), ("accent", "idle_ground"), ("wrong", "card")]
    assert {
        pair: contrast(table[pair[0]], table[pair[1]]) for pair in drawn if contrast(table[pair[0]], table[pair[1]]) < 3
    } == {}


def test_both_tables_name_the_same_colours_and_the_sheet_uses_no_other() -> None:
    assert set(theme.PLAIN) == set(theme.CONTRAST)
    used = set(re.findall(r"@([a-z_]+)", theme._SHEET)) - {"px", "less"}
    assert used <= set(theme.PLAIN)
    assert re.findall(r"#[0-9a-f]{3,8}\b", theme._SHEET) == []


def test_the_sheet_follows_size_and_contrast(qapp: QApplication) -> None:
    theme.apply(qapp, 150, contrast=True)
    assert "@" not in theme.sheet()
    assert (theme.px(20), theme.beside(200), qapp.font().pixelSize()) == (30, 220, 22)
    assert theme.COLOURS["ink"] == "#000000"
    theme.apply(qapp)
    assert (theme.px(20), theme.beside(200), qapp.font().pixelSize()) == (20, 200, 15)
    assert theme.COLOURS["ink"] == theme.PLAIN["ink"]


# What is kept


def test_a_look_is_kept_and_nonsense_is_not_believed() -> None:
    assert look.kept() == Look(100, contrast=False, language="zh")
    look.keep(Look(150, contrast=True, language="en"))
    assert look.kept() == Look(150, contrast=True, language="en")
    for key, value in (("percent", "90"), ("contrast", "maybe"), ("language", "fr")):
        QSettings().setValue(f"look/{key}", value)
    assert look.kept() == Look()


def test_qt_speaks_the_same_language(qapp: QApplication) -> None:
    def undo() -> str:
        line = QLineEdit()
        return line.createStandardContextMenu().actions()[0].text()

    look.wear(qapp, Look())
    assert undo().startswith("撤")
    look.wear(qapp, Look(language="en"))
    assert undo().startswith("&Undo")


# The window


def texts(widget: QWidget) -> set[str]:
    return {button.text() for button in widget.findChildren(QPushButton)}


def choose(widget: QWidget, name: str, qtbot: Any) -> None:
    button = widget.findChild(QRadioButton, name) or widget.findChild(QCheckBox, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(16, button.height() // 2))


def test_at_the_door_the_look_changes_at_once(room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village", unlock=False)
    assert "打开" in texts(window.door)
    monkeypatch.setattr(LookBox, "exec", lambda box: box.show() or choose(box, "look-English", qtbot))
    qtbot.mouseClick(window.door.findChild(QPushButton, "look"), Qt.MouseButton.LeftButton)
    assert "Open" in texts(window.door)
    assert window.door.folder == str(room.folder / "village")
    assert look.kept().language == "en"
    window.opening.unlock(window.door.folder, "四个词的密码")
    assert "Today" in texts(window.shell)


def test_a_box_that_is_closed_changes_nothing(room: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("village", unlock=False)
    door = window.door
    monkeypatch.setattr(LookBox, "exec", lambda box: box.reject())
    qtbot.mouseClick(window.door.findChild(QPushButton, "look"), Qt.MouseButton.LeftButton)
    assert window.door is door


def test_the_delay_after_a_wrong_password_outlives_another_look(room: Any, qtbot: Any) -> None:
    window = room.window("village", unlock=False)
    window.opening.unlock(window.door.folder, "wrong")
    assert not window.door.findChild(QPushButton, "look").isEnabled()
    while window.door._wait:
        window.door.tick()
    assert window.door.findChild(QPushButton, "look").isEnabled()
    window.wear(Look(language="en"))
    window.opening.unlock(window.door.folder, "wrong")
    assert window.door._wait == 2


def test_in_an_open_office_everything_is_drawn_anew_and_one_stays_where_one_was(voting: Any, qtbot: Any) -> None:
    window = voting.window("village")
    last = len(window.rooms.places) - 1
    window.shell.go(last)
    choose(window.rooms.settings, "look-150%", qtbot)
    assert (theme.px(100), look.kept().percent) == (150, 150)
    assert window.shell.at == last
    choose(window.rooms.settings, "contrast", qtbot)
    choose(window.rooms.settings, "look-English", qtbot)
    assert look.kept() == Look(150, contrast=True, language="en")
    assert {"Today", "Settings"} <= texts(window.shell)
    assert language.chosen() == "en"
    assert window.rooms.settings.findChild(QRadioButton, "look-English").isVisible()


def test_what_was_typed_outlives_another_look(voting: Any) -> None:
    window = voting.window("village")
    window.rooms.work.open(window.front.desk.matters()[0].id)
    window.rooms.matter.findChildren(QLineEdit, "field-body_total")[-1].setText("40")
    window.wear(Look(125))
    window.rooms.work.open(window.front.desk.matters()[0].id)
    assert window.rooms.matter._view.fields["body_total"] == 40


def test_an_answer_to_what_was_drawn_before_is_not_shown(threaded: Any, qtbot: Any) -> None:
    window = threaded.window("village")
    qtbot.waitUntil(lambda: window.rooms is not None, timeout=10_000)
    came: list[str] = []
    window.front.ask(lambda: None, lambda _none: came.append("before"))
    window.wear(Look(125))
    window.front.ask(lambda: None, lambda _none: came.append("too late"))
    qtbot.waitUntil(lambda: theme.px(100) == 125, timeout=10_000)
    window.front.ask(lambda: None, lambda _none: came.append("after"))
    qtbot.waitUntil(lambda: "after" in came, timeout=10_000)
    assert came == ["before", "after"]


# Its place

LEFT, RIGHT = QRect(0, 0, 1366, 728), QRect(1366, 0, 1920, 1040)


@pytest.mark.parametrize(
    ("wanted", "screens", "shown"),
    [
        (QRect(50, 60, 1280, 600), [LEFT], QRect(50, 60, 1280, 600)),
        (QRect(1500, 100, 1280, 800), [LEFT, RIGHT], QRect(1500, 100, 1280, 800)),
        (QRect(1500, 100, 1280, 800), [LEFT], QRect(86, 0, 1280, 728)),
        (QRect(-900, -500, 800, 600), [LEFT], QRect(0, 0, 800, 600)),
        (QRect(1300, 700, 800, 600), [LEFT, RIGHT], QRect(1366, 440, 800, 600)),
        (QRect(-5, -5, 4000, 3000), [LEFT], LEFT),
    ],
)
def test_no_place_is_out_of_sight(wanted: QRect, screens: list[QRect], shown: QRect) -> None:
    assert placement.within(wanted, screens) == shown


def test_the_window_is_found_where_it_was_left(room: Any, qtbot: Any) -> None:
    screen = QApplication.primaryScreen().availableGeometry()
    place = QRect(screen.left() + 20, screen.top() + 30, min(700, screen.width() - 40), min(500, screen.height() - 60))
    first = room.window("village", unlock=False)
    first.shell.setGeometry(place)
    first.shell.close()
    second = room.window("village", unlock=False)
    placement.restore(second.shell)
    assert second.shell.geometry().topLeft() == place.topLeft()
    assert screen.contains(second.shell.geometry().center())


def test_a_window_that_filled_the_screen_does_so_again(room: Any, qtbot: Any) -> None:
    QSettings().setValue("window/maximized", "true")
    window = room.window("village", unlock=False)
    placement.restore(window.shell)
    assert window.shell.isMaximized()
