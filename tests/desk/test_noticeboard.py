"""The notice board: every notice with its days, its photos and its objections, the most urgent first."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clerk_app import photos
from clerk_app.desk import NOTICE_UP, BoardRow, Desk, open_office
from clerk_app.desk.demo import Play, found_pair

PASSPHRASE = "四个词的密码"
STEP = "plan_notice"


@pytest.fixture
def village(tmp_path: Path) -> Any:
    """A village whose plan is to be made public."""
    village, township = found_pair(tmp_path, PASSPHRASE)
    township.close()
    Play(village, PASSPHRASE, lambda line: None).perform(last="joint_meeting")
    return village


def row(village: Desk) -> BoardRow:
    (found,) = village.notices()
    return found


def test_a_notice_is_to_be_put_up_then_hangs_then_may_come_down(village: Desk, tmp_path: Path) -> None:
    before = row(village)
    assert (before.step, before.state, before.posted_on, before.photos) == (STEP, "to_post", "", 0)
    assert before.photos_wanted >= 1
    photo = village.attach(photos.draw_sample(["公告"], 3, width=300), NOTICE_UP, photo=True)
    village.keep_draft(before.matter, STEP, fields={}, files=(photo,), on=village.day())
    assert row(village).photos == 1
    assert [step.id for step in village.matter(before.matter).flow if step.workable] == [STEP]
    village.post(before.matter, STEP, on=village.day(), place="村口公开栏", files=(photo,))
    hung = row(village)
    assert village.step(before.matter, STEP).workable
    assert not village.step(before.matter, "joint_meeting").workable
    assert (hung.state, hung.posted_on, hung.place, hung.photos) == ("hanging", village.day(), "村口公开栏", 1)
    assert hung.days_left is not None
    assert hung.days_left > 0
    assert (hung.overdue, hung.needs_work) == (False, False)
    village.object(hung.matter, STEP, on=village.day(), text="不同意")
    assert (row(village).objections, row(village).needs_work) == (1, True)
    assert row(village).wanted == (date.fromisoformat(hung.until) - date.fromisoformat(village.day())).days
    folder, until = village.folder, hung.until
    village.close()
    later = open_office(folder, passphrase=PASSPHRASE, clock=lambda: f"{until}T04:00:00Z")
    assert (row(later).state, row(later).days_left, row(later).needs_work) == ("to_take_down", 0, True)
    later.close()


def test_a_notice_that_hangs_longer_than_it_must_is_not_late(village: Desk) -> None:
    before = row(village)
    photo = village.attach(photos.draw_sample(["公告"], 3, width=300), NOTICE_UP, photo=True)
    village.post(before.matter, STEP, on=village.day(), place="村口公开栏", files=(photo,))
    (hangs,) = [task for task in village.today().waiting if task.step == STEP]
    assert (hangs.waits, hangs.due, hangs.may_come_down) == ("publicity", row(village).until, False)
    folder, until = village.folder, row(village).until
    village.close()
    weeks = (date.fromisoformat(until) + timedelta(days=14)).isoformat()
    later = open_office(folder, passphrase=PASSPHRASE, clock=lambda: f"{weeks}T04:00:00Z")
    (down,) = [task for task in later.today().ready if task.step == STEP]
    assert (down.due, down.days_left, down.may_come_down) == ("", None, True)
    assert (down.hung, down.wanted) == (hangs.wanted, hangs.wanted)
    assert [matter.due for matter in later.matters() if matter.id == before.matter] == [""]
    later.close()


def test_a_notice_with_an_open_objection_waits_for_nobody(village: Desk) -> None:
    before = row(village)
    photo = village.attach(photos.draw_sample(["公告"], 3, width=300), NOTICE_UP, photo=True)
    village.post(before.matter, STEP, on=village.day(), place="村口公开栏", files=(photo,))
    assert [task.step for task in village.today().waiting] == [STEP]
    village.object(before.matter, STEP, on=village.day(), text="不同意")
    assert village.today().waiting == ()
    objected = village.today().ready[0]
    assert (objected.step, objected.objections, objected.waits, objected.may_come_down) == (STEP, 1, "", False)
    entry = village.step(before.matter, STEP).objections[0].entry
    village.answer(before.matter, STEP, entry, on=village.day(), text="已说明")
    assert [(task.step, task.objections) for task in village.today().waiting] == [(STEP, 0)]


def test_what_should_hang_already_is_overdue() -> None:
    late = BoardRow("m", "s", "1", "甲", "公示", "to_post", "", "2026-01-01", -3, "", 0, 1, 0)
    assert (late.overdue, late.needs_work) == (True, True)
    assert not BoardRow("m", "s", "1", "甲", "公示", "hanging", "", "2026-01-01", -3, "", 0, 1, 0).overdue
