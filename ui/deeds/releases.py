"""Releases of the checklist: whose signatures count, signing, trying out, putting in force; parameters."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from clerk_app import desk
from clerk_app.desk import ParameterRow

from .. import actions, dialogs, town_actions
from ..filling import fill, fill_and_show
from ..forms.reading import read_number
from ..front import Front
from ..language import _
from ..pages.releases import ReleasesPage
from ..release_boxes import ParameterBox, SignReleaseBox
from .patience import Patience


class Releasing:
    """What the page of releases wishes for."""

    def __init__(self, front: Front, page: ReleasesPage) -> None:
        self._front, self._page = front, page
        self._path: Path | None = None
        self._patience = Patience(front, page.trying_line)
        page.signers_wanted.connect(self._trust)
        page.sign_wanted.connect(self._sign)
        page.preview_wanted.connect(self._choose_preview)
        page.publish_wanted.connect(self._publish)
        page.set_wanted.connect(self._set)

    def _trust(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self._front.shell, _("选择签发人的密钥文件（指纹要当面核对过）"))
        if not names:
            return
        box = dialogs.LineBox(self._front.shell, _("登记签发人"), [_("至少几个人签名才算数")])
        releases = self._front.desk.releases

        def call() -> actions.Call:
            needed = read_number(box.answers()[0]) or 0
            return lambda: releases.trust(tuple(desk.release_key_public(Path(name)) for name in names), needed)

        fill_and_show(self._front, box, call)

    def _sign(self) -> None:
        source, _filter = QFileDialog.getOpenFileName(self._front.shell, _("选择要签名的清单文件"))
        key, _filter = QFileDialog.getOpenFileName(self._front.shell, _("选择自己的密钥文件")) if source else ("", "")
        if not key:
            return
        target, _filter = QFileDialog.getSaveFileName(self._front.shell, _("签过名的清单存到哪里"), Path(source).name)
        if target and self._front.at is not None:
            box = SignReleaseBox(self._front.shell, Path(source).name)
            fill(
                self._front,
                box,
                lambda: partial(desk.sign_release, Path(source), Path(key), box.answer(), Path(target)),
                lambda done: self._front.inform(_("签名"), _("已经有 {n} 个人签名。").format(n=done[1])),
            )

    def _choose_preview(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self._front.shell, _("选择县里签过名的清单"))
        if not name:
            return
        self._path = None
        self._page.forget_preview()

        def seen(found: desk.Preview) -> None:
            self._path = Path(name)
            self._page.show_preview(found)

        call = town_actions.preview_release(self._front.desk, Path(name))
        self._patience.run(call, _("正在看在办的事项受不受影响"), seen)

    def _publish(self) -> None:
        path = self._path
        told = _("新开的事项从今天起按这份清单办，在办的按原来的办完。清单随下一次回执发给各村。")
        if path is None or not dialogs.confirm(self._front.shell, _("发布给各村"), told, _("发布")):
            return

        def published(_digest: str) -> None:
            self._page.forget_preview()
            self._front.changed()

        self._front.ask(lambda: self._front.desk.releases.adopt(path), published)

    def _set(self, known: ParameterRow) -> None:
        box, at = ParameterBox(self._front.shell, known), self._front.desk
        fill_and_show(self._front, box, lambda: partial(at.set_parameter, known.key, *box.answer()))
