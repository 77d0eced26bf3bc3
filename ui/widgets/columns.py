"""Columns that always fit: as wide as what stands in them; where that is too much, the widest give way."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QToolTip


class Columns(QObject):
    """Keeps the columns of a table within its width; `stretch` takes what is left over.

    A cell that is cut tells all of its text where the mouse rests on it.
    """

    def __init__(self, view: QTableView, stretch: int) -> None:
        super().__init__(view)
        self._view, self._stretch = view, stretch
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setMinimumSectionSize(1)
        view.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Lay the columns out anew: what stands in them has changed, or the room for it."""
        header = self._view.horizontalHeader()
        columns = range(header.count())
        least = [header.sectionSizeHint(column) for column in columns]
        natural = [max(least[column], self._view.sizeHintForColumn(column)) for column in columns]
        for column, width in enumerate(shared(natural, least, self._view.viewport().width(), self._stretch)):
            header.resizeSection(column, width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table became wider or narrower, or the mouse rests on a cell."""
        if event.type() is QEvent.Type.Resize:
            self.fit()
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._tell(event)
            return True
        return False

    def _tell(self, event: QHelpEvent) -> None:
        index = self._view.indexAt(event.pos())
        text = str(index.data() or "") if index.isValid() else ""
        cut = self._view.sizeHintForIndex(index).width() > self._view.columnWidth(index.column())
        QToolTip.showText(event.globalPos(), html.escape(text) if cut else "", self._view)


def shared(natural: Sequence[int], least: Sequence[int], room: int, stretch: int) -> list[int]:
    """Widths that fill a room: `stretch` takes what is left; where that is nothing the widest give way, to `least`."""
    widths = list(natural)
    while (over := sum(widths) - room) > 0:
        soft = [column for column in range(len(widths)) if widths[column] > least[column]]
        if not soft:
            return widths
        widest = max(soft, key=widths.__getitem__)
        second = max((widths[column] for column in soft if column != widest), default=0)
        widths[widest] -= max(1, min(over, widths[widest] - max(least[widest], second)))
    widths[stretch] += room - sum(widths)
    return widths
