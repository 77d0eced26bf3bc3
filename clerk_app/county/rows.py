"""What is loaded: rows of plain values, in the order of the columns of their tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in its exact bytes. `office` wrote it; `payload` is JSON, None where it was erased.

    `accepted` is False for an entry that the township refused or holds: it did not happen.
    """

    log: str
    seq: int
    hash: bytes
    office: str
    kind: str
    matter: str
    step: str
    at: str
    raw: bytes
    signature: bytes
    payload: str | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter as it stands; days are ``YYYY-MM-DD``, None where there is none."""

    office: str
    id: str
    number: str
    title: str
    type: str
    type_name: str
    state: str
    step: str
    due: str | None
    begun_on: str | None
    closed_on: str | None
    late: int


@dataclass(frozen=True, slots=True)
class TaskRow:
    """An open step and its deadline."""

    office: str
    matter: str
    step: str
    step_name: str
    responsible: str
    deadline: str | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One value of a step that was done; money in fen."""

    office: str
    matter: str
    type: str
    step: str
    visit: int
    on: str
    kind: str
    row: int
    text: str
    number: int
