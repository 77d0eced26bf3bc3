"""The county's database: what its townships took in, in PostgreSQL, for lists and figures (`docs/county.md`)."""

from __future__ import annotations

from .database import Database, connected
from .rows import EntryRow, FactRow, MatterRow, TaskRow

__all__ = ["Database", "EntryRow", "FactRow", "MatterRow", "TaskRow", "connected"]
