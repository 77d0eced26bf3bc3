"""Ed25519 signatures (RFC 8032) by one library only, and the names by which public keys are compared.

Libraries differ on signatures under odd public keys: points of small order, under which one signature fits many
messages, and points that are not written in their one canonical form. Such keys are refused here, so that two offices
never differ about one signature.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from clerk_app.errors import IntegrityError

KEY_BYTES = 32
"""Bytes of a seed and of a public key."""

SIGNATURE_BYTES = 64
"""Bytes of a signature."""

_P = 2**255 - 19
_ORDER_EIGHT = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset({0, 1, _P - 1, _ORDER_EIGHT, _P - _ORDER_EIGHT})
"""The y coordinates of the eight points whose order divides 8; both signs of x are meant."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key: the 32-byte seed, which is the secret, and the raw 32-byte public key."""

    seed: bytes = field(repr=False)
    public: bytes
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def generate(cls) -> SigningKey:
        """A new random key."""
        return cls.from_seed(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """The key of a 32-byte seed; another length is our misuse: `ValueError`."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(bytes(seed), private.public_key().public_bytes_raw(), private)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of a message; the same message always gives the same signature."""
        return self._private.sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """True where `signature` over `message` is by the holder of `public`; a refused key verifies nothing."""
    key = _verifier(public)
    if key is None:
        return False
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def check_public(public: bytes) -> None:
    """Raise `IntegrityError` ("weak-public-key") for a key of small order, not canonical, or no key at all."""
    if _verifier(public) is None:
        raise IntegrityError("weak-public-key")


def fingerprint(public: bytes) -> str:
    """SHA-256 (64 hex digits) of the raw public key: the name of a device in a log."""
    return hashlib.sha256(public).hexdigest()


def short_fingerprint(public: bytes) -> str:
    """Twenty digits in five groups, for two people to compare face to face: ``0471 9925 3310 6672 8841``."""
    digits = f"{int(fingerprint(public), 16) % 10**20:020d}"
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


@lru_cache(maxsize=256)
def _verifier(public: bytes) -> Ed25519PublicKey | None:
    """The library's key, or None where the key is refused; kept, because one key signs thousands of entries."""
    if len(public) != KEY_BYTES:
        return None
    y = int.from_bytes(public, "little") & ((1 << 255) - 1)
    if y >= _P or y in _SMALL_ORDER or not _on_curve(y):
        return None
    return Ed25519PublicKey.from_public_bytes(public)


def _on_curve(y: int) -> bool:
    """True where an x exists: (y^2 - 1) / (d y^2 + 1) is a square (RFC 8032, 5.1.3), by Euler's criterion.

    For a square and for its quotient the criterion is the same as for the product, which needs no inversion.
    """
    d = -121665 * pow(121666, -1, _P)
    product = (y * y - 1) * (d * y * y + 1)
    return pow(product, (_P - 1) // 2, _P) == 1
