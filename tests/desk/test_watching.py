"""Early warnings of villages at their township, and entries sent back with an explanation."""

from __future__ import annotations

import pytest

from clerk_app import photos, workflow
from clerk_app.desk import Desk
from clerk_app.errors import RefusedError, UsageError
from clerk_app.model import Complete

from .conftest import PASSPHRASE, Offices

VILLAGE = "330502999201"
DUE = "2099-01-31"


def petition(village: Desk, order_no: str) -> str:
    """A petition of one who turned to several places is registered; the matter's id."""
    matter, day = village.begin("V39", f"工单 {order_no}"), village.day()
    photo = photos.draw_sample(["工单"], 3, width=1200)
    content = {
        "fields": {
            "source": "12345",
            "order_no": order_no,
            "petitioner": "王某",
            "accusation": False,
            "sealed": False,
            "due_on": "2099-01-01",
        },
        "files": (village.attach(photo, "order_paper", photo=True),),
        "on": day,
    }
    clerk = next(person.id for person in village.people() if "clerk" in person.roles)
    village.sign_with_key(matter, "register", "clerk", clerk, PASSPHRASE, **content)
    village.complete(matter, "register", **content)
    return matter


def warned(offices: Offices) -> tuple[Desk, Desk, str]:
    """Both offices after a warning has come to the township, and its key."""
    village, township = offices.open("village"), offices.open("township")
    petition(village, "1")
    petition(village, "2")
    offices.carry_up(village, township)
    (row,) = township.watch.warnings()
    assert (row.code, row.name, row.warning.sentence.code) == (VILLAGE, "甲村", "warning-petitioner")
    assert (row.warning.answered_on, row.seen_on, row.letters) == ("", "", ())
    return village, township, row.warning.key


def test_a_warning_is_noted_as_seen(offices: Offices) -> None:
    _village, township, key = warned(offices)
    township.watch.see(VILLAGE, key[:12], "问过村里，两件不是一回事")
    (row,) = township.watch.warnings(VILLAGE)
    assert (row.seen_on, row.seen) == (township.day(), "问过村里，两件不是一回事")
    for wrong in (key[:4], "0" * 64):
        with pytest.raises(RefusedError) as caught:
            township.watch.see(VILLAGE, wrong, "看过")
        assert [refusal.code for refusal in caught.value.refusals] == ["warning-unknown"]
        with pytest.raises(RefusedError):
            township.watch.ask(VILLAGE, wrong, "请说明")
    assert township.letters.all() == []


def test_a_warning_becomes_a_question_then_an_order_and_its_answers_come_back(offices: Offices) -> None:
    village, township, key = warned(offices)
    assert township.township.villages()[0].warnings == 1
    assert [row.dealt_with for row in township.watch.warnings()] == [False]
    township.watch.ask(VILLAGE, key, "请说明两件的关系")
    assert [row.dealt_with for row in township.watch.warnings()] == [True]
    township.watch.order(VILLAGE, key, "请并案办理", due=DUE)
    offices.carry_back(township, village)
    told = {row.form: row for row in village.letters.all()}
    assert {row.about for row in told.values()} == {key}
    village.letters.answer(told["order"].id, "已并案")
    village.explain_warning(key, "同一个人，两个部门都报了")
    offices.carry_up(village, township)
    assert township.township.villages()[0].warnings == 0
    kept = township._office.store.shelf.dump()
    township.rebuild()
    assert township._office.store.shelf.dump() == kept
    (row,) = township.watch.warnings()
    assert row.warning.answer == "同一个人，两个部门都报了"
    assert {letter.form: [text for _on, text in letter.answers] for letter in row.letters} == {
        "message": [],
        "order": ["已并案"],
    }
    assert township.letters.open_orders() == []


def test_only_a_township_looks_after_villages(offices: Offices) -> None:
    village, township = offices.open("village"), offices.open("township")
    for look in (village.watch.warnings, village.watch.returned):
        with pytest.raises(UsageError, match="township-only"):
            look()
    with pytest.raises(UsageError, match="office-unknown"):
        township.watch.warnings("330502999299")


def test_what_was_sent_back_is_explained_and_seen_at_the_matter(voting: Offices) -> None:
    village, township = voting.open("village"), voting.open("township")
    office, matter = village._office, village.matters()[0].id
    forged = Complete(
        matter=matter, step="vote_representatives", visit=1, on=village.day(), fields={}, files=(), late_reason=""
    )
    office.matter(matter)
    lost = office.write(workflow.draft_of(forged)).hash
    voting.carry_up(village, township)
    (row,) = township.watch.returned()
    assert (row.code, row.entry.hash, row.state, row.cured, row.letters) == (VILLAGE, lost, "refused", False, ())
    assert row.entry.sentences
    township.watch.explain(VILLAGE, lost[:12], "到会人数要补上签到表")
    voting.carry_back(township, village)
    (letter,) = village.matter(matter).letters
    assert (letter.text, letter.about, letter.ours) == ("到会人数要补上签到表", lost, False)
    (told,) = township.watch.returned(VILLAGE)
    assert [each.text for each in told.letters] == ["到会人数要补上签到表"]
    with pytest.raises(UsageError, match="entry-not-returned"):
        township.watch.explain(VILLAGE, "zz", "没有这一条")


def test_what_was_done_anew_counts_as_cured(voting: Offices) -> None:
    village, township = voting.open("village"), voting.open("township")
    office, matter = village._office, village.matters()[0].id
    forged = Complete(
        matter=matter, step="vote_representatives", visit=1, on=village.day(), fields={}, files=(), late_reason=""
    )
    office.matter(matter)
    office.write(workflow.draft_of(forged))
    voting.carry_up(village, township)
    voting.carry_back(township, village)
    play = voting.play(village)
    play.matter, play.day = matter, village.day()
    from clerk_app.desk.script import SCRIPT

    act = next(act for act in SCRIPT if act.step == "vote_representatives" and not act.refused)
    play._act(act)
    assert voting.carry_up(village, township).refused == ()
    (row,) = township.watch.returned()
    assert row.cured
