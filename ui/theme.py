"""One look: two small tables of colours, sizes that follow the chosen text, and the stylesheet that is made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from clerk_app import desk

PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#f3f4f6",
        "card": "#ffffff",
        "line": "#dfe3e8",
        "edge": "#75828f",
        "grip": "#7b8894",
        "rim": "#00000000",
        "ink": "#1f2933",
        "faint": "#566270",
        "side": "#1f3b53",
        "side_ink": "#dfe8f0",
        "side_faint": "#a9bccb",
        "accent": "#1d5b84",
        "accent_down": "#164766",
        "mark": "#b36b00",
        "wrong": "#b3372c",
        "wrong_ground": "#fbe9e7",
        "good": "#1b6e45",
        "good_ground": "#e3f3ea",
        "warn": "#855600",
        "warn_ground": "#fdf3d9",
        "info": "#1d5b84",
        "info_ground": "#e4eff7",
        "idle": "#566069",
        "idle_ground": "#eceff2",
    }
)
"""The usual colours: every text at 4.5:1 or more against its ground, every edge and focus at 3:1 (WCAG 2.2 AA)."""

CONTRAST: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#ffffff",
        "card": "#ffffff",
        "line": "#4d4d4d",
        "edge": "#000000",
        "grip": "#000000",
        "rim": "#000000",
        "ink": "#000000",
        "faint": "#1f1f1f",
        "side": "#000000",
        "side_ink": "#ffffff",
        "side_faint": "#f2f2f2",
        "accent": "#003566",
        "accent_down": "#001d38",
        "mark": "#b85c00",
        "wrong": "#8b0000",
        "wrong_ground": "#ffffff",
        "good": "#004d26",
        "good_ground": "#ffffff",
        "warn": "#5c3a00",
        "warn_ground": "#ffffff",
        "info": "#003566",
        "info_ground": "#d6e8ff",
        "idle": "#333333",
        "idle_ground": "#f2f2f2",
    }
)
"""The same for eyes that need more: every text at 7:1 or more (WCAG 2.2 AAA), every badge with a rim."""

COLOURS: dict[str, str] = dict(PLAIN)
"""The table in force; `apply` changes it, so look a colour up where it is used."""

FAMILY = "Clerk Sans"
BASE = 15
"""Pixels of body text at 100 %."""


class _Worn:
    """The text size in force."""

    percent = 100


def apply(app: QApplication, percent: int = 100, *, contrast: bool = False) -> None:
    """Give the application its font, palette and stylesheet at a text size of `percent`."""
    for name in ("ClerkSans-Regular.otf", "ClerkSans-Bold.otf"):
        QFontDatabase.addApplicationFont(str(desk.resources() / "fonts" / name))
    COLOURS.update(CONTRAST if contrast else PLAIN)
    _Worn.percent = percent
    app.setStyle("Fusion")
    font = QFont(FAMILY)
    font.setPixelSize(px(BASE))
    app.setFont(font)
    app.setPalette(_palette())
    app.setStyleSheet(sheet())


def px(pixels: int) -> int:
    """A length at the chosen text size; `pixels` is what it is at 100 %."""
    return round(pixels * _Worn.percent / 100)


def beside(pixels: int) -> int:
    """The width of a column beside the page's content: it grows a fifth as much as the text, and its lines wrap."""
    return round(pixels * (100 + (_Worn.percent - 100) / 5) / 100)


def _palette() -> QPalette:
    palette = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "ground"),
        (QPalette.ColorRole.Base, "card"),
        (QPalette.ColorRole.AlternateBase, "ground"),
        (QPalette.ColorRole.Text, "ink"),
        (QPalette.ColorRole.WindowText, "ink"),
        (QPalette.ColorRole.ButtonText, "ink"),
        (QPalette.ColorRole.PlaceholderText, "faint"),
        (QPalette.ColorRole.Highlight, "accent"),
        (QPalette.ColorRole.HighlightedText, "card"),
    ):
        palette.setColor(role, QColor(COLOURS[name]))
    return palette


def sheet() -> str:
    """The stylesheet in the colours and at the size in force.

    `@px8` is a length at that size; `@less8` is a pixel less: where an edge is a pixel wider, the text keeps its place.
    """
    sized = re.sub(r"@px([0-9]+)", lambda found: f"{px(int(found[1]))}px", _SHEET)
    sized = re.sub(r"@less([0-9]+)", lambda found: f"{px(int(found[1])) - 1}px", sized)
    icons = desk.resources() / "icons"
    drawn = re.sub(r"ICON\(([a-z]+)\)", lambda found: f'url("{(icons / found[1]).as_posix()}.svg")', sized)
    return re.sub(r"@([a-z_]+)", lambda found: COLOURS[found[1]], drawn)


_SHEET = """
QWidget { color: @ink; }
QMainWindow, #page, QDialog { background: @ground; }
QToolTip { background: @card; color: @ink; border: 1px solid @line; padding: @px6; }
#side { background: @side; }
#side QLabel { color: @side_ink; background: transparent; }
#side QLabel[faint="true"] { color: @side_faint; font-size: @px13; }
#side QLabel[heading="true"] { font-size: @px17; font-weight: bold; }
#side QLabel[count="true"] { background: @wrong; color: @card; border-radius: @px8; padding: 1px @px6;
  font-size: @px12; font-weight: bold; }
#side QPushButton { text-align: left; color: @side_ink; background: transparent;
  border: 2px solid transparent; border-left: @px4 solid @side; border-radius: 0;
  padding: 8px @px12 8px @px14; font-size: @px15; font-weight: normal; }
#side[tight="true"] QPushButton { padding: 4px @px12 4px @px14; }
#side QPushButton:hover { background: @accent_down; }
#side QPushButton:focus { border: 2px solid @side_faint; border-left: @px4 solid @side_faint; }
#side QPushButton:checked { background: @ground; color: @side; border-left: @px4 solid @mark; font-weight: bold; }
#top { background: @card; border-bottom: 1px solid @line; }
#card { background: @card; border: 1px solid @line; border-radius: @px10; }
#card[over="true"] { background: @info_ground; border: 2px dashed @accent; }
#welcome { background: @side; border-top-left-radius: @px10; border-bottom-left-radius: @px10; }
#welcome QLabel { color: @side_ink; background: transparent; }
#welcome QLabel[title="true"] { font-size: @px26; }
#row { background: transparent; border: none; border-bottom: 1px solid @line; }
QLabel[heading="true"] { font-size: @px16; font-weight: bold; }
QLabel[title="true"] { font-size: @px20; font-weight: bold; }
QLabel[figure="true"] { font-size: @px28; font-weight: bold; }
QLabel[faint="true"] { color: @faint; font-size: @px13; }
QLabel[strong="true"] { font-weight: bold; }
QLabel[wrong="true"] { color: @wrong; }
QLabel[good="true"] { color: @good; }
QLabel[warn="true"] { color: @warn; }
QLabel[badge="wrong"] { color: @wrong; background: @wrong_ground; }
QLabel[badge="good"] { color: @good; background: @good_ground; }
QLabel[badge="warn"] { color: @warn; background: @warn_ground; }
QLabel[badge="info"] { color: @info; background: @info_ground; }
QLabel[badge="idle"] { color: @idle; background: @idle_ground; }
QLabel[badge="wrong"], QLabel[badge="good"], QLabel[badge="warn"], QLabel[badge="info"], QLabel[badge="idle"]
  { font-size: @px13; padding: @px2 @px8; border-radius: @px4; border: 1px solid @rim; }
QLabel[count="true"] { background: @wrong; color: @card; border-radius: @px10; padding: @px2 @px8; font-size: @px13; }
QPushButton { background: @card; color: @accent; border: 1px solid @accent; border-radius: @px6;
  padding: @px6 @px16; font-weight: bold; min-height: @px22; }
QPushButton:hover { background: @info_ground; }
QPushButton:focus { border: 2px solid @mark; padding: @less6 @less16; }
QPushButton[primary="true"] { background: @accent; color: @card; border: 1px solid @accent; }
QPushButton[primary="true"]:hover { background: @accent_down; }
QPushButton[primary="true"]:focus { border: 2px solid @mark; }
QPushButton:disabled { background: @idle_ground; color: @idle; border: 1px solid @line; }
QPushButton[flat="true"] { border: 2px solid transparent; background: transparent; padding: @px4 @px8;
  font-weight: normal; }
QPushButton[flat="true"]:focus { border: 2px solid @mark; }
QLineEdit, QComboBox, QPlainTextEdit, QDateEdit, QSpinBox { background: @card; border: 1px solid @edge;
  border-radius: @px6; padding: @px4 @px8; min-height: @px26; selection-background-color: @accent;
  selection-color: @card; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QDateEdit:focus, QSpinBox:focus { border: 2px solid @accent;
  padding: @less4 @less8; }
QCheckBox, QRadioButton { spacing: @px8; padding: @px4; border: 2px solid transparent; border-radius: @px4; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @mark; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator { width: @px17; height: @px17; }
QCheckBox:disabled, QRadioButton:disabled { color: @idle; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border: 2px solid @wrong; padding: @less4 @less8; }
QLineEdit:disabled { background: @idle_ground; color: @idle; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"], QComboBox:disabled { background: @idle_ground; color: @ink; }
QComboBox::drop-down { border: none; width: @px26; }
QComboBox::down-arrow { image: ICON(down); width: @px16; height: @px16; }
QSpinBox, QSpinBox:focus { padding-right: @px26; }
QSpinBox::up-button, QSpinBox::down-button { border: none; background: transparent; width: @px26; }
QSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; }
QSpinBox::up-arrow { image: ICON(up); width: @px14; height: @px14; }
QSpinBox::down-arrow { image: ICON(down); width: @px14; height: @px14; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; selection-background-color: @info_ground;
  selection-color: @ink; }
QTableWidget, QTableView, QListWidget { background: @card; border: 1px solid @line; border-radius: @px6;
  gridline-color: @line; padding: 1px; }
QTableWidget:focus, QTableView:focus, QListWidget:focus { border: 2px solid @accent; padding: 0; }
QListWidget { padding-left: @px4; }
QListWidget:focus { padding-left: @less4; }
QListWidget::item { padding: @px4 0; }
QListWidget::item:selected { background: @info_ground; color: @ink; }
QListWidget::item:disabled { color: @faint; }
QHeaderView::section { background: @idle_ground; color: @faint; border: none; border-bottom: 1px solid @line;
  padding: @px6 @px8; }
QTableView[calm="true"] { border: 2px solid transparent; border-radius: 0; padding: 0; }
QTableView[calm="true"]:focus { border: 2px solid @accent; }
QTableView::item { padding: @px4 @px5; border-bottom: 1px solid @line; }
QTableView::item:selected { background: @info_ground; color: @ink; }
QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @faint; border: none; border-bottom: @px4 solid transparent;
  padding: @px6 @px14; }
QTabBar::tab:selected { color: @accent; font-weight: bold; border-bottom: @px4 solid @accent; }
QTabBar::tab:selected:focus { border-bottom: @px4 solid @mark; }
QPushButton#step { text-align: left; border: 2px solid transparent; border-radius: @px6; background: transparent;
  padding: 0; min-height: @px46; }
QPushButton#check { text-align: left; border: 2px solid transparent; border-radius: @px6; padding: 0; }
QPushButton#check:focus { border: 2px solid @mark; }
QPushButton#fold { text-align: left; padding-left: @px28; }
QPushButton#fold:focus { padding-left: @less28; }
QPushButton::menu-indicator { image: none; width: 0; }
#thumb { border: 2px solid transparent; border-radius: @px4; }
#thumb:focus { border: 2px solid @mark; }
#calendar { background: @card; border: 1px solid @edge; }
#calendar QToolButton { color: @ink; background: @card; padding: @px4; }
#calendar QAbstractItemView { selection-background-color: @accent; selection-color: @card; }
#calendar QWidget#qt_calendar_navigationbar { background: @card; }
QMenu { background: @card; color: @ink; border: 1px solid @edge; padding: @px4; }
QMenu::item { padding: @px6 @px28; border-radius: @px4; }
QMenu::item:selected { background: @info_ground; color: @ink; }
QMenu::item:disabled { color: @idle; }
QPushButton#step:hover, QPushButton#step[current="true"] { background: @info_ground; }
QPushButton#step:focus { border: 2px solid @mark; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: @px8; margin: 0 0 0 @px2; }
QScrollBar::handle:vertical { background: @grip; border-radius: 3px; min-height: @px36; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar:horizontal { background: transparent; height: @px10; margin: 0; }
QScrollBar::handle:horizontal { background: @grip; border-radius: @px4; min-width: @px36; }
QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal { width: 0; }
QProgressBar { background: @idle_ground; border: none; border-radius: @px4; max-height: @px8; }
QProgressBar[rate="good"]::chunk { background: @good; }
QProgressBar[rate="fair"]::chunk { background: @mark; }
QProgressBar[rate="poor"]::chunk { background: @wrong; }
QProgressBar::chunk { background: @accent; border-radius: @px4; }
#drop { border: 2px dashed @edge; border-radius: @px8; background: @ground; }
#drop[over="true"] { border: 2px dashed @accent; background: @info_ground; }
#notice { background: @info_ground; border: 1px solid @info; border-radius: @px6; }
"""
