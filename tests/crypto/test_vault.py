"""Protected files and spools: any place can be read, any damage is found, nothing plain lies on the disk."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.crypto import ProtectedReader, Spool, protect, vault
from clerk_app.crypto.streams import blocks, read_full, write_all
from clerk_app.errors import IntegrityError

KEY = b"k" * 32
CHUNK = 1 << 20


def protected(plain: bytes) -> bytes:
    """The protected bytes."""
    target = io.BytesIO()
    protect(io.BytesIO(plain), target, KEY)
    return target.getvalue()


def opened(raw: bytes, key: bytes = KEY) -> bytes:
    """The plain bytes."""
    return ProtectedReader(io.BytesIO(raw), key).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_was_protected_is_read_back(size: int) -> None:
    plain = os.urandom(size)
    assert opened(protected(plain)) == plain


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3 * CHUNK), st.integers(0, 2000))
def test_any_place_can_be_read_without_the_rest(place: int, length: int) -> None:
    plain = bytes(range(251)) * (5 * CHUNK // 2 // 251)
    reader = io.BufferedReader(ProtectedReader(io.BytesIO(PLACES), KEY))
    reader.seek(place)
    assert reader.read(length) == plain[place : place + length]


PLACES = protected(bytes(range(251)) * (5 * CHUNK // 2 // 251))


def test_seeking_follows_the_rules_of_files() -> None:
    reader = ProtectedReader(io.BytesIO(protected(b"0123456789")), KEY)
    assert (reader.readable(), reader.seekable()) == (True, True)
    assert reader.seek(-3, os.SEEK_END) == 7
    assert reader.seek(1, os.SEEK_CUR) == 8
    assert (reader.read(9), reader.tell()) == (b"89", 10)
    with pytest.raises(ValueError, match="beginning"):
        reader.seek(-1)


def test_every_changed_bit_and_every_cut_is_found() -> None:
    raw = protected(b"a page of a village's life")
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(IntegrityError, match="vault-damaged"):
            opened(bytes(changed))
    for cut in range(len(raw)):
        with pytest.raises(IntegrityError, match="vault-damaged"):
            opened(raw[:cut])
    with pytest.raises(IntegrityError, match="vault-damaged"):
        opened(raw, b"x" * 32)


def test_chunks_that_change_places_or_are_cut_off_are_found() -> None:
    raw = protected(os.urandom(3 * CHUNK))
    head, sealed = 37, CHUNK + 16
    first, second, last = (raw[head + n * sealed : head + (n + 1) * sealed] for n in range(3))
    for changed in (second + first + last, first + second, first + last, first + second + last + last):
        with pytest.raises(IntegrityError, match="vault-damaged"):
            opened(raw[:head] + changed)


def test_an_empty_last_chunk_behind_a_full_one_is_a_form_that_no_writer_has() -> None:
    raw = protected(bytes(CHUNK))
    salt, cipher = raw[5:37], vault._cipher(KEY, raw[5:37])
    chunks = cipher.encrypt(vault._nonce(0, last=False), bytes(CHUNK), None)
    chunks += cipher.encrypt(vault._nonce(1, last=True), b"", None)
    with pytest.raises(IntegrityError, match="vault-damaged"):
        opened(b"CWV1\n" + salt + chunks)


def test_a_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        protect(io.BytesIO(b""), io.BytesIO(), b"short")


def test_a_spool_is_read_by_several_readers_and_leaves_nothing(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        spool.write(b"secret text " * 1000)
        spool.finish()
        one, two = spool.reader(), spool.reader()
        assert one.read(6) == two.read(6) == b"secret"
        for path in tmp_path.iterdir():
            assert b"secret" not in path.read_bytes()
    assert list(tmp_path.iterdir()) == []


def test_a_spool_goes_away_when_the_work_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with Spool(tmp_path) as spool:
            spool.write(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_spool_is_written_then_finished_then_read(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        with pytest.raises(RuntimeError, match="after it is finished"):
            spool.reader()
        spool.finish()
        with pytest.raises(RuntimeError, match="no more bytes"):
            spool.write(b"x")
        with pytest.raises(RuntimeError, match="finished once"):
            spool.finish()


class Trickle(io.BytesIO):
    """A stream that gives and takes one byte at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(1, size or 1))

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        return super().write(data[:1])


def test_streams_that_work_in_small_portions_are_read_and_written_whole() -> None:
    assert read_full(Trickle(b"abcdef"), 4) == b"abcd"
    assert read_full(Trickle(b"ab"), 4) == b"ab"
    assert list(blocks(Trickle(b"abcde"), 2)) == [(b"ab", False), (b"cd", False), (b"e", True)]
    assert list(blocks(io.BytesIO(b"abcd"), 2)) == [(b"ab", False), (b"cd", True)]
    assert list(blocks(io.BytesIO(b""), 2)) == [(b"", True)]
    target = Trickle()
    write_all(target, b"abc")
    assert target.getvalue() == b"abc"


def test_a_stream_that_takes_nothing_is_an_error_and_not_a_loop() -> None:
    class Full(io.BytesIO):
        def write(self, data: bytes, /) -> int:  # type: ignore[override]
            return 0

    with pytest.raises(OSError, match="no more bytes"):
        write_all(Full(), b"x")
