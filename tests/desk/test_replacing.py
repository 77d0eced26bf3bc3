"""An official's key is replaced: what the old one signed counts up to its number, on both sides and on every line."""

from __future__ import annotations

from typing import Any

import pytest

from clerk_app.desk import Desk, KeyReplaced, Replacing
from clerk_app.errors import IntegrityError, RefusedError, UsageError
from clerk_app.model import EntryKind

from .conftest import OWN, QUICK, Offices
from .test_reviews import STEP, VILLAGE, approve, both, finish, missing, official, waiting

FRESH = "项目办的新密码"


def replaced(township: Desk, cause: str, **parts: Any) -> KeyReplaced:
    """The project official's key is replaced."""
    word = "" if cause == "left" else FRESH
    asked = {"person": official(township), "cause": cause, "reason": "说明", "passphrase": word, **parts}
    return township.trust.replace_key(Replacing(**asked), QUICK)


def told(verdict: Any) -> set[str]:
    """What a verdict says."""
    return {sentence.code for sentence in verdict.sentences}


def test_a_forgotten_password_ends_no_decision_that_is_under_way(filing: Offices) -> None:
    """The village hears of the new key first, and the decision that the old one signed counts all the same."""
    village, township, matter = both(filing)
    approve(township, matter)
    before = township.people()[1].key
    done = replaced(township, "forgotten")
    assert (done.kept, done.void, done.name) == (1, (), "李某")
    assert township.people()[1].key not in ("", before)
    assert waiting(township) == []
    assert [row.counts for row in township.reviews.decided()] == [True]
    assert "official-key-forgotten" in told(filing.carry_back(township, village))
    assert missing(village, matter) == []
    finish(village, matter)
    verdict = filing.carry_up(village, township)
    assert (verdict.refused, verdict.held) == ((), 0)
    for desk in (village, township):
        kept = desk._office.store.shelf.dump()
        desk.rebuild()
        assert desk._office.store.shelf.dump() == kept


def test_the_new_password_signs_and_the_old_one_does_not(filing: Offices) -> None:
    village, township, matter = both(filing)
    replaced(township, "forgotten")
    with pytest.raises(IntegrityError, match="wrong-signing-password"):
        approve(township, matter)
    approve(township, matter, passphrase=FRESH)
    filing.carry_back(township, village)
    finish(village, matter)
    assert filing.carry_up(village, township).refused == ()


def test_another_person_takes_the_post(filing: Offices) -> None:
    village, township, matter = both(filing)
    approve(township, matter)
    with pytest.raises(UsageError, match="person-has-no-key"):
        replaced(township, "left", successor=township.add_person("丙某", ("township_civil",)).id)
    heir = township.add_person("丁某", ("township_civil",), passphrase=FRESH, cost=QUICK).id
    left = official(township)
    assert replaced(township, "left", successor=heir).kept == 1
    people = {person.id: person for person in township.people()}
    assert (people[left].active, people[left].key) == (False, "")
    assert set(people[heir].roles) == {"township_civil", "township_project"}
    assert "official-key-left" in told(filing.carry_back(township, village))
    assert missing(village, matter) == []  # what the predecessor signed while in the post
    finish(village, matter)
    assert filing.carry_up(village, township).refused == ()
    with pytest.raises(UsageError, match="person-has-no-key"):
        township.trust.replace_key(Replacing(person=left, cause="forgotten", reason="说明", passphrase=FRESH))
    # Who comes back sets a first key again.
    assert township.staff.set_key(left, FRESH, cost=QUICK).key


def test_the_desk_goes_on_with_the_successor_of_its_clerk(filing: Offices) -> None:
    _village, township, _matter = both(filing)
    office = township._office
    heir = township.add_person("丁某", ("township_civil",), passphrase=FRESH, cost=QUICK).id
    replaced(township, "left", person=office.actor, successor=heir)
    assert office.actor == heir
    replaced(township, "left")
    assert not next(person for person in township.people() if person.name == "李某").active


def test_after_a_theft_nothing_counts_from_the_first_decision_that_was_not_the_owners(filing: Offices) -> None:
    village, township, matter = both(filing)
    where = {"person": official(township), "passphrase": OWN}
    township.reviews.ask(VILLAGE, matter, STEP, text="本人问的", **where)
    filing.carry_back(township, village)
    view = village.step(matter, STEP)
    village.submit(matter, STEP, fields=view.fields, files=view.files, on=village.day(), note="答复")
    assert filing.carry_up(village, township).refused == ()
    stolen = approve(township, matter)
    filing.carry_back(township, village)
    assert township.trust.decided_by(official(township))[0].entry == stolen
    done = replaced(township, "stolen", since=stolen)
    assert (done.kept, [(row.entry, row.counts, row.done) for row in done.void]) == (1, [(stolen, False, False)])
    assert [(row.verdict, row.counts) for row in township.trust.decided_by(official(township))] == [
        ("approve", False),
        ("ask", True),
    ]
    # The village has not heard of it: what it does with the decision is refused by number.
    finish(village, matter)
    verdict = filing.carry_up(village, township)
    assert {s.code for entry in verdict.refused for s in entry.sentences} == {"approval-key-ended"}
    answer = filing.carry_back(township, village)
    assert {"official-key-stolen", "approval-key-ended"} <= told(answer)
    assert missing(village, matter)[-1] == "approval-asked-about"  # the last decision that counts
    assert filing.carry_up(village, township).refused == ()
    (row,) = waiting(township)
    assert (row.matter, row.again) == (matter, True)
    approve(township, matter, passphrase=FRESH)
    filing.carry_back(township, village)
    finish(village, matter)
    assert filing.carry_up(village, township).refused == ()
    for desk in (village, township):
        kept = desk._office.store.shelf.dump()
        desk.rebuild()
        assert desk._office.store.shelf.dump() == kept


def test_a_theft_that_is_found_out_late_ends_the_earlier_key_earlier(filing: Offices) -> None:
    village, township, matter = both(filing)
    stolen = approve(township, matter)
    assert replaced(township, "forgotten").kept == 1
    filing.carry_back(township, village)
    finish(village, matter)
    assert filing.carry_up(village, township).refused == ()
    present = township.people()[1].key
    done = replaced(township, "stolen", since=stolen, passphrase="")
    assert township.people()[1].key == present
    assert [(row.matter, row.done) for row in done.void] == [(matter, True)]
    filing.carry_back(township, village)
    (decision,) = village.step(matter, STEP).decisions
    assert not decision.counts


def test_a_thiefs_refusal_holds_no_step_closed(filing: Offices) -> None:
    village, township, matter = both(filing)
    approve(township, matter)
    filing.carry_back(township, village)
    view = village.step(matter, STEP)
    village.submit(matter, STEP, fields=view.fields, files=view.files, on=village.day(), note="再报")
    filing.carry_up(village, township)
    entry = township.reviews.send_back(VILLAGE, matter, STEP, person=official(township), passphrase=OWN, text="贼写的")
    filing.carry_back(township, village)
    assert "approval-sent-back" in missing(village, matter)
    replaced(township, "stolen", since=entry)
    filing.carry_back(township, village)
    assert "approval-sent-back" not in missing(village, matter)


def test_what_cannot_be_replaced(filing: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.desk import replacing

    village, township, _matter = both(filing)
    for call, code in (
        (lambda: replaced(township, "forgotten", person="p999"), "person-not-found"),
        (lambda: replaced(township, "bored"), "cause-unknown"),
        (lambda: replaced(township, "stolen", passphrase=""), "passphrase-empty"),
        (lambda: replaced(township, "stolen", since="0" * 64), "decision-not-theirs"),
        (lambda: township.staff.set_key(official(township), FRESH), "official-has-key"),
        (lambda: replaced(township, "left", successor="p999"), "person-not-found"),
        (lambda: village.trust.decided_by("p001"), "township-only"),
        (lambda: village.trust.replace_key(Replacing(person="p001", cause="left", reason="x")), "township-only"),
    ):
        with pytest.raises(UsageError, match=code):
            call()
    with pytest.raises(RefusedError):
        replaced(township, "forgotten", reason=" ")
    # Whatever fails, the old key goes on.
    with monkeypatch.context() as broken:
        broken.setattr(replacing, "lock_key", lambda *_: (_ for _ in ()).throw(RuntimeError("the disk is gone")))
        with pytest.raises(RuntimeError, match="the disk"):
            replaced(township, "forgotten")
    office = township._office
    assert office.realm.context.ended == {}
    assert not list(office.store.journal.of_kinds(office.main_log, frozenset({EntryKind.REPLACE_KEY})))
    assert replaced(township, "forgotten").kept == 0


def test_a_village_cannot_replace_a_key(filing: Offices) -> None:
    from clerk_app.model import Draft

    village, township, _matter = both(filing)
    village._office.write(Draft(EntryKind.REPLACE_KEY, {}))
    verdict = filing.carry_up(village, township)
    assert [s.code for entry in verdict.refused for s in entry.sentences] == ["revocation-not-ours"]
