"""Where the program finds what is shipped with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app import places


@pytest.fixture(autouse=True)
def _found_anew() -> Iterator[None]:
    places.resources.cache_clear()
    yield
    places.resources.cache_clear()


def test_in_a_checkout_it_is_the_folder_resources() -> None:
    assert places.resources() == Path(__file__).resolve().parents[2] / "resources"


@pytest.mark.parametrize("name", ["clerk_app_resources", "resources"])
def test_installed_it_lies_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name / "catalogue").mkdir(parents=True)
    monkeypatch.setattr(places, "__file__", str(tmp_path / "clerk_app" / "places.py"))
    assert places.resources() == tmp_path / name


def test_frozen_it_lies_where_the_program_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "catalogue").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert places.resources() == tmp_path / "resources"


def test_a_program_without_it_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(RuntimeError, match="missing"):
        places.resources()
