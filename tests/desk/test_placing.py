"""What the disk refuses is said in words: places that take nothing, files that cannot be read, clean-up that fails."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app import desk
from clerk_app.desk import releasing
from clerk_app.desk.demo import demo
from clerk_app.desk.opening import found_office
from clerk_app.errors import ClerkError, IntegrityError, RefusedError, SurroundingsError, UsageError

from .courier import QUICK
from .pcs import PASSPHRASE

WANTED = {"kind": "village", "code": "330502999202", "name": "乙村", "passphrase": PASSPHRASE, "clerk": "李某"}


def code_of(wanted: type[ClerkError], call: Any, *given: Any, **named: Any) -> str:
    """The code with which a call fails."""
    with pytest.raises(wanted) as caught:
        call(*given, **named)
    return caught.value.code


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file where a folder is wanted."""
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    return file


@pytest.mark.parametrize("found", [desk.begin_founding, found_office])
def test_an_office_is_founded_neither_over_a_file_nor_below_one(file: Path, found: Any) -> None:
    assert code_of(UsageError, found, file, **WANTED, cost=QUICK) == "folder-not-empty"
    assert code_of(SurroundingsError, found, file / "office", **WANTED, cost=QUICK) == "cannot-write"
    assert code_of(UsageError, demo, file, print) == "folder-not-empty"
    assert file.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("found", [desk.begin_founding, found_office])
def test_an_office_and_its_clerk_have_names_that_fit(tmp_path: Path, found: Any) -> None:
    for changed, code in (({"name": "长" * 61}, "name-too-long"), ({"clerk": " "}, "name-missing")):
        with pytest.raises(RefusedError) as caught:
            found(tmp_path / "乙村", **{**WANTED, **changed}, cost=QUICK)
        assert [refusal.code for refusal in caught.value.refusals] == [code]
    assert list(tmp_path.iterdir()) == []


def test_a_founding_that_cannot_be_cleared_away_or_put_in_place_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "乙村"
    code = desk.begin_founding(place, **WANTED, cost=QUICK)
    monkeypatch.setattr(shutil, "rmtree", stuck)
    assert code_of(SurroundingsError, desk.begin_founding, place, **WANTED, cost=QUICK) == "cannot-write"
    place.mkdir()
    (place / "letter.txt").write_text("x", encoding="utf-8")
    assert code_of(SurroundingsError, desk.finish_founding, place, code) == "cannot-write"
    (place / "letter.txt").unlink()
    desk.finish_founding(place, code)
    desk.open_office(place, passphrase=PASSPHRASE).close()


def test_a_card_that_cannot_be_read_is_said(offices: Any, tmp_path: Path) -> None:
    village = offices.open("village")
    assert code_of(SurroundingsError, village.read_card, tmp_path) == "file-missing"
    assert code_of(SurroundingsError, village.read_card, tmp_path / "none.json") == "file-missing"


def test_what_cannot_be_written_is_said(offices: Any, tmp_path: Path, file: Path) -> None:
    township = offices.open("township")
    (offices.stick / "wrong.cwb").write_bytes(b"age-encryption.org/v1\nnothing")
    township.receive([offices.stick / "wrong.cwb"])
    (aside,) = township.township.quarantine()
    assert code_of(SurroundingsError, township.township.save, aside.id, file) == "cannot-write"
    kept = township.township.save(aside.id, tmp_path)
    assert kept.read_bytes() == b"age-encryption.org/v1\nnothing"
    assert code_of(SurroundingsError, releasing.new_key, file / "key", "签发人的密码", QUICK) == "cannot-write"


def test_a_clean_up_that_fails_does_not_hide_why_it_was_needed(
    offices: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = offices.open("village")
    copy = Path(village.backup(tmp_path / "copies"))
    monkeypatch.setattr(shutil, "rmtree", stuck)
    for number, bring_back in enumerate((desk.restore_office, desk.recover_office)):
        given = {"passphrase": "不对", "new_passphrase": "新的四个词呀"}
        assert code_of(IntegrityError, bring_back, copy, tmp_path / f"back-{number}", **given) == "wrong-passphrase"
    monkeypatch.setattr(Path, "rmdir", stuck)
    monkeypatch.setattr(type(village._office.store), "backup", full)
    assert code_of(SurroundingsError, village.backup, tmp_path / "other") == "disk-full"


def stuck(_path: Any, ignore_errors: bool = False, **_given: Any) -> None:
    """A disk that lets nothing go."""
    if not ignore_errors:
        raise PermissionError("in use")


def full(*_given: Any) -> None:
    """A disk without room."""
    raise SurroundingsError("disk-full")
