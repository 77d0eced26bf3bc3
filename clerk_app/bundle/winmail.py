"""``winmail.dat``: the wrapping in which Outlook hides attachments from everybody else (TNEF, MS-OXTNEF 2.1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\x78\x9f\x3e\x22"

_KEY_BYTES = 2
_ATTRIBUTE = struct.Struct("<BII")
_CHECKSUM_BYTES = 2
_ATTACH_DATA = 0x0006800F


def attachments(data: bytes) -> Iterator[bytes]:
    """The contents of all attachments. What is cut or made up ends the list: a bundle proves itself anyway."""
    at = len(SIGNATURE) + _KEY_BYTES
    while at + _ATTRIBUTE.size <= len(data):
        _level, name, size = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if name == _ATTACH_DATA:
            yield data[at : at + size]
        at += size + _CHECKSUM_BYTES
