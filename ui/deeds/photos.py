"""Attachments of a step: taken in one by one with progress, turned, looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from clerk_app.model import FileRef

from .. import form_actions
from ..front import Front
from ..jobs import Done, Failed
from ..pages.matter import MatterPage
from ..photo_box import PhotoBox
from ..pictures import Ask, PictureBook, unsaid
from ..widgets.files import Source
from .attaching import Attaching, Owner
from .papers import Papers


def pictures_of(front: Front) -> Ask:
    """Asks for pictures of files."""

    def ask(file: FileRef, longest: int, show: Done, failed: Failed = unsaid, /) -> None:
        if front.at is not None:
            front.ask(form_actions.picture(front.at, file, longest), show, failed)

    return ask


class Photos:
    """What is done to the files on the page of a matter."""

    def __init__(self, front: Front, papers: Papers) -> None:
        self._front, self._papers = front, papers
        self.ask_picture = pictures_of(front)
        self.book = PictureBook(self.ask_picture)
        self._origins: dict[str, tuple[FileRef, int]] = {}

    def serve(self, page: MatterPage) -> None:
        """Do what this page wishes for."""
        self._attaching = Attaching(self._front, page.attaching_line)
        page.attaching.connect(partial(self._attach, page))
        page.viewing.connect(partial(self._view, page))
        page.turning.connect(lambda file: self.turn(page, file, 1))

    def _attach(self, page: MatterPage, matter: str, step: str, kind: str, sources: Sequence[Source]) -> None:
        forms = self._front.desk.forms
        owner = Owner(partial(page.attached, matter, step), partial(forms.add_files, matter, step))
        self._attaching.take(kind, sources, owner)

    def keep(self) -> None:
        """The office is about to be locked: files that are being taken in are kept."""
        self._attaching.keep()

    def forget(self) -> None:
        """The office was locked."""
        self.book.forget()
        self._origins.clear()

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
            self._front.ask(form_actions.turn(self._front.desk, origin, whole), turned)

    def _view(self, page: MatterPage, file: FileRef) -> None:
        self._front.ask(form_actions.is_paper(self._front.desk, file), partial(self._open, page, file))

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
