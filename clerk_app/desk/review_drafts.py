"""What an official typed and attached over a case and has not decided yet: kept encrypted, found again after a lock."""

from __future__ import annotations

from clerk_app import canon
from clerk_app.model import FileRef, Record

from .drafts import Content, read_content, written
from .office import Office
from .review_views import ReviewRow


def keep(office: Office, row: ReviewRow, over: str, fields: Record, files: tuple[FileRef, ...]) -> None:
    """Keep the content over the case; `over` is the digest of what the village handed in."""
    record = {**written(Content(fields, files, "")), "over": over}
    office.store.drafts.put(*_place(row), value=canon.encode(record))


def kept(office: Office, row: ReviewRow, over: str) -> Content | None:
    """The content that was kept, None where there is none, or where the village has handed in something else since."""
    raw = office.store.drafts.get(*_place(row))
    if raw is None:
        return None
    record = canon.Fields.of(canon.decode(raw))
    return read_content(record) if record.text("over") == over else None


def drop(office: Office, row: ReviewRow) -> None:
    """The case was decided, or the content thrown away."""
    office.store.drafts.drop(*_place(row))


def _place(row: ReviewRow) -> tuple[str, str]:
    """No matter of our own is called like this: its id has no blank."""
    return f"{row.code} {row.matter}", f"{row.step} {row.slot}"
