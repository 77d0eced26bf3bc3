"""An exchange comes to rest: a confirmation of a confirmation is not carried alone, and nothing is lost by that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app.desk import Desk, Replied
from clerk_app.errors import UsageError
from clerk_app.model import Complete

from .conftest import Offices


def both(offices: Offices) -> tuple[Desk, Desk]:
    """Both offices."""
    return offices.open("village"), offices.open("township")


def up(offices: Offices, village: Desk, township: Desk) -> Any:
    """What the village has to say."""
    (verdict,) = township.receive([Path(village.export(offices.stick).path)])
    return verdict


def down(offices: Offices, township: Desk, village: Desk) -> Any:
    """What the township has to say."""
    (replied,) = township.reply(offices.stick)
    (verdict,) = village.receive([Path(replied.exported.path)])
    return verdict


def replies(offices: Offices, township: Desk) -> list[Replied]:
    return township.reply(offices.stick)


def silent(offices: Offices, village: Desk, township: Desk) -> None:
    """Nobody has anything to say, and both say so."""
    with pytest.raises(UsageError, match="all-confirmed"):
        village.export(offices.stick)
    assert replies(offices, township) == []
    for desk in (village, township):
        (standing,) = desk.standings()
        assert (standing.at_rest, standing.todo) == (True, None)
    waiting = village.today().unreported
    assert (waiting.entries, waiting.files, waiting.size) == (0, 0, 0)


def test_after_a_report_and_its_receipt_nobody_sends_anything(offices: Offices) -> None:
    village, township = both(offices)
    (standing,) = village.standings()
    assert not standing.at_rest
    up(offices, village, township)
    assert not township.standings()[0].at_rest
    down(offices, township, village)
    silent(offices, village, township)
    # With the next news everything is confirmed too.
    village.begin("V33", "一件事")
    up(offices, village, township)
    down(offices, township, village)
    silent(offices, village, township)
    left = township.outbox()[-1]
    assert left.state == "receipted"


def test_a_letter_is_confirmed_once_and_the_confirmation_is_not(offices: Offices) -> None:
    village, township = both(offices)
    up(offices, village, township)
    down(offices, township, village)
    township.letters.write("请报送", to=village.card.code)
    assert len(replies(offices, township)) == 1
    assert len(replies(offices, township)) == 1  # said again until it is confirmed
    down(offices, township, village)
    assert village.today().unreported.entries > 0
    up(offices, village, township)
    silent(offices, village, township)


def test_a_lost_receipt_is_sent_again_when_the_village_asks(offices: Offices) -> None:
    village, township = both(offices)
    up(offices, village, township)
    (lost,) = replies(offices, township)
    assert replies(offices, township) == []
    Path(lost.exported.path).unlink()
    assert not village.standings()[0].at_rest
    verdict = up(offices, village, township)  # everything once more: the village has no answer
    assert verdict.accepted == 0
    down(offices, township, village)
    silent(offices, village, township)


def test_a_repeated_bundle_asks_for_its_receipt_too(offices: Offices) -> None:
    village, township = both(offices)
    path = Path(village.export(offices.stick).path)
    township.receive([path])
    (lost,) = replies(offices, township)
    Path(lost.exported.path).unlink()
    (verdict,) = township.receive([path])
    assert verdict.state == "duplicate"
    down(offices, township, village)
    silent(offices, village, township)


def test_a_lost_confirmation_is_sent_again_when_the_township_repeats_itself(offices: Offices) -> None:
    village, township = both(offices)
    up(offices, village, township)
    township.letters.write("请报送", to=village.card.code)
    down(offices, township, village)
    village.export(offices.stick)  # it never arrives
    with pytest.raises(UsageError, match="all-confirmed"):
        village.export(offices.stick)
    assert down(offices, township, village).state == "filed"
    up(offices, village, township)
    silent(offices, village, township)


def test_a_refusal_is_news_until_the_village_has_heard_it(offices: Offices) -> None:
    from clerk_app import workflow

    village, township = both(offices)
    matter, office = village.begin("V33", "伪造的一件"), village._office
    forged = Complete(matter=matter, step="discovery", visit=1, on=village.day(), fields={}, files=(), late_reason="")
    office.matter(matter)
    office.write(workflow.draft_of(forged))
    assert len(up(offices, village, township).refused) == 1
    assert len(replies(offices, township)) == len(replies(offices, township)) == 1
    down(offices, township, village)
    up(offices, village, township)  # that the refusal was heard
    silent(offices, village, township)
    (standing,) = village.standings()
    assert standing.refused == 1


def test_who_has_no_news_may_say_so(offices: Offices) -> None:
    village, township = both(offices)
    up(offices, village, township)
    down(offices, township, village)
    silent(offices, village, township)
    done = village.export(offices.stick, anyway=True)
    assert done.entries > 0
    (verdict,) = township.receive([Path(done.path)])
    assert verdict.state == "filed"
    silent(offices, village, township)
    assert len(township.reply(offices.stick, anyway=True)) == 1
