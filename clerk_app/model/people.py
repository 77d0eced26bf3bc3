"""People of an office: who may do and confirm what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person. `roles` are role ids of the catalogue, `kin` the ids of near relatives on the list.

    `key` is the raw Ed25519 public key in hex, "" for one who signs on paper only. `active` is False for one who left.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    key: str = ""
    kin: tuple[str, ...] = ()
    active: bool = True
