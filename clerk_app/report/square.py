"""A QR code (ISO/IEC 18004) as marks of a drawing: dark runs as filled boxes, with the quiet zone left free."""

from __future__ import annotations

from clerk_app.model import BLACK, Rectangle

QUIET = 4
"""Modules that stay white on every side."""


def qr_marks(text: str, left: float, top: float, size: float) -> tuple[Rectangle, ...]:
    """The code for a text, `size` points wide with its quiet zone, readable with a quarter of it spoilt (level Q)."""
    import segno  # loaded when the first code is drawn

    rows = segno.make(text, error="q", micro=False, boost_error=False).matrix
    module = size / (len(rows) + 2 * QUIET)
    return tuple(
        Rectangle(
            left=left + (QUIET + start) * module,
            top=top + (QUIET + number) * module,
            width=(end - start) * module,
            height=module,
            fill=BLACK,
            edge="",
        )
        for number, row in enumerate(rows)
        for start, end in _runs(row)
    )


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where the dark modules of a row begin and end."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        elif dark:
            found.append((place, place + 1))
    return found
