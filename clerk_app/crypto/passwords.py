"""Secrets under a password: stretched by Argon2id, wrapped by ChaCha20-Poly1305; a person's own signing key is one.

What a file says of cost and salt is checked before any work: whoever wrote it may want to keep the machine busy.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from clerk_app.errors import IntegrityError

from .signing import SigningKey

KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: Argon2id memory in KiB, passes, lanes (RFC 9106)."""

    memory: int
    passes: int
    lanes: int

    @classmethod
    def default(cls) -> Cost:
        """RFC 9106's second choice: 64 MiB, 3 passes, 4 lanes."""
        return cls(64 * 1024, 3, 4)

    @classmethod
    def read(cls, numbers: Any) -> Cost:
        """The cost that three whole numbers say; `TypeError` or `ValueError` for anything else."""
        memory, passes, lanes = numbers
        if not all(type(number) is int for number in (memory, passes, lanes)):
            raise ValueError(numbers)
        return cls(memory, passes, lanes)

    def check(self) -> None:
        """`IntegrityError` ("key-cost-refused") outside floor and ceiling: a header is not trusted before it opens."""
        if not (19 * 1024 <= self.memory <= 256 * 1024 and 2 <= self.passes <= 10 and 1 <= self.lanes <= 8):
            raise IntegrityError("key-cost-refused")


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from a passphrase (NFC, so that two keyboards agree) by Argon2id; the cost is checked first."""
    cost.check()
    text = unicodedata.normalize("NFC", passphrase).encode()
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(text)


def wrap(key: bytes, secret: bytes, context: bytes) -> bytes:
    """`secret` under `key` (ChaCha20-Poly1305, random nonce first); `context` must be the same to unwrap."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, context)


def unwrap(key: bytes, wrapped: bytes, context: bytes) -> bytes:
    """The inverse of `wrap`; `IntegrityError` ("wrapped-damaged") for another key, another context or changed bytes."""
    try:
        return ChaCha20Poly1305(key).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        raise IntegrityError("wrapped-damaged") from error


def lock_key(seed: bytes, passphrase: str, cost: Cost) -> dict[str, Any]:
    """A person's signing key as a record that only the own passphrase opens."""
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = wrap(stretch(passphrase, salt, cost), seed, b"person key")
    return {"salt": salt.hex(), "cost": [cost.memory, cost.passes, cost.lanes], "wrapped": wrapped.hex()}


def open_key(record: dict[str, Any], passphrase: str) -> SigningKey:
    """The key in a record; `IntegrityError` ("wrong-signing-password")."""
    try:
        cost = Cost.read(record["cost"])
        salt, wrapped = read_salt(record["salt"]), bytes.fromhex(record["wrapped"])
    except (KeyError, TypeError, ValueError) as error:
        raise IntegrityError("wrapped-damaged") from error
    try:
        return SigningKey.from_seed(unwrap(stretch(passphrase, salt, cost), wrapped, b"person key"))
    except IntegrityError as error:
        raise IntegrityError("wrong-signing-password" if error.code == "wrapped-damaged" else error.code) from error


def read_salt(digits: Any) -> bytes:
    """The salt of a password; `TypeError` or `ValueError` for anything that Argon2id would not take."""
    salt = bytes.fromhex(digits)
    if len(salt) != SALT_BYTES:
        raise ValueError(digits)
    return salt
