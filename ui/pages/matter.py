"""One matter: the flow at the left, the step in the middle, what is still missing at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from clerk_app.desk import MatterView, PaperKind, Remembered, SlotView, StepView, label
from clerk_app.model import FileRef, Material

from ..content import Content, Sources, content_of, next_step, same_form
from ..language import _
from ..theme import beside, px
from ..widgets.cards import FilesCard, NoticeCard, Sheet, SignaturesCard, StepCard, strip_of
from ..widgets.files import FileStrip, moved, without
from ..widgets.flow import FlowList
from ..widgets.matter_menu import MatterMenu
from ..widgets.missing import MissingColumn
from ..widgets.plain import Badge, Card, boxed, clear, column, row, scrolled
from ..widgets.progress import ProgressStrip
from .page import Page

_ROOMY = 1000
"""Pixels (at 100 %) of the page from which three columns stand beside each other."""


class MatterPage(Page):
    """The page on which the work is done."""

    attaching = Signal(str, str, str, list)
    viewing = Signal(object)
    turning = Signal(object)
    keeping = Signal(str, str, object)
    discarding = Signal(str, str)
    signing = Signal(str, str, object, object)
    paging = Signal(str, str, list, object)
    handing_in = Signal(str, str, object)
    posting = Signal(str, str, object)
    completing = Signal(str, str, object)
    failing = Signal(str, str, object)
    correcting = Signal(str, str, object)
    objecting = Signal(str, str)
    answering = Signal(str, str, str)
    printing = Signal(str, str, object, object)
    copying = Signal(str, str, bool)
    turned_to = Signal(str, object)
    """A deed of the menu, by its name, on the matter that is shown."""

    def __init__(self, sources: Sources, today: Callable[[], str]) -> None:
        super().__init__("")
        self._sources, self._today = sources, today
        self._matter = self._step = ""
        self._whole: MatterView | None = None
        self._view: StepView | None = None
        self._files: tuple[FileRef, ...] = ()
        self._kept: Content | None = None
        self._corrects = False
        self._badges = row()
        self.bar.insertLayout(1, self._badges)
        self._menu = MatterMenu(self)
        self._menu.wanted.connect(self._turn)
        self.bar.addWidget(self._menu)
        self._flow = FlowList()
        self._flow.chosen.connect(self.show_step)
        self._sheet = Sheet()
        self.attaching_line = ProgressStrip()
        self._missing = MissingColumn()
        self._missing.wanted.connect(self.go_to)
        self._missing.finished.connect(self._complete)
        self._missing.failing.connect(self._fail)
        self._missing.correcting.connect(self._begin_correction)
        self._missing.leaving.connect(lambda: self.discarding.emit(*self._here))
        flow = Card(_("流程"))
        self._flow_area = scrolled(self._flow)
        self._flow_area.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._scroll_to_current())
        self._flow.placed.connect(self._scroll_to_current)
        flow.add(self._flow_area, 1)
        self._area = scrolled(self._sheet)
        self._left = column(flow, spacing=16)
        self.room.addLayout(self._left)
        self.room.addWidget(boxed(column(self.attaching_line, self._area, spacing=8)), 1)
        self.room.addWidget(self._missing)
        self._flow_card = flow
        self._narrow = False
        self._fit(narrow=False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(400)
        self._pause.timeout.connect(self._look)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._sheet.paste_picture)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._end)

    def _turn(self, name: str) -> None:
        self.keep()
        if name == "summary" and self._view is not None:
            self.printing.emit(*self._here, PaperKind.SUMMARY, self.content())
        elif self._whole is not None:
            self.turned_to.emit(name, self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the text is large and the window is not, what is missing stands under the flow."""
        super().resizeEvent(event)
        narrow = event.size().width() < px(_ROOMY)
        if narrow != self._narrow:
            self._fit(narrow=narrow)

    def _fit(self, *, narrow: bool) -> None:
        self._narrow = narrow
        (self._left if narrow else self.room).addWidget(self._missing)
        for place, stretch in enumerate((2, 5)):
            self._left.setStretch(place, stretch)
        self._flow_card.setFixedWidth(beside(272 if narrow else 262))
        self._missing.setFixedWidth(beside(272 if narrow else 290))
        self._missing.narrow(narrow)
        if self._sheet.step is not None:
            self._sheet.step.show_basis(narrow)

    # Showing

    def open(self, matter: str, step: str = "") -> None:
        """Show a matter at a step, at its first open one where none is named."""
        self._matter, self._step, self._corrects = matter, step, False
        self.refresh()

    def refresh(self) -> None:
        """Show the matter as it now is."""
        if self._matter:
            self._sources.matter(self._matter, self._show_matter)

    def _show_matter(self, view: MatterView) -> None:
        if view.row.id != self._matter:
            return
        self._whole = view
        self.title.setText(view.row.title)
        clear(self._badges)
        self._badges.addWidget(Badge(view.row.number, "info"))
        if view.row.state != "open":
            look = "wrong" if view.row.state == "refused" else "idle"
            self._badges.addWidget(Badge(label(f"matter.{view.row.state}"), look))
        self._menu.offer(view)
        if self._step not in {step.id for step in view.flow}:
            self._step = next_step(view)
        self._sources.begun(self._matter, self._show_flow)
        self._sources.step(self._matter, self._step, self._corrects, self._show_step)

    def _show_flow(self, begun: frozenset[str]) -> None:
        if self._whole is None:
            return
        self._flow.show_steps(self._whole.flow, self._step, begun - {self._step})

    def _scroll_to_current(self) -> None:
        if self._flow.current is not None:
            around = min(px(120), self._flow_area.viewport().height() // 3)
            self._flow_area.ensureWidgetVisible(self._flow.current, 0, around)

    def show_step(self, step: str) -> None:
        """Go to another step; what was typed here is kept first."""
        self.keep()
        self._step, self._corrects = step, False
        self.refresh()

    def go_on(self) -> None:
        """After a step is done: to the next one that can be done."""
        self._step, self._corrects = "", False
        self.refresh()

    def begin_anew(self) -> None:
        """The draft was thrown away: the form is empty again, or shows what the step was done with."""
        self._view, self._corrects = None, False
        self._files = ()
        self._sheet.empty()
        self.refresh()

    def corrected(self) -> None:
        """The correction was written."""
        self._corrects = False
        self.refresh()

    def _begin_correction(self) -> None:
        self._corrects = True
        self._sources.step(self._matter, self._step, True, self._show_step)

    def _show_step(self, view: StepView) -> None:
        if (view.matter, view.id, view.corrects) != (self._matter, self._step, self._corrects):
            return
        if view.kept is not None and view.state == "done" and not view.corrects:
            self._begin_correction()
            return
        before, self._view, self._files = self._view, view, view.files
        shown = same_form(before, view) and self._sheet.step is not None and self.content() == content_of(view)
        self._kept = content_of(view)
        if not shown:
            self._begin_sheet(view)
        self._show_checks(view)
        self._show_around(view)

    def _begin_sheet(self, view: StepView) -> None:
        """The form anew, at its first empty field."""
        card = StepCard(view, self._today(), self._sources.people())
        card.changed.connect(self._pause.start)
        card.left.connect(self.keep)
        card.discarded.connect(lambda: self.discarding.emit(*self._here))
        card.copied.connect(lambda sheet: self.copying.emit(*self._here, sheet))
        card.form.ended.connect(lambda: self._missing.go_on(past_form=True))
        card.show_basis(self._narrow)
        self._sheet.begin(card)
        self._area.verticalScrollBar().setValue(0)
        if view.workable:
            self._sources.remembered(view.matter, view.id, self._remember)
            QTimer.singleShot(0, card, self._focus_form)

    def _remember(self, remembered: Remembered) -> None:
        if self._sheet.step is not None:
            self._sheet.step.remember(remembered)

    def _focus_form(self) -> None:
        if self._sheet.step is not None and self.isVisible():
            self._sheet.step.form.focus_first()

    def _show_around(self, view: StepView) -> None:
        """Everything under the form."""
        if self._sheet.step is not None:
            self._sheet.step.lock(not view.workable)
        cards: list[QWidget] = []
        if view.publicity:
            cards.append(self._notice_card(view))
        if view.materials:
            cards.append(FilesCard(view, self._strip))
        if view.slots:
            cards.append(self._signatures_card(view))
        if not self._sheet.below(cards) and not self._missing.go_on():
            self._sheet.go_to("on")

    def _notice_card(self, view: StepView) -> NoticeCard:
        card = NoticeCard(view, self._strip)
        card.posted.connect(lambda place: self.posting.emit(*self._here, (self.content(), place)))
        card.printed.connect(lambda: self._print(PaperKind.NOTICE))
        card.objected.connect(lambda: self.objecting.emit(*self._here))
        card.answered.connect(lambda entry: self.answering.emit(*self._here, entry))
        return card

    def _signatures_card(self, view: StepView) -> SignaturesCard:
        card = SignaturesCard(view)
        card.signed.connect(self._sign)
        card.paged.connect(self._sign_page)
        card.printed.connect(lambda: self._print(PaperKind.SIGNATURES))
        card.handed_in.connect(self._hand_in)
        return card

    def _strip(self, material: Material) -> FileStrip:
        locked = self._view is not None and not self._view.workable
        strip = strip_of(material, self._files, self._sources.pictures, locked=locked)
        strip.added.connect(lambda name, sources: self.attaching.emit(*self._here, name, sources))
        strip.removed.connect(self.remove_file)
        strip.turned.connect(self.turning)
        strip.viewed.connect(self.viewing)
        strip.moved.connect(self.move_file)
        return strip

    # What stands on the page

    @property
    def _here(self) -> tuple[str, str]:
        """The matter and the step that are shown, though another may be asked for already."""
        return (self._view.matter, self._view.id) if self._view is not None else (self._matter, self._step)

    def content(self) -> Content:
        """What stands on the page now."""
        return self._sheet.content(self._files)

    def attached(self, matter: str, step: str, files: Sequence[FileRef]) -> bool:
        """New attachments of a step were taken in; False where it cannot take them here any more."""
        if (matter, step) != self._here or not self.changeable:
            return False
        self._take_files((*self._files, *(file for file in files if file not in self._files)))
        return True

    def replaced(self, old: FileRef, new: FileRef) -> None:
        """A photo was turned: the new one stands where the old one stood."""
        self._take_files(tuple(new if file == old else file for file in self._files))

    def remove_file(self, file: FileRef) -> None:
        """A file is taken away."""
        self._take_files(without(self._files, file))

    def move_file(self, file: FileRef, by: int) -> None:
        """One place to the left or to the right among the files of its kind."""
        self._take_files(moved(self._files, file, by))

    def files_like(self, file: FileRef) -> list[FileRef]:
        """The files of a kind, in their order."""
        return [other for other in self._files if other.kind == file.kind]

    @property
    def changeable(self) -> bool:
        """Whether files may be added and taken away now."""
        return self._view is not None and self._view.workable

    def _take_files(self, files: tuple[FileRef, ...]) -> None:
        """Keep what is typed with these files, and show what the desk makes of it; older answers are behind then."""
        self._files = files
        self.keep()
        self.refresh()

    def _look(self) -> None:
        if self._view is not None:
            self.keep()
            self._sources.look(self._view.matter, self._view.id, self.content(), self._view.corrects, self._looked)

    def _looked(self, view: StepView) -> None:
        """The checks, files and signatures anew; the form stays under the clerk's hands."""
        if self._view is None or not same_form(self._view, view):
            return
        before, self._view = self._view, view
        around = [(slot.on for slot in each.slots) for each in (before, view)]
        self._show_checks(view)
        if list(around[0]) != list(around[1]) or before.files != view.files:
            self._show_around(view)

    def _show_checks(self, view: StepView) -> None:
        self._missing.show_step(view, can=view.workable)
        late = any(check.sentence.code == "deadline-missed" for check in view.checks)
        if self._sheet.step is not None:
            self._sheet.step.show_late(late)

    def go_to(self, place: str) -> None:
        """Bring a part of the page to the front, by its name (`Check.place`)."""
        if place == "complete":
            self._missing.finish.setFocus()
        else:
            self._sheet.go_to(place)
        focused = self.focusWidget()
        if focused is not None and self._sheet.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 0, px(80))

    def _end(self) -> None:
        """Complete the step, or go to what is missing first; what was typed last is looked at before."""

        def looked(view: StepView) -> None:
            self._looked(view)
            if view is self._view:
                self._missing.press()

        if self.changeable:
            self._pause.stop()
            self.keep()
            self._sources.look(*self._here, self.content(), self._corrects, looked)

    def unsaved(self) -> tuple[str, str, Content] | None:
        """What a lock must keep: matter, step and content that are shown, where something of it is new."""
        if self._view is None or not self.changeable or self.content() == self._kept:
            return None
        return *self._here, self.content()

    def keep(self) -> None:
        """Keep what was typed as a draft."""
        kept = self.unsaved()
        if kept is not None:
            self._kept = kept[2]
            self.keeping.emit(*kept)

    def leave(self) -> None:
        """Forget all that is shown: the desk was locked."""
        self._matter = self._step = ""
        self._view = self._whole = self._kept = None
        self._files = ()
        self._sheet.empty()
        clear(self._badges)
        self.title.setText("")

    def _sign(self, slot: SlotView) -> None:
        self.keep()
        self.signing.emit(*self._here, slot, self.content())

    def _sign_page(self, slots: list[SlotView]) -> None:
        self.keep()
        self.paging.emit(*self._here, slots, self.content())

    def _hand_in(self) -> None:
        self.keep()
        self.handing_in.emit(*self._here, self.content())

    def _print(self, kind: PaperKind) -> None:
        self.printing.emit(*self._here, kind, self.content())

    def _fail(self) -> None:
        self.keep()
        self.failing.emit(*self._here, self.content())

    def _complete(self) -> None:
        self.keep()
        wished = self.correcting if self._corrects else self.completing
        wished.emit(*self._here, self.content())
