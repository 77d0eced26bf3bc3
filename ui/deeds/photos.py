"""Attachments of a step: taken in one by one with progress, turned, looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer

from clerk_app.model import FileRef

from .. import dialogs
from .. import form_actions as actions
from ..front import Front
from ..jobs import Watch
from ..language import _
from ..pages.matter import MatterPage
from ..photo_box import PhotoBox
from ..pictures import Ask, PictureBook
from .papers import Papers

PATIENCE = 500
"""Milliseconds after which one is told how far it is."""


def pictures_of(front: Front) -> Ask:
    """Asks for pictures of files; where there is none nothing is said, for a page shows its place."""

    def ask(file: FileRef, longest: int, show: Any) -> None:
        if front.at is not None:
            front.ask(actions.picture(front.at, file, longest), show, lambda _error: None)

    return ask


class Photos:
    """What is done to the files on the page of a matter."""

    def __init__(self, front: Front, papers: Papers) -> None:
        self._front, self._papers = front, papers
        self.ask_picture = pictures_of(front)
        self.book = PictureBook(self.ask_picture)
        self._watch: Watch | None = None
        self._origins: dict[str, tuple[FileRef, int]] = {}
        self._page: MatterPage | None = None

    def serve(self, page: MatterPage) -> None:
        """Do what this page wishes for."""
        self._page = page
        page.attaching.connect(partial(self._attach, page))
        page.stopping.connect(self.stop)
        page.viewing.connect(partial(self._view, page))
        page.turning.connect(lambda file: self.turn(page, file, 1))

    def forget(self) -> None:
        """The office was locked."""
        self.book.forget()
        self._origins.clear()

    def stop(self) -> None:
        """Stop at the next file; what was taken in stays."""
        if self._watch is not None:
            self._watch.stop()

    def _attach(self, page: MatterPage, _matter: str, _step: str, kind: str, sources: list[Any]) -> None:
        shown, told = page.attaching_line, QTimer(page)
        told.setSingleShot(True)
        told.timeout.connect(lambda: shown.began(_("正在添加附件")))
        told.start(PATIENCE)

        def ended() -> None:
            told.stop()
            told.deleteLater()
            shown.hide()

        def taken(done: actions.Taken) -> None:
            ended()
            page.attached(list(done.files))
            if done.refused:
                said = [
                    replace(sentence, what=_("{name}：{what}").format(name=name, what=sentence.what))
                    for name, sentences in done.refused
                    for sentence in sentences
                ]
                dialogs.tell(self._front.shell, _("有文件没有收"), said)

        def failed(error: Any) -> None:
            ended()
            self._front.fail(error)

        self._watch = Watch()
        self._watch.progressed.connect(shown.progressed)
        self._front.watch(actions.attach(self._front.desk, kind, sources), taken, failed, self._watch)

    def turn(self, page: MatterPage, file: FileRef, quarters: int, then: Any = None) -> None:
        """Turn a photo, always from the first one: however often one turns, nothing is lost but once."""
        origin, before = self._origins.get(file.sha256, (file, 0))
        whole = (before + quarters) % 4

        def turned(new: FileRef) -> None:
            self._origins[new.sha256] = (origin, whole)
            page.replaced(file, new)
            if then is not None:
                then(new)

        if whole == 0:
            turned(origin)
        else:
            self._front.ask(actions.turn(self._front.desk, origin, whole), turned)

    def _view(self, page: MatterPage, file: FileRef) -> None:
        self._front.ask(actions.is_paper(self._front.desk, file), partial(self._open, page, file))

    def _open(self, page: MatterPage, file: FileRef, paper: bool) -> None:
        if paper:
            self._papers.look_at(file)
            return
        box = PhotoBox(
            self._front.shell, lambda: page.files_like(file), file, self.ask_picture, changeable=page.changeable
        )
        box.turned.connect(lambda shown, quarters: self.turn(page, shown, quarters, box.show_file))
        box.moved.connect(page.move_file)
        box.removed.connect(page.remove_file)
        box.exec()
