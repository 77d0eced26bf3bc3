"""Who can open this office: passwords, the recovery code, the key that the township keeps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ..dialogs import LineBox, confirm, password_fault
from ..language import _
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row
from ..widgets.progress import ProgressStrip


class KeysPanel(Card):
    """Each way in, and whether it is there; what is asked for goes out with the box in which it is filled in."""

    password_wanted = Signal(object, bool)
    removed = Signal()
    sealing_wanted = Signal(object)
    master_wanted = Signal(str)
    hand_over_wanted = Signal()

    def __init__(self, *, passing: bool) -> None:
        super().__init__(_("打开数据的办法"), _("改密码不动数据"))
        self._list = column(spacing=10)
        self._told = PlainLabel("", "wrong", wrap=True)
        self.progress = ProgressStrip()
        self._remove = Button(_("收回副手密码"), self._ask_remove, name="remove-deputy")
        self.add(self._list)
        self.add(
            row(
                Button(_("修改我的密码"), lambda: self._ask(deputy=False), name="password"),
                Button(_("设置副手密码"), lambda: self._ask(deputy=True), name="deputy"),
                self._remove,
                None,
                spacing=8,
            )
        )
        over = Button(_("交接给接任的人"), self.hand_over_wanted.emit, name="hand-over")
        if not passing:
            over.hide()
        self.add(row(over, None))
        self.add(
            row(
                Button(_("换封装密钥"), self._ask_sealing, name="renew-sealing"),
                Button(_("换主密钥"), self._ask_master, name="renew-master"),
                None,
                spacing=8,
            )
        )
        self.add(self.progress)
        self.add(self._told)
        self.body.addStretch(1)

    def show_kinds(self, kinds: Sequence[str]) -> None:
        """Show which ways in there are."""
        clear(self._list)
        self._remove.setEnabled("deputy" in kinds)
        for kind, name, told in (
            ("clerk", _("文书密码"), _("每天用的。")),
            ("deputy", _("副手密码"), _("文书不在时，副手用自己的密码打开。")),
            ("recovery", _("恢复码"), _("忘记密码时用。纸要锁进保险柜；恢复演练时可以试一试。")),
            ("escrow", _("乡镇托管"), _("密码和恢复码都丢了，乡镇可以打开。")),
        ):
            there = kind in kinds
            mark = Badge(_("有") if there else _("没有"), "good" if there else "idle")
            words = column(PlainLabel(name, "strong"), PlainLabel(told, "faint", wrap=True), spacing=1)
            line = row(mark, boxed(words))
            line.setStretch(1, 1)
            self._list.addLayout(line)

    def _ask(self, *, deputy: bool) -> None:
        title = _("设置副手密码") if deputy else _("修改密码")
        labels = [_("现在的密码"), _("新密码"), _("再输入一次新密码")]
        box = LineBox(self, title, labels, hidden=(0, 1, 2), check=lambda typed: password_fault(typed[1], typed[2]))
        self.password_wanted.emit(box, deputy)

    def _ask_sealing(self) -> None:
        why = _("为什么换（对方收下下一个包以后按新密钥封装）")
        self.sealing_wanted.emit(LineBox(self, _("换封装密钥"), [why]))

    def _ask_master(self) -> None:
        told = _("现在的密码（数据全部重新加密，要一会儿；恢复码换新的，副手密码要重设）")
        box = LineBox(self, _("换主密钥"), [told], hidden=(0,))
        if box.exec():
            self.master_wanted.emit(box.answers()[0])

    def _ask_remove(self) -> None:
        text = _("收回以后，副手的密码打不开这里的数据。")
        if confirm(self, _("收回副手密码"), text, _("收回")):
            self.removed.emit()
