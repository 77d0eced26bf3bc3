"""Sealed accusations at a township: for whom, and out to that office's hands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from ..dialogs import LineBox
from ..filling import fill
from ..front import Front
from ..language import _
from ..pages.orders import OrdersPage


class Slips:
    """What the list of sealed accusations wishes for."""

    def __init__(self, front: Front, page: OrdersPage) -> None:
        self._front, self._page = front, page
        page.slips.write_wanted.connect(self._write)
        page.slips.key_wanted.connect(self._know)

    def _write(self, slip: str) -> None:
        path, _filter = QFileDialog.getSaveFileName(self._front.shell, _("密封的检举存到哪里"), f"{slip[:12]}.age")
        if path:
            told = _("已写好。镇纪委用自己的私钥打开（age -d），这里谁也打不开。")
            self._front.ask(
                partial(self._front.desk.letters.write_slip, slip, Path(path)),
                lambda _done: self._front.inform(_("密封的检举"), told),
            )

    def _know(self) -> None:
        at, shell = self._front.desk, self._front.shell
        box = LineBox(shell, _("镇纪委的公钥"), [_("单位名称"), _("公钥（age1 开头的一整行，当面拿来的）")])
        fill(self._front, box, lambda: partial(at.letters.set_discipline, *box.answers()), self._known)

    def _known(self, _done: object) -> None:
        self._page.refresh()
        told = _("已登记。各村收到下一个回执以后，就能密封检举控告。")
        self._front.inform(_("镇纪委的公钥"), told)
