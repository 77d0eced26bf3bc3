"""The door: which office, and its password. After a lock it says that it was the lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ..language import _
from ..theme import beside, px
from ..widgets.plain import Button, PlainLabel, column, row
from ..widgets.progress import ProgressStrip
from ..widgets.wrapping import wrapped


class UnlockPage(QWidget):
    """Asks for the password of an office folder."""

    unlocking = Signal(str, str)
    forgotten = Signal(str)
    founding = Signal(str)
    taking_over = Signal()
    look_wanted = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self._heading = PlainLabel("", "heading", wrap=True)
        self.notice = PlainLabel("", wrap=True)
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
        self.strip = ProgressStrip()
        self._make_ways()
        form = column(
            self._heading,
            self.notice,
            PlainLabel(_("单位文件夹"), "faint"),
            row(self._folder, Button(_("选择"), self._choose)),
            PlainLabel(_("密码"), "faint"),
            self._passphrase,
            row(None, self._button),
            self.wrong,
            self.strip,
            None,
            wrapped(*self._ways, spacing=4),
            spacing=8,
        )
        form.setContentsMargins(px(24), px(22), px(24), px(16))
        self._wait = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.tick)
        card = _card(form)
        middle = column(None, card, None)
        middle.setAlignment(card, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(middle)
        self._say(_("打开本单位的数据"))
        (self._passphrase if folder else self._folder).setFocus()

    def _make_ways(self) -> None:
        """What can be done without the password."""
        self._look = Button(_("外观"), self.look_wanted.emit, look="flat", name="look")
        self._ways = (
            Button(_("忘记密码"), lambda: self.forgotten.emit(self._folder.text()), look="flat", name="forgot"),
            Button(_("新建单位"), lambda: self.founding.emit(""), look="flat", name="found"),
            Button(_("从备份接管"), self.taking_over.emit, look="flat", name="take-over"),
            self._look,
        )

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("选择单位文件夹"), self._folder.text())
        if folder:
            self._folder.setText(folder)
            self._passphrase.setFocus()

    def _ask(self) -> None:
        if self._wait:
            return
        self.wrong.setText("")
        self.busy(True)
        self.unlocking.emit(self._folder.text(), self._passphrase.text())

    def busy(self, busy: bool) -> None:
        """While the key is stretched nothing else can be asked."""
        self._look.setEnabled(not busy)
        self._button.setEnabled(not busy)
        self._button.setText(_("正在打开…") if busy else _("打开"))

    def failed(self, text: str, wait: int = 0) -> None:
        """Say why it did not open, and let the password be typed again, after so many seconds."""
        self.busy(False)
        self.wrong.setText(text)
        self._wait = wait
        if wait:
            self._show_wait()
            self._clock.start()
        self._passphrase.selectAll()
        self._passphrase.setFocus()

    def tick(self) -> None:
        """A second went by."""
        self._wait = max(0, self._wait - 1)
        self._show_wait()
        if not self._wait:
            self._clock.stop()
            self.busy(False)

    def _show_wait(self) -> None:
        self._button.setEnabled(not self._wait)
        self._button.setText(_("请等 {n} 秒").format(n=self._wait))
        # Another look draws the door anew, and a new door would not wait.
        self._look.setEnabled(not self._wait)

    @property
    def folder(self) -> str:
        """The office that is meant."""
        return self._folder.text()

    def show_folder(self, folder: str) -> None:
        """Another office is meant from now on."""
        self._folder.setText(folder)

    def opened(self) -> None:
        """The password is not kept in the field."""
        self.busy(False)
        self._passphrase.clear()
        self._say(_("打开本单位的数据"))

    def locked(self, *, by_idleness: bool) -> None:
        """Say that it was the lock, and that nothing was lost; what is typed next is the password, never the folder."""
        told = ""
        if by_idleness:
            told = _("一段时间没有操作，已自动锁定。填到一半的内容已存为草稿。多久锁定，可以在“设置 → 本机”里改。")
        self._say(_("已锁定"), told)
        self._passphrase.setFocus()

    def _say(self, heading: str, told: str = "") -> None:
        """What the door is for now, and what happened before."""
        self._heading.setText(heading)
        self.notice.setText(told)
        self.notice.setVisible(bool(told))


def _card(form: QVBoxLayout) -> QFrame:
    """The door itself: at the left what the program is, at the right the form."""
    name = PlainLabel(_("村务清单"), "title", wrap=True)
    about = (_("村级事务，照清单一步一步办。"), _("数据只在这台电脑里，已加密，不用上网。"))
    told = column(name, *(PlainLabel(text, wrap=True) for text in about), None, spacing=10)
    told.setContentsMargins(px(24), px(24), px(20), px(20))
    sign, card = QFrame(), QFrame()
    sign.setObjectName("welcome")
    sign.setLayout(told)
    sign.setFixedWidth(beside(250))
    card.setObjectName("card")
    card.setFixedWidth(beside(250) + px(500))
    card.setMinimumHeight(px(430))
    line = QHBoxLayout(card)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    line.addWidget(sign)
    line.addLayout(form, 1)
    return card
