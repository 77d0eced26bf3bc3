"""A long list: a table over a model, sorted by its headings, searched by any word, quick with thousands of lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ..theme import COLOURS, px
from .columns import Columns

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_MEASURED = 60
"""Lines that are measured for the width of a column."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell. `look` is a colour of the theme or ``strong``; a badge has it as its ground.

    `under` stands below the text, in lists whose lines are `tall`; `order` is what the column is sorted by where that
    is not the text.
    """

    text: str
    look: str = ""
    badge: bool = False
    order: Any = None
    under: str = ""

    @property
    def whole(self) -> str:
        """All that it says."""
        return f"{self.text}\n{self.under}" if self.under else self.text


Line = tuple[str, Sequence[Cell | str]]
"""A line's key, which stays the same whenever it is shown, and its cells."""


def _cell(given: Cell | str) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)


def _order(cell: Cell) -> Any:
    return cell.text if cell.order is None else cell.order


class Lines(QAbstractTableModel):
    """The lines that are shown: all of them, or those in which the searched words stand, in the chosen order."""

    def __init__(self, headings: Sequence[str]) -> None:
        super().__init__()
        self._headings = headings
        self._all: list[tuple[str, list[Cell]]] = []
        self._shown: list[tuple[str, list[Cell]]] = []
        self._words: list[str] = []
        self._column, self._down = -1, False

    def put(self, lines: Sequence[Line]) -> bool:
        """These lines instead of those that were there; false where they are the same."""
        given = [(key, [_cell(cell) for cell in cells]) for key, cells in lines]
        if given == self._all:
            return False
        self._all = given
        self._arrange()
        return True

    def search(self, text: str) -> None:
        """Only lines in which every one of these words stands somewhere."""
        self._words = text.lower().split()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By one column; -1 is the order in which the lines were given."""
        self._column, self._down = column, order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = [line for line in self._all if self._fits(line[1])]
        if self._column >= 0:
            self._shown.sort(key=lambda line: _order(line[1][self._column]), reverse=self._down)
        self.endResetModel()

    def _fits(self, cells: Sequence[Cell]) -> bool:
        whole = "\n".join(cell.whole for cell in cells).lower() if self._words else ""
        return all(word in whole for word in self._words)

    def key(self, line: int) -> str:
        """The key of a line, "" for one that is not there."""
        return self._shown[line][0] if 0 <= line < len(self._shown) else ""

    def line(self, key: str) -> int:
        """Where a key stands now, -1 where it is not shown."""
        return next((number for number, (known, _cells) in enumerate(self._shown) if known == key), -1)

    def cell(self, index: Index) -> Cell:
        """What stands at an index."""
        return self._shown[index.row()][1][index.column()]

    def badges(self) -> set[int]:
        """The columns in which badges stand."""
        some = self._shown[:_MEASURED]
        return {column for _key, cells in some for column, cell in enumerate(cells) if cell.badge}

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text, which is also what a screen reader says."""
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.cell(index).whole if role in texts else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._headings[section] if shown else None


class _Painter(QStyledItemDelegate):
    """Text in its colour, or on its ground; a fine line under each row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        cell = model.cell(index) if isinstance(model, Lines) else Cell("")
        area: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(area, QColor(COLOURS["info_ground"]))
        painter.setPen(QPen(QColor(COLOURS["line"])))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        font = QFont(option.font)  # type: ignore[attr-defined]
        font.setBold(cell.look == "strong")
        painter.setFont(font)
        room = area.adjusted(px(8), 0, -px(8), 0)
        if cell.under:
            half = room.adjusted(0, px(6), 0, -room.height() // 2)
            self._write(painter, half, cell)
            font.setBold(False)
            font.setPixelSize(px(13))
            painter.setFont(font)
            self._write(painter, half.translated(0, half.height()), Cell(cell.under, "faint"))
        else:
            self._write(painter, room, cell)
        painter.restore()

    def _write(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        metrics = painter.fontMetrics()
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
        if cell.badge and text:
            width, height = metrics.horizontalAdvance(text) + px(16), metrics.height() + 6
            ground = QRect(room.left(), room.center().y() - height // 2, width, height)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(COLOURS["rim"]))
            painter.setBrush(QColor(COLOURS[f"{cell.look}_ground"]))
            painter.drawRoundedRect(ground, px(4), px(4))
            room = ground.adjusted(px(8), 0, 0, 0)
        painter.setPen(QColor(COLOURS.get(cell.look, COLOURS["ink"])))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the text with its ground."""
        model = index.model()
        cell = model.cell(index) if isinstance(model, Lines) else Cell("")
        font = QFont(option.font)  # type: ignore[attr-defined]
        font.setBold(cell.look == "strong")
        metrics = QFontMetrics(font)
        width = max(metrics.horizontalAdvance(text) for text in (cell.text, cell.under))
        return QSize(width + px(16) * (2 if cell.badge else 1) + 2, metrics.height())


class Listing(QTableView):
    """A list to read, to sort and to choose a line from; what was chosen stays chosen when it is shown anew.

    `stretch`, `spare` and `firm` are columns as `Columns` knows them; badges are firm by themselves.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self,
        headings: Sequence[str],
        *,
        name: str,
        label: str,
        stretch: int = 1,
        spare: Sequence[int] = (),
        firm: Collection[int] = (),
        tall: bool = False,
    ) -> None:
        super().__init__()
        self._lines = Lines(headings)
        self.setModel(self._lines)
        self.setItemDelegate(_Painter(self))
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("calm", "true")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(56 if tall else 40))
        columns = partial(Columns, self, stretch, spare, lambda: self._lines.badges().union(firm))
        self._dress(self.horizontalHeader(), columns)
        self._kept = ""
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.activated.connect(lambda index: self.opened.emit(self._lines.key(index.row())))

    def _dress(self, header: QHeaderView, columns: Callable[[], Columns]) -> None:
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(_MEASURED)
        self._columns = columns()
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(self._sort)

    def put(self, lines: Sequence[Line]) -> bool:
        """Show these lines; false where they are shown already: then nothing moves, and nothing is chosen anew."""
        fresh = self._lines.put(lines)
        if fresh:
            self._hold()
        return fresh

    def search(self, text: str) -> None:
        """Show only lines with these words."""
        self._lines.search(text)
        self._hold()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._lines.sort(column, order)
        self._hold()

    def key(self) -> str:
        """The key of the line that is chosen, "" for none."""
        return self._lines.key(self.currentIndex().row())

    def choose(self, key: str) -> None:
        """Choose a line; the first one where there is no such key."""
        line = max(0, self._lines.line(key))
        if self._lines.rowCount():
            self.setCurrentIndex(self._lines.index(line, 0))
            self.scrollTo(self._lines.index(line, 0))
        else:
            self.chosen.emit("")

    def texts(self, line: int) -> list[str]:
        """What stands in a line that is shown."""
        return [self._lines.cell(self._lines.index(line, column)).whole for column in range(self._lines.columnCount())]

    def _hold(self) -> None:
        self._columns.fit()
        self.choose(self._kept)

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        key = self._lines.key(now.row())
        if key:
            self._kept = key
            self.chosen.emit(key)
