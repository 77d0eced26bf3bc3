"""What every page has: a bar with its title and buttons, and room below."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ..theme import px
from ..widgets.eliding import ElidedLabel

_AROUND = 28
"""Pixels at 100 % that stand beside the text of a line."""


class Page(QWidget):
    """A page; `bar` takes its buttons, `room` its content."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self._shown: dict[str, tuple[object, ...]] = {}
        top = QFrame()
        top.setObjectName("top")
        top.setFixedHeight(px(58))
        self.bar = QHBoxLayout(top)
        self.bar.setContentsMargins(24, 0, 24, 0)
        self.bar.setSpacing(12)
        self.title = ElidedLabel(title, "title")
        self.bar.addWidget(self.title)
        self.bar.addStretch(1)
        self.room = QHBoxLayout()
        self.room.setContentsMargins(20, 16, 20, 16)
        self.room.setSpacing(16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(top)
        outer.addLayout(self.room, 1)

    def add_search(self, placeholder: str, name: str, width: int) -> QLineEdit:
        """A line to search in, in the bar: so many pixels wide at 100 %, just its placeholder where the bar is full."""
        line = QLineEdit()
        line.setObjectName("search")
        line.setPlaceholderText(placeholder)
        line.setAccessibleName(name)
        line.setMinimumWidth(min(px(width), line.fontMetrics().horizontalAdvance(placeholder) + px(_AROUND)))
        line.setMaximumWidth(px(width))
        self.bar.addWidget(line, 2)
        return line

    def same(self, *shown: object, part: str = "") -> bool:
        """Whether just this is shown already in that part of the page: then nothing is drawn anew and flickers."""
        before, self._shown[part] = self._shown.get(part), shown
        return before == shown

    def refresh(self) -> None:
        """Show what is true now; called whenever the page comes to the front or something changed."""

    def seek(self, text: str = "") -> bool:
        """Put the cursor into this page's own search, perhaps with a text; False where the page has none."""
        return False
