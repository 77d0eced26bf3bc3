"""A copied disk, a restored backup, a township that goes on from a backup: both lines stay, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clerk_app.desk import Because, Desk, epoch_question, open_office
from clerk_app.errors import IntegrityError, RefusedError, UsageError

from .pcs import PASSPHRASE, Lines, cloned, down_to_both, rebuilt_equal, seen_by, titles, two_pcs


def test_a_restored_village_gets_back_what_came_after_its_backup(lines: Lines) -> None:
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    backup = village.backup(lines.place())
    village.begin("V33", "备份以后的事")
    village.add_person("李某", ("head",))
    lines.round(village, township)
    again = lines.restore(village, backup, "again")
    assert "备份以后的事" not in titles(again)
    lines.meet(again, township)
    again.begin("V33", "恢复以后的事")
    assert lines.up(again, township).refused == ()
    lines.down(township, again)
    assert {"备份以后的事", "恢复以后的事"} <= titles(again) == seen_by(township, village)
    assert "李某" in {person.name for person in again.people()}
    lines.round(again, township)
    assert again.today().unreported.entries == 0
    (row,) = again.branches.all()
    assert (row.cause, row.held, row.waiting) == ("restored", row.entries, False)
    assert rebuilt_equal(again)
    assert rebuilt_equal(township)
    assert all(finding.sound for finding in again.check())


def test_the_second_line_of_a_copied_disk_is_kept_and_carried_over_by_the_first(lines: Lines) -> None:
    village, _, township = cloned(lines)
    code = village.card.code
    assert [row.waiting for row in township.branches.all(code)] == [True]
    lines.down(township, village)
    (branch,) = village.branches.all()
    assert (branch.cause, branch.held, branch.waiting) == ("forked", 0, True)
    assert [row.title for row in village.branches.entries(branch.id) if row.kind == "begin"] == ["克隆盘上的事"]
    entries = village.entries()
    tried = village.branches.preview(branch.id)
    assert village.entries() == entries
    assert "克隆盘上的事" not in titles(village)
    done = village.branches.carry_over(branch.id)
    assert done == tried
    assert done.carried == 2
    assert [(row.kind, [s.code for s in row.sentences]) for row in done.left] == [("roll", ["changed-on-both-lines"])]
    assert village.rolls()["villagers"] == 900
    assert {row.state for row in village.branches.entries(branch.id)} <= {"carried", "left", "device"}
    office = village._office
    (repeated,) = office.store.journal.of_matter(office.main_log, village.matters(text="克隆盘")[0].id)
    original = next(row.hash for row in village.branches.entries(branch.id) if row.kind == "begin")
    assert repeated.content["repeats"] == original
    assert lines.round(village, township).refused == ()
    assert titles(village) == seen_by(township, village)
    (row,) = township.branches.all(code)
    assert (row.carried, row.left, row.waiting) == (2, 1, False)
    assert [row.waiting for row in township.township.villages()] == [0]
    assert village.branches.carry_over(branch.id).carried == 0
    assert rebuilt_equal(township)


def test_the_copy_may_go_on_instead_and_loses_nothing(lines: Lines) -> None:
    _, copy, township = cloned(lines)
    assert copy.branches.question() is None
    copy.branches.leave()
    assert copy.card.epoch == 2
    assert "克隆盘上的事" not in titles(copy)
    (aside,) = copy.branches.all()
    with pytest.raises(UsageError, match="branch-not-answered-yet"):
        copy.branches.carry_over(aside.id)
    lines.meet(copy, township)
    assert lines.up(copy, township).refused == ()
    lines.down(township, copy)
    assert {"两边都有的事", "原机上的事"} <= titles(copy)
    done = copy.branches.carry_over(aside.id)
    assert (done.carried, [row.kind for row in done.left]) == (2, ["roll"])
    assert {"克隆盘上的事"} < titles(copy)
    assert lines.round(copy, township).refused == ()
    assert titles(copy) == seen_by(township, copy)
    assert not any(row.waiting for row in copy.branches.all())
    assert rebuilt_equal(copy)
    assert rebuilt_equal(township)
    assert all(finding.sound for finding in copy.check())


def test_a_copy_that_hears_of_its_own_line_is_asked(lines: Lines) -> None:
    _, copy, township = cloned(lines)
    # The copy never heard what the original did, so the township's whole log for the village is offered to it.
    township._office.realm_of(copy.card.code).context.heard.clear()
    lines.down(township, copy)
    question = copy.branches.question()
    assert question is not None
    assert (question.found, question.answers) == ("forked", (Because.COPIED,))


def test_the_same_held_bundle_again_keeps_nothing_twice(lines: Lines) -> None:
    _, copy, township = cloned(lines)
    again = lines.up(copy, township)
    assert [sentence.code for sentence in again.sentences][1:] == []
    copy.begin("V33", "又一件")
    assert "fork-kept" in {sentence.code for sentence in lines.up(copy, township).sentences}
    assert [row.entries for row in township.branches.all(copy.card.code)] == [3, 1]


def test_complaint_09_a_township_on_a_backup_is_offered_everything_again(lines: Lines) -> None:
    """Complaint 9: after the township was restored, clients thought that everything had been sent."""
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    backup = township.backup(lines.place())
    village.begin("V33", "乡镇备份以后报的事")
    lines.round(village, township)
    township.letters.write("请报汛情", to=village.card.code, due="2099-12-31")
    lines.round(village, township)
    again = lines.restore(township, backup, "township-again")
    assert "乡镇备份以后报的事" not in seen_by(again, village)
    village.begin("V33", "后来的事")
    lines.meet(again, village)
    early = lines.up(village, again)
    assert [sentence.code for sentence in early.sentences] == ["bundle-gap"]
    lines.down(again, village)
    assert village.today().unreported.entries > 3
    verdict = lines.up(village, again)
    assert (verdict.state, verdict.refused, verdict.held) == ("filed", (), 0)
    assert {"乡镇备份以后报的事", "后来的事"} <= titles(village) == seen_by(again, village)
    assert [row.text for row in again.letters.all()] == ["请报汛情"]
    again.township.retry()
    lines.down(again, village)
    lines.round(village, again)
    assert village.today().unreported.entries == 0
    assert village.today().refused == ()
    assert rebuilt_equal(again)
    assert all(finding.sound for finding in again.check())


def test_each_cause_of_a_new_epoch_is_told_apart(lines: Lines) -> None:
    village = lines.open("village")
    old = village.backup(lines.place())
    assert village.branches.question() is None
    folder = lines.offices.folder
    shutil.copytree(Path(old), folder / "bare")
    question = epoch_question(folder / "bare", passphrase=PASSPHRASE)
    assert question is not None
    assert (question.found, question.answers) == ("no-device", (Because.RESTORED, Because.SECOND))
    village.begin("V33", "后来的事")
    marked = village.entries()
    lines.shut(village)
    assert epoch_question(folder / "village", passphrase=PASSPHRASE) is None
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        (folder / "village" / name).unlink(missing_ok=True)
    shutil.copyfile(Path(old) / "store.db", folder / "village" / "store.db")
    question = epoch_question(folder / "village", passphrase=PASSPHRASE)
    assert question is not None
    assert (question.found, question.marked, question.answers) == ("older", marked, (Because.RESTORED,))
    assert question.seq < marked
    with pytest.raises(IntegrityError, match="epoch-needed"):
        open_office(folder / "village", passphrase=PASSPHRASE)


def test_a_branch_is_named_and_only_a_village_carries_one_over(lines: Lines) -> None:
    village, township = lines.open("village"), lines.open("township")
    with pytest.raises(UsageError, match="branch-not-found"):
        village.branches.carry_over("00")
    with pytest.raises(UsageError, match="village-only"):
        township.branches.carry_over("00")
    with pytest.raises(UsageError, match="village-only"):
        township.branches.leave()
    assert township.branches.question() is None


def test_two_pcs_of_one_village_see_each_other_through_the_township(lines: Lines) -> None:
    village, second, township = two_pcs(lines)
    assert [row.until for row in township.township.devices()] == [None, None]
    village.begin("V33", "第一台上的事")
    second.begin("V33", "第二台上的事")
    village.set_roll("villagers", 900)
    assert lines.up(village, township).refused == ()
    assert lines.up(second, township).refused == ()
    down_to_both(lines, township, village, second)
    assert titles(village) == titles(second) == seen_by(township, village)
    assert second.rolls()["villagers"] == 900
    assert len({row.number for row in village.matters()}) == len(village.matters())
    # Nothing of the other PC is sent by this one, and each is answered however far the other is.
    lines.up(village, township)
    second.begin("V33", "第二台上又一件")
    assert lines.up(second, township).refused == ()
    down_to_both(lines, township, village)
    lines.up(village, township)
    down_to_both(lines, township, village, second)
    assert titles(village) == titles(second) == seen_by(township, village)
    for desk in (village, second, township):
        assert rebuilt_equal(desk)
        assert all(finding.sound for finding in desk.check())
    assert not any(row.waiting for row in village.branches.all())
    lines.shut(second)
    assert lines.open("second").card.epoch == 2
    lines.shut(village)
    assert lines.open("village").card.epoch == 1


def test_a_matter_is_written_on_by_one_pc_only(lines: Lines) -> None:
    village, second, township = two_pcs(lines)
    matter = village.matters(text="第一台上开始")[0].id
    with pytest.raises(RefusedError) as caught:
        second.withdraw(matter, reason="试")
    assert [refusal.code for refusal in caught.value.refusals] == ["matter-of-other-pc"]
    with pytest.raises(RefusedError) as caught:
        second.set_roll("villagers", 901)
    assert [refusal.code for refusal in caught.value.refusals] == ["first-pc-only"]
    # A changed program writes it all the same; the township finds it out.
    office = second._office
    office.lines = {}
    second.withdraw(matter, reason="试")
    second.set_roll("villagers", 901)
    verdict = lines.up(second, township)
    found = [sentence.code for entry in verdict.refused for sentence in entry.sentences]
    assert found == ["matter-of-other-pc", "first-pc-only"]


def test_a_second_pc_stands_beside_somebody(lines: Lines) -> None:
    village, township = lines.open("village"), lines.open("township")
    card = lines.place() / "card"
    with pytest.raises(UsageError, match="beside-nobody"):
        village.enrol(card, fingerprint=township.write_card(card), beside=True)


def test_what_the_second_line_attached_travels_too_in_portions(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.desk import giving

    monkeypatch.setattr(giving, "_MOST_FILES", 2)
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    lines.shut(village)
    shutil.copytree(lines.offices.folder / "village", lines.offices.folder / "clone")
    village, copy = lines.open("village"), lines.open("clone")
    village.begin("V33", "原机上的事")
    lines.round(village, township)
    lines.offices.play(copy).perform(last="meeting_notice")
    matter = copy.matters()[0].id
    attached = [file.sha256 for step in copy.matter(matter).flow for file in copy.step(matter, step.id).files]
    assert attached
    assert lines.up(copy, township).state == "held"
    lines.down(township, village)
    branches = village.branches.all()
    assert len(branches) > 1
    for branch in branches:
        assert village.branches.carry_over(branch.id).left == ()
    assert all(village.file(sha256) == copy.file(sha256) for sha256 in attached)
    assert [step.state for step in village.matter(matter).flow] == [step.state for step in copy.matter(matter).flow]
    assert lines.round(village, township).refused == ()


def test_what_fails_half_way_leaves_everything_as_it_was(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app import workflow
    from clerk_app.desk import epochs

    village, copy, township = cloned(lines)
    lines.down(township, village)

    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("the disk is gone")

    before = (copy.card, titles(copy), copy.entries())
    with monkeypatch.context() as broken:
        broken.setattr(epochs, "give_back", fail)
        with pytest.raises(RuntimeError, match="the disk"):
            copy.branches.leave()
    assert (copy.card, titles(copy), copy.entries()) == before
    before = (village.card, titles(village), village.entries())
    with monkeypatch.context() as broken:
        broken.setattr(workflow, "admit_settlement", fail)
        with pytest.raises(RuntimeError, match="the disk"):
            village.branches.carry_over(village.branches.all()[0].id)
    assert (village.card, titles(village), village.entries()) == before
    village.begin("V33", "照常办理")
    assert lines.up(village, township).refused == ()
    lines.shut(copy)
    assert lines.open("clone").card == copy.card


def copied_before_the_first_receipt(lines: Lines) -> tuple[Desk, Desk, Desk]:
    """A disk copied before the township ever answered; the copy reported first."""
    village, township = lines.open("village"), lines.open("township")
    village.begin("V33", "两边都有的事")
    lines.shut(village)
    shutil.copytree(lines.offices.folder / "village", lines.offices.folder / "clone")
    village, copy = lines.open("village"), lines.open("clone")
    village.begin("V33", "原机上的事")
    copy.begin("V33", "克隆盘上的事")
    assert lines.up(copy, township).refused == ()
    return village, copy, township


def test_who_leaves_before_the_first_receipt_waits_with_an_open_desk(lines: Lines) -> None:
    village, copy, township = copied_before_the_first_receipt(lines)
    types = [row.id for row in village.types()]
    village.branches.leave()
    assert titles(village) == set()
    (aside,) = village.branches.all()
    assert [row.title for row in village.branches.entries(aside.id) if row.kind == "begin"] == [
        "两边都有的事",
        "原机上的事",
    ]
    lines.shut(village)
    village = lines.open("village")
    assert [row.id for row in village.types()] == types
    assert village.today().unreported.entries == village.entries()
    with pytest.raises(UsageError, match="branch-not-answered-yet"):
        village.branches.carry_over(aside.id)
    village.begin("V33", "等回执时的事")
    lines.meet(village, township)
    assert lines.up(village, township).refused == ()
    lines.down(township, village)
    assert titles(village) == {"两边都有的事", "克隆盘上的事", "等回执时的事"}
    assert village.branches.carry_over(aside.id).carried == 1
    assert lines.round(village, township).refused == ()
    assert titles(village) == seen_by(township, village) == titles(copy) | {"原机上的事", "等回执时的事"}
    assert not any(row.waiting for row in village.branches.all())
    for desk in (village, township):
        assert rebuilt_equal(desk)
        assert all(finding.sound for finding in desk.check())


def test_a_restored_original_whose_copy_reported_first_goes_on_and_overwrites_nothing(lines: Lines) -> None:
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    lines.shut(village)
    shutil.copytree(lines.offices.folder / "village", lines.offices.folder / "clone")
    village, copy = lines.open("village"), lines.open("clone")
    village.begin("V33", "原机上的事")
    copy.begin("V33", "克隆盘上的事")
    copy.set_roll("villagers", 901)
    assert lines.up(copy, township).refused == ()
    again = lines.restore(village, village.backup(lines.place()), "again")
    lines.meet(again, township)
    again.begin("V33", "恢复以后的事")
    again.set_roll("villagers", 900)
    assert again.branches.question() is None
    assert lines.up(again, township).state == "held"
    lines.down(township, again)
    question = again.branches.question()
    assert question is not None
    assert (question.found, question.answers) == ("forked", (Because.COPIED,))
    again.branches.leave()
    assert again.card.epoch == 3
    assert again.branches.question() is None
    assert len(again._office.own_logs()) == 2  # the log that nobody took in is a branch as a whole
    lines.meet(again, township)
    assert lines.up(again, township).refused == ()
    lines.down(township, again)
    assert again.rolls()["villagers"] == 901
    done = [again.branches.carry_over(row.id) for row in again.branches.all() if row.waiting]
    assert [(row.kind, [s.code for s in row.sentences]) for each in done for row in each.left] == [
        ("roll", ["changed-on-both-lines"])
    ]
    assert again.rolls()["villagers"] == 901
    assert lines.round(again, township).refused == ()
    assert {"原机上的事", "克隆盘上的事", "恢复以后的事"} <= titles(again) == seen_by(township, again)
    assert not any(row.waiting for row in again.branches.all())
    for desk in (again, township):
        assert rebuilt_equal(desk)
        assert all(finding.sound for finding in desk.check())
