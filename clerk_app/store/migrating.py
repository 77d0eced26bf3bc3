"""Migrations: numbered plain SQL, each in one transaction together with the record that it was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clerk_app.errors import SurroundingsError

from .driver import Connection

FOLDER = Path(__file__).parent / "migrations"


def known_version() -> int:
    """The number of the newest migration that this program has."""
    return max(int(path.stem) for path in FOLDER.glob("*.sql"))


def version_of(connection: Connection) -> int:
    """The number of the newest migration that a store has seen; 0 for one that is new."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def refuse_newer(connection: Connection) -> None:
    """`SurroundingsError` ("store-newer") for a store that a newer program wrote; it is left as it is."""
    found, known = version_of(connection), known_version()
    if found > known:
        raise SurroundingsError("store-newer", found=found, known=known)


def migrate(connection: Connection, before_change: Callable[[], None]) -> None:
    """Bring a store up to this program's version; `before_change` makes the backup, and is not called for a new store.

    A migration that fails leaves nothing behind: its statements and its number stand in one transaction.
    """
    refuse_newer(connection)
    found, known = version_of(connection), known_version()
    if 0 < found < known:
        before_change()
    for number in range(found + 1, known + 1):
        _step(connection, number, (FOLDER / f"{number:04d}.sql").read_text(encoding="utf-8"))


def _step(connection: Connection, number: int, script: str) -> None:
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
