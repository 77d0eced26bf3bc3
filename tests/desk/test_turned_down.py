"""A lost vote on record: the township takes it as it is, and the clerk is led back or to the end."""

from __future__ import annotations

from typing import Any

import pytest

from clerk_app.desk.script import _vote
from clerk_app.errors import RefusedError

VOTE = "vote_representatives"


@pytest.fixture
def lost(voting: Any) -> tuple[Any, Any, str]:
    """A village whose representatives voted against, the offices around it, and the matter."""
    village = voting.open("village")
    play = voting.play(village)
    play.matter, play.day = village.matters()[0].id, village.day()
    view = village.step(play.matter, VOTE)
    fields = {**_vote(36, 12), "votes_no": 20, "votes_abstain": 4}
    content = play._content(view, fields)
    play._sign(view, content)
    looked = village.look(play.matter, VOTE, **content)
    assert looked.negative
    assert not looked.ready
    with pytest.raises(RefusedError):
        village.complete(play.matter, VOTE, **content)
    village.complete(play.matter, VOTE, failed=True, **content)
    return voting, village, play.matter


def state(village: Any, matter: str) -> str:
    return str(next(step.state for step in village.matter(matter).flow if step.id == VOTE))


def test_a_lost_vote_keeps_its_figures_and_waits_on_todays_list(lost: Any) -> None:
    _, village, matter = lost
    assert state(village, matter) == "failed"
    view = village.step(matter, VOTE)
    assert (view.fields["votes_yes"], view.fields["votes_no"]) == (12, 20)
    (task,) = [task for task in village.today().ready if task.matter == matter]
    assert (task.step, task.step_name) == (VOTE, "村民代表会议表决（未通过）")


def test_the_township_takes_a_lost_vote_as_it_is(lost: Any) -> None:
    offices, village, _matter = lost
    township = offices.open("township")
    verdict = offices.carry_up(village, township)
    assert (verdict.refused, verdict.held, verdict.accepted) == ((), 0, village.entries())


def test_after_a_lost_vote_the_matter_goes_back_or_ends(lost: Any) -> None:
    _, village, matter = lost
    village.send_back(matter, VOTE, reason="修改方案后重新表决")
    assert state(village, matter) == "open"
    village.withdraw(matter, reason="不办了")
    assert village.matter(matter).row.state == "withdrawn"
    assert [task for task in village.today().ready if task.matter == matter] == []


def test_a_rebuild_knows_a_lost_vote_too(lost: Any) -> None:
    _, village, _matter = lost
    before = village._office.store.shelf.dump()
    village.rebuild()
    assert village._office.store.shelf.dump() == before
