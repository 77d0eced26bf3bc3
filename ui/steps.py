"""A box of a few steps, and the two lines in which a new password is typed there."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from clerk_app import desk

from .dialogs import Box, password_fault
from .language import _
from .widgets.counting import Count
from .widgets.plain import Button, PlainLabel, boxed, row


class Steps(Box):
    """A box of a few steps; only the last one accepts, and it waits until everything is there."""

    def __init__(self, parent: QWidget | None, title: str, accept: str, steps: int, leave: str = "") -> None:
        super().__init__(parent, title)
        self._leave = leave
        self._steps = steps
        self._where = PlainLabel("", "faint")
        self._stack = QStackedWidget()
        self.body.addWidget(self._where)
        self.body.addWidget(self._stack)
        self._accept = accept

    def _add_all_buttons(self) -> None:
        """After the steps, so that the Tab key reaches them last."""
        self._back = Button(_("上一步"), lambda: self._turn(-1), name="back")
        self._next = Button(_("下一步"), lambda: self._turn(1), look="primary", name="next")
        self.buttons.addWidget(self._back)
        self.add_buttons(self._accept, leave=self._leave)
        self.buttons.addWidget(self._next)

    def add_step(self, inside: QVBoxLayout) -> None:
        """One step more; where nothing in it takes the room that is left, it stays free."""
        if not any(inside.stretch(place) for place in range(inside.count())):
            inside.addStretch(1)
        self._stack.addWidget(boxed(inside))
        if self._stack.count() == self._steps:
            self._add_all_buttons()

    def _turn(self, by: int) -> None:
        self.turn_to(self._stack.currentIndex() + by)

    def turn_to(self, step: int) -> None:
        """Show this step, and stand in its first line."""
        self._stack.setCurrentIndex(step)
        self.look()
        focused = self._stack.currentWidget()
        first = focused.findChild(QLineEdit) if focused is not None else None
        if first is not None:
            first.setFocus()

    def look(self) -> None:
        """Show where one is, and what can be done from here, once all steps are made."""
        if self._stack.count() < self._steps:
            return
        self.show_state()
        at, last = self._stack.currentIndex(), self._stack.count() - 1
        self._where.setText(_("第 {at} 步，共 {all} 步").format(at=at + 1, all=last + 1))
        self._back.setVisible(at > 0)
        self._next.setVisible(at < last)
        self._next.setEnabled(self.complete(at))
        self._next.setDefault(at < last)
        self.accept_button.setVisible(at == last)
        if self._leave:
            self.leave_button.setVisible(at < last)
        self.accept_button.setDefault(at == last)
        self.accept_button.setEnabled(all(self.complete(step) for step in range(last + 1)))
        if self.isVisible():
            self.grow()

    def show_state(self) -> None:
        """Say what is to be said about what was typed so far."""

    def complete(self, step: int) -> bool:
        """Whether everything that a step asks for is there; here nothing is asked."""
        return 0 <= step < self._steps

    def line(
        self, into: QVBoxLayout, name: str, label: str, *, hidden: bool = False, choose: str = "", most: int = 0
    ) -> QLineEdit:
        """A line to type in, of at most so many characters, perhaps with a button that picks a folder."""
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(label)
        if hidden:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(lambda _text: self.look())
        into.addWidget(PlainLabel(label, "faint", wrap=True))
        if choose:
            into.addLayout(row(line, Button(_("选择"), lambda: self._choose(line, choose), name=f"choose-{name}")))
        else:
            into.addWidget(line)
        if most:
            into.addWidget(Count(line, most))
        return line

    def _choose(self, line: QLineEdit, title: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, title, line.text())
        if folder:
            line.setText(folder)


class NewPassword:
    """Two lines of a box for a new password, and beneath them how strong it is and what is wrong with it."""

    def __init__(self, box: Steps, into: QVBoxLayout, names: tuple[str, str], labels: tuple[str, str]) -> None:
        self.lines = tuple(box.line(into, *each, hidden=True) for each in zip(names, labels, strict=True))
        self._strength, self._fault = PlainLabel("", "faint", wrap=True), PlainLabel("", "wrong", wrap=True)
        self._fault.setObjectName("fault")
        into.addWidget(self._strength)
        into.addWidget(self._fault)

    def look(self, *, asked: bool = True) -> None:
        """Say what is to be said; nothing where no password is `asked` for."""
        first, again = (line.text() for line in self.lines)
        said = desk.label(desk.strength(first)) if first and asked else ""
        self._strength.setText(_("密码强度：{s}").format(s=said) if said else "")
        self._fault.setText(password_fault(first, again) if first and again and asked else "")

    def fits(self) -> bool:
        """True where both are the same and not weak."""
        return not password_fault(*(line.text() for line in self.lines))

    def text(self) -> str:
        """The password."""
        return self.lines[0].text()
