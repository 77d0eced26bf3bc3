"""An accusation for the discipline office, written where nothing of it stays."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clerk_app.desk import LONGEST_SLIP

from .dialogs import WordsBox
from .language import _
from .widgets.plain import PlainLabel


class SlipBox(WordsBox):
    """The words, to be sealed for `addressee`. Unlike any other box it is empty after a lock and once it was used."""

    def __init__(self, parent: QWidget | None, addressee: str) -> None:
        heading = _("写给{name}的检举控告").format(name=addressee)
        super().__init__(parent, _("密封检举控告"), heading, accept=_("密封"), most=LONGEST_SLIP)
        told = _(
            "请让来人自己写，或者照他说的写。按“密封”就封上：只有{name}能打开，本机不留内容，也不记是谁说的。"
            "锁定或者取消，写的就没有了。"
        )
        self.body.insertWidget(1, PlainLabel(told.format(name=addressee), "faint", wrap=True))

    def standing(self) -> dict[str, str]:
        """Nothing of it is kept over a lock."""
        return {}

    def wipe(self) -> None:
        """It was sealed: nothing of it is left in the window, nor can be brought back by undoing."""
        self._text.setPlainText("")
