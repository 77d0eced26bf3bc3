"""Sample cases of the matter types: `samples/V33.toml` in a catalogue's folder, read as strictly as the types.

Those of a block stand in `samples/blocks/payment.toml` and go with every sample of every type.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clerk_app.model import Act, ClosedMatter, EarlierMatter, OpenedMatter, Sample, SharedAct, Surroundings, Try

from .folder import parse_toml
from .limits import LARGEST_FILE, MOST_FILES, MOST_NAMES
from .reading import ID, KEY, TYPE_ID, Reader, malformed

MOST_SAMPLES = 20
MOST_ACTS = 200
MOST_TRIES = 100
MOST_EARLIER = 50

FARTHEST_DAY = 36_500

_VALUES = (str, int, bool)


def samples(folder: Path) -> tuple[Sample, ...]:
    """All sample cases of a folder, in the order of its types; `IntegrityError` at the first fault."""
    shared = tuple(act for path in _files(folder / "samples" / "blocks", "*.toml") for act in _block_file(path))
    return tuple(sample for path in _files(folder / "samples", "V*.toml") for sample in _file(path, shared))


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern), key=lambda path: path.name)
    if len(found) > MOST_FILES:
        raise malformed("samples", f"files<={MOST_FILES}")
    return found


def _open(path: Path, name: str) -> Reader:
    with path.open("rb") as file:
        raw = file.read(LARGEST_FILE + 1)
    return Reader.of(parse_toml(raw, f"{name.replace('.', '/')}.toml"), name)


def _file(path: Path, shared: tuple[SharedAct, ...]) -> tuple[Sample, ...]:
    reader = _open(path, f"samples.{path.stem}")
    if not TYPE_ID.fullmatch(path.stem):
        raise malformed(f"samples.{path.stem}", "type-id")
    found = reader.each("samples", MOST_SAMPLES, lambda inner: _sample(inner, path.stem, shared))
    reader.done()
    return found


def _block_file(path: Path) -> tuple[SharedAct, ...]:
    reader = _open(path, f"samples.blocks.{path.stem}")
    block = reader.text("block")
    found = reader.each("acts", MOST_ACTS, lambda inner: _shared_act(inner, block))
    reader.done()
    return found


def _sample(reader: Reader, type_id: str, shared: tuple[SharedAct, ...]) -> Sample:
    return Sample(
        type=type_id,
        name=reader.text("name"),
        acts=reader.each("acts", MOST_ACTS, _act),
        around=_around(reader),
        shared=shared,
    )


def _shared_act(reader: Reader, block: str) -> SharedAct:
    return SharedAct(
        block=block,
        step=reader.matching("step", ID),
        at=reader.matching("at", ID, default=""),
        said=_content(reader, "said"),
        fields=_content(reader),
        tries=reader.each("tries", MOST_TRIES, _try),
    )


def _act(reader: Reader) -> Act:
    return Act(
        step=reader.matching("step", ID),
        day=reader.integer("day", 0, FARTHEST_DAY),
        fields=_content(reader),
        posted=reader.optional_integer("posted", 0, FARTHEST_DAY),
        late_reason=_word(reader, "late_reason"),
        around=_around(reader),
        tries=reader.each("tries", MOST_TRIES, _try),
        refused=_word(reader, "refused"),
    )


def _try(reader: Reader) -> Try:
    return Try(
        refused=reader.text("refused"),
        fields=_content(reader),
        day=reader.optional_integer("day", 0, FARTHEST_DAY),
        later=reader.optional_integer("later", 0, FARTHEST_DAY) or 0,
        posted=reader.optional_integer("posted", 0, FARTHEST_DAY),
        hung=reader.optional_integer("hung", 0, FARTHEST_DAY),
        late_reason=_word(reader, "late_reason") if reader.has("late_reason") else None,
        without=reader.ids("without", MOST_NAMES),
        unsigned=reader.ids("unsigned", MOST_NAMES),
        signers=_texts(reader, "signers"),
        order=reader.ids("order", MOST_NAMES),
        sign_days=_numbers(reader, "sign_days"),
        objections=reader.optional_integer("objections", 0, MOST_NAMES) or 0,
        around=_around(reader),
    )


def _around(reader: Reader) -> Surroundings:
    return Surroundings(
        parameters=_numbers(reader, "parameters"),
        rolls=_numbers(reader, "rolls"),
        registers=_lists(reader, "registers"),
        commitments=reader.each("commitments", MOST_EARLIER, _earlier),
        submatters=reader.each("submatters", MOST_EARLIER, _opened),
        closed=reader.each("closed", MOST_EARLIER, _closed),
        empty=reader.ids("empty", MOST_NAMES, KEY),
    )


def _earlier(reader: Reader) -> EarlierMatter:
    return EarlierMatter(
        type=reader.matching("type", TYPE_ID),
        amount=reader.integer("amount"),
        day=_day(reader, "day"),
        site=_word(reader, "site"),
        party=_word(reader, "party"),
    )


def _opened(reader: Reader) -> OpenedMatter:
    return OpenedMatter(type=reader.matching("type", TYPE_ID), closed=reader.flag("closed"))


def _closed(reader: Reader) -> ClosedMatter:
    return ClosedMatter(type=reader.matching("type", TYPE_ID), number=reader.text("number"), day=_day(reader, "day"))


def _word(reader: Reader, name: str) -> str:
    """A text that may be empty or left out."""
    return reader.text(name) if reader.value(name) not in (None, "") else ""


def _day(reader: Reader, name: str) -> int:
    value = reader.value(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > FARTHEST_DAY:
        reader.fail(name, f"-{FARTHEST_DAY}..{FARTHEST_DAY}")
    return value


def _content(reader: Reader, key: str = "fields") -> Mapping[str, Any]:
    """The fields of a form as an author writes them: texts, numbers, truth values, and tables of these."""
    inner = _table(reader, key)
    for name, value in inner.record.items():
        rows = value if isinstance(value, list) else [{name: value}]
        if not all(isinstance(row, dict) and all(isinstance(v, _VALUES) for v in row.values()) for row in rows):
            inner.fail(name, "text|number|true|false|table")
    return inner.record


def _table(reader: Reader, name: str) -> Reader:
    value = reader.value(name)
    return Reader.of({} if value is None else value, reader.at(name))


def _numbers(reader: Reader, name: str) -> Mapping[str, int]:
    inner = _table(reader, name)
    return {key: inner.integer(key) for key in inner.record}


def _texts(reader: Reader, name: str) -> Mapping[str, str]:
    inner = _table(reader, name)
    return {key: inner.text(key) for key in inner.record}


def _lists(reader: Reader, name: str) -> Mapping[str, tuple[str, ...]]:
    inner = _table(reader, name)
    return {key: inner.texts(key, MOST_NAMES) for key in inner.record}
