"""What a township reads of one village: its bundles, gaps, overdue steps, matters, and one matter in full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.errors import UsageError
from clerk_app.model import Complete

VILLAGE = "330502999201"


def test_a_matter_is_read_as_the_village_wrote_it(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    voting.carry_up(village, township)
    seen = township.township.village(VILLAGE)
    (row,) = seen.matters()
    assert seen.matters(state="closed") == []
    assert seen.matters(text=row.title[:3]) == [row]
    mine, theirs = village.matter(row.id), seen.matter(row.id)
    assert theirs.view.flow == mine.flow
    assert [entry.hash for entry in theirs.view.history] == [entry.hash for entry in mine.history]
    assert {entry.state for entry in theirs.view.history} == {"accepted"}
    done = {step.step for step in theirs.done}
    assert done == {step.id for step in mine.flow if step.state == "done"}
    assert theirs.people == {person.id: person.name for person in village.people()}
    assert theirs.code == VILLAGE
    with pytest.raises(UsageError, match="matter-not-found"):
        seen.matter("nothing")


def test_a_refused_entry_is_marked_with_its_reasons(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    matter = village.begin("V33", "张某低保申请")
    assert village._office.matter(matter) is not None
    step = Complete(matter=matter, step="discovery", visit=1, on=village.day(), fields={}, files=(), late_reason="")
    forged = village._office.write(workflow.draft_of(step)).hash
    offices.carry_up(village, township)
    seen = township.township.village(VILLAGE).matter(matter)
    (entry,) = [entry for entry in seen.view.history if entry.state == "refused"]
    assert [(known.step, known.on, known.fields) for known in seen.refused] == [("discovery", village.day(), {})]
    assert seen.done == ()
    assert entry.hash == forged
    assert entry.why


def test_bundles_gaps_and_overdue_steps_of_one_village(voting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    village, township = voting.open("village"), voting.open("township")
    seen = township.township.village(VILLAGE)
    assert [gap.kind for gap in seen.gaps()] == ["never"]
    village.begin("V38", "路灯不亮")
    voting.carry_up(village, township)
    assert [row.number for row in seen.arrivals()] == [1]
    assert seen.overdue() == []
    monkeypatch.setattr(township._office, "clock", lambda: "2027-06-01T01:00:00Z")
    late = seen.overdue()
    assert [(task.title, task.step) for task in late] == [("路灯不亮", "receive")]
    assert all(task.days_left is not None and task.days_left < 0 for task in late)
    assert [gap.kind for gap in seen.gaps()] == ["silent"]


def test_only_a_township_reads_and_only_its_own_villages(offices: Any, tmp_path: Path) -> None:
    village, township = offices.open("village"), offices.open("township")
    with pytest.raises(UsageError, match="township-only"):
        village.township.village(VILLAGE)
    with pytest.raises(UsageError, match="office-unknown"):
        township.township.village("330502999299")
