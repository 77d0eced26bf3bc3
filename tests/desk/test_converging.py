"""Villages, their township and a courier who drops, repeats and reorders, while disks are copied and backups restored.

Whatever happened on the way: once bundles arrive again, every store has the same entries, no entry that was ever
confirmed is lost, every second line is told and carried over, and the lists are those of a rebuild.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from clerk_app.crypto import Cost
from clerk_app.desk import Desk, Verdict, open_office, restore_office
from clerk_app.desk.confirming import is_news
from clerk_app.desk.opening import found_office

PASSPHRASE = "四个词的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
TOWNSHIP, VILLAGES = "330502999000", ("330502999201", "330502999202")
FORKS = {"bundle-fork", "log-fork"}
ROUNDS = 8

whose = st.sampled_from(VILLAGES)
some = st.integers(0, 1 << 16)


def opened(folder: Path) -> Desk:
    """An office, open."""
    return open_office(folder, passphrase=PASSPHRASE)


def meet(one: Desk, other: Desk, card: Path) -> None:
    """`other` enrols `one`, face to face."""
    other.enrol(card, fingerprint=one.write_card(card))


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two villages and their township, closed, that know each other; nobody has reported yet."""
    folder = tmp_path_factory.mktemp("silent")
    for code in (TOWNSHIP, *VILLAGES):
        kind = "township" if code == TOWNSHIP else "village"
        found_office(folder / code, kind=kind, code=code, name=code, passphrase=PASSPHRASE, clerk="张某", cost=QUICK)
    township = opened(folder / TOWNSHIP)
    for code in VILLAGES:
        village = opened(folder / code)
        meet(village, township, folder / "card")
        meet(township, village, folder / "card")
        village.close()
    township.close()
    return folder


@pytest.fixture(scope="module")
def county(silent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after a first report of each and its receipt."""
    folder = tmp_path_factory.mktemp("county") / "offices"
    shutil.copytree(silent, folder)
    (folder / "stick").mkdir()
    township, villages = opened(folder / TOWNSHIP), [opened(folder / code) for code in VILLAGES]
    for village in villages:
        township.receive([Path(village.export(folder / "stick").path)])
    for village, replied in zip(villages, township.reply(folder / "stick"), strict=True):
        village.receive([Path(replied.exported.path)])
    for desk in (township, *villages):
        desk.close()
    shutil.rmtree(folder / "stick")
    return folder


class Courier(RuleBasedStateMachine):
    """All offices and what is on its way between them. `source` and `place` are set by the test."""

    source: Path
    place: Path
    runs = 0

    @initialize()
    def begin(self) -> None:
        """A fresh copy of all offices."""
        Courier.runs += 1
        self.folder = self.place / str(Courier.runs)
        shutil.copytree(self.source, self.folder)
        self.township = opened(self.folder / TOWNSHIP)
        self.villages = {code: opened(self.folder / code) for code in VILLAGES}
        self.backups: dict[str, str] = {}
        self.bag: list[Path] = []
        self.answers: dict[str, list[Path]] = {code: [] for code in VILLAGES}
        self.confirmed: dict[str, set[str]] = {code: set() for code in VILLAGES}
        self.count, self.forked = 0, 0

    def fresh(self) -> Path:
        """An empty folder."""
        self.count += 1
        place = self.folder / f"place-{self.count}"
        place.mkdir()
        return place

    # What villages do

    @rule(code=whose)
    def work(self, code: str) -> None:
        """Something is recorded."""
        self.count += 1
        self.villages[code].begin("V33", f"{code} 第 {self.count} 件")

    @rule(code=whose)
    def report(self, code: str) -> None:
        """A bundle goes into the bag; it may lie there for ever, which is a loss."""
        self.bag.append(self.exported(self.villages[code]))

    def exported(self, village: Desk) -> Path:
        """The next bundle, news or not."""
        return Path(village.export(self.fresh(), anyway=True).path)

    @rule(code=whose)
    def back_up(self, code: str) -> None:
        """A copy for bad days."""
        self.backups[code] = self.villages[code].backup(self.fresh())

    @rule(code=whose)
    def restore(self, code: str) -> None:
        """The PC burns down and another goes on from the last backup."""
        if code not in self.backups:
            return
        folder = self.fresh() / "office"
        restore_office(Path(self.backups[code]), folder, passphrase=PASSPHRASE)
        self.villages[code].close()
        self.villages[code] = opened(folder)
        meet(self.villages[code], self.township, self.folder / "card")

    @rule(code=whose)
    def clone(self, code: str) -> None:
        """The disk is copied, and somebody works on the copy for a while as if it were the only one."""
        here = self.villages[code].folder
        self.villages[code].close()
        copied = self.fresh() / "office"
        shutil.copytree(here, copied)
        self.villages[code], copy = opened(here), opened(copied)
        self.count += 1
        copy.begin("V33", f"{code} 克隆盘 {self.count}")
        self.bag.append(self.exported(copy))
        copy.close()

    # What the courier does

    @rule(number=some)
    def deliver(self, number: int) -> None:
        """Any bundle that was ever written, in any order and as often as he likes."""
        if self.bag:
            self.take_in(self.bag[number % len(self.bag)])

    def take_in(self, path: Path) -> Verdict:
        """One bundle to the township, which from then on has confirmed what it filed."""
        (verdict,) = self.township.receive([path])
        assert verdict.state in ("filed", "duplicate", "held", "quarantined")
        assert verdict.sentences or verdict.state == "filed"
        self.forked += bool(FORKS & {sentence.code for sentence in verdict.sentences})
        office = self.township._office
        for log, owner in office.owners().items():
            if owner in VILLAGES:
                self.confirmed[owner] |= {recorded.hash for recorded in office.store.journal.entries(log)}
        return verdict

    @rule()
    def answer(self) -> None:
        """The township's answers, which may arrive or not."""
        for replied in self.township.reply(self.fresh()):
            self.answers[replied.office].append(Path(replied.exported.path))

    @rule(code=whose, number=some)
    def hear(self, code: str, number: int) -> None:
        """Any answer that was ever written."""
        if self.answers[code]:
            path = self.answers[code][number % len(self.answers[code])]
            (verdict,) = self.villages[code].receive([path])
            assert verdict.state in ("filed", "duplicate", "held", "quarantined")

    # The end

    def teardown(self) -> None:
        """Everything arrives again until nothing moves; then all stores agree."""
        if not hasattr(self, "villages"):
            return
        before: Any = None
        for _ in range(ROUNDS):
            self.arrive()
            now = [(code, desk.entries()) for code, desk in self.villages.items()], self.township.entries()
            if now == before:
                break
            before = now
        for code in VILLAGES:
            self.agree(code)
        kept = self.township._office.store.shelf.dump()
        self.township.rebuild()
        assert self.township._office.store.shelf.dump() == kept
        for desk in (self.township, *self.villages.values()):
            desk.close()
        shutil.rmtree(self.folder)

    def arrive(self) -> None:
        """One round of everybody with everybody, and what another line wrote is carried over."""
        for village in self.villages.values():
            if village.today().unreported.entries:
                self.take_in(self.exported(village))
        self.township.township.retry()
        for replied in self.township.reply(self.fresh()):
            self.villages[replied.office].receive([Path(replied.exported.path)])
        for village in self.villages.values():
            if village.branches.question() is not None:
                # The copy reported first, so the township knows its line by our name: we go on under a new one.
                village.branches.leave()
                meet(village, self.township, self.folder / "card")
                continue
            for branch in village.branches.all():
                if branch.waiting:
                    village.branches.carry_over(branch.id)

    def agree(self, code: str) -> None:
        """A village and its township hold the same, and nothing that was confirmed is missing anywhere."""
        village, township = self.villages[code], self.township._office
        mine, theirs = village._office.store.journal, township.store.journal
        for log in village._office.own_logs():
            reached = township.head(log).seq
            left = mine.entries(log, after=reached)
            assert not any(map(is_news, left))  # only that answers were heard
            wanted = [recorded.raw for recorded in mine.entries(log, upto=reached)]
            assert [recorded.raw for recorded in theirs.entries(log)] == wanted
        for digest in self.confirmed[code]:
            assert theirs.get(digest) is not None
            assert mine.get(digest) is not None
        rows = township.store.shelf.matters(office=code, limit=1000)
        assert {(row.id, row.title, row.state) for row in rows} == {
            (row.id, row.title, row.state) for row in village.matters()
        }
        assert not any(branch.waiting for branch in village.branches.all())
        assert all(finding.sound for finding in village.check())
        numbers = [(row.to, row.number) for row in village.outbox()]
        assert len(set(numbers)) == len(numbers)


def converge(county: Path, place: Path, examples: int, steps: int) -> None:
    """So many courses of events."""
    Courier.source, Courier.place, Courier.runs = county, place, 0
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Courier,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # a course is shown as it was; making it shorter would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_all_stores_converge_and_nothing_confirmed_is_lost(county: Path, tmp_path: Path) -> None:
    converge(county, tmp_path, 4, 15)


@pytest.mark.soak
def test_all_stores_converge_after_long_courses_too(county: Path, tmp_path: Path) -> None:
    converge(county, tmp_path, 100, 40)


def test_a_village_that_was_restored_before_its_first_report_can_report(silent: Path, tmp_path: Path) -> None:
    Courier.source, Courier.place = silent, tmp_path
    courier: Any = Courier()
    courier.begin()
    courier.back_up(VILLAGES[1])
    courier.restore(VILLAGES[1])
    courier.work(VILLAGES[1])
    courier.teardown()


def test_a_copy_that_reports_first_makes_the_other_disk_go_on_under_a_new_name(county: Path, tmp_path: Path) -> None:
    Courier.source, Courier.place = county, tmp_path
    courier: Any = Courier()
    courier.begin()
    courier.clone(VILLAGES[1])
    courier.deliver(0)
    courier.work(VILLAGES[1])
    courier.report(VILLAGES[1])
    courier.teardown()
    assert courier.forked > 0


def test_a_disk_that_was_copied_before_the_first_report_comes_together_too(silent: Path, tmp_path: Path) -> None:
    Courier.source, Courier.place = silent, tmp_path
    courier: Any = Courier()
    courier.begin()
    courier.clone(VILLAGES[1])
    courier.deliver(0)
    courier.work(VILLAGES[1])
    courier.report(VILLAGES[1])
    courier.deliver(1)
    courier.teardown()
    assert courier.forked > 0


def test_a_copy_that_reports_first_and_an_original_that_burns_down_come_together(county: Path, tmp_path: Path) -> None:
    Courier.source, Courier.place = county, tmp_path
    courier: Any = Courier()
    courier.begin()
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
    Courier.source, Courier.place = county, tmp_path
    courier: Any = Courier()
    courier.begin()
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
    Courier.source, Courier.place = county, tmp_path
    courier: Any = Courier()
    courier.begin()
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
    Courier.source, Courier.place = county, tmp_path
    courier: Any = Courier()
    courier.begin()
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
