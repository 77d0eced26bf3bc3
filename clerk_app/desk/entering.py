"""The door to an office: opened with a password or the recovery code, and then a desk stands behind it."""

from __future__ import annotations

from pathlib import Path

from . import keeping, opening
from .desk import Desk
from .office import Clock


def open_office(
    folder: Path, *, passphrase: str, clock: Clock = opening.system_clock, continue_as_new_epoch: bool = False
) -> Desk:
    """Open an office for work, with the day's backup made."""
    office = opening.open_office(
        folder, passphrase=passphrase, clock=clock, continue_as_new_epoch=continue_as_new_epoch
    )
    keeping.daily_backup(office)
    return Desk(office)


def open_with_code(folder: Path, code: str, new_passphrase: str, *, clock: Clock = opening.system_clock) -> Desk:
    """Open with the printed recovery code and set a new password."""
    office = opening.open_office(folder, code=code, clock=clock)
    opening.replace_passphrase(office, new_passphrase)
    return Desk(office)
