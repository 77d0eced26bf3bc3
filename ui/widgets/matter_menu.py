"""Everything that is rarely done to a matter, behind one calm button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from clerk_app.desk import MatterView

from ..language import _


class MatterMenu(QPushButton):
    """The button 更多; `wanted` tells the name of what was chosen. Its shortcuts work on the whole page."""

    wanted = Signal(str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(_("更多（Alt+M） ▾"))
        self.setObjectName("matter-menu")
        self.setAccessibleName(_("更多"))
        self.setShortcut("Alt+M")
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        for name, text, keys in (
            ("history", _("办理历史"), "Ctrl+H"),
            ("summary", _("打印办理情况表"), "Ctrl+P"),
            ("back", _("退回到前面的一步"), ""),
            ("suspend", _("暂停办理"), ""),
            ("resume", _("恢复办理"), ""),
            ("submatter", _("开一个子事项"), ""),
            ("migrate", _("改按新清单办理"), ""),
            ("withdraw", _("撤回事项"), ""),
        ):
            self._add(page, name, text, keys)

    def _add(self, page: QWidget, name: str, text: str, keys: str) -> None:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _on=False: self.wanted.emit(name))
        self._menu.addAction(action)
        page.addAction(action)

    def offer(self, view: MatterView) -> None:
        """Only what can be done now can be chosen."""
        state = view.row.state
        running = state in ("open", "refused")
        offered = {
            "back": running and any(step.state == "done" for step in view.flow),
            "suspend": running,
            "resume": state == "resting",
            "submatter": running,
            "migrate": running and view.newer,
            "withdraw": running or state == "resting",
        }
        for action in self._menu.actions():
            can = offered.get(action.objectName(), True)
            action.setEnabled(can)
            action.setVisible(can or action.objectName() not in ("resume", "migrate"))
