"""Keeping the office: settings, numbers, other offices, passwords, backups, the drill, the look at everything."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from clerk_app.desk import Finding, MasterRenewed, OpenMatter, explain
from clerk_app.errors import ClerkError

from .. import actions
from ..dialogs import LineBox
from ..filling import fill, fill_and_show
from ..front import Front
from ..hand_over import HandOverBox
from ..language import _
from ..pages.settings import SettingsPage
from ..recovering import save_code
from ..setup import RecoveryBox
from .running import Running


class Keeping:
    """What the settings page wishes for."""

    def __init__(self, front: Front, page: SettingsPage) -> None:
        self._front, self._page = front, page
        page.values.changed.connect(self._set_value)
        page.values.reset_wanted.connect(self._reset_value)
        page.parameters.history_wanted.connect(self._show_history)
        page.offices.phone_wanted.connect(self._set_phone)
        page.keys.password_wanted.connect(self._change_password)
        page.keys.hand_over_wanted.connect(self._begin_handing_over)
        page.keys.sealing_wanted.connect(self._renew_sealing)
        page.keys.master_wanted.connect(self._renew_master)
        page.keys.removed.connect(lambda: front.change(front.desk.keys.remove_deputy))
        self._running = Running(front, page, page.keys.progress)
        page.keys.progress.stop_wanted.connect(self._running.stop)

    def _set_value(self, key: str, value: int) -> None:
        at = self._front.desk
        self._front.ask(lambda: at.preferences.set(key, value), lambda _done: self._front.learn())

    def _reset_value(self, key: str) -> None:
        at = self._front.desk

        def again(_done: object) -> None:
            self._front.learn()
            self._page.refresh()

        self._front.ask(lambda: at.preferences.reset(key), again)

    def _show_history(self, key: str) -> None:
        at = self._front.desk
        self._front.ask(lambda: at.settings_of(key), self._page.parameters.show_history)

    def _set_phone(self, code: str, box: LineBox) -> None:
        at = self._front.desk
        fill_and_show(self._front, box, lambda: partial(at.set_phone, code, box.answers()[0]))

    def _change_password(self, box: LineBox, deputy: bool) -> None:
        at = self._front.desk

        def call() -> actions.Call:
            old, new, _again = box.answers()
            return lambda: at.keys.change(old, new, deputy=deputy)

        def told(_done: object) -> None:
            self._page.refresh()
            self._front.inform(_("密码"), _("副手密码已设好。") if deputy else _("密码已修改。"))

        fill(self._front, box, call, told)

    def _renew_sealing(self, box: LineBox) -> None:
        at = self._front.desk

        def told(_row: object) -> None:
            self._front.changed()
            said = _("已更换。对方收下下一个包以后按新密钥封装；旧密钥留着，打开路上的包。")
            self._front.inform(_("换封装密钥"), said)

        fill(self._front, box, lambda: partial(at.trust.renew_sealing, box.answers()[0]), told)

    def _renew_master(self, passphrase: str) -> None:
        call = actions.renew_master(self._front.desk, passphrase)
        self._running.run(call, _("正在用新的主密钥重新加密全部数据。"), self._ask_code, holds=True)

    def _ask_code(self, done: MasterRenewed) -> None:
        """The new recovery code is typed back from paper, as when the office was founded."""
        front = self._front
        self._page.refresh()
        box, name = RecoveryBox(front.shell, done.recovery), front.desk.card.name
        box.print_wanted.connect(lambda: save_code(box, name, done.recovery))
        self._ask_back(done, box)

    def _ask_back(self, done: MasterRenewed, box: RecoveryBox) -> None:
        front = self._front
        if not box.exec() or front.at is None:
            front.inform(_("换主密钥"), _("已更换。新的恢复码没有核对：没抄下来的话，忘了密码就打不开了。"))
            return

        def again(error: ClerkError) -> None:
            box.refused(explain(error))
            self._ask_back(done, box)

        typed, at = box.typed(), front.desk
        front.ask(lambda: at.keys.prove_recovery(typed), lambda _none: self._tell_master(done), again)

    def _tell_master(self, done: MasterRenewed) -> None:
        lines = [_("已更换。旧的密码和恢复码只打得开旧备份，请马上换一份备份。")]
        if "deputy" in done.gone:
            lines.append(_("副手密码要重新设置。"))
        if "escrow" in done.gone:
            lines.append(_("乡镇托管要重新登记。"))
        if done.lost:
            lines.append(_("有 {n} 个附件原来就坏了，没有带过来。").format(n=done.lost))
        self._front.inform(_("换主密钥"), "\n".join(lines))

    def _begin_handing_over(self) -> None:
        """First the list of what goes over is made; then the box asks for the rest."""
        self._front.ask(self._front.desk.keys.open_matters, self._ask_hand_over)

    def _ask_hand_over(self, matters: list[OpenMatter]) -> None:
        box = HandOverBox(self._front.shell, self._front.people, matters)
        box.sheet_wanted.connect(self._write_sheet)
        at = self._front.desk

        def call() -> actions.Call:
            wanted = box.answer()
            return lambda: at.keys.hand_over(wanted.passing, wanted.old, wanted.new)

        def told(_entry: str) -> None:
            self._front.changed()
            said = _("交接好了。请接任的人用新密码打开，并马上换一份备份。")
            self._front.inform(_("交接给接任的人"), said)

        fill(self._front, box, call, told)

    def _write_sheet(self, giver: str, successor: str) -> None:
        at = self._front.desk
        path, _filter = QFileDialog.getSaveFileName(
            self._front.shell, _("存成 PDF 再打印"), _("交接清单.pdf"), "PDF (*.pdf)"
        )
        if path:
            call = actions.write_handover_sheet(at, giver, successor, Path(path))
            told = _("已写出：{path}").format(path=Path(path).name)
            self._front.ask(call, lambda _done: self._front.inform(_("打印交接清单"), told))


class Caring:
    """Backups, the drill and the look at everything, with progress on the page that shows them."""

    def __init__(self, front: Front, page: SettingsPage) -> None:
        self._front, self._panel = front, page.care
        self._running = Running(front, page, page.care.progress)
        self._panel.backup_wanted.connect(self._backup)
        self._panel.today_wanted.connect(self._back_up_today)
        self._panel.place_wanted.connect(self._set_place)
        self._panel.copy_wanted.connect(self._copy)
        self._panel.drill_wanted.connect(self._drill)
        self._panel.check_wanted.connect(self._check)
        self._panel.progress.stop_wanted.connect(self._running.stop)

    def _backup(self, folder: Path) -> None:
        call = actions.backup(self._front.desk, folder)
        self._running.run(call, _("正在备份，写完会打开核对。"), self._backed_up)

    def _back_up_today(self) -> None:
        told = _("今天的备份做好了，打开核对过。")
        call = actions.back_up_today(self._front.desk)
        self._running.run(call, _("正在做今天的备份。"), lambda _done: self._panel.progress.ended(told))

    def _copy(self) -> None:
        call = actions.copy_backup(self._front.desk)
        self._running.run(call, _("正在备份到第二处，写完会打开核对。"), self._backed_up)

    def _backed_up(self, path: str) -> None:
        self._panel.progress.ended(_("已备份并打开核对过：{name}").format(name=Path(path).name))

    def _set_place(self, folder: Path | None) -> None:
        call = actions.set_place(self._front.desk, folder)
        told = _("第二处备份已设好，抄了一份并打开核对过。") if folder is not None else _("不再抄到第二处。")
        self._running.run(call, _("正在改第二处备份。"), lambda _done: self._panel.progress.ended(told))

    def _drill(self, passphrase: str, code: str) -> None:
        call = actions.drill(self._front.desk, passphrase, code)
        told = _("正在把最近的备份恢复到临时文件夹，逐项核对。")
        self._running.run(call, told, self._panel.show_drill)

    def _check(self) -> None:
        call = actions.check(self._front.desk)
        self._running.run(call, _("正在逐项核对数据库、记录、签名和附件。"), self._checked)

    def _checked(self, findings: list[Finding]) -> None:
        sound = all(finding.sound for finding in findings)
        self._panel.progress.ended(_("核对完了，全部完好。") if sound else _("核对完了，有问题，见下面。"))
        self._panel.show_findings(findings)
