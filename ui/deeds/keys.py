"""Keys: enrolled, compared, revoked, renewed; a stolen PC; the escrow that two persons open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from clerk_app.desk import DeviceRow, KeyRow, Stolen

from .. import dialogs
from ..forms.reading import read_number
from ..front import Front
from ..holders_box import HoldersBox
from ..language import _
from ..pages.keys import KeysPage


class Keeper:
    """What the page of keys wishes for."""

    def __init__(self, front: Front, page: KeysPage) -> None:
        self._front, self._page = front, page
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
        told = self._asked(_("当面核对指纹"), label)
        if told is not None:
            self._front.change(lambda: self._front.desk.trust.certify(code, known.person, fingerprint=told[0]))

    def _revoke(self, device: DeviceRow) -> None:
        told = self._asked(_("停用这台电脑"), _("算到第几号包为止"), _("原因"))
        if told is not None:
            number = read_number(told[0])
            until = -1 if number is None else number
            at, key = self._front.desk.township, device.device
            self._front.change(lambda: at.revoke(device.code, until=until, reason=told[1], device=key))

    def _revoke_key(self, code: str, known: KeyRow) -> None:
        told = self._asked(_("作废{name}的签字密钥").format(name=known.name), _("原因"))
        if told is not None:
            self._front.change(lambda: self._front.desk.trust.revoke_key(code, known.person, reason=told[0]))

    def _stolen(self, device: DeviceRow) -> None:
        guide = _("{name}的电脑：停用它，作废上面所有人的签字密钥，通知村里，并打印一张办理说明。").format(
            name=device.name
        )
        if not dialogs.confirm(self._front.shell, _("电脑被偷了"), guide, _("继续")):
            return
        told = self._asked(_("电脑被偷了"), _("什么时候、怎么丢的"))
        if told is not None and self._front.at is not None:
            trust = self._front.at.trust
            self._front.ask(lambda: trust.stolen(device.code, reason=told[0]), self._after_theft)

    def _after_theft(self, done: Stolen) -> None:
        self._front.changed()
        self._save(_("办理说明存到哪里"), "stolen.pdf", done.sheet)

    def _renew(self) -> None:
        told = self._asked(_("换本机密钥"), _("原因"))
        if told is not None:
            self._front.change(lambda: self._front.desk.trust.renew_device(told[0]))

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
            self._front.ask(lambda: Path(path).write_bytes(data), lambda _count: None)

    # The escrow

    def _found_escrow(self) -> None:
        box = HoldersBox(self._front.shell, _("设立托管"), self._front.people)
        if box.exec() and self._front.at is not None:
            self._front.change(lambda: self._front.desk.escrow.create(box.holders()))

    def _open_escrow(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._front.shell, _("选择村里的数据文件夹"))
        if not folder:
            return
        more = ((_("村的区划代码"), False), (_("给村里的新密码"), True), (_("原因"), False))
        box = HoldersBox(self._front.shell, _("打开一个村"), self._front.people, more)
        if box.exec() and self._front.at is not None:
            code, fresh, reason = box.answers()
            escrow, holders = self._front.at.escrow, box.holders()
            self._front.change(lambda: escrow.open(Path(folder), code.strip(), holders, fresh, reason=reason))

    def _asked(self, title: str, *labels: str) -> list[str] | None:
        """What was typed into a box of lines, None where it was closed."""
        box = dialogs.LineBox(self._front.shell, title, labels)
        return box.answers() if box.exec() and self._front.at is not None else None
