"""Drafts: what was typed and not completed. Kept in the encrypted store at once, found again after a lock or power cut.

A draft belongs to the release of the checklist under which it was typed; where its matter has moved on to another
one, it says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clerk_app import canon, days
from clerk_app.chain import read_file
from clerk_app.model import FileRef, Matter, Record, Step
from clerk_app.workflow import Flow, StepState

from .form_views import DraftRow
from .office import Office
from .record import known_now, matter_of


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a step at hand: what was typed and attached, the day, and why it is late."""

    fields: Record
    files: tuple[FileRef, ...]
    on: str
    late_reason: str = ""

    @property
    def empty(self) -> bool:
        """True while nothing was entered: the day alone is filled in by itself."""
        return not self.fields and not self.files and not self.late_reason


@dataclass(frozen=True, slots=True)
class Draft:
    """A content that was kept: at which claimed UTC, and under which release it was typed ("" where not noted)."""

    content: Content
    at: str
    catalogue: str

    def fits(self, matter: Matter) -> bool:
        """True where the matter still runs under the release of the draft."""
        return self.catalogue in ("", matter.catalogue)


def keep_draft(office: Office, matter_id: str, step_id: str, content: Content) -> None:
    """Keep what was typed; an empty content takes away what was kept before."""
    if content.empty:
        office.store.drafts.drop(matter_id, step_id)
        return
    when = {"at": office.clock(), "catalogue": matter_of(office, matter_id).catalogue}
    office.store.drafts.put(matter_id, step_id, value=canon.encode({**written(content), **when}))


def written(content: Content) -> dict[str, object]:
    """A content as it is kept."""
    return {
        "fields": content.fields,
        "files": [{"kind": file.kind, "sha256": file.sha256, "size": file.size} for file in content.files],
        "on": content.on,
        "late_reason": content.late_reason,
    }


def read_content(record: canon.Fields) -> Content:
    """A content that was kept; `IntegrityError` where it is damaged."""
    files = tuple(read_file(file) for file in record.records("files"))
    fields = dict(record.inside("fields").record)
    return Content(fields, files, record.text("on"), record.text("late_reason", most=4000))


def with_files(files: Sequence[FileRef], more: Sequence[FileRef]) -> tuple[FileRef, ...]:
    """The files, and those that are not among them yet."""
    return (*files, *(file for file in more if file not in files))


def draft_of(office: Office, matter_id: str, step_id: str) -> Draft | None:
    """The draft that was kept for a step, or None."""
    raw = office.store.drafts.get(matter_id, step_id)
    return None if raw is None else _read(raw)


def _read(raw: bytes) -> Draft:
    record = canon.Fields.of(canon.decode(raw))
    return Draft(read_content(record), record.text("at", default=""), record.text("catalogue", default=""))


def kept_files(office: Office) -> frozenset[str]:
    """Attachments that drafts still hold, so that a sweep leaves them."""
    drafts = (_read(raw) for _keys, raw in office.store.drafts.items())
    return frozenset(file.sha256 for draft in drafts for file in draft.content.files)


def unfinished(office: Office) -> list[DraftRow]:
    """The steps that were begun and can still be completed, or corrected; what was kept last first."""
    context = known_now(office)
    rows = []
    for (matter_id, step_id), raw in office.store.drafts.items():
        matter = office.matter(matter_id)
        step = office.catalogues[matter.catalogue].types[matter.type].step(step_id) if matter is not None else None
        if matter is None or step is None:
            continue
        flow = Flow(office.catalogues[matter.catalogue], matter, context)
        if flow.state(step) in (StepState.OPEN, StepState.POSTED, StepState.DONE):
            rows.append((_read(raw), matter, step))
    rows.sort(key=lambda row: row[0].at, reverse=True)
    return [_row(*row) for row in rows]


def _row(draft: Draft, matter: Matter, step: Step) -> DraftRow:
    day = days.beijing_day(draft.at) if draft.at else ""
    return DraftRow(matter.id, step.id, matter.title, matter.number, step.name, day, draft.fits(matter))
