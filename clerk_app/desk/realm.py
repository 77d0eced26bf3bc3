"""What is known of one office: its logs folded into a context and matters, one entry after the other.

A village folds its own logs; a township folds those of each village, and so knows at entry n what the village knew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

from clerk_app import days, workflow
from clerk_app.canon import Fields
from clerk_app.catalogue import read as read_catalogue
from clerk_app.catalogue import read_again
from clerk_app.model import (
    MATTER_KINDS,
    Catalogue,
    Context,
    Entry,
    EntryKind,
    LogId,
    Matter,
    Record,
    Recorded,
)
from clerk_app.store import Store

CONTEXT_KINDS = frozenset(EntryKind) - MATTER_KINDS
"""The kinds that are folded when an office is opened; matters are folded when they are looked at."""

_ERASURES = frozenset({EntryKind.ERASURE})
_MATTERS_KEPT = 4096


_SOUND = "catalogue.sound."
"""A note of this name, with a release's hash at its end, says that the release was checked in full once."""


@lru_cache(maxsize=4)
def _read(raw: bytes, digest: str, *, sound: bool) -> Catalogue:
    """A release; a township opens it for village after village."""
    return read_again(raw, digest) if sound else read_catalogue(raw)


class Catalogues:
    """Every catalogue release that this store holds, by hash, read once and checked in full the first time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, Catalogue] = {}

    def get(self, digest: str) -> Catalogue | None:
        """The release with that hash, or None where this office has never had it."""
        if digest not in self._read:
            if not self._store.blobs.has(digest):
                return None
            sound = self._store.notes.get(_SOUND + digest) is not None
            with self._store.blobs.open(digest) as file:
                self._read[digest] = _read(file.read(), digest, sound=sound)
            if not sound:
                self._store.notes.put(_SOUND + digest, value=b"")
        return self._read[digest]

    def __getitem__(self, digest: str) -> Catalogue:
        """The release with that hash; one that is missing is our fault: `KeyError`."""
        found = self.get(digest)
        if found is None:
            raise KeyError(digest)
        return found


class Realm:
    """One office as its logs tell it. `voided` are entries that a receipt refused or held: they did not happen."""

    def __init__(self, store: Store, catalogues: Catalogues, logs: tuple[LogId, ...], voided: frozenset[str]) -> None:
        self._store = store
        self._catalogues = catalogues
        self._matters: OrderedDict[str, Matter | None] = OrderedDict()
        self.logs = logs
        self.voided = set(voided)
        self._remains: dict[str, Record] = {}
        for log in logs:
            for erasure in store.journal.of_kinds(log, _ERASURES):
                if erasure.hash not in voided:
                    self._remains |= workflow.erased_by(erasure)
        self.context = Context()
        self._at = (self.context, self.context)
        for log in logs:
            for recorded in store.journal.of_kinds(log, CONTEXT_KINDS):
                self._learn(self._whole(recorded))
        owner = self.context.office
        if owner is not None:
            # What the shelf keeps of matters that others depend on; a rebuild of the shelf makes it anew.
            self.context = replace(
                self.context,
                commitments=tuple(store.shelf.commitments(owner.code)),
                opened=tuple(store.shelf.opened(owner.code)),
                closed=tuple(store.shelf.closed(owner.code)),
            )

    def _whole(self, recorded: Recorded) -> Recorded:
        """The entry, with what remains of its payload where that was erased."""
        if recorded.payload is None and recorded.hash in self._remains:
            return replace(recorded, payload=self._remains[recorded.hash], inside=None)
        return recorded

    def recommit(self) -> None:
        """Reckon anew what matters committed, from the journal: for a rebuild of the shelf."""
        self.context = replace(self.context, commitments=(), opened=(), closed=())
        for log in self.logs:
            for matter_id in self._store.journal.matters(log):
                self._recommit(matter_id)

    def _recommit(self, matter_id: str) -> None:
        self.context = workflow.uncommit(self.context, matter_id)
        matter: Matter | None = None
        for recorded in self._entries(matter_id):
            matter = workflow.evolve(matter, recorded)
            self.context = workflow.commit(self.context, self._catalogues[matter.catalogue], matter, recorded)

    def _entries(self, matter_id: str) -> Iterator[Recorded]:
        """The entries of a matter that count: not voided, and with what remains of them where they were erased."""
        for log in self.logs:
            for recorded in map(self._whole, self._store.journal.of_matter(log, matter_id)):
                if recorded.hash not in self.voided and recorded.payload is not None:
                    yield recorded

    def matter(self, matter_id: str) -> Matter | None:
        """A matter folded from its entries, or None."""
        if matter_id not in self._matters:
            self._keep(matter_id, self._folded(matter_id))
        self._matters.move_to_end(matter_id)
        return self._matters[matter_id]

    def foresee(self, begun: Collection[str]) -> None:
        """Look up at once which of these matters are not here yet, before their first entries come one by one."""
        if len(begun) <= _MATTERS_KEPT:
            for matter_id in self._store.journal.unknown_matters(begun):
                self._keep(matter_id, None)

    def _keep(self, matter_id: str, matter: Matter | None) -> None:
        self._matters[matter_id] = matter
        while len(self._matters) > _MATTERS_KEPT:
            self._matters.popitem(last=False)

    def _folded(self, matter_id: str) -> Matter | None:
        matter: Matter | None = None
        for recorded in self._entries(matter_id):
            matter = workflow.evolve(matter, recorded)
        return matter

    def at(self, entry: Entry) -> Context:
        """What was known when this entry was written: the context with the entry's own day."""
        today = days.beijing_day(entry.at) if entry.clock == "ok" else ""
        known, asked = self._at
        if known is not self.context or asked.today != today:
            self._at = (self.context, replace(self.context, today=today))
        return self._at[1]

    def catalogue_for(self, recorded: Recorded) -> Catalogue | None:
        """The catalogue that rules an entry: the matter's own, or the one in force."""
        matter = self.matter(recorded.entry.matter) if recorded.entry.matter else None
        if recorded.entry.kind in (EntryKind.BEGIN, EntryKind.MIGRATE):
            return self._catalogues.get(recorded.entry.catalogue)
        return self._catalogues.get(matter.catalogue if matter is not None else self.context.catalogue)

    def take(self, recorded: Recorded) -> None:
        """Fold one entry more. It must have been allowed by the rules, and its matter looked at for that."""
        if recorded.entry.kind not in MATTER_KINDS:
            self._learn(recorded)
            return
        before = self._matters[recorded.entry.matter]
        matter = workflow.evolve(before, recorded)
        self._keep(matter.id, matter)
        self.context = workflow.commit(self.context, self._catalogues[matter.catalogue], matter, recorded)

    def refuse(self, digest: str) -> None:
        """This entry was never taken in: nothing that is known rests on it."""
        self.voided.add(digest)

    def void(self, hashes: frozenset[str]) -> None:
        """These entries did not happen: their matters are folded anew, and so is what they had committed."""
        self.voided |= hashes
        for matter_id in self._matters_of(hashes):
            self._matters.pop(matter_id, None)
            self._recommit(matter_id)

    def _matters_of(self, hashes: frozenset[str]) -> list[str]:
        found = (self._store.journal.get(digest) for digest in hashes)
        return sorted({recorded.entry.matter for recorded in found if recorded is not None} - {""})

    def lost_unheard(self) -> dict[str, list[str]]:
        """The entries that were voided and of which the office has not heard yet, by their matters."""
        lost: dict[str, list[str]] = {}
        for digest in sorted(self.voided - self.context.voided):
            recorded = self._store.journal.get(digest)
            if recorded is not None and recorded.entry.matter:
                lost.setdefault(recorded.entry.matter, []).append(digest)
        return lost

    def is_erased(self, digest: str) -> bool:
        """Whether an erasure has named that entry."""
        return digest in self._remains

    def erase(self, erasure: Recorded) -> list[str]:
        """From now on only what an erasure leaves is known; returns the matters that this touches."""
        remains = workflow.erased_by(erasure)
        self._remains |= remains
        self._matters.clear()
        matters = self._matters_of(frozenset(remains))
        for matter_id in matters:
            self._recommit(matter_id)
        return matters

    def _learn(self, recorded: Recorded) -> None:
        if recorded.hash in self.voided:
            return
        told = tuple(self._told(recorded)) if recorded.entry.kind is EntryKind.HEARD else ()
        known = self.context.voided
        self.context = workflow.learn(self.context, recorded, told)
        if self.context.voided != known:
            self.void(self.context.voided)

    def _told(self, heard: Recorded) -> Iterator[Recorded]:
        """What the other office said in the entries that this one takes in."""
        payload = Fields.of(heard.content)
        log = workflow.log_of(payload.inside("log"))
        before = self.context.heard.get(log)
        after = before.seq if before is not None else 0
        for recorded in self._store.journal.of_kinds(log, workflow.TOLD_KINDS, after=after):
            if recorded.entry.seq <= payload.integer("last", 1):
                yield recorded
