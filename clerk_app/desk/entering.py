"""The door to an office: opened with a password or the recovery code, and then a desk stands behind it."""

from __future__ import annotations

from pathlib import Path

from clerk_app import crypto

from . import keeping, opening
from .desk import Desk
from .epochs import Because
from .office import Clock
from .shelving import freshen


def open_office(
    folder: Path,
    *,
    passphrase: str,
    clock: Clock = opening.system_clock,
    continue_as_new_epoch: bool = False,
    because: Because = Because.RESTORED,
) -> Desk:
    """Open an office for work, with the day's backup made; a new epoch only where one is needed and was agreed to."""
    office = opening.open_office(
        folder, passphrase=passphrase, clock=clock, because=because if continue_as_new_epoch else None
    )
    keeping.daily_backup(office)
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
) -> str:
    """Go on from a backup after the PC was stolen: new password, no deputy, and a new recovery code, which it returns.

    What the thief may know (the password, the deputy's, the printed code) opens nothing here any more.
    """
    keeping.restore_office(source, folder, passphrase=passphrase, code=code, new_passphrase=new_passphrase, clock=clock)
    unlocked = crypto.unlock(folder, new_passphrase)
    if crypto.SlotKind.DEPUTY in crypto.slot_kinds(folder):
        crypto.remove_slot(folder, unlocked, crypto.SlotKind.DEPUTY)
    return crypto.renew_recovery(folder, unlocked)
