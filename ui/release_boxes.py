"""The boxes of the releases: a parameter's value, and the password of a key that signs."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from clerk_app.desk import ParameterRow

from .dialogs import Box
from .forms.reading import read_number, read_sum, write_sum
from .language import _
from .widgets.plain import PlainLabel


class ParameterBox(Box):
    """A parameter's value, or that it is only recorded; and the paper that says so."""

    def __init__(self, parent: QWidget | None, known: ParameterRow) -> None:
        super().__init__(parent, _("改参数"))
        self._known = known
        self._value, self._basis = QLineEdit(), QLineEdit()
        self._value.setText("" if known.value is None else amount(known, known.value))
        value = _("{name}（{unit}），不填就是只作记录").format(name=known.name, unit=known.unit)
        for label, line in ((value, self._value), (_("依据的文件"), self._basis)):
            line.setAccessibleName(label)
            self.body.addWidget(PlainLabel(label, "faint", wrap=True))
            self.body.addWidget(line)
        self.add_buttons(_("改"))

    def accept(self) -> None:
        """Only a number, or nothing."""
        if self._value.text().strip() and self.answer()[0] is None:
            self.fault(_("请输入数字，例如 5 或 3,000。"))
            self._value.setFocus()
        else:
            super().accept()

    def answer(self) -> tuple[int | None, str]:
        """The value as it was read, and the paper."""
        typed = self._value.text().strip()
        return read_sum(typed) if self._known.money else read_number(typed), self._basis.text().strip()


class SignReleaseBox(Box):
    """The password of the key with which a release is signed."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, _("在清单上签名"))
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setAccessibleName(_("密钥密码"))
        self.body.addWidget(PlainLabel(_("要签的清单：{name}").format(name=name), wrap=True))
        self.body.addWidget(PlainLabel(_("密钥密码（只由签发人自己输入）"), "faint"))
        self.body.addWidget(self._passphrase)
        self.add_buttons(_("签上名"))

    def answer(self) -> str:
        """The password."""
        return self._passphrase.text()


def amount(known: ParameterRow, value: int) -> str:
    """A parameter's value as people read it: sums are kept in fen and shown in yuan."""
    return write_sum(value) if known.money else f"{value:,}"
