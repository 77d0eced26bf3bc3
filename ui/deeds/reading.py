"""Reading what a village wrote: an attachment, the exact words of an entry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog

from clerk_app.desk import OriginalView, write_file
from clerk_app.model import FileRef

from ..front import Front
from ..language import _
from ..original_box import OriginalBox
from ..picture_box import PictureBox


class Reading:
    """Shows boxes over any page of the township."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def show_original(self, digest: str) -> None:
        """Show the exact words of an entry."""

        def show(told: OriginalView) -> None:
            OriginalBox(self._front.shell, told).exec()

        self._front.ask(lambda: self._front.desk.township.original(digest), show)

    def show_file(self, file: FileRef) -> None:
        """Show a picture; anything else is saved where somebody wants it."""
        self._front.ask(lambda: self._front.desk.file(file.sha256), lambda raw: self._show(file, raw))

    def _show(self, file: FileRef, raw: bytes) -> None:
        picture = QPixmap()
        if not raw.startswith(b"%PDF") and picture.loadFromData(raw):
            PictureBox(self._front.shell, picture).exec()
            return
        path, _filter = QFileDialog.getSaveFileName(self._front.shell, _("另存附件"), f"{file.sha256[:12]}.pdf")
        if path:
            told = _("已写出：{path}").format(path=Path(path).name)
            self._front.ask(lambda: write_file(Path(path), raw), lambda _done: self._front.inform(_("另存附件"), told))
