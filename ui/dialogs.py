"""The few questions that a box asks: what went wrong, a password, a line of text, a choice of person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from clerk_app.desk import Sentence, SlotView, label, strength
from clerk_app.model import Person

from .language import _
from .placement import room_around
from .theme import px
from .widgets.counting import Count
from .widgets.parts import SentenceLine, sentence_lines
from .widgets.plain import Button, PlainLabel, boxed, clear, column, row, scrolled

_MOST_SENTENCES = 12
"""As many sentences are told at once; of the others how many they are."""


class Box(QDialog):
    """A dialog with a heading, a body, and buttons at the bottom."""

    unsent: ClassVar[dict[str, dict[str, str]]] = {}
    """What stood in boxes when the desk was locked; it stands there again when the box is opened anew."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(440))
        self.body = column(spacing=10)
        self._refusals = column(spacing=4)
        self.buttons = row(None)
        self._outer = column(self.body, self._refusals, self.buttons, spacing=16)
        self._outer.setContentsMargins(22, 18, 22, 18)
        self.setLayout(self._outer)

    def showEvent(self, event: QShowEvent) -> None:
        """What stood in it at the lock stands there again."""
        self.grow()
        self._buttons_last()
        for name, text in self.unsent.pop(self.called(), {}).items():
            line = self._lines_to_write().get(name)
            if line is not None and not read_line(line):
                line.insert(text) if isinstance(line, QLineEdit) else line.insertPlainText(text)
        super().showEvent(event)

    def refused(self, sentences: Sequence[Sentence]) -> None:
        """Say in the box why it could not be done; what was typed stays, to be put right."""
        self.fault("")
        for line in sentence_lines(sentences[:_MOST_SENTENCES]):
            self._refusals.addWidget(line)
        for part in self.findChildren(QWidget):
            if isinstance(part, QLineEdit | QPlainTextEdit) and part.isEnabled() and part.isVisibleTo(self):
                part.setFocus()
                break

    def fault(self, text: str) -> None:
        """Say in a line what cannot be taken; "" where nothing is to be said any more."""
        clear(self._refusals)
        if text:
            self._refusals.addWidget(PlainLabel(text, "wrong", wrap=True))

    def told(self) -> str:
        """What is said to be wrong."""
        labels = [label for label in self.findChildren(PlainLabel) if self._refusals.indexOf(label) >= 0]
        return " ".join(label.text() for label in labels)

    def setVisible(self, visible: bool) -> None:
        """A line that is to be put right is not marked as a whole: the next key would wipe it out."""
        super().setVisible(visible)
        line = self.focusWidget() if visible and self._refusals.count() else None
        if isinstance(line, QLineEdit) and line.echoMode() is QLineEdit.EchoMode.Normal:
            line.end(False)

    def is_begun(self) -> bool:
        """Whether words of one's own stand in it that nobody would like to write twice."""
        return False

    def reject(self) -> None:
        """Go away; words that would be lost are asked about."""
        told = _("写好的还没有用上，关掉就没有了。不要了吗？")
        if not self.is_begun() or confirm(self, self.windowTitle(), told, _("不要了")):
            super().reject()

    def grow(self) -> None:
        """A box is as high as its lines, but never larger than the screen: there its body scrolls."""
        room = room_around(self).size() - QSize(px(24), px(48))
        self.setMinimumSize(self.minimumSize().boundedTo(room))
        high = max(self.sizeHint().height(), self._outer.totalHeightForWidth(self.width()))
        if high > room.height():
            self._scroll(room.height())
        elif high > self.height():
            self.resize(self.width(), high)
        self.resize(self.size().boundedTo(room))

    def called(self) -> str:
        """What tells this box from others of the open office."""
        return f"{type(self).__name__} {self.windowTitle()}"

    def standing(self) -> dict[str, str]:
        """What stands in it, by the names of its lines; passwords are no lines."""
        return {name: text for name, line in self._lines_to_write().items() if (text := read_line(line))}

    def _lines_to_write(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        lines: list[QLineEdit | QPlainTextEdit] = [*self.findChildren(QPlainTextEdit)]
        lines += [line for line in self.findChildren(QLineEdit) if line.echoMode() is QLineEdit.EchoMode.Normal]
        return {line.accessibleName(): line for line in lines if line.accessibleName() and not line.isReadOnly()}

    def _buttons_last(self) -> None:
        """The Tab key reaches the buttons after the lines above them, whichever were made first."""
        places = [self.buttons.itemAt(place) for place in range(self.buttons.count())]
        for button in [place.widget() for place in places if place is not None]:
            if isinstance(button, Button):
                hidden, default = button.isHidden(), button.isDefault()
                # What is taken in anew stands at the end of the order.
                button.setParent(None)
                self.buttons.addWidget(button)
                button.setHidden(hidden)
                button.setDefault(default)

    def _scroll(self, room: int) -> None:
        outer = self._outer
        if self.body.parent() is outer:
            outer.removeItem(self.body)
            self.body.setParent(None)
            area = scrolled(boxed(self.body))
            area.setMinimumWidth(area.widget().sizeHint().width() + px(14))
            outer.insertWidget(0, area, 1)
            outer.activate()
            margins = outer.contentsMargins()
            self.resize(max(self.width(), area.minimumWidth() + margins.left() + margins.right()), room)

    def add_buttons(self, accept: str, *, cancel: bool = True, leave: str = "") -> None:
        """A button that accepts, and one that goes away; `leave` is what that says, where it calls nothing off."""
        if cancel:
            self.leave_button = Button(leave or _("取消"), self.reject, name="leave")
            self.buttons.addWidget(self.leave_button)
        self.accept_button = Button(accept, self._try, look="primary", name="accept")
        self.accept_button.setDefault(True)
        self.buttons.addWidget(self.accept_button)

    def _try(self) -> None:
        """What was wrong before is not said any longer."""
        self.fault("")
        self.accept()


def read_line(line: QLineEdit | QPlainTextEdit) -> str:
    """What stands in one line, or in several."""
    return line.text() if isinstance(line, QLineEdit) else line.toPlainText()


def tell(parent: QWidget | None, title: str, sentences: Sequence[Sentence]) -> None:
    """Say what went wrong, each with its article and what to do."""
    box = Box(parent, title)
    for sentence in sentences[:_MOST_SENTENCES]:
        box.body.addWidget(SentenceLine(sentence, met=False))
    more = len(sentences) - _MOST_SENTENCES
    if more > 0:
        box.body.addWidget(PlainLabel(_("另有 {n} 处").format(n=more), "faint"))
    box.add_buttons(_("知道了"), cancel=False)
    box.exec()


def inform(parent: QWidget | None, title: str, text: str) -> None:
    """Say one thing."""
    box = Box(parent, title)
    box.body.addWidget(PlainLabel(text, wrap=True))
    box.add_buttons(_("知道了"), cancel=False)
    box.exec()


def confirm(parent: QWidget | None, title: str, text: str, accept: str) -> bool:
    """Ask a question whose answer nobody should give in haste; true where it was accepted."""
    box = Box(parent, title)
    box.body.addWidget(PlainLabel(text, wrap=True))
    box.add_buttons(accept)
    return bool(box.exec())


def confess(parent: QWidget | None, report: str) -> None:
    """A fault of our own: the report can be copied out, the entries are safe."""
    box = Box(parent, _("程序出错了"))
    box.setMinimumSize(px(640), px(400))
    box.body.addWidget(PlainLabel(_("这是程序自己的毛病，已确认的记录都在。请把下面的文字发给维护人员。"), wrap=True))
    box.body.addWidget(scrolled(boxed(column(PlainLabel(report, "faint", wrap=True)))))
    box.add_buttons(_("关闭"), cancel=False)
    box.exec()


class SignBox(Box):
    """Who signs, and with which password; `paging` tells who signed by hand on a page instead."""

    paging = Signal(str)

    def __init__(self, parent: QWidget | None, label: str, people: Sequence[Person]) -> None:
        super().__init__(parent, _("签字"))
        self._people = QComboBox()
        self._people.setAccessibleName(_("签字人"))
        for person in people:
            self._people.addItem(person.name, person.id)
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setObjectName("passphrase")
        self._passphrase.setAccessibleName(_("本人密码"))
        self.body.addWidget(PlainLabel(label, "heading"))
        self.body.addWidget(PlainLabel(_("签字人"), "faint"))
        self.body.addWidget(self._people)
        self.body.addWidget(PlainLabel(_("本人密码（只由签字人自己输入）"), "faint"))
        self.body.addWidget(self._passphrase)
        self.buttons.addWidget(Button(_("改用手签页"), self._use_page, name="use-page"))
        self.add_buttons(_("签字"))
        self._passphrase.setFocus()

    def _use_page(self) -> None:
        self.done(0)
        self.paging.emit(self.answer()[0])

    def answer(self) -> tuple[str, str]:
        """The person's id and the password."""
        return str(self._people.currentData()), self._passphrase.text()


class SignedPageBox(Box):
    """Who signed by hand on one page: everybody who still has to, each once, and the clerk takes out who did not."""

    def __init__(self, parent: QWidget | None, slots: Sequence[SlotView]) -> None:
        super().__init__(parent, _("手签页"))
        self.body.addWidget(PlainLabel(_("这一页上谁签了字？没有签的，改成“还没有签”。"), wrap=True))
        self._chosen: list[tuple[SlotView, QComboBox]] = []
        taken: set[str] = set()
        for slot in slots:
            people = QComboBox()
            people.setAccessibleName(slot.slot.label)
            people.addItem(_("还没有签"), "")
            for person in slot.people:
                people.addItem(person.name, person.id)
            free = next((person.id for person in slot.people if person.id not in taken), "")
            people.setCurrentIndex(people.findData(free))
            taken.add(free)
            self.body.addWidget(PlainLabel(slot.slot.label, "faint"))
            self.body.addWidget(people)
            self._chosen.append((slot, people))
        self.add_buttons(_("选择照片或扫描件"))

    def answer(self) -> list[tuple[str, str]]:
        """The slots that were signed, in the order of the sheet, each with its person's id."""
        chosen = ((slot.slot.id, str(people.currentData())) for slot, people in self._chosen)
        return [(slot, person) for slot, person in chosen if person]


def password_fault(first: str, again: str) -> str:
    """Why a new password cannot be taken, in words; "" where it can."""
    if strength(first) == "weak":
        return _("密码：{why}").format(why=label("weak"))
    return "" if first == again else _("两遍密码不一样。")


class LineBox(Box):
    """One or more lines of text; `check` says why they cannot be taken, and they stay to be put right."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        labels: Sequence[str],
        *,
        hidden: Collection[int] = (),
        check: Callable[[list[str]], str] = lambda _answers: "",
    ) -> None:
        super().__init__(parent, title)
        self._check = check
        self._lines = []
        for number, asked in enumerate(labels):
            line = QLineEdit()
            line.setAccessibleName(asked)
            if number in hidden:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            self.body.addWidget(PlainLabel(asked, "faint", wrap=True))
            self.body.addWidget(line)
            self._lines.append(line)
        self.add_buttons(_("确定"))

    def accept(self) -> None:
        """Only what can be taken."""
        fault = self._check(self.answers())
        self.fault(fault)
        if not fault:
            super().accept()

    def answers(self) -> list[str]:
        """What was typed."""
        return [line.text().strip() for line in self._lines]


class WordsBox(Box):
    """Words that may take several lines, of at most `most` characters, under a heading that says what for."""

    def __init__(
        self, parent: QWidget | None, title: str, heading: str, text: str = "", accept: str = "", *, most: int
    ) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(px(560))
        self._begun = text.strip()
        self._text = QPlainTextEdit(text)
        self._text.setAccessibleName(heading)
        self._text.setTabChangesFocus(True)
        self.body.addWidget(PlainLabel(heading, "heading", wrap=True))
        self.body.addWidget(self._text, 1)
        self.body.addWidget(Count(self._text, most))
        self.add_buttons(accept or _("确定"))
        self._text.setFocus()

    def is_begun(self) -> bool:
        """Whether more stands there than what was given."""
        return self.words() not in ("", self._begun)

    def words(self) -> str:
        """What was written."""
        return self._text.toPlainText().strip()
