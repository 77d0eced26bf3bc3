"""How long a text is, told beneath it once it comes near what it may be."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from ..language import _
from .plain import PlainLabel, restyle

_NEAR = 10
"""It is told from the last tenth on."""


class Count(PlainLabel):
    """What is left of a text's length, or by how much it is too long; nothing of either while it is short."""

    def __init__(self, line: QLineEdit | QPlainTextEdit, most: int) -> None:
        super().__init__("", "faint", wrap=True)
        self._line, self._most = line, most
        self.hide()
        line.textChanged.connect(lambda *_given: self.look())
        self.look()

    def look(self) -> None:
        """Count anew."""
        text = self._line.text() if isinstance(self._line, QLineEdit) else self._line.toPlainText()
        have = len(text.strip())
        over = have > self._most
        told = _("还可以写 {n} 个字。").format(n=self._most - have)
        if over:
            told = _("太长了：写了 {have} 个字，最多 {most} 个字。").format(have=have, most=self._most)
        self.setText(told)
        self.setProperty("wrong", "true" if over else "")
        self.setProperty("faint", "" if over else "true")
        restyle(self)
        self.setVisible(have > self._most - self._most // _NEAR)
