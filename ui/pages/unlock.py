"""The door: which office, and its password. After a lock it says that it was the lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from ..language import _
from ..widgets.plain import Button, Card, PlainLabel, column, row


class UnlockPage(QWidget):
    """Asks for the password of an office folder."""

    unlocking = Signal(str, str)

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.setObjectName("page")
        card = Card(_("村务清单"), _("离线 · 加密"))
        card.setFixedWidth(440)
        self.notice = PlainLabel("", "faint", wrap=True)
        self._folder = QLineEdit(folder)
        self._folder.setAccessibleName(_("单位文件夹"))
        self._folder.setObjectName("folder")
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setAccessibleName(_("密码"))
        self._passphrase.setObjectName("passphrase")
        self._passphrase.returnPressed.connect(self._ask)
        self.wrong = PlainLabel("", "wrong", wrap=True)
        self._button = Button(_("打开"), self._ask, look="primary", name="unlock")
        card.add(PlainLabel(_("单位文件夹"), "faint"))
        card.add(row(self._folder, Button(_("选择"), self._choose)))
        card.add(PlainLabel(_("密码"), "faint"))
        card.add(self._passphrase)
        card.add(self.wrong)
        card.add(self.notice)
        card.add(row(None, self._button))
        middle = column(None, card, None)
        middle.setAlignment(card, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(middle)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("选择单位文件夹"), self._folder.text())
        if folder:
            self._folder.setText(folder)
            self._passphrase.setFocus()

    def _ask(self) -> None:
        self.wrong.setText("")
        self.busy(True)
        self.unlocking.emit(self._folder.text(), self._passphrase.text())

    def busy(self, busy: bool) -> None:
        """While the key is stretched nothing else can be asked."""
        self._button.setEnabled(not busy)
        self._button.setText(_("正在打开…") if busy else _("打开"))

    def failed(self, text: str) -> None:
        """Say why it did not open, and let the password be typed again."""
        self.busy(False)
        self.wrong.setText(text)
        self._passphrase.selectAll()
        self._passphrase.setFocus()

    def opened(self) -> None:
        """The password is not kept in the field."""
        self.busy(False)
        self._passphrase.clear()
        self.notice.setText("")

    def locked(self) -> None:
        """Say that it was the lock, and that nothing was lost."""
        self.notice.setText(_("一段时间没有操作,已自动锁定。填到一半的内容已存为草稿。"))
        self._passphrase.setFocus()
