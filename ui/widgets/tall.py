"""A button that holds several lines of text and is as high as they need."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget


class TallButton(QPushButton):
    """Its height follows its width, as a wrapped text's does; what is inside lets the mouse through."""

    def __init__(self, *items: QWidget, stretch: int = -1) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(6, 4, 6, 4)
        for place, item in enumerate(items):
            self._line.addWidget(item, 1 if place == stretch else 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """It does."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the wrapped lines are at this width."""
        return self._line.totalHeightForWidth(width) if self._line.hasHeightForWidth() else self.sizeHint().height()

    def sizeHint(self) -> QSize:
        """The size of what is inside."""
        return self._line.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Wrapped as narrow as it goes."""
        return self._line.totalMinimumSize()
