"""Small pictures of attachments: asked for once, kept while the office is open, forgotten with it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from clerk_app.desk import PagePicture
from clerk_app.errors import ClerkError
from clerk_app.model import FileRef

from .jobs import Done, Failed


def unsaid(_error: ClerkError) -> None:
    """Where there is no picture nothing is said: its place is shown."""


class Ask(Protocol):
    """Asks the desk for a file as a picture of at most so many pixels; the answer, or why none, comes later."""

    def __call__(self, file: FileRef, longest: int, show: Done, failed: Failed = ..., /) -> object:
        """Ask; by itself nobody hears why there is no picture."""


SMALL = 256


def image_of(answer: bytes | PagePicture) -> QImage:
    """A picture from the desk: JPEG bytes of a photo, or the pixels of a page."""
    if isinstance(answer, bytes):
        return QImage.fromData(answer)
    form = QImage.Format.Format_RGB888
    return QImage(answer.pixels, answer.width, answer.height, answer.stride, form).copy()


class PictureBook(QObject):
    """The small pictures by their hashes; `came` tells that one is there now."""

    came = Signal(str)

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._known: dict[str, QPixmap] = {}
        self._asked: set[str] = set()
        self._photos: set[str] = set()

    def of(self, file: FileRef) -> QPixmap | None:
        """The picture, or None for now."""
        known = self._known.get(file.sha256)
        if known is None and file.sha256 not in self._asked:
            self._asked.add(file.sha256)
            self._ask(file, SMALL, lambda answer: self._keep(file.sha256, answer))
        return self._known.get(file.sha256)

    def is_photo(self, file: FileRef) -> bool:
        """Whether a file whose picture is there is a photo, and no page of a paper."""
        return file.sha256 in self._photos

    def _keep(self, sha256: str, answer: bytes | PagePicture) -> None:
        if isinstance(answer, bytes):
            self._photos.add(sha256)
        self._known[sha256] = QPixmap.fromImage(image_of(answer))
        self.came.emit(sha256)

    def forget(self) -> None:
        """The office was locked."""
        self._known.clear()
        self._asked.clear()
        self._photos.clear()
