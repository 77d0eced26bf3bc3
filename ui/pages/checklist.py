"""The checklist in force: search a type, see its chart, its rules and its limits, print them, or begin a matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QScrollArea, QWidget

from clerk_app.desk import ParameterRow, TypeRow, TypeView

from ..forms.reading import write_sum
from ..language import _
from ..theme import BASE, beside, px
from ..widgets.picture import Picture
from ..widgets.plain import Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from .page import Page

_ZOOMS = (50, 67, 80, 100, 125, 150, 200)
"""Sizes of the chart in percent of the card's width."""

_FEWEST = 16.0
"""Letters in a line that a chart needs."""

_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ChecklistSources:
    """What the page asks for: all types, one of them in full, and its chart as SVG, so many letters wide."""

    types: Callable[[Callable[[Sequence[TypeRow]], object]], object]
    type: Callable[[str, Callable[[TypeView], object]], object]
    chart: Callable[[str, float, Callable[[bytes], object]], object]


class ChecklistPage(Page):
    """Types at the left by category, the chosen one's chart in the middle, what it asks for at the right."""

    begin_wanted = Signal(str)
    chart_wanted = Signal(str)
    sheet_wanted = Signal(str)

    def __init__(self, sources: ChecklistSources, *, beginning: bool) -> None:
        super().__init__(_("清单与流程"))
        self._sources = sources
        self._rows: Sequence[TypeRow] = ()
        self._search = self.add_search(_("事项类型、拼音首字母（Ctrl+F）"), _("查找事项类型"), 260)
        self._search.textChanged.connect(lambda _text: self._list())
        self.bar.addWidget(Button(_("打印流程图"), lambda: self.chart_wanted.emit(self.chosen), name="print-chart"))
        self.bar.addWidget(Button(_("打印流程说明"), lambda: self.sheet_wanted.emit(self.chosen), name="print-sheet"))
        begin = Button(_("办理此事项"), lambda: self.begin_wanted.emit(self.chosen), look="primary", name="begin")
        self.bar.addWidget(begin)
        begin.setVisible(beginning)
        self.room.addWidget(self._make_list(), 0)
        self.room.addWidget(self._make_chart(), 1)
        self.room.addWidget(self._make_points(), 0)

    def _make_list(self) -> Card:
        self._types = QListWidget()
        self._types.setObjectName("types")
        self._types.setAccessibleName(_("事项类型"))
        self._types.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._types.setWordWrap(True)
        self._types.currentItemChanged.connect(lambda _now, _before: self._choose())
        self._listed = Card(_("村级事务清单"))
        self._listed.add(self._types, 1)
        self._listed.setFixedWidth(beside(270))
        return self._listed

    def _make_chart(self) -> Card:
        self._name = PlainLabel("", "heading", wrap=True)
        self._picture = Picture()
        self._zoom = _ZOOMS.index(100)
        self._size = PlainLabel("100%", "faint")
        self._area = ZoomArea(boxed(column(self._picture, None)), self.zoom)
        smaller = Button("−", lambda: self.zoom(-1), shortcut="", name="zoom-out")
        smaller.setAccessibleName(_("缩小"))
        larger = Button("+", lambda: self.zoom(1), name="zoom-in")
        larger.setAccessibleName(_("放大"))
        head = row(self._name, smaller, self._size, larger, spacing=6)
        head.setStretch(0, 1)
        card = Card()
        card.add(head)
        card.add(self._area, 1)
        return card

    def _make_points(self) -> QWidget:
        self._applies = PlainLabel("", wrap=True)
        self._basis = PlainLabel("", "faint", wrap=True)
        self._limits = column(spacing=4)
        self._steps = column(spacing=10)
        about, limits, rules = Card(_("什么时候用")), Card(_("限额和期限"), _("现行值")), Card(_("每一步的规矩"))
        about.add(self._applies)
        about.add(self._basis)
        limits.add(self._limits)
        rules.add(self._steps)
        self._limited = limits
        area = scrolled(boxed(column(about, limits, rules, None, spacing=16)))
        area.setFixedWidth(beside(310))
        return area

    @property
    def chosen(self) -> str:
        """The id of the chosen type, "" for none."""
        item = self._types.currentItem()
        return str(item.data(_ID) or "") if item is not None else ""

    def seek(self, text: str = "") -> bool:
        """Into the search of types."""
        self._search.setFocus()
        self._search.selectAll()
        return True

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._sources.types(self._show)

    def _show(self, rows: Sequence[TypeRow]) -> None:
        if self.same(rows):
            return
        self._rows = rows
        self._listed.remark.setText(_("{n} 项").format(n=len(rows)))
        self._list()

    def _list(self) -> None:
        """The types that fit the search, under their categories; the chosen one stays chosen where it still fits."""
        chosen, fitting = self.chosen, [kind for kind in self._rows if _fits(kind, self._search.text())]
        self._types.blockSignals(True)
        self._types.clear()
        for item in _lines(fitting):
            self._types.addItem(item)
        found = [line for line in range(self._types.count()) if self._types.item(line).data(_ID)]
        kept = [line for line in found if self._types.item(line).data(_ID) == chosen]
        self._types.blockSignals(False)
        if found:
            self._types.setCurrentRow((kept or found)[0])

    def _choose(self) -> None:
        type_id = self.chosen
        if not type_id:
            return
        self._sources.type(type_id, self._tell)
        self._sources.chart(type_id, self._area.letters(), self._draw)

    def _draw(self, svg: bytes) -> None:
        self._picture.show_drawing(svg, _("{name}的流程图").format(name=self._name.text()))
        self._area.verticalScrollBar().setValue(0)
        self.zoom(0)

    def _tell(self, view: TypeView) -> None:
        self._name.setText(f"{view.id} {view.name}")
        self._applies.setText(view.applies)
        self._basis.setText(_("依据：{basis}").format(basis=view.basis))
        clear(self._limits)
        self._limited.setVisible(bool(view.limits))
        for known in view.limits:
            value = PlainLabel(limit_word(known), "strong")
            line = row(PlainLabel(known.name, wrap=True), value, spacing=8)
            line.setStretch(0, 1)
            self._limits.addLayout(line)
        clear(self._steps)
        for step in view.steps:
            lines = column(PlainLabel(f"{step.number} {step.name}", "strong", wrap=True), spacing=1)
            lines.addWidget(PlainLabel(step.responsible, "faint", wrap=True))
            for rule in step.rules:
                lines.addWidget(PlainLabel(f"· {rule}", wrap=True))
            if step.basis:
                lines.addWidget(PlainLabel(step.basis, "faint", wrap=True))
            self._steps.addWidget(boxed(lines))

    def zoom(self, steps: int) -> None:
        """The chart larger or smaller by so many steps."""
        self._zoom = max(0, min(len(_ZOOMS) - 1, self._zoom + steps))
        self._size.setText(f"{_ZOOMS[self._zoom]}%")
        self._area.magnify(_ZOOMS[self._zoom])


class ZoomArea(QScrollArea):
    """Shows a drawing as wide as itself, or wider and then with scroll bars; Ctrl and the wheel change that."""

    def __init__(self, inside: QWidget, zoom: Callable[[int], object]) -> None:
        super().__init__()
        self._zoom = zoom
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def letters(self) -> float:
        """How many letters of the window's text stand in a line of it."""
        return max(_FEWEST, self.viewport().width() / px(BASE))

    def magnify(self, percent: int) -> None:
        """So many percent of the size at which its letters are those of the window; begins in its middle."""
        inside, room = self.widget(), self.viewport().width()
        width = round(max(room, _FEWEST * px(BASE))) * percent // 100
        inside.setMinimumWidth(width if width > room else 0)
        inside.setMaximumWidth(width if width < room else 16_777_215)
        across = self.horizontalScrollBar()
        across.setRange(0, max(0, width - room))
        across.setValue(across.maximum() // 2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl held the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


def _lines(rows: Sequence[TypeRow]) -> Iterator[QListWidgetItem]:
    """Each category once, with the number of its types, and the types under it."""
    for category in dict.fromkeys(kind.category for kind in rows):
        inside = [kind for kind in rows if kind.category == category]
        head = QListWidgetItem(f"{category} · {len(inside)}")
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        yield head
        for kind in inside:
            item = QListWidgetItem(f"{kind.id}  {kind.name}")
            item.setData(_ID, kind.id)
            yield item


def _fits(kind: TypeRow, text: str) -> bool:
    wanted = "".join(text.split()).lower()
    told = f"{kind.id}{kind.name}{kind.short}{kind.category}".lower()
    return not wanted or wanted in told or wanted in kind.initials


def limit_word(known: ParameterRow) -> str:
    """The value in force of a number, with its unit."""
    if known.record_only:
        return _("只作记录")
    if known.value is None:
        return _("待定")
    value = write_sum(known.value).removesuffix(".00") if known.money else f"{known.value:,}"
    return f"{value}{known.beside}"
