"""Strict, typed reading of what a catalogue's author wrote; every fault names its path and what was wanted there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from clerk_app.errors import IntegrityError

from .limits import LONGEST_LINE_OF_TEXT

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""Ids of steps, fields, columns, materials, sign-offs and roles."""

FOLLOWED = "^"
"""In a block: the step that the block is given the payment, paper or plan of (its `from`)."""

STEP = re.compile(rf"{re.escape(FOLLOWED)}|{ID.pattern}")
"""The id of a step, or `FOLLOWED`, which only a block may use."""

PLACE = re.compile(rf"{ID.pattern}(?:\.{ID.pattern})?")
"""A field, or a column of a table: ``hands.worker``."""

TYPE_ID = re.compile(r"[A-Z][A-Z0-9]{1,7}")

KEY = re.compile(r"(?!(?:sum|count)\.)[a-z][a-z0-9_]{0,39}(?:\.[a-z0-9_]{1,40}){1,4}")
"""Parameter keys: always with a dot, and never what a condition reads as a sum or a count."""

_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff<>\ud800-\udfff]")
"""Control characters, characters that turn the direction of writing, and what could begin markup."""

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


def malformed(path: str, wanted: str) -> IntegrityError:
    """The one fault of this room: where it is, and what should have been there."""
    return IntegrityError("catalogue-malformed", path=path or ".", wanted=wanted)


@dataclass(slots=True)
class Reader:
    """A table of a catalogue under reading. `done` refuses whatever was not asked for."""

    record: Mapping[str, Any]
    path: str = ""
    asked: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, value: Any, path: str = "") -> Reader:
        """Wrap a value that must be a table."""
        if not isinstance(value, dict):
            raise malformed(path, "table")
        return cls(value, path)

    def at(self, name: str) -> str:
        """The path of a key."""
        return f"{self.path}.{name}" if self.path else name

    def fail(self, name: str, wanted: str) -> NoReturn:
        """Refuse the value of a key."""
        raise malformed(self.at(name), wanted)

    def has(self, name: str) -> bool:
        """True where the key is there."""
        return name in self.record

    def value(self, name: str) -> Any:
        """The raw value of a key, None where it is absent; the key counts as asked for."""
        self.asked.add(name)
        return self.record.get(name)

    def done(self) -> None:
        """Refuse a key that nobody asked for: a misspelt rule must not pass as no rule."""
        for name in self.record:
            if name not in self.asked:
                self.fail(str(name)[:60], "known-key")

    def text(self, name: str, *, most: int = LONGEST_LINE_OF_TEXT, default: str | None = None) -> str:
        """A text of 1 to `most` characters; `default` where the key is absent."""
        value = self.value(name)
        if value is None and default is not None:
            return default
        return self.check_text(name, value, most)

    def check_text(self, name: str, value: Any, most: int = LONGEST_LINE_OF_TEXT) -> str:
        """The value where it is a text of 1 to `most` characters without markup, control signs or outer spaces."""
        if not isinstance(value, str) or not 0 < len(value) <= most or _FORBIDDEN.search(value):
            self.fail(name[:60], f"text<={most}")
        if value != value.strip():
            self.fail(name, "text-without-outer-spaces")
        return value

    def matching(self, name: str, pattern: re.Pattern[str], default: str | None = None) -> str:
        """A text that matches `pattern` in full."""
        value = self.value(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or len(value) > LONGEST_LINE_OF_TEXT or not pattern.fullmatch(value):
            self.fail(name, _names_of(pattern))
        return value

    def choice(self, name: str, kind: type[_E], default: _E | None = None) -> _E:
        """A member of an enumeration."""
        value = self.value(name)
        if value is None and default is not None:
            return default
        try:
            return kind(value)
        except ValueError:
            self.fail(name, "|".join(member.value for member in kind))

    def integer(self, name: str, low: int = 0, high: int = 1 << 53) -> int:
        """A whole number from `low` to `high`."""
        value = self.optional_integer(name, low, high)
        if value is None:
            self.fail(name, f"{low}..{high}")
        return value

    def optional_integer(self, name: str, low: int = 0, high: int = 1 << 53) -> int | None:
        """A whole number from `low` to `high`, None where the key is absent; truth values are no numbers."""
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fail(name, f"{low}..{high}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.value(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fail(name, "true|false")
        return value

    def items(self, name: str, most: int) -> list[Any]:
        """A list of at most `most` items; empty where the key is absent."""
        value = self.value(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most:
            self.fail(name, f"list<={most}")
        return value

    def ids(self, name: str, most: int, pattern: re.Pattern[str] = ID) -> tuple[str, ...]:
        """A list of different ids."""
        items = self.items(name, most)
        for index, item in enumerate(items):
            if not isinstance(item, str) or not pattern.fullmatch(item):
                self.fail(f"{name}[{index}]", _names_of(pattern))
            if item in items[:index]:
                self.fail(f"{name}[{index}]", "different-names")
        return tuple(items)

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        """A list of different texts."""
        items = self.items(name, most)
        for index, item in enumerate(items):
            self.check_text(f"{name}[{index}]", item)
            if item in items[:index]:
                self.fail(f"{name}[{index}]", "different-names")
        return tuple(items)

    def days(self, name: str, most: int) -> tuple[str, ...]:
        """A list of days, ``YYYY-MM-DD``."""
        items = self.items(name, most)
        for index, item in enumerate(items):
            if not is_day(item):
                self.fail(f"{name}[{index}]", "YYYY-MM-DD")
        return tuple(items)

    def day(self, name: str) -> str:
        """A day, ``YYYY-MM-DD``."""
        value = self.value(name)
        if not is_day(value):
            self.fail(name, "YYYY-MM-DD")
        return str(value)

    def tables(self, name: str, most: int) -> Iterator[Reader]:
        """The tables of a list, each with its own path."""
        for index, item in enumerate(self.items(name, most)):
            yield Reader.of(item, self.at(f"{name}[{index}]"))

    def each(self, name: str, most: int, read: Callable[[Reader], _T]) -> tuple[_T, ...]:
        """What `read` makes of each table of a list; no key in them stays unasked for."""
        found: list[_T] = []
        for inner in self.tables(name, most):
            found.append(read(inner))
            inner.done()
        return tuple(found)


def distinct(things: Iterable[_T], key: Callable[[_T], str], path: str) -> dict[str, _T]:
    """The things by their key, in their order; a key that comes twice is refused."""
    found: dict[str, _T] = {}
    for index, thing in enumerate(things):
        if key(thing) in found:
            raise malformed(f"{path}[{index}]", "different-names")
        found[key(thing)] = thing
    return found


def is_day(value: Any) -> bool:
    """True for a day as it is written, ``YYYY-MM-DD``."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _names_of(pattern: re.Pattern[str]) -> str:
    return {ID: "id", PLACE: "field|table.column", STEP: "step-id", TYPE_ID: "type-id", KEY: "parameter-key"}[pattern]
