"""Forms drawn from the catalogue: one editor for each kind of field."""

from __future__ import annotations

from .form import Form

__all__ = ["Form"]
