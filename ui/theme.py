"""One look: a small table of colours and sizes, and the stylesheet that is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from clerk_app import desk

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#f3f4f6",
        "card": "#ffffff",
        "line": "#dfe3e8",
        "ink": "#1f2933",
        "faint": "#5b6672",
        "side": "#1f3b53",
        "side_ink": "#dfe8f0",
        "side_faint": "#a9bccb",
        "accent": "#1d5b84",
        "accent_down": "#164766",
        "mark": "#c98a2b",
        "wrong": "#b3372c",
        "wrong_ground": "#fbe9e7",
        "good": "#1f7a4d",
        "good_ground": "#e3f3ea",
        "warn": "#8a5a00",
        "warn_ground": "#fdf3d9",
        "info": "#1d5b84",
        "info_ground": "#e4eff7",
        "idle": "#59636e",
        "idle_ground": "#eceff2",
    }
)
"""Every colour of the window. All texts stand at 4.5:1 or more against their ground."""

FAMILY = "Clerk Sans"
BASE = 15
"""Pixels of body text at 100 %."""


def apply(app: QApplication, percent: int = 100) -> None:
    """Give the application its font, palette and stylesheet at a text size of `percent`."""
    for name in ("ClerkSans-Regular.otf", "ClerkSans-Bold.otf"):
        QFontDatabase.addApplicationFont(str(desk.resources() / "fonts" / name))
    app.setStyle("Fusion")
    font = QFont(FAMILY)
    font.setPixelSize(size(BASE, percent))
    app.setFont(font)
    app.setPalette(_palette())
    app.setStyleSheet(_sheet(percent))


def size(pixels: int, percent: int) -> int:
    """A length at the chosen text size."""
    return round(pixels * percent / 100)


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


def _sheet(percent: int) -> str:
    values = dict(COLOURS)
    values |= {
        f"px{number}": f"{size(number, percent)}px" for number in (1, 2, 4, 6, 8, 10, 12, 13, 14, 15, 16, 17, 20)
    }
    values |= {f"px{number}": f"{size(number, percent)}px" for number in (22, 26, 28, 36, 40, 46, 64)}
    sheet = _SHEET
    for name, value in values.items():
        sheet = sheet.replace(f"@{name};", f"{value};").replace(f"@{name} ", f"{value} ")
    return sheet


_SHEET = """
QWidget { color: @ink; }
QMainWindow, #page, QDialog { background: @ground; }
QToolTip { background: @card; color: @ink; border: 1px solid @line; padding: @px6; }
#side { background: @side; }
#side QLabel { color: @side_ink; background: transparent; }
#side QLabel[faint="true"] { color: @side_faint; font-size: @px13; }
#side QLabel[heading="true"] { font-size: @px17; font-weight: bold; }
#side QPushButton { text-align: left; color: @side_ink; background: transparent; border: none;
  border-left: @px4 solid @side; border-radius: 0; padding: @px10 @px14; font-size: @px15; font-weight: normal; }
#side QPushButton:hover { background: @accent_down; }
#side QPushButton:focus { border-left: @px4 solid @side_faint; }
#side QPushButton:checked { background: @ground; color: @side; border-left: @px4 solid @mark; font-weight: bold; }
#top { background: @card; border-bottom: 1px solid @line; }
#card { background: @card; border: 1px solid @line; border-radius: @px10; }
#row { background: transparent; border: none; border-bottom: 1px solid @line; }
QLabel[heading="true"] { font-size: @px16; font-weight: bold; }
QLabel[title="true"] { font-size: @px20; font-weight: bold; }
QLabel[figure="true"] { font-size: @px28; font-weight: bold; }
QLabel[faint="true"] { color: @faint; font-size: @px13; }
QLabel[strong="true"] { font-weight: bold; }
QLabel[wrong="true"] { color: @wrong; }
QLabel[good="true"] { color: @good; }
QLabel[badge="wrong"] { color: @wrong; background: @wrong_ground; }
QLabel[badge="good"] { color: @good; background: @good_ground; }
QLabel[badge="warn"] { color: @warn; background: @warn_ground; }
QLabel[badge="info"] { color: @info; background: @info_ground; }
QLabel[badge="idle"] { color: @idle; background: @idle_ground; }
QLabel[badge="wrong"], QLabel[badge="good"], QLabel[badge="warn"], QLabel[badge="info"], QLabel[badge="idle"]
  { font-size: @px13; padding: @px2 @px8; border-radius: @px4; }
QLabel[count="true"] { background: @wrong; color: @card; border-radius: @px10; padding: @px2 @px8; font-size: @px13; }
QPushButton { background: @card; color: @accent; border: 1px solid @accent; border-radius: @px6;
  padding: @px6 @px16; font-weight: bold; min-height: @px22; }
QPushButton:hover { background: @info_ground; }
QPushButton:focus { border: 2px solid @mark; }
QPushButton[primary="true"] { background: @accent; color: @card; border: 1px solid @accent; }
QPushButton[primary="true"]:hover { background: @accent_down; }
QPushButton[primary="true"]:focus { border: 2px solid @mark; }
QPushButton:disabled { background: @idle_ground; color: @idle; border: 1px solid @line; }
QPushButton[flat="true"] { border: none; background: transparent; padding: @px4 @px8; font-weight: normal; }
QPushButton[flat="true"]:focus { border: 1px solid @mark; }
QLineEdit, QComboBox, QPlainTextEdit, QDateEdit, QSpinBox { background: @card; border: 1px solid #9aa7b4;
  border-radius: @px6; padding: @px4 @px8; min-height: @px26; selection-background-color: @accent;
  selection-color: @card; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QDateEdit:focus { border: 2px solid @accent; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border: 2px solid @wrong; }
QLineEdit:read-only { background: @idle_ground; }
QComboBox::drop-down { border: none; width: @px26; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; selection-background-color: @info_ground;
  selection-color: @ink; }
QTableWidget, QTableView, QListWidget { background: @card; border: 1px solid @line; border-radius: @px6;
  gridline-color: @line; }
QHeaderView::section { background: @idle_ground; color: @faint; border: none; border-bottom: 1px solid @line;
  padding: @px6 @px8; }
QTableView::item { padding: @px4 @px8; }
QTableView::item:selected { background: @info_ground; color: @ink; }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: @faint; border: none; border-bottom: @px4 solid transparent;
  padding: @px6 @px14; }
QTabBar::tab:selected { color: @accent; font-weight: bold; border-bottom: @px4 solid @accent; }
QTabBar::tab:focus { color: @accent; }
QPushButton#step { text-align: left; border: none; border-radius: @px6; background: transparent; padding: 0;
  min-height: @px46; }
QPushButton#step[tall="true"] { min-height: @px64; }
QPushButton#step:hover, QPushButton#step[current="true"] { background: @info_ground; }
QPushButton#step:focus { border: 1px solid @mark; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: @px10; margin: 0; }
QScrollBar::handle:vertical { background: #b6c0ca; border-radius: @px4; min-height: @px36; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar:horizontal { background: transparent; height: @px10; margin: 0; }
QScrollBar::handle:horizontal { background: #b6c0ca; border-radius: @px4; min-width: @px36; }
QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal { width: 0; }
QProgressBar { background: @idle_ground; border: none; border-radius: @px4; max-height: @px8; }
QProgressBar::chunk { background: @accent; border-radius: @px4; }
#drop { border: 2px dashed #9aa7b4; border-radius: @px8; background: @ground; }
#drop[over="true"] { border: 2px dashed @accent; background: @info_ground; }
#notice { background: @info_ground; border: 1px solid @info; border-radius: @px6; }
"""
