"""The township's morning: how every village stands, what waits in quarantine, and trying that once more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clerk_app import days
from clerk_app.errors import UsageError
from clerk_app.meter import Cancelled, Progress
from clerk_app.store import InboxRow, SetAside

from . import arrivals, devices
from .countywide import Loaded, load_county
from .gaps import whom_to_call
from .letters import Letters
from .missing import count_missing, missing_below
from .office import Office
from .overseeing import Oversight, overdue_steps
from .placing import copy_file
from .receive import receive_one
from .record import today
from .reviewing import Reviews
from .town_views import ArrivalRow, AsideRow, DeviceRow, OriginalView, VillageRow
from .views import RefusedEntry, Sentence, Verdict

FOLDER = "quarantine"

TAKEN = ("filed", "sound", "duplicate")
"""The states of bundles against which nothing speaks any more."""

_MONTH = 31
"""A village that was silent for more days than this has not reported every month."""


class Township:
    """What a township asks of all its villages at once; a village may ask it about its own quarantine."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def villages(self) -> list[VillageRow]:
        """Every enrolled village, the one that needs a look most urgently first."""
        if self._office.is_village:
            raise UsageError("township-only")
        rows = [self._village(code) for code in sorted(self._office.realm.context.contacts)]
        return sorted(rows, key=_ease)

    def _village(self, code: str) -> VillageRow:
        office, day = self._office, today(self._office)
        rows = office.store.inbox.of(code)
        waiting = [row for row in arrivals.waiting(office) if row.office == code]
        last_on = days.beijing_day(rows[-1].received) if rows else ""
        newest = _newest(rows, office.realm.context.contacts[code].signing)
        punctual, done = office.store.shelf.punctuality(code, day[:7])
        silent = (days.parse(day) - days.parse(last_on)).days if last_on else None
        reviews = Reviews(office).waiting(code)
        late = overdue_steps(office, code, reviews)
        clerk, phone = whom_to_call(office, code)
        explained = office.realm_of(code).context.explained
        return VillageRow(
            code=code,
            name=office.realm.context.contacts[code].name,
            clerk=clerk,
            phone=phone,
            last_number=newest,
            last_on=last_on,
            silent=silent,
            reported=silent is not None and silent <= _MONTH,
            missing=missing_below(newest, (row.number for row in rows)),
            waiting=len(waiting),
            waiting_on=min((days.beijing_day(row.received) for row in waiting), default=""),
            refused=len(office.store.shelf.matters(office=code, state="refused", limit=1000)),
            overdue=sum(not task.waits for task in late),
            warnings=len(set(office.store.shelf.warnings(code)) - explained.keys()),
            reviews=len(reviews),
            orders=len(Letters(office).open_orders(code)),
            punctual=punctual,
            done=done,
        )

    def village(self, code: str) -> Oversight:
        """One village: its bundles, gaps, overdue steps and matters, to read."""
        return Oversight(self._office, code)

    def arrivals(self, day: str = "", code: str = "") -> list[ArrivalRow]:
        """What came in on a day or later ("" for ever) from a village ("" for all), the newest first."""
        return arrivals.arrivals(self._office, day, code)

    def refused(self, bundle: str) -> tuple[RefusedEntry, ...]:
        """The entries of a bundle that were refused or held, each with the reasons."""
        return arrivals.refused_of(self._office, bundle)

    def original(self, digest: str) -> OriginalView:
        """The exact words of an entry."""
        return arrivals.original(self._office, digest)

    def against(self, name: str) -> tuple[Sentence, ...]:
        """What still speaks against a file in quarantine, nothing where it can be taken in now."""
        return self._against(self._set_aside(name))

    def quarantine(self) -> list[AsideRow]:
        """What waits in quarantine, the oldest first."""
        contacts = self._office.realm.context.contacts
        return [
            AsideRow(
                row.digest[:12],
                contacts[row.office].name if row.office in contacts else row.office,
                row.number,
                days.beijing_day(row.received),
                self._against(row),
            )
            for row in arrivals.waiting(self._office)
        ]

    def _against(self, row: SetAside) -> tuple[Sentence, ...]:
        """What still speaks against a file: it is judged anew, for much may have come since."""
        verdict = receive_one(self._office, self._file(row), filing=False)
        return () if verdict.state in TAKEN else verdict.sentences

    def retry(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> list[Verdict]:
        """Try everything in quarantine once more, lowest numbers first; what is taken in now waits no longer.

        Called off, it ends between two files.
        """
        office, verdicts = self._office, []
        waiting = sorted(arrivals.waiting(office), key=lambda row: (row.office, row.number, row.digest))
        for done, row in enumerate(waiting, start=1):
            if cancelled is not None and cancelled():
                break
            verdict = receive_one(office, self._file(row), filing=True)
            if verdict.state in TAKEN:
                office.store.inbox.quarantine(replace(row, filed=office.clock()))
            verdicts.append(verdict)
            if progress is not None:
                progress(done, len(waiting))
        return verdicts

    def save(self, name: str, folder: Path) -> Path:
        """Copy a file out of quarantine, to be shown to somebody."""
        found = self._set_aside(name)
        target = folder / f"{found.digest[:12]}.cwb"
        copy_file(self._file(found), target)
        return target

    def _set_aside(self, name: str) -> SetAside:
        """The one file whose hash begins like this."""
        found = [row for row in self._office.store.inbox.quarantined() if row.digest.startswith(name)]
        if len(found) != 1:
            raise UsageError("not-in-quarantine", id=name)
        return found[0]

    def devices(self) -> list[DeviceRow]:
        """Every device that spoke or speaks for an office."""
        return devices.devices(self._office)

    def revoke(self, code: str, *, until: int, reason: str, device: str = "") -> None:
        """A device of an office (its public key, "" for the present one) counts up to that bundle and not beyond."""
        devices.revoke(self._office, code, until, reason, device)

    def write_allowed_signers(self, path: Path) -> int:
        """The list of devices for stock tools; returns how many."""
        return devices.write_allowed_signers(self._office, path)

    def load_county(self, dsn: str, progress: Progress | None = None) -> Loaded:
        """Everything that the county's database does not have yet."""
        return load_county(self._office, dsn, progress)

    def _file(self, row: SetAside) -> Path:
        return self._office.folder / FOLDER / f"{row.digest[:32]}.cwb"


def _newest(rows: list[InboxRow], device: str) -> int:
    """The highest number of the device that speaks now, or spoke last; 0 before the first bundle."""
    own = [row.number for row in rows if row.device == device]
    return max(own or [row.number for row in rows if row.device == rows[-1].device], default=0)


def _ease(row: VillageRow) -> tuple[bool, int, int, str]:
    """Who does not report comes first; else the more there is to look at, and the longer it was silent."""
    silent = row.silent if row.silent is not None else 10_000
    told = (
        row.waiting + row.refused + row.overdue + row.warnings + row.reviews + row.orders + count_missing(row.missing)
    )
    return (row.reported, -told, -silent, row.code)
