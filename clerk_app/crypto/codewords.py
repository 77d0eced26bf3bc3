"""The recovery code on paper: 128 bits in seven groups of four characters, with a check, forgiving to its reader."""

from __future__ import annotations

import hashlib

from clerk_app.errors import IntegrityError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_CHARACTERS = 28
_BITS = 5 * _CHARACTERS
_CODE_BYTES = 16
_CHECK_BITS = _BITS - 8 * _CODE_BYTES


def write_code(code: bytes) -> str:
    """16 bytes as ``XXXX-XXXX-…``: Crockford's base 32 of the code and 12 bits of its SHA-256."""
    number = int.from_bytes(code, "big") << _CHECK_BITS | _check(code)
    digits = "".join(_ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return "-".join(digits[place : place + 4] for place in range(0, _CHARACTERS, 4))


def read_code(text: str) -> bytes:
    """The inverse; case, spaces, dashes and look-alikes do not matter. `IntegrityError` ("recovery-code-mistyped")."""
    digits = "".join(text.upper().translate(_ALIKE).replace("-", " ").split())
    if len(digits) != _CHARACTERS or any(digit not in _ALPHABET for digit in digits):
        raise IntegrityError("recovery-code-mistyped")
    number = 0
    for digit in digits:
        number = number << 5 | _ALPHABET.index(digit)
    code = (number >> _CHECK_BITS).to_bytes(_CODE_BYTES, "big")
    if number & (1 << _CHECK_BITS) - 1 != _check(code):
        raise IntegrityError("recovery-code-mistyped")
    return code


def _check(code: bytes) -> int:
    return int.from_bytes(hashlib.sha256(code).digest(), "big") >> 256 - _CHECK_BITS
