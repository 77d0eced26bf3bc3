"""The box in which a letter to one office is written, or an order."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from clerk_app.desk import LONGEST_LETTER

from .dialogs import WordsBox
from .language import _
from .widgets.plain import PlainLabel


class LetterBox(WordsBox):
    """A letter to one office: what it says, and the day by which it is to be answered."""

    def __init__(self, parent: QWidget | None, to: str, text: str, *, order: bool) -> None:
        title = _("发督办") if order else _("写给村里")
        super().__init__(parent, title, _("发给{name}").format(name=to), text, _("发出"), most=LONGEST_LETTER)
        self._due = QLineEdit()
        self._due.setAccessibleName(_("答复期限"))
        self._due.setPlaceholderText(_("例如 1231"))
        label = _("答复期限") if order else _("答复期限（填了就是督办，不填就是消息）")
        self.body.addWidget(PlainLabel(label, "faint"))
        self.body.addWidget(self._due)
        self.body.addWidget(PlainLabel(_("随下一次签发的回执一起送到村里。"), "faint", wrap=True))

    def answer(self) -> tuple[str, str]:
        """What it says, and the day that was typed."""
        return self.words(), self._due.text().strip()
