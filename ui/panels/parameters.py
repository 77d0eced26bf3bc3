"""The numbers that the checklist leaves to others, for a village to look at: value, day, paper, and who set it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from clerk_app.desk import ParameterRow, SettingRow

from ..forms.reading import write_sum
from ..language import _
from ..theme import px
from ..widgets.plain import Card, PlainLabel, clear, column, row
from ..widgets.table import Table


class ParametersPanel(Card):
    """All numbers, and the chosen one's history below. A township sets them where it publishes the checklist."""

    history_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("限额和期限"), _("乡镇和县里定的数；村里只看"))
        self._rows: Sequence[ParameterRow] = ()
        self._shown: list[ParameterRow] = []
        self._search = QLineEdit()
        self._search.setObjectName("search-parameter")
        self._search.setAccessibleName(_("查找参数"))
        self._search.setPlaceholderText(_("名称或者由谁定"))
        self._search.setFixedWidth(px(260))
        self._search.textChanged.connect(lambda _text: self._list())
        self._table = Table((_("名称"), _("现行值"), _("从哪天起"), _("性质"), _("由谁定"), _("来源")), _("限额和期限"))
        self._table.currentCellChanged.connect(lambda *_where: self._ask_history())
        self._history = column(spacing=2)
        self.add(row(self._search, None))
        self.add(self._table, 1)
        self.add(PlainLabel(_("改动记录"), "strong"))
        self.add(self._history)

    def show_rows(self, rows: Sequence[ParameterRow]) -> None:
        """Show the values in force."""
        self._rows = rows
        self._list()

    def _list(self) -> None:
        wanted = self._search.text().strip()
        self._shown = [known for known in self._rows if wanted in f"{known.name}{known.setter}{known.source}"]
        self._table.put([_cells(known) for known in self._shown])
        if self._shown and self._table.currentRow() < 0:
            self._table.setCurrentCell(0, 0)

    def chosen(self) -> ParameterRow | None:
        """The number whose line is chosen."""
        line = self._table.currentRow()
        return self._shown[line] if 0 <= line < len(self._shown) else None

    def _ask_history(self) -> None:
        known = self.chosen()
        if known is not None:
            self.history_wanted.emit(known.key)

    def show_history(self, rows: Sequence[SettingRow]) -> None:
        """Who set the chosen number, when, and on what paper."""
        known = self.chosen()
        clear(self._history)
        for each in rows:
            value = value_word(known, each.value) if known is not None else ""
            told = _("{day} 起 {value} · {office} · {paper}")
            paper = each.basis or _("没有写文件")
            self._history.addWidget(
                PlainLabel(told.format(day=each.on, value=value, office=each.office, paper=paper), wrap=True)
            )
        if not rows:
            self._history.addWidget(PlainLabel(_("没有改过，用的是清单里的数。"), "faint"))


def value_word(known: ParameterRow, value: int | None) -> str:
    """A value of this number with its unit."""
    if value is None:
        return _("只作记录")
    return _("{sum} 元").format(sum=write_sum(value)) if known.money else f"{value:,}{known.beside}"


def tag_words() -> dict[str, str]:
    """Where a number comes from, by its tag in the checklist."""
    return {
        "L": _("国家法律"),
        "Z": _("省里规定"),
        "H": _("市里规定"),
        "N": _("国家部门文件"),
        "C": _("县乡做法"),
        "A": _("软件默认"),
        "U": _("待核实"),
    }


def _cells(known: ParameterRow) -> tuple[str, ...]:
    value = value_word(known, known.value) if known.value is not None or known.record_only else _("待定")
    return (known.name, value, known.on or _("清单默认"), tag_words()[known.tag], known.setter, known.source)
