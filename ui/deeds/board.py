"""A notice onto paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from .. import actions
from ..front import Front
from ..language import _


class Printing:
    """Writes papers where they are wanted, to be printed from there."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def notice(self, matter: str, step: str) -> None:
        """The public notice of a step."""
        self._to_file(_("公告.pdf"), lambda path: actions.write_notice(self._front.desk, matter, step, path))

    def chart(self, type_id: str) -> None:
        """The flow chart of a type."""
        self._to_file(
            _("{id} 流程图.pdf").format(id=type_id), lambda path: actions.write_chart(self._front.desk, type_id, path)
        )

    def sheet(self, type_id: str) -> None:
        """The process sheet of a type."""
        self._to_file(
            _("{id} 流程说明.pdf").format(id=type_id), lambda path: actions.write_sheet(self._front.desk, type_id, path)
        )

    def _to_file(self, name: str, call: actions.Writing) -> None:
        path, _filter = QFileDialog.getSaveFileName(self._front.shell, _("存成 PDF 再打印"), name, "PDF (*.pdf)")
        if path and self._front.at is not None:
            told = _("已写出：{path}").format(path=Path(path).name)
            self._front.ask(call(Path(path)), lambda _done: self._front.inform(_("打印"), told))
