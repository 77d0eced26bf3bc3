"""An entry's exact bytes: written once, checked claim by claim, and the same for ever."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import canon, chain
from clerk_app.crypto import SigningKey, fingerprint
from clerk_app.errors import IntegrityError
from clerk_app.model import Entry, EntryKind, FileRef, LogId

GOLDEN = Path(__file__).parent.parent / "golden" / "journal"
KEY = SigningKey.from_seed(b"\x01" * 32)
OTHER = SigningKey.from_seed(b"\x02" * 32)
LOG = LogId(fingerprint(KEY.public), 1, "330502999000")
SALT = b"\x07" * 16
PAYLOAD = {"visit": 1, "on": "2026-11-23", "fields": {"amount": 4860000, "note": "村道"}, "late_reason": ""}
ENTRY = Entry(
    log=LOG,
    seq=2,
    prev="a" * 64,
    anchor="b" * 64,
    at="2026-11-23T08:00:00Z",
    clock="ok",
    kind=EntryKind.COMPLETE,
    matter="V10-2026-001-b12e",
    step="contract",
    catalogue="",
    actor="p001",
    role="clerk",
    payload="",
    files=(FileRef("c" * 64, 1024, "contract_paper"),),
)


def recorded() -> Any:
    """The entry as it is written."""
    return chain.record(ENTRY, PAYLOAD, SALT, KEY)


def test_an_entry_comes_back_from_its_bytes() -> None:
    """The stored bytes are the truth; a reader accepts only bytes that a writer could have produced."""
    made = recorded()
    assert chain.entry_of(made.raw) == made.entry
    assert chain.entry_bytes(made.entry) == made.raw
    checked = chain.check(made.raw, made.signature, canon.encode(PAYLOAD), SALT, KEY.public)
    assert checked == made
    assert chain.check(made.raw, made.signature, None, None, KEY.public).payload is None
    assert LogId.parse(str(LOG)) == LOG


def test_the_bytes_of_the_first_format_stay_as_they_are() -> None:
    made = recorded()
    assert made.raw == (GOLDEN / "entry.json").read_bytes()
    assert f"{made.hash}\n{made.signature.hex()}\n" == (GOLDEN / "entry.txt").read_text(encoding="utf-8")


def test_every_changed_byte_is_found() -> None:
    made = recorded()
    for place in range(len(made.raw)):
        raw = made.raw[:place] + bytes([made.raw[place] ^ 1]) + made.raw[place + 1 :]
        with pytest.raises(IntegrityError):
            chain.check(raw, made.signature, canon.encode(PAYLOAD), SALT, KEY.public)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signature": bytes(64)}, "entry-signature"),
        ({"public": OTHER.public}, "entry-wrong-device"),
        ({"payload": canon.encode({**PAYLOAD, "visit": 2})}, "payload-mismatch"),
        ({"salt": b"\x08" * 16}, "payload-mismatch"),
        ({"salt": b"short"}, "payload-mismatch"),
    ],
)
def test_each_claim_is_checked(change: dict[str, Any], code: str) -> None:
    made = recorded()
    claims = {"signature": made.signature, "payload": canon.encode(PAYLOAD), "salt": SALT, "public": KEY.public}
    with pytest.raises(IntegrityError, match=code):
        chain.check(made.raw, **{**claims, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 0},
        {"prev": "x"},
        {"at": "2026-11-23"},
        {"clock": "maybe"},
        {"kind": "coronation"},
        {"matter": "a b"},
        {"payload": ""},
        {"log": {"device": "x", "epoch": 1, "audience": "*"}},
        {"log": {"device": "a" * 64, "epoch": 0, "audience": "*"}},
        {"log": {"device": "a" * 64, "epoch": 1, "audience": "all"}},
        {"files": [{"sha256": "x", "size": 1, "kind": "a"}]},
        {"files": [{"sha256": "a" * 64, "size": -1, "kind": "a"}]},
    ],
)
def test_a_field_of_the_wrong_form_is_named(change: dict[str, Any]) -> None:
    record = {**canon.decode(recorded().raw), **change}
    with pytest.raises(IntegrityError, match="record-malformed"):
        chain.entry_of(canon.encode(record))


def test_an_entry_of_a_newer_format_is_left_alone() -> None:
    record = {**canon.decode(recorded().raw), "v": 2}
    with pytest.raises(IntegrityError, match="entry-newer"):
        chain.entry_of(canon.encode(record))


def test_a_payload_has_a_limit() -> None:
    with pytest.raises(IntegrityError, match="payload-too-large"):
        chain.record(ENTRY, {"note": "x" * chain.LARGEST_PAYLOAD}, SALT, KEY)


def test_a_foreign_key_is_our_own_fault() -> None:
    with pytest.raises(RuntimeError, match="device of its log"):
        chain.record(ENTRY, PAYLOAD, SALT, OTHER)


def test_an_entry_follows_its_log_its_number_and_its_hash() -> None:
    made = recorded()
    assert chain.follows(made, LOG, 1, "a" * 64)
    for log, seq, prev in ((replace(LOG, epoch=2), 1, "a" * 64), (LOG, 2, "a" * 64), (LOG, 1, "b" * 64)):
        assert not chain.follows(made, log, seq, prev)


NAMES = ("", "p001", "A.b-_9", "名", "a b", 'a"', "a\\n", "x" * 80, "x" * 81)
HASHES = ("", "a" * 64, "A" * 64, "a" * 63, "a" * 65)
VARIED: dict[str, tuple[Any, ...]] = {
    "v": (0, 1, 2, True, "1"),
    "seq": (0, -1, 1, 10**14, 10**15, 2**53 - 1, "1"),
    "at": ("2026-11-23T08:00:00Z", "2026-11-23", "", "2026-11-23T08:00:00+"),
    "clock": ("ok", "suspect", "OK", ""),
    "kind": ("begin", "draw", "nothing", ""),
    "files": ([], [{}], [{"kind": "photo", "sha256": "a" * 64, "size": 1}], {}),
    "log": (
        {"device": "d" * 64, "epoch": 1_000_000, "audience": "330502999000"},
        {"device": "d" * 64, "epoch": 1_000_001, "audience": "*"},
        {"device": "d" * 64, "epoch": 0, "audience": "*"},
        {"device": "d" * 63, "epoch": 1, "audience": "*"},
        {"device": "d" * 64, "epoch": 1, "audience": "33050299900"},
        {"device": "d" * 64, "epoch": 1},
        {},
    ),
    "more": (1,),
    **dict.fromkeys(("actor", "matter", "step", "role"), NAMES),
    **dict.fromkeys(("prev", "anchor", "catalogue", "payload"), HASHES),
}
"""What may stand, rightly or wrongly, in each place of an entry."""


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in VARIED.items() for value in values])
def test_the_quick_reading_of_an_entry_is_as_strict_as_the_slow_one(name: str, value: Any) -> None:
    plain = chain.entry_bytes(replace(ENTRY, files=(), payload="e" * 64))
    raw = canon.encode({**canon.decode(plain), name: value})
    assert read_or_refused(raw) == read_or_refused(raw, quick=False)


@pytest.mark.parametrize("spoilt", [b" ", b"\n", b",", b"}"])
def test_bytes_around_an_entry_are_refused_by_both(spoilt: bytes) -> None:
    plain = chain.entry_bytes(replace(ENTRY, files=(), payload="e" * 64))
    for raw in (
        plain + spoilt,
        spoilt + plain,
        plain[:-1],
        plain.replace(b":2,", b":02,"),
        plain.replace(b":2,", b":2.0,"),
    ):
        told = read_or_refused(raw)
        assert told == read_or_refused(raw, quick=False)
        assert isinstance(told, tuple)


def read_or_refused(raw: bytes, *, quick: bool = True) -> Any:
    """The entry, or the code of what is wrong with it."""
    with pytest.MonkeyPatch.context() as patched:
        if not quick:
            patched.setattr(chain, "_PLAIN", re.compile(r"(?P<kind>nothing)^"))
        try:
            return chain.entry_of(raw)
        except IntegrityError as error:
            return error.code, dict(error.details)


def test_most_entries_are_read_quickly() -> None:
    assert chain._PLAIN.fullmatch(chain.entry_bytes(replace(ENTRY, files=(), payload="e" * 64)).decode())
