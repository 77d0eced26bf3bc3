"""The desk's help with forms: earlier values, drafts, copies, photos turned, small pictures, papers to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clerk_app import photos, report
from clerk_app.model import FileRef, Record

from . import copying, drafts, record, remembering, showing, step_papers, unsent
from .drafts import Content
from .form_views import DraftRow, PaperKind, Remembered
from .office import Office

PDF = b"%PDF"


class Forms:
    """What helps to fill in forms and to bring them onto paper."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def remembered(self, matter_id: str, step_id: str) -> Remembered:
        """What was entered before at this step, to be offered again."""
        return remembering.remembered(self._office, matter_id, step_id)

    def suggestions(self, type_id: str, step_id: str, field_id: str) -> tuple[str, ...]:
        """What was entered before into one field (or ``table.column``), the newest first."""
        return remembering.suggestions(self._office, type_id, step_id, field_id)

    def unfinished(self) -> list[DraftRow]:
        """The steps that were begun and not completed, what was kept last first."""
        return drafts.unfinished(self._office)

    def keep_unsent(self, boxes: Mapping[str, Mapping[str, str]]) -> None:
        """Keep what stood in open boxes when the desk was locked: lines by the names of their box and their own."""
        unsent.keep_unsent(self._office, boxes)

    def unsent(self) -> dict[str, dict[str, str]]:
        """What stood in open boxes when the desk was locked."""
        return unsent.unsent(self._office)

    def add_files(self, matter_id: str, step_id: str, files: Sequence[FileRef]) -> None:
        """Put files into what is kept of a step, or of its correction where it is done, whatever a page shows now."""
        view = showing.step_view(self._office, matter_id, step_id)
        if view.state == "done":
            view = showing.step_view(self._office, matter_id, step_id, corrects=True)
        content = drafts.Content(view.fields, drafts.with_files(view.files, files), view.on, view.late_reason)
        drafts.keep_draft(self._office, matter_id, step_id, content)

    def discard(self, matter_id: str, step_id: str) -> None:
        """Throw a draft away."""
        self._office.store.drafts.drop(matter_id, step_id)

    def copied(self, matter_id: str, step_id: str, *, sheet: bool = False) -> str:
        """A step for another platform's form: as lines of text, or as cells for a spreadsheet."""
        view = showing.step_view(self._office, matter_id, step_id)
        names = {person.id: person.name for person in self._office.realm.context.people.values()}
        return (copying.as_sheet if sheet else copying.as_lines)(view, names)

    def turn(self, file: FileRef, quarters: int) -> FileRef:
        """An attached photo turned clockwise by so many quarters: a file of its own, part of nothing yet."""
        with self._office.store.blobs.open(file.sha256) as whole:
            turned = photos.turn(whole.read(), quarters)
        info = self._office.store.blobs.put(turned.jpeg)
        return FileRef(info.sha256, info.size, file.kind)

    def picture(self, sha256: str, longest: int) -> bytes | report.PagePicture:
        """An attachment as a picture of at most `longest` pixels: a photo as JPEG, a paper's first page as pixels."""
        with self._office.store.blobs.open(sha256) as whole:
            data = whole.read()
        if data.startswith(PDF):
            return report.page_picture(data, 1, longest)
        return photos.thumbnail(data, longest)

    def papers(self, matter_id: str, step_id: str) -> tuple[PaperKind, ...]:
        """The papers that can be made at a step."""
        return step_papers.kinds(self._office, matter_id, step_id)

    def paper(
        self, kind: PaperKind, matter_id: str, step_id: str, *, fields: Record, files: tuple[FileRef, ...], on: str
    ) -> bytes:
        """One paper as PDF, over the content at hand."""
        content = Content(fields, files, on or record.today(self._office))
        return step_papers.paper(self._office, kind, matter_id, step_id, content)
