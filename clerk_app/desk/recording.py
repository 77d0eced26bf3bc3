"""The half of the desk with which a clerk records: begin, attach, sign, post, complete, correct, turn."""

from __future__ import annotations

from clerk_app.model import FileRef, Record

from . import course, drafts, record, reviewing, warning
from .drafts import Content
from .office import Office
from .views import Changes, WarningRow

_NO_FILES: tuple[FileRef, ...] = ()


class Recording:
    """What is written about matters. A refusal by the rules is a `RefusedError`, and then nothing was recorded."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def begin(self, type_id: str, title: str, *, on: str = "", parent: str = "") -> str:
        """Begin a matter, perhaps opened from another one; returns its id."""
        return record.begin(self._office, type_id, title, on, parent)

    def attach(self, data: bytes, kind: str, *, photo: bool) -> FileRef:
        """Take in a photo (turned, scaled, without hidden data) or a PDF."""
        return record.attach(self._office, data, kind, photo=photo)

    def keep_draft(
        self,
        matter_id: str,
        step_id: str,
        *,
        fields: Record,
        files: tuple[FileRef, ...],
        on: str,
        late_reason: str = "",
    ) -> None:
        """Keep what was typed."""
        drafts.keep_draft(self._office, matter_id, step_id, Content(fields, files, on, late_reason))

    def submit(
        self,
        matter_id: str,
        step_id: str,
        *,
        fields: Record,
        files: tuple[FileRef, ...] = _NO_FILES,
        on: str = "",
        note: str = "",
    ) -> Changes:
        """Hand a step to the township: the content as far as it is known, and a note or the answer to its question."""
        return reviewing.submit(self._office, matter_id, step_id, fields, files, on, note)

    def sign_with_key(
        self,
        matter_id: str,
        step_id: str,
        slot: str,
        person: str,
        passphrase: str,
        *,
        fields: Record,
        files: tuple[FileRef, ...],
        on: str,
    ) -> Changes:
        """A person confirms the content with the own passphrase."""
        return record.sign(
            self._office, matter_id, step_id, slot, person, fields=fields, files=files, on=on, passphrase=passphrase
        )

    def sign_on_page(
        self,
        matter_id: str,
        step_id: str,
        slot: str,
        person: str,
        page: FileRef,
        *,
        fields: Record,
        files: tuple[FileRef, ...],
        on: str,
    ) -> Changes:
        """A person confirmed the content by hand on the scanned page."""
        return record.sign(self._office, matter_id, step_id, slot, person, fields=fields, files=files, on=on, page=page)

    def post(self, matter_id: str, step_id: str, *, on: str, place: str, files: tuple[FileRef, ...]) -> Changes:
        """A notice was put up."""
        return record.post(self._office, matter_id, step_id, on, place, files)

    def object(self, matter_id: str, step_id: str, *, on: str, text: str) -> Changes:
        """Somebody objects to a notice."""
        return record.object_to(self._office, matter_id, step_id, on, text)

    def answer(self, matter_id: str, step_id: str, objection: str, *, on: str, text: str) -> Changes:
        """An objection is answered."""
        return record.answer(self._office, matter_id, step_id, objection, on, text)

    def complete(
        self,
        matter_id: str,
        step_id: str,
        *,
        fields: Record,
        files: tuple[FileRef, ...] = _NO_FILES,
        on: str,
        late_reason: str = "",
        failed: bool = False,
    ) -> Changes:
        """A step is done; `failed` puts on record that the vote failed, or that who had to agree did not."""
        return record.complete(self._office, matter_id, step_id, fields, files, on, late_reason, failed=failed)

    def correct(
        self,
        matter_id: str,
        step_id: str,
        *,
        reason: str,
        fields: Record,
        files: tuple[FileRef, ...] = _NO_FILES,
        on: str,
        late_reason: str = "",
    ) -> Changes:
        """Replace the content of a step's newest run, with the reason."""
        return record.correct(self._office, matter_id, step_id, reason, fields, files, on, late_reason)

    def withdraw(self, matter_id: str, *, reason: str, on: str = "") -> Changes:
        """End a matter before its last step."""
        return course.withdraw(self._office, matter_id, on, reason)

    def suspend(self, matter_id: str, *, reason: str, on: str = "") -> Changes:
        """Let a matter rest."""
        return course.suspend(self._office, matter_id, on, reason)

    def resume(self, matter_id: str, *, reason: str, on: str = "") -> Changes:
        """Go on with a matter that rests."""
        return course.resume(self._office, matter_id, on, reason)

    def undone_by(self, matter_id: str, step_id: str) -> tuple[str, ...]:
        """The names of the steps that going back to a step would undo."""
        return course.undone_by(self._office, matter_id, step_id)

    def send_back(self, matter_id: str, step_id: str, *, reason: str, on: str = "") -> Changes:
        """Go back to a step that was done."""
        return course.send_back(self._office, matter_id, step_id, on, reason)

    def migrate(self, matter_id: str, *, reason: str, page: FileRef, on: str = "") -> Changes:
        """Go on with a matter under the catalogue in force, by a signed note."""
        return course.migrate(self._office, matter_id, on, reason, page)

    def warnings(self, village: str = "") -> list[WarningRow]:
        """Early warnings of this office, or at a township of one of its villages."""
        return warning.warnings(self._office, village)

    def open_warnings(self) -> int:
        """How many early warnings of this office nobody has answered."""
        return warning.unanswered(self._office)

    def explain_warning(self, key: str, text: str, *, on: str = "") -> None:
        """Answer an early warning."""
        warning.explain_warning(self._office, key, text, on)
