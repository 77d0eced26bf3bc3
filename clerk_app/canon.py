"""Records and the one exact byte string of each (RFC 8785), strictly back, and typed reading of what came back.

`decode` accepts only bytes that `encode` would have written: no duplicate names, no spaces, no floats, no integers
beyond 2**53, no lone surrogates, bounded size and depth. The library writes; the equality check does the refusing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NoReturn

import rfc8785

from clerk_app.errors import IntegrityError

DEEPEST = 32
"""Levels of nesting that a record may have."""

LARGEST = 1 << 20
"""Bytes that one record may have unless the caller allows another number."""


_FARTHEST = (1 << 53) - 1
"""The largest integer that every JSON reader holds exactly (RFC 8785, I-JSON)."""

_QUICK = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False)

_ASTRAL = re.compile(rb"[\xf0-\xf4]")
"""Where a character lies outside the basic plane, and so may sort otherwise by code points than by UTF-16 units."""


def encode(record: Any) -> bytes:
    """The canonical bytes of a record. A value that canonical JSON cannot hold is a fault of ours: `ValueError`."""
    _check(record)
    return _encoded(record)


def _encoded(record: Any) -> bytes:
    """RFC 8785 of a record of texts, bounded integers, truth values, lists and records.

    For these the standard library's encoder writes the same bytes ten times as fast, but for names outside the basic
    plane; where there is such a character, the exact library is asked.
    """
    quick = _QUICK.encode(record).encode("utf-8")
    return rfc8785.dumps(record) if _ASTRAL.search(quick) else quick


def decode(raw: bytes, *, limit: int = LARGEST) -> Any:
    """The record that `raw` is the canonical form of; `IntegrityError` ("json-…") for any other bytes."""
    if len(raw) > limit:
        raise IntegrityError("json-too-large", size=len(raw), limit=limit)
    _check_depth(raw)
    try:
        record = _READER.decode(raw.decode("utf-8"))
        exact = _encoded(record) == raw
    except ValueError as error:
        raise IntegrityError("json-malformed") from error
    if not exact:
        raise IntegrityError("json-not-canonical")
    return record


def trusted(raw: bytes) -> Any:
    """The record of bytes that `decode` accepted before, or that `encode` wrote: read without asking again."""
    return json.loads(raw)


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)


def _bounded(text: str) -> int:
    """An integer that stays exact everywhere; a longer row of digits is not even read."""
    number = int(text) if len(text) <= 17 else _FARTHEST + 1
    if abs(number) > _FARTHEST:
        raise ValueError(text[:20])
    return number


_READER = json.JSONDecoder(parse_float=_no_float, parse_int=_bounded, parse_constant=_no_float)


def _check(value: Any) -> None:
    """Refuse what canonical JSON cannot hold, or what the quick encoder would bend into something else."""
    if isinstance(value, str) or value is None:
        return
    if isinstance(value, int):
        if abs(value) > _FARTHEST:
            raise ValueError("an integer beyond 2**53")
    elif isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise ValueError("a record's names are texts")
        for inside in value.values():
            _check(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            _check(inside)
    else:
        raise ValueError(f"a record holds no {type(value).__name__}")


_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
"""A text, or what would have become one: never given back, so that no row of quotes is gone through twice."""

_STEP = {**dict.fromkeys(b"[{", 1), **dict.fromkeys(b"]}", -1)}
_OTHERS = bytes(set(range(256)) - set(_STEP))


def _check_depth(raw: bytes) -> None:
    """Depth is bounded before the parser recurses; a million opening brackets cost a scan and nothing more."""
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    brackets = _TEXT.sub(b"", raw).translate(None, _OTHERS)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > DEEPEST:
        raise IntegrityError("json-too-deep", limit=DEEPEST)


@dataclass(frozen=True, slots=True)
class Fields:
    """Typed reading of a record that a stranger may have written; every fault names its path.

    Unknown names are allowed: a desk one version behind keeps what it does not understand.
    """

    record: Mapping[str, Any]
    path: str = ""

    @classmethod
    def of(cls, value: Any, path: str = "") -> Fields:
        """Wrap a value that must be a record."""
        if not isinstance(value, dict):
            raise IntegrityError("record-malformed", path=path or ".", wanted="record")
        return cls(value, path)

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _fail(self, name: str, wanted: str) -> NoReturn:
        raise IntegrityError("record-malformed", path=self._at(name), wanted=wanted)

    def text(self, name: str, *, most: int = 200, default: str | None = None) -> str:
        """A text of at most `most` characters; `default` where the name is absent."""
        if name not in self.record and default is not None:
            return default
        value = self.record.get(name)
        if not isinstance(value, str) or len(value) > most:
            self._fail(name, f"text<={most}")
        return value

    def choice(self, name: str, allowed: Callable[[str], Any] | frozenset[str]) -> str:
        """A text that `allowed` holds, or that `allowed` (an enumeration) accepts."""
        value = self.text(name)
        if isinstance(allowed, frozenset):
            if value not in allowed:
                self._fail(name, "choice")
            return value
        try:
            allowed(value)
        except ValueError:
            self._fail(name, "choice")
        return value

    def matching(self, name: str, pattern: re.Pattern[str], *, empty: bool = False) -> str:
        """A text that matches `pattern` in full, or "" where `empty` allows it."""
        value = self.text(name)
        if not (empty and value == "") and not pattern.fullmatch(value):
            self._fail(name, pattern.pattern)
        return value

    def hexadecimal(self, name: str, size: int = 32, *, empty: bool = False) -> str:
        """`size` bytes as lower-case hexadecimal digits."""
        return self.matching(name, re.compile(f"[0-9a-f]{{{size * 2}}}"), empty=empty)

    def integer(self, name: str, low: int = 0, high: int = 1 << 53, *, default: int | None = None) -> int:
        """A whole number from `low` to `high`; truth values are no numbers."""
        if name not in self.record and default is not None:
            return default
        value = self.record.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self._fail(name, f"{low}..{high}")
        return value

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """True or false."""
        if name not in self.record and default is not None:
            return default
        value = self.record.get(name)
        if not isinstance(value, bool):
            self._fail(name, "true or false")
        return value

    def inside(self, name: str) -> Fields:
        """A record inside this one."""
        return Fields.of(self.record.get(name), self._at(name))

    def items(self, name: str, *, most: int = 10_000, default: bool = False) -> list[Any]:
        """A list of at most `most` items; empty where absent and `default` is set."""
        if name not in self.record and default:
            return []
        value = self.record.get(name)
        if not isinstance(value, list) or len(value) > most:
            self._fail(name, f"list<={most}")
        return value

    def records(self, name: str, *, most: int = 10_000, default: bool = False) -> list[Fields]:
        """A list of records."""
        items = self.items(name, most=most, default=default)
        return [Fields.of(item, f"{self._at(name)}[{index}]") for index, item in enumerate(items)]

    def texts(self, name: str, *, most: int = 10_000, longest: int = 200, default: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        items = self.items(name, most=most, default=default)
        for index, item in enumerate(items):
            if not isinstance(item, str) or len(item) > longest:
                self._fail(f"{name}[{index}]", f"text<={longest}")
        return tuple(items)
