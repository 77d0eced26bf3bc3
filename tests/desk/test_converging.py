"""Villages, their township and a courier who drops, repeats and reorders, while disks are copied and backups restored.

Whatever happened on the way: once bundles arrive again, every store has the same entries, no entry that was ever
confirmed is lost, every second line is told and carried over, and the lists are those of a rebuild.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from clerk_app.errors import UsageError

from .courier import VILLAGES, Courier


def converge(county: Path, place: Path, examples: int, steps: int, *, again: bool = True) -> None:
    """So many courses of events; the same ones each time where they are to come `again`."""
    Courier.source, Courier.place, Courier.runs = county, place, 0
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Courier,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=again,
            database=None,
            phases=[Phase.generate],  # a course is shown as it was; making it shorter would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_all_stores_converge_and_nothing_confirmed_is_lost(county: Path, tmp_path: Path) -> None:
    converge(county, tmp_path, 4, 15)


@pytest.mark.soak
@pytest.mark.parametrize("before", ["county", "silent"])
def test_all_stores_converge_after_long_courses_too(
    before: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Other courses each time, from a first receipt on or from none; `--hypothesis-seed` gives the same ones again."""
    converge(request.getfixturevalue(before), tmp_path, 100, 40, again=False)


def course(source: Path, place: Path, *steps: tuple[Any, ...]) -> Any:
    """The courier after these steps, all of the first village where they name none."""
    courier = Courier.at(source, place)
    for name, *rest in steps:
        getattr(courier, name)(*(rest or ([] if name == "answer" else [VILLAGES[0]])))
    return courier


def test_several_copies_of_a_restored_pc_that_was_never_answered_come_together(silent: Path, tmp_path: Path) -> None:
    """Two copies report before it; that it goes on under a new name and cannot carry over yet is so for one round."""
    copies = [("back_up",), ("restore",), ("clone",), ("clone",), ("deliver", 0), ("deliver", 1)]
    courier = course(silent, tmp_path, *copies)
    village = courier.villages[VILLAGES[0]]
    courier.arrive()
    (branch,) = [kept for kept in village.branches.all() if kept.waiting]
    with pytest.raises(UsageError, match="branch-not-answered-yet"):
        village.branches.carry_over(branch.id)
    courier.teardown()
    assert courier.forked > 0


def test_several_copies_of_a_pc_restored_twice_come_together_whatever_their_keys(silent: Path, tmp_path: Path) -> None:
    """Two devices began the same epoch: which of the two goes on must not hang on whose key is the smaller."""
    copies = [("back_up",), ("restore",), ("clone",), ("clone",), ("deliver", 1), ("deliver", 0), ("restore",)]
    for _ in range(4):
        course(silent, tmp_path, *copies, ("clone",)).teardown()


@pytest.mark.parametrize("heard", [False, True])
def test_a_copy_that_wrote_on_from_what_the_restored_pc_never_reported(
    silent: Path, tmp_path: Path, heard: bool
) -> None:
    """The fork that is told reaches beyond the backup: it begins with entries of the backup all the same."""
    steps = [("clone",), ("answer",), ("work",), *([("hear", VILLAGES[0], 0)] if heard else []), ("clone",)]
    courier = course(silent, tmp_path, *steps, ("deliver", 0), ("deliver", 1), ("back_up",), ("restore",))
    assert courier.forked > 0
    courier.teardown()


def test_a_village_that_was_restored_before_its_first_report_can_report(silent: Path, tmp_path: Path) -> None:
    courier = Courier.at(silent, tmp_path)
    courier.back_up(VILLAGES[1])
    courier.restore(VILLAGES[1])
    courier.work(VILLAGES[1])
    courier.teardown()


def test_a_copy_that_reports_first_makes_the_other_disk_go_on_under_a_new_name(county: Path, tmp_path: Path) -> None:
    courier = Courier.at(county, tmp_path)
    courier.clone(VILLAGES[1])
    courier.deliver(0)
    courier.work(VILLAGES[1])
    courier.report(VILLAGES[1])
    courier.teardown()
    assert courier.forked > 0


def test_an_original_that_has_nothing_to_report_is_asked_when_its_copy_was_heard(county: Path, tmp_path: Path) -> None:
    """The township took the copy's entries for its own: a receipt names what this disk never wrote."""
    courier, code = Courier.at(county, tmp_path), VILLAGES[1]
    courier.report(code)
    courier.deliver(0)
    courier.clone(code)
    courier.deliver(1)
    courier.answer()
    courier.hear(code, 0)
    question = courier.villages[code].branches.question()
    assert question is not None
    assert (question.found, question.marked > question.seq > 0) == ("forked", True)
    courier.teardown()


def test_a_disk_that_was_copied_before_the_first_report_comes_together_too(silent: Path, tmp_path: Path) -> None:
    courier = Courier.at(silent, tmp_path)
    courier.clone(VILLAGES[1])
    courier.deliver(0)
    courier.work(VILLAGES[1])
    courier.report(VILLAGES[1])
    courier.deliver(1)
    courier.teardown()
    assert courier.forked > 0


def test_a_copy_that_reports_first_and_an_original_that_burns_down_come_together(county: Path, tmp_path: Path) -> None:
    courier = Courier.at(county, tmp_path)
    code = VILLAGES[1]
    courier.clone(code)
    courier.deliver(0)
    courier.work(code)
    courier.back_up(code)
    courier.restore(code)
    courier.work(code)
    courier.teardown()
    assert courier.forked > 0


def test_what_contradicts_the_township_is_not_taken_for_what_a_backup_lost(county: Path, tmp_path: Path) -> None:
    """Two copies report and contradict each other; then the original goes on from a backup older than both."""
    courier = Courier.at(county, tmp_path)
    code = VILLAGES[1]
    courier.back_up(code)
    courier.clone(code)
    courier.work(code)
    courier.deliver(0)
    courier.clone(code)
    courier.deliver(1)
    courier.restore(code)
    courier.teardown()
    assert courier.villages[code].card.epoch == 2  # it is asked nothing, and goes on where the backup left it


def test_a_backup_that_is_restored_twice_gets_back_what_the_first_time_wrote(county: Path, tmp_path: Path) -> None:
    courier = Courier.at(county, tmp_path)
    code = VILLAGES[1]
    courier.back_up(code)
    courier.restore(code)
    courier.work(code)
    courier.report(code)
    courier.deliver(0)
    courier.restore(code)
    courier.teardown()


def test_a_course_with_everything_in_it(county: Path, tmp_path: Path) -> None:
    """Not by chance: a copied disk whose bundle comes late, a restored backup, and an answer heard twice."""
    courier = Courier.at(county, tmp_path)
    one, other = VILLAGES
    for code in VILLAGES:
        courier.work(code)
        courier.report(code)
    courier.deliver(1)
    courier.deliver(0)
    courier.back_up(other)
    courier.answer()
    courier.hear(one, 0)
    courier.clone(one)
    courier.work(one)
    courier.report(one)
    courier.deliver(3)
    courier.deliver(2)
    courier.work(other)
    courier.report(other)
    courier.deliver(4)
    courier.restore(other)
    courier.hear(one, 0)
    courier.work(other)
    forked = courier.forked
    courier.teardown()
    assert forked == 1
