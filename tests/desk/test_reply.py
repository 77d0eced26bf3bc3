"""One command sends everything down: receipts, parameters, releases, messages, orders, decisions, draws."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app.crypto import Cost
from clerk_app.desk import releasing

from .test_month import Month
from .test_releasing import OWN, folder_of

CODES = ["330502999201", "330502999202", "330502999203"]
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)


@pytest.fixture
def month(tmp_path: Path) -> Any:
    """Three villages that have heard all there is."""
    (tmp_path / "month").mkdir()
    month = Month(tmp_path / "month", CODES)
    month.answer(lost=0)
    report(month)
    month.answer(lost=0)
    yield month
    month.close()


def report(month: Any, *codes: str) -> None:
    """These villages (or all) report what they have."""
    for code in codes or CODES:
        month.send(month.villages[code])
    month.deliver(lost=0)


def replies(month: Any) -> dict[str, Path]:
    """What one `reply` writes, by village; the files are kept."""
    place = month.folder / f"reply-{len(list(month.folder.glob('reply-*')))}"
    place.mkdir()
    return {replied.office: Path(replied.exported.path) for replied in month.township.reply(place)}


def test_everything_goes_down_in_one_reply(month: Any, tmp_path: Path) -> None:
    township, (first, second, third) = month.township, CODES
    reviewed = month.villages[first]
    matter = reviewed.begin("V40", "重复信访")
    reviewed.submit(matter, "identify", fields={})
    report(month)
    keys = [tmp_path / f"key-{number}" for number in range(2)]
    for key in keys:
        releasing.new_key(key, OWN, QUICK)
    half, whole = tmp_path / "half", tmp_path / "whole"
    releasing.sign_release(folder_of(tmp_path), keys[0], OWN, half)
    releasing.sign_release(half, keys[1], OWN, whole)
    township.releases.trust(tuple(releasing.public_of(key) for key in keys), 2)
    township.set_parameter("township.reviews", 1)
    official = township.add_person("李某", ("township_civil",), passphrase=OWN, cost=QUICK)
    township.releases.adopt(whole)
    township.reviews.ask(first, matter, "identify", person=official.id, passphrase=OWN, text="几年了？")
    township.letters.write("周五开会", to=second)
    township.letters.write("请说明情况", to=third, due="2026-09-30")
    township.inspections.draw(1, unit="village", seed="1")

    written = replies(month)
    assert set(written) == set(CODES)
    for code, file in written.items():
        village = month.villages[code]
        (verdict,) = village.receive([file])
        assert (verdict.word, verdict.state) == ("verdict.valid", "filed")
        assert village._office.realm.context.parameters["township.reviews"] == 1
        village.releases.write_offered(tmp_path / f"offered-{code}")
        assert (tmp_path / f"offered-{code}").stat().st_size > 1000
        assert len(village.inspections.all()) == 1
        assert village.outbox()[0].state == "receipted"
    (told,) = month.villages[first].matter(matter).decisions
    assert (told.verdict, told.text) == ("ask", "几年了？")
    assert [row.text for row in month.villages[second].letters.all()] == ["周五开会"]
    assert [row.due for row in month.villages[third].letters.open_orders()] == ["2026-09-30"]


def test_a_reply_holds_only_what_a_village_has_not_confirmed(month: Any) -> None:
    """One that has said that it heard everything gets nothing, not even the receipt for saying so."""
    first, second, third = CODES
    report(month)
    month.township.letters.write("只写给一个村", to=first)
    counts = {replied.office: replied.exported.entries for replied in month.township.reply(month.bag)}
    assert counts == {first: 2}
    month.township.set_parameter("township.reviews", 1)
    shutil.rmtree(month.bag)
    month.bag.mkdir()
    counts = {replied.office: replied.exported.entries for replied in month.township.reply(month.bag)}
    assert counts == {first: 3, second: 2, third: 2}


def test_a_reply_repeated_says_the_same_and_is_taken_once(month: Any) -> None:
    village = month.villages[CODES[0]]
    village.begin("V33", "一件")
    report(month, CODES[0])
    month.township.letters.write("只此一次", to=CODES[0])
    once, twice = replies(month)[CODES[0]], replies(month)[CODES[0]]
    shutil.copyfile(once, month.folder / "copy.cwb")
    states = [village.receive([file])[0].state for file in (twice, once, month.folder / "copy.cwb", twice)]
    assert states == ["filed", "duplicate", "duplicate", "duplicate"]
    assert [row.text for row in village.letters.all()] == ["只此一次"]
