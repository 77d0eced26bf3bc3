"""A catalogue's folder: the TOML files that officials and developers write, made into one release.

Faults are named by file and key: `V10.steps[3].gates[0].days`, `blocks.payment.steps[1].name`, `parameters[7].tag`.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.model import Catalogue, MatterType, Parameter, Role, Step

from .blocks import Block, expand, read_block
from .fault import Fault
from .limits import (
    DEEPEST_FILE,
    LARGEST_FILE,
    LONGEST_LINE,
    MOST_DAYS,
    MOST_DOTS,
    MOST_FILES,
    MOST_PARAMETERS,
    MOST_ROLES,
    MOST_STEPS,
)
from .lint import lint
from .reading import Reader, distinct, is_day, malformed
from .release import named, read_head, read_parameter, read_role
from .steps import read_step

_T = TypeVar("_T")


def load(folder: Path) -> Catalogue:
    """The release that a folder holds; `IntegrityError` ("catalogue-…") at the first fault."""
    catalogue = draft(folder)
    for fault in lint(catalogue):
        raise malformed(fault.path, fault.wanted)
    return catalogue


def check(folder: Path) -> tuple[Fault, ...]:
    """All faults of a folder at once: the first of each file that cannot be read, else all that the lint finds."""
    unread = tuple(_unread(folder))
    if unread:
        return unread
    try:
        return lint(draft(folder))
    except IntegrityError as error:
        return (_fault(error, ""),)


def _unread(folder: Path) -> Iterator[Fault]:
    """What each file is refused for on its own; types are read only when all blocks could be."""
    whole: dict[str, Callable[[Path], object]] = {
        "release": _head,
        "parameters": _parameters,
        "roles": _roles,
        "holidays": _holidays,
    }
    yield from (fault for name, read in whole.items() for fault in _tried(partial(read, folder), name))
    blocks: dict[str, Block] = {}
    faulty = False
    for path in _files(folder / "blocks", "*.toml"):
        for fault in _tried(partial(_block, path, blocks), f"blocks.{path.stem}"):
            faulty = True
            yield fault
    for path in [] if faulty else _files(folder, "V*.toml"):
        yield from _tried(partial(_type, path, blocks), path.stem)


def _tried(read: Callable[[], object], name: str) -> Iterator[Fault]:
    try:
        read()
    except IntegrityError as error:
        yield _fault(error, name)


def _fault(error: IntegrityError, name: str) -> Fault:
    """A file that is no TOML is named by its line, the rest by the path inside it."""
    line = error.details.get("line")
    fault = Fault(str(error.details.get("path", "")).strip("."), str(error.details.get("wanted", error.code)))
    if not name or fault.file == Fault(name, "").file:
        return fault
    inside = fault.path or (f"@{line}" if line else "")
    return Fault(f"{name}.{inside}".removesuffix(".").replace(".@", "@"), fault.wanted)


def draft(folder: Path) -> Catalogue:
    """The release that a folder holds, read strictly but not linted."""
    version, name = _head(folder)
    blocks: dict[str, Block] = {}
    for path in _files(folder / "blocks", "*.toml"):
        _block(path, blocks)
    types = [_type(path, blocks) for path in _files(folder, "V*.toml")]
    holidays, workdays = _holidays(folder)
    return named(
        Catalogue(
            version=version,
            name=name,
            hash="",
            types={kind.id: kind for kind in types},
            parameters=_parameters(folder),
            roles=_roles(folder),
            holidays=holidays,
            workdays=workdays,
        )
    )


def parse_toml(raw: bytes, name: str) -> dict[str, Any]:
    """The tables of a TOML file. Size, depth, and each line's length and dots are bounded before the parser sees it."""
    if len(raw) > LARGEST_FILE:
        raise IntegrityError("catalogue-too-large", file=name, size=len(raw), limit=LARGEST_FILE)
    if any(len(line) > LONGEST_LINE or line.count(b".") > MOST_DOTS for line in raw.split(b"\n")) or _deep(raw):
        raise IntegrityError("catalogue-unreadable", file=name, line=0)
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise IntegrityError("catalogue-unreadable", file=name, line=_line(str(error))) from error


def _deep(raw: bytes) -> bool:
    """More brackets open at once than any honest file has; brackets in texts and comments count too, closed or not."""
    depth = 0
    for sign in raw:
        if sign in b"[{":
            depth += 1
            if depth > DEEPEST_FILE:
                return True
        elif sign in b"]}" and depth:
            depth -= 1
    return False


def _line(message: str) -> int:
    """The line that the parser names, 0 where it names none."""
    _, _, rest = message.partition("(at line ")
    number = rest.partition(",")[0]
    return int(number) if number.isdecimal() else 0


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise SurroundingsError("catalogue-file-missing", file=path.name) from error
    return parse_toml(raw, path.name)


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern), key=lambda path: path.name)
    if len(found) > MOST_FILES:
        raise malformed(folder.name, f"files<={MOST_FILES}")
    return found


def _rows(folder: Path, name: str, most: int, read: Callable[[Reader], _T]) -> list[_T]:
    reader = Reader.of(_parse(folder / f"{name}.toml"))
    rows = reader.each(name, most, read)
    reader.done()
    return list(rows)


def _head(folder: Path) -> tuple[int, str]:
    """The number and the name of the release."""
    head = Reader.of(_parse(folder / "release.toml"), "release")
    version, name = head.integer("version", 1, 1_000_000), head.text("name")
    head.done()
    return version, name


def _parameters(folder: Path) -> dict[str, Parameter]:
    return distinct(_rows(folder, "parameters", MOST_PARAMETERS, read_parameter), lambda p: p.key, "parameters")


def _roles(folder: Path) -> dict[str, Role]:
    return distinct(_rows(folder, "roles", MOST_ROLES, read_role), lambda r: r.id, "roles")


def _block(path: Path, blocks: dict[str, Block]) -> None:
    """Read one block and put it to the others."""
    block = read_block(Reader.of(_parse(path), f"blocks.{path.stem}"))
    if block.id != path.stem:
        raise malformed(f"blocks.{path.stem}.id", path.stem)
    blocks[block.id] = block


def _type(path: Path, blocks: dict[str, Block]) -> MatterType:
    reader = Reader.of(_parse(path), path.stem)
    head = read_head(reader)
    if head.id != path.stem:
        reader.fail("id", path.stem)
    steps: list[Step] = []
    for inner in reader.tables("steps", MOST_STEPS):
        previous = (steps[-1].id,) if steps else ()
        steps.extend(expand(inner, blocks, previous) if inner.has("use") else (read_step(inner, previous),))
        if len(steps) > MOST_STEPS:
            reader.fail("steps", f"list<={MOST_STEPS}")
    reader.done()
    return dataclasses.replace(head, steps=tuple(steps))


def _holidays(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Days off and weekends worked, over all years of the file; a year says where its days come from."""
    holidays: set[str] = set()
    workdays: set[str] = set()
    reader = Reader.of(_parse(folder / "holidays.toml"))
    for year in reader.tables("years", MOST_DAYS):
        number = year.integer("year", 2000, 2100)
        year.text("source")
        for name, days in (("holidays", holidays), ("workdays", workdays)):
            days.update(_days(year, name, number))
        year.done()
    reader.done()
    return frozenset(holidays), frozenset(workdays)


def _days(reader: Reader, name: str, year: int) -> Iterator[str]:
    """Days written ``2026-01-04``, or first and last as ``2026-01-01..2026-01-03``; all lie in that year."""
    for index, item in enumerate(reader.texts(name, MOST_DAYS)):
        first, _, last = item.partition("..")
        last = last or first
        if not is_day(first) or not is_day(last) or not f"{year}-01-01" <= first <= last <= f"{year}-12-31":
            reader.fail(f"{name}[{index}]", "YYYY-MM-DD..YYYY-MM-DD")
        begin = date.fromisoformat(first)
        for number in range((date.fromisoformat(last) - begin).days + 1):
            yield (begin + timedelta(days=number)).isoformat()
