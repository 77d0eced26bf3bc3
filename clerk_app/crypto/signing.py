"""Ed25519 signatures (RFC 8032) by one library only, and the names by which public keys are compared.

Libraries differ on signatures under odd public keys: points of small order, under which one signature fits many
messages, and points that are not written in their one canonical form. libsodium is the strictest; every key is a point
of the large subgroup, so that two offices never differ about one signature (`docs/decisions/0019-one-verifier.md`).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_open
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey as Signer

from clerk_app.errors import IntegrityError

KEY_BYTES = 32
"""Bytes of a seed and of a public key."""

SIGNATURE_BYTES = 64
"""Bytes of a signature."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key: the 32-byte seed, which is the secret, and the raw 32-byte public key."""

    seed: bytes = field(repr=False)
    public: bytes
    _private: Signer = field(repr=False, compare=False)

    @classmethod
    def generate(cls) -> SigningKey:
        """A new random key."""
        return cls.from_seed(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """The key of a 32-byte seed; another length is our misuse: `ValueError`."""
        private = Signer(seed)
        return cls(bytes(seed), bytes(private.verify_key), private)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of a message; the same message always gives the same signature."""
        return self._private.sign(message).signature


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """True where `signature` over `message` is by the holder of `public`; a refused key verifies nothing."""
    if len(signature) != SIGNATURE_BYTES or not _counts(public):
        return False
    try:
        crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True


def check_public(public: bytes) -> None:
    """Raise `IntegrityError` ("weak-public-key") for a key of small order, not canonical, or no key at all."""
    if not _counts(public):
        raise IntegrityError("weak-public-key")


def fingerprint(public: bytes) -> str:
    """SHA-256 (64 hex digits) of the raw public key: the name of a device in a log."""
    return hashlib.sha256(public).hexdigest()


def short_fingerprint(public: bytes) -> str:
    """Twenty digits in five groups, for two people to compare face to face: ``0471 9925 3310 6672 8841``."""
    digits = f"{int(fingerprint(public), 16) % 10**20:020d}"
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


@lru_cache(maxsize=256)
def _counts(public: bytes) -> bool:
    """Whether a key is taken at all; kept, because one key signs thousands of entries."""
    return len(public) == KEY_BYTES and crypto_core_ed25519_is_valid_point(public)
