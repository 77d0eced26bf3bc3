"""Steps that wait for the township: approved, sent back, asked about, and heard of by the village."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import photos, workflow
from clerk_app.desk import Desk, ReviewRow
from clerk_app.errors import RefusedError, UsageError
from clerk_app.model import Complete, Draft, EntryKind, FileRef

from .conftest import OWN, Offices
from .pcs import Lines

VILLAGE = "330502999201"
STEP = "filing"
LATE = "等乡镇审核"
FIELDS = {"filing_no": "镇备〔2026〕31 号", "filing_opinion": "同意备案。"}


def both(offices: Offices) -> tuple[Desk, Desk, str]:
    """Both offices after the village has reported, and the matter."""
    village, township = offices.open("village"), offices.open("township")
    assert offices.carry_up(village, township).refused == ()
    return village, township, village.matters(type_id="V10")[0].id


def official(township: Desk, role: str = "township_project") -> str:
    """The id of the official in that post."""
    return next(person.id for person in township.people() if role in person.roles)


def slip(desk: Desk) -> FileRef:
    """The filing slip, photographed."""
    return desk.attach(photos.draw_sample(["备案单"], 7, width=1200), "filing_slip", photo=True)


def approve(township: Desk, matter: str, **parts: Any) -> str:
    """Approve the filing with what it needs."""
    given = {"person": official(township), "passphrase": OWN, "fields": FIELDS, "files": (slip(township),)}
    return township.reviews.approve(VILLAGE, matter, STEP, **{**given, **parts})


def waiting(township: Desk) -> list[ReviewRow]:
    """The queue, and the count that the overview shows is the same."""
    rows = township.reviews.queue()
    assert len(township.reviews.waiting(VILLAGE)) == len(rows)
    return rows


def missing(village: Desk, matter: str) -> list[str]:
    """What the filing still waits for; it is late in the demonstration's calendar, and that is explained."""
    view = village.step(matter, STEP)
    looked = village.look(matter, STEP, fields=view.fields, files=view.files, on=view.on, late_reason=LATE)
    return [check.sentence.code for check in looked.checks if not check.met]


def finish(village: Desk, matter: str) -> None:
    """Complete the filing with what the township approved."""
    view = village.step(matter, STEP)
    village.complete(matter, STEP, fields=view.fields, files=view.files, on=view.on, late_reason=LATE)


def codes(caught: Any) -> list[str]:
    """The codes of a refusal."""
    return [refusal.code for refusal in caught.value.refusals]


def test_an_approval_opens_the_step_and_both_sides_use_that_entry(filing: Offices) -> None:
    village, township, matter = both(filing)
    (row,) = waiting(township)
    assert (row.code, row.matter, row.step, row.handed_in, row.again) == (VILLAGE, matter, STEP, False, False)
    assert row.due
    assert row.days_left is not None
    assert missing(village, matter) == ["field-missing", "field-missing", "paper-missing", "signature-missing"]
    entry = approve(township, matter, text="同意备案")
    assert waiting(township) == []
    (decision,) = township.reviews.decided()
    assert (decision.verdict, decision.name, decision.heard, decision.counts) == ("approve", "李某", False, True)

    filing.carry_back(township, village)
    view = village.step(matter, STEP)
    assert (view.fields, view.on) == (FIELDS, township.day())
    assert missing(village, matter) == []
    (told,) = view.decisions
    assert (told.entry, told.name, told.on, told.text, told.counts) == (
        entry,
        "李某",
        township.day(),
        "同意备案",
        True,
    )
    (slot,) = view.slots
    assert (slot.signed_by, slot.means) == ("李某", "review")
    finish(village, matter)
    verdict = filing.carry_up(village, township)
    assert (verdict.refused, verdict.held) == ((), 0)
    assert township._office.realm_of(VILLAGE).matter(matter).last_run(STEP).fields == FIELDS
    assert township.reviews.decided()[0].heard
    for desk in (village, township):
        kept = desk._office.store.shelf.dump()
        desk.rebuild()
        assert desk._office.store.shelf.dump() == kept


def test_another_content_than_the_approved_one_is_refused_on_both_sides(filing: Offices) -> None:
    village, township, matter = both(filing)
    approve(township, matter)
    filing.carry_back(township, village)
    view = village.step(matter, STEP)
    other = {**FIELDS, "filing_no": "另一个号"}
    with pytest.raises(RefusedError) as caught:
        village.complete(matter, STEP, fields=other, files=view.files, on=view.on, late_reason=LATE)
    assert codes(caught) == ["approval-of-something-else"]
    office = village._office
    forged = Complete(matter=matter, step=STEP, visit=1, on=view.on, fields=other, files=view.files, late_reason=LATE)
    office.matter(matter)
    office.write(workflow.draft_of(forged))
    verdict = filing.carry_up(village, township)
    assert [entry.sentences[0].code for entry in verdict.refused] == ["approval-of-something-else"]


def test_what_is_sent_back_stays_closed_until_it_is_handed_in_again(filing: Offices) -> None:
    village, township, matter = both(filing)
    township.reviews.send_back(VILLAGE, matter, STEP, person=official(township), passphrase=OWN, text="缺预算书")
    assert waiting(township) == []
    filing.carry_back(township, village)
    view = village.step(matter, STEP)
    assert [(d.verdict, d.text) for d in view.decisions] == [("return", "缺预算书")]
    # A scanned paper does not go round what the township said in the program.
    files = (slip(village),)
    page = village.attach(photos.draw_sample(["手签"], 8, width=1200), "signature_page", photo=True)
    signer = village.step(matter, STEP).slots[0].people[0].id
    village.sign_on_page(matter, STEP, "township", signer, page, fields=FIELDS, files=files, on=village.day())
    with pytest.raises(RefusedError) as caught:
        village.complete(matter, STEP, fields=FIELDS, files=files, on=village.day(), late_reason=LATE)
    assert codes(caught) == ["approval-sent-back"]
    village.submit(matter, STEP, fields={}, note="预算书已补在方案里")
    assert [task.waits for task in village.today().waiting if task.step == STEP] == ["township"]
    filing.carry_up(village, township)
    (row,) = waiting(township)
    assert (row.handed_in, row.again) == (True, True)
    look = township.reviews.look(VILLAGE, matter, STEP)
    assert (look.note, [d.verdict for d in look.decisions]) == ("预算书已补在方案里", ["return"])
    assert {check.sentence.code for check in look.checks} == {"field-missing", "paper-missing"}
    approve(township, matter)
    filing.carry_back(township, village)
    view = village.step(matter, STEP)
    finish(village, matter)
    assert filing.carry_up(village, township).refused == ()


def test_a_village_is_not_late_with_what_waits_for_the_township(filing: Offices) -> None:
    _village, township, matter = both(filing)
    told = []
    for _ in range(2):
        (row,), (late,) = township.township.villages(), township.township.village(VILLAGE).overdue()
        told.append((late.step, late.waits, row.overdue, row.reviews))
        if row.reviews:
            township.reviews.send_back(
                VILLAGE, matter, STEP, person=official(township), passphrase=OWN, text="缺预算书"
            )
    assert told == [(STEP, "township", 0, 1), (STEP, "", 1, 0)]


def test_a_question_waits_for_its_answer(filing: Offices) -> None:
    village, township, matter = both(filing)
    township.reviews.ask(VILLAGE, matter, STEP, person=official(township), passphrase=OWN, text="路有多宽？")
    filing.carry_back(township, village)
    with pytest.raises(RefusedError) as caught:
        village.complete(matter, STEP, fields=FIELDS, files=(slip(village),), on=village.day(), late_reason=LATE)
    assert codes(caught) == ["approval-asked-about"]
    village.submit(matter, STEP, fields={"filing_opinion": "路宽 4 米"}, note="4 米")
    filing.carry_up(village, township)
    look = township.reviews.look(VILLAGE, matter, STEP)
    assert (look.fields, look.note) == ({"filing_opinion": "路宽 4 米"}, "4 米")
    with pytest.raises(RefusedError) as caught:
        township.reviews.approve(VILLAGE, matter, STEP, person=official(township), passphrase=OWN)
    assert codes(caught) == ["field-missing", "paper-missing"]


def test_only_the_official_in_that_post_decides(filing: Offices) -> None:
    village, township, matter = both(filing)
    with pytest.raises(RefusedError) as caught:
        approve(township, matter, person=official(township, "township_civil"))
    assert codes(caught) == ["role-may-not-sign"]
    with pytest.raises(RefusedError) as caught:
        township.reviews.send_back(VILLAGE, matter, STEP, person=official(township), passphrase=OWN, text=" ")
    assert codes(caught) == ["reason-missing"]
    for parts in ({"step": "pricing"}, {"matter": "x"}, {"slot": "x"}):
        where = {"matter": matter, "step": STEP, "slot": "", **parts}
        with pytest.raises(UsageError, match="review-not-waiting"):
            township.reviews.look(VILLAGE, where["matter"], where["step"], slot=where["slot"])
    with pytest.raises(UsageError, match="office-unknown"):
        township.reviews.queue("330502999299")
    with pytest.raises(UsageError, match="township-only"):
        village.reviews.queue()


def test_an_approval_falls_with_the_decision_it_rested_on(filing: Offices) -> None:
    """Going back to the vote undoes what was approved of it."""
    village, township, matter = both(filing)
    approve(township, matter)
    filing.carry_back(township, village)
    view = village.step(matter, STEP)
    village.send_back(matter, "filing_request", reason="方案改了")
    with pytest.raises(RefusedError) as caught:
        village.submit(matter, STEP, fields={})
    assert codes(caught) == ["step-before-missing"]
    assert village.step(matter, STEP).decisions[0].counts is False
    again = village.step(matter, "filing_request")
    assert again.state == "open"
    request = {"fields": {"filed_to": "镇项目办"}, "on": village.day()}
    papers = tuple(
        village.attach(photos.draw_sample([m.label], 9, width=1200), m.id, photo=True) for m in again.materials
    )
    head = again.slots[0].people[0]
    page = village.attach(photos.draw_sample(["手签"], 8, width=1200), "signature_page", photo=True)
    village.sign_on_page(matter, "filing_request", "head", head.id, page, files=papers, **request)
    village.complete(matter, "filing_request", files=papers, **request)
    with pytest.raises(RefusedError) as caught:
        village.complete(matter, STEP, fields=view.fields, files=view.files, on=village.day(), late_reason=LATE)
    assert codes(caught) == ["approval-of-something-else"]
    filing.carry_up(village, township)
    (row,) = waiting(township)
    assert row.again


def test_paper_will_do_unless_the_township_reviews_in_the_program(filing: Offices) -> None:
    village, township, matter = both(filing)
    files = (slip(village),)
    page = village.attach(photos.draw_sample(["手签"], 8, width=1200), "signature_page", photo=True)
    signer = village.step(matter, STEP).slots[0].people[0].id
    content = {"fields": FIELDS, "files": files, "on": village.day()}
    township.set_parameter(workflow.PROGRAM_ONLY, 1)
    filing.carry_back(township, village)
    assert village.step(matter, STEP).in_program
    assert [task.waits for task in village.today().waiting if task.step == STEP] == ["township"]
    with pytest.raises(RefusedError) as caught:
        village.sign_on_page(matter, STEP, "township", signer, page, **content)
    assert codes(caught) == ["sign-off-in-program"]
    with pytest.raises(RefusedError) as caught:
        village.complete(matter, STEP, **content, late_reason=LATE)
    assert codes(caught) == ["approval-missing"]
    township.set_parameter(workflow.PROGRAM_ONLY, 0)
    filing.carry_up(village, township)
    filing.carry_back(township, village)
    village.sign_on_page(matter, STEP, "township", signer, page, **content)
    village.complete(matter, STEP, **content, late_reason=LATE)
    assert filing.carry_up(village, township).refused == ()
    assert waiting(township) == []


def test_a_decision_that_two_devices_heard_is_one_decision(filing: Offices) -> None:
    """A PC heard it and burnt down; another goes on from a backup, hears it too, and gets the first one's word back."""
    lines = Lines(filing)
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    backup, matter = village.backup(lines.place()), village.matters(type_id="V10")[0].id
    approve(township, matter)
    lines.down(township, village)
    lines.up(village, township)
    again = lines.restore(village, backup, "again")
    lines.meet(again, township)
    for _ in range(2):
        assert lines.round(again, township).refused == ()
    assert [row.counts for row in again.matter(matter).decisions] == [True]
    assert len(township._office.realm_of(VILLAGE).context.reviews[matter]) == 1
    lines.close()


def test_a_village_cannot_write_its_own_approval(filing: Offices) -> None:
    village, township, matter = both(filing)
    village._office.write(Draft(EntryKind.REVIEW, {"matter": matter}))
    verdict = filing.carry_up(village, township)
    assert [entry.sentences[0].code for entry in verdict.refused] == ["review-not-ours"]


def test_a_review_without_the_officials_own_signature_does_not_count(filing: Offices) -> None:
    """Who sits at the township's PC cannot approve in the official's name."""
    village, township, matter = both(filing)
    approve(township, matter)
    office = township._office
    log = office.log(VILLAGE)
    (real,) = office.store.journal.of_kinds(log, frozenset({EntryKind.REVIEW}))
    flow = workflow.Flow(
        office.catalogues[office.realm_of(VILLAGE).matter(matter).catalogue],
        office.realm_of(VILLAGE).matter(matter),
        office.realm_of(VILLAGE).context,
    )
    person = office.realm.context.people[official(township)]
    forged = replace(workflow.review_of(real), text="改过")
    with pytest.raises(RefusedError) as caught:
        workflow.admit_review(flow, person, forged)
    assert codes(caught) == ["signature-not-authentic"]
    payload = {**real.content, "fields": {**FIELDS, "filing_no": "改过"}}
    office.write(Draft(EntryKind.REVIEW, {**payload, "digest": "0" * 64}, files=real.entry.files), log=log)
    filing.carry_back(township, village)
    assert [row.counts for row in village.matter(matter).decisions] == [True, False]
    assert missing(village, matter)[-1] == "approval-of-something-else"
