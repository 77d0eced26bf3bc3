"""Copied disks and restored backups where there is a second PC, a renewed key, or an answer that only one heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_app.desk import Because, Desk, branches
from clerk_app.errors import RefusedError, UsageError

from .pcs import Lines, cloned, down_to_both, rebuilt_equal, seen_by, titles, two_pcs


def agree(lines: Lines, township: Desk, *pcs: Desk) -> None:
    """All PCs and the township have the same matters, nothing waits, and every list is that of a rebuild."""
    for pc in pcs:
        assert titles(pc) == seen_by(township, pc)
        assert not any(row.waiting for row in pc.branches.all())
    assert not any(row.waiting for row in township.branches.all(pcs[0].card.code))
    for desk in (*pcs, township):
        assert rebuilt_equal(desk)
        assert all(finding.sound for finding in desk.check())


def carry_all(desk: Desk) -> list[str]:
    """Carry over whatever waits; returns the kinds of what was left to people."""
    waiting = [row.id for row in desk.branches.all() if row.waiting]
    return [row.kind for branch in waiting for row in desk.branches.carry_over(branch).left]


def both_up(lines: Lines, township: Desk, *pcs: Desk) -> None:
    """Everybody reports, everybody hears, twice: what the one wrote reaches the other."""
    for _ in range(2):
        for pc in pcs:
            assert lines.up(pc, township).refused == ()
        down_to_both(lines, township, *pcs)


def test_the_copy_of_a_first_pc_reports_before_it_while_a_second_pc_is_at_work(lines: Lines) -> None:
    village, second, township = two_pcs(lines)
    both_up(lines, township, village, second)
    copy = lines.copy(village, "copied")
    village = lines.again(village)
    second.begin("V33", "第二台上的事")
    village.begin("V33", "原机上的事")
    copy.begin("V33", "克隆盘上的事")
    assert lines.up(copy, township).state == "filed"
    assert lines.up(village, township).state == "held"
    lines.up(second, township)
    down_to_both(lines, township, village, second)
    assert second.branches.question() is None
    assert village.branches.question() is not None
    village.branches.leave()
    lines.meet(village, township)
    both_up(lines, township, village, second)
    assert carry_all(village) == []
    both_up(lines, township, village, second)
    assert {"原机上的事", "克隆盘上的事", "第二台上的事"} <= titles(village) == titles(second)
    agree(lines, township, village, second)


def test_what_a_copy_of_the_second_pc_wrote_is_carried_over_there_and_not_by_the_first(lines: Lines) -> None:
    village, second, township = two_pcs(lines)
    second.begin("V33", "第二台上的事")
    both_up(lines, township, village, second)
    copy = lines.copy(second, "copied")
    second = lines.again(second)
    second.begin("V33", "第二台上又一件")
    copy.withdraw(copy.matters(text="第二台上的事")[0].id, reason="重了")
    copy.begin("V33", "克隆盘上的事")
    assert lines.up(second, township).state == "filed"
    assert lines.up(copy, township).state == "held"
    down_to_both(lines, township, village, second)
    (forked,) = [row for row in village.branches.all() if row.cause == "forked"]
    assert not forked.waiting
    with pytest.raises(UsageError, match="branch-of-other-pc"):
        village.branches.carry_over(forked.id)
    assert [row.waiting for row in second.branches.all() if row.cause == "forked"] == [True]
    assert carry_all(second) == []
    both_up(lines, township, village, second)
    assert "克隆盘上的事" in titles(village) & titles(second)
    agree(lines, township, village, second)


def test_a_copy_of_the_second_pc_that_reported_first_makes_the_second_leave_its_line(lines: Lines) -> None:
    village, second, township = two_pcs(lines)
    copy = lines.copy(second, "copied")
    second = lines.again(second)
    second.begin("V33", "第二台上的事")
    copy.begin("V33", "克隆盘上的事")
    assert lines.up(copy, township).state == "filed"
    assert lines.up(second, township).state == "held"
    down_to_both(lines, township, village, second)
    assert village.branches.question() is None
    assert not any(row.waiting for row in village.branches.all())
    assert second.branches.question() is not None
    second.branches.leave()
    card = lines.place() / "card"
    township.enrol(card, fingerprint=second.write_card(card), beside=True)
    both_up(lines, township, village, second)
    assert carry_all(second) == []
    both_up(lines, township, village, second)
    assert {"第二台上的事", "克隆盘上的事"} <= titles(village) == titles(second)
    agree(lines, township, village, second)


def test_a_second_pc_made_from_what_a_fork_left_behind_is_carried_over_by_the_first_and_set_up_anew(
    lines: Lines,
) -> None:
    """It stands on entries of the first PC that never got into the log: the township can take in none of its line."""
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    copy = lines.copy(village, "copied")
    village = lines.again(village)
    village.begin("V33", "原机上的事")
    copy.begin("V33", "克隆盘上的事")
    assert lines.up(copy, township).state == "filed"
    second = lines.restore(village, village.backup(lines.place()), "second", Because.SECOND)
    card = lines.place() / "card"
    township.enrol(card, fingerprint=second.write_card(card), beside=True)
    second.begin("V33", "第二台上的事")
    assert lines.up(second, township).state == "held"
    assert lines.up(village, township).state == "held"
    down_to_both(lines, township, village, second)
    assert second.branches.question() is None
    assert village.branches.question() is not None
    village.branches.leave()
    lines.meet(village, township)
    for _ in range(2):
        assert lines.round(village, township).refused == ()
    assert carry_all(village) == []
    assert lines.round(village, township).refused == ()
    assert {"原机上的事", "克隆盘上的事", "第二台上的事"} <= titles(village)
    anew = lines.restore(village, village.backup(lines.place()), "anew", Because.SECOND)
    township.enrol(card, fingerprint=anew.write_card(card), beside=True)
    anew.begin("V33", "新的第二台上的事")
    both_up(lines, township, village, anew)
    agree(lines, township, village, anew)


@pytest.mark.parametrize("which", ["first", "second"])
def test_either_of_two_pcs_goes_on_from_a_backup_on_its_own_line(lines: Lines, which: str) -> None:
    village, second, township = two_pcs(lines)
    second.begin("V33", "第二台上的事")
    both_up(lines, township, village, second)
    burnt = village if which == "first" else second
    backup = burnt.backup(lines.place())
    burnt.begin("V33", "备份以后的事")
    both_up(lines, township, village, second)
    again = lines.restore(burnt, backup, "again")
    card = lines.place() / "card"
    township.enrol(card, fingerprint=again.write_card(card), beside=which == "second")
    mine, other = ("第一台上开始的事", "第二台上的事") if which == "first" else ("第二台上的事", "第一台上开始的事")
    with pytest.raises(RefusedError):
        again.withdraw(again.matters(text=other)[0].id, reason="试")
    again.withdraw(again.matters(text=mine)[0].id, reason="重了")
    pcs = (again, second) if which == "first" else (village, again)
    both_up(lines, township, *pcs)
    assert "备份以后的事" in titles(again)
    again.begin("V33", "恢复以后的事")
    both_up(lines, township, *pcs)
    agree(lines, township, *pcs)
    assert all("恢复以后的事" in titles(pc) for pc in pcs)


def test_a_first_pc_that_renews_its_key_claims_to_have_heard_no_more_than_it_did(lines: Lines) -> None:
    """The second one has heard more, and the first has its entries: what it is told must not begin after a gap."""
    village, second, township = two_pcs(lines)
    both_up(lines, township, village, second)
    for text in ("第一封", "第二封"):
        township.letters.write(text, to=village.card.code)
        lines.up(second, township)
        down_to_both(lines, township, second)
    behind = township.reply(lines.place())[0].exported.path
    second.begin("V33", "第二台上的事")
    lines.up(second, township)
    down_to_both(lines, township, second)
    assert village.receive([Path(behind)])[0].state == "filed"
    village.trust.renew_device("例行更换")
    assert lines.up(village, township).refused == ()
    down_to_both(lines, township, village, second)
    both_up(lines, township, village, second)
    assert {row.text for row in village.letters.all()} >= {"第一封", "第二封"}
    agree(lines, township, village, second)


@pytest.mark.parametrize("renewed", ["before", "after"])
def test_a_village_leaves_its_line_after_it_renewed_its_key(lines: Lines, renewed: str) -> None:
    """The disk was copied after the key was renewed, or before: then the contradiction lies in the old key's log."""
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    if renewed == "before":
        village.trust.renew_device("例行更换")
        lines.round(village, township)
    copy = lines.copy(village, "copied")
    village = lines.again(village)
    village.begin("V33", "原机上的事")
    copy.begin("V33", "克隆盘上的事")
    assert lines.up(copy, township).state == "filed"
    if renewed == "after":
        village.trust.renew_device("例行更换")
        village.begin("V33", "换了密钥以后的事")
    assert lines.up(village, township).state == "held"
    lines.down(township, village)
    assert village.branches.question() is not None
    village.branches.leave()
    assert village.card.epoch == 3
    lines.meet(village, township)
    assert lines.up(village, township).refused == ()
    lines.down(township, village)
    assert carry_all(village) == []
    assert lines.round(village, township).refused == ()
    assert {"原机上的事", "克隆盘上的事"} <= titles(village)
    assert ("换了密钥以后的事" in titles(village)) == (renewed == "after")
    agree(lines, township, village)


def test_a_copy_hears_answers_that_the_original_never_got_and_reports_first(lines: Lines) -> None:
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    village.begin("V33", "两边都有的事")
    assert lines.up(village, township).state == "filed"
    township.letters.write("请报汛情", to=village.card.code)
    (answer,) = township.reply(lines.place())
    copy = lines.copy(village, "copied")
    village = lines.again(village)
    copy.receive([Path(answer.exported.path)])
    copy.begin("V33", "克隆盘上的事")
    village.begin("V33", "原机上的事")
    assert lines.up(copy, township).refused == ()
    assert lines.up(village, township).state == "held"
    lines.down(township, village)
    assert [row.text for row in village.letters.all()] == ["请报汛情"]
    assert village.branches.question() is not None
    village.branches.leave()
    lines.meet(village, township)
    assert lines.round(village, township).refused == ()
    assert carry_all(village) == []
    assert lines.round(village, township).refused == ()
    assert {"两边都有的事", "克隆盘上的事", "原机上的事"} <= titles(village)
    assert [row.text for row in village.letters.all()] == ["请报汛情"]
    agree(lines, township, village)


def test_a_backup_restored_twice_keeps_the_people_of_both_apart(lines: Lines) -> None:
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    backup = village.backup(lines.place())
    first = lines.restore(village, backup, "first")
    lines.meet(first, township)
    first.add_person("李某", ("head",))
    first.set_roll("villagers", 900)
    lines.round(first, township)
    first.trust.renew_device("例行更换")
    first.add_person("王某", ("head",))
    lines.round(first, township)
    again = lines.restore(village, backup, "again")
    lines.meet(again, township)
    again.add_person("赵某", ("head",))
    again.set_roll("villagers", 901)
    lines.round(again, township)
    lines.round(again, township)
    names = {"李某", "王某", "赵某"}
    assert names <= {person.name for person in again.people()}
    for desk in (again, township):
        desk.rebuild()
    context = township._office.realm_of(again.card.code).context
    assert names <= {person.name for person in context.people.values()}
    assert again.rolls()["villagers"] == context.rolls["villagers"] == 901
    later = lines.restore(again, again.backup(lines.place()), "later")
    lines.meet(later, township)
    again.begin("V33", "没有报的事")
    assert later.card.epoch == 4
    assert lines.round(later, township).refused == ()
    assert later.rolls()["villagers"] == 901
    agree(lines, township, later)


def test_where_a_branch_parted_is_taken_to_be_the_beginning_when_nothing_here_tells(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then all that this line declared is compared with it: rather a person looks once too often."""
    village, _copy, township = cloned(lines)
    lines.down(township, village)
    (branch,) = village.branches.all()
    office = village._office
    kept = office.store.journal.get(branch.id)
    assert kept is not None
    log, after = branches._parting(office, kept)
    assert (log, after) == (office.main_log, branch.first - 1)
    monkeypatch.setattr(office.store.journal, "hash_at", lambda _log, _seq: "")
    assert branches._parting(office, kept) == (office.main_log, 0)
