"""Where the window stood: remembered for the next start, and never put where nobody can see it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication, QWidget

_PLACE, _FULL = "window/place", "window/maximized"


def keep(window: QWidget) -> None:
    """Remember where the window stands, and whether it fills the screen."""
    settings = QSettings()
    settings.setValue(_PLACE, window.normalGeometry())
    settings.setValue(_FULL, "true" if window.isMaximized() else "false")


def restore(window: QWidget) -> None:
    """Show the window where it stood; at first in its own size in the middle of the screen."""
    settings = QSettings()
    screens = [screen.availableGeometry() for screen in QApplication.screens()]
    kept = settings.value(_PLACE)
    if isinstance(kept, QRect) and kept.isValid():
        wanted = kept
    else:
        wanted = QRect(window.rect())
        wanted.moveCenter(screens[0].center())
    window.setGeometry(within(wanted, screens))
    if str(settings.value(_FULL, "")) == "true":
        window.showMaximized()
    else:
        window.show()


def room_around(widget: QWidget) -> QRect:
    """What the screen that shows most of a widget has for windows.

    Not `QWidget.screen`: PySide takes what that returns for a child of the widget, and lets it go together with it.
    """
    return _nearest(widget.frameGeometry(), [screen.availableGeometry() for screen in QApplication.screens()])


def within(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """The place itself where a screen holds all of it, else the nearest on the screen that shows most of it.

    The first screen is taken where none shows any: a second one may have been unplugged.
    """
    screen = _nearest(wanted, screens)
    size = wanted.size().boundedTo(screen.size())
    left = min(max(wanted.left(), screen.left()), screen.right() + 1 - size.width())
    top = min(max(wanted.top(), screen.top()), screen.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def _nearest(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    def shown(screen: QRect) -> int:
        common = screen.intersected(wanted)
        return common.width() * common.height() if common.isValid() else 0

    return max(screens, key=shown)
