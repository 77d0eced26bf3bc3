"""Ed25519, SSHSIG as `ssh-keygen` checks it, and keys that are refused."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_scalar_mul,
    crypto_core_ed25519_scalar_reduce,
)

from clerk_app.crypto import (
    SigningKey,
    allowed_signers,
    check_public,
    fingerprint,
    read_sshsig,
    short_fingerprint,
    ssh_public,
    sshsig,
    verify,
)
from clerk_app.errors import IntegrityError

P = 2**255 - 19
KEY = SigningKey.from_seed(b"\x07" * 32)
TORSION = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7


def encoded(y: int, sign: int = 0) -> bytes:
    """A point's y with the sign of its x, as RFC 8032 writes it."""
    return (y | sign << 255).to_bytes(32, "little")


WEAK = [encoded(y, sign) for y in (0, 1, P - 1, P, P + 1, TORSION, P - TORSION) for sign in (0, 1)]


@given(st.binary(max_size=200))
def test_a_signature_holds_for_its_message_and_no_other(message: bytes) -> None:
    signature = KEY.sign(message)
    assert verify(KEY.public, message, signature)
    assert not verify(KEY.public, message + b"x", signature)
    assert not verify(SigningKey.from_seed(b"\x08" * 32).public, message, signature)


def test_the_first_vector_of_rfc_8032_is_met() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = SigningKey.from_seed(seed)
    assert key.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a")


@pytest.mark.parametrize("public", [*WEAK, b"", b"\x01" * 31, encoded(2)])
def test_a_weak_or_impossible_key_is_refused_and_verifies_nothing(public: bytes) -> None:
    with pytest.raises(IntegrityError, match="weak-public-key"):
        check_public(public)
    assert not verify(public, b"message", public[:32].ljust(32, b"\0") + bytes(32))


def test_a_key_with_a_part_of_small_order_is_refused() -> None:
    """Such a point no list of forbidden ones can name; what is signed under it is judged differently by libraries."""
    mixed = crypto_core_ed25519_add(KEY.public, encoded(TORSION))
    with pytest.raises(IntegrityError, match="weak-public-key"):
        check_public(mixed)
    assert not verify(mixed, b"message", KEY.sign(b"message"))


def test_a_signature_that_begins_with_a_point_of_small_order_is_refused() -> None:
    """It satisfies the equation, and other libraries take it: the holder of the key chose a nonce of nothing."""
    beginning = encoded(1)
    wide = hashlib.sha512(beginning + KEY.public + b"message").digest()
    scalar = bytearray(hashlib.sha512(KEY.seed).digest()[:32])
    scalar[0] &= 248
    scalar[31] = scalar[31] & 63 | 64
    ending = crypto_core_ed25519_scalar_mul(
        crypto_core_ed25519_scalar_reduce(wide), crypto_core_ed25519_scalar_reduce(bytes(scalar) + bytes(32))
    )
    Ed25519PublicKey.from_public_bytes(KEY.public).verify(beginning + ending, b"message")
    assert not verify(KEY.public, b"message", beginning + ending)


@pytest.mark.parametrize("size", [0, 32, 63, 65])
def test_a_signature_of_another_length_is_none(size: int) -> None:
    assert not verify(KEY.public, b"message", bytes(size))
    assert not verify(KEY.public, b"message", (KEY.sign(b"message") + bytes(9))[:size])


def test_the_fingerprint_is_short_enough_to_read_out() -> None:
    check_public(KEY.public)
    assert len(fingerprint(KEY.public)) == 64
    groups = short_fingerprint(KEY.public).split()
    assert [len(group) for group in groups] == [4] * 5
    assert "".join(groups).isdigit()


def test_a_generated_key_is_a_new_one() -> None:
    assert SigningKey.generate().public != SigningKey.generate().public
    assert "seed" not in repr(KEY)


def test_ssh_keygen_accepts_our_signature_and_refuses_a_changed_message(tmp_path: Path) -> None:
    (tmp_path / "signers").write_text(allowed_signers([("330502999201", KEY.public)]), encoding="utf-8")
    (tmp_path / "sig").write_bytes(sshsig(KEY, "clerk-bundle", b"sums\n"))
    command = ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "signers", "-I", "330502999201", "-n", "clerk-bundle"]
    command += ["-s", tmp_path / "sig"]
    assert subprocess.run(command, input=b"sums\n", capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=b"sumS\n", capture_output=True, check=False).returncode != 0


def test_we_read_what_ssh_keygen_signed(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, capture_output=True)
    (tmp_path / "message").write_bytes(b"sums\n")
    subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-f", key, "-n", "clerk-bundle", tmp_path / "message"],
        check=True,
        capture_output=True,
    )
    public = read_sshsig((tmp_path / "message.sig").read_bytes(), "clerk-bundle", b"sums\n")
    assert ssh_public(public, "") in (tmp_path / "key.pub").read_text(encoding="utf-8")


def test_every_changed_byte_of_a_signature_is_refused() -> None:
    good = sshsig(KEY, "clerk-bundle", b"sums")
    for place in range(len(good)):
        changed = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        with pytest.raises(IntegrityError):
            read_sshsig(changed, "clerk-bundle", b"sums")
    for text in (b"", good[:-1], good + b"\n"):
        with pytest.raises(IntegrityError, match="signature-malformed"):
            read_sshsig(text, "clerk-bundle", b"sums")


def test_a_signature_for_another_purpose_or_message_is_none() -> None:
    good = sshsig(KEY, "clerk-bundle", b"sums")
    with pytest.raises(IntegrityError, match="signature-malformed"):
        read_sshsig(good, "clerk-bundlf", b"sums")
    with pytest.raises(IntegrityError, match="signature-invalid"):
        read_sshsig(good, "clerk-bundle", b"sumz")


def test_a_principal_is_a_plain_word() -> None:
    with pytest.raises(ValueError, match="plain word"):
        allowed_signers([("a b", KEY.public)])
