"""The box in which an official's signing key is replaced: why, from where on it counts no longer, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from clerk_app.desk import Replacing, SignedRow
from clerk_app.model import Person

from .dialogs import Box
from .language import _
from .people_boxes import PasswordLines
from .theme import px
from .widgets.plain import PlainLabel, boxed, column

FORGOTTEN, LEFT, STOLEN = "forgotten", "left", "stolen"


class ReplaceKeyBox(Box):
    """Only what the chosen cause needs is shown: a successor, the first decision that is not the own, a password."""

    def __init__(
        self, parent: QWidget | None, known: Person, others: Sequence[Person], decided: Sequence[SignedRow]
    ) -> None:
        super().__init__(parent, _("更换签字密钥"))
        self.setMinimumWidth(px(560))
        self._person = known.id
        self._earlier = {row.entry for row in decided if not row.present}
        told = _("{name}签过的照样算数，算到哪一条会写进记录，各村都知道。").format(name=known.name)
        self._cause = _choice(_("为什么换"))
        for cause, words in (
            (FORGOTTEN, _("忘了密码")),
            (LEFT, _("这个岗位换了人")),
            (STOLEN, _("可能被别人用过")),
        ):
            self._cause.addItem(words, cause)
        self._heir = _choice(_("接任人（要先有自己的签字密码）"))
        self._heir.addItem(_("还没有"), "")
        for person in others:
            if person.id != known.id and person.active and person.key:
                self._heir.addItem(person.name, person.id)
        self._since = _choice(_("从哪一条起不是本人签的"))
        self._since.addItem(_("到现在为止都是本人签的"), "")
        for row in decided:
            if row.counts:
                self._since.addItem(f"{row.on} {row.village} {row.title} {row.step}", row.entry)
        self._reason = QLineEdit()
        self._reason.setAccessibleName(_("原因"))
        self._words = PasswordLines()
        self._parts = {
            LEFT: _part(_("接任人（要先有自己的签字密码）"), self._heir),
            STOLEN: _part(_("从哪一条起不是本人签的"), self._since),
        }
        self._word = _part(_("新的签字密码（只由本人自己输入）"), self._words)
        self.body.addWidget(PlainLabel(told, wrap=True))
        self.body.addWidget(_part(_("为什么换"), self._cause))
        for part in (*self._parts.values(), _part(_("原因"), self._reason), self._word):
            self.body.addWidget(part)
        self.add_buttons(_("更换"))
        for choice in (self._cause, self._since):
            choice.currentIndexChanged.connect(lambda _index: self._look())
        self._look()

    def _look(self) -> None:
        """What the chosen cause needs."""
        cause = str(self._cause.currentData())
        for name, part in self._parts.items():
            part.setVisible(name == cause)
        self._word.setVisible(self._is_new())

    def _is_new(self) -> bool:
        """Whether there is a new key: not for who leaves, nor where an earlier key was the one that was stolen."""
        cause = self._cause.currentData()
        return cause == FORGOTTEN or (cause == STOLEN and self._since.currentData() not in self._earlier)

    def accept(self) -> None:
        """A reason, and two equal passwords where there is a new key."""
        if not self._reason.text().strip():
            self._reason.setFocus()
        elif not self._is_new() or self._words.agree():
            super().accept()

    def answer(self) -> Replacing:
        """What is to be done."""
        cause = str(self._cause.currentData())
        return Replacing(
            person=self._person,
            cause=cause,
            reason=self._reason.text().strip(),
            passphrase=self._words.text() if self._is_new() else "",
            successor=str(self._heir.currentData()) if cause == LEFT else "",
            since=str(self._since.currentData()) if cause == STOLEN else "",
        )


def _choice(label: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(label)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _part(label: str, inside: QWidget) -> QWidget:
    return boxed(column(PlainLabel(label, "faint"), inside, spacing=4))
