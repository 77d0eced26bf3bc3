"""The door to an office: opened with a password or the recovery code, and then a desk stands behind it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from clerk_app.errors import SurroundingsError
from clerk_app.meter import Cancelled, Meter, Progress

from . import keeping, opening
from .desk import Desk
from .epochs import Because
from .office import Clock
from .renewing import renew_master
from .sealing_keys import renew_sealing, shares_key
from .sheets import STOLEN_REASON
from .shelving import freshen


def open_office(
    folder: Path,
    *,
    passphrase: str,
    clock: Clock = opening.system_clock,
    continue_as_new_epoch: bool = False,
    because: Because = Because.RESTORED,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Desk:
    """Open an office for work, with the day's backup made; a new epoch only where one is needed and was agreed to.

    Where the backup is called off, or its place is full, the office opens without it: `Care.state` says so.
    """
    office = opening.open_office(
        folder, passphrase=passphrase, clock=clock, because=because if continue_as_new_epoch else None
    )
    with suppress(SurroundingsError):
        keeping.daily_backup(office, Meter(progress, cancelled))
    freshen(office)
    return Desk(office)


def open_with_code(folder: Path, code: str, new_passphrase: str, *, clock: Clock = opening.system_clock) -> Desk:
    """Open with the printed recovery code and set a new password."""
    office = opening.open_office(folder, code=code, clock=clock)
    opening.replace_passphrase(office, new_passphrase)
    freshen(office)
    return Desk(office)


def recover_office(
    source: Path,
    folder: Path,
    *,
    passphrase: str = "",
    code: str = "",
    new_passphrase: str,
    clock: Clock = opening.system_clock,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> str:
    """Go on from a backup after the PC was stolen: new password, new master key, no deputy, and a new recovery code.

    What the thief may know (the password, the deputy's, the printed code) opens nothing here any more, not even with
    the stolen key file; and partners seal for another key once they have enrolled the new card. Returns the code.
    Where a second PC is in use the sealing key stays, for that PC has no other. Called off, it leaves nothing behind.
    """
    keeping.restore_office(
        source,
        folder,
        passphrase=passphrase,
        code=code,
        new_passphrase=new_passphrase,
        clock=clock,
        progress=progress,
        cancelled=cancelled,
    )
    try:
        office = opening.open_office(folder, passphrase=new_passphrase, clock=clock)
        try:
            if not shares_key(office):
                renew_sealing(office, STOLEN_REASON)
            return renew_master(office, new_passphrase, meter=Meter(progress, cancelled)).recovery
        finally:
            opening.write_mark(office)
            office.store.close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
