"""The table of settings, and what it lets through."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from clerk_app import settings
from clerk_app.errors import UsageError
from clerk_app.places import resources


@pytest.fixture
def labels() -> Mapping[str, Any]:
    with open(resources() / "words" / "labels.toml", "rb") as file:
        table: Mapping[str, Any] = tomllib.load(file)["labels"]
    return table


@pytest.mark.parametrize("key", settings.SETTINGS)
def test_both_bounds_are_allowed_and_one_beyond_is_not(key: str) -> None:
    known = settings.SETTINGS[key]
    assert settings.check(key, known.low) == known.low
    assert settings.check(key, known.high) == known.high
    for beyond in (known.low - 1, known.high + 1):
        with pytest.raises(UsageError) as caught:
            settings.check(key, beyond)
        assert caught.value.code == "setting-out-of-bounds"
        assert caught.value.details == {"key": key, "low": known.low, "high": known.high, "unit": known.unit}


@pytest.mark.parametrize("key", settings.SETTINGS)
def test_every_default_is_allowed(key: str) -> None:
    assert settings.check(key, settings.default(key)) == settings.SETTINGS[key].default


@pytest.mark.parametrize("key", settings.SETTINGS)
def test_every_setting_has_a_name_a_unit_and_a_meaning(key: str, labels: Mapping[str, Any]) -> None:
    known = settings.SETTINGS[key]
    assert labels[key]
    assert labels[known.unit]
    assert known.meaning


def test_an_unknown_setting_is_refused_and_has_no_default() -> None:
    with pytest.raises(UsageError) as caught:
        settings.check("lock.seconds", 1)
    assert (caught.value.code, caught.value.details) == ("setting-unknown", {"key": "lock.seconds"})
    with pytest.raises(KeyError):
        settings.default("lock.seconds")


def test_what_the_numbers_are_by_default() -> None:
    """A change of a default is a decision, and this line is changed with it."""
    assert {key: known.default for key, known in settings.SETTINGS.items()} == {
        "lock.minutes": 15,
        "silence.days": 3,
        "carrier.mail": 15 * 1024 * 1024,
        "carrier.usb": 1024 * 1024 * 1024,
        "backups.kept": 7,
        "font.percent": 100,
    }
