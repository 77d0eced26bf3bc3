"""Enter moves on from field to field, Shift+Enter back; the wheel moves the page and no choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Walk(QObject):
    """The way through a form: `order` gives all that can be typed into, `ended` is called behind the last."""

    def __init__(
        self,
        parent: QObject,
        order: Callable[[], Sequence[QWidget]],
        grow: Callable[[QWidget], bool],
        ended: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._order, self._grow, self._ended = order, grow, ended

    def watch(self, widget: QWidget) -> None:
        """Take a field into the walk."""
        widget.installEventFilter(self)
        line = widget.lineEdit() if isinstance(widget, QComboBox) else None
        if line is not None:
            line.installEventFilter(self)
        if isinstance(widget, QComboBox):
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a line or a choice moves on; in a note it is a new line, and Ctrl+Enter is the page's."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()
            return True
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _ENTER:
            return False
        pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if isinstance(watched, QPlainTextEdit) or pressed == Qt.KeyboardModifier.ControlModifier:
            return False
        field = watched.parent() if isinstance(watched.parent(), QComboBox) else watched
        if isinstance(field, QWidget):
            self._go(field, back=pressed == Qt.KeyboardModifier.ShiftModifier)
        return True

    def _go(self, field: QWidget, *, back: bool) -> None:
        if isinstance(field, QLineEdit):
            field.editingFinished.emit()
        if not back and self._grow(field):
            return
        order = [widget for widget in self._order() if widget.isEnabled() and widget.isVisible()]
        place = order.index(field) + (-1 if back else 1) if field in order else 0
        if place >= len(order):
            self._ended()
        elif place >= 0:
            focus(order[place])


def focus(widget: QWidget) -> None:
    """Go to a field as the Tab key does: a line is selected whole, so that typing replaces it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
