"""age both ways with the stock program and with another library; hostile headers cost nothing."""

from __future__ import annotations

import io
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.crypto import SealingKey, check_recipient, guard, seal, unseal
from clerk_app.errors import IntegrityError

KEY = SealingKey._of(b"\x07" * 32)
OTHER = SealingKey._of(b"\x08" * 32)
CHUNK = 64 * 1024


def sealed(plain: bytes, *recipients: str) -> bytes:
    """The sealed bytes."""
    target = io.BytesIO()
    seal(io.BytesIO(plain), target, recipients or (KEY.recipient,))
    return target.getvalue()


def unsealed(raw: bytes, key: SealingKey = KEY) -> bytes:
    """The opened bytes."""
    target = io.BytesIO()
    unseal(io.BytesIO(raw), target, key)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 17 * CHUNK + 5, 100 * CHUNK])
def test_what_was_sealed_is_opened_by_each_recipient_and_by_the_other_library(size: int) -> None:
    plain = bytes(range(256)) * (size // 256 + 1)
    raw = sealed(plain[:size], KEY.recipient, OTHER.recipient)
    assert unsealed(raw) == unsealed(raw, OTHER) == plain[:size]
    assert pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(KEY.secret)]) == plain[:size]


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_we_open_what_the_other_library_sealed(plain: bytes) -> None:
    raw = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(KEY.recipient)])
    # The other library adds a stanza of noise; files of ours never have one, and are the only ones we open.
    with suppress(IntegrityError):
        assert unsealed(raw) == plain


def test_the_stock_age_opens_ours_and_we_open_its_files(tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text(KEY.secret + "\n", encoding="utf-8")
    (tmp_path / "ours.age").write_bytes(sealed(b"hello"))
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key.txt", tmp_path / "ours.age"], capture_output=True, check=True
    )
    assert opened.stdout == b"hello"
    theirs = subprocess.run(["age", "-r", KEY.recipient], input=b"hello back", capture_output=True, check=True)
    assert unsealed(theirs.stdout) == b"hello back"


def test_a_key_has_one_text_form() -> None:
    assert SealingKey.parse(KEY.secret).recipient == KEY.recipient
    assert KEY.secret not in repr(KEY)
    for text in ("", KEY.secret[:-1], KEY.secret[:-1] + "b", KEY.recipient):
        with pytest.raises(IntegrityError, match="sealing-key-malformed"):
            SealingKey.parse(text)


@pytest.mark.parametrize("recipient", ["", "age1", KEY.recipient[:-1] + "b", "age1" + "q" * 58])
def test_a_recipient_is_checked_before_anything_is_sealed(recipient: str) -> None:
    with pytest.raises(IntegrityError, match="recipient-malformed"):
        check_recipient(recipient)
    check_recipient(KEY.recipient)


def test_nobody_and_too_many_recipients_are_our_own_fault() -> None:
    for recipients in ([], [KEY.recipient] * 17):
        with pytest.raises(ValueError, match="recipients"):
            seal(io.BytesIO(b""), io.BytesIO(), recipients)


def test_another_key_does_not_open() -> None:
    with pytest.raises(IntegrityError, match="age-not-for-us"):
        unsealed(sealed(b"x"), OTHER)


def test_every_changed_bit_cut_or_addition_is_found() -> None:
    raw = sealed(b"secret" * 10)
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(IntegrityError):
            unsealed(bytes(changed))
    for cut in range(len(raw)):
        with pytest.raises(IntegrityError):
            unsealed(raw[:cut])
    with pytest.raises(IntegrityError):
        unsealed(raw + b"\0")


def test_a_cut_between_chunks_is_found() -> None:
    raw = sealed(bytes(3 * CHUNK))
    head = len(raw) - 3 * (CHUNK + 16)
    for chunks in (0, 1, 2):
        with pytest.raises(IntegrityError, match="age-damaged"):
            unsealed(raw[: head + chunks * (CHUNK + 16)])
    with pytest.raises(IntegrityError, match="age-damaged"):
        unsealed(raw + bytes(CHUNK + 16))


STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
END = b"--- " + b"A" * 43 + b"\n"
VERSION = b"age-encryption.org/v1\n"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "age-header-not-age"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "age-header-not-age"),
        (VERSION, "age-header-malformed"),
        (VERSION + END, "age-header-malformed"),
        (VERSION + STANZA, "age-header-malformed"),
        (VERSION + b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + b"A" * 43 + b"\n" + END, "age-header-foreign"),
        (VERSION + STANZA + b"-> grease x\n\n" + END, "age-header-foreign"),
        (VERSION + STANZA * 17 + END, "age-header-too-large"),
        (VERSION + STANZA * 200_000 + END, "age-header-too-large"),
        (VERSION + STANZA.replace(b"\n", b"\r\n") + END, "age-header-malformed"),
        (VERSION + STANZA.replace(b"AAA\n", b"AA=\n") + END, "age-header-malformed"),
        (VERSION + b"-> X25519 " + b"A" * 42 + b"B\n" + b"A" * 43 + b"\n" + END, "age-header-malformed"),
    ],
)
def test_a_hostile_header_is_refused_at_once(head: bytes, code: str) -> None:
    began = time.process_time()
    with pytest.raises(IntegrityError, match=code):
        guard(head)
    with pytest.raises(IntegrityError, match=code):
        unsealed(head + bytes(64))
    assert time.process_time() - began < 0.5


def test_a_share_of_low_order_is_refused() -> None:
    raw = sealed(b"x")
    share = raw.index(b"X25519 ") + len(b"X25519 ")
    with pytest.raises(IntegrityError):
        unsealed(raw[:share] + b"A" * 43 + raw[share + 43 :])


def test_a_former_key_opens_what_was_sealed_for_it() -> None:
    raw, plain = sealed(b"hello", OTHER.recipient), io.BytesIO()
    unseal(io.BytesIO(raw), plain, KEY, OTHER)
    assert plain.getvalue() == b"hello"
    with pytest.raises(IntegrityError, match="age-not-for-us"):
        unseal(io.BytesIO(sealed(b"hello")), io.BytesIO(), OTHER, OTHER)
    # A header that the first key opens and that was changed is damage, whatever other keys there are.
    damaged = sealed(b"hello").replace(b"---", b"--- ", 1)
    end = sealed(b"hello").index(b"--- ") + 4
    whole = bytearray(sealed(b"hello"))
    whole[end] = ord("A") if whole[end] != ord("A") else ord("B")
    for raw in (damaged, bytes(whole)):
        with pytest.raises(IntegrityError) as caught:
            unseal(io.BytesIO(raw), io.BytesIO(), KEY, OTHER)
        assert caught.value.code != "age-not-for-us"
