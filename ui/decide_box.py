"""The box in which an official decides on a step that waits for the township."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from clerk_app.desk import LONGEST_REASON
from clerk_app.model import Person

from .dialogs import Box
from .language import _
from .theme import px
from .widgets.counting import Count
from .widgets.plain import PlainLabel


class DecideBox(Box):
    """Which official decides, with which words, and the own password."""

    def __init__(self, parent: QWidget | None, title: str, people: Sequence[Person], *, reason: str) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(px(520))
        self._people = QComboBox()
        self._people.setAccessibleName(_("签字人"))
        for person in people:
            self._people.addItem(person.name, person.id)
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(reason)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(px(90))
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setAccessibleName(_("本人密码"))
        self.body.addWidget(PlainLabel(_("签字人"), "faint"))
        self.body.addWidget(self._people)
        self.body.addWidget(PlainLabel(reason, "faint"))
        self.body.addWidget(self._text)
        self.body.addWidget(Count(self._text, LONGEST_REASON))
        self.body.addWidget(PlainLabel(_("本人密码（只由签字人自己输入）"), "faint"))
        self.body.addWidget(self._passphrase)
        self.add_buttons(title)
        if not people:
            nobody = _("请先在“人员与职务”登记有这个职务的人，并设置签字密码。")
            self.body.addWidget(PlainLabel(nobody, "wrong", wrap=True))
            self.accept_button.setEnabled(False)
        self._text.setFocus()

    def is_begun(self) -> bool:
        """Whether words stand there."""
        return bool(self._text.toPlainText().strip())

    def answer(self) -> tuple[str, str, str]:
        """The person's id, the words, and the password."""
        return str(self._people.currentData()), self._text.toPlainText().strip(), self._passphrase.text()
