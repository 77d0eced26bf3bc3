"""Columns that always fit: as wide as what stands in them; where that is too much, some are left out or give way."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QToolTip

from ..theme import px

_ENOUGH = 200
"""Pixels at 100 % for which the text in the stretched column makes others go, however long it is."""


class Columns(QObject):
    """Keeps the columns of a table within its width; `stretch` takes what is left over.

    Where there is too little room the columns in `spare` are left out one after the other, then the widest give way;
    those that `firm` names never do. A cell that is cut tells all of its text where the mouse rests on it.
    """

    def __init__(
        self,
        view: QTableView,
        stretch: int,
        spare: Sequence[int] = (),
        firm: Callable[[], Collection[int]] = tuple,
    ) -> None:
        super().__init__(view)
        self._view, self._stretch, self._spare, self._firm = view, stretch, spare, firm
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setMinimumSectionSize(1)
        view.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Lay the columns out anew: what stands in them has changed, or the room for it."""
        header, room = self._view.horizontalHeader(), self._view.viewport().width()
        for column in self._spare:
            header.showSection(column)
        columns = list(range(header.count()))
        headed = [header.sectionSizeHint(column) for column in columns]
        natural = [max(headed[column], self._view.sizeHintForColumn(column)) for column in columns]
        wanted = [min(width, px(_ENOUGH)) if column == self._stretch else width for column, width in enumerate(natural)]
        for column in self._spare:
            if sum(wanted[each] for each in columns) > room:
                header.hideSection(column)
                columns.remove(column)
        firm = self._firm()
        least = [natural[column] if column in firm else headed[column] for column in columns]
        if sum(least) > room:
            least = [headed[column] for column in columns]
        widths = shared([natural[column] for column in columns], least, room, columns.index(self._stretch))
        for column, width in zip(columns, widths, strict=True):
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
