"""The cards in the middle of a matter: the step with its form, its notice, its papers, its signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from clerk_app.desk import NOTICE_BOARD, NOTICE_DOWN, NOTICE_UP, Kept, ObjectionRow, Remembered, SlotView, StepView
from clerk_app.model import FileRef, Material, Person

from ..content import Content
from ..forms import Form
from ..forms.days import DayPicker
from ..forms.reading import read_day
from ..language import _
from ..theme import px
from .files import FileStrip, Pictures, can_paste
from .flow import state_word
from .parts import SignatureLine
from .plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row


class StepCard(Card):
    """What the step is, on which day it is done, and its form."""

    changed = Signal()
    left = Signal()
    discarded = Signal()
    copied = Signal(bool)

    def __init__(self, view: StepView, today: str, people: Sequence[Person]) -> None:
        super().__init__(view.name, _("责任：{who}").format(who=view.responsible))
        self.remark.setWordWrap(True)
        if view.guide:
            self.add(PlainLabel(view.guide, "faint", wrap=True))
        self._basis = PlainLabel(_("依据：{basis}").format(basis=view.basis), "faint", wrap=True)
        self._basis.setProperty("there", bool(view.basis))
        self.add(self._basis)
        if view.kept is not None:
            self.add(self._draft_line(view.kept, corrects=view.corrects))
        self._today = today
        self.on = QLineEdit(view.on)
        self.on.setAccessibleName(_("办理日期"))
        self.on.setObjectName("on")
        self.on.setFixedWidth(px(150))
        self.on.textEdited.connect(lambda _text: self.changed.emit())
        self.on.editingFinished.connect(self._settle_day)
        DayPicker(self.on, today, self._take_day)
        self._last = Button(_("照上次填"), self._fill_last, look="flat", shortcut="Ctrl+G", name="fill-last")
        self._last.hide()
        self._lines = Button(_("复制本步"), lambda: self.copied.emit(False), look="flat", name="copy-lines")
        self._sheet = Button(_("复制为表格"), lambda: self.copied.emit(True), look="flat", name="copy-sheet")
        state = Badge(state_word(view.state), "good" if view.state == "done" else "info")
        self.add(row(PlainLabel(_("办理日期")), self.on, state, None, self._last))
        self.form = Form(view.form, view.fields, today, people)
        self.form.changed.connect(self.changed)
        self.form.changed.connect(self._offer_last)
        self.form.left.connect(self.left)
        self.add(self.form)
        self.add(row(None, self._lines, self._sheet))
        self.late = QPlainTextEdit(view.late_reason)
        self.late.setAccessibleName(_("逾期原因"))
        self.late.setObjectName("late")
        self.late.setTabChangesFocus(True)
        self.late.setFixedHeight(px(56))
        self.late.textChanged.connect(self.changed)
        self._late_box = boxed(column(PlainLabel(_("逾期原因")), self.late, spacing=4))
        self.add(self._late_box)
        self._remembered: Remembered | None = None
        self._locked = False

    def _draft_line(self, kept: Kept, *, corrects: bool) -> QWidget:
        """Unfinished work was found: it stands in the form, and can be thrown away."""
        told = _("找到没办完的草稿（{at} 保存），已经填在下面。").format(at=kept.at)
        if corrects:
            told = _("找到没办完的更正（{at} 保存），已经填在下面。").format(at=kept.at)
        if not kept.current:
            told = _("找到没办完的草稿（{at} 保存），是按旧清单填的，请逐项核对。").format(at=kept.at)
        line = row(
            PlainLabel(told, "" if kept.current else "wrong", wrap=True),
            Button(_("不要草稿，重新填"), self.discarded.emit, look="flat", name="discard"),
        )
        line.setStretch(0, 1)
        line.setContentsMargins(10, 4, 4, 4)
        found = boxed(column(line))
        found.setObjectName("notice")
        return found

    def show_basis(self, here: bool) -> None:
        """The articles, where they do not stand beside the form."""
        self._basis.setVisible(here and bool(self._basis.property("there")))

    def day(self) -> str:
        """The legal day as it stands, read where it can be."""
        typed = self.on.text().strip()
        return read_day(typed, self._today, past=True) or typed

    def _settle_day(self) -> None:
        if not self.on.isReadOnly() and self.day() != self.on.text():
            self._take_day(self.day())
        self.left.emit()

    def _take_day(self, day: str) -> None:
        """Other than `setText` this can be undone."""
        self.on.selectAll()
        self.on.insert(day)

    def lock(self, locked: bool) -> None:
        """A step that is over is looked at and copied from."""
        self._locked = locked
        self.on.setReadOnly(locked)
        self.late.setReadOnly(locked)
        self.form.lock(locked)
        self._lines.setVisible(locked)
        self._sheet.setVisible(locked)
        self._offer_last()

    def show_late(self, late: bool) -> None:
        """Ask why it is late, where it is."""
        self._late_box.setVisible(late or bool(self.late.toPlainText().strip()))

    def remember(self, remembered: Remembered) -> None:
        """Offer what was entered before."""
        self._remembered = remembered
        self.form.suggest(remembered)
        told = _("上次：{title}，{on}").format(title=remembered.title, on=remembered.on)
        self._last.setAccessibleDescription(told)
        self._offer_last()

    def _offer_last(self) -> None:
        known = self._remembered
        self._last.setVisible(not self._locked and known is not None and bool(self.form.fillable(known.last)))

    def _fill_last(self) -> None:
        if self._remembered is not None:
            self.form.fill(self._remembered.last)


class NoticeCard(Card):
    """The public notice: print it, say that it hangs, photograph it at both ends, objections and their answers."""

    posted = Signal(str)
    printed = Signal()
    objected = Signal()
    answered = Signal(str)

    def __init__(self, view: StepView, strip: Callable[[Material], QWidget]) -> None:
        super().__init__(_("公示"))
        printing = Button(_("打印公告"), self.printed.emit, name="print-notice")
        if view.posted_on:
            self._told = PlainLabel(_hanging(view), wrap=True)
            head = row(self._told, printing)
            head.setStretch(0, 1)
            self.add(head)
            kind, label = NOTICE_DOWN, _("结束时的照片")
        else:
            head = row(PlainLabel(_("打印公告，贴到公开栏，拍一张看得清的照片，再登记张贴。"), wrap=True), printing)
            head.setStretch(0, 1)
            self.add(head)
            kind, label = NOTICE_UP, _("张贴时的照片")
        over = not view.workable
        if not view.posted_on and not over:
            self._place = QLineEdit(NOTICE_BOARD)
            self._place.setObjectName("notice-place")
            self._place.setAccessibleName(_("张贴地点"))
            self._place.setObjectName("place")
            post = Button(_("登记张贴"), lambda: self.posted.emit(self._place.text()), name="post")
            self.add(row(PlainLabel(_("张贴地点")), self._place, post))
        self.add(strip(Material(id=kind, label=label, least=1, photo=True)))
        for objection in view.objections:
            self.add(self._objection(objection))
        if view.posted_on:
            self.add(row(Button(_("记一条异议"), self.objected.emit, look="flat", name="object"), None))

    def _objection(self, objection: ObjectionRow) -> QWidget:
        """What somebody objected, and the answer or the way to it."""
        told = _("{on} 异议：{text}").format(on=objection.on, text=objection.text)
        if objection.answered_on:
            answer = _("{on} 答复：{text}").format(on=objection.answered_on, text=objection.answer)
            return boxed(column(PlainLabel(told, wrap=True), PlainLabel(answer, "faint", wrap=True), spacing=2))
        answered = Button(_("答复"), lambda: self.answered.emit(objection.entry), name="answer")
        return boxed(column(PlainLabel(told, wrap=True), row(answered, None), spacing=2))


def _hanging(view: StepView) -> str:
    if view.corrects or not view.workable:
        return _("{posted} 张贴，{on} 结束公示。").format(posted=view.posted_on, on=view.on)
    if not view.takedown_on:
        return _("{posted} 张贴。").format(posted=view.posted_on)
    told = _("{posted} 张贴，{takedown} 起可以结束公示。结束时再拍一张照片。")
    return told.format(posted=view.posted_on, takedown=view.takedown_on)


class FilesCard(Card):
    """The papers and photos that the step asks for."""

    def __init__(self, view: StepView, strip: Callable[[Material], QWidget]) -> None:
        super().__init__(_("材料附件"), _("可以把照片拖进来，也可以粘贴"))
        for material in view.materials:
            if material.id not in (NOTICE_UP, NOTICE_DOWN):
                self.add(strip(material))


def strip_of(material: Material, files: Sequence[FileRef], pictures: Pictures, *, locked: bool) -> FileStrip:
    """The strip of one material."""
    return FileStrip(material, [file for file in files if file.kind == material.id], pictures, locked=locked)


class SignaturesCard(Card):
    """Who signs; the page to sign by hand; what the township is asked and says."""

    signed = Signal(object)
    paged = Signal(list)
    printed = Signal()
    handed_in = Signal()

    def __init__(self, view: StepView) -> None:
        super().__init__(_("谁来签字"))
        over = not view.workable
        printing = Button(_("打印签字页"), self.printed.emit, name="print-signatures")
        head = row(PlainLabel(_("签的是上面的内容，改了要重签。"), "faint", wrap=True), printing)
        head.setStretch(0, 1)
        self.add(head)
        for slot in view.slots:
            self.add(SignatureLine(slot, self._sign, over=over))
        open_slots = [slot for slot in view.slots if not slot.on and slot.people]
        if open_slots and not over:
            paging = Button(_("手签在一张纸上"), lambda: self.paged.emit(open_slots), name="sign-page")
            self.add(row(None, paging))
        if view.reviewed:
            self.add(self._township(view, over=over))

    def _sign(self, slot: SlotView) -> None:
        self.signed.emit(slot)

    def _township(self, view: StepView, *, over: bool) -> QWidget:
        """What was handed in to the township, and every answer."""
        words = {"approve": _("同意"), "return": _("退回"), "ask": _("询问")}
        lines: list[QWidget] = [
            PlainLabel(
                _("{on} 乡镇{verdict}：{text}（{who}）").format(
                    on=told.on, verdict=words[told.verdict], text=told.text, who=told.name
                ),
                "wrong" if told.verdict != "approve" else "good",
                wrap=True,
            )
            for told in view.decisions
        ]
        if view.handed_in_on:
            said = _("{on} 已送乡镇，随下一次上报带去。").format(on=view.handed_in_on)
            lines.append(PlainLabel(said, "faint", wrap=True))
        bottom = row(None, Button(_("送乡镇审定"), self.handed_in.emit, name="hand-in")) if not over else row(None)
        return boxed(column(*lines, bottom, spacing=4))


class Sheet(QWidget):
    """All cards of one step, one under the other. The form stays under the clerk's hands while the rest is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._cards = column(spacing=16)
        self._cards.setContentsMargins(0, 0, px(8), 0)
        self._cards.addStretch(1)
        self.setLayout(self._cards)
        self.step: StepCard | None = None

    def begin(self, step: StepCard) -> None:
        """Another step."""
        self.empty()
        self.step = step
        self._cards.addWidget(step)
        self._cards.addStretch(1)

    def content(self, files: tuple[FileRef, ...]) -> Content:
        """What stands here now, beside these files."""
        step = self.step
        if step is None:
            return Content({}, files, "", "")
        return Content(step.form.values(), files, step.day(), step.late.toPlainText().strip())

    def below(self, cards: Sequence[QWidget]) -> bool:
        """The cards under the form, drawn anew with what was typed there; false where what had the keyboard is gone."""
        held, typed = self._held(), [(line.objectName(), line.text()) for line in self._lines_below()]
        while self._cards.count() > 1:
            item = self._cards.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for card in cards:
            self._cards.addWidget(card)
            card.show()
        self._cards.addStretch(1)
        for name, text in typed:
            for line in self.findChildren(QLineEdit, name):
                line.setText(text)
        return held is None or self._hold(*held)

    def go_to(self, place: str) -> None:
        """The keyboard to a part of the step, by its name (`Check.place`)."""
        kind, _dash, name = place.partition("-")
        if kind == "field" and self.step is not None:
            self.step.form.focus_on(name)
        else:
            for found in self._named(place)[:1]:
                found.setFocus()

    def _named(self, name: str) -> list[QWidget]:
        """The widgets of this name that are shown, from above."""
        return [each for each in self.findChildren(QWidget, name) if each.isVisibleTo(self)]

    def _lines_below(self) -> list[QLineEdit]:
        """The lines to type in under the form."""
        return [line for line in self.findChildren(QLineEdit, "place") if line.isVisibleTo(self)]

    def _held(self) -> tuple[str, int] | None:
        """The name of what has the keyboard under the form, and the how manieth of that name it is."""
        at = self.window().focusWidget()
        if at is None or self.step is None or not self.isAncestorOf(at) or self.step.isAncestorOf(at):
            return None
        alike = self._named(at.objectName())
        return at.objectName(), alike.index(at) if at in alike else 0

    def _hold(self, name: str, place: int) -> bool:
        """The keyboard to the widget of this name in this place, or to the last of them."""
        alike = [each for each in self._named(name) if each.isEnabled()] if name else []
        if alike:
            alike[min(place, len(alike) - 1)].setFocus()
        return bool(alike)

    def paste_picture(self) -> None:
        """Ctrl+V with a picture or files: into the strip at hand, else into the first one that misses something."""
        strips = [strip for strip in self.findChildren(FileStrip) if not strip.locked]
        at_hand = self.focusWidget()
        strips.sort(key=lambda strip: (strip is not at_hand and not _inside(strip, at_hand), not strip.missing))
        if strips and can_paste():
            strips[0].paste()

    def empty(self) -> None:
        """Forget everything that is shown."""
        clear(self._cards)
        self.step = None


def _inside(strip: FileStrip, widget: QWidget | None) -> bool:
    return widget is not None and strip.isAncestorOf(widget)
