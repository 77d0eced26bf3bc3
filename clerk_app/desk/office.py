"""An opened office: its store, keys and clock, and the one way in which anything is written down."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from clerk_app import chain, workflow
from clerk_app.canon import Fields
from clerk_app.crypto import SealingKey, SigningKey, Unlocked, fingerprint
from clerk_app.errors import RefusedError
from clerk_app.model import (
    EVERYONE,
    MATTER_KINDS,
    Card,
    Draft,
    EarlyWarning,
    Entry,
    EntryKind,
    Head,
    LogId,
    Matter,
    OfficeKind,
    Recorded,
)
from clerk_app.store import Store

from .lines import descent, lines_of, trespass
from .realm import Catalogues, Realm
from .shelving import shelve

Clock = Callable[[], str]
"""Claimed UTC, ``YYYY-MM-DDThh:mm:ssZ``."""

LAST_LOG = "log"
"""The note that names the main log from which a store goes on; it is in every copy and backup of the store."""

EARLIEST = "2026-11-01T00:00:00Z"
"""This program did not exist before: a clock that says so is wrong (a dead battery starts in 1970)."""


@dataclass(slots=True)
class Office:
    """One office while it is open. `actor` is the person at the desk, "" before one is known.

    `former` are the sealing keys that it had before, the newest first: they open what was still sealed for them.
    `lines` names the line of each main log, `descent` the logs from which this store goes on, its own included.
    """

    folder: Path
    store: Store
    unlocked: Unlocked
    device: SigningKey
    sealing: SealingKey
    clock: Clock
    actor: str = ""
    epoch: int = 1
    former: tuple[SealingKey, ...] = ()
    catalogues: Catalogues = field(init=False)
    realm: Realm = field(init=False)
    lines: dict[LogId, LogId] = field(init=False)
    warned: dict[str, tuple[object, tuple[EarlyWarning, ...]]] = field(default_factory=dict)
    """The early warnings of each office with what they were found from."""
    descent: frozenset[LogId] = field(init=False)
    _realms: dict[str, Realm] = field(default_factory=dict)
    _whose: dict[LogId, str] = field(default_factory=dict)
    _code: str = ""

    def __post_init__(self) -> None:
        self.catalogues = Catalogues(self.store)
        self.refold()

    def moved(self, store: Store, unlocked: Unlocked) -> None:
        """The same office in a store that was written anew."""
        self.store, self.unlocked = store, unlocked
        self.catalogues = Catalogues(store)
        self.refold()

    def refold(self) -> None:
        """Fold everything that is known from the journal again."""
        self._realms.clear()
        noted, main = self.store.notes.get(LAST_LOG), self._main_logs()
        newest = max(main, key=lambda log: log.epoch, default=None)  # in a store of an earlier program
        last = LogId.parse(noted.decode("ascii")) if noted is not None else newest
        self.descent = descent(self.store, last) if last is not None else frozenset()
        self.lines = lines_of(self.store, self.own_logs())
        self.realm = Realm(self.store, self.catalogues, self.own_logs(), frozenset())

    @property
    def card(self) -> Card:
        """The office itself; before its first entry there is none, which is our misuse."""
        known = self.realm.context.office
        if known is None:
            raise RuntimeError("an office is founded before it is used")
        # Another PC of the same office may have declared itself later; this one speaks with its own keys.
        signing, sealing = self.device.public.hex(), self.sealing.recipient
        return replace(known, signing=signing, sealing=sealing, epoch=self.epoch)

    def log(self, audience: str) -> LogId:
        """The log that this device writes for an audience in its present epoch."""
        return LogId(fingerprint(self.device.public), self.epoch, audience)

    @property
    def main_log(self) -> LogId:
        """A village writes for its township, a township for everyone."""
        return self.log(main_audience(self.card))

    def own_logs(self) -> tuple[LogId, ...]:
        """The main log of every epoch, the oldest first and last the one from which this store goes on.

        What was given back (a backup was restored twice, or another PC is at work) stands before the log of this store
        that heard of it: so the order is that in which the township took them in, and this PC's own word comes last.
        """
        logs: list[LogId] = []
        for log in self._main_logs():
            logs.insert(len(logs) - (log not in self.descent), log)
        return tuple(logs)

    def _main_logs(self) -> list[LogId]:
        return [log for log, owner in self.owners().items() if owner == self.own_code() and self._is_main(log)]

    def next_epoch(self) -> int:
        """The number of the epoch that begins next; another PC's may be higher than our own."""
        return max(log.epoch for log in self.own_logs()) + 1

    def own_code(self) -> str:
        """The division code of this office, as noted when it was founded; read once, for it stays what it is."""
        self._code = self._code or (self.store.notes.get("code") or b"").decode("ascii")
        return self._code

    def founded_at(self) -> str:
        """The claimed time of the office's very first entry."""
        return next(self.store.journal.entries(min(self.own_logs(), key=lambda log: log.epoch), upto=1)).entry.at

    def adoptions(self) -> frozenset[str]:
        """The hashes of all catalogues that this office has put in force itself, now or before."""
        return frozenset(
            recorded.entry.catalogue
            for log in self.own_logs()
            for recorded in self.store.journal.of_kinds(log, frozenset({EntryKind.CATALOGUE}))
        )

    def _is_main(self, log: LogId) -> bool:
        return log.audience in (EVERYONE, township_of(self.own_code()))

    def owners(self) -> dict[LogId, str]:
        """Whose log each log in the store is: what its first entry says."""
        return {log: self._owner(log) for log in self.store.journal.logs()}

    def _owner(self, log: LogId) -> str:
        """Read once: the first entry of a log stays what it is."""
        if log not in self._whose:
            first = next(self.store.journal.entries(log, upto=1))
            self._whose[log] = Fields.of(first.content).inside("card").text("code")
        return self._whose[log]

    def realm_of(self, code: str) -> Realm:
        """Another office as its logs, in the order in which they came, and our receipts for it tell it."""
        if code not in self._realms:
            logs = tuple(log for log, owner in self.owners().items() if owner == code)
            self._realms[code] = Realm(self.store, self.catalogues, logs, self._voided(code))
        return self._realms[code]

    def logs_for(self, code: str) -> tuple[LogId, ...]:
        """What this office wrote for one other office alone, in every epoch, the oldest first."""
        found = [log for log, owner in self.owners().items() if owner == self.own_code() and log.audience == code]
        return tuple(sorted(found, key=lambda log: (log.epoch, log.device)))

    def _voided(self, code: str) -> frozenset[str]:
        kinds = frozenset({EntryKind.RECEIPT})
        receipts = (receipt for log in self.logs_for(code) for receipt in self.store.journal.of_kinds(log, kinds))
        return frozenset().union(*(workflow.voided_by(receipt) for receipt in receipts))

    def head(self, log: LogId) -> Head:
        """The end of a log."""
        return self.store.journal.head(log)

    def now(self, log: LogId) -> tuple[str, str]:
        """The claimed time and whether it can be believed: never earlier than the entry before."""
        at = self.clock()
        last = self.store.journal.last(log)
        floor = max(EARLIEST, last.entry.at) if last is not None else EARLIEST
        return at, "ok" if at >= floor else "suspect"

    def draft_entry(self, log: LogId, draft: Draft, role: str = "clerk") -> Entry:
        """The entry that a draft becomes at the end of a log."""
        head, (at, clock) = self.head(log), self.now(log)
        return Entry(
            log=log,
            seq=head.seq + 1,
            prev=head.hash,
            anchor=self.realm.context.anchor,
            at=at,
            clock=clock,
            kind=draft.kind,
            matter=draft.matter,
            step=draft.step,
            catalogue=draft.catalogue,
            actor=self.actor,
            role=role,
            payload="",
            files=draft.files,
        )

    def write(self, draft: Draft, *, log: LogId | None = None) -> Recorded:
        """Append one entry with all that follows from it on the shelf: the whole of it, or nothing.

        The draft must have been decided on what is known now.
        """
        target = log if log is not None else self.main_log
        strayed = trespass(self.store, self.lines, target, draft.kind, draft.matter)
        if strayed:
            raise RefusedError(strayed)
        entry = self.draft_entry(target, draft)
        recorded = chain.record(entry, draft.payload, secrets.token_bytes(chain.SALT_BYTES), self.device)
        try:
            with self.store.transaction():
                self.store.journal.append(recorded)
                if self._is_main(target):
                    self.take_own(recorded)
        except BaseException:
            # What was folded ahead of a failed transaction did not happen.
            self.refold()
            raise
        return recorded

    def take_own(self, recorded: Recorded) -> None:
        """Fold an own entry and put its matter on the shelf."""
        self.realm.take(recorded)
        if recorded.entry.kind in MATTER_KINDS:
            shelve(self, self.realm, recorded.entry.matter)

    def matter(self, matter_id: str) -> Matter | None:
        """One of the office's own matters."""
        return self.realm.matter(matter_id)

    @property
    def is_village(self) -> bool:
        """True for a village, False for a township."""
        return self.card.kind is OfficeKind.VILLAGE


def township_of(code: str) -> str:
    """The division code of the township that a village's code lies in: the first nine digits and three zeros."""
    return code[:9] + "000"


def main_audience(card: Card) -> str:
    """For whom an office keeps its main log."""
    return township_of(card.code) if card.kind is OfficeKind.VILLAGE else EVERYONE
