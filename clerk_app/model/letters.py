"""What offices tell each other beside the matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LetterForm(StrEnum):
    """How a letter is meant."""

    MESSAGE = "message"
    """To be known; an answer is welcome."""
    ORDER = "order"
    """督办: to be answered by a day; only a township gives one."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `on` is the day it was written, `due` the day by which an order is answered, "" for a message.

    `about` is the hash of the entry that it speaks of, or the key of an early warning; "" for neither.
    """

    form: LetterForm
    text: str
    on: str
    due: str = ""
    matter: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Discipline:
    """The discipline office: its name, and the age recipient for which accusations are sealed."""

    name: str
    sealing: str
