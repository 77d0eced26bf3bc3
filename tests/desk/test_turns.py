"""The course of a matter at two real offices: given up, sent back, resting, erased; and the township agrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app import report, workflow
from clerk_app.errors import RefusedError, UsageError
from clerk_app.model import Complete, Draft, EntryKind, Registrant

BASIS = "《个人信息保护法》第四十七条"


def the_matter(village: Any) -> str:
    return str(village.matters()[0].id)


def exchange(offices: Any, village: Any, township: Any) -> Any:
    """Report, and hear the answer."""
    (verdict,) = township.receive([Path(village.export(offices.stick).path)])
    (replied,) = township.reply(offices.stick)
    village.receive([Path(replied.exported.path)])
    return verdict


def refused_with(call: Any) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def same_after_rebuild(desk: Any) -> bool:
    before = desk._office.store.shelf.dump()
    desk.rebuild()
    return bool(desk._office.store.shelf.dump() == before)


def test_a_withdrawn_matter_is_shown_so_and_the_township_accepts_it(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    village.withdraw(the_matter(village), reason="资金没有落实")
    assert village.matters()[0].state == "withdrawn"
    assert village.today().ready == ()
    verdict = exchange(voting, village, township)
    assert (verdict.word, verdict.refused) == ("verdict.valid", ())
    assert same_after_rebuild(village)
    assert same_after_rebuild(township)


def test_a_matter_rests_and_goes_on(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    matter = the_matter(village)
    village.suspend(matter, reason="等雨停")
    assert village.matters()[0].state == "resting"
    assert refused_with(lambda: village.send_back(matter, "proposal", reason="重来")) == ["matter-rests"]
    village.resume(matter, reason="天晴了")
    assert village.matters()[0].state == "open"
    assert exchange(voting, village, township).refused == ()


def test_a_matter_goes_back_to_a_step_and_is_done_again(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    matter = the_matter(village)
    names = village.undone_by(matter, "joint_meeting")
    assert len(names) > 1
    village.send_back(matter, "joint_meeting", reason="会议记录不全")
    states = {row.id: row.state for row in village.matter(matter).flow}
    assert states["joint_meeting"] == "open"
    assert states["party_study"] == "done"
    assert exchange(voting, village, township).refused == ()
    assert same_after_rebuild(village)
    assert same_after_rebuild(township)


def test_what_is_opened_from_a_matter_is_remembered_when_the_office_is_opened_again(voting: Any) -> None:
    village = voting.open("village")
    parent = the_matter(village)
    child = village.begin("V22", "清扫", parent=parent)
    opened = village._office.realm.context.opened
    assert [(known.matter, known.parent, known.closed) for known in opened] == [(child, parent, False)]
    village.withdraw(child, reason="不用了")
    voting.close()
    village = voting.open("village")
    assert [known.closed for known in village._office.realm.context.opened] == [True]
    assert same_after_rebuild(village)


def test_a_name_is_registered_changed_and_known_at_the_township(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    village.enter(Registrant("craftsmen", "张某", "证 1 号", "2027-12-31"))
    village.enter(Registrant("craftsmen", "张某", "证 1 号", "2028-12-31"))
    (known,) = village.registrants("craftsmen")
    assert known.until == "2028-12-31"
    exchange(voting, village, township)
    theirs = township._office.realm_of(village.card.code).context.registers
    assert theirs["craftsmen"]["张某"] == known


def test_a_matter_cannot_move_to_the_catalogue_it_is_under(voting: Any) -> None:
    village = voting.open("village")
    page = village.attach(
        report.paper(report.Paper("说明", (report.Paragraph("同意"),))), "migration_note", photo=False
    )
    assert refused_with(lambda: village.migrate(the_matter(village), reason="新清单", page=page)) == [
        "matter-is-current"
    ]


def test_personal_data_of_a_finished_matter_are_erased_on_both_sides_and_it_is_still_shown(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    matter = the_matter(village)
    assert refused_with(lambda: village.erase_matter(matter, basis=BASIS)) == ["erasure-of-running-matter"]
    village.withdraw(matter, reason="不办了")
    assert refused_with(lambda: village.erase_matter(matter, basis=BASIS)) == ["erasure-not-reported"]
    exchange(voting, village, township)
    assert refused_with(lambda: village.erase_matter(matter, basis=" ")) == ["erasure-without-basis"]
    photos = len(village._office.store.blobs.all())
    done = [row.id for row in village.matter(matter).flow if row.state == "done"]
    count = village.erase_matter(matter, basis=BASIS)
    assert count > 5
    assert len(village._office.store.blobs.all()) < photos
    assert [row.id for row in village.matter(matter).flow if row.state == "done"] == done
    assert village.matters()[0].title == "（已依法删除）"
    assert village.matters(text="路面") == []
    verdict = exchange(voting, village, township)
    assert verdict.refused == ()
    assert township._office.store.shelf.matters(office=village.card.code)[0].title == "（已依法删除）"
    for desk in (village, township):
        assert same_after_rebuild(desk)
        assert all(finding.sound for finding in desk.check())
    voting.close()
    village = voting.open("village")
    assert [row.id for row in village.matter(matter).flow if row.state == "done"] == done
    assert refused_with(lambda: village.erase_matter(matter, basis=BASIS)) == ["nothing-to-erase"]


def test_an_erasure_that_says_more_than_the_rules_leave_is_refused(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    matter = the_matter(village)
    village.withdraw(matter, reason="不办了")
    exchange(voting, village, township)
    office = village._office
    begun = next(iter(office.store.journal.of_matter(office.main_log, matter)))
    draft = workflow.admit_erasure([begun], BASIS)
    forged = [{**draft.payload["erased"][0], "remains": {**begun.content, "title": "换了名"}}]
    office.write(Draft(EntryKind.ERASURE, {"basis": BASIS, "erased": forged}))
    (verdict,) = township.receive([Path(village.export(voting.stick).path)])
    assert [s.code for row in verdict.refused for s in row.sentences] == ["entry-not-as-decided"]


def test_the_name_of_one_who_left_is_erased(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    person = village.people()[-1]
    assert refused_with(lambda: village.erase_person(person.id, basis=BASIS)) == ["erasure-of-active-person"]
    village.change_person(person.id, active=False)
    exchange(offices, village, township)
    assert village.erase_person(person.id, basis=BASIS) == 2
    exchange(offices, village, township)
    offices.close()
    village, township = offices.open("village"), offices.open("township")
    theirs = township._office.realm_of(village.card.code).context.people
    for people in (village._office.realm.context.people, theirs):
        assert (people[person.id].name, people[person.id].active) == ("（已依法删除）", False)


def test_a_person_gets_other_posts(offices: Any) -> None:
    village = offices.open("village")
    person = village.people()[-1]
    assert village.change_person(person.id, roles=("party_member",)).roles == ("party_member",)
    assert next(known for known in village.people() if known.id == person.id).roles == ("party_member",)


def settle(village: Any, matter: str, step: str, invoice: str) -> None:
    """Write a payment past the rules, as a changed program would."""
    office = village._office
    command = Complete(
        matter=matter, step=step, visit=1, on=village.day(), fields={"invoice_no": invoice}, files=(), late_reason=""
    )
    assert office.matter(matter) is not None
    office.write(workflow.draft_of(command))


def test_a_warning_is_seen_and_answered_and_the_answer_travels(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    matter = the_matter(village)
    kind = village._office.catalogues[village._office.realm.context.catalogue].types["V10"]
    first, second = [step.id for step in kind.steps if step.facts and "invoice" in step.facts][:2]
    settle(village, matter, first, "NO 12")
    assert village.warnings() == []
    settle(village, matter, second, "no12")
    (row,) = village.warnings()
    assert (row.sentence.code, row.matters, len(row.entries), row.answered_on) == ("warning-invoice", (matter,), 2, "")
    assert refused_with(lambda: village.explain_warning(row.key[:4], "看过了")) == ["warning-unknown"]
    village.explain_warning(row.key[:12], "同一张发票分两次付")
    assert village.warnings()[0].answer == "同一张发票分两次付"
    verdict = exchange(voting, village, township)
    assert ([entry.step for entry in verdict.refused], verdict.held) == ([first], 1)
    theirs = township._office.realm_of(village.card.code).context.explained
    assert theirs[row.key].text == "同一张发票分两次付"
    assert township.warnings(village.card.code) == []
    with pytest.raises(UsageError):
        township.warnings("330502999999")
