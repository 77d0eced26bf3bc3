"""How a camera was held: the one fact wanted from EXIF before the rest is dropped (TIFF 6.0; EXIF tag 0x0112)."""

from __future__ import annotations

import struct

UPRIGHT = 1
"""Nothing to turn."""

_TAG, _SHORT = 0x0112, 3
_BYTE_ORDERS = {b"II*\x00": "<", b"MM\x00*": ">"}


def orientation_of(block: bytes) -> int:
    """The orientation 1 to 8 that a TIFF block states; a block that is damaged or silent counts as upright."""
    order = _BYTE_ORDERS.get(block[:4])
    if order is None or len(block) < 8:
        return UPRIGHT
    (start,) = struct.unpack_from(order + "I", block, 4)
    if start + 2 > len(block):
        return UPRIGHT
    (count,) = struct.unpack_from(order + "H", block, start)
    rows = block[start + 2 : start + 2 + count * 12]
    for tag, kind, _number, value in struct.iter_unpack(order + "HHIH2x", rows[: len(rows) // 12 * 12]):
        if tag == _TAG and kind == _SHORT and 1 <= value <= 8:
            return int(value)
    return UPRIGHT
