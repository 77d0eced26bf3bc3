"""A paper before it is printed: its pages as they will be, to be printed or kept as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from shiboken6 import isValid

from clerk_app.desk import explain
from clerk_app.errors import ClerkError, SurroundingsError

from . import dialogs
from .dialogs import Box
from .jobs import Done, Failed
from .language import _
from .pictures import image_of
from .theme import px
from .widgets.plain import Button, PlainLabel, boxed, column, scrolled

_PRINTED = 2480
"""Pixels along the longer side of a printed page: A4 at some 210 dots an inch."""

Page = Callable[[int, int, Done, Failed | None], object]
"""Asks for a page (the first is 1) at so many pixels along its longer side; the answer or the failure comes later.

Where nobody is named for the failure it is told in the window.
"""


class PreviewBox(Box):
    """The pages one under the other, with the buttons to print and to keep; `lacking` are to be written by hand."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        pdf: bytes,
        count: int,
        page: Page,
        write: Callable[..., Any],
        lacking: str = "",
    ) -> None:
        super().__init__(parent, name)
        self._name, self._pdf, self._count, self._page, self._write = name, pdf, count, page, write
        self.setMinimumSize(px(640), px(440))
        self.resize(px(740), px(480))
        pages = column(spacing=12)
        for number in range(1, count + 1):
            pages.addWidget(self._sheet(number), 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(PlainLabel(_("共 {n} 页，A4 纸。打印出来就是下面的样子。").format(n=count), "faint"))
        if lacking:
            told = _("字库里没有“{characters}”，纸上是空框，请手写补上。").format(characters=_("、").join(lacking))
            self.body.addWidget(PlainLabel(told, "wrong", wrap=True))
        self.body.addWidget(scrolled(boxed(pages)), 1)
        self.said = PlainLabel("", "good")
        self.buttons.insertWidget(0, self.said)
        self.buttons.addWidget(Button(_("存成 PDF"), self._save, shortcut="Ctrl+S", name="save-pdf"))
        self.buttons.addWidget(Button(_("关闭"), self.reject, name="close"))
        printing = Button(_("打印"), self._print, look="primary", shortcut="Ctrl+P", name="print")
        printing.setDefault(True)
        self.buttons.addWidget(printing)

    def _sheet(self, number: int) -> QLabel:
        sheet = QLabel()
        sheet.setTextFormat(Qt.TextFormat.PlainText)
        sheet.setObjectName("page-picture")
        sheet.setAccessibleName(_("第 {n} 页").format(n=number))
        sheet.setFixedSize(QSize(px(600), px(849)))
        scale = self.devicePixelRatioF()

        def came(answer: Any) -> None:
            if not isValid(sheet):
                return
            picture = QPixmap.fromImage(image_of(answer))
            picture.setDevicePixelRatio(scale)
            sheet.setPixmap(picture)
            sheet.setFixedSize(picture.deviceIndependentSize().toSize())

        self._page(number, round(px(849) * scale), came, None)
        return sheet

    def done(self, result: int) -> None:
        """The box is closed: its pictures are let go, for the window keeps its boxes until it locks."""
        super().done(result)
        for sheet in self.findChildren(QLabel, "page-picture"):
            sheet.clear()

    def _save(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(self, _("存成 PDF"), f"{self._name}.pdf", "PDF (*.pdf)")
        if chosen:
            self._write(Path(chosen), self._pdf, lambda _done: self.said.setText(_("已存好。")))

    def _printer(self) -> QPrinter | None:
        """The printer that somebody chose, None where the question was called off."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        page = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        printer.setPageLayout(page)
        printer.setFullPage(True)
        printer.setDocName(self._name)
        return printer if QPrintDialog(printer, self).exec() else None

    def _print(self) -> None:
        printer = self._printer()
        if printer is not None:
            self.said.setText("")
            self._printing = Printing(printer, self._count, self._page, self._printed, self._not_printed)

    def _printed(self) -> None:
        # A lock takes the box away, and what went to the printer is printed to its end.
        if isValid(self):
            self.said.setText(_("已送打印机。"))

    def _not_printed(self, error: ClerkError) -> None:
        dialogs.tell(self if isValid(self) else None, _("没有打印"), explain(error))


class Printing:
    """Pages to a printer, one after the other, so that never more than one of them takes memory.

    `done` is called once all of them were taken; `failed` as soon as a page cannot be drawn, or the printer does not go
    on ("printer-failed").
    """

    def __init__(
        self,
        printer: QPrinter,
        count: int,
        page: Page,
        done: Callable[[], object],
        failed: Failed,
    ) -> None:
        self._printer, self._count, self._page, self._done, self._failed = printer, count, page, done, failed
        self._painter = QPainter(printer)
        if self._painter.isActive():
            self._next(1)
        else:
            self._failed(self._trouble(1))

    def _next(self, number: int) -> None:
        if number <= self._count:
            self._page(number, _PRINTED, lambda answer: self._draw(number, image_of(answer)), self._give_up)
        elif self._painter.end():
            self._done()
        else:
            self._failed(self._trouble(self._count))

    def _draw(self, number: int, picture: QImage) -> None:
        if number > 1 and not self._printer.newPage():
            self._give_up(self._trouble(number))
            return
        area = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        size = picture.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        self._painter.drawImage(QRect(area.topLeft() * 0, size), picture)
        self._next(number + 1)

    def _give_up(self, error: ClerkError) -> None:
        """Half a paper is not printed: the printer forgets what it was given."""
        self._painter.end()
        self._printer.abort()
        self._failed(error)

    def _trouble(self, number: int) -> ClerkError:
        return SurroundingsError("printer-failed", page=number)
