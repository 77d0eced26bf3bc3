"""What one office still has and the other lost, put back; and the second line of a copied disk, kept beside the first.

Both offices do the same: entries come as a branch in a file, each is verified with the key of its own device, and what
follows the end of one's own log is appended to it. What does not follow is another line, and stays a branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from clerk_app import bundle, chain, workflow
from clerk_app.canon import Fields
from clerk_app.crypto import fingerprint
from clerk_app.model import BranchCause, Card, EntryKind, LogId, Recorded

from .giving import branch_in, entries_in, give_back, key_of
from .office import Office, township_of
from .shelving import shelve

FORKS = ("bundle-fork", "log-fork")
"""The reasons for which a bundle is held because two copies of one disk wrote on."""

_BRANCH = frozenset({EntryKind.BRANCH})


def answer_epochs(office: Office, fresh: Iterable[Recorded], to: LogId, cause: BranchCause) -> None:
    """Give back what we hold of a log beyond the entry at which a new epoch of its office says that it goes on."""
    for epoch in fresh:
        parent = workflow.parent_of(epoch) if epoch.entry.kind is EntryKind.EPOCH else None
        if parent is not None and office.store.journal.hash_at(parent[0], parent[1].seq) == parent[1].hash:
            log, left = parent
            rest = office.store.journal.entries(log, after=left.seq)
            give_back(office, rest, cause, key=key_of(office, log), to=to)
            for later in _later(office, log, epoch.entry.log):
                give_back(office, office.store.journal.entries(later), cause, key=key_of(office, later), to=to)


def _later(office: Office, log: LogId, fresh: LogId) -> list[LogId]:
    """What the same office wrote in later epochs for the same audience, in the order in which it came.

    A backup may be restored more than once.
    """
    owners = office.owners()
    return [
        other
        for other in owners
        if owners[other] == owners[log]
        and other.audience == log.audience
        and other.epoch > log.epoch
        and other != fresh
    ]


def share(office: Office, fresh: list[Recorded], log: LogId, to: LogId) -> None:
    """What one PC of a village wrote, for its other one."""
    give_back(office, fresh, BranchCause.SHARED, key=key_of(office, log), to=to)


def take_back(office: Office, fresh: Iterable[Recorded]) -> int:
    """Append what the other office gives back of our own logs; returns how many entries that were.

    Entries that contradict ours are another line of a copied disk: they stay in their file, and are no fault.
    """
    found = [_refilled(office, branch) for branch in fresh if branch.entry.kind is EntryKind.BRANCH]
    regained = [recorded for entries in found for recorded in entries]
    if regained:
        office.refold()
        for matter_id in sorted({recorded.entry.matter for recorded in regained} - {""}):
            shelve(office, office.realm, matter_id)
    return len(regained)


def _refilled(office: Office, kept: Recorded) -> Sequence[Recorded]:
    if branch_in(kept).cause is BranchCause.FORKED:
        return ()  # it contradicts what the other office has in its journal, even where it would fit the end of ours
    entries = entries_in(office, kept)
    log, head = entries[0].entry.log, office.head(entries[0].entry.log)
    fresh = [recorded for recorded in entries if recorded.entry.seq > head.seq]
    if not fresh or not _is_ours(office, log, entries[0]) or not chain.follows(fresh[0], log, head.seq, head.hash):
        return ()
    for recorded in fresh:
        office.store.journal.append(recorded)
    return fresh


def _is_ours(office: Office, log: LogId, first: Recorded) -> bool:
    """A log of this office: of a device of ours, or one that begins by saying so (another PC of the same office)."""
    if log.device in {known.device for known in office.own_logs()}:
        return True
    is_main = office.is_village and log.audience == township_of(office.own_code())
    declared = first.entry.kind is EntryKind.EPOCH and Fields.of(first.content).inside("card").text("code")
    return is_main and declared == office.own_code()


def keep_fork(office: Office, opened: bundle.Opened, sender: Card, public_of: Callable[[LogId], bytes | None]) -> int:
    """Keep the entries of a held bundle that are not ours yet, as a branch; returns how many those were.

    The bundle is sound and from an enrolled device, so each of its entries is what that device wrote.
    """
    known = {digest for branch in _told_forks(office, sender.code) for digest in _hashes(office, branch)}
    lines: dict[LogId, list[Recorded]] = {}
    for recorded in opened.entries(public_of):
        ours = office.store.journal.hash_at(recorded.entry.log, recorded.entry.seq)
        if ours != recorded.hash and recorded.hash not in known:
            lines.setdefault(recorded.entry.log, []).append(recorded)
    for log, entries in lines.items():
        _take_files(office, opened, entries)
        key = opened.signer if fingerprint(opened.signer) == log.device else public_of(log)
        assert key is not None, "each entry was verified with it"
        give_back(office, entries, BranchCause.FORKED, key=key, to=office.log(sender.code))
    return sum(map(len, lines.values()))


def _take_files(office: Office, opened: bundle.Opened, entries: Iterable[Recorded]) -> None:
    named = {file.sha256 for recorded in entries for file in recorded.entry.files if recorded.payload is not None}
    for sha256 in sorted(named):
        if not office.store.blobs.has(sha256):
            with opened.file(sha256) as file:
                office.store.blobs.put(file)


def branches_of(office: Office, code: str) -> list[Recorded]:
    """Every entry that keeps a branch of an office's journal: its own, and ours or the township's for it."""
    found: list[Recorded] = []
    for log, owner in office.owners().items():
        if owner == code or log.audience == code:
            found += office.store.journal.of_kinds(log, _BRANCH)
    return found


def _told_forks(office: Office, code: str) -> Iterable[Recorded]:
    """The branches of which an office hears that they are second lines: what it set aside itself tells it nothing."""
    ours = (branch for log in office.logs_for(code) for branch in office.store.journal.of_kinds(log, _BRANCH))
    return (branch for branch in ours if branch_in(branch).cause is BranchCause.FORKED)


def _hashes(office: Office, branch: Recorded) -> Iterable[str]:
    return (recorded.hash for recorded in entries_in(office, branch))


def end_waiting(office: Office, code: str) -> None:
    """Once a branch was looked through, the bundles that brought it wait no longer."""
    for row in office.store.inbox.quarantined():
        if row.office == code and row.reason in FORKS and not row.filed:
            office.store.inbox.quarantine(replace(row, filed=office.clock()))
