"""The offices that this one writes to: enrolled face to face, with a telephone number for when something is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clerk_app.desk import ContactRow

from ..dialogs import LineBox
from ..language import _
from ..widgets.plain import Button, Card, PlainLabel, row
from ..widgets.table import Table


class OfficesPanel(Card):
    """A list with what can be done about each."""

    join_wanted = Signal()
    phone_wanted = Signal(str, object)

    def __init__(self, *, township: bool) -> None:
        super().__init__(_("往来单位"), _("登记以前先当面核对指纹"))
        self._rows: Sequence[ContactRow] = ()
        none = _("还没有登记村。") if township else _("还没有加入乡镇，报不出去。")
        self._empty = PlainLabel(none, "faint", wrap=True)
        self._table = Table((_("区划代码"), _("单位"), _("指纹"), _("最近收到")), _("往来单位"))
        self._table.setObjectName("offices")
        join = Button(_("登记村") if township else _("加入乡镇"), self.join_wanted.emit, name="join")
        self._phone = Button(_("记下电话"), self._ask_phone, name="phone")
        self.add(row(join, self._phone, None, spacing=8))
        self.add(self._empty)
        self.add(self._table, 1)

    def show_rows(self, rows: Sequence[ContactRow]) -> None:
        """Show the offices enrolled."""
        self._rows = rows
        self._empty.setVisible(not rows)
        self._phone.setEnabled(bool(rows))
        self._table.put([(c.code, c.name, c.fingerprint, c.last_on) for c in rows])
        if rows and self._table.currentRow() < 0:
            self._table.setCurrentCell(0, 0)

    def _ask_phone(self) -> None:
        line = self._table.currentRow()
        if 0 <= line < len(self._rows):
            known = self._rows[line]
            box = LineBox(self, _("记下电话"), [_("{name}的电话（只存在本机）").format(name=known.name)])
            self.phone_wanted.emit(known.code, box)
