"""The boxes in which a new office is founded: who and where, then the recovery code that is typed back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from clerk_app import desk

from .dialogs import Box
from .language import _
from .widgets.plain import Button, PlainLabel, row


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new office as it was asked for."""

    folder: Path
    kind: str
    code: str
    name: str
    clerk: str
    passphrase: str


class FoundBox(Box):
    """Which office, for whom, in which folder, with which password."""

    def __init__(self, parent: QWidget | None, folder: str) -> None:
        super().__init__(parent, _("新建单位"))
        self._kind = QComboBox()
        self._kind.setAccessibleName(_("村还是乡镇"))
        for kind in ("village", "township"):
            self._kind.addItem(desk.label(kind), kind)
        self.body.addWidget(self._kind)
        self._code = self._line("code", _("12 位区划代码（见镇里通知，例如 330502999201）"))
        self._name = self._line("name", _("单位名称"))
        self._clerk = self._line("clerk", _("您的姓名"))
        self._folder = self._line("folder", _("数据放在哪个文件夹（要空的）"), folder, choose=True)
        self._first = self._line("first", _("密码"), hidden=True)
        self._again = self._line("again", _("密码再输一遍"), hidden=True)
        self.told = PlainLabel("", "faint", wrap=True)
        self.body.addWidget(self.told)
        self.add_buttons(_("建立"))
        for line in (self._code, self._name, self._clerk, self._folder, self._first, self._again):
            line.textChanged.connect(self._look)
        self._look()

    def _line(self, name: str, label: str, text: str = "", *, hidden: bool = False, choose: bool = False) -> QLineEdit:
        line = QLineEdit(text)
        line.setObjectName(name)
        line.setAccessibleName(label)
        if hidden:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(PlainLabel(label, "faint"))
        if choose:
            self.body.addLayout(row(line, Button(_("选择"), self._choose)))
        else:
            self.body.addWidget(line)
        return line

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("选择一个空文件夹"), self._folder.text())
        if folder:
            self._folder.setText(folder)

    def _look(self) -> None:
        """Say how strong the password is; the button waits until everything is there."""
        first, again = self._first.text(), self._again.text()
        strength = desk.strength(first)
        told = _("密码强度：{s}").format(s=desk.label(strength)) if first else ""
        if again and again != first:
            told = _("两遍密码不一样")
        self.told.setText(told)
        lines = (self._code, self._name, self._clerk, self._folder)
        ready = all(line.text().strip() for line in lines) and first == again and strength != "weak"
        self.accept_button.setEnabled(ready)

    def answer(self) -> Wanted:
        """What was asked for."""
        return Wanted(
            Path(self._folder.text().strip()),
            str(self._kind.currentData()),
            self._code.text().strip(),
            self._name.text().strip(),
            self._clerk.text().strip(),
            self._first.text(),
        )


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
