"""The boxes of the releases: a parameter's value, and the password of a key that signs."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from clerk_app.desk import ParameterRow

from .dialogs import Box
from .forms.reading import write_sum
from .language import _
from .widgets.plain import PlainLabel


class ParameterBox(Box):
    """A parameter's value, or that it is only recorded; and the paper that says so."""

    def __init__(self, parent: QWidget | None, known: ParameterRow) -> None:
        super().__init__(parent, _("改参数"))
        self._value, self._basis = QLineEdit(), QLineEdit()
        self._value.setText("" if known.value is None else amount(known, known.value))
        value = _("{name}（{unit}），不填就是只作记录").format(name=known.name, unit=known.unit)
        for label, line in ((value, self._value), (_("依据的文件"), self._basis)):
            line.setAccessibleName(label)
            self.body.addWidget(PlainLabel(label, "faint", wrap=True))
            self.body.addWidget(line)
        self.add_buttons(_("改"))

    def answer(self) -> tuple[str, str]:
        """What was typed: the value and the paper."""
        return self._value.text().strip(), self._basis.text().strip()


class SignReleaseBox(Box):
    """The password of the key with which a release is signed."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, _("在清单上签名"))
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setAccessibleName(_("钥匙密码"))
        self.body.addWidget(PlainLabel(_("要签的清单：{name}").format(name=name), wrap=True))
        self.body.addWidget(PlainLabel(_("钥匙密码（只由签发人自己输入）"), "faint"))
        self.body.addWidget(self._passphrase)
        self.add_buttons(_("签上名"))

    def answer(self) -> str:
        """The password."""
        return self._passphrase.text()


def amount(known: ParameterRow, value: int) -> str:
    """A parameter's value as people read it: sums are kept in fen and shown in yuan."""
    return write_sum(value) if known.money else f"{value:,}"
