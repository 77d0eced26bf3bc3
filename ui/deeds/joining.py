"""A village joins its township: what the boxes on either side wish for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from clerk_app.desk import Requested

from .. import actions
from ..front import Front
from ..joining_boxes import AdmitBox, Comparing, JoinBox, Joined
from ..language import _
from .papers import Papers


class Joining:
    """The village's side; `report` leads to the first bundle."""

    def __init__(self, front: Front, report: Callable[[], object]) -> None:
        self._front, self._report, self._papers = front, report, Papers(front)

    def open(self) -> None:
        """Go on where joining stands."""
        self._front.ask(actions.joined(self._front.desk), self._show)

    def _show(self, joined: Joined) -> None:
        box = JoinBox(self._front.shell, joined)
        box.request_wanted.connect(partial(self._request, box))
        box.sheet_wanted.connect(self._papers.enrolment)
        box.card.chosen.connect(partial(_look, self._front, box.card))
        box.card.compared.connect(partial(self._enrol, box))
        box.exec()
        if self._front.at is not None:
            self._front.changed()
            if box.reporting:
                self._report()

    def _request(self, box: JoinBox, carrier: str) -> None:
        folder = QFileDialog.getExistingDirectory(box, _("选择 U 盘或文件夹"))
        if folder:
            joining = self._front.desk.joining
            self._front.ask(lambda: joining.request(Path(folder), carrier=carrier), partial(self._requested, box))

    def _requested(self, box: JoinBox, done: Requested) -> None:
        told = _("写好了：{files}。请把登记单打印出来，和 U 盘一起带到乡镇。")
        names = _("、").join(Path(path).name for path in done.paths)
        self._front.inform(_("登记申请"), told.format(files=names))
        self._again(box)

    def _enrol(self, box: JoinBox, path: Path, read: str, _beside: bool) -> None:
        at = self._front.desk
        self._front.ask(lambda: at.enrol(path, fingerprint=read), lambda _row: self._again(box))

    def _again(self, box: JoinBox) -> None:
        if self._front.at is not None:
            self._front.ask(actions.joined(self._front.desk), box.show_joined)


class Admitting:
    """The township's side."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def open(self) -> None:
        """Take in a village's request."""
        box = AdmitBox(self._front.shell)
        box.card.chosen.connect(partial(_look, self._front, box.card))
        box.card.compared.connect(partial(self._admit, box))
        box.answer_wanted.connect(partial(self._answer, box))
        box.exec()
        if self._front.at is not None:
            self._front.changed()

    def _admit(self, box: AdmitBox, path: Path, read: str, beside: bool) -> None:
        joining = self._front.desk.joining
        self._front.ask(lambda: joining.admit(path, path.parent, fingerprint=read, beside=beside), box.show_admitted)

    def _answer(self, box: AdmitBox, code: str) -> None:
        folder = QFileDialog.getExistingDirectory(box, _("选择 U 盘或文件夹"))
        if folder:
            joining = self._front.desk.joining
            self._front.ask(lambda: joining.answer(code, Path(folder)), box.show_admitted)


def _look(front: Front, card: Comparing, path: Path) -> None:
    """Show whose card a file is, where it is one that fits here."""
    joining = front.desk.joining
    front.ask(lambda: joining.look(path), lambda found: card.show_card(path, found))
