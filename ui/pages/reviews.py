"""The review queue: what waits for the township's decision, with all that is to be read before deciding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from clerk_app.desk import DecisionRow, ReviewRow, ReviewView
from clerk_app.model import FileRef

from ..forms import Form
from ..language import _
from ..theme import beside, px
from ..widgets.files import FileStrip, Pictures, without
from ..widgets.listing import Cell, Listing
from ..widgets.parts import CheckList
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from ..widgets.progress import ProgressStrip
from ..widgets.record import RecordPlace
from ..widgets.wrapping import wrapped
from .page import Page

_ROOMY = 1100
"""As many pixels at 100 % take three columns side by side."""

_WIDEST = 16_777_215
"""What Qt takes for no limit."""


@dataclass(frozen=True, slots=True)
class Given:
    """The content that an official decides on: what was handed in, or what was typed and attached over it."""

    fields: dict[str, Any] | None
    files: tuple[FileRef, ...] | None


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for; each answer comes later through the function given with it.

    A case is looked at over the content given, else over what is kept of it, else over what was handed in.
    """

    queue: Callable[[Callable[[Sequence[ReviewRow]], object]], object]
    look: Callable[[ReviewRow, Given | None, Callable[[ReviewView], object]], object]
    pictures: Pictures
    today: Callable[[], str]


class ReviewsPage(Page):
    """The queue at the left, the step in the middle, what an approval still lacks and the decision at the right.

    Where the text is large and the window is not, what lacks stands under the queue.
    """

    deciding = Signal(str, object, object)
    attaching = Signal(object, str, list)
    keeping = Signal(object, object)
    discarding = Signal(object)
    file_wanted = Signal(object)
    matter_wanted = Signal(str, str, str)

    def __init__(self, sources: Sources) -> None:
        super().__init__(_("待审事项"))
        self._sources = sources
        self._rows: dict[str, ReviewRow] = {}
        self._view: ReviewView | None = None
        self._form: Form | None = None
        self._files: tuple[FileRef, ...] = ()
        self._kept: Given | None = None
        self.queue = Listing((_("事项和步骤"), _("期限")), name="queue", label=_("待审事项"), stretch=0, tall=True)
        self.queue.chosen.connect(self._choose)
        listed = Card(_("等镇里审的"))
        self._count = listed.remark
        self._empty = PlainLabel(_("没有等镇里审的事项。村里“送乡镇审定”并上报以后，会列在这里。"), "faint", wrap=True)
        listed.add(self._empty)
        listed.add(self.queue, 1)
        self.attaching_line = ProgressStrip()
        self._middle = column(spacing=14)
        self._left = column(listed, spacing=16)
        self.room.addLayout(self._left, 4)
        self._case = boxed(column(self.attaching_line, scrolled(boxed(self._middle)), spacing=8))
        self.room.addWidget(self._case, 5)
        self._right()
        self._narrow: bool | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(400)
        self._pause.timeout.connect(self._look)

    def _right(self) -> None:
        self._checks = CheckList()
        self._lack = Card(_("同意前还差什么"))
        self._fit = PlainLabel(_("内容齐了，可以同意。"), "good", wrap=True)
        self._lack.add(self._fit)
        self._lack.add(scrolled(self._checks), 1)
        act = self._decide
        self._approve = Button(
            _("同意"), lambda: act("approve"), look="primary", shortcut="Ctrl+Return", name="approve", narrow=True
        )
        self._return = Button(_("退回"), lambda: act("return"), name="send-back")
        self._ask = Button(_("询问"), lambda: act("ask"), name="ask")
        self._lack.add(wrapped(self._approve, self._return, self._ask))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lacks moves to where there is room for it."""
        super().resizeEvent(event)
        narrow = event.size().width() < px(_ROOMY)
        if narrow != self._narrow:
            self._narrow = narrow
            (self._left if narrow else self.room).addWidget(self._lack)
            self._left.setStretch(0, 1)
            self._left.setStretch(1, 1)
            self._lack.setMinimumWidth(0 if narrow else beside(270))
            self._lack.setMaximumWidth(_WIDEST if narrow else beside(270))

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._sources.queue(self._show)

    def _show(self, rows: Sequence[ReviewRow]) -> None:
        if self.same(rows):
            self._look()
            return
        self._rows = {review_key(waiting): waiting for waiting in rows}
        self._count.setText(_("{count} 件").format(count=len(rows)) if rows else "")
        self._empty.setVisible(not rows)
        for beside_it in (self._case, self._lack):
            beside_it.setVisible(bool(rows))
        self.queue.put([(key, review_cells(waiting)) for key, waiting in self._rows.items()])

    def _choose(self, key: str) -> None:
        self.keep()
        waiting = self._rows.get(key)
        if waiting is None:
            self._view = self._form = None
            clear(self._middle)
        elif self._view is None or review_key(self._view.row) != key:
            self._sources.look(waiting, None, self._show_case)
        else:
            self._look()

    def _is_chosen(self, view: ReviewView) -> bool:
        return review_key(view.row) == self.queue.key()

    def _show_case(self, view: ReviewView) -> None:
        if not self._is_chosen(view):
            return
        if self._view is None or review_key(self._view.row) != review_key(view.row):
            self._kept = None
        self._view, self._files = view, view.files
        clear(self._middle)
        self._middle.addWidget(self._case_card(view))
        if view.materials:
            self._middle.addWidget(self._files_card(view))
        if view.done:
            self._middle.addWidget(self._done_card(view))
        self._middle.addStretch(1)
        self._show_checks(view)
        if self._kept is None:
            self._kept = self.given()

    def _case_card(self, view: ReviewView) -> Card:
        waiting = view.row
        card = Card(f"{waiting.title} · {waiting.step_name}", waiting.number)
        look = Button(_("看整件事"), self._ask_matter, look="flat", name="matter")
        since = _("{name} · {on} 起等“{label}”").format(name=waiting.name, on=waiting.since, label=waiting.label)
        line = row(PlainLabel(since, "faint", wrap=True), look)
        line.setStretch(0, 1)
        card.add(line)
        if view.note:
            card.add(PlainLabel(_("村里说明：{note}").format(note=view.note), wrap=True))
        for text in (view.guide, view.basis):
            if text:
                card.add(PlainLabel(text, "faint", wrap=True))
        if view.kept:
            found = PlainLabel(_("找到没办完的草稿，已经填在下面。"), wrap=True)
            line = row(found, Button(_("不要草稿，重新填"), self._discard, look="flat", name="discard"))
            line.setStretch(0, 1)
            card.add(line)
        self._form = Form(view.form, view.fields, self._sources.today(), view.officials) if view.form else None
        if self._form is not None:
            self._form.changed.connect(self._pause.start)
            card.add(self._form)
        for told in view.decisions:
            card.add(_decision(told))
        return card

    def _files_card(self, view: ReviewView) -> Card:
        card = Card(_("材料附件"))
        for material in view.materials:
            files = [file for file in self._files if file.kind == material.id]
            strip = FileStrip(material, files, self._sources.pictures, turns=False)
            strip.added.connect(lambda kind, sources: self.attaching.emit(view.row, kind, sources))
            strip.removed.connect(self._remove)
            strip.viewed.connect(self.file_wanted)
            card.add(strip)
        return card

    def _done_card(self, view: ReviewView) -> Card:
        card = Card(_("前面办过的步骤"))
        steps = QComboBox()
        steps.setAccessibleName(_("步骤"))
        place = RecordPlace()
        place.file_wanted.connect(self.file_wanted)
        for step in view.done:
            steps.addItem(f"{step.on} {step.name}")

        def show(line: int) -> None:
            done = view.done[line]
            place.put(done.form, done.fields, done.files, {}, done.kinds)

        steps.currentIndexChanged.connect(show)
        steps.setCurrentIndex(len(view.done) - 1)
        show(steps.currentIndex())
        card.add(steps)
        card.add(place)
        return card

    def _show_checks(self, view: ReviewView) -> None:
        self._view = view
        if self.same(view.row, view.checks, part="checks"):
            return
        self._checks.show_checks(view.checks)
        self._fit.setVisible(not view.checks)
        self._approve.setEnabled(not view.checks and bool(view.officials))

    def given(self) -> Given:
        """What stands on the page now."""
        return Given(self._form.values() if self._form is not None else None, self._files)

    def _look(self) -> None:
        if self._view is not None and self._is_chosen(self._view):
            self.keep()
            self._sources.look(self._view.row, self.given(), self._looked)

    def _looked(self, view: ReviewView) -> None:
        """The checks anew; the form stays under the official's hands."""
        if self._is_chosen(view):
            self._show_checks(view)

    def unsaved(self) -> tuple[ReviewRow, Given] | None:
        """What a lock must keep: the case and what was typed and attached over it, where something of it is new."""
        if self._view is None or self._kept in (None, self.given()):
            return None
        return self._view.row, self.given()

    def keep(self) -> None:
        """Keep what was typed and attached."""
        unsaved = self.unsaved()
        if unsaved is not None:
            self._kept = unsaved[1]
            self.keeping.emit(*unsaved)

    def _discard(self) -> None:
        if self._view is not None:
            self.discarding.emit(self._view.row)

    def begin_anew(self) -> None:
        """What was kept was thrown away: the case as it was handed in."""
        if self._view is not None:
            self._kept = None
            self._sources.look(self._view.row, None, self._show_case)

    def attached(self, waiting: ReviewRow, files: Sequence[FileRef]) -> bool:
        """New attachments of a case were taken in; False where another one is shown."""
        if self._view is None or review_key(self._view.row) != review_key(waiting):
            return False
        self._with_files((*self._files, *(file for file in files if file not in self._files)))
        return True

    def _remove(self, file: FileRef) -> None:
        self._with_files(without(self._files, file))

    def _with_files(self, files: tuple[FileRef, ...]) -> None:
        self._files = files
        self.keep()
        if self._view is not None:
            self._sources.look(self._view.row, self.given(), self._show_case)

    def _decide(self, verdict: str) -> None:
        if self._view is not None and self._is_chosen(self._view):
            self.deciding.emit(verdict, self._view, self.given())

    def leave(self) -> None:
        """Forget what is shown: the desk was locked."""
        self._pause.stop()
        self._view = self._form = self._kept = None

    def decided(self) -> None:
        """A decision was written."""
        self._view = self._kept = None
        self.same(part="checks")
        self.same(None)
        self.refresh()

    def _ask_matter(self) -> None:
        if self._view is not None:
            waiting = self._view.row
            self.matter_wanted.emit(waiting.code, waiting.name, waiting.matter)


def review_key(waiting: ReviewRow) -> str:
    """What names a line of the queue."""
    return f"{waiting.code} {waiting.matter} {waiting.step} {waiting.slot}"


def review_cells(waiting: ReviewRow) -> tuple[Cell, ...]:
    """One line of the queue."""
    left = waiting.days_left
    if left is None:
        due = Cell(_("无期限"), "idle", badge=True, order=10_000)
    elif left < 0:
        due = Cell(_("逾期 {late} 天").format(late=-left), "wrong", badge=True, order=left)
    else:
        due = Cell(_("还有 {left} 天").format(left=left), "warn" if left < 3 else "info", badge=True, order=left)
    under = f"{waiting.name} · {waiting.step_name}"
    return (Cell(waiting.title, "strong", under=under, order=(waiting.code, waiting.title)), due)


def _decision(told: DecisionRow) -> QWidget:
    """What was decided before."""
    words = {"approve": (_("同意"), "good"), "return": (_("退回"), "wrong"), "ask": (_("询问"), "warn")}
    text, look = words[told.verdict]
    said = PlainLabel(f"{told.name} {told.on} {told.text}".strip(), "faint", wrap=True)
    line = row(Badge(text, look), said)
    line.setStretch(1, 1)
    return boxed(line)
