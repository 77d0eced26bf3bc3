"""What a search over matters asks, as the database understands it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "begun": "m.begun_on",
        "due": "m.due",
        "number": "m.type, m.number",
        "title": "m.title",
        "type": "m.type",
        "step": "m.step",
        "state": "m.state",
        "amount": "m.amount",
    }
)
"""By what matters may be sorted."""

LONGEST_PHRASE = 200
"""What follows in a phrase that is looked for is passed over; no title is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterQuery:
    """Conditions that must all hold; what is empty is none.

    `text` is found as a phrase of up to `LONGEST_PHRASE` characters, one alone included; case and width make no
    difference, and spaces and punctuation are passed over. `since` and `until` bound the day of beginning, `least` and
    `most` the sum in fen; `person` is an id on the office's list. `order` is one of `ORDERS`.
    """

    text: str = ""
    state: str = ""
    type_id: str = ""
    since: str = ""
    until: str = ""
    least: int | None = None
    most: int | None = None
    person: str = ""
    order: str = "begun"
    rising: bool = False


def conditions(office: str, query: MatterQuery) -> tuple[str, list[Any]]:
    """The WHERE of a search over `shelf_matter m`, and its values."""
    parts = [("m.office = ?", office), *_bounds(query), *_words(query)]
    return " AND ".join(part for part, _value in parts), [value for _part, value in parts]


def _bounds(query: MatterQuery) -> Iterator[tuple[str, Any]]:
    for part, value in (
        ("m.state = ?", query.state),
        ("m.type = ?", query.type_id),
        ("m.begun_on >= ?", query.since),
        ("m.begun_on <= ?", query.until),
        ("m.amount >= ?", query.least),
        ("m.amount <= ?", query.most),
    ):
        if value is not None and value != "":
            yield part, value


def _words(query: MatterQuery) -> Iterator[tuple[str, str]]:
    phrase = one_by_one(query.text[:LONGEST_PHRASE])
    for wanted in (phrase, person_word(query.person) if query.person else ""):
        if wanted:
            yield "m.place IN (SELECT rowid FROM shelf_search WHERE shelf_search MATCH ?)", f'"{wanted}"'


def sorting(query: MatterQuery) -> str:
    """The ORDER BY of a search; among equals the newest come first, and what has no day comes last."""
    way = "ASC" if query.rising else "DESC"
    order = ", ".join(f"{column} {way}" for column in ORDERS[query.order].split(", "))
    empty_last = "m.due = '', " if query.order == "due" else ""
    return f"{empty_last}{order}, m.begun_on DESC, m.id DESC" if query.order != "begun" else f"{order}, m.id {way}"


def one_by_one(words: str) -> str:
    """Each character a token: a phrase of any length is then found, one or two characters included.

    Full-width and compatibility forms become the ordinary ones, as they are typed now one way and now the other.
    """
    return " ".join(filter(str.isalnum, unicodedata.normalize("NFKC", words).lower()))


def person_word(person: str) -> str:
    """The one token by which a matter is found that a person has to do with: no text has a token so long."""
    return "person" + "".join(character for character in person.lower() if character.isalnum())
