"""What stands around the matters: people, rolls, parameters, offices enrolled, backup, check, password."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTabWidget,
    QWidget,
)

from clerk_app import desk
from clerk_app.desk import ContactRow, Finding, ParameterRow
from clerk_app.model import Body, Person

from ..dialogs import Box, LineBox
from ..language import _
from ..look import kept
from ..widgets.plain import Button, Card, PlainLabel, boxed, clear, column, row
from ..widgets.table import Table
from .look import LookPanel
from .page import Page


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page shows."""

    people: Sequence[Person]
    roles: Mapping[str, str]
    rolls: Mapping[str, int]
    parameters: Sequence[ParameterRow]
    contacts: Sequence[ContactRow]


class SettingsPage(Page):
    """People, rolls, parameters, offices, and the keeping of the store."""

    person_wanted = Signal(str, tuple, str)
    roll_wanted = Signal(str, int)
    parameter_wanted = Signal(str, str)
    card_wanted = Signal(object)
    enrol_wanted = Signal(object, str)
    backup_wanted = Signal(object)
    check_wanted = Signal()
    password_wanted = Signal(str, str)
    look_wanted = Signal(object)

    def __init__(self, load: Callable[[Callable[[Standing], object]], object], *, township: bool) -> None:
        super().__init__(_("设置"))
        self._load, self._township = load, township
        self._roles: Mapping[str, str] = {}
        self._parameters: Sequence[ParameterRow] = ()
        self._people = Table((_("编号"), _("姓名"), _("职务"), _("签字方式")), _("人员"))
        self._rolls = Table((_("会议"), _("应到人数")), _("会议名册"))
        self._values = Table((_("参数"), _("现行值"), _("单位"), _("性质"), _("来源"), _("由谁定")), _("参数"))
        self._contacts = Table((_("区划代码"), _("单位"), _("指纹"), _("最近收到")), _("往来单位"))
        self._findings = column(spacing=6)
        look = LookPanel(kept())
        look.chosen.connect(self.look_wanted)
        self._looks = Card()
        self._looks.add(look)
        self._looks.body.addStretch(1)
        tabs = self._tabs = QTabWidget()
        tabs.setDocumentMode(True)
        for name, page in (
            (_("人员"), self._tab(self._people, (_("登记人员"), self._ask_person))),
            (_("会议名册"), self._tab(self._rolls, (_("登记人数"), self._ask_roll))),
            (_("参数"), self._tab(self._values, *(((_("修改"), self._ask_parameter),) if township else ()))),
            (
                _("往来单位"),
                self._tab(self._contacts, (_("写出本单位名片"), self._ask_card), (_("登记对方名片"), self._ask_enrol)),
            ),
            (_("备份与核对"), self._keeping()),
            (_("外观"), self._looks),
        ):
            tabs.addTab(page, name)
        self.room.addWidget(tabs)

    def _tab(self, shown: QWidget, *buttons: tuple[str, Callable[[], None]]) -> QWidget:
        card = Card()
        card.add(row(*(Button(text, clicked) for text, clicked in buttons), None))
        card.add(shown, 1)
        return card

    def _keeping(self) -> QWidget:
        card = Card()
        card.add(
            row(
                Button(_("备份到…"), self._ask_backup),
                Button(_("全面核对"), self.check_wanted.emit, name="check"),
                Button(_("修改密码"), self._ask_password),
                None,
            )
        )
        card.add(
            PlainLabel(_("每天第一次打开时自动备份一份，保留最近 7 份。备份打开核对过才算数。"), "faint", wrap=True)
        )
        card.add(self._findings)
        card.body.addStretch(1)
        return card

    def show_look(self) -> None:
        """Bring the look to the front, where it was chosen."""
        self._tabs.setCurrentWidget(self._looks)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, standing: Standing) -> None:
        self._roles, self._parameters = standing.roles, standing.parameters
        names = standing.roles
        means = {True: _("本人密码"), False: _("手签")}
        self._people.put(
            [
                (p.id, p.name, _("、").join(names.get(r, r) for r in p.roles), means[bool(p.key)])
                for p in standing.people
            ],
        )
        self._rolls.put([(desk.label(body), str(members)) for body, members in standing.rolls.items()])
        self._values.put([_parameter_cells(known) for known in standing.parameters])
        self._contacts.put([(c.code, c.name, c.fingerprint, c.last_on) for c in standing.contacts])

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What the check found."""
        clear(self._findings)
        for finding in findings:
            word = _("完好") if finding.sound else (finding.sentence.what if finding.sentence else "")
            look = "good" if finding.sound else "wrong"
            mark = "✓" if finding.sound else "×"
            self._findings.addLayout(
                row(PlainLabel(mark, look), PlainLabel(desk.label(finding.name), "strong"), PlainLabel(word), None)
            )

    def _ask_person(self) -> None:
        box = PersonBox(self, self._roles)
        if box.exec():
            self.person_wanted.emit(*box.answer())

    def _ask_roll(self) -> None:
        box = RollBox(self)
        if box.exec() and box.answer()[1].isdigit():
            self.roll_wanted.emit(box.answer()[0], int(box.answer()[1]))

    def _ask_parameter(self) -> None:
        line = self._values.currentRow()
        if line >= 0:
            known = self._parameters[line]
            box = LineBox(self, _("修改参数"), [_("{text}（{more}）").format(text=known.name, more=known.unit)])
            if box.exec():
                self.parameter_wanted.emit(known.key, box.answers()[0])

    def _ask_card(self) -> None:
        path, _filter = QFileDialog.getSaveFileName(self, _("写出本单位名片"), "card.json")
        if path:
            self.card_wanted.emit(Path(path))

    def _ask_enrol(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, _("选择对方的名片"))
        if path:
            box = LineBox(self, _("当面核对指纹"), [_("请对方读出指纹，在这里输入")])
            if box.exec():
                self.enrol_wanted.emit(Path(path), box.answers()[0])

    def _ask_backup(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("备份到哪个文件夹"))
        if folder:
            self.backup_wanted.emit(Path(folder))

    def _ask_password(self) -> None:
        box = LineBox(self, _("修改密码"), [_("现在的密码"), _("新密码"), _("再输入一次新密码")], hidden=(0, 1, 2))
        if box.exec():
            old, new, again = box.answers()
            if new and new == again:
                self.password_wanted.emit(old, new)


def _parameter_cells(known: ParameterRow) -> tuple[str, ...]:
    value = _("（未定）") if known.value is None else f"{known.value:,}"
    if known.record_only:
        value = _("只作记录")
    elif known.on:
        value = _("{value}（{on} 起）").format(value=value, on=known.on)
    return (known.name, value, known.unit, known.tag, known.source, known.setter)


class PersonBox(Box):
    """A person: name, roles, and whether an own password is set now."""

    def __init__(self, parent: QWidget, roles: Mapping[str, str]) -> None:
        super().__init__(parent, _("登记人员"))
        self._name = QLineEdit()
        self._name.setAccessibleName(_("姓名"))
        self._roles = QListWidget()
        self._roles.setAccessibleName(_("职务"))
        for role_id, name in roles.items():
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, role_id)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._roles.addItem(item)
        self._key = QCheckBox(_("现在设置本人签字密码"))
        self._first, self._again = QLineEdit(), QLineEdit()
        for line, label in ((self._first, _("本人密码")), (self._again, _("再输入一次"))):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(label)
            line.setAccessibleName(label)
            line.setEnabled(False)
            self._key.toggled.connect(line.setEnabled)
        self.body.addWidget(PlainLabel(_("姓名"), "faint"))
        self.body.addWidget(self._name)
        self.body.addWidget(PlainLabel(_("职务（可选几个）"), "faint"))
        self.body.addWidget(self._roles)
        self.body.addWidget(self._key)
        self.body.addWidget(boxed(row(self._first, self._again)))
        self.add_buttons(_("登记"))

    def accept(self) -> None:
        """Two passwords that differ are typed again."""
        if self._key.isChecked() and (not self._first.text() or self._first.text() != self._again.text()):
            self._again.clear()
            self._again.setFocus()
            return
        super().accept()

    def answer(self) -> tuple[str, tuple[str, ...], str]:
        """Name, role ids, and the password or ""."""
        items = [self._roles.item(line) for line in range(self._roles.count())]
        roles = tuple(str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() is Qt.CheckState.Checked)
        return self._name.text().strip(), roles, self._first.text() if self._key.isChecked() else ""


class RollBox(Box):
    """A body and how many belong to it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("登记应到人数"))
        self._body = QComboBox()
        self._body.setAccessibleName(_("会议"))
        for body in Body:
            self._body.addItem(desk.label(body.value), body.value)
        self._members = QLineEdit()
        self._members.setAccessibleName(_("人数"))
        self.body.addWidget(self._body)
        self.body.addWidget(PlainLabel(_("人数"), "faint"))
        self.body.addWidget(self._members)
        self.add_buttons(_("登记"))

    def answer(self) -> tuple[str, str]:
        """The body and the number typed."""
        return str(self._body.currentData()), self._members.text().strip()
