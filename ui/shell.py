"""The window itself: the side bar, the pages beside it, the door in front, and the lock after idle time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from . import placement
from .icons import icon
from .language import _
from .pages.page import Page
from .theme import COLOURS, beside, px
from .widgets.eliding import ElidedLabel
from .widgets.plain import PlainLabel

_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


_FULL = 9
"""With more places than these the name of the office has one line, else two."""

_ROOMY = 7
"""With more places than these they stand closer, so that the largest text still fits."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is begun by its keys on every page of the office."""

    keys: str
    name: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the side bar, whose tooltip tells the keys of a deed too."""

    name: str
    icon: str
    page: Page
    deed: Deed | None = None

    def hint(self, number: int) -> str:
        """The keys that lead there, and those of its deed."""
        told = [f"Alt+{number % 10}"]
        if self.deed is not None:
            told.append(_("{text}（{more}）").format(text=self.deed.name, more=self.deed.keys))
        return "\n".join(told)


class IdleWatch(QObject):
    """Tells when nobody has touched the window for a while, dialogs included."""

    idle = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)

    def wait(self, milliseconds: int) -> None:
        """Wait so long from the next touch on; where it is watched already, from now on."""
        self._timer.setInterval(milliseconds)

    def start(self) -> None:
        """Watch from now on."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every touch begins the time anew; nothing is kept from its receiver."""
        if event.type() in _ACTIVITY:
            self._timer.start()
        return False


class SideBar(QFrame):
    """Whose desk it is, and where one can go."""

    chosen = Signal(int)
    lock_wanted = Signal()
    seek_wanted = Signal()

    def __init__(self, name: str, code: str, places: Sequence[Place], *, searching: bool) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setProperty("tight", "true" if len(places) > _ROOMY else "false")
        self.setFixedWidth(beside(206))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 18, 0, 14)
        outer.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(18, 0, 12, 16)
        head.addWidget(ElidedLabel(name, "heading", lines=1 if len(places) > _FULL else 2))
        head.addWidget(PlainLabel(code, "faint"))
        outer.addLayout(head)
        self._group = QButtonGroup(self)
        self._buttons: dict[Page, PlaceButton] = {}
        for number, place in enumerate(places):
            button = PlaceButton(place)
            button.setShortcut(f"Alt+{(number + 1) % 10}")
            button.setToolTip(place.hint(number + 1))
            button.setObjectName(f"place-{number}")
            self._buttons[place.page] = button
            self._group.addButton(button, number)
            outer.addWidget(button)
        self._group.idClicked.connect(self.chosen)
        outer.addStretch(1)
        seek = _with_icon(QPushButton(_("搜索（Ctrl+F）")), "search", 16)
        seek.setShortcut("Ctrl+F")
        seek.setObjectName("seek")
        seek.clicked.connect(self._seek)
        outer.addWidget(seek)
        seek.setVisible(searching)
        lock = _with_icon(QPushButton(_("锁定（Ctrl+L）")), "lock", 16)
        lock.setShortcut("Ctrl+L")
        lock.clicked.connect(self._lock)
        outer.addWidget(lock)
        foot = QVBoxLayout()
        foot.setContentsMargins(18, 6, 12, 0)
        self._locking = PlainLabel(_("已加密 · 久不操作会自动锁定"), "faint", wrap=True)
        self._told = PlainLabel("", "faint", wrap=True)
        self._told.setObjectName("last-receipt")
        foot.addWidget(self._locking)
        foot.addWidget(self._told)
        outer.addLayout(foot)

    def _lock(self) -> None:
        self.lock_wanted.emit()

    def _seek(self) -> None:
        self.seek_wanted.emit()

    def count(self, page: Page, number: int) -> None:
        """How much waits on a page."""
        self._buttons[page].count(number)

    def tell(self, minutes: int, receipt: str) -> None:
        """When it locks by itself, and when the other side was last heard of."""
        self._locking.setText(_("已加密 · {n} 分钟无操作自动锁定").format(n=minutes))
        self._told.setText(receipt)

    @property
    def marked(self) -> int:
        """The number of the entry where one is."""
        return max(0, self._group.checkedId())

    def mark(self, number: int) -> None:
        """Show where one is."""
        button = self._group.button(number)
        if button is not None:
            button.setChecked(True)


def _with_icon(button: QPushButton, name: str, size: int) -> QPushButton:
    """A button of the side bar with its icon, `size` pixels at 100 %."""
    button.setIcon(icon(name, COLOURS["side_faint"], COLOURS["side"]))
    button.setIconSize(QSize(px(size), px(size)))
    return button


class PlaceButton(QPushButton):
    """An entry with a number at its right end, where something waits."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.name)
        _with_icon(self, place.icon, 20)
        self.setCheckable(True)
        self.setAccessibleName(place.name)
        self._name = place.name
        self._count = PlainLabel("", "count")
        self._count.setParent(self)
        self._count.hide()

    def count(self, number: int) -> None:
        """How much waits there; nothing is shown where nothing waits."""
        self._count.setText(str(number))
        self._count.setVisible(number > 0)
        self.setAccessibleName(_("{name}，{n} 件").format(name=self._name, n=number) if number else self._name)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The number stays at the right end."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._count.adjustSize()
        self._count.move(self.width() - self._count.width() - px(6), (self.height() - self._count.height()) // 2)


class Shell(QMainWindow):
    """The main window. Its title never holds the name of a person or a matter."""

    turned = Signal()
    seek_wanted = Signal()

    def __init__(self, door: QWidget) -> None:
        super().__init__()
        self.setWindowTitle(_("村务清单"))
        self.setWindowIcon(icon("clerk", COLOURS["accent"]))
        self.resize(1280, 800)
        self._layers = QStackedWidget()
        self._layers.addWidget(door)
        self.setCentralWidget(self._layers)
        self._desk: QWidget | None = None
        self._pages = QStackedWidget()
        self._places: Sequence[Place] = ()
        self.side: SideBar | None = None
        self.may_close: Callable[[], bool] = lambda: True

    def _seek(self) -> None:
        """Into the search of the page in front, or of the page that searches everything."""
        page = self._pages.currentWidget()
        if self._desk is not None and not (isinstance(page, Page) and page.seek()):
            self.seek_wanted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The next start finds the window where it was."""
        if not self.may_close():
            event.ignore()
            return
        placement.keep(self)
        super().closeEvent(event)

    def furnish(
        self, name: str, code: str, places: Sequence[Place], others: Sequence[Page], *, searching: bool = False
    ) -> SideBar:
        """Put the side bar and the pages of the opened office in; `searching` where one page searches everything."""
        self.empty()
        self._places = places
        self._pages = QStackedWidget()
        for page in [place.page for place in places] + list(others):
            self._pages.addWidget(page)
        self.side = SideBar(name, code, places, searching=searching)
        self.side.chosen.connect(self.go)
        self.side.seek_wanted.connect(self._seek)
        self._desk = QWidget()
        for deed in [place.deed for place in places if place.deed is not None]:
            QShortcut(QKeySequence(deed.keys), self._desk, deed.act)
        line = QHBoxLayout(self._desk)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.side)
        line.addWidget(self._pages, 1)
        self._layers.addWidget(self._desk)
        self._layers.setCurrentWidget(self._desk)
        return self.side

    def hang(self, door: QWidget) -> None:
        """Put another door in the place of the one there was."""
        old = self._layers.widget(0)
        self._layers.insertWidget(0, door)
        if old is not None:
            self._layers.removeWidget(old)
            old.deleteLater()

    @property
    def at(self) -> int:
        """The number of the entry in the side bar where one is."""
        return self.side.marked if self.side is not None else 0

    def empty(self) -> None:
        """Back to the door; nothing of the office stays in the window."""
        self._layers.setCurrentIndex(0)
        if self._desk is not None:
            self._layers.removeWidget(self._desk)
            self._desk.deleteLater()
            self._desk = self.side = None
            self._places, self._pages = (), QStackedWidget()
        # A box that was closed would live on here with all that was typed into it, passwords too.
        for box in self.findChildren(QDialog, options=Qt.FindChildOption.FindDirectChildrenOnly):
            box.deleteLater()

    def go(self, number: int) -> None:
        """Bring a page of the side bar to the front, as it is now."""
        page = self._places[number].page
        self._pages.setCurrentWidget(page)
        if self.side is not None:
            self.side.mark(number)
        page.refresh()
        self.turned.emit()

    def bring(self, page: Page) -> None:
        """Bring a page of the side bar to the front."""
        self.go(next(number for number, place in enumerate(self._places) if place.page is page))

    def show_page(self, page: Page, beside: Page | None = None) -> None:
        """Bring a page to the front; one without an entry of its own is marked at the entry of `beside`."""
        self._pages.setCurrentWidget(page)
        marked = [number for number, place in enumerate(self._places) if place.page in (page, beside)]
        if self.side is not None and marked:
            self.side.mark(marked[0])
        self.turned.emit()

    def refresh(self) -> None:
        """Let the page in front show what is true now."""
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.refresh()
        self.turned.emit()
