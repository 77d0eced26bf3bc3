"""The box in which two persons found an escrow together, or open it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from clerk_app.model import Person

from .dialogs import Box
from .language import _
from .theme import px
from .widgets.plain import PlainLabel, row


class HoldersBox(Box):
    """Two persons, each with the own password; and more lines, where more is asked."""

    def __init__(
        self, parent: QWidget | None, title: str, people: Sequence[Person], more: Sequence[tuple[str, bool]] = ()
    ) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(px(480))
        self._holders = [self._holder(people, place) for place in range(2)]
        self._more = []
        for label, hidden in more:
            line = QLineEdit()
            line.setAccessibleName(label)
            if hidden:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            self.body.addWidget(PlainLabel(label, "faint"))
            self.body.addWidget(line)
            self._more.append(line)
        self.add_buttons(title)

    def _holder(self, people: Sequence[Person], place: int) -> tuple[QComboBox, QLineEdit]:
        who, passphrase = QComboBox(), QLineEdit()
        who.setAccessibleName(_("保管人 {n}").format(n=place + 1))
        for person in people:
            who.addItem(person.name, person.id)
        who.setCurrentIndex(min(place, len(people) - 1))
        passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        passphrase.setAccessibleName(_("保管人 {n} 的密码").format(n=place + 1))
        self.body.addWidget(PlainLabel(_("保管人 {n} 和本人密码").format(n=place + 1), "faint"))
        self.body.addLayout(row(who, passphrase))
        return who, passphrase

    def holders(self) -> dict[str, str]:
        """The ids with the passwords; one person twice is one."""
        return {str(who.currentData()): passphrase.text() for who, passphrase in self._holders}

    def answers(self) -> list[str]:
        """What was typed into the further lines."""
        return [line.text() for line in self._more]
