"""What a paper consists of, as plain values: blocks of any paper, and the contents of the three that we print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level, such as 一、表决结果."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text, justified, its first line indented by two characters; line ends inside begin a new paragraph.

    `leads` keeps it on the page of what follows, as the line above a table.
    """

    text: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of two columns: a label and what belongs to it. `paired` puts two short ones beside each other."""

    rows: tuple[tuple[str, str], ...]
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid; `share` is its part of the width beside the others."""

    name: str
    share: int = 1
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head that is repeated on each page. Rows are at least `row_height` points high.

    A `whole` one goes to the next page rather than be parted, where a page can hold it. A `fine` one has small letters.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_height: float = 0.0
    whole: bool = False
    fine: bool = False

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row has a cell for each column")


@dataclass(frozen=True, slots=True)
class SignLines:
    """Lines to sign on, two beside each other, each behind its label."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """Who issued the paper and on which day (``YYYY-MM-DD``), at the right end."""

    issuer: str
    on: str


Block: TypeAlias = Heading | Paragraph | Note | Facts | Grid | SignLines | Closing


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `number` stands under the title; `mark` is printed small at the foot of each page.

    A title may hold a line end where it should break. A `form` is set closer than an official paper.
    """

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    mark: str = ""
    author: str = ""
    form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One vote with its arithmetic, reckoned by the rules that apply; here it is only put into words.

    At least `quorum` of `total` had to come, or `households_needed` of `households` be represented where the body may
    meet by households; at least `needed` had to agree, counted of all where `of_all`, else of those present.
    """

    topic: str
    body: str
    total: int
    present: int
    quorum: int
    yes: int
    no: int
    abstain: int
    needed: int
    of_all: bool = False
    households: int = 0
    households_present: int = 0
    households_needed: int = 0

    @property
    def met(self) -> bool:
        """Enough came."""
        return self.present >= self.quorum or self.by_households

    @property
    def by_households(self) -> bool:
        """Too few came, but enough households were represented."""
        return self.present < self.quorum and 0 < self.households_needed <= self.households_present

    @property
    def passed(self) -> bool:
        """Enough came and enough agreed."""
        return self.met and self.yes >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Minutes of a meeting. Days are ``YYYY-MM-DD``; `resolution` holds the decisions, one each."""

    office: str
    meeting: str
    on: str
    place: str
    chair: str
    recorder: str
    number: str = ""
    attending: str = ""
    observing: str = ""
    topics: tuple[str, ...] = ()
    discussion: tuple[str, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    resolution: tuple[str, ...] = ()
    signers: tuple[str, ...] = ("主持人", "记录人")
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice to be put up. Where `days` is not 0 it hangs from `first_day` to `last_day` (``YYYY-MM-DD``).

    `objections_to` says where objections are taken, "" prints no such sentence.
    """

    issuer: str
    title: str
    on: str
    paragraphs: tuple[str, ...]
    number: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    grids: tuple[Grid, ...] = ()
    days: int = 0
    first_day: str = ""
    last_day: str = ""
    objections_to: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One who signs: the label on the sheet, and the name where it is known."""

    label: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePage:
    """The page that people sign by hand: what they confirm, named by its digest (64 hexadecimal digits)."""

    office: str
    matter: str
    step: str
    digest: str
    slots: tuple[Slot, ...]
    number: str = ""
    visit: int = 1
    on: str = ""
    contents: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, Grid], ...] = ()
    attachments: tuple[str, ...] = ()


def short_code(digest: str, groups: int = 4) -> str:
    """The first digits of a digest in groups of four, to be compared by eye."""
    head = digest[: groups * 4].upper()
    return "-".join(head[start : start + 4] for start in range(0, len(head), 4))


def chinese_day(day: str) -> str:
    """``2026-11-03`` as 2026年11月3日: Arabic numerals without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    year, month, number = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{number}日"


def numbered(texts: Sequence[str]) -> tuple[Paragraph, ...]:
    """Several texts as 1. 2. 3.; a single one as it is."""
    if len(texts) == 1:
        return (Paragraph(texts[0]),)
    return tuple(Paragraph(f"{place}. {text}") for place, text in enumerate(texts, 1))
