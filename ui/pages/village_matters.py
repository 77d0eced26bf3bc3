"""The matters of one village as its township reads them: the list, the flow, each step's content, every entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from clerk_app.desk import MATTER_STATES, HistoryRow, MatterRow, OverseenMatter, label

from ..language import _
from ..theme import beside
from ..widgets.flow import FlowList
from ..widgets.listing import Cell, Listing
from ..widgets.parts import SentenceLine
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from ..widgets.record import RecordPlace
from ..widgets.wrapping import wrapped
from .page import Page


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for: the list of a village by text and state, and one matter."""

    matters: Callable[[str, str, str, Callable[[Sequence[MatterRow]], object]], object]
    matter: Callable[[str, str, Callable[[OverseenMatter], object]], object]


class VillageMattersPage(Page):
    """Everything is to read; what a village did is changed by the village only."""

    back_wanted = Signal()
    file_wanted = Signal(object)
    original_wanted = Signal(str)

    def __init__(self, sources: Sources) -> None:
        super().__init__("")
        self._sources = sources
        self._code = self._step = ""
        self._known: OverseenMatter | None = None
        self._fill_bar()
        self.matters = Listing(
            (_("事项"), _("当前步骤"), _("状态")), name="matters", label=_("事项"), stretch=0, spare=(1,)
        )
        self.matters.chosen.connect(self._choose)
        listed = Card()
        self._empty = PlainLabel(_("没有找到事项。"), "faint")
        listed.add(self._empty)
        listed.add(self.matters, 1)
        self._flow = FlowList()
        self._flow.chosen.connect(self._show_step)
        flow = Card(_("流程"))
        flow.add(scrolled(self._flow), 1)
        flow.setFixedWidth(beside(262))
        self._title = PlainLabel("", "heading", wrap=True)
        self._content = RecordPlace()
        self._content.file_wanted.connect(self.file_wanted)
        self._history = column(spacing=2)
        step = Card()
        self._back = Badge(_("办过，没有收下"), "wrong")
        self._back.hide()
        step.add(self._title)
        step.add(self._back)
        step.add(scrolled(boxed(column(self._content, None))), 1)
        history = Card(_("全部记录"))
        history.add(scrolled(boxed(self._history)), 1)
        self.room.addWidget(listed, 1)
        self.room.addWidget(flow)
        self.room.addWidget(boxed(column(step, history, spacing=14), 1, 1), 1)

    def _fill_bar(self) -> None:
        self._search = self.add_search(_("搜索（Ctrl+F）"), _("搜索"), 240)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._search.setFocus)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self.refresh)
        self._search.textChanged.connect(lambda _text: self._pause.start())
        self._state = QComboBox()
        self._state.setAccessibleName(_("状态"))
        self._state.addItem(_("全部"), "")
        for state in MATTER_STATES:
            self._state.addItem(label(f"matter.{state}"), state)
        self._state.activated.connect(lambda _index: self.refresh())
        for part in (self._state, Button(_("返回"), self.back_wanted.emit, shortcut="Esc", name="back")):
            self.bar.addWidget(part)

    def open(self, code: str, name: str, matter: str = "") -> None:
        """Show the matters of a village, with one of them chosen."""
        self._code, self._step = code, ""
        self.title.setText(_("{name}的事项").format(name=name))
        self.refresh()
        if matter:
            self.matters.choose(matter)

    def leave(self) -> None:
        """Forget what is shown: the desk was locked."""
        self._pause.stop()
        self._code = ""

    def refresh(self) -> None:
        """Ask the desk anew."""
        if self._code:
            self._sources.matters(self._code, self._search.text(), str(self._state.currentData()), self._show)

    def _show(self, rows: Sequence[MatterRow]) -> None:
        if self.same(self._code, rows):
            self._choose(self.matters.key())
            return
        self._empty.setVisible(not rows)
        self.matters.put([(known.id, matter_cells(known)) for known in rows])

    def _choose(self, matter: str) -> None:
        if matter:
            self._sources.matter(self._code, matter, self._show_matter)
        else:
            self.same(part="matter")
            self._flow.show_steps((), "")
            self._title.setText("")
            self._back.hide()
            clear(self._history)

    def _show_matter(self, known: OverseenMatter) -> None:
        if known.view.row.id != self.matters.key() or self.same(known, part="matter"):
            return
        self._known = known
        steps = [step.id for step in known.view.flow]
        told = [*steps[:1], *(step.step for step in known.done), *(step.step for step in known.refused)]
        self._show_step(self._step if self._step in steps else told[-1])
        clear(self._history)
        for entry in known.view.history:
            self._history.addWidget(self._entry(entry))
        self._history.addStretch(1)

    def _show_step(self, step: str) -> None:
        known, self._step = self._known, step
        if known is None:
            return
        self._flow.show_steps(known.view.flow, step)
        name = next((each.name for each in known.view.flow if each.id == step), "")
        refused = next((each for each in known.refused if each.step == step), None)
        found = refused or next((each for each in known.done if each.step == step), None)
        self._back.setVisible(refused is not None)
        self._title.setText(f"{name} · {found.on}" if found is not None else name)
        if found is None:
            self._content.say(_("这一步还没有办。"))
        else:
            self._content.put(found.form, found.fields, found.files, known.people, found.kinds)

    def _entry(self, entry: HistoryRow) -> QWidget:
        look = Button(_("原文"), lambda: self.original_wanted.emit(entry.hash), look="flat", name="original")
        look.setAccessibleName(_("看记录 {seq} 的原文").format(seq=entry.seq))
        line = row(PlainLabel(entry.what, wrap=True))
        line.setStretch(0, 1)
        if entry.state == "refused":
            line.addWidget(Badge(_("被退回"), "wrong"))
        elif entry.state != "accepted":
            line.addWidget(Badge(_("待定"), "warn"))
        line.addWidget(look)
        under = (entry.step_name, _("记录 {seq}").format(seq=entry.seq), entry.on, entry.who)
        lines = column(line, wrapped(*(PlainLabel(part, "faint") for part in under if part), spacing=12), spacing=0)
        for said in entry.why:
            lines.addWidget(SentenceLine(said, met=False))
        return boxed(lines)


def matter_cells(known: MatterRow) -> tuple[Cell, ...]:
    """One matter in a line."""
    look = {"open": "info", "refused": "wrong", "closed": "good"}.get(known.state, "idle")
    return (Cell(known.title, "strong"), Cell(known.step), Cell(label(f"matter.{known.state}"), look, badge=True))
