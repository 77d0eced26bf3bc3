"""A paper that a clerk attaches as PDF: what it must be before it is stored. It is never opened or run by us."""

from __future__ import annotations

import re

from clerk_app.errors import IntegrityError

LARGEST = 40 * 1024 * 1024
"""Bytes that an attached paper may have."""

_TAIL = 2048
"""The end mark stands in the last bytes; some scanners write a little behind it (ISO 32000-1, annex H.3)."""

_VERSION = re.compile(rb"%PDF-[12]\.[0-9]")
_ENCRYPTED = re.compile(rb"/Encrypt[\s/<\d]")


def accept_paper(data: bytes) -> None:
    """Refuse what is no whole PDF that anybody can open: `IntegrityError` ("paper-…")."""
    if len(data) > LARGEST:
        raise IntegrityError("paper-too-large", size=len(data) >> 20, limit=LARGEST >> 20)
    if not _VERSION.match(data):
        raise IntegrityError("paper-not-pdf")
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise IntegrityError("paper-damaged")
    if _ENCRYPTED.search(data):
        raise IntegrityError("paper-locked")
