"""Keeping the office: people, rolls, parameters, cards of other offices, backup, check, password."""

from __future__ import annotations

from pathlib import Path

from .. import actions
from ..forms.reading import read_sum
from ..front import Front
from ..language import _
from ..pages.settings import SettingsPage


class Keeping:
    """What the settings page wishes for."""

    def __init__(self, front: Front, page: SettingsPage) -> None:
        self._front, self._page = front, page
        page.person_wanted.connect(self._add_person)
        page.roll_wanted.connect(lambda body, members: front.change(lambda: front.desk.set_roll(body, members)))
        page.parameter_wanted.connect(self._set_parameter)
        page.card_wanted.connect(self._write_card)
        page.enrol_wanted.connect(
            lambda path, told: front.change(lambda: front.desk.enrol(path, fingerprint=told)),
        )
        page.backup_wanted.connect(self._backup)
        page.check_wanted.connect(lambda: front.watch(actions.check(front.desk), page.show_findings))
        page.password_wanted.connect(self._change_password)

    def _add_person(self, name: str, roles: tuple[str, ...], passphrase: str) -> None:
        self._front.change(lambda: self._front.desk.add_person(name, roles, passphrase=passphrase))

    def _set_parameter(self, key: str, text: str) -> None:
        money = key.startswith(("bands.", "sign.tier.", "cash.")) and key != "bands.aggregate_months"
        value = read_sum(text) if money else int(text) if text.isdigit() else None
        if value is not None:
            self._front.change(lambda: self._front.desk.set_parameter(key, value))

    def _write_card(self, path: Path) -> None:
        def told(fingerprint: str) -> None:
            said = _("已写出。当面核对时请读出指纹：{f}").format(f=fingerprint)
            self._front.inform(_("本单位名片"), said)

        self._front.ask(lambda: self._front.desk.write_card(path), told)

    def _backup(self, folder: Path) -> None:
        def told(path: str) -> None:
            self._front.inform(_("备份"), _("已备份并打开核对过：{path}").format(path=path))

        self._front.ask(lambda: self._front.desk.backup(folder), told)

    def _change_password(self, old: str, new: str) -> None:
        self._front.ask(
            lambda: self._front.desk.keys.change(old, new),
            lambda _done: self._front.inform(_("修改密码"), _("密码已修改。")),
        )
