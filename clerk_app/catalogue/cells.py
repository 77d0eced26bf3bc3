"""One value of a record to and from one cell of a sheet.

Lists have one item on each line of the cell, tables ``name=value`` lines; what could be mistaken in that form is
written as JSON. Truth is 是 or 否, a member of an enumeration its Chinese word. An empty cell is what was not given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin

from clerk_app.model import Limit, Tag

from .terms import word

YES, NO = "是", "否"
_NUMBER = re.compile(r"-?[0-9]{1,16}")
_SEPARATORS = re.compile(r"[\n、，,]")


class CellError(ValueError):
    """A cell does not hold what its column asks for; `wanted` says what that is."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def to_cell(value: Any, hint: Any = str) -> str | int | None:
    """What stands in the cell for a value of a record; None for an empty cell."""
    if value is None or (isinstance(value, list | dict | str) and not value):
        return None
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        return _lines(value)
    if isinstance(value, dict):
        return _pairs(value)
    return word(value) if _is_enum(hint) and hint is not Tag else str(value)


def from_cell(cell: Any, hint: Any) -> Any:
    """The value of a record; None for an empty cell. `CellError` where it cannot be one of this type."""
    value = _plain(cell)
    if value is None:
        return None
    hint = _without_none(hint)
    if hint is bool:
        return _truth(value)
    if hint is int:
        return _whole(value)
    if hint == Limit:
        return _limit(value)
    if get_origin(hint) is tuple:
        return _list(str(value), get_args(hint)[0])
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        return _table(str(value), get_args(hint)[1])
    return _member(str(value), hint) if _is_enum(hint) else str(value)


def _plain(cell: Any) -> str | int | None:
    """A cell as text or whole number. Spreadsheets keep whole numbers as floats and days as days."""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float):
        if not cell.is_integer():
            raise CellError("whole-number")
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return cell
    if cell is not None and not isinstance(cell, str):
        raise CellError("text-or-number")
    text = (cell or "").replace("\r\n", "\n").strip()
    return text or None


def _truth(value: str | int) -> bool:
    if value not in (YES, NO):
        raise CellError(f"{YES}|{NO}")
    return value == YES


def _whole(value: str | int) -> int:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise CellError("whole-number")
        return int(value)
    return value


def _limit(value: str | int) -> str | int:
    return int(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value


def _lines(items: list[Any]) -> str:
    text = "\n".join(map(str, items))
    plain = not text.startswith("[") and _list(text, type(items[0])) == items
    return text if plain else json.dumps(items, ensure_ascii=False)


def _list(text: str, hint: Any) -> list[Any]:
    """One item a line. Ids and numbers never hold a comma, so there it parts them too."""
    if text.startswith("["):
        return list(_json(text, list))
    whole = [part.strip() for part in text.split("\n")]
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    if hint is int:
        return [_whole(part) for part in parts if part]
    plain = all(re.fullmatch(r"[\^a-z0-9_]*", part) for part in parts)
    return [part for part in (parts if plain else whole) if part]


def _pairs(table: dict[str, Any]) -> str:
    text = "\n".join(f"{name}={value}" for name, value in table.items())
    plain = not text.startswith("{") and "" not in table and all(_is_line(name) for name in table)
    return text if plain else json.dumps(table, ensure_ascii=False)


def _is_line(name: str) -> bool:
    """A name that comes back when its line is cut at the last sign."""
    return "\n" not in name and name == name.strip()


def _table(text: str, hint: Any) -> dict[str, Any]:
    if text.startswith("{"):
        return dict(_json(text, dict))
    found: dict[str, Any] = {}
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        name, sign, value = line.rpartition("=")
        if not sign or name.strip() in found:
            raise CellError("name=value")
        found[name.strip()] = _limit(value.strip()) if hint == Limit else value.strip()
    return found


def _json(text: str, kind: type) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CellError("list" if kind is list else "name=value") from error
    if not isinstance(found, kind):
        raise CellError("list" if kind is list else "name=value")
    return found


def _member(text: str, hint: type[StrEnum]) -> str:
    """The member that is meant by its Chinese word, or by its own."""
    return next((member.value for member in hint if text == word(member.value)), text)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)


def _without_none(hint: Any) -> Any:
    """``int | None`` as int."""
    if not isinstance(hint, UnionType) or type(None) not in get_args(hint):
        return hint
    rest = [each for each in get_args(hint) if each is not type(None)]
    return rest[0] if len(rest) == 1 else str
