"""All matters: search, filter, sort, open; of many thousand only the pages that are looked at are fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from clerk_app.desk import MATTER_STATES, MatterPage, MatterQuery, MatterRow, TypeRow, label
from clerk_app.model import Person

from ..forms.reading import read_day, read_sum, write_sum
from ..language import _
from ..theme import px
from ..widgets.listing import Cell
from ..widgets.paging import PagedModel, paged_table
from ..widgets.plain import Button, Card, PlainLabel, restyle, row
from .page import Page

Load = Callable[[MatterQuery, int, Callable[[MatterPage], object]], object]

Value = TypeVar("Value")

_ORDERS = ("number", "title", "amount", "step", "due", "begun", "state")
"""By what each column sorts."""


@dataclass(frozen=True, slots=True)
class MatterSources:
    """What the page asks for: a stretch of matters, the types, the people, and the day."""

    load: Load
    types: Callable[[Callable[[Sequence[TypeRow]], object]], object]
    people: Callable[[], Sequence[Person]]
    day: Callable[[], str]


class MattersPage(Page):
    """The list of matters."""

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, sources: MatterSources) -> None:
        super().__init__(_("办理事项"))
        self._sources = sources
        self._query = MatterQuery()
        self._asked = 0
        self._kinds: list[str] = []
        self._search = self._line("search", _("搜索"), _("事项、姓名、编号、金额、日期、拼音首字母"), 350)
        self._type = self._choice(_("类型"), 160)
        self._state = self._choice(_("状态"), 110)
        self._person = self._choice(_("人员"), 130)
        self._since = self._line("since", _("开始日期从"), _("日期从"), 110)
        self._until = self._line("until", _("开始日期到"), _("到"), 110)
        self._least = self._line("least", _("金额从（元）"), _("金额从"), 100)
        self._most = self._line("most", _("金额到（元）"), _("到"), 100)
        self._model = PagedModel(
            (_("编号"), _("事项"), _("金额（元）"), _("当前步骤"), _("期限"), _("开始"), _("状态")), _cells, right=(2,)
        )
        self._model.wanted.connect(self._fetch)
        self._table = paged_table(self._model, 1, spare=(5, 2), firm=(4, 6))
        self._table.setAccessibleName(_("事项列表"))
        self._table.horizontalHeader().setSortIndicator(5, Qt.SortOrder.DescendingOrder)
        self._table.setSortingEnabled(True)
        self._model.sorting.connect(self._sort)
        self._table.activated.connect(self._open)
        self._count = PlainLabel("", "faint")
        self._empty = PlainLabel("", "faint", wrap=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self.refresh)
        self._lay_out()

    def _line(self, name: str, told: str, hint: str, width: int) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(told)
        line.setPlaceholderText(hint)
        line.setFixedWidth(px(width))
        line.setClearButtonEnabled(name == "search")
        line.textChanged.connect(lambda _text: self._pause.start())
        return line

    def _choice(self, told: str, width: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(told)
        box.setFixedWidth(px(width))
        box.addItem(_("全部{what}").format(what=told), "")
        box.activated.connect(lambda _index: self.refresh())
        return box

    def _lay_out(self) -> None:
        for state in MATTER_STATES:
            self._state.addItem(label(f"matter.{state}"), state)
        self.bar.addWidget(self._search)
        self.bar.addWidget(Button(_("新办事项"), self.new_wanted.emit, look="primary", told="Ctrl+N", name="new"))
        clear = Button(_("清除条件"), self.clear, look="flat", name="clear")
        bounds = (self._since, self._until, self._least, self._most)
        card = Card()
        card.add(row(self._type, self._state, self._person, clear, None, self._count, spacing=6))
        card.add(row(*bounds, None, spacing=6))
        card.add(self._empty)
        card.add(self._table, 1)
        self.room.addWidget(card)

    def seek(self, text: str = "") -> bool:
        """Search for this, or let it be typed."""
        if text:
            self._search.setText(text)
        self._search.setFocus()
        self._search.selectAll()
        return True

    def clear(self) -> None:
        """No condition at all."""
        for line in (self._search, self._since, self._until, self._least, self._most):
            line.clear()
        for box in (self._type, self._state, self._person):
            box.setCurrentIndex(0)
        self.refresh()

    def refresh(self) -> None:
        """Ask the desk for what fits; what is shown stays until the answer is there."""
        self._pause.stop()
        self._fill_people()
        if not self._kinds:
            self._sources.types(self._fill_types)
        self._query = self._asked_for()
        self._asked += 1
        number = self._asked
        self._sources.load(self._query, 0, lambda page: self._show(number, page))

    def _fill_types(self, types: Sequence[TypeRow]) -> None:
        self._kinds = [kind.id for kind in types]
        for kind in sorted(types, key=lambda kind: kind.used or len(types) + 1):
            self._type.addItem(kind.short or kind.name, kind.id)

    def _fill_people(self) -> None:
        people = self._sources.people()
        if self._person.count() != len(people) + 1:
            chosen = self._person.currentData()
            while self._person.count() > 1:
                self._person.removeItem(1)
            for person in people:
                self._person.addItem(person.name, person.id)
            self._person.setCurrentIndex(max(0, self._person.findData(chosen)))

    def _asked_for(self) -> MatterQuery:
        today = self._sources.day()
        return MatterQuery(
            text=self._search.text(),
            type_id=str(self._type.currentData()),
            state=str(self._state.currentData()),
            person=str(self._person.currentData()),
            since=_read(self._since, lambda text: read_day(text, today)) or "",
            until=_read(self._until, lambda text: read_day(text, today)) or "",
            least=_read(self._least, read_sum),
            most=_read(self._most, read_sum),
            order=self._query.order,
            rising=self._query.rising,
        )

    def _sort(self, column: int, rising: bool) -> None:
        self._query = MatterQuery(order=_ORDERS[column], rising=rising)
        self.refresh()

    def _show(self, number: int, page: MatterPage) -> None:
        """An answer to a question that was followed by another is passed over."""
        if number != self._asked:
            return
        self._model.begin(page.total, page.offset, page.rows)
        self._count.setText(_("共 {n} 件").format(n=f"{page.total:,}"))
        self._empty.setVisible(not page.total)
        if self._query == MatterQuery(order=self._query.order, rising=self._query.rising):
            self._empty.setText(_("还没有办过事项。按 Ctrl+N 新办一件。"))
        else:
            self._empty.setText(_("没有符合条件的事项。可以换几个字，或者点“清除条件”。"))

    def _fetch(self, offset: int) -> None:
        number = self._asked

        def add(page: MatterPage) -> None:
            if number == self._asked:
                self._model.add(page.offset, page.rows)

        self._sources.load(self._query, offset, add)

    def _open(self, index: QModelIndex) -> None:
        found: MatterRow | None = self._model.row(index.row())
        if found is not None:
            self.opened.emit(found.id)


def _read(line: QLineEdit, read: Callable[[str], Value | None]) -> Value | None:
    """What a bound says; one that cannot be read is marked, and bounds nothing."""
    value = read(line.text()) if line.text().strip() else None
    line.setProperty("invalid", "true" if value is None and line.text().strip() else "false")
    restyle(line)
    return value


def _cells(found: MatterRow) -> tuple[Cell | str, ...]:
    amount = write_sum(found.amount) if found.amount else ""
    state = label(f"matter.{found.state}")
    due = Cell(_("逾期 {late} 天").format(late=found.late), "wrong") if found.late else found.due
    return (found.number, found.title, amount, found.step, due, found.begun_on, state)
