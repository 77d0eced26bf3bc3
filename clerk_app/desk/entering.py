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


def open_with_escrow(folder: Path, secret: str, new_passphrase: str) -> Desk:
    """Open with the escrow's age key (``AGE-SECRET-KEY-1…``), which the township keeps, and set a new password."""
    unlocked = crypto.unlock_with_escrow(folder, crypto.SealingKey.parse(secret))
    crypto.change_passphrase(folder, unlocked, new_passphrase)
    return open_office(folder, passphrase=new_passphrase)
