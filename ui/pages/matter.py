"""One matter: the flow at the left, the step in the middle, what is still missing at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from clerk_app.desk import NOTICE_BOARD, MatterView, ObjectionRow, SlotView, StepView
from clerk_app.model import FileRef, Material, Person

from ..forms import Form
from ..forms.reading import read_day
from ..language import _
from ..theme import beside, px
from ..widgets.parts import CheckList, FileStrip, FlowList, SignatureLine, state_word
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from .page import Page


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on the page: ready to be looked at, kept, signed or completed."""

    fields: dict[str, Any]
    files: tuple[FileRef, ...]
    on: str
    late_reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for; each answer comes later through the function given with it."""

    matter: Callable[[str, Callable[[MatterView], object]], object]
    step: Callable[[str, str, Callable[[StepView], object]], object]
    look: Callable[[str, str, Content, Callable[[StepView], object]], object]
    people: Callable[[], tuple[Person, ...]]
    picture: Callable[[FileRef], QPixmap | None]


class MatterPage(Page):
    """The page on which the work is done."""

    attaching = Signal(str, str, str, list)
    keeping = Signal(str, str, object)
    signing = Signal(str, str, object, object)
    posting = Signal(str, str, object)
    completing = Signal(str, str, object)
    correcting = Signal(str, str, object)
    objecting = Signal(str, str)
    answering = Signal(str, str, str)

    def __init__(self, sources: Sources, today: Callable[[], str]) -> None:
        super().__init__("")
        self._sources, self._today = sources, today
        self._matter = self._step = ""
        self._view: StepView | None = None
        self._files: tuple[FileRef, ...] = ()
        self._corrects = False
        self._form: Form | None = None
        self._badges = row()
        self.bar.insertLayout(1, self._badges)
        self._flow = FlowList()
        self._flow.chosen.connect(self.show_step)
        self._middle = column(spacing=16)
        self._checks = CheckList()
        self._right = self._right_column()
        flow = Card(_("流程"))
        self._flow_area = scrolled(self._flow)
        flow.add(self._flow_area, 1)
        flow.setFixedWidth(beside(262))
        self.room.addWidget(flow)
        self.room.addWidget(scrolled(boxed(self._middle)), 1)
        self.room.addWidget(self._right)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(400)
        self._pause.timeout.connect(self._look)

    def _right_column(self) -> QWidget:
        missing = Card(_("还差什么"))
        self._done = PlainLabel(_("这一步已经办完。"), "good", wrap=True)
        self._done.hide()
        missing.add(self._done)
        missing.add(scrolled(self._checks), 1)
        self._finish = Button(
            _("完成本步"), self._complete, look="primary", shortcut="Ctrl+Return", name="complete", narrow=True
        )
        missing.add(self._finish)
        self._hint = PlainLabel(_("满足以上各条后可用"), "faint", wrap=True)
        missing.add(self._hint)
        self._mend = Button(_("更正这一步"), self._begin_correction, name="correct")
        missing.add(self._mend)
        self._basis_card = Card(_("本步依据"))
        self._basis = PlainLabel("", "", wrap=True)
        self._basis_card.add(self._basis)
        right = boxed(column(missing, self._basis_card, spacing=16), 1)
        right.setFixedWidth(beside(290))
        return right

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
        self.title.setText(view.row.title)
        clear(self._badges)
        self._badges.addWidget(Badge(view.row.number, "info"))
        known = {step.id for step in view.flow}
        if self._step not in known:
            self._step = _next_step(view)
        self._flow.show_steps(view.flow, self._step)
        if self._flow.current is not None:
            QTimer.singleShot(60, self._flow_area, self._scroll_to_current)
        self._sources.step(self._matter, self._step, self._show_step)

    def _scroll_to_current(self) -> None:
        if self._flow.current is not None:
            self._flow_area.ensureWidgetVisible(self._flow.current, 0, 120)

    def show_step(self, step: str) -> None:
        """Go to another step; what was typed here is kept first."""
        self.keep()
        self._step, self._corrects = step, False
        self.refresh()

    def go_on(self) -> None:
        """After a step is done: to the next one that can be done."""
        self._step, self._corrects = "", False
        self.refresh()

    def signed(self) -> None:
        """A signature was given: over a correction that is typed here, or over the step's draft."""
        if self._corrects:
            self._sources.look(self._matter, self._step, self.content(), self._show_step)
        else:
            self.refresh()

    def corrected(self) -> None:
        """The correction was written."""
        self._corrects = False
        self.refresh()

    def _begin_correction(self) -> None:
        self._corrects = True
        if self._view is not None:
            self._show_checks(self._view)

    def _show_step(self, view: StepView) -> None:
        if (view.matter, view.id) != (self._matter, self._step):
            return
        self._view, self._files = view, view.files
        self._draw(view, view.on)
        self._show_checks(view)

    def _draw(self, view: StepView, on: str) -> None:
        clear(self._middle)
        self._middle.addWidget(self._content_card(view, on))
        if view.publicity:
            self._middle.addWidget(self._notice_card(view))
        if view.materials:
            self._middle.addWidget(self._files_card(view))
        if view.slots:
            self._middle.addWidget(self._signatures_card(view))
        self._middle.addStretch(1)
        self._basis.setText(view.basis)
        self._basis_card.setVisible(bool(view.basis))

    def _content_card(self, view: StepView, on: str) -> Card:
        card = Card(view.name, _("责任：{who}").format(who=view.responsible))
        if view.guide:
            card.add(PlainLabel(view.guide, "faint", wrap=True))
        self._on = QLineEdit(on)
        self._on.setAccessibleName(_("办理日期"))
        self._on.setObjectName("on")
        self._on.setFixedWidth(px(140))
        self._on.textEdited.connect(lambda _text: self._changed())
        card.add(row(PlainLabel(_("办理日期")), self._on, Badge(state_word(view.state), "info"), None))
        self._form = Form(view.form, view.fields, self._today(), self._sources.people())
        self._form.changed.connect(self._changed)
        card.add(self._form)
        self._late = QPlainTextEdit(view.late_reason)
        self._late.setAccessibleName(_("逾期原因"))
        self._late.setTabChangesFocus(True)
        self._late.setFixedHeight(px(56))
        self._late.textChanged.connect(self._changed)
        late = any(check.sentence.code == "deadline-missed" for check in view.checks) or bool(view.late_reason)
        self._late_box = boxed(column(PlainLabel(_("逾期原因")), self._late, spacing=4))
        self._late_box.setVisible(late)
        card.add(self._late_box)
        return card

    def _notice_card(self, view: StepView) -> Card:
        card = Card(_("公示"))
        if view.posted_on:
            told = _("{posted} 张贴，{takedown} 起可以结束公示。结束时再拍一张照片。")
            card.add(PlainLabel(told.format(posted=view.posted_on, takedown=view.takedown_on), wrap=True))
        else:
            card.add(PlainLabel(_("打印公告，贴到公开栏，拍一张看得清的照片，再登记张贴。"), wrap=True))
            self._place = QLineEdit(NOTICE_BOARD)
            self._place.setAccessibleName(_("张贴地点"))
            card.add(row(PlainLabel(_("张贴地点")), self._place, Button(_("登记张贴"), self._post, name="post")))
        for kind, label in (("notice_up", _("张贴时的照片")), ("notice_down", _("结束时的照片"))):
            if (kind == "notice_up") != bool(view.posted_on):
                card.add(self._strip(kind, label, least=1))
        for objection in view.objections:
            card.add(self._objection(objection))
        if view.posted_on:
            object_to = Button(
                _("记一条异议"), lambda: self.objecting.emit(self._matter, self._step), look="flat", name="object"
            )
            card.add(row(object_to, None))
        return card

    def _objection(self, objection: ObjectionRow) -> QWidget:
        """What somebody objected, and the answer or the way to it."""
        told = _("{on} 异议：{text}").format(on=objection.on, text=objection.text)
        if objection.answered_on:
            answer = _("{on} 答复：{text}").format(on=objection.answered_on, text=objection.answer)
            return boxed(column(PlainLabel(told, wrap=True), PlainLabel(answer, "faint", wrap=True), spacing=2))
        answered = Button(
            _("答复"), lambda: self.answering.emit(self._matter, self._step, objection.entry), name="answer"
        )
        return boxed(column(PlainLabel(told, wrap=True), row(answered, None), spacing=2))

    def _files_card(self, view: StepView) -> Card:
        card = Card(_("材料附件"), _("可以把照片拖进来"))
        for material in view.materials:
            if material.id not in ("notice_up", "notice_down"):
                card.add(self._strip(material.id, material.label, material.least, photo=material.photo))
        return card

    def _strip(self, kind: str, label: str, least: int, *, photo: bool = True) -> FileStrip:
        files = [file for file in self._files if file.kind == kind]
        strip = FileStrip(Material(id=kind, label=label, least=least, photo=photo), files, self._sources.picture)
        strip.added.connect(lambda name, paths: self.attaching.emit(self._matter, self._step, name, paths))
        strip.removed.connect(self._remove)
        return strip

    def _signatures_card(self, view: StepView) -> Card:
        card = Card(_("谁来签字"), _("签的是上面的内容，改了要重签"))
        for slot in view.slots:
            card.add(SignatureLine(slot, self._sign))
        return card

    def content(self) -> Content:
        """What stands on the page now."""
        typed = self._on.text().strip()
        fields = self._form.values() if self._form is not None else {}
        return Content(fields, self._files, read_day(typed, self._today()) or typed, self._late.toPlainText().strip())

    def attached(self, files: list[FileRef]) -> None:
        """New attachments were taken in."""
        self._files = (*self._files, *files)
        self._redraw()

    def _remove(self, file: FileRef) -> None:
        self._files = tuple(other for other in self._files if other is not file)
        self._redraw()

    def _redraw(self) -> None:
        """Keep what is typed and let the desk look at all of it again."""
        self.keep()
        self._sources.look(self._matter, self._step, self.content(), self._show_step)

    def _changed(self) -> None:
        self._pause.start()

    def _look(self) -> None:
        if self._view is not None:
            self.keep()
            self._sources.look(self._matter, self._step, self.content(), self._looked)

    def _looked(self, view: StepView) -> None:
        """The checks and signatures anew; the form stays under the clerk's hands."""
        if (view.matter, view.id) != (self._matter, self._step) or self._view is None:
            return
        if [slot.on for slot in view.slots] != [slot.on for slot in self._view.slots]:
            self._show_step(view)
            return
        self._view = view
        self._show_checks(view)

    def _show_checks(self, view: StepView) -> None:
        self._checks.show_checks(view.checks)
        over = not view.checks
        self._done.setVisible(over and not self._corrects)
        self._mend.setVisible(over and view.state == "done" and not self._corrects)
        self._finish.setText(_("确认更正") if self._corrects else _("完成本步"))
        self._finish.setEnabled(self._corrects or (view.ready and view.state in ("open", "posted")))
        self._hint.setText(
            _("改好内容，请原来签字的人重新签字，再确认更正。") if self._corrects else _("满足以上各条后可用")
        )
        late = any(check.sentence.code == "deadline-missed" for check in view.checks)
        self._late_box.setVisible(late or bool(self._late.toPlainText().strip()))

    def unsaved(self) -> tuple[str, str, Content] | None:
        """What a lock must keep: matter, step and content, where the step is still to be done."""
        if self._view is None or self._view.state not in ("open", "posted"):
            return None
        return self._matter, self._step, self.content()

    def keep(self) -> None:
        """Keep what was typed as a draft."""
        kept = self.unsaved()
        if kept is not None:
            self.keeping.emit(*kept)

    def leave(self) -> None:
        """Forget everything that is shown: the desk was locked."""
        self._matter = self._step = ""
        self._view = None
        self._form = None
        clear(self._middle)
        clear(self._badges)
        self.title.setText("")

    def _sign(self, slot: SlotView) -> None:
        self.keep()
        self.signing.emit(self._matter, self._step, slot, self.content())

    def _post(self) -> None:
        self.posting.emit(self._matter, self._step, (self.content(), self._place.text()))

    def _complete(self) -> None:
        if self._corrects:
            self.correcting.emit(self._matter, self._step, self.content())
            return
        self.keep()
        self.completing.emit(self._matter, self._step, self.content())


def _next_step(view: MatterView) -> str:
    """The step to begin with: one that came back, one that everything waits for, any that can be done, the last."""
    doable = [step for step in view.flow if step.state in ("open", "posted", "refused")]
    ranked = sorted(doable, key=lambda step: (step.state != "refused", step.optional, step.repeat))
    return ranked[0].id if ranked else view.flow[-1].id
