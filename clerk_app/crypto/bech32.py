"""Bech32 (BIP 173, without its limit of length): the text form of age keys."""

from __future__ import annotations

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LETTERS = 6


def encode(prefix: str, data: bytes) -> str:
    """The lower-case text of `data` under a lower-case prefix."""
    letters = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << letters * 5 - len(data) * 8
    values = [number >> 5 * place & 31 for place in reversed(range(letters))]
    expanded = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = _polynomial([*expanded, *values, *bytes(_CHECK_LETTERS)]) ^ 1
    values += [check >> 5 * place & 31 for place in reversed(range(_CHECK_LETTERS))]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"


def decode(prefix: str, text: str, size: int) -> bytes:
    """The `size` bytes that `encode` writes as `text` under this prefix; `ValueError` for any other text."""
    if len(text) != len(encode(prefix, bytes(size))):
        raise ValueError("not as long as the Bech32 text of a key")
    number = 0
    letters = text[len(prefix) + 1 : -_CHECK_LETTERS]
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    data = (number >> len(letters) * 5 - size * 8).to_bytes(size, "big")
    if encode(prefix, data) != text:
        raise ValueError("not the Bech32 text of a key")
    return data


def _polynomial(values: list[int]) -> int:
    """The remainder of the checksum's polynomial (BIP 173, "Checksum")."""
    remainder = 1
    for value in values:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            remainder ^= factor if top >> place & 1 else 0
    return remainder
