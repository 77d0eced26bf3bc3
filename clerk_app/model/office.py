"""Offices and the cards by which they know each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OfficeKind(StrEnum):
    """What a desk works for."""

    VILLAGE = "village"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Card:
    """An office as others know it: 12-digit division code, name, and public keys.

    `signing` is the raw Ed25519 public key of its device in hex, `sealing` its age recipient (``age1…``).
    `epoch` is the number of the epoch that this device began.
    """

    code: str
    name: str
    kind: OfficeKind
    signing: str
    sealing: str
    epoch: int = 1
