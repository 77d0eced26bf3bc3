"""The box in which a matter is begun: its type, found by typing, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from clerk_app.desk import LONGEST_TITLE, TypeRow

from .dialogs import Box
from .language import _
from .theme import beside, px
from .widgets.counting import Count
from .widgets.plain import PlainLabel

_NEVER = 10_000
_ID = Qt.ItemDataRole.UserRole


class NewMatterBox(Box):
    """Which type, and what it is called. The types begun last stand first; arrow keys work while one types.

    Until something was typed, or a line gone to, no type is chosen: nobody begins what happens to stand first.
    """

    def __init__(self, parent: QWidget | None, types: Sequence[TypeRow], chosen: str = "") -> None:
        super().__init__(parent, _("新办事项"))
        self.setMinimumSize(px(600), beside(500))
        self._rows = sorted(types, key=lambda kind: kind.used or _NEVER)
        self._search = QLineEdit()
        self._search.setObjectName("search-type")
        self._search.setAccessibleName(_("查找事项类型"))
        self._search.setPlaceholderText(_("名称、编号或拼音首字母，例如 xegc"))
        self._search.installEventFilter(self)
        self._search.textChanged.connect(lambda _text: self._fill())
        self._types = QListWidget()
        self._types.setAccessibleName(_("事项类型"))
        self._types.setObjectName("types")
        self._applies = PlainLabel("", "faint", wrap=True)
        self._by_id = {kind.id: kind for kind in types}
        self._types.itemSelectionChanged.connect(self._explain)
        self._title = QLineEdit()
        self._title.setPlaceholderText(_("例如：甲村村道路面修复"))
        self._title.setAccessibleName(_("事项名称"))
        self._title.setObjectName("title")
        self.body.addWidget(PlainLabel(_("选择事项类型"), "heading"))
        self.body.addWidget(self._search)
        self.body.addWidget(self._types, 1)
        self.body.addWidget(self._applies)
        self.body.addWidget(PlainLabel(_("事项名称"), "faint"))
        self.body.addWidget(self._title)
        self.body.addWidget(Count(self._title, LONGEST_TITLE))
        self.add_buttons(_("开始办理"))
        self._fill(chosen)
        (self._title if chosen else self._search).setFocus()

    def _fill(self, chosen: str = "") -> None:
        """Show the types that fit what was typed, and keep one chosen."""
        typed = self._search.text()
        wanted = chosen or self.answer()[0]
        self._types.clear()
        fitting = [kind for kind in self._rows if _fits(kind, typed)]
        for heading, kinds in _parted(fitting) if not typed else [("", fitting)]:
            if heading:
                line = QListWidgetItem(heading)
                line.setFlags(Qt.ItemFlag.NoItemFlags)
                self._types.addItem(line)
            for kind in kinds:
                item = QListWidgetItem(f"{kind.id}  {kind.name}")
                item.setData(_ID, kind.id)
                self._types.addItem(item)
                if kind.id == wanted and (chosen or not typed):
                    self._types.setCurrentItem(item)
        if typed and not self._types.selectedItems():
            self._types.setCurrentRow(0)
        self._explain()

    def _move(self, by: int) -> None:
        """So many lines down, past the headings; from nowhere to the first."""
        lines = [line for line in range(self._types.count()) if self._types.item(line).data(_ID)]
        at = lines.index(self._types.currentRow()) + by if self._types.selectedItems() else 0
        if lines:
            self._types.setCurrentRow(lines[max(0, min(len(lines) - 1, at))])

    def _explain(self) -> None:
        kind = self._by_id.get(self.answer()[0])
        told = _("请先选事项类型：打几个字，或者按上下键。")
        if kind is not None:
            based = _("依据：{basis}").format(basis=kind.basis) if kind.basis else ""
            told = "\n".join(text for text in (kind.applies, based) if text)
        elif not self._types.count():
            told = _("没有这样的事项类型，请换几个字试试。")
        self._applies.setText(told)
        self.accept_button.setEnabled(kind is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down choose in the list while the cursor stays in the search; Enter takes it and goes to the title."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._move(0)
                self._title.setFocus()
                return True
        return super().eventFilter(watched, event)

    def answer(self) -> tuple[str, str]:
        """The type's id and the title."""
        item = next(iter(self._types.selectedItems()), None)
        return (str(item.data(_ID)) if item is not None else "", self._title.text())


def _parted(kinds: Sequence[TypeRow]) -> list[tuple[str, list[TypeRow]]]:
    """The types begun before and the others, each under its heading; one without a heading where none was begun."""
    used = [kind for kind in kinds if kind.used]
    others = [kind for kind in kinds if not kind.used]
    if not used:
        return [("", others)]
    return [(_("最近办过"), used), *([(_("其他事项"), others)] if others else [])]


def _fits(kind: TypeRow, text: str) -> bool:
    """A part of the name or category, the beginning of the id, or initials one after the other."""
    wanted = "".join(text.split()).lower()
    return (
        not wanted
        or wanted in f"{kind.name}{kind.short}{kind.category}".lower()
        or kind.id.lower().startswith(wanted)
        or wanted in kind.initials
    )
