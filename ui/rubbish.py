"""What Python's collector lets go is let go in the window's thread alone.

A widget in a circle of references is destroyed wherever the collector happens to run: in the desk's thread that would
end the program in the middle of its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE = 1000
"""Milliseconds between two looks at whether there is enough to collect."""


class Collector(QObject):
    """Takes the place of Python's own collecting from now on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(PAUSE)

    def collect(self) -> None:
        """Collect the oldest generation that Python itself would collect now."""
        full = [many > most for many, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(full):
            gc.collect(len(full) - 1 - full[::-1].index(True))
