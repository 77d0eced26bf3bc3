"""A month of 34 villages with everything that goes wrong on the way: nothing is lost and nothing is forged."""

from __future__ import annotations

import random
import resource
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import days
from clerk_app.catalogue import samples
from clerk_app.crypto import Cost
from clerk_app.desk import Desk, VillageRow, open_office, restore_office
from clerk_app.desk.opening import found_office
from clerk_app.places import resources

from ..working import forge, work

PASSPHRASE = "四个词的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
TOWNSHIP = "330502999000"
VILLAGES = [f"330502999{number}" for number in range(201, 235)]
RESTORED, CLONED, STOLEN, FORGER, SILENT = VILLAGES[4], VILLAGES[6], VILLAGES[8], VILLAGES[10], VILLAGES[12]
OVERDUE, WARNED, REVIEWED, ORDERED, CLOSING = VILLAGES[14], VILLAGES[16], VILLAGES[18], VILLAGES[20], VILLAGES[22]
REVOKED_AFTER = 10
WEEKS = ("2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28")


class Month:
    """All offices, a clock that everybody shares, and a courier who cannot be relied on."""

    def __init__(self, folder: Path, codes: list[str] = VILLAGES) -> None:
        self.folder, self.now, self.chance = folder, "2026-09-01T01:00:00Z", random.Random(34)
        self.bag = folder / "bag"
        self.bag.mkdir()
        self.arrived: dict[str, list[tuple[str, int]]] = {code: [] for code in codes}
        """What the courier handed over: day and number of each village's bundles."""
        self.township = self.found(TOWNSHIP, "township", "示范镇")
        self.villages = {code: self.found(code, "village", f"{code[-3:]}村") for code in codes}
        for code in codes:
            self.enrol(self.villages[code])

    def found(self, code: str, kind: str, name: str) -> Desk:
        """A new office, open."""
        ready = {"passphrase": PASSPHRASE, "clerk": "张某", "cost": QUICK, "clock": lambda: self.now}
        found_office(self.folder / code, kind=kind, code=code, name=name, **ready)
        return self.open(self.folder / code)

    def open(self, folder: Path) -> Desk:
        """An office, opened again."""
        return open_office(folder, passphrase=PASSPHRASE, clock=lambda: self.now)

    def enrol(self, village: Desk) -> None:
        """Both compare the other's fingerprint face to face."""
        card = self.folder / "card"
        self.township.enrol(card, fingerprint=village.write_card(card))
        village.enrol(card, fingerprint=self.township.write_card(card))

    def week(self, day: str) -> None:
        """Every village works, and what the courier carries arrives or not, twice or late, in any order."""
        self.now = f"{day}T01:00:00Z"
        for code, village in self.villages.items():
            village.begin("V33", f"{code[-3:]} 低保申请 {day}")
            if code != SILENT:
                self.send(village)
        self.deliver(lost=0.2)
        self.answer(lost=0.2)

    def send(self, village: Desk) -> Path:
        """The village's bundle into the bag, under a name that no other has."""
        place = self.bag / f"{len(list(self.bag.iterdir())):05d}"
        place.mkdir()
        return Path(village.export(place, anyway=True).path)

    def deliver(self, *, lost: float) -> list[Any]:
        """What is in the bag to the township, some of it twice."""
        files = [file for file in sorted(self.bag.glob("*/*.cwb")) if self.chance.random() >= lost]
        files += [file for file in files if self.chance.random() < 0.1]
        self.chance.shuffle(files)
        for file in files:
            _day, code, number = file.stem.split("-")
            self.arrived[code].append((self.township.day(), int(number)))
        verdicts = [self.township.receive([file])[0] for file in files]
        shutil.rmtree(self.bag)
        self.bag.mkdir()
        return verdicts

    def answer(self, *, lost: float) -> None:
        """Receipts for all, of which some never arrive."""
        place = self.folder / "answers"
        place.mkdir(exist_ok=True)
        for replied in self.township.reply(place):
            if replied.office in self.villages and self.chance.random() >= lost:
                self.villages[replied.office].receive([Path(replied.exported.path)])
        shutil.rmtree(place)

    def restore(self, code: str, backup: str) -> None:
        """The village's PC burnt down; it goes on from an older backup, and meets the township again."""
        self.villages[code].close()
        restore_office(Path(backup), self.folder / f"{code}-new", passphrase=PASSPHRASE, clock=lambda: self.now)
        self.villages[code] = self.open(self.folder / f"{code}-new")
        self.enrol(self.villages[code])

    def clone(self, code: str) -> Desk:
        """A copy of the whole disk, on which somebody works as if it were the only one."""
        self.villages[code].close()
        shutil.copytree(self.folder / code, self.folder / f"{code}-copy")
        self.villages[code] = self.open(self.folder / code)
        return self.open(self.folder / f"{code}-copy")

    def close(self) -> None:
        """Everything is closed."""
        for desk in (self.township, *self.villages.values()):
            desk.close()


@pytest.mark.soak
def test_a_thousand_bundles_in_one_folder_cost_no_more_memory_than_ten(tmp_path: Path) -> None:
    month, folder = Month(tmp_path, VILLAGES[:20]), tmp_path / "folder"
    folder.mkdir()
    for number in range(51):
        for village in month.villages.values():
            village.begin("V33", f"第 {number} 件")
            village.export(folder)
    steps: list[tuple[int, int]] = []
    month.township.receive(sorted(folder.glob("*.cwb"))[:20])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    verdicts = month.township.receive([folder], progress=lambda done, of: steps.append((done, of)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert len(verdicts) == len(steps) == 1020
    assert {verdict.state for verdict in verdicts} <= {"filed", "duplicate"}
    assert grown < 64 * 1024  # KiB
    month.close()


def certify(village: Desk, late: str) -> None:
    """A certificate from application to archive, along its sample case."""
    sample = next(sample for sample in samples(resources() / "catalogue") if sample.type == "V37")
    matter = village.begin("V37", "开证明")
    for act in sample.acts:
        reason = late if act is sample.acts[0] else ""
        work(village, matter, act.step, dict(act.fields), passphrase=PASSPHRASE, late=reason)


def petition(village: Desk) -> None:
    """One who turned to several places."""
    given = {"source": "12345", "petitioner": "王某", "accusation": False, "sealed": False}
    work(village, village.begin("V39", "工单"), "register", given, passphrase=PASSPHRASE)


def trouble(month: Month) -> None:
    """Five villages have something that the township must look at: nothing of it has to do with the carrying."""
    month.villages[OVERDUE].begin("V39", "没有登记的工单")
    for _ in range(2):
        petition(month.villages[WARNED])
    reviewed = month.villages[REVIEWED]
    reviewed.submit(reviewed.begin("V40", "重复信访"), "identify", fields={})
    month.township.letters.write("请说明第三季度公开为什么晚了。", to=ORDERED, due="2026-09-30")
    for role in ("head", "supervisor_head", "keeper"):
        month.villages[CLOSING].add_person("李某", (role,))
    for late in ("", "盖章的人出差"):
        certify(month.villages[CLOSING], late)


def expected(month: Month, code: str) -> VillageRow:
    """A village's line by what the courier handed over and what was done to it, without asking the township."""
    counts = [(day, number) for day, number in month.arrived[code] if code != STOLEN or number <= REVOKED_AFTER]
    last_on = max((day for day, _number in counts), default="")
    newest = {number for day, number in counts if code != RESTORED or day >= WEEKS[2]}
    return VillageRow(
        code=code,
        name=f"{code[-3:]}村",
        clerk="张某" if counts else "",
        phone="",
        last_number=max(newest, default=0),
        last_on=last_on,
        silent=(days.parse(WEEKS[3]) - days.parse(last_on)).days if counts else None,
        reported=bool(counts),
        missing=tuple((n, n) for n in range(1, max(newest, default=0)) if n not in {number for _day, number in counts}),
        waiting=int(code in (CLONED, STOLEN)),
        waiting_on="2026-09-22" if code in (CLONED, STOLEN) else "",
        refused=int(code == FORGER),
        overdue=int(code == OVERDUE),  # what waits for the township is late by the township
        warnings=int(code == WARNED),
        reviews=int(code == REVIEWED),
        orders=int(code == ORDERED),
        punctual=int(code == CLOSING),
        done=2 * int(code == CLOSING),
    )


def singly(row: VillageRow) -> VillageRow:
    """The row with each number that is missing by itself."""
    return replace(row, missing=tuple((n, n) for first, last in row.missing for n in range(first, last + 1)))


def test_a_month_of_34_villages(tmp_path: Path) -> None:
    month = Month(tmp_path)
    trouble(month)
    month.week(WEEKS[0])
    backup = month.villages[RESTORED].backup(tmp_path / "backups")
    month.week(WEEKS[1])

    month.restore(RESTORED, backup)
    copy = month.clone(CLONED)
    month.township.township.revoke(STOLEN, until=REVOKED_AFTER, reason="电脑被偷")
    forger = month.villages[FORGER]
    forged = forge(forger, forger.matters()[0].id, "discovery")
    month.week(WEEKS[2])

    # The clone and the original go on from the same entry; the thief writes more bundles than were allowed for.
    month.answer(lost=0)
    month.now = "2026-09-22T01:00:00Z"
    copy.begin("V33", "克隆盘上写的")
    month.villages[CLONED].begin("V33", "原机上写的")
    month.send(month.villages[CLONED])
    assert {verdict.state for verdict in month.deliver(lost=0)} <= {"filed", "duplicate"}
    month.send(copy)
    assert [verdict.word for verdict in month.deliver(lost=0)] == ["verdict.uncertain"]
    month.arrived[CLONED].pop()  # set aside: it is no bundle of the original's
    copy.close()
    for _ in range(8):
        month.villages[STOLEN].begin("V33", "贼写的")
        month.send(month.villages[STOLEN])
    told = month.deliver(lost=0)
    assert {s.code for v in told if v.state == "quarantined" for s in v.sentences} <= {"revoked-sender-key"}

    # The last week: nothing is lost any more.
    month.now = f"{WEEKS[3]}T01:00:00Z"
    for code, village in month.villages.items():
        if code not in (SILENT, STOLEN):
            village.begin("V33", f"{code[-3:]} 最后一件")
            month.send(village)
    month.deliver(lost=0)
    month.answer(lost=0)

    rows = {row.code: row for row in month.township.township.villages()}
    assert {code: singly(row) for code, row in rows.items()} == {code: expected(month, code) for code in VILLAGES}
    assert any(row.missing for row in rows.values())
    calm = [code for code in VILLAGES if code not in (RESTORED, CLONED, STOLEN, FORGER, SILENT)]
    assert forged in month.township._office.realm_of(FORGER).voided

    for code in calm:
        village, ours = month.villages[code], month.township._office
        main = village._office.main_log
        reached = ours.head(main)
        assert village._office.store.journal.hash_at(main, reached.seq) == reached.hash
        assert village._office.head(main).seq - reached.seq <= 1  # only that the last answer was heard
        mine = {(row.id, row.title, row.state) for row in village.matters()}
        theirs = ours.store.shelf.matters(office=code, limit=1000)
        assert {(row.id, row.title, row.state) for row in theirs} == mine
        assert village.today().unreported.entries <= 1
    # The other line of the copied disk is carried over by the one that goes on; then nothing waits for it any more.
    cloned = month.villages[CLONED]
    for branch in cloned.branches.all():
        assert cloned.branches.carry_over(branch.id).left == ()
    month.send(cloned)
    month.deliver(lost=0)
    assert {row.code: row.waiting for row in month.township.township.villages()}[CLONED] == 0
    for code in (CLONED, RESTORED):
        theirs = month.township._office.store.shelf.matters(office=code, limit=1000)
        assert {row.title for row in theirs} == {row.title for row in month.villages[code].matters()}
    assert "克隆盘上写的" in {row.title for row in cloned.matters()}

    kept = month.township._office.store.shelf.dump()
    month.township.rebuild()
    assert month.township._office.store.shelf.dump() == kept
    assert days.beijing_day(month.now) == WEEKS[3]
    month.close()
