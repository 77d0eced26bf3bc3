"""Work on a matter: begin it, attach, sign, post, complete, correct, object and answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from clerk_app import desk
from clerk_app.desk import SlotView
from clerk_app.errors import ClerkError

from .. import actions, dialogs, form_actions
from ..content import Content, Sources
from ..filling import fill, with_text
from ..front import Front
from ..language import _
from ..new_matter import NewMatterBox
from ..pages.matter import MatterPage
from ..pages.page import Page
from .course import Course
from .papers import Papers
from .photos import Photos


class MatterWork:
    """What a clerk does with one matter; the page it shows is made here, for both need each other."""

    def __init__(self, front: Front, beside: Page) -> None:
        self._front, self._beside = front, beside
        self._papers = Papers(front)
        self._photos = Photos(front, self._papers)
        self.page = MatterPage(self._sources(), lambda: front.day)
        self._photos.serve(self.page)
        self._course = Course(front, self.page, self.open)
        self.page.keeping.connect(self._keep)
        self.page.discarding.connect(self._discard)
        self.page.copying.connect(self._copy)
        self.page.printing.connect(self._papers.make)
        self.page.signing.connect(self._sign)
        self.page.paging.connect(self._sign_page)
        self.page.handing_in.connect(self._hand_in)
        self.page.posting.connect(self._post)
        self.page.completing.connect(self._complete)
        self.page.failing.connect(self._fail)
        self.page.correcting.connect(self._correct)
        self.page.objecting.connect(self._object)
        self.page.answering.connect(self._answer)

    def _sources(self) -> Sources:
        front = self._front
        return Sources(
            matter=lambda matter, show: front.ask(lambda: front.desk.matter(matter), show),
            step=lambda matter, step, corrects, show: front.ask(
                lambda: front.desk.step(matter, step, corrects=corrects), show
            ),
            look=lambda matter, step, content, corrects, show: front.ask(
                actions.look(front.desk, matter, step, content, corrects=corrects), show
            ),
            remembered=lambda matter, step, show: front.ask(form_actions.remembered(front.desk, matter, step), show),
            begun=lambda matter, show: front.ask(form_actions.begun(front.desk, matter), show),
            people=lambda: front.people,
            pictures=self._photos.book,
        )

    def open(self, matter: str, step: str = "") -> None:
        """Bring a matter to the front."""
        self._front.shell.show_page(self.page, self._beside)
        self.page.open(matter, step)

    def begin(self, type_id: str = "") -> None:
        """Ask which type and title, and open the new matter."""
        self._front.ask(self._front.desk.rulebook.types, lambda types: self._ask_new(types, type_id))

    def _ask_new(self, types: Sequence[desk.TypeRow], chosen: str) -> None:
        box = NewMatterBox(self._front.shell, types, chosen)
        at = self._front.desk
        fill(self._front, box, lambda: actions.begin(at, *box.answer()), self.open)

    def keep(self) -> None:
        """Keep what was typed, though the office is about to be locked."""
        kept = self.page.unsaved() if self.page.isVisible() else None
        if kept is not None:
            self._front.behind(actions.keep(self._front.desk, *kept), failed=lambda _error: None)
        self._photos.keep()

    def leave(self) -> None:
        """Forget everything that is shown."""
        self.page.leave()
        self._photos.forget()

    def _keep(self, matter: str, step: str, content: Content) -> None:
        if self._front.at is not None:
            self._front.ask(actions.keep(self._front.at, matter, step, content), lambda _done: None)

    def _discard(self, matter: str, step: str) -> None:
        self._front.ask(form_actions.discard(self._front.desk, matter, step), lambda _done: self.page.begin_anew())

    def _copy(self, matter: str, step: str, sheet: bool) -> None:
        call = form_actions.copied(self._front.desk, matter, step, sheet=sheet)
        self._front.ask(call, lambda text: QGuiApplication.clipboard().setText(text))

    def _hand_in(self, matter: str, step: str, content: Content) -> None:
        with_text(
            self._front,
            _("给乡镇的说明"),
            lambda text: form_actions.hand_in(self._front.desk, matter, step, content, text),
            self.page.refresh,
        )

    def _sign(self, matter: str, step: str, slot: SlotView, content: Content) -> None:
        box, at = dialogs.SignBox(self._front.shell, slot.slot.label, slot.people), self._front.desk
        box.paging.connect(lambda person: self._take_page(matter, step, [(slot.slot.id, person)], content))

        def call() -> actions.Call:
            person, passphrase = box.answer()
            return actions.sign_with_key(at, matter, step, slot.slot.id, person, passphrase, content)

        fill(self._front, box, call, lambda _done: self.page.refresh())

    def _sign_page(self, matter: str, step: str, slots: Sequence[SlotView], content: Content) -> None:
        box = dialogs.SignedPageBox(self._front.shell, slots)
        if box.exec() and self._front.at is not None and box.answer():
            self._take_page(matter, step, box.answer(), content)

    def _take_page(self, matter: str, step: str, signers: Sequence[tuple[str, str]], content: Content) -> None:
        path, _filter = QFileDialog.getOpenFileName(self._front.shell, _("选择手签页的照片或扫描件"))
        if path:
            call = form_actions.sign_on_page(self._front.desk, matter, step, signers, Path(path), content)
            self._front.ask(call, lambda _done: self.page.refresh(), self._not_all_signed)

    def _not_all_signed(self, error: ClerkError) -> None:
        """Some may have signed before one was refused: the page shows who."""
        self._front.fail(error)
        self.page.refresh()

    def _post(self, matter: str, step: str, told: tuple[Content, str]) -> None:
        call = actions.post(self._front.desk, matter, step, *told)
        self._front.ask(call, lambda _done: self.page.refresh())

    def _complete(self, matter: str, step: str, content: Content) -> None:
        self._front.ask(actions.complete(self._front.desk, matter, step, content), lambda _done: self.page.go_on())

    def _fail(self, matter: str, step: str, content: Content) -> None:
        told = actions.complete(self._front.desk, matter, step, content, failed=True)
        self._front.ask(told, lambda _done: self.page.go_on())

    def _correct(self, matter: str, step: str, content: Content) -> None:
        with_text(
            self._front,
            _("更正的原因"),
            lambda text: actions.correct(self._front.desk, matter, step, content, text),
            self.page.corrected,
        )

    def _object(self, matter: str, step: str) -> None:
        with_text(
            self._front,
            _("异议的内容"),
            lambda text: actions.object_to(self._front.desk, matter, step, text),
            self.page.refresh,
        )

    def _answer(self, matter: str, step: str, objection: str) -> None:
        with_text(
            self._front,
            _("答复的内容"),
            lambda text: actions.answer(self._front.desk, matter, step, objection, text),
            self.page.refresh,
        )
