"""A short table to read and to choose a line from; for thousands of lines there is `listing`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from ..theme import px
from .columns import Columns


class Table(QTableWidget):
    """Lines of text under headings. A cell is plain text by nature."""

    def __init__(self, headings: Sequence[str], name: str) -> None:
        super().__init__(0, len(headings))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headings))
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(px(40))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.columns = Columns(self, min(1, len(headings) - 1))

    def put(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these lines; what is as it was is not touched, so that nothing flickers and the chosen line stays."""
        self.setRowCount(len(rows))
        for line, cells in enumerate(rows):
            for place, text in enumerate(cells):
                item = self.item(line, place)
                if item is None:
                    self.setItem(line, place, QTableWidgetItem(text))
                elif item.text() != text:
                    item.setText(text)
        self.columns.fit()
