"""Every setting of a desk in one table: what it is, its default and its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clerk_app.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A whole number with its unit; `meaning` is for the manual, its Chinese name is a label of the words."""

    default: int
    low: int
    high: int
    unit: str
    meaning: str


_MEBIBYTE = 1 << 20

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "lock.minutes": Setting(default=15, low=1, high=60, unit="minutes", meaning="idle time until the desk locks"),
        "carrier.mail": Setting(
            default=15 * _MEBIBYTE,
            low=2 * _MEBIBYTE,  # a checklist and a page of writing go together
            high=45 * _MEBIBYTE,
            unit="bytes",
            meaning="largest message by e-mail",
        ),
        "carrier.usb": Setting(
            default=1024 * _MEBIBYTE,
            low=_MEBIBYTE,
            high=1900 * _MEBIBYTE,
            unit="bytes",
            meaning="largest bundle on a stick",
        ),
        "silence.days": Setting(default=3, low=1, high=60, unit="days", meaning="silence of an office that is told"),
        "backups.kept": Setting(default=7, low=2, high=60, unit="copies", meaning="rolling backups beside the store"),
        "font.percent": Setting(default=100, low=100, high=150, unit="percent", meaning="size of all text"),
    }
)


def default(key: str) -> int:
    """A setting's default; an unknown key is our misuse: `KeyError`."""
    return SETTINGS[key].default


def check(key: str, value: int) -> int:
    """The value, if the table knows the key and allows it.

    `UsageError`: "setting-unknown", "setting-out-of-bounds".
    """
    known = SETTINGS.get(key)
    if known is None:
        raise UsageError("setting-unknown", key=key)
    if not known.low <= value <= known.high:
        raise UsageError("setting-out-of-bounds", key=key, low=known.low, high=known.high, unit=known.unit)
    return value
