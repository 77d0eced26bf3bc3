"""Care for an office: the second place of its backups, and the drill that proves what a backup brings back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from clerk_app import days
from clerk_app.errors import SurroundingsError, UsageError
from clerk_app.meter import Cancelled, Meter, Progress
from clerk_app.store import newest_copy

from . import keeping
from .care_views import CareView, Drill
from .office import Office
from .record import today

DRILL_DAYS = 182
"""A drill is called to mind every half year (peers' users lost data to backups that nobody had ever opened)."""

_DRILLED = "care.drilled"


class Care:
    """What is done so that nothing is lost, for one open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def state(self) -> CareView:
        """How well the office is cared for today."""
        place, drilled = self.place(), self._noted(_DRILLED)
        there = place is not None and place.is_dir()
        now = days.beijing_day(self._office.clock())
        backed = keeping.newest_day(keeping.backups_of(self._office))
        copied = keeping.newest_day(keeping.copies_in(self._office, place)) if there and place else ""
        return CareView(
            backup_on=backed,
            backup_missing=backed != now,
            place=str(place) if place is not None else "",
            there=there,
            copied_on=copied,
            copy_missing=there and copied != now,
            drilled_on=drilled,
            drill_due=self._drill_due(drilled),
        )

    def _drill_due(self, drilled: str) -> bool:
        """Half a year after the last drill, or after the office was founded."""
        since = drilled or days.beijing_day(self._office.founded_at())
        return (days.parse(today(self._office)) - days.parse(since)).days >= DRILL_DAYS

    def _noted(self, name: str) -> str:
        return (self._office.store.notes.get(name) or b"").decode("utf-8")

    def place(self) -> Path | None:
        """The folder or stick that every daily backup is copied to, or None."""
        return keeping.second_place(self._office)

    def set_place(
        self, folder: Path | None, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> None:
        """Copy every daily backup there from now on, the first one at once; None for no longer.

        `UsageError` "backup-place-inside" for a folder within the office itself, which would be lost with it.
        """
        office = self._office
        if folder is None:
            office.store.notes.drop(keeping.PLACE)
            return
        if not folder.is_dir():
            raise UsageError("folder-not-found")
        if folder.resolve().is_relative_to(office.folder.resolve()):
            raise UsageError("backup-place-inside")
        keeping.copy_out(office, folder, Meter(progress, cancelled))
        office.store.notes.put(keeping.PLACE, value=str(folder).encode("utf-8"))

    def back_up_today(self, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        """The day's backup and its copy in the second place, where they are missing: called off, or no room for them.

        `SurroundingsError`: "disk-full", "store-not-writable", "cancelled".
        """
        keeping.daily_backup(self._office, Meter(progress, cancelled))

    def copy_now(self, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> str:
        """One more backup in the second place; `SurroundingsError` "backup-place-missing" where it is not there."""
        place = self.place()
        if place is None or not place.is_dir():
            raise SurroundingsError("backup-place-missing", place=str(place or ""))
        return keeping.copy_out(self._office, place, Meter(progress, cancelled))

    def drill(
        self,
        *,
        passphrase: str = "",
        code: str = "",
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Drill:
        """Bring the newest backup back in a scratch folder, look at all of it, and note the day where all is sound.

        With the printed recovery code the drill also proves that the paper is the right one. `IntegrityError`
        ("wrong-passphrase", ...) where the key does not open it; `SurroundingsError` "backup-missing".
        """
        source = self._newest()
        with tempfile.TemporaryDirectory(dir=self._office.folder, prefix="spool-") as scratch:
            found = keeping.restore_office(
                source,
                Path(scratch) / "office",
                passphrase=passphrase,
                code=code,
                clock=self._office.clock,
                progress=progress,
                cancelled=cancelled,
            )
        if found.sound:
            self._office.store.notes.put(_DRILLED, value=today(self._office).encode("ascii"))
        return Drill(source.name, found)

    def _newest(self) -> Path:
        """The newest backup of either place: the names begin with the day, and within a day each place counts anew."""
        place = self.place()
        folders = [keeping.backups_of(self._office)]
        if place is not None and place.is_dir():
            folders.append(keeping.copies_in(self._office, place))
        copies = [copy for folder in folders if (copy := newest_copy(folder)) is not None]
        if not copies:
            raise SurroundingsError("backup-missing")
        return max(copies, key=lambda copy: (keeping.day_of(copy), copy.stat().st_mtime))
