"""The boxes of the people page: a person with posts and relatives, a signing password, a name of a register, a roll."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clerk_app import desk
from clerk_app.desk import RoleRow, Sentence
from clerk_app.model import Body, Person, Registrant, Registry

from .dialogs import Box, password_fault
from .forms.reading import read_day, read_number
from .language import _
from .theme import beside, px
from .widgets.counting import Count
from .widgets.plain import PlainLabel, boxed, column, row

Conflicts = Callable[[str, tuple[str, ...], Callable[[Sequence[Sentence]], object]], object]
_ID = Qt.ItemDataRole.UserRole


class PersonBox(Box):
    """A person: name, posts, near relatives, and for a new one whether a signing password is set now.

    Posts that exclude each other are told while they are chosen, with the article.
    """

    def __init__(
        self,
        parent: QWidget | None,
        roles: Sequence[RoleRow],
        others: Sequence[Person],
        conflicts: Conflicts,
        known: Person | None = None,
    ) -> None:
        super().__init__(parent, _("修改人员") if known is not None else _("登记人员"))
        self._conflicts = conflicts
        self.setMinimumSize(px(620), beside(520))
        self._name = QLineEdit(known.name if known is not None else "")
        self._name.setObjectName("name")
        self._name.setAccessibleName(_("姓名"))
        self._roles = _checked([(role.id, role.name) for role in roles], known.roles if known is not None else ())
        self._roles.setObjectName("roles")
        self._roles.setAccessibleName(_("职务"))
        people = [(person.id, person.name) for person in others if known is None or person.id != known.id]
        self._kin = _checked(people, known.kin if known is not None else ())
        self._kin.setAccessibleName(_("近亲属"))
        self._told = PlainLabel("", "wrong", wrap=True)
        self._told.setObjectName("conflicts")
        self._key = QCheckBox(_("现在设置本人签字密码"))
        self._words = PasswordLines(self._key)
        self._lay_out(new=known is None)
        self._roles.itemChanged.connect(lambda _item: self._look())

    def _lay_out(self, *, new: bool) -> None:
        lists = row(
            boxed(_labelled(_("职务（一个人可以有几个）"), self._roles)),
            boxed(_labelled(_("近亲属（回避时用）"), self._kin)),
        )
        self.body.addWidget(PlainLabel(_("姓名"), "faint"))
        self.body.addWidget(self._name)
        self.body.addWidget(Count(self._name, desk.LONGEST_NAME))
        self.body.addLayout(lists, 1)
        self.body.addWidget(self._told)
        self.body.addWidget(self._key)
        self.body.addWidget(self._words)
        self._key.setVisible(new)
        self._words.setVisible(new)
        self.add_buttons(_("登记") if new else _("保存"))
        self._name.setFocus()

    def _look(self) -> None:
        name, roles = self._name.text() or "·", _chosen(self._roles)
        self._conflicts(name, roles, self._tell)

    def _tell(self, sentences: Sequence[Sentence]) -> None:
        self._told.setText("\n".join(f"{said.what} {said.basis}".strip() for said in sentences))
        self.accept_button.setEnabled(not sentences)

    def accept(self) -> None:
        """A person has a name; two passwords that differ are typed again."""
        if not self._name.text().strip():
            self.fault(_("请填姓名。"))
            self._name.setFocus()
        elif not self._key.isChecked() or self._words.agree():
            super().accept()

    def answer(self) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
        """Name, role ids, ids of near relatives, and the password or ""."""
        word = self._words.text() if self._key.isChecked() else ""
        return self._name.text().strip(), _chosen(self._roles), _chosen(self._kin), word


class PasswordLines(QWidget):
    """A password typed twice."""

    def __init__(self, switch: QCheckBox | None = None) -> None:
        super().__init__()
        self._first, self._again = QLineEdit(), QLineEdit()
        for line, label in ((self._first, _("本人密码")), (self._again, _("再输入一次"))):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(label)
            line.setAccessibleName(label)
            if switch is not None:
                line.setEnabled(False)
                switch.toggled.connect(line.setEnabled)
        self._strength = PlainLabel("", "faint", wrap=True)
        self._fault = PlainLabel("", "wrong", wrap=True)
        for said in (self._strength, self._fault):
            said.hide()
        self._first.textChanged.connect(self._look)
        self.setLayout(column(row(self._first, self._again), self._strength, self._fault, spacing=4))

    def _look(self, text: str) -> None:
        _say(self._strength, _("密码强度：{s}").format(s=desk.label(desk.strength(text))) if text else "")

    def agree(self) -> bool:
        """True where both are the same and not weak; else it is said what is wrong, and the faulty one typed again."""
        _say(self._fault, password_fault(self._first.text(), self._again.text()))
        if not self._fault.text():
            return True
        again = self._again if desk.strength(self._first.text()) != "weak" else self._first
        again.setFocus()
        again.selectAll()
        return False

    def text(self) -> str:
        """The password."""
        return self._first.text()


def _say(label: PlainLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


class SigningPasswordBox(Box):
    """A new signing password, typed by the person alone."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, _("设置签字密码"))
        told = _("请{name}自己输入。以后用它签字，别人不要代输；忘了可以再设，以前签过的仍然有效。")
        self.body.addWidget(PlainLabel(told.format(name=name), wrap=True))
        self._words = PasswordLines()
        self.body.addWidget(self._words)
        self.add_buttons(_("设好"))

    def accept(self) -> None:
        """Only two equal ones."""
        if self._words.agree():
            super().accept()

    def answer(self) -> str:
        """The password."""
        return self._words.text()


class RegistrantBox(Box):
    """A name in a register."""

    def __init__(self, parent: QWidget | None, register: str, known: Registrant | None = None) -> None:
        super().__init__(parent, desk.label(register))
        self._register = register
        at_hand = known or Registrant(register, "")
        self._name = self._line("name", _("名称或姓名"), at_hand.name, desk.LONGEST_NAME)
        self._name.setReadOnly(known is not None)
        self._code = self._line("code", _("统一社会信用代码、证书号或卡号后四位"), at_hand.code, desk.LONGEST_NUMBER)
        self._until = self._line("until", _("有效到哪天（长期有效就空着）"), at_hand.until)
        self._until.setPlaceholderText(_("例如 1231"))
        self._active = QCheckBox(_("在册"))
        self._active.setChecked(at_hand.active)
        self.body.addWidget(self._active)
        self.add_buttons(_("保存"))

    def _line(self, name: str, label: str, text: str, most: int = 0) -> QLineEdit:
        line = QLineEdit(text)
        line.setObjectName(name)
        line.setAccessibleName(label)
        self.body.addWidget(PlainLabel(label, "faint"))
        self.body.addWidget(line)
        if most:
            self.body.addWidget(Count(line, most))
        return line

    def answer(self, today: str) -> Registrant:
        """The name with its number and its end; a day that cannot be read stays as it was typed."""
        name, code, typed = (line.text().strip() for line in (self._name, self._code, self._until))
        until = read_day(typed, today, ahead=True) or typed
        return Registrant(self._register, name, code, until, self._active.isChecked())


class RollBox(Box):
    """A body and how many belong to it."""

    def __init__(self, parent: QWidget | None, body: str = "", members: int = 0) -> None:
        super().__init__(parent, _("登记应到人数"))
        self._body = QComboBox()
        self._body.setAccessibleName(_("会议"))
        for each in (*(known.value for known in Body), "villagers_households", "group_households"):
            self._body.addItem(desk.label(each), each)
        self._body.setCurrentIndex(max(0, self._body.findData(body)))
        self._members = QLineEdit(str(members) if members else "")
        self._members.setAccessibleName(_("人数"))
        self.body.addWidget(self._body)
        self.body.addWidget(PlainLabel(_("人数"), "faint"))
        self.body.addWidget(self._members)
        self.add_buttons(_("登记"))

    def accept(self) -> None:
        """Only a number of people."""
        if read_number(self._members.text()) is not None:
            super().accept()
        else:
            self.fault(_("人数请填数字，例如 45。"))
            self._members.setFocus()
            self._members.selectAll()

    def answer(self) -> tuple[str, int]:
        """The body and the number."""
        return str(self._body.currentData()), read_number(self._members.text()) or 0


REGISTERS = tuple(register.value for register in Registry)


def _labelled(label: str, inside: QWidget) -> QVBoxLayout:
    return column(PlainLabel(label, "faint"), inside, spacing=4)


def _checked(choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> QListWidget:
    """A list whose lines can be ticked."""
    made = QListWidget()
    for each, name in choices:
        item = QListWidgetItem(name)
        item.setData(_ID, each)
        item.setCheckState(Qt.CheckState.Checked if each in chosen else Qt.CheckState.Unchecked)
        made.addItem(item)
    return made


def _chosen(made: QListWidget) -> tuple[str, ...]:
    items = [made.item(line) for line in range(made.count())]
    return tuple(str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked)
