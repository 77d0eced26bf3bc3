"""Keys: enrolled, compared, revoked, renewed; a stolen PC; the escrow that two persons open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from clerk_app.desk import DeviceRow, KeyRow, Stolen, write_file

from .. import actions, dialogs
from ..filling import fill, fill_and_show
from ..forms.reading import read_number
from ..front import Front
from ..holders_box import HoldersBox
from ..language import _
from ..pages.keys import KeysPage


class Keeper:
    """What the page of keys wishes for."""

    def __init__(self, front: Front, page: KeysPage) -> None:
        self._front = front
        page.card_wanted.connect(self._write_card)
        page.sheet_wanted.connect(self._write_sheet)
        page.signers_wanted.connect(self._write_signers)
        page.revoke_wanted.connect(self._revoke)
        page.stolen_wanted.connect(self._stolen)
        page.compare_wanted.connect(self._compare)
        page.revoke_key_wanted.connect(self._revoke_key)
        page.renew_wanted.connect(self._renew)
        page.escrow_wanted.connect(self._found_escrow)
        page.open_wanted.connect(self._open_escrow)

    def _compare(self, code: str, known: KeyRow) -> None:
        label = _("请{name}读出自己的指纹（数字或者词），在这里输入").format(name=known.name)
        trust = self._front.desk.trust
        self._fill(_("当面核对指纹"), [label], lambda read: trust.certify(code, known.person, fingerprint=read))

    def _revoke(self, device: DeviceRow) -> None:
        at, key = self._front.desk.township, device.device

        box = dialogs.LineBox(self._front.shell, _("停用这台电脑"), [_("算到第几号包为止"), _("原因")])

        def call() -> actions.Call:
            typed, reason = box.answers()
            number = read_number(typed)
            until = -1 if number is None else number
            return lambda: at.revoke(device.code, until=until, reason=reason, device=key)

        fill_and_show(self._front, box, call)

    def _revoke_key(self, code: str, known: KeyRow) -> None:
        trust = self._front.desk.trust
        label = _("为什么作废{name}的签字密钥").format(name=known.name)
        self._fill(_("作废签字密钥"), [label], lambda reason: trust.revoke_key(code, known.person, reason=reason))

    def _stolen(self, device: DeviceRow) -> None:
        guide = _("{name}的电脑：停用它，作废上面所有人的签字密钥，通知村里，并打印一张办理说明。").format(
            name=device.name
        )
        if not dialogs.confirm(self._front.shell, _("电脑被偷了"), guide, _("继续")):
            return
        if self._front.at is not None:
            trust, asked = self._front.at.trust, _("什么时候、怎么丢的")
            box = dialogs.LineBox(self._front.shell, _("电脑被偷了"), [asked])
            fill(
                self._front,
                box,
                lambda: partial(trust.stolen, device.code, reason=box.answers()[0]),
                self._after_theft,
            )

    def _after_theft(self, done: Stolen) -> None:
        self._front.changed()
        self._save(_("办理说明存到哪里"), "stolen.pdf", done.sheet)

    def _renew(self) -> None:
        self._fill(_("换本机密钥"), [_("原因")], self._front.desk.trust.renew_device)

    # Files

    def _write_card(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self._front.shell, _("写出本镇名片"), "card.json")
        if name:
            self._front.ask(
                lambda: self._front.desk.write_card(Path(name)),
                lambda told: self._front.inform(_("本镇名片"), _("已写出。当面核对时请读出：{f}").format(f=told)),
            )

    def _write_sheet(self) -> None:
        self._front.ask(
            self._front.desk.trust.enrolment_sheet, lambda pdf: self._save(_("登记单存到哪里"), "enrolment.pdf", pdf)
        )

    def _write_signers(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self._front.shell, _("验签名单存到哪里"), "allowed_signers")
        if name:
            self._front.ask(
                lambda: self._front.desk.township.write_allowed_signers(Path(name)),
                lambda n: self._front.inform(_("导出验签名单"), _("写出了 {n} 台电脑的公钥。").format(n=n)),
            )

    def _save(self, title: str, name: str, data: bytes) -> None:
        path, _filter = QFileDialog.getSaveFileName(self._front.shell, title, name)
        if path:
            told = _("已写出：{path}").format(path=Path(path).name)
            self._front.ask(lambda: write_file(Path(path), data), lambda _done: self._front.inform(_("打印"), told))

    # The escrow

    def _found_escrow(self) -> None:
        box = HoldersBox(self._front.shell, _("设立托管"), self._front.people)
        escrow = self._front.desk.escrow
        fill_and_show(self._front, box, lambda: partial(escrow.create, box.holders()))

    def _open_escrow(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._front.shell, _("选择村里的数据文件夹"))
        if not folder:
            return
        more = ((_("村的区划代码"), False), (_("给村里的新密码"), True), (_("原因"), False))
        box = HoldersBox(self._front.shell, _("打开一个村"), self._front.people, more)
        escrow = self._front.desk.escrow

        def call() -> actions.Call:
            (code, fresh, reason), holders = box.answers(), box.holders()
            return lambda: escrow.open(Path(folder), code.strip(), holders, fresh, reason=reason)

        fill_and_show(self._front, box, call)

    def _fill(self, title: str, labels: Sequence[str], call: Callable[..., object]) -> None:
        """Let a box of lines be filled in, and ask for the `call` with them."""
        box = dialogs.LineBox(self._front.shell, title, labels)
        fill_and_show(self._front, box, lambda: partial(call, *box.answers()))
