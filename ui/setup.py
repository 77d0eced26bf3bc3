"""The boxes in which a new office is founded, step by step, or an existing one taken over from a backup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from clerk_app import desk

from .dialogs import Box
from .language import _
from .place_picker import PlacePicker
from .steps import NewPassword, Steps
from .theme import beside, px
from .widgets.plain import Button, PlainLabel, column, row


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new office as it was asked for; `place` is the second place of its backups, None for none yet."""

    folder: Path
    kind: str
    code: str
    name: str
    clerk: str
    passphrase: str
    place: Path | None = None


class FoundBox(Steps):
    """Which office; for whom and with which password; where its data and its second backup lie."""

    def __init__(self, parent: QWidget | None, folder: str) -> None:
        super().__init__(parent, _("新建单位"), _("建立"), 3)
        self.setMinimumSize(px(600), beside(460))
        self._make_office()
        self._make_password()
        self._make_places(folder)
        self.look()

    def _make_office(self) -> None:
        inside = column(PlainLabel(_("哪个单位"), "heading"), spacing=8)
        self._kind = QComboBox()
        self._kind.setAccessibleName(_("村还是乡镇"))
        for kind in ("village", "township"):
            self._kind.addItem(desk.label(kind), kind)
        self._kind.currentIndexChanged.connect(lambda _index: self.look())
        inside.addWidget(self._kind)
        self._places = PlacePicker()
        self._places.picked.connect(self._take_place)
        inside.addWidget(self._places)
        self._code = self.line(inside, "code", _("12 位区划代码（见镇里通知，例如 330502999201；可以整串粘贴）"))
        self._lies_in = PlainLabel("", "strong", wrap=True)
        self._lies_in.setObjectName("lies-in")
        self._read_as = PlainLabel("", "faint", wrap=True)
        self._read_as.setObjectName("division")
        inside.addWidget(self._lies_in)
        inside.addWidget(self._read_as)
        self._name = self.line(inside, "name", _("单位名称"), most=desk.LONGEST_NAME)
        self.add_step(inside)

    def _make_password(self) -> None:
        inside = column(PlainLabel(_("您和您的密码"), "heading"), spacing=8)
        told = _("密码忘了，只有最后给您的恢复码能打开数据。四个不相干的词最好记，也最难猜。")
        inside.addWidget(PlainLabel(told, wrap=True))
        self._clerk = self.line(inside, "clerk", _("您的姓名"), most=desk.LONGEST_NAME)
        self._password = NewPassword(self, inside, ("first", "again"), (_("密码"), _("密码再输一遍")))
        self.add_step(inside)

    def _make_places(self, folder: str) -> None:
        inside = column(PlainLabel(_("数据放在哪里"), "heading"), spacing=8)
        self._folder = self.line(inside, "folder", _("数据放在哪个文件夹（要空的）"), choose=_("选择一个空文件夹"))
        self._folder.setText(folder)
        label = _("每天的备份再抄到哪里（另一块硬盘或者 U 盘；可以以后再设）")
        self._place = self.line(inside, "place", label, choose=_("每天的备份再抄到哪里（另一块硬盘或者 U 盘）"))
        inside.addWidget(PlainLabel(_("电脑坏了，本机的备份会一起丢；第二处备份不会。"), "faint", wrap=True))
        self.add_step(inside)

    def show_state(self) -> None:
        """Say how the code reads and how strong the password is."""
        self._read()
        self._password.look()

    def _division(self) -> desk.Division:
        """The code as it reads for the kind that is chosen; blanks within are what a paste brings along."""
        return desk.division("".join(self._code.text().split()), str(self._kind.currentData()))

    def _take_place(self, digits: str) -> None:
        """A place was picked: its digits stand in the code, and the rest is typed after them."""
        self._code.setText(digits)
        if len(digits) == 6:
            self._code.setFocus()

    def _read(self) -> None:
        known = self._division()
        self._places.show_code(known.code)
        self._lies_in.setVisible(bool(known.place))
        self._lies_in.setText(" · ".join((known.place, *map(desk.label, known.classes))) if known.place else "")
        told = [_in_words(said) for said in known.told]
        self._read_as.setText("\n".join(told) or _("在上面选到县，再接着填后六位；不知道代码，请问乡镇。"))

    def complete(self, step: int) -> bool:
        """Whether everything that a step asks for is there."""
        if step == 0:
            return self._division().fits and _is_name(self._name.text())
        if step == 1:
            return _is_name(self._clerk.text()) and self._password.fits()
        return bool(self._folder.text().strip())

    def answer(self) -> Wanted:
        """What was asked for."""
        place = self._place.text().strip()
        return Wanted(
            Path(self._folder.text().strip()),
            str(self._kind.currentData()),
            self._division().code,
            self._name.text().strip(),
            self._clerk.text().strip(),
            self._password.text(),
            Path(place) if place else None,
        )


def _is_name(text: str) -> bool:
    return 0 < len(text.strip()) <= desk.LONGEST_NAME


def _in_words(said: desk.Sentence) -> str:
    """What is to be looked at, with how much and what to do, in one line."""
    what = _("{text}（{more}）").format(text=said.what, more=said.amount) if said.amount else said.what
    return _("{what}。{fix}").format(what=what, fix=said.fix) if said.fix else what


@dataclass(frozen=True, slots=True)
class TakingOver:
    """A backup to be put back: from where, to where, and with which key; `new` replaces a forgotten password.

    `stolen`: the PC is in strange hands, so the old passwords and the old code shall open nothing here any more.
    """

    source: Path
    folder: Path
    passphrase: str
    code: str
    new: str
    stolen: bool = False


class TakeOverBox(Steps):
    """An office is taken over from a backup: which copy, into which folder, opened with which key."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("从备份接管"), _("恢复"), 2)
        inside = column(PlainLabel(_("哪一份备份，恢复到哪里"), "heading"), spacing=8)
        pick = _("选择备份文件夹（名字是日期的那个）")
        self._source = self.line(inside, "source", pick, choose=pick)
        self._folder = self.line(inside, "folder", _("恢复到哪个文件夹（要空的）"), choose=_("选择一个空文件夹"))
        told = _(
            "恢复出来的数据从这台电脑另起一段记录，什么都不会丢。以后“加入乡镇”要重新办一次，乡镇当面核对这台电脑。"
            "原来那台电脑如果还能用，请不要再用它办。"
        )
        inside.addWidget(PlainLabel(told, wrap=True))
        self.add_step(inside)
        self._make_key()
        self.look()

    def _make_key(self) -> None:
        inside = column(PlainLabel(_("用什么打开"), "heading"), spacing=8)
        self._with_code = QCheckBox(_("密码忘了，用纸上的恢复码"))
        self._with_code.setObjectName("with-code")
        self._with_code.toggled.connect(lambda _on: self.look())
        inside.addWidget(self._with_code)
        self._stolen = QCheckBox(_("原来的电脑丢了或者被偷了"))
        self._stolen.setObjectName("stolen")
        self._stolen.toggled.connect(lambda _on: self.look())
        inside.addWidget(self._stolen)
        told = _(
            "勾了这一项：换新密码、新恢复码，原来的密码、副手密码、恢复码在这里都作废。请马上告诉乡镇停用那台电脑。"
        )
        inside.addWidget(PlainLabel(told, "faint", wrap=True))
        self._key = self.line(inside, "key", _("密码或者恢复码"), hidden=True)
        labels = _("新密码（用恢复码、或者电脑丢了时要）"), _("新密码再输一遍")
        self._new = NewPassword(self, inside, ("new", "again"), labels)
        self.add_step(inside)

    def show_state(self) -> None:
        """Ask for a new password only where the old one was forgotten."""
        forgotten = self._with_code.isChecked()
        mode = QLineEdit.EchoMode
        self._key.setEchoMode(mode.Normal if forgotten else mode.Password)
        for line in self._new.lines:
            line.setEnabled(self._renewing())
        self._new.look(asked=self._renewing())

    def complete(self, step: int) -> bool:
        """Whether everything that a step asks for is there."""
        if step == 0:
            return bool(self._source.text().strip() and self._folder.text().strip())
        return bool(self._key.text()) and (not self._renewing() or self._new.fits())

    def _renewing(self) -> bool:
        """Whether a new password is set: the old one was forgotten, or somebody may know it."""
        return self._with_code.isChecked() or self._stolen.isChecked()

    def answer(self) -> TakingOver:
        """What was asked for."""
        key, forgotten = self._key.text(), self._with_code.isChecked()
        source, folder = Path(self._source.text().strip()), Path(self._folder.text().strip())
        stolen = self._stolen.isChecked()
        return TakingOver(source, folder, "" if forgotten else key, key if forgotten else "", self._new.text(), stolen)


class RecoveryBox(Box):
    """Shows the recovery code, and asks for it back."""

    print_wanted = Signal()

    def __init__(self, parent: QWidget | None, code: str) -> None:
        super().__init__(parent, _("恢复码"))
        told = _("忘记密码时只有它能打开数据。请抄在纸上或打印出来，锁进保险柜，然后照着纸上的再输一遍。")
        self.body.addWidget(PlainLabel(told, wrap=True))
        shown = PlainLabel(code, "heading", wrap=True)
        shown.setObjectName("recovery-code")
        shown.setAccessibleName(_("恢复码"))
        self.body.addWidget(shown)
        self.body.addLayout(row(Button(_("存成 PDF 打印"), self.print_wanted.emit, name="print"), None))
        self.body.addWidget(PlainLabel(_("照着纸上的再输一遍"), "faint"))
        self._typed = QLineEdit()
        self._typed.setObjectName("typed")
        self._typed.setAccessibleName(_("照着纸上的再输一遍"))
        self.body.addWidget(self._typed)
        self.add_buttons(_("核对"))
        self._typed.setFocus()

    def typed(self) -> str:
        """The code as it was typed."""
        return self._typed.text()
