"""One program for one office: a lock that the system releases however the program ends."""

from __future__ import annotations

import os
from pathlib import Path

from clerk_app.errors import SurroundingsError

FILE = "lock"


class OfficeLock:
    """Held from the moment it is made until `release`.

    `SurroundingsError`: "office-in-use" where another program holds it, "store-missing" where there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise SurroundingsError("store-missing") from error
        except OSError as error:
            raise SurroundingsError("store-not-writable") from error
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise SurroundingsError("office-in-use") from error

    def release(self) -> None:
        """Let the next program in; the file stays, because deleting it could let two programs in."""
        os.close(self._file)


if os.name == "nt":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
