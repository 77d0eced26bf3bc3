"""The checklist in force: what kinds of matters there are, on what each rests, and how it flows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clerk_app.desk import TypeRow

from ..language import _
from ..widgets.picture import Picture
from ..widgets.plain import Card, PlainLabel, boxed, column, scrolled
from ..widgets.table import Table
from .page import Page


class ChecklistPage(Page):
    """Every type at the left; the one that is chosen, with its use, its basis and its flow chart, at the right."""

    def __init__(
        self,
        load: Callable[[Callable[[Sequence[TypeRow]], object]], object],
        draw: Callable[[str, Callable[[bytes], object]], object],
    ) -> None:
        super().__init__(_("清单与流程"))
        self._load, self._draw = load, draw
        self._rows: Sequence[TypeRow] = ()
        self._table = Table((_("编号"), _("事项"), _("步骤")), _("事项类型"))
        self._table.setObjectName("types")
        self._table.setAccessibleName(_("事项类型"))
        self._table.currentCellChanged.connect(lambda line, *_others: self._choose(line))
        types = Card()
        types.add(self._table, 1)
        self._name = PlainLabel("", "heading", wrap=True)
        self._applies = PlainLabel("", wrap=True)
        self._basis = PlainLabel("", "faint", wrap=True)
        self._picture = Picture()
        shown = Card()
        shown.add(column(self._name, self._applies, self._basis, spacing=4))
        shown.add(scrolled(boxed(column(self._picture, None))), 1)
        self.room.addWidget(types, 2)
        self.room.addWidget(shown, 3)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, rows: Sequence[TypeRow]) -> None:
        self._rows = rows
        chosen = max(0, self._table.currentRow())
        self._table.put([(r.id, r.name, str(r.steps)) for r in rows])
        if self._table.currentRow() == chosen:
            self._choose(chosen)
        else:
            self._table.setCurrentCell(chosen, 0)

    def _choose(self, line: int) -> None:
        if not 0 <= line < len(self._rows):
            return
        kind = self._rows[line]
        self._name.setText(f"{kind.id} {kind.name}")
        self._applies.setText(kind.applies)
        self._basis.setText(kind.basis)
        self._draw(kind.id, lambda svg: self._picture.show_drawing(svg, _("{name}的流程图").format(name=kind.name)))
