"""The township's escrow: a key that two persons open only together, and an entry that the village sees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clerk_app import canon, crypto, workflow
from clerk_app.errors import IntegrityError, UsageError
from clerk_app.model import EntryKind, EscrowOpening, Recorded

from . import opening
from .office import Office
from .record import known_now, person_of, today

_NOTE = "escrow"


@dataclass(frozen=True, slots=True)
class EscrowRow:
    """The escrow of a township: for which age recipient villages seal, and which two persons open it together."""

    recipient: str
    holders: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """An escrow was opened: the village's code, the day, by whom, and why."""

    code: str
    on: str
    names: tuple[str, ...]
    reason: str


class Escrow:
    """The escrow of one open township."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def create(self, holders: dict[str, str], cost: crypto.Cost | None = None) -> EscrowRow:
        """A new key, shared between two persons of our list (id and the password of each); no one else ever had it.

        An earlier one is kept: villages that sealed for it are still opened.
        """
        office = self._office
        if office.is_village:
            raise UsageError("township-only")
        if len(holders) != workflow.HOLDERS or len(set(holders.values())) != workflow.HOLDERS:
            raise UsageError("escrow-holders", needed=workflow.HOLDERS)
        for holder in holders:
            person_of(office, holder)
        record = crypto.split_key(crypto.SealingKey.generate(), list(holders.items()), cost or crypto.Cost.default())
        kept = [*self._records(), record]
        office.store.notes.put(_NOTE, value=canon.encode({"keys": kept}))
        return self._row(record)

    def _records(self) -> list[dict[str, object]]:
        raw = self._office.store.notes.get(_NOTE)
        return [] if raw is None else [dict(row.record) for row in canon.Fields.of(canon.decode(raw)).records("keys")]

    def _row(self, record: dict[str, object]) -> EscrowRow:
        fields = canon.Fields.of(record)
        holders = tuple(share.text("holder") for share in fields.records("shares"))
        return EscrowRow(fields.text("recipient"), holders, tuple(person_of(self._office, h).name for h in holders))

    def current(self) -> EscrowRow | None:
        """The newest escrow, or None."""
        records = self._records()
        return self._row(records[-1]) if records else None

    def openings(self) -> list[OpeningRow]:
        """Every opening that was written down: for a village by its township, for a township by itself."""
        office, kinds = self._office, frozenset({EntryKind.ESCROW})
        logs = list(office.realm.context.heard)
        if not office.is_village:
            logs = [log for code in office.realm.context.contacts for log in office.logs_for(code)]
        return [self._told(recorded) for log in logs for recorded in office.store.journal.of_kinds(log, kinds)]

    def _told(self, recorded: Recorded) -> OpeningRow:
        said = workflow.escrow_opening_of(canon.Fields.of(recorded.content))
        context = self._office.realm.context
        people = context.officials if self._office.is_village else context.people
        names = tuple(people[holder].name if holder in people else holder for holder in said.holders)
        return OpeningRow(recorded.entry.log.audience, said.on, names, said.reason)

    def open(self, folder: Path, code: str, passwords: dict[str, str], new_passphrase: str, *, reason: str) -> None:
        """Open a village's folder with both holders' passwords, and set a new password there.

        First the entry is written in the log that the village hears; only then anything is opened.
        `IntegrityError`: "wrong-holder-password", "no-escrow-slot"; `UsageError`: "escrow-not-set",
        "escrow-of-another".
        """
        office = self._office
        if office.is_village:
            raise UsageError("township-only")
        if code not in office.realm.context.contacts:
            raise UsageError("office-unknown", code=code)
        keys = self._keys(passwords)
        said = EscrowOpening(tuple(sorted(passwords)), reason.strip(), today(office))
        office.write(workflow.admit_escrow_opening(known_now(office), said), log=office.log(code))
        opening.open_with_keys(folder, keys, code, new_passphrase)

    def _keys(self, passwords: dict[str, str]) -> list[crypto.SealingKey]:
        """The keys that these two open together with these passwords, the newest first."""
        matching = [record for record in self._records() if set(self._row(record).holders) == set(passwords)]
        if not matching:
            raise UsageError("escrow-not-set")
        keys: list[crypto.SealingKey] = []
        for record in reversed(matching):
            try:
                keys.append(crypto.join_key(record, passwords))
            except IntegrityError as error:
                if error.code != "wrong-holder-password" or (record is matching[0] and not keys):
                    raise
        return keys
