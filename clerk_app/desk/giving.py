"""Entries kept beside a journal, or given back to it: in a file that an entry of ours names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clerk_app import bundle, canon, chain, workflow
from clerk_app.canon import Fields
from clerk_app.model import Branch, BranchCause, Draft, EntryKind, FileRef, LogId, Recorded

from .office import Office

BRANCH_FILE = "branch"
"""The kind of the file that holds a branch."""

_MOST_FILES = 150
_MOST_BYTES = 8 << 20


def give_back(
    office: Office, entries: Iterable[Recorded], cause: BranchCause, *, key: bytes, to: LogId
) -> list[Recorded]:
    """Keep entries that follow each other in one log, by as many entries of the log `to` as their size asks for.

    `key` is the raw public key of the device that wrote them. Their attachments go with them as far as they lie here.
    """
    return [_keep(office, stretch, cause, key, to) for stretch in _stretches(entries)]


def _stretches(entries: Iterable[Recorded]) -> Iterator[list[Recorded]]:
    """The entries in portions that fit one file and one entry's list of attachments."""
    portion: list[Recorded] = []
    size, files = 0, 0
    for recorded in entries:
        weight = len(recorded.raw) + len(canon.encode(recorded.payload))
        full = size + weight > _MOST_BYTES or files + len(recorded.entry.files) > _MOST_FILES
        if portion and (full or len(portion) == workflow.MOST_ENTRIES):
            yield portion
            portion, size, files = [], 0, 0
        portion.append(recorded)
        size, files = size + weight, files + len(recorded.entry.files)
    if portion:
        yield portion


def _keep(office: Office, entries: list[Recorded], cause: BranchCause, key: bytes, to: LogId) -> Recorded:
    first, last = entries[0].entry, entries[-1]
    branch = Branch(first.log, first.seq - 1, last.entry.seq, last.hash, key.hex(), cause)
    info = office.store.blobs.put(bundle.branch_bytes(entries))
    named = {file.sha256: file for recorded in entries for file in recorded.entry.files}
    here = sorted(file for file in named.values() if office.store.blobs.has(file.sha256))
    files = (FileRef(info.sha256, info.size, BRANCH_FILE), *here[: chain.MOST_FILES - 1])
    return office.write(Draft(EntryKind.BRANCH, workflow.admit_branch(branch), files=files), log=to)


def key_of(office: Office, log: LogId) -> bytes:
    """The raw public key of a log's device, as the first entry of that log names it."""
    first = next(office.store.journal.entries(log, upto=1))
    return bytes.fromhex(Fields.of(first.content).inside("card").hexadecimal("signing"))


def branch_in(recorded: Recorded) -> Branch:
    """What an entry that keeps a branch says of it."""
    return workflow.branch_of(Fields.of(recorded.content))


def entries_in(office: Office, recorded: Recorded) -> tuple[Recorded, ...]:
    """The entries that a branch holds, each verified; `IntegrityError` where the file is not what the entry says."""
    branch = branch_in(recorded)
    with office.store.blobs.open(recorded.entry.files[0].sha256) as file:
        return bundle.read_branch(file.read(), bytes.fromhex(branch.key))
