"""All matters: search, filter, open; and the choice of a type for a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from clerk_app.desk import MatterRow, TypeRow

from ..dialogs import Box
from ..language import _
from ..theme import px
from ..widgets.plain import Button, Card, PlainLabel
from ..widgets.table import Table
from .page import Page

Load = Callable[[str, str, Callable[[Sequence[MatterRow]], object]], object]


class MattersPage(Page):
    """The list of matters."""

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, load: Load) -> None:
        super().__init__(_("办理事项"))
        self._load = load
        self._search = QLineEdit()
        self._search.setPlaceholderText(_("搜索事项、姓名、编号、拼音首字母（Ctrl+F）"))
        self._search.setAccessibleName(_("搜索"))
        self._search.setObjectName("search")
        self._search.setFixedWidth(px(280))
        self._state = QComboBox()
        self._state.setAccessibleName(_("状态"))
        for label, state in (
            (_("全部"), ""),
            (_("办理中"), "open"),
            (_("乡镇退回"), "refused"),
            (_("已办结"), "closed"),
        ):
            self._state.addItem(label, state)
        self.bar.addWidget(self._search)
        self.bar.addWidget(self._state)
        self.bar.addWidget(Button(_("新办事项"), self.new_wanted.emit, look="primary", name="new"))
        self._table = Table((_("编号"), _("事项"), _("类型"), _("当前步骤"), _("期限"), _("状态")), _("事项"))
        self._table.cellActivated.connect(self._open)
        card = Card()
        self._empty = PlainLabel(_("没有找到事项。"), "faint")
        card.add(self._empty)
        card.add(self._table, 1)
        self.room.addWidget(card)
        self._rows: Sequence[MatterRow] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self.refresh)
        self._search.textChanged.connect(lambda _text: self._pause.start())
        self._state.activated.connect(lambda _index: self.refresh())
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._search.setFocus)

    def refresh(self) -> None:
        """Ask the desk for what fits the search."""
        self._load(self._search.text(), str(self._state.currentData()), self._show)

    def _show(self, rows: Sequence[MatterRow]) -> None:
        self._rows = rows
        words = {"open": _("办理中"), "refused": _("乡镇退回"), "closed": _("已办结")}
        self._table.put([(r.number, r.title, r.type_name, r.step, r.due, words[r.state]) for r in rows])
        self._empty.setVisible(not rows)

    def _open(self, line: int, _column: int) -> None:
        self.opened.emit(self._rows[line].id)


class NewMatterBox(Box):
    """Which type, and what it is called."""

    def __init__(self, parent: QWidget | None, types: Sequence[TypeRow]) -> None:
        super().__init__(parent, _("新办事项"))
        self.setMinimumSize(px(560), px(420))
        self._types = QListWidget()
        self._types.setAccessibleName(_("事项类型"))
        self._types.setObjectName("types")
        for kind in types:
            item = QListWidgetItem(f"{kind.id}  {kind.name}")
            item.setData(Qt.ItemDataRole.UserRole, kind.id)
            self._types.addItem(item)
        self._types.setCurrentRow(0)
        self._applies = PlainLabel("", "faint", wrap=True)
        self._by_id = {kind.id: kind for kind in types}
        self._types.currentItemChanged.connect(lambda _now, _before: self._explain())
        self._title = QLineEdit()
        self._title.setPlaceholderText(_("例如：甲村村道路面修复"))
        self._title.setAccessibleName(_("事项名称"))
        self._title.setObjectName("title")
        self.body.addWidget(PlainLabel(_("选择事项类型"), "heading"))
        self.body.addWidget(self._types, 1)
        self.body.addWidget(self._applies)
        self.body.addWidget(PlainLabel(_("事项名称"), "faint"))
        self.body.addWidget(self._title)
        self.add_buttons(_("开始办理"))
        self._explain()
        self._title.setFocus()

    def _explain(self) -> None:
        kind = self._by_id.get(self.answer()[0])
        self._applies.setText(f"{kind.applies}  {kind.basis}" if kind is not None else "")

    def answer(self) -> tuple[str, str]:
        """The type's id and the title."""
        item = self._types.currentItem()
        return (str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else "", self._title.text())
