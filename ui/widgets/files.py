"""The files of one material: thumbnails that can be turned, moved, looked at and taken away; a place to drop more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel

from clerk_app.model import FileRef, Material

from ..language import _
from ..sizes import size_word
from ..theme import px
from .plain import Badge, Button, PlainLabel, column, restyle, row
from .wrapping import WrapLayout

Source = Path | bytes
"""A file or a folder on this PC, or a picture from the clipboard."""


class Pictures(Protocol):
    """Small pictures of attachments; one that is not there yet comes later, and `came` tells its hash."""

    came: SignalInstance

    def of(self, file: FileRef) -> QPixmap | None:
        """The picture, or None for now."""

    def is_photo(self, file: FileRef) -> bool:
        """Whether a file whose picture is there is a photo, and no page of a paper."""


def moved(files: tuple[FileRef, ...], file: FileRef, by: int) -> tuple[FileRef, ...]:
    """The files with one of them a place further to the left or right among those of its kind."""
    alike = [place for place, other in enumerate(files) if other.kind == file.kind]
    here = alike.index(files.index(file))
    if not 0 <= here + by < len(alike):
        return files
    changed = list(files)
    one, other = alike[here], alike[here + by]
    changed[one], changed[other] = files[other], files[one]
    return tuple(changed)


def without(files: tuple[FileRef, ...], file: FileRef) -> tuple[FileRef, ...]:
    """The files but one; of several that are alike the first goes, and one that is gone already is not missed."""
    places = [place for place, other in enumerate(files) if other == file][:1]
    return tuple(other for place, other in enumerate(files) if place not in places)


class Thumb(QFrame):
    """One file: its picture and size. Click or Enter looks at it, R turns, Ctrl with an arrow moves, Delete removes."""

    def __init__(self, file: FileRef, pictures: Pictures, strip: FileStrip) -> None:
        super().__init__()
        self._file, self._pictures, self._strip = file, pictures, strip
        self.setObjectName("thumb")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("附件 {size}，回车看大图").format(size=size_word(file.size)))
        self.setToolTip(_("点开看大图；R 转 90°，Ctrl+左右键换位置，Delete 移除"))
        self._image = QLabel()
        self._image.setTextFormat(Qt.TextFormat.PlainText)
        self._image.setFixedSize(px(112), px(84))
        self._image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._turn = Button("↻", lambda: strip.turned.emit(file), look="flat", name="turn")
        self._turn.setAccessibleName(_("顺时针转 90°"))
        self._drop = Button("×", lambda: strip.removed.emit(file), look="flat", name="remove")
        self._drop.setAccessibleName(_("移除这份附件"))
        for button in (self._turn, self._drop):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = row(PlainLabel(size_word(file.size), "faint"), None, self._turn, self._drop, spacing=0)
        inside = column(self._image, line, spacing=0)
        inside.setContentsMargins(2, 2, 2, 0)
        self.setLayout(inside)
        self._drop.setVisible(not strip.locked)
        pictures.came.connect(self._came)
        self._draw()

    def _is_photo(self) -> bool:
        return self._strip.turns and self._pictures.is_photo(self._file)

    def _came(self, sha256: str) -> None:
        if sha256 == self._file.sha256:
            self._draw()

    def _draw(self) -> None:
        picture = self._pictures.of(self._file)
        self._turn.setVisible(not self._strip.locked and self._is_photo())
        if picture is None:
            self._image.setText("…")
            return
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self._image.setPixmap(picture.scaled(self._image.size(), keep, smooth))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click looks at it."""
        self._strip.viewed.emit(self._file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything that the mouse can do."""
        key, moves = event.key(), {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._strip.viewed.emit(self._file)
        elif self._strip.locked:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_R and self._is_photo():
            self._strip.turned.emit(self._file)
        elif key == Qt.Key.Key_Delete:
            self._strip.removed.emit(self._file)
        elif key in moves and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._strip.moved.emit(self._file, moves[Qt.Key(key)])
        else:
            super().keyPressEvent(event)


class FileStrip(QFrame):
    """The thumbnails of one material, how many are missing, and every way to add more."""

    added = Signal(str, list)
    removed = Signal(object)
    turned = Signal(object)
    viewed = Signal(object)
    moved = Signal(object, int)

    def __init__(
        self,
        material: Material,
        files: Sequence[FileRef],
        pictures: Pictures,
        *,
        locked: bool = False,
        turns: bool = True,
    ) -> None:
        super().__init__()
        self.material, self.locked, self.turns = material, locked, turns
        self.setObjectName("drop")
        self.setAcceptDrops(not locked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(material.label)
        self.setAccessibleDescription(_("可以拖进照片、按 Ctrl+V 粘贴"))
        self.missing = len({file.sha256 for file in files}) < material.least
        self._choose_button = Button(_("选择文件"), self._choose, name=f"add-{material.id}")
        folder = Button(_("整个文件夹"), self._choose_folder, look="flat", name=f"folder-{material.id}")
        head = row(PlainLabel(material.label, "strong", wrap=True), self._badge(files), folder, self._choose_button)
        head.setStretch(0, 1)
        thumbs = WrapLayout(px(8))
        for file in files:
            thumbs.addWidget(Thumb(file, pictures, self))
        for button in (folder, self._choose_button):
            button.setVisible(not locked)
        body = column(head, *([thumbs] if files else []), spacing=6)
        body.setContentsMargins(10, 8, 10, 8)
        self.setLayout(body)

    def _badge(self, files: Sequence[FileRef]) -> Badge:
        have = len({file.sha256 for file in files})
        missing = max(0, self.material.least - have)
        if missing:
            return Badge(_("还差 {missing} 份").format(missing=missing), "warn")
        if not have:
            return Badge(_("可不附"), "idle")
        return Badge(_("已有 {have} 份").format(have=have), "good")

    def _choose(self) -> None:
        photos, papers = _("照片 (*.jpg *.jpeg *.png)"), _("照片或 PDF (*.jpg *.jpeg *.png *.pdf)")
        pattern = photos if self.material.photo else papers
        paths, _filter = QFileDialog.getOpenFileNames(self, self.material.label, "", pattern)
        self._add([Path(path) for path in paths])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("选择手机或相机的照片文件夹"))
        self._add([Path(folder)] if folder else [])

    def _add(self, sources: Sequence[Source]) -> None:
        if sources:
            self.added.emit(self.material.id, list(sources))

    def paste(self) -> None:
        """Take what the clipboard holds: files, or a picture."""
        held = QGuiApplication.clipboard().mimeData()
        self._add(_files_of(held) or _picture_of(held))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here; anything else may not."""
        if _files_of(event.mimeData()):
            self._mark(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What hovered went away."""
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped files and folders."""
        self._mark(over=False)
        event.acceptProposedAction()
        self._add(_files_of(event.mimeData()))

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        restyle(self)


def can_paste() -> bool:
    """True where the clipboard holds a picture or files."""
    held = QGuiApplication.clipboard().mimeData()
    return held.hasImage() or bool(_files_of(held))


def _files_of(held: QMimeData) -> list[Source]:
    return [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]


def _picture_of(held: QMimeData) -> list[Source]:
    """The picture in a clipboard as PNG."""
    picture = held.imageData() if held.hasImage() else None
    if not isinstance(picture, QImage) or picture.isNull():
        return []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)
    return [bytes(buffer.data().data())]
