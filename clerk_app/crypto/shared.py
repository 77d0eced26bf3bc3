"""An age key that two persons open only together: its bytes are the exclusive or of two shares, each under a password.

One share alone is random and says nothing about the key, whatever its holder does with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from clerk_app.errors import IntegrityError

from .passwords import Cost, stretch, unwrap, wrap
from .sealing import SealingKey

_CONTEXT = b"escrow share"
_SALT_BYTES = 16


def split_key(key: SealingKey, holders: Sequence[tuple[str, str]], cost: Cost) -> dict[str, Any]:
    """The key as a record: two holders, each with a name and a password, and neither can open it alone."""
    raw = key.secret.encode("ascii")
    first = secrets.token_bytes(len(raw))
    shares = (first, _xor(raw, first))
    return {
        "recipient": key.recipient,
        "shares": [_locked(name, word, share, cost) for (name, word), share in zip(holders, shares, strict=True)],
    }


def _locked(holder: str, passphrase: str, share: bytes, cost: Cost) -> dict[str, Any]:
    salt = secrets.token_bytes(_SALT_BYTES)
    wrapped = wrap(stretch(passphrase, salt, cost), share, _CONTEXT)
    return {
        "holder": holder,
        "salt": salt.hex(),
        "cost": [cost.memory, cost.passes, cost.lanes],
        "wrapped": wrapped.hex(),
    }


def join_key(record: Mapping[str, Any], passphrases: Mapping[str, str]) -> SealingKey:
    """The key again, from the password of each holder; `IntegrityError`: "wrong-holder-password", "wrapped-damaged"."""
    try:
        shares = [_opened(share, passphrases[share["holder"]]) for share in record["shares"]]
        key, recipient = SealingKey.parse(_xor(*shares).decode("ascii")), record["recipient"]
    except (KeyError, TypeError, ValueError) as error:
        raise IntegrityError("wrapped-damaged") from error
    if key.recipient != recipient:
        raise IntegrityError("wrapped-damaged")
    return key


def _opened(share: Mapping[str, Any], passphrase: str) -> bytes:
    key = stretch(passphrase, bytes.fromhex(share["salt"]), Cost(*share["cost"]))
    try:
        return unwrap(key, bytes.fromhex(share["wrapped"]), _CONTEXT)
    except IntegrityError as error:
        raise IntegrityError("wrong-holder-password") from error


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
