"""The box in which a desk is handed over: what goes over, both sign with their own passwords, a new password is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from clerk_app.desk import OpenMatter, Passing, givers
from clerk_app.model import Person

from .language import _
from .steps import NewPassword, Steps
from .theme import beside, px
from .widgets.plain import Button, PlainLabel, column, row
from .widgets.table import Table

_CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class HandingOver:
    """A hand-over as it was asked for: both signatures, the password of today and the successor's."""

    passing: Passing
    old: str
    new: str


class HandOverBox(Steps):
    """Three steps: the list to print, the two signatures, the new password."""

    sheet_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None, people: Sequence[Person], matters: Sequence[OpenMatter]) -> None:
        super().__init__(parent, _("交接给接任的人"), _("交接"), 3)
        self.setMinimumSize(px(640), beside(480))
        self._people = [person for person in people if person.active and person.key]
        self._make_list(matters)
        self._make_signatures()
        self._make_password()
        self.look()

    def _make_list(self, matters: Sequence[OpenMatter]) -> None:
        inside = column(PlainLabel(_("谁交给谁"), "heading"), spacing=8)
        self._predecessor = self._who(inside, "predecessor", _("离任的文书"))
        _put(self._predecessor, [person for person in self._people if _CLERK in person.roles])
        self._successor = self._who(inside, "successor", _("接任的人（要先在“人员与职务”登记，并设好签字密码）"))
        _put(self._successor, self._people, first=_("请选择"))
        if all(person.id == self._id(self._predecessor) for person in self._people):
            nobody = _("还没有别人设好签字密码。请先关上，到“人员与职务”登记接任的人，请本人设好签字密码再来。")
            inside.addWidget(PlainLabel(nobody, "wrong", wrap=True))
        told = _("没办完的事项 {n} 件，一起交接。请先打印清单，两个人核对、签字。").format(n=len(matters))
        inside.addWidget(PlainLabel(told, wrap=True))
        listed = Table((_("编号"), _("事项"), _("当前步骤"), _("期限")), _("没办完的事项"))
        listed.put([(known.number, known.title, known.step, known.due) for known in matters])
        inside.addWidget(listed, 1)
        sheet = Button(_("打印交接清单"), self._ask_sheet, name="sheet")
        inside.addLayout(row(sheet, None))
        self.add_step(inside)

    def _who(self, into: QVBoxLayout, name: str, label: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.currentIndexChanged.connect(lambda _index: self.look())
        into.addWidget(PlainLabel(label, "faint", wrap=True))
        into.addWidget(box)
        return box

    def _ask_sheet(self) -> None:
        self.sheet_wanted.emit(self._id(self._predecessor), self._id(self._successor))

    def _make_signatures(self) -> None:
        inside = column(PlainLabel(_("两个人签字"), "heading"), spacing=8)
        self._giver = self._who(inside, "giver", _("谁来交（文书不能到场的，由村主任代交）"))
        self._predecessor.currentIndexChanged.connect(lambda _index: self._offer_givers())
        self._offer_givers()
        self._reason = self.line(inside, "reason", _("代交的原因（文书本人交就空着）"))
        self._given = self.line(inside, "given", _("交的人的签字密码"), hidden=True)
        self._taken = self.line(inside, "taken", _("接任的人的签字密码"), hidden=True)
        self.add_step(inside)

    def _offer_givers(self) -> None:
        _put(self._giver, givers(self._people, self._id(self._predecessor)))

    def _make_password(self) -> None:
        inside = column(PlainLabel(_("换密码"), "heading"), spacing=8)
        told = _("交接以后，原来的密码和副手的密码都打不开这里了。恢复码没有变，请一起交接那张纸。")
        inside.addWidget(PlainLabel(told, wrap=True))
        self._old = self.line(inside, "old", _("现在打开数据的密码"), hidden=True)
        labels = _("接任的人的新密码"), _("新密码再输一遍")
        self._new = NewPassword(self, inside, ("new", "again"), labels)
        self.add_step(inside)

    def show_state(self) -> None:
        """Say how strong the new password is."""
        self._new.look()

    def complete(self, step: int) -> bool:
        """Whether everything that a step asks for is there."""
        if step == 0:
            both = self._id(self._predecessor), self._id(self._successor)
            return all(both) and both[0] != both[1]
        if step == 1:
            own = self._id(self._giver) == self._id(self._predecessor)
            return bool(self._given.text() and self._taken.text()) and (own or bool(self._reason.text().strip()))
        return bool(self._old.text()) and self._new.fits()

    def _id(self, box: QComboBox) -> str:
        return str(box.currentData() or "")

    def answer(self) -> HandingOver:
        """What was asked for."""
        passing = Passing(
            predecessor=self._id(self._predecessor),
            successor=self._id(self._successor),
            giver=self._id(self._giver),
            giver_passphrase=self._given.text(),
            successor_passphrase=self._taken.text(),
            reason=self._reason.text().strip(),
        )
        return HandingOver(passing, self._old.text(), self._new.text())


def _put(box: QComboBox, people: Sequence[Person], first: str = "") -> None:
    """Offer these people, after a line that names nobody where one is given."""
    box.clear()
    if first:
        box.addItem(first, "")
    for person in people:
        box.addItem(person.name, person.id)
