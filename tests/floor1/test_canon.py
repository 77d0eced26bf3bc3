"""One record, one byte string; and strict reading of what a stranger wrote."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from clerk_app import canon
from clerk_app.canon import Fields
from clerk_app.errors import IntegrityError

from ..stopwatch import own_seconds

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RECORDS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXTS, inside, max_size=4),
    max_leaves=20,
)


@given(RECORDS)
def test_a_record_comes_back_from_its_bytes(record: Any) -> None:
    assert canon.decode(canon.encode(record)) == record
    assert canon.trusted(canon.encode(record)) == record


@given(RECORDS)
def test_no_other_bytes_stand_for_the_record(record: Any) -> None:
    exact = canon.encode(record)
    for other in (json.dumps(record, indent=1).encode(), exact + b" ", b" " + exact):
        if other != exact:
            with pytest.raises(IntegrityError):
                canon.decode(other)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b"1.0",
        b"1e3",
        b"NaN",
        b"Infinity",
        b"1e400",
        b'"\\ud800"',
        b'"\xff"',
        b'"\\u0041"',
        b"9007199254740993",
        b"01",
        b"[1,]",
    ],
)
def test_bytes_that_no_writer_makes_are_refused(raw: bytes) -> None:
    with pytest.raises(IntegrityError, match=r"json-malformed|json-not-canonical"):
        canon.decode(raw)


def test_size_and_depth_are_bounded_before_the_parser_runs() -> None:
    with pytest.raises(IntegrityError, match="json-too-large"):
        canon.decode(b'"' + b"x" * 100 + b'"', limit=100)
    deep = b"[" * canon.DEEPEST + b"]" * canon.DEEPEST
    assert canon.decode(deep)
    with pytest.raises(IntegrityError, match="json-too-deep"):
        canon.decode(b"[" + deep + b"]")
    with pytest.raises(IntegrityError, match="json-too-deep"):
        canon.decode(b"[" * 100_000)
    wide = canon.encode([{"a": []} for _ in range(40)] + ['"[[[[\\"'])
    assert len(canon.decode(wide)) == 41


@pytest.mark.parametrize("row", [b'\\"', b'"', b"\\\n", b"[", b"\\"])
def test_a_text_that_never_ends_costs_one_scan(row: bytes) -> None:
    with own_seconds() as spent, pytest.raises(IntegrityError, match="json-malformed"):
        canon.decode(b"[]" * 40 + b'"' + row * 20_000)
    assert spent[0] < 0.5


@pytest.mark.parametrize("value", [1.5, [1.5], {"a": (2, 1.5)}, {1, 2}])
def test_what_canonical_json_cannot_hold_is_our_own_fault(value: Any) -> None:
    with pytest.raises(Exception, match=r"float|unsupported|set"):
        canon.encode(value)


class Colour(StrEnum):
    """For a choice."""

    RED = "red"


GOOD: dict[str, Any] = {
    "text": "甲",
    "number": 7,
    "flag": True,
    "hex": "ab" * 32,
    "colour": "red",
    "inside": {"x": 1},
    "list": [1],
    "records": [{"x": 1}],
    "texts": ["a"],
}


def test_every_getter_gives_what_is_there() -> None:
    fields = Fields.of(GOOD)
    assert (fields.text("text"), fields.integer("number"), fields.flag("flag")) == ("甲", 7, True)
    assert fields.hexadecimal("hex") == "ab" * 32
    assert fields.choice("colour", Colour) == fields.choice("colour", frozenset({"red"})) == "red"
    assert fields.inside("inside").integer("x") == 1
    assert (fields.items("list"), fields.texts("texts")) == ([1], ("a",))
    assert [inner.integer("x") for inner in fields.records("records")] == [1]
    assert Fields.of({"a": ""}).matching("a", re.compile("x"), empty=True) == ""


def test_defaults_stand_for_what_is_absent() -> None:
    fields = Fields.of({})
    assert (fields.text("a", default="x"), fields.integer("a", default=3), fields.flag("a", default=False)) == (
        "x",
        3,
        False,
    )
    assert (fields.items("a", default=True), fields.records("a", default=True), fields.texts("a", default=True)) == (
        [],
        [],
        (),
    )


@pytest.mark.parametrize(
    ("read", "path"),
    [
        (lambda f: f.text("number"), "number"),
        (lambda f: f.text("text", most=0), "text"),
        (lambda f: f.text("absent"), "absent"),
        (lambda f: f.integer("flag"), "flag"),
        (lambda f: f.integer("number", 8), "number"),
        (lambda f: f.integer("number", 0, 6), "number"),
        (lambda f: f.flag("number"), "number"),
        (lambda f: f.choice("text", Colour), "text"),
        (lambda f: f.choice("text", frozenset({"red"})), "text"),
        (lambda f: f.hexadecimal("text"), "text"),
        (lambda f: f.inside("text"), "text"),
        (lambda f: f.inside("inside").text("x"), "inside.x"),
        (lambda f: f.items("text"), "text"),
        (lambda f: f.items("list", most=0), "list"),
        (lambda f: f.records("list"), "list[0]"),
        (lambda f: f.records("records")[0].text("x"), "records[0].x"),
        (lambda f: f.texts("list"), "list[0]"),
        (lambda f: f.texts("texts", longest=0), "texts[0]"),
    ],
)
def test_every_fault_names_its_path(read: Any, path: str) -> None:
    with pytest.raises(IntegrityError, match="record-malformed") as caught:
        read(Fields.of(GOOD))
    assert caught.value.details["path"] == path


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(IntegrityError, match="record-malformed"):
        Fields.of([])


@given(RECORDS)
def test_the_quick_bytes_are_those_of_the_exact_library(record: Any) -> None:
    assert canon.encode(record) == rfc8785.dumps(record)


@pytest.mark.parametrize("bad", [1 << 53, -(1 << 53), {1: 2}, {"a": 1.5}, [b"x"], {"a": {2}}])
def test_what_no_record_holds_is_our_fault(bad: Any) -> None:
    with pytest.raises(ValueError, match=r"integer|names|holds"):
        canon.encode(bad)


@pytest.mark.parametrize("raw", [b"9007199254740992", b"-9007199254740992", b"9" * 400, b"-0", b"1e3"])
def test_numbers_that_another_reader_would_bend_are_refused(raw: bytes) -> None:
    with pytest.raises(IntegrityError):
        canon.decode(raw)
