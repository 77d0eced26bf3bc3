"""What came in from the villages: where each bundle stands, what was refused of it, and an entry's exact words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.desk import Desk, label, open_office
from clerk_app.errors import UsageError
from clerk_app.model import Complete

PASSPHRASE = "四个词的密码"


def forge(village: Desk) -> str:
    """A step past the rules, signed with the right key; its entry's hash."""
    matter = village.matters()[0].id
    village._office.matter(matter)
    step = Complete(matter=matter, step="discovery", visit=1, on=village.day(), fields={}, files=(), late_reason="")
    return village._office.write(workflow.draft_of(step)).hash


def damaged(path: Path) -> Path:
    """The file with one byte changed."""
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(bytes(raw))
    return path


def work(village: Desk, offices: Any, title: str) -> Path:
    """A matter begun, and the bundle that carries it."""
    village.begin("V33", title)
    return Path(village.export(offices.stick).path)


def test_bundles_that_follow_and_bundles_that_were_skipped(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    assert township.township.arrivals() == []
    township.receive([work(village, offices, "第一件")])
    work(village, offices, "第二件")
    lost = township.receive([work(village, offices, "第三件")])
    township.receive([work(village, offices, "第四件")])
    rows = township.township.arrivals(township.day())
    assert [(row.number, row.standing, row.beside, tuple(row.missing)) for row in rows] == [
        (4, "follows", 3, ()),
        (3, "skipped", 0, (2,)),
        (1, "first", 0, ()),
    ]
    assert {(row.name, row.state, row.signature, row.called) for row in rows} == {("甲村", "filed", "valid", "")}
    assert rows[1].accepted == lost[0].accepted
    assert township.township.arrivals("2099-01-01") == []
    assert township.township.arrivals(code="330502999202") == []
    assert len(township.township.arrivals(code="330502999201")) == 3


def test_what_was_set_aside_says_why_and_whose_it_is(offices: Any, tmp_path: Path) -> None:
    village, township = offices.open("village"), offices.open("township")
    first = work(village, offices, "第一件")
    township.close()
    offices._open.remove(township)
    shutil.copytree(offices.folder / "township", tmp_path / "other")
    other = open_office(tmp_path / "other", passphrase=PASSPHRASE)
    other.receive([first])
    village.receive([Path(other.reply(offices.stick)[0].exported.path)])
    other.close()
    township = offices.open("township")
    late = work(village, offices, "第二件")
    strange = damaged(work(village, offices, "第三件"))
    township.receive([late])
    township.receive([strange])
    gap, changed = sorted(township.township.arrivals(), key=lambda row: -row.number)
    assert (gap.state, gap.standing, gap.missing, gap.signature) == ("held", "gap", range(1, 2), "valid")
    assert (changed.state, changed.standing, changed.name, changed.signature) == ("quarantined", "", "", "invalid")
    assert [label(row.called) for row in (gap, changed)] == ["无法确认：缺前面的记录", "无效：内容被改动或损坏"]
    assert [s.code for s in township.township.against(gap.id)] == ["bundle-gap"]
    township.receive([first])
    assert township.township.against(gap.id) == ()
    township.township.retry()
    assert [(row.number, row.state) for row in township.township.arrivals()] == [
        (2, "filed"),
        (1, "filed"),
        (0, "quarantined"),
    ]


def test_a_village_that_answers_with_another_bundle_of_the_same_number(offices: Any, tmp_path: Path) -> None:
    village, township = offices.open("village"), offices.open("township")
    village.close()
    offices._open.remove(village)
    shutil.copytree(offices.folder / "village", tmp_path / "clone")
    village, clone = offices.open("village"), open_office(tmp_path / "clone", passphrase=PASSPHRASE)
    township.receive([work(village, offices, "原机写的")])
    clone.begin("V33", "另一台写的")
    (tmp_path / "stick").mkdir()
    township.receive([Path(clone.export(tmp_path / "stick").path)])
    clone.close()
    fork = next(row for row in township.township.arrivals() if row.state != "filed")
    assert (fork.state, fork.standing, fork.beside, fork.code) == ("held", "fork", 1, "330502999201")


def test_what_was_refused_is_shown_with_its_step_and_its_exact_words(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    village.begin("V33", "张某低保申请")
    forged = forge(village)
    township.receive([Path(village.export(offices.stick).path)])
    (row,) = township.township.arrivals()
    assert (row.refused, row.held) == (1, 0)
    (entry,) = township.township.refused(row.id)
    assert (entry.hash, entry.title, bool(entry.step_name), bool(entry.sentences)) == (
        forged,
        "张某低保申请",
        True,
        True,
    )
    told = township.township.original(forged)
    assert (told.hash, told.files, len(told.signature)) == (forged, (), 128)
    assert json.loads(told.entry)["step"] == "discovery"
    assert json.loads(told.payload)["on"] == village.day()
    for ask in (township.township.refused, township.township.original):
        with pytest.raises(UsageError, match="not-here"):
            ask("0" * 64)
