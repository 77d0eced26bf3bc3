"""Completion while somebody types: values entered before under a line, names in a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit


def complete_from(line: QLineEdit, texts: Sequence[str], chosen: Callable[[], object]) -> None:
    """Offer texts that contain what is typed; the down key in an empty line offers all. `chosen` hears of a choice."""
    completer = QCompleter(list(texts), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(8)
    completer.activated.connect(lambda _text: chosen())
    line.setCompleter(completer)
    line.installEventFilter(_AllAtDown(line, completer))


class _AllAtDown(QObject):
    """The down key opens the list in a line in which nothing was typed."""

    def __init__(self, line: QLineEdit, completer: QCompleter) -> None:
        super().__init__(completer)
        self._line, self._completer = line, completer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only the down key is kept from the line, and only where it opens the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() != Qt.Key.Key_Down:
            return False
        if self._line.text() or self._line.isReadOnly():
            return False
        self._completer.setCompletionPrefix("")
        self._completer.complete()
        return True


class _Finder(QCompleter):
    """Finds the entries of a list by keys that stand beside their names, and shows the names."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What is written into the line is the name."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


def names_of(box: QComboBox, hint: str, keys: int | None = None) -> None:
    """Let the entries of a list be found by any part of their names, or of the keys that lie under this role."""
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    if keys is not None:
        finder = _Finder(box.model(), box)
        finder.setCompletionRole(keys)
        box.setCompleter(finder)
    line, completer = box.lineEdit(), box.completer()
    if line is not None:
        line.setPlaceholderText(hint)
    if completer is not None:
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
