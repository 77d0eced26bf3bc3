"""Papers of a matter: made by the desk, looked at, printed or kept."""

from __future__ import annotations

from typing import Any

from clerk_app import desk
from clerk_app.desk import PaperKind, label
from clerk_app.model import FileRef

from .. import form_actions
from ..content import Content
from ..front import Front
from ..jobs import Done, Failed
from ..language import _
from ..preview import PreviewBox


class Papers:
    """Shows a paper before it is printed."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def make(self, matter: str, step: str, kind: PaperKind, content: Content) -> None:
        """Make a paper over what stands on the page, and show it."""
        call = form_actions.paper(self._front.desk, kind, matter, step, content)
        self._front.ask(call, lambda made: self._show(label(f"paper.{kind.value}"), *made))

    def look_at(self, file: FileRef) -> None:
        """Show an attached PDF."""
        self._front.ask(form_actions.attached_paper(self._front.desk, file), lambda made: self._show(_("附件"), *made))

    def enrolment(self) -> None:
        """Show the sheet that is carried to the other office."""
        self._front.ask(form_actions.enrolment_paper(self._front.desk), lambda made: self._show(_("登记单"), *made))

    def _show(self, title: str, pdf: bytes, count: int, lacking: str = "") -> None:
        front = self._front

        def page(number: int, longest: int, show: Done, failed: Failed | None) -> None:
            # A page needs no open office: what goes to the printer goes there to its end, whoever locks the desk.
            front.behind(lambda: desk.page_picture(pdf, number, longest), show, failed)

        def write(path: Any, data: bytes, done: Any) -> None:
            front.ask(lambda: desk.write_file(path, data), done)

        PreviewBox(front.shell, title, pdf, count, page, write, lacking).exec()
