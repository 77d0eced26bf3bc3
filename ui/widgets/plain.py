"""Labels, badges, buttons and cards. Text from data is plain text everywhere, tooltips included."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..language import _


class PlainLabel(QLabel):
    """A label that never reads its text as markup. `look` is a property that the stylesheet knows."""

    def __init__(self, text: str = "", look: str = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        if look:
            self.setProperty(look, "true")

    def setToolTip(self, text: str) -> None:
        """A tooltip guesses at markup by itself; what it gets here has none left."""
        super().setToolTip(html.escape(text))


class Badge(PlainLabel):
    """A short word on a coloured ground; `kind` is wrong, good, warn, info or idle. The word says it without colour."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(text)
        self.setProperty("badge", kind)
        self.setSizePolicy(self.sizePolicy().Policy.Maximum, self.sizePolicy().Policy.Maximum)


class Button(QPushButton):
    """A button with its shortcut written on it, or told by its tooltip where it is `narrow`; the text is never data.

    `told` are keys that do the same and that something larger listens to: the page, or the whole window.
    """

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object],
        *,
        look: str = "",
        shortcut: str = "",
        told: str = "",
        name: str = "",
        narrow: bool = False,
    ) -> None:
        super().__init__()
        self._keys, self._own, self._narrow = QKeySequence(shortcut or told), bool(shortcut), narrow
        self.setText(text)
        if look:
            self.setProperty(look, "true")
        if name:
            self.setObjectName(name)
        self._act = clicked
        self.clicked.connect(self._click)
        self.setAutoDefault(True)

    def setText(self, text: str) -> None:
        """Another text; Qt would forget the shortcut over it."""
        keys = self._keys.toString(QKeySequence.SequenceFormat.PortableText).replace("Return", "Enter")
        told = _("{text}（{more}）").format(text=text, more=keys) if keys else text
        super().setText(text if self._narrow else told)
        if self._narrow and keys:
            self.setToolTip(told)
        self.setAccessibleName(text)
        if self._own:
            self.setShortcut(self._keys)

    def _click(self) -> None:
        """Qt would hand on whether the button is checked, which nobody asked for."""
        self._act()


class _Remark(PlainLabel):
    """Takes no room while it says nothing."""

    def setText(self, text: str) -> None:
        """Say this; shown only where it already stands in something."""
        super().setText(text)
        if self.parent() is not None or not text:
            self.setHidden(not text)


class Card(QFrame):
    """A white sheet with a heading and, at its right, a faint remark."""

    def __init__(self, heading: str = "", remark: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, 14, 18, 14)
        self.body.setSpacing(8)
        self.remark = _Remark(remark, "faint", wrap=True)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if heading:
            self.heading = PlainLabel(heading, "heading", wrap=True)
            line = row(self.heading, self.remark)
            for place, width in enumerate(_shares(self.heading, self.remark)):
                line.setStretch(place, width)
            self.body.addLayout(line)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a line of widgets under what is there."""
        if isinstance(item, QLayout):
            self.body.addLayout(item, stretch)
        else:
            self.body.addWidget(item, stretch)


def lined_card(heading: str) -> tuple[Card, QVBoxLayout]:
    """A card of lines that come and go, and where they go in."""
    card, lines = Card(heading), column(spacing=8)
    card.add(lines)
    return card, lines


def _shares(heading: PlainLabel, remark: PlainLabel) -> tuple[int, int]:
    """How a line is shared out: by what stands in it; a remark that comes later gets a third."""
    told, more = (label.fontMetrics().horizontalAdvance(label.text()) for label in (heading, remark))
    return (told, more) if more else (2, 1)


def row(*items: QWidget | None, spacing: int = 10) -> QHBoxLayout:
    """Widgets side by side; None is a stretch."""
    line = QHBoxLayout()
    line.setSpacing(spacing)
    for item in items:
        if item is None:
            line.addStretch(1)
        else:
            line.addWidget(item)
    return line


def column(*items: QWidget | QLayout | None, spacing: int = 12) -> QVBoxLayout:
    """Widgets one under the other; None is a stretch."""
    line = QVBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for item in items:
        if item is None:
            line.addStretch(1)
        elif isinstance(item, QLayout):
            line.addLayout(item)
        else:
            line.addWidget(item)
    return line


def boxed(layout: QBoxLayout, *stretches: int) -> QWidget:
    """A widget around a line of widgets, stretched in these proportions."""
    for place, stretch in enumerate(stretches):
        layout.setStretch(place, stretch)
    widget = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    widget.setLayout(layout)
    return widget


def scrolled(inside: QWidget) -> QScrollArea:
    """A part that scrolls up and down and never across."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        _let_go(layout.takeAt(0))


def _let_go(item: QLayoutItem | None) -> None:
    widget = item.widget() if item is not None else None
    inner = item.layout() if item is not None else None
    if widget is not None:
        widget.hide()
        widget.deleteLater()
    elif inner is not None:
        clear(inner)
        inner.deleteLater()


def restyle(widget: QWidget) -> None:
    """Let the stylesheet look again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
