"""A calendar under a line for a day: F4 or the down key opens it, arrows move in it, Enter takes the day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ..icons import icon
from ..language import _, chosen
from ..theme import COLOURS, px
from .reading import read_day

_FORM = "yyyy-MM-dd"


class DayPicker(QObject):
    """The calendar of one line; `take` gets the chosen day as a text."""

    def __init__(self, line: QLineEdit, today: str, take: Callable[[str], object]) -> None:
        super().__init__(line)
        self._line, self._today, self._take = line, today, take
        line.installEventFilter(self)
        self._put_button()

    def _put_button(self) -> None:
        """A button of our own at the end of the line: the one that Qt makes does not grow with the text."""
        button = QToolButton()
        button.setIcon(icon("calendar", COLOURS["faint"]))
        button.setIconSize(QSize(px(16), px(16)))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(_("打开日历（F4）"))
        button.setToolTip(_("打开日历（F4）"))
        button.clicked.connect(self.open)
        inside = QHBoxLayout(self._line)
        inside.setContentsMargins(0, 0, px(4), 0)
        inside.addStretch(1)
        inside.addWidget(button)
        self._line.setTextMargins(0, 0, px(24), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F4 and the down key open the calendar."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in (Qt.Key.Key_F4, Qt.Key.Key_Down):
            return False
        self.open()
        return True

    def open(self, _checked: bool = False) -> Calendar | None:
        """Show the calendar under the line, at the day that stands in it."""
        if self._line.isReadOnly():
            return None
        day = read_day(self._line.text(), self._today) or self._today
        calendar = Calendar(self._line, day, self._take)
        calendar.move(self._line.mapToGlobal(QPoint(0, self._line.height())))
        calendar.show()
        calendar.days.setFocus()
        return calendar


class Calendar(QWidget):
    """A month with the week from Monday on; closes when a day is taken, at Escape, or when one clicks elsewhere."""

    def __init__(self, line: QLineEdit, day: str, take: Callable[[str], object]) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setObjectName("calendar")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._take = take
        self.days = QCalendarWidget()
        chinese = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
        self.days.setLocale(chinese if chosen() == "zh" else QLocale(QLocale.Language.English))
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.days.setSelectedDate(QDate.fromString(day, _FORM))
        self.days.activated.connect(self._done)
        self.days.clicked.connect(self._done)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self.days)

    def _done(self, day: QDate) -> None:
        self._take(day.toString(_FORM))
        self.close()
