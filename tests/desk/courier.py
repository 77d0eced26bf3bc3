"""Villages, their township, and a courier between them who drops, repeats and reorders while disks are copied."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from clerk_app.crypto import Cost
from clerk_app.desk import Desk, Verdict, open_office, restore_office
from clerk_app.desk.confirming import is_news
from clerk_app.errors import UsageError

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


class Courier(RuleBasedStateMachine):
    """All offices and what is on its way between them. `source` and `place` are set by the test."""

    source: Path
    place: Path
    runs = 0

    @classmethod
    def at(cls, source: Path, place: Path) -> Any:
        """The courier with a fresh copy of these offices."""
        cls.source, cls.place = source, place
        courier: Any = cls()
        courier.begin()
        return courier

    @initialize()
    def begin(self) -> None:
        """A fresh copy of all offices."""
        Courier.runs += 1
        self.folder = self.place / str(Courier.runs)
        shutil.copytree(self.source, self.folder, ignore=shutil.ignore_patterns("place-*"))
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
        self.settle()
        for code in VILLAGES:
            self.agree(code)
        kept = self.township._office.store.shelf.dump()
        self.township.rebuild()
        assert self.township._office.store.shelf.dump() == kept
        self.close()
        shutil.rmtree(self.folder)

    def close(self) -> None:
        """All offices are closed."""
        for desk in (self.township, *self.villages.values()):
            desk.close()

    def settle(self) -> None:
        """Everybody meets everybody until nothing moves."""
        before: Any = None
        for _ in range(ROUNDS):
            self.arrive()
            now = [(code, desk.entries()) for code, desk in self.villages.items()], self.township.entries()
            if now == before:
                break
            before = now

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
                    self.carry_over(village, branch.id)

    def carry_over(self, village: Desk, branch: str) -> None:
        """As a clerk does: what waits for the township's answer is tried again after the next one."""
        try:
            village.branches.carry_over(branch)
        except UsageError as error:
            if error.code != "branch-not-answered-yet":
                raise

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
