"""The settings of one desk, kept in its encrypted store; `clerk_app.settings` says which there are and their bounds."""

from __future__ import annotations

from clerk_app import settings

from .care_views import PreferenceRow
from .office import Office
from .words import label


def value_of(office: Office, key: str) -> int:
    """The value in force: what was set, as long as it is still allowed, else the default; unknown keys: `KeyError`."""
    known, raw = settings.SETTINGS[key], office.store.notes.get(_name(key))
    kept = int(raw) if raw is not None and raw.isdigit() else known.default
    return kept if known.low <= kept <= known.high else known.default


def _name(key: str) -> str:
    return f"setting.{key}"


class Preferences:
    """The settings of one open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def all(self) -> list[PreferenceRow]:
        """Every setting with its name, its value and how far it goes."""
        return [
            PreferenceRow(
                key, label(key), self.value(key), known.default, known.low, known.high, known.unit, label(known.unit)
            )
            for key, known in settings.SETTINGS.items()
        ]

    def value(self, key: str) -> int:
        """The value in force."""
        return value_of(self._office, key)

    def set(self, key: str, value: int) -> None:
        """Keep a value; `UsageError`: "setting-unknown", "setting-out-of-bounds"."""
        self._office.store.notes.put(_name(key), value=str(settings.check(key, value)).encode("ascii"))

    def reset(self, key: str) -> None:
        """Back to the default."""
        self._office.store.notes.drop(_name(key))
