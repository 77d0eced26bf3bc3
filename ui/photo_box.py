"""An attached photo large, with everything that can be done to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from clerk_app.desk import PagePicture, explain
from clerk_app.errors import ClerkError
from clerk_app.model import FileRef

from .dialogs import Box
from .language import _
from .pictures import Ask, image_of
from .sizes import size_word
from .theme import px
from .widgets.plain import Button, PlainLabel

LARGE = 1600


class PhotoBox(Box):
    """One photo of several: forwards, back, turned, moved, removed. It says what it wants and is told what it shows."""

    turned = Signal(object, int)
    moved = Signal(object, int)
    removed = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        files: Callable[[], list[FileRef]],
        first: FileRef,
        ask: Ask,
        *,
        changeable: bool,
    ) -> None:
        super().__init__(parent, _("照片"))
        self._files, self._ask = files, ask
        self.file = first
        self._picture = QPixmap()
        self.setMinimumSize(px(780), px(460))
        self._image = QLabel()
        self._image.setTextFormat(Qt.TextFormat.PlainText)
        self._image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._image.setWordWrap(True)
        self._image.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._told = PlainLabel("", "faint")
        self.body.addWidget(self._image, 1)
        self.body.addWidget(self._told)
        self._add(_("上一张"), lambda: self.go(-1), "previous")
        self._add(_("下一张"), lambda: self.go(1), "next")
        if changeable:
            self._add(_("左转"), lambda: self.turned.emit(self.file, 3), "turn-left")
            self._add(_("右转"), lambda: self.turned.emit(self.file, 1), "turn-right")
            self._add(_("前移"), lambda: self._move(-1), "move-left")
            self._add(_("后移"), lambda: self._move(1), "move-right")
            self._add(_("移除"), self._remove, "remove-photo")
        close = Button(_("关闭"), self.reject, look="primary", name="close")
        close.setDefault(True)
        self.buttons.addWidget(close)
        self.show_file(first)

    def _add(self, text: str, call: Callable[[], object], name: str) -> None:
        button = Button(text, call, look="flat", name=name)
        button.setAutoDefault(False)
        self.buttons.addWidget(button)

    def show_file(self, file: FileRef) -> None:
        """Show this one."""
        self.file = file
        alike = self._files()
        place = alike.index(file) + 1 if file in alike else 1
        told = _("第 {place} 张，共 {count} 张，{size}")
        self._told.setText(told.format(place=place, count=len(alike), size=size_word(file.size)))
        self._picture = QPixmap()
        self._image.setText("…")
        self._ask(file, LARGE, lambda answer: self._came(file, answer), lambda error: self._failed(file, error))

    def _came(self, file: FileRef, answer: bytes | PagePicture) -> None:
        if file == self.file:
            self._picture = QPixmap.fromImage(image_of(answer))
            self._fit()

    def _failed(self, file: FileRef, error: ClerkError) -> None:
        if file == self.file:
            said = explain(error)[0]
            self._image.setText(
                _("打不开：{why}").format(why="\n".join(part for part in (said.what, said.fix) if part))
            )

    def _fit(self) -> None:
        if not self._picture.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._image.setPixmap(self._picture.scaled(self._image.size(), keep, smooth))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture fills the box."""
        super().resizeEvent(event)
        self._fit()

    def go(self, by: int) -> None:
        """The next one, or the one before; round at the ends."""
        alike = self._files()
        if self.file in alike:
            self.show_file(alike[(alike.index(self.file) + by) % len(alike)])

    def _move(self, by: int) -> None:
        self.moved.emit(self.file, by)
        self.show_file(self.file)

    def _remove(self) -> None:
        gone = self.file
        self.go(1)
        self.removed.emit(gone)
        if self.file == gone:
            self.reject()
        else:
            self.show_file(self.file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from photo to photo."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in moves and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.go(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
