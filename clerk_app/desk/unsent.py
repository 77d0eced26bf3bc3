"""What was typed into a box and not sent when the desk was locked: encrypted with everything else, offered again."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app import canon

from .office import Office

_NOTE = "unsent"
_LONGEST = 10_000
"""Characters of one line that are kept."""


def keep_unsent(office: Office, boxes: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the lines of these boxes, by what boxes and lines are called; what was kept before is forgotten."""
    if not boxes:
        office.store.notes.drop(_NOTE)
        return
    kept = {box: {name: text[:_LONGEST] for name, text in lines.items()} for box, lines in boxes.items()}
    office.store.notes.put(_NOTE, value=canon.encode(kept))


def unsent(office: Office) -> dict[str, dict[str, str]]:
    """What was kept."""
    raw = office.store.notes.get(_NOTE)
    if raw is None:
        return {}
    boxes = canon.Fields.of(canon.decode(raw))
    return {box: _lines(boxes.inside(box)) for box in boxes.record}


def _lines(box: canon.Fields) -> dict[str, str]:
    return {name: box.text(name, most=_LONGEST) for name in box.record}
