"""Letters and orders between township and village; accusations that only the discipline office can read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from clerk_app import crypto
from clerk_app.desk import LONGEST_SLIP
from clerk_app.errors import RefusedError, UsageError


def test_a_message_goes_up_and_its_answer_comes_back(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    village.letters.write("水泵坏了，请帮忙联系维修。")
    offices.carry_up(village, township)
    (told,) = township.letters.all()
    assert (told.ours, told.form, told.text, told.answers) == (False, "message", "水泵坏了，请帮忙联系维修。", ())
    assert (told.waits, told.open) == (True, True)
    (sent,) = village.letters.all()
    assert (sent.waits, sent.open) == (False, False)
    township.letters.answer(told.id[:12], "已联系，周三来人。")
    offices.carry_back(township, village)
    (mine,) = village.letters.all()
    assert (mine.ours, mine.answers) == (True, ((township.day(), "已联系，周三来人。"),))
    (answered,) = township.letters.all()
    assert (answered.waits, answered.open) == (False, False)


def test_an_order_waits_for_its_answer(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    township.letters.write("请说明第三季度公开为什么晚了。", to=village.card.code, due="2099-01-31")
    offices.carry_back(township, village)
    (order,) = village.letters.open_orders()
    assert (order.form, order.due, order.days_left is not None) == ("order", "2099-01-31", True)
    assert township.township.villages()[0].orders == 1
    (given,) = township.letters.all()
    assert (given.waits, given.open, order.waits) == (False, True, True)
    village.letters.answer(order.id, "公示栏维修，已补公开。")
    assert village.letters.open_orders() == []
    verdict = offices.carry_up(village, township)
    assert verdict.refused == ()
    assert township.letters.open_orders() == []
    assert township.township.villages()[0].orders == 0


def test_letters_are_refused_that_are_none(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    for office, parts, code in (
        (village, {"text": " "}, "letter-without-text"),
        (village, {"text": "x", "due": "2099-01-31"}, "order-not-ours"),
        (village, {"text": "x", "about": "12"}, "letter-about-nothing"),
        (township, {"text": "x", "due": "2001-01-31", "to": village.card.code}, "order-without-day"),
    ):
        with pytest.raises(RefusedError) as caught:
            office.letters.write(**parts)
        assert [refusal.code for refusal in caught.value.refusals] == [code]
    with pytest.raises(UsageError, match="office-unknown"):
        township.letters.write("x", to="330502999299")
    with pytest.raises(UsageError, match="letter-not-found"):
        village.letters.answer("ab", "x")


def test_an_answer_to_a_letter_that_nobody_wrote_is_refused(offices: Any) -> None:
    from clerk_app import workflow

    village, township = offices.open("village"), offices.open("township")
    own = village.letters.write("自己的消息")
    office = village._office
    office.write(workflow.admit_reply(office.realm.context, own, "答自己", village.day()))
    office.write(workflow.admit_reply(office.realm.context, "0" * 64, "答空气", village.day()))
    verdict = offices.carry_up(village, township)
    assert [entry.sentences[0].code for entry in verdict.refused] == ["reply-to-nothing"] * 2
    (told,) = township.letters.all()
    assert told.answers == ()


def test_an_accusation_is_read_by_the_discipline_office_alone(offices: Any, tmp_path: Path) -> None:
    village, township = offices.open("village"), offices.open("township")
    discipline = crypto.SealingKey.generate()
    with pytest.raises(UsageError, match="discipline-not-set"):
        village.letters.seal("张某收了钱")
    with pytest.raises(RefusedError):
        village.letters.set_discipline("镇纪委", discipline.recipient)
    township.letters.set_discipline("镇纪委", discipline.recipient)
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    assert village.letters.discipline().name == "镇纪委"
    with pytest.raises(UsageError, match="slip-too-long"):
        village.letters.seal("  ")
    with pytest.raises(UsageError, match="slip-too-long"):
        village.letters.seal("甲" * (LONGEST_SLIP + 1))
    short, long = village.letters.seal("张某收了钱"), village.letters.seal("张某收了钱" * 100)
    assert offices.carry_up(village, township).refused == ()
    assert [row.id for row in township.letters.slips()] == [short, long]
    assert [(row.code, row.name) for row in township.letters.slips()] == [(village.card.code, village.card.name)] * 2
    with pytest.raises(UsageError, match="letter-not-found"):
        township.letters.write_slip("", tmp_path / "x")
    sizes = set()
    for slip in (short, long):
        township.letters.write_slip(slip[:12], tmp_path / slip)
        sizes.add((tmp_path / slip).stat().st_size)
        opened = io.BytesIO()
        crypto.unseal(io.BytesIO((tmp_path / slip).read_bytes()), opened, discipline)
        assert opened.getvalue().decode().startswith("张某收了钱")
    assert len(sizes) == 1
    for folder in (offices.folder / "village", offices.folder / "township"):
        for file in folder.rglob("*"):
            assert not file.is_file() or "张某收了钱".encode() not in file.read_bytes()
