"""A table over many thousand rows, of which only the pages that are looked at are fetched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ..theme import COLOURS, px
from .columns import Columns
from .listing import Cell

PAGE = 100
"""Rows that are fetched at once."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SHOWN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ForegroundRole)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PagedModel(QAbstractTableModel):
    """Rows by page. What is looked at and not there yet is asked for once, and shown as dots until it comes.

    `cells` tells what stands in a row, plain or in a colour; the columns in `right` hold figures.
    """

    wanted = Signal(int)
    sorting = Signal(int, bool)
    begun = Signal()

    def __init__(
        self, headings: Sequence[str], cells: Callable[[Any], Sequence[Cell | str]], right: Collection[int] = ()
    ) -> None:
        super().__init__()
        self._headings, self._cells, self._right = headings, cells, right
        self._pages: dict[int, Sequence[Any]] = {}
        self._asked: set[int] = set()
        self._total = 0

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """As many as the search finds, fetched or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings across."""
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section in self._right else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell as plain text, in its colour; the view never reads it as markup."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in self._right else None
        if role not in _SHOWN or not index.isValid():
            return None
        row = self.row(index.row())
        given = "…" if row is None else self._cells(row)[index.column()]
        cell = given if isinstance(given, Cell) else Cell(given)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(COLOURS[cell.look]) if cell.look else None
        return cell.text

    def row(self, number: int) -> Any | None:
        """What a line shows, or None where its page is still on the way."""
        offset = number - number % PAGE
        page = self._pages.get(offset)
        if page is None:
            if offset not in self._asked:
                self._asked.add(offset)
                self.wanted.emit(offset)
            return None
        return page[number - offset] if number - offset < len(page) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """A heading was clicked: whoever fetches the rows sorts them."""
        self.sorting.emit(column, order is Qt.SortOrder.AscendingOrder)

    def begin(self, total: int, offset: int, rows: Sequence[Any]) -> None:
        """Another answer takes the place of all that was shown, in one go so that nothing flickers."""
        same = total == self._total
        if not same:
            self.beginResetModel()
        self._pages, self._asked, self._total = {offset: rows}, {offset}, total
        if same:
            self._changed(0, total)
        else:
            self.endResetModel()
        self.begun.emit()

    def add(self, offset: int, rows: Sequence[Any]) -> None:
        """One more page of the same answer."""
        self._pages[offset] = rows
        self._changed(offset, offset + len(rows))

    def _changed(self, first: int, after: int) -> None:
        if after > first:
            self.dataChanged.emit(self.index(first, 0), self.index(after - 1, len(self._headings) - 1))


def paged_table(model: PagedModel, stretched: int, spare: Sequence[int] = (), firm: Collection[int] = ()) -> QTableView:
    """A table to read and to choose a line from; its columns are laid out for each answer, and not by scrolling.

    `stretched`, `spare` and `firm` are columns as `Columns` knows them.
    """
    view = QTableView()
    view.setModel(model)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(px(40))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    # Widths are taken from the rows in sight: measuring more would fetch them.
    header.setResizeContentsPrecision(0)
    header.setSortIndicatorShown(True)
    header.setSectionsClickable(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    columns = Columns(view, stretched, spare, lambda: firm)
    model.begun.connect(columns.fit)
    return view
