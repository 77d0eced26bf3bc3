"""Spot checks: drawn by lot from a seed that everybody knows, what was found, and what the villages answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from clerk_app.desk import DrawRow, LotRow

from ..language import _
from ..theme import px
from ..widgets.listing import Cell, Listing
from ..widgets.marked import Marked, MarkedList
from ..widgets.plain import Badge, Button, Card, PlainLabel, clear, column, row, scrolled
from .page import Page

_GROUP = 8
"""So many characters of a seed stand together."""

_LARGE = 125
"""With text larger than this per cent the buttons of a lot stand below its words."""


class SpotChecksPage(Page):
    """Every draw at the left; what was drawn, and what was found, at the right."""

    draw_wanted = Signal()
    redo_wanted = Signal(str)
    find_wanted = Signal(str, object)
    answer_wanted = Signal(str)
    matter_wanted = Signal(str, str, str)

    def __init__(self, load: Callable[[Callable[[Sequence[DrawRow]], object]], object]) -> None:
        super().__init__(_("巡察抽查"))
        self._load = load
        self._rows: dict[str, DrawRow] = {}
        self.bar.addWidget(Button(_("新抽一次"), self.draw_wanted.emit, look="primary", shortcut="Ctrl+N", name="draw"))
        self.draws = Listing((_("日期"), _("抽什么"), _("已查")), name="draws", label=_("抽查"), stretch=1, firm=(0,))
        self.draws.chosen.connect(self._choose)
        told = _("还没有抽过。按“新抽一次”：种子公开，谁都能照着再抽一遍，结果一样。")
        self._empty = PlainLabel(told, "faint", wrap=True)
        listed = Card(_("抽查记录"))
        listed.add(self._empty)
        listed.add(self.draws, 1)
        self._seed = column(spacing=4)
        self._lots = MarkedList(below=px(100) > _LARGE)
        self._detail = Card(_("抽到的"))
        self._detail.add(self._seed)
        self._detail.add(scrolled(self._lots), 1)
        self.room.addWidget(listed, 3)
        self.room.addWidget(self._detail, 4)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, draws: Sequence[DrawRow]) -> None:
        if self.same(draws):
            return
        self._rows = {draw.id: draw for draw in draws}
        self._empty.setVisible(not draws)
        self._detail.setVisible(bool(draws))
        self.draws.put([(draw.id, draw_cells(draw)) for draw in draws])

    def _choose(self, key: str) -> None:
        clear(self._seed)
        draw = self._rows.get(key)
        if draw is None:
            self._lots.put(())
            return
        source = _("最新回执的指纹") if draw.source == "receipt" else _("公开的数字")
        told = _("{of} 个里抽 {count} 个。种子（{source}）：{seed}")
        said = told.format(of=draw.of, count=len(draw.lots), source=source, seed=in_groups(draw.seed))
        self._seed.addWidget(PlainLabel(said, "faint", wrap=True))
        redo = Button(_("照种子再抽一遍核对"), lambda: self.redo_wanted.emit(draw.id), name="redo")
        self._seed.addLayout(row(redo, None))
        self._lots.put([self._lot(draw, lot) for lot in draw.lots])

    def _lot(self, draw: DrawRow, lot: LotRow) -> Marked:
        title = f"{lot.name} · {lot.title}" if lot.title else lot.name
        words = column(PlainLabel(title, "strong", wrap=True), spacing=2)
        if lot.finding is not None:
            found = _("{on} 查到：{text}").format(on=lot.finding.on, text=lot.finding.text)
            words.addWidget(PlainLabel(found, wrap=True))
            for on, text in lot.finding.answers:
                words.addWidget(PlainLabel(_("{on} 答复：{text}").format(on=on, text=text), "faint", wrap=True))
        find = Button(_("记结果"), lambda: self.find_wanted.emit(draw.id, lot), name="find")
        find.setAccessibleName(_("记{title}的结果").format(title=title))
        buttons = [find]
        if lot.matter:
            look = Button(_("看事项"), lambda: self.matter_wanted.emit(lot.code, lot.name, lot.matter), look="flat")
            look.setAccessibleName(_("看事项：{what}").format(what=title))
            buttons.append(look)
        return Marked(lot_badge(lot), words, buttons)


def in_groups(seed: str) -> str:
    """A long seed in groups, so that it can be read aloud and wraps where there is little room."""
    return " ".join(seed[place : place + _GROUP] for place in range(0, len(seed), _GROUP)) if len(seed) > 20 else seed


def lot_badge(lot: LotRow) -> Badge:
    """How far the check of one lot is."""
    if lot.finding is None:
        return Badge(_("还没查"), "idle")
    if lot.finding.form != "order" or lot.finding.answers:
        return Badge(_("查过了"), "good")
    left = lot.finding.days_left or 0
    if left < 0:
        return Badge(_("整改逾期 {n} 天").format(n=-left), "wrong")
    return Badge(_("整改还有 {n} 天").format(n=left), "warn")


def draw_cells(draw: DrawRow) -> tuple[Cell, ...]:
    """One draw in a line."""
    unit = _("事项") if draw.unit == "matter" else _("村")
    what = _("{unit} {count} 个").format(unit=unit, count=len(draw.lots)) + (f" · {draw.type}" if draw.type else "")
    found = sum(lot.finding is not None for lot in draw.lots)
    look = "good" if found == len(draw.lots) else "warn"
    progress = f"{found} / {len(draw.lots)}"
    return (Cell(draw.on), Cell(what), Cell(progress, look, badge=True))
