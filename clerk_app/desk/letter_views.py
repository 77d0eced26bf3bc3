"""What a face shows of a letter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter: its entry's hash, the other office, what it says, and the answers as (day, text), the oldest first.

    `ours` tells who wrote it; `days_left` is negative for an order that is overdue, None where nothing is due. `about`
    is the hash of the entry, or the key of the early warning, that it speaks of.
    """

    id: str
    code: str
    name: str
    form: str
    ours: bool
    text: str
    on: str
    due: str
    days_left: int | None
    matter: str
    answers: tuple[tuple[str, str], ...]
    about: str = ""

    @property
    def waits(self) -> bool:
        """True for a letter of the other side that we have not answered."""
        return not self.ours and not self.answers

    @property
    def open(self) -> bool:
        """True where an answer is missing: ours to anything, theirs to an order."""
        return not self.answers and (self.form == "order" or not self.ours)
