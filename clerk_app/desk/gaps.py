"""What should have come from the other offices and did not: since when, and whom to call."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from clerk_app import bundle, days
from clerk_app.errors import UsageError
from clerk_app.store import SetAside

from .carry_views import GapRow
from .devices import given_way, one_pc
from .missing import Stretches, count_missing, list_missing, missing_below
from .office import Office
from .preferences import value_of
from .receive import quarantined_file
from .record import today
from .words import sentence

_PHONE = "phone "
"""The notes of this desk in which telephone numbers stand; they never travel."""

_LONGEST_PHONE = 40


def gaps(office: Office) -> list[GapRow]:
    """Every gap, the oldest first. A village asks it of its township, a township of all its villages."""
    found = [gap for code in office.realm.context.contacts for gap in gaps_of(office, code)]
    return sorted(found, key=lambda gap: (-gap.age, gap.code, gap.kind))


def gaps_of(office: Office, code: str) -> Iterator[GapRow]:
    """The gaps of one office."""
    yield from _missing_entries(office, code)
    yield from _missing_bundles(office, code)
    yield from _silence(office, code)


def _missing_entries(office: Office, code: str) -> Iterator[GapRow]:
    """Stretches of a log before bundles that wait for them in quarantine."""
    found: dict[tuple[int, int], str] = {}
    for row in office.store.inbox.quarantined():
        if (row.office, row.reason, row.filed) == (code, "bundle-gap", ""):
            for gap in _before(office, row):
                found[gap] = min(found.get(gap, row.received), row.received)
    for (first, last), since in sorted(found.items()):
        yield _row(office, code, "entries", days.beijing_day(since), first=first, last=last)


def _before(office: Office, row: SetAside) -> Iterator[tuple[int, int]]:
    """First and last number of what is missing before a bundle in quarantine."""
    with (
        tempfile.TemporaryDirectory(dir=office.folder, prefix="spool-") as spool,
        bundle.open_sealed(quarantined_file(office, row), office.sealing, Path(spool), former=office.former) as opened,
    ):
        for span in opened.manifest.logs:
            reached = office.head(span.log).seq
            if span.first > reached + 1:
                yield reached + 1, span.first - 1


def _missing_bundles(office: Office, code: str) -> Iterator[GapRow]:
    """Numbers of the newest PC that never came although later ones did; no entry is missing for that."""
    rows = office.store.inbox.of(code)
    keys = one_pc(given_way(office, code), rows[-1].device) if rows else frozenset()
    known = {row.number: row for row in rows if row.device in keys}
    missing = missing_below(max(known, default=0), known)
    if missing:
        since = min(row.received for number, row in known.items() if number > missing[0][0])
        yield _row(office, code, "bundles", days.beijing_day(since), numbers=missing)


def _silence(office: Office, code: str) -> Iterator[GapRow]:
    """Nothing came for too long, or never."""
    rows = office.store.inbox.of(code)
    if not rows:
        yield _row(office, code, "never", today(office))
        return
    last = days.beijing_day(max(row.received for row in rows))
    if (days.parse(today(office)) - days.parse(last)).days >= value_of(office, "silence.days"):
        yield _row(office, code, "silent", last)


def _row(
    office: Office, code: str, kind: str, since: str, *, first: int = 0, last: int = 0, numbers: Stretches = ()
) -> GapRow:
    age = max(0, (days.parse(today(office)) - days.parse(since)).days)
    name, who, phone = _contact(office, code)
    asked = f"{who}（{phone}）" if phone else who
    if kind == "entries":
        told = sentence("gap-entries", {"name": name, "first": first, "last": last, "age": age, "who": asked})
    elif kind == "bundles":
        told = sentence(
            "gap-bundles",
            {
                "name": name,
                "numbers": list_missing(numbers),
                "count": count_missing(numbers),
                "age": age,
                "who": asked,
            },
        )
    else:
        silence = "gap-silent" if kind == "silent" else "gap-never"
        told = sentence(silence, {"name": name, "age": age, "who": asked})
    return GapRow(code, name, kind, first, last, numbers, since, age, who, phone, told)


def _contact(office: Office, code: str) -> tuple[str, str, str]:
    """Name of the office, whom to call, and the telephone number where one was noted."""
    name, (clerk, phone) = office.realm.context.contacts[code].name, whom_to_call(office, code)
    return name, clerk or name, phone


def whom_to_call(office: Office, code: str) -> tuple[str, str]:
    """The other office's clerk, as far as its people are known here, and the telephone number noted; "" for neither."""
    people = () if office.is_village else office.realm_of(code).context.people.values()
    clerk = next((person.name for person in people if "clerk" in person.roles and person.active), "")
    return clerk, (office.store.notes.get(_PHONE + code) or b"").decode("utf-8")


def set_phone(office: Office, code: str, phone: str) -> None:
    """Note whom to call at another office; "" takes the note away. It stays on this PC."""
    if code not in office.realm.context.contacts:
        raise UsageError("office-unknown", code=code)
    if len(phone) > _LONGEST_PHONE or not phone.isprintable():
        raise UsageError("phone-malformed", most=_LONGEST_PHONE)
    if phone:
        office.store.notes.put(_PHONE + code, value=phone.encode("utf-8"))
    else:
        office.store.notes.drop(_PHONE + code)
