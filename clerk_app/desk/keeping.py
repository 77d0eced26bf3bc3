"""Keeping an office: checking all of it, backups that count, rebuilding lists, passwords."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from clerk_app import chain, days
from clerk_app.errors import ClerkError, IntegrityError
from clerk_app.meter import Cancelled, Meter, Progress
from clerk_app.model import Head, LogId
from clerk_app.store import MatterQuery, copy_size, keep_newest, newest_copy, restore_copy, unwritten

from .care_views import BroughtBack, Finding
from .drafts import kept_files
from .epochs import Because
from .office import Clock, Office
from .opening import open_office, read_mark, replace_passphrase, system_clock, write_mark
from .preferences import value_of
from .shelving import freshen, rebuild
from .words import explain

_LOOKS = 5

PLACE = "care.place"
"""The note that names the second place of the backups."""


def check(office: Office, progress: Progress | None = None, cancelled: Cancelled | None = None) -> list[Finding]:
    """Look at everything: pages, chains, signatures, attachments, lists. The mark is set anew where all is sound.

    The looks are counted. `SurroundingsError` "cancelled" where somebody stopped it between two of them.
    """
    meter = Meter(progress, cancelled)
    meter.total = _LOOKS
    return _look(office, meter, _LOOKS)


def _look(office: Office, meter: Meter, worth: int) -> list[Finding]:
    """Every look; all of them together count as `worth`."""
    looks = (
        ("check.pages", lambda: _pages(office)),
        ("check.chains", lambda: _chains(office)),
        ("check.signatures", lambda: _signatures(office)),
        ("check.attachments", lambda: _attachments(office)),
        ("check.lists", lambda: _lists(office)),
    )
    findings = []
    for done, (name, look) in enumerate(looks):
        meter.advance()
        findings.append(_finding(name, look))
        meter.advance(worth * (done + 1) // _LOOKS - worth * done // _LOOKS)
    if all(finding.sound for finding in findings):
        write_mark(office)
    return findings


def _finding(name: str, look: Callable[[], int]) -> Finding:
    try:
        return Finding(name, True, look(), None)
    except ClerkError as error:
        return Finding(name, False, 0, explain(error)[0])


def _pages(office: Office) -> int:
    damages = office.store.damages()
    if damages:
        raise IntegrityError("store-page-damaged")
    return 1


def _chains(office: Office) -> int:
    """Every log from its first entry to its head, and no further back than the mark saw."""
    count, marked = 0, read_mark(office)
    for log in office.store.journal.logs():
        head = office.store.journal.verify_chain(log)
        mark = marked.get(str(log))
        if mark is not None and office.store.journal.hash_at(log, mark.seq) != mark.hash:
            raise IntegrityError("journal-not-as-marked", seq=mark.seq)
        count += head.seq
    return count


def walk(office: Office) -> int:
    """After every opening: all chains by their hashes, and the signatures since the mark; then the mark is set anew.

    Returns how many entries there are. `IntegrityError`: "journal-broken", "journal-not-as-marked", "entry-signature".
    """
    count = _chains(office)
    _signatures(office, read_mark(office))
    write_mark(office)
    return count


def _signatures(office: Office, since: Mapping[str, Head] | None = None) -> int:
    count, marked = 0, since or {}
    for log in office.store.journal.logs():
        public = _public_of(office, log)
        seen = marked.get(str(log))
        for recorded in office.store.journal.entries(log, after=seen.seq if seen is not None else 0):
            chain.check(recorded.raw, recorded.signature, None, None, public)
            count += 1
    return count


def _public_of(office: Office, log: LogId) -> bytes:
    """The key of a log's device: its first entry names it, and the log's own name is that key's fingerprint."""
    first = next(office.store.journal.entries(log, upto=1))
    return bytes.fromhex(str(first.content["card"]["signing"]))


def _attachments(office: Office) -> int:
    blobs = office.store.blobs
    for sha256 in blobs.all():
        if not blobs.check(sha256):
            raise IntegrityError("blob-damaged", name=sha256[:16])
    return len(blobs.all())


def _lists(office: Office) -> int:
    """The shelf is what a rebuild would make of the journal."""
    before = office.store.shelf.dump()
    rebuild(office)
    if office.store.shelf.dump() != before:
        raise IntegrityError("shelf-differed")
    return sum(len(rows) for rows in before.values())


def backup(office: Office, folder: Path, meter: Meter) -> str:
    """A copy in a new folder named by day and number; it counts only once it was opened and checked.

    Its bytes are counted. Called off it leaves nothing, not even the folder around it where that is new.
    """
    with _kept_if_filled(folder):
        return _backup(office, folder, meter)


@contextmanager
def _kept_if_filled(folder: Path) -> Iterator[None]:
    """A folder that is there, and gone again if it is new and nothing came into it."""
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(error) from error
    try:
        yield
    except BaseException:
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _backup(office: Office, folder: Path, meter: Meter) -> str:
    day = days.beijing_day(office.clock())
    taken = {path.name for path in folder.iterdir()}
    target = next(folder / name for name in _names(day) if name not in taken)
    office.store.backup(target, meter)
    write_mark(office)
    return str(target)


def _names(day: str) -> Iterator[str]:
    number = 1
    while True:
        yield f"{day}-{number:03d}"
        number += 1


def backups_of(office: Office) -> Path:
    """Where the rolling copies lie."""
    return office.folder / "backups"


def daily_backup(office: Office, meter: Meter) -> None:
    """One rolling copy a day beside the store, and one in the second place where that is there."""
    place = second_place(office)
    folders = [backups_of(office)]
    if place is not None and place.is_dir():
        folders.append(copies_in(office, place))
    for folder in folders:
        if newest_day(folder) != days.beijing_day(office.clock()):
            _keep_one_more(office, folder, meter)


def newest_day(folder: Path) -> str:
    """The day of the newest daily copy in a folder, "" for none."""
    copy = newest_copy(folder)
    return day_of(copy) if copy is not None else ""


def day_of(copy: Path) -> str:
    """The day with which a daily copy's name begins."""
    return copy.name[:10]


def _keep_one_more(office: Office, folder: Path, meter: Meter) -> str:
    path = backup(office, folder, meter)
    keep_newest(folder, value_of(office, "backups.kept"))
    return path


def second_place(office: Office) -> Path | None:
    """The folder or stick that daily backups are copied to, or None."""
    raw = office.store.notes.get(PLACE)
    return Path(raw.decode("utf-8")) if raw is not None else None


def copies_in(office: Office, place: Path) -> Path:
    """Where an office's copies lie in a second place: a folder of its own, so that offices may share a stick."""
    return place / f"{office.card.code}-backups"


def copy_out(office: Office, place: Path, meter: Meter) -> str:
    """One more checked copy in a second place, with no more kept there than beside the store."""
    return _keep_one_more(office, copies_in(office, place), meter)


def restore_office(
    source: Path,
    folder: Path,
    *,
    passphrase: str = "",
    code: str = "",
    new_passphrase: str = "",
    clock: Clock = system_clock,
    because: Because = Because.RESTORED,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BroughtBack:
    """Put a backup back into an empty folder and begin a new epoch there: the old device may still be at work.

    It is opened with the password or with the recovery code, and looked at in full; `new_passphrase` replaces the
    password. What does not open leaves nothing behind, nor does what was called off.
    """
    worth, meter = copy_size(source), Meter(progress, cancelled)
    meter.total = worth
    restore_copy(source, folder, meter)
    try:
        office = open_office(folder, passphrase=passphrase, code=code, clock=clock, because=because)
        return _looked_at(office, new_passphrase, meter, worth)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _looked_at(office: Office, new: str, meter: Meter, worth: int) -> BroughtBack:
    """All of an office that was brought back; it is closed then."""
    try:
        if new:
            replace_passphrase(office, new)
        freshen(office)
        findings = _look(office, meter, worth)
        entries = sum(office.head(log).seq for log in office.own_logs())
        card, people = office.card, len(office.realm.context.people)
        matters = office.store.shelf.search_count(card.code, MatterQuery())
        return BroughtBack(card.name, card.code, card.epoch, entries, matters, people, tuple(findings))
    finally:
        office.store.close()


def sweep(office: Office) -> int:
    """Drop attachments that no entry and no draft names."""
    return office.store.blobs.sweep(kept_files(office))
