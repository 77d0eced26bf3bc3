"""What fits a carrier, and the name under which a bundle travels: all pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clerk_app.errors import SurroundingsError
from clerk_app.model import FileRef

from .container import CENTRAL_BYTES, END_BYTES, FILES, HEAD, LOCAL_BYTES, SIGNATURE, SUMS
from .limits import Limits
from .readme import README

SUFFIX = ".cwb"
"""The ending of a bundle's name. A reader knows a bundle by its content, never by its name."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFICE = re.compile(r"[0-9]{12}")

_HEADERS = LOCAL_BYTES + CENTRAL_BYTES
_SUM_LINE = 64 + len("  \n")
_NAME = len(FILES) + 64
_ITEM = len('{"sha256":"","size":},') + 64 + 10
_BESIDE_FILE = _HEADERS + 2 * _NAME + _SUM_LINE + _NAME + _ITEM
_BESIDE_ENTRY = len("\n")
_BESIDE_PAYLOAD = len('{"entry":"","payload":,"salt":"","signature":""}\n') + 64 + 32 + 128

_FIXED_NAMES = (*HEAD, SUMS, SIGNATURE)
_PARTIES_MOST, _SPAN_MOST, _SIGNATURE_MOST = 2048, 384, 512
_AGE_MOST, _CHUNK, _TAG = 2048, 64 * 1024, 16


@dataclass(frozen=True, slots=True)
class Load:
    """What one entry weighs: bytes of the entry and of its payload (4 where erased), and the files that go with it."""

    entry: int
    payload: int
    files: tuple[FileRef, ...] = ()


def plan(loads: Iterable[Load], carrier: int, limits: Limits | None = None) -> int:
    """How many of the entries, from the first on and each with its files, fit a carrier of so many bytes.

    No entry goes without its files and none overtakes another, so that each bundle stands alone and the next one goes
    on where it ends. A file that several entries name is carried once. `SurroundingsError` ("carrier-too-small") where
    not even the first one fits.
    """
    weight = _Weight(limits or Limits())
    for load in loads:
        weight.add(load)
        if not weight.fits(carrier):
            if weight.count == 1:
                raise SurroundingsError("carrier-too-small", needed=weight.sealed(), limit=carrier)
            return weight.count - 1
    return weight.count


def room(loads: Iterable[Load], limits: Limits | None = None) -> int:
    """How many bytes a bundle of all these entries takes at the most: what must be free before it is begun."""
    weight = _Weight(limits or Limits())
    for load in loads:
        weight.add(load)
    return weight.sealed()


def sealed_size(inside: int) -> int:
    """An upper bound for the sealed file around a container of `inside` bytes (age v1: header, nonce, tags)."""
    return _AGE_MOST + inside + max(1, -(-inside // _CHUNK)) * _TAG


def bundle_name(day: str, office: str, number: int, *, reply: bool = False) -> str:
    """``20261123-330502999201-000017.cwb``: at most 32 ASCII characters, safe on every carrier.

    `office` is the village's code in both directions, so that a reply ("r") is found beside its report.
    """
    if not (_DAY.fullmatch(day) and _OFFICE.fullmatch(office) and 0 < number < 1_000_000):
        raise ValueError("a day, a 12-digit code and a number of at most six digits")
    counted = f"r{number:05d}" if reply else f"{number:06d}"
    return f"{day.replace('-', '')}-{office}-{counted}{SUFFIX}"


class _Weight:
    """The size of a bundle with the entries so far, never less than what `write` will make of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files: dict[str, int] = {}
        self._file_bytes = 0
        self._entries = 0
        self._payloads = 0
        self.count = 0

    def add(self, load: Load) -> None:
        self.count += 1
        self._entries += load.entry + _BESIDE_ENTRY
        self._payloads += load.payload + _BESIDE_PAYLOAD
        for file in load.files:
            if file.sha256 not in self._files:
                self._files[file.sha256] = file.size
                self._file_bytes += file.size + _BESIDE_FILE

    def fits(self, carrier: int) -> bool:
        limits = self._limits
        return (
            self.sealed() <= min(carrier, limits.sealed)
            and self.count <= limits.entry_count
            and self._entries <= limits.entries
            and self._payloads <= limits.payloads
            and len(self._files) <= limits.file_count
        )

    def sealed(self) -> int:
        fixed = len(README) + _PARTIES_MOST + self._limits.log_count * _SPAN_MOST + _SIGNATURE_MOST + END_BYTES
        around = sum(_HEADERS + 3 * len(name) + _SUM_LINE for name in _FIXED_NAMES)
        return sealed_size(fixed + around + self._entries + self._payloads + self._file_bytes)
