"""What a spreadsheet puts on the clipboard, as rows of cells. Pure.

Cells are parted by tabs and rows by line ends; a cell with either stands in quotation marks that are doubled inside.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_ROWS = 500
"""Rows that one table may have (`clerk_app.workflow` asks the same)."""

LONGEST = 1_000_000
"""Characters of a clipboard that are looked at; a table of the largest size has fewer."""


class TooMuchError(Exception):
    """More than a table can take; nothing was changed."""


def is_table(text: str) -> bool:
    """True for a text of more than one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")


def cells(text: str) -> list[list[str]]:
    """The rows of a clipboard; empty rows at the end are left out. `TooMuchError` before any work."""
    if len(text) > LONGEST:
        raise TooMuchError
    rows: list[list[str]] = [[]]
    place, end = 0, len(text)
    while place < end:
        cell, place = _cell(text, place)
        rows[-1].append(cell)
        if place >= end:
            break
        if text[place] != "\t":
            rows.append([])
            place += text.startswith("\r\n", place)
        place += 1
        if place == end and text[place - 1] == "\t":
            rows[-1].append("")
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise TooMuchError
    return rows


def _cell(text: str, place: int) -> tuple[str, int]:
    """The cell that begins at a place, and where it ends."""
    if text[place] == '"':
        quoted = _quoted(text, place)
        if quoted is not None:
            return quoted
    end = place
    while end < len(text) and text[end] not in "\t\r\n":
        end += 1
    return text[place:end].strip(), end


def _quoted(text: str, place: int) -> tuple[str, int] | None:
    """A cell in quotation marks; None where they never end, or end before the cell does: then they are its own."""
    close = place + 1
    while True:
        close = text.find('"', close)
        if close < 0:
            return None
        if text[close + 1 : close + 2] != '"':
            break
        close += 2
    end = close + 1
    if end < len(text) and text[end] not in "\t\r\n":
        return None
    return text[place + 1 : close].replace('""', '"').strip(), end


def columns_of(heads: Sequence[str], labels: Sequence[str]) -> list[int] | None:
    """For each cell of a first row the column that it names (-1 for none); None where it is no head of a table."""
    found = [next((n for n, label in enumerate(labels) if head.strip() == label), -1) for head in heads]
    return found if sum(n >= 0 for n in found) >= min(2, len(labels)) else None
