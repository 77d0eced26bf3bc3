"""What came in from the villages: each bundle with its standing, what was refused of it, and an entry's exact words."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clerk_app import days, workflow
from clerk_app.canon import Fields
from clerk_app.errors import UsageError
from clerk_app.model import EntryKind
from clerk_app.store import InboxRow, SetAside

from .filing import Judged, refused_entry
from .office import Office
from .town_views import ArrivalRow, OriginalView
from .views import RefusedEntry

_FORKS = ("bundle-fork", "log-fork")
_HELD = (*_FORKS, "bundle-gap", "unknown-sender")
_STRANGERS = ("unknown-sender", "wrong-sender-key", "revoked-sender-key")
_CALLED = frozenset({*_HELD, *_STRANGERS, "wrong-recipient", "wrong-recipient-key"})
"""The reasons that have a short name of their own; whatever else is wrong with a file, its content was changed."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was taken in from the villages, to tell where a bundle stands among the others; the numbers in order."""

    names: dict[str, str]
    numbers: dict[str, list[int]]
    by_id: dict[str, int]

    @classmethod
    def of(cls, office: Office) -> Known:
        """Read once for any number of bundles."""
        rows = office.store.inbox.since("")
        numbers: dict[str, list[int]] = {}
        for row in rows:
            insort(numbers.setdefault(row.office, []), row.number)
        names = {code: card.name for code, card in office.realm.context.contacts.items()}
        return cls(names, numbers, {row.id: row.number for row in rows})

    def missing(self, code: str, number: int) -> range:
        """The numbers before this one that never came, since the last that did."""
        known = self.numbers.get(code, [])
        place = bisect_left(known, number)
        return range((known[place - 1] if place else 0) + 1, number)


def arrivals(office: Office, day: str = "", code: str = "") -> list[ArrivalRow]:
    """The bundles of a village ("" for all) that came in on a day or later, and those set aside; the newest first."""
    known, moment = Known.of(office), days.beijing_start(day) if day else ""
    filed = [row for row in office.store.inbox.since(moment) if code in ("", row.office)]
    aside = [row for row in waiting(office) if row.received >= moment and code in ("", row.office)]
    rows = [(row.received, _filed(row, known)) for row in filed] + [(row.received, _aside(row, known)) for row in aside]
    return [row for _received, row in sorted(rows, key=lambda pair: (pair[0], pair[1].number), reverse=True)]


def waiting(office: Office) -> list[SetAside]:
    """The files that lie in quarantine, the oldest first."""
    return [row for row in office.store.inbox.quarantined() if not row.filed]


def _filed(row: InboxRow, known: Known) -> ArrivalRow:
    standing, beside = "first" if row.number == 1 else "skipped", known.by_id.get(row.previous, 0)
    if beside:
        standing = "follows"
    return ArrivalRow(
        id=row.id,
        code=row.office,
        name=known.names.get(row.office, row.office),
        number=row.number,
        on=days.beijing_day(row.received),
        state="filed",
        signature="valid",
        standing=standing,
        beside=beside,
        missing=range(0) if beside else known.missing(row.office, row.number),
        accepted=row.accepted,
        refused=row.refused,
        held=row.held,
        called="",
    )


def _aside(row: SetAside, known: Known) -> ArrivalRow:
    gap, fork = row.reason == "bundle-gap", row.reason in _FORKS
    signature = "unknown" if row.reason in _STRANGERS else "valid" if row.office else "invalid"
    return ArrivalRow(
        id=row.digest,
        code=row.office,
        name=known.names.get(row.office, row.office),
        number=row.number,
        on=days.beijing_day(row.received),
        state="held" if row.reason in _HELD else "quarantined",
        signature=signature,
        standing="gap" if gap else "fork" if fork else "",
        beside=row.number if fork else 0,
        missing=known.missing(row.office, row.number) if gap else range(0),
        accepted=0,
        refused=0,
        held=0,
        called=f"aside.{row.reason}" if row.reason in _CALLED else "aside.changed",
    )


def refused_of(office: Office, bundle: str) -> tuple[RefusedEntry, ...]:
    """The entries of a bundle that were refused or held when it was taken in, each with the reasons."""
    row = next((row for row in office.store.inbox.since("") if row.id == bundle), None)
    if row is None:
        raise UsageError("bundle-not-here", id=bundle[:12])
    kinds = frozenset({EntryKind.RECEIPT})
    logs = office.logs_for(row.office)
    told = (Fields.of(receipt.content) for log in logs for receipt in office.store.journal.of_kinds(log, kinds))
    return tuple(_refused(office, row.office, (given for given in told if given.hexadecimal("bundle") == bundle)))


def _refused(office: Office, code: str, receipts: Iterable[Fields]) -> Iterator[RefusedEntry]:
    realm = office.realm_of(code)
    for given in receipts:
        for fields in (*given.records("refused"), *given.records("held")):
            recorded = office.store.journal.get(fields.hexadecimal("hash"))
            if recorded is not None:
                reasons = tuple(workflow.refusal_of(each) for each in fields.records("refusals"))
                yield refused_entry(realm, Judged(recorded, reasons))


def original(office: Office, digest: str) -> OriginalView:
    """The exact words of an entry that lies here, as they were signed."""
    recorded = office.store.journal.get(digest)
    if recorded is None:
        raise UsageError("entry-not-here", id=digest[:12])
    return OriginalView(
        hash=recorded.hash,
        signature=recorded.signature.hex(),
        entry=recorded.raw.decode("utf-8"),
        payload="" if recorded.inside is None else recorded.inside.decode("utf-8"),
        files=tuple(file.sha256 for file in recorded.entry.files),
    )
