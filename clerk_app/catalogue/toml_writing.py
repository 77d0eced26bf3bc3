"""A release as a folder of TOML files: what `folder.load` reads back to the same release.

Blocks stay as they were expanded, each step with its `block`; sample cases are no part of a release and are not here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from clerk_app.model import Catalogue

from .release import to_record

_SOURCE = "清单表格"
"""What a written file of holidays gives as their source: a release does not keep the original one."""


def to_files(catalogue: Catalogue) -> dict[str, str]:
    """The text of each file by its name."""
    record = to_record(catalogue)
    files = {f"{kind['id']}.toml": _table(kind) for kind in record["types"]}
    files["release.toml"] = _table({"version": record["version"], "name": record["name"]})
    files["parameters.toml"] = _rows("parameters", record["parameters"])
    files["roles.toml"] = _rows("roles", record["roles"])
    files["holidays.toml"] = _rows("years", list(_years(record["holidays"], record["workdays"])))
    return files


def _years(holidays: list[str], workdays: list[str]) -> Iterator[Mapping[str, Any]]:
    days = sorted([(day, "holidays") for day in holidays] + [(day, "workdays") for day in workdays])
    for year, group in groupby(days, key=lambda each: each[0][:4]):
        listed: dict[str, list[str]] = {"holidays": [], "workdays": []}
        for day, kind in group:
            listed[kind].append(day)
        yield {"year": int(year), "source": _SOURCE, **listed}


def _rows(name: str, rows: list[Mapping[str, Any]]) -> str:
    return "\n".join(f"[[{name}]]\n{_table(row, name)}" for row in rows) or f"{name} = []\n"


def _table(table: Mapping[str, Any], path: str = "") -> str:
    """A table's plain keys, then its lists of tables, each under its full name."""
    plain = [f"{_key(key)} = {_value(value)}\n" for key, value in table.items() if not _is_rows(key, value)]
    below = [
        f"\n[[{_join(path, key)}]]\n{_table(row, _join(path, key))}"
        for key, value in table.items()
        if _is_rows(key, value)
        for row in value
    ]
    return "".join((*plain, *below))


def _is_rows(key: str, value: Any) -> bool:
    """Columns stay inside their field, one on each line; other lists of tables get headings."""
    return key != "columns" and isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "a").isalnum()
    return key if plain else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_value(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        parts = [_value(each) for each in value]
        line = f"[{', '.join(parts)}]"
        short = len(line) < 100 and not any(isinstance(each, dict) for each in value)
        return line if short else "[\n" + "".join(f"    {part},\n" for part in parts) + "]"
    return str(value) if isinstance(value, int) else _text(value)


def _text(text: str) -> str:
    """A basic string. Its escapes are those of JSON (TOML 1.0); control signs never stand in a catalogue."""
    return json.dumps(text, ensure_ascii=False)
