"""Warnings, orders and messages at a township: what needs an answer, what was answered, who says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

from clerk_app.desk import LetterRow, ReturnedRow, VillageWarning

from ..language import _
from ..panels.slips import Sealed, SlipsPanel
from ..widgets.bundle_detail import entry_title
from ..widgets.letter_line import LetterLine
from ..widgets.listing import Cell, Listing
from ..widgets.parts import SentenceLine, matter_lines, sentence_lines
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from ..widgets.wrapping import wrapped
from .page import Page


@dataclass(frozen=True, slots=True)
class Overseen:
    """What the page shows."""

    warnings: Sequence[VillageWarning]
    letters: Sequence[LetterRow]
    returned: Sequence[ReturnedRow]
    sealed: Sealed


class OrdersPage(Page):
    """Warnings at the left with the chosen one in full; orders, messages and what was sent back at the right."""

    see_wanted = Signal(object)
    ask_wanted = Signal(object)
    order_wanted = Signal(object)
    answer_wanted = Signal(str)
    explain_wanted = Signal(object)
    matter_wanted = Signal(str, str, str)

    def __init__(self, load: Callable[[Callable[[Overseen], object]], object]) -> None:
        super().__init__(_("预警与督办"))
        self._load = load
        self._rows: dict[str, VillageWarning] = {}
        self._all: Sequence[LetterRow] = ()
        self.warnings = Listing((_("村和预警"), _("情况")), name="warnings", label=_("预警"), stretch=0, tall=True)
        self.warnings.chosen.connect(self._choose)
        self._none = PlainLabel(_("没有预警。村里上报以后，程序按清单查找要看一看的情况。"), "faint", wrap=True)
        listed = Card(_("预警"), _("没人看过的在前"))
        listed.add(self._none)
        listed.add(self.warnings, 1)
        listed.body.addStretch(0)
        self._about = column(spacing=6)
        self._detail = Card(_("选中的预警"))
        self._detail.add(scrolled(boxed(self._about)), 1)
        self._deeds = column()
        self._detail.add(self._deeds)
        self.room.addWidget(boxed(column(listed, self._detail, spacing=14), 1, 1), 1)
        self.room.addWidget(self._tabs(), 1)

    def _tabs(self) -> QWidget:
        self._letters, self._returned = column(spacing=0), column(spacing=8)
        self._which = QComboBox()
        self._which.setAccessibleName(_("看哪些"))
        self._which.setObjectName("which")
        for label, which in ((_("等答复的"), "open"), (_("全部督办"), "order"), (_("全部往来"), "")):
            self._which.addItem(label, which)
        self._which.activated.connect(lambda _index: self._list())
        above = row(self._which, None)
        above.setContentsMargins(0, 10, 0, 0)
        letters = boxed(column(above, scrolled(boxed(self._letters)), spacing=8), 0, 1)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(letters, _("督办和消息"))
        tabs.addTab(scrolled(boxed(self._returned)), _("退回的记录"))
        self.slips = SlipsPanel()
        tabs.addTab(self.slips, _("密封的检举"))
        card = Card()
        card.add(tabs, 1)
        return card

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, known: Overseen) -> None:
        if self.same(known):
            return
        self._rows = {f"{each.code} {each.warning.key}": each for each in known.warnings}
        self._none.setVisible(not known.warnings)
        self.warnings.setVisible(bool(known.warnings))
        self._detail.setVisible(bool(known.warnings))
        self.warnings.put([(key, warning_cells(each)) for key, each in self._rows.items()])
        self._all = known.letters
        self._list()
        self.slips.show_sealed(known.sealed)
        clear(self._returned)
        for returned in known.returned:
            self._returned.addWidget(self._sent_back(returned))
        if not known.returned:
            self._returned.addWidget(PlainLabel(_("没有退回的记录。"), "faint"))
        self._returned.addStretch(1)

    def _list(self) -> None:
        which = str(self._which.currentData())
        fits = [letter for letter in self._all if _fits(letter, which)]
        clear(self._letters)
        for letter in sorted(fits, key=lambda letter: letter.due) if which == "open" else fits:
            self._letters.addWidget(LetterLine(letter, self.answer_wanted.emit))
        if not fits:
            told = _("没有。在“村庄一览”里可以给一个村发督办、写消息。")
            self._letters.addWidget(PlainLabel(told, "faint", wrap=True))
        self._letters.addStretch(1)

    # The warning that is chosen

    def _choose(self, key: str) -> None:
        clear(self._about)
        clear(self._deeds)
        known = self._rows.get(key)
        if known is not None:
            self._explain(known)
        self._about.addStretch(1)

    def _explain(self, known: VillageWarning) -> None:
        warning = known.warning
        days = _("、").join(warning.days)
        self._about.addWidget(PlainLabel(f"{known.name} · {days}", "strong", wrap=True))
        self._about.addWidget(SentenceLine(warning.sentence, met=False, note=known.dealt_with, warning=True))
        if warning.answered_on:
            told = _("{on} 村里说明：{text}").format(on=warning.answered_on, text=warning.answer)
            self._about.addWidget(PlainLabel(told, wrap=True))
        if known.seen_on:
            told = _("{on} 镇里看过：{text}").format(on=known.seen_on, text=known.seen)
            self._about.addWidget(PlainLabel(told, wrap=True))
        for letter in known.letters:
            self._about.addWidget(LetterLine(letter, self.answer_wanted.emit))
        for line in matter_lines(warning, partial(self.matter_wanted.emit, known.code, known.name)):
            self._about.addWidget(line)
        see = Button(_("记下看过"), lambda: self.see_wanted.emit(known), name="see")
        ask = Button(_("问村里"), lambda: self.ask_wanted.emit(known), name="ask")
        order = Button(_("转督办"), lambda: self.order_wanted.emit(known), look="primary", name="order")
        self._deeds.addWidget(wrapped(see, ask, order, spacing=10))

    def _sent_back(self, returned: ReturnedRow) -> QWidget:
        """An entry that was refused, whether it was done anew, and what was written about it."""
        state = Badge(_("已重新办"), "good") if returned.cured else Badge(_("还没更正"), "wrong")
        who = PlainLabel(f"{returned.name} · {entry_title(returned.entry)}", "strong", wrap=True)
        line = row(state, who, PlainLabel(returned.on, "faint"))
        line.setStretch(1, 1)
        lines = column(line, *sentence_lines(returned.entry.sentences), spacing=2)
        for letter in returned.letters:
            lines.addWidget(LetterLine(letter, self.answer_wanted.emit))
        if not returned.cured:
            explain = Button(_("写说明"), lambda: self.explain_wanted.emit(returned), name="explain")
            lines.addLayout(row(None, explain))
        return boxed(lines)


def _fits(letter: LetterRow, which: str) -> bool:
    """Whether a letter is one of those asked for: what waits for an answer, all orders, or everything."""
    return {"": True, "order": letter.form == "order", "open": letter.open}[which]


def warning_cells(known: VillageWarning) -> tuple[Cell, ...]:
    """One warning in a line."""
    state = Cell(_("没看过"), "warn", badge=True)
    if known.warning.answered_on:
        state = Cell(_("已说明"), "good", badge=True)
    elif known.letters:
        state = Cell(_("问过村"), "info", badge=True)
    elif known.seen_on:
        state = Cell(_("看过了"), "info", badge=True)
    return (Cell(known.name, "strong", under=known.warning.sentence.what, order=known.code), state)
