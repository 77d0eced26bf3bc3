"""A branch in a file: every entry verified, nothing missing between, nothing else accepted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app import bundle, chain
from clerk_app.crypto import SigningKey, fingerprint
from clerk_app.errors import IntegrityError
from clerk_app.model import Entry, EntryKind, LogId, Recorded

KEY = SigningKey.generate()
LOG = LogId(fingerprint(KEY.public), 1, "330502999000")


def written(count: int) -> list[Recorded]:
    """So many letters, one after the other."""
    found: list[Recorded] = []
    for seq in range(1, count + 1):
        prev = found[-1].hash if found else ""
        at = "2026-11-20T08:00:00Z"
        entry = Entry(LOG, seq, prev, "", at, "ok", EntryKind.LETTER, "", "", "", "p001", "clerk", "")
        found.append(chain.record(entry, {"text": f"第 {seq} 封"}, bytes(16), KEY))
    return found


def test_entries_come_back_as_they_were() -> None:
    entries = written(3)
    assert bundle.read_branch(bundle.branch_bytes(entries), KEY.public) == tuple(entries)
    assert bundle.read_branch(bundle.branch_bytes(entries[1:]), KEY.public) == tuple(entries[1:])


def test_an_erased_payload_stays_erased() -> None:
    (first,) = written(1)
    (back,) = bundle.read_branch(bundle.branch_bytes([replace(first, payload=None, salt=None)]), KEY.public)
    assert (back.payload, back.raw) == (None, first.raw)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: b"", "branch-malformed"),
        (lambda data: b"clerk-branch-v1\n", "branch-malformed"),
        (lambda data: data.replace(b"branch-v1", b"branch-v2"), "branch-malformed"),
        (lambda data: data[:-2], "bundle-line"),
        (lambda data: data.rsplit(b"\n", 2)[0] + b"\n", "bundle-line"),
        (lambda data: data.replace(b'"signature":"', b'"signature":"0', 1), "bundle-line"),
    ],
)
def test_a_spoilt_file_is_refused(spoil: object, code: str) -> None:
    data = bundle.branch_bytes(written(2))
    with pytest.raises(IntegrityError, match=code):
        bundle.read_branch(spoil(data), KEY.public)  # type: ignore[operator]


def test_a_gap_or_another_key_is_refused() -> None:
    first, _, third = written(3)
    with pytest.raises(IntegrityError, match="branch-malformed"):
        bundle.read_branch(bundle.branch_bytes([first, third]), KEY.public)
    with pytest.raises(IntegrityError, match="entry-wrong-device"):
        bundle.read_branch(bundle.branch_bytes([first]), SigningKey.generate().public)


def test_the_branch_of_the_first_version_is_still_read() -> None:
    key = SigningKey.from_seed(b"\x05" * 32)
    data = (Path(__file__).parents[1] / "golden" / "trust" / "branch.bin").read_bytes()
    entries = bundle.read_branch(data, key.public)
    assert [recorded.payload and recorded.payload["text"] for recorded in entries] == ["第 1 封", None, "第 3 封"]
    assert bundle.branch_bytes(entries) == data
