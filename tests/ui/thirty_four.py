"""A township of 34 villages after a month of work, with a morning's bundles waiting: for pictures and for timing."""

from __future__ import annotations

import shutil
from pathlib import Path

from clerk_app import workflow
from clerk_app.crypto import Cost
from clerk_app.desk import Desk, open_office
from clerk_app.desk.opening import found_office
from clerk_app.model import Complete

PASSPHRASE = "四个词的密码"
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地元黄宇宙洪荒日月盈昃"
TOWNSHIP = ("330502999000", "示范镇")
VILLAGES = {f"330502999{201 + place}": f"{name}村" for place, name in enumerate(NAMES)}
WORK = (
    ("V10", "村道路面修复"),
    ("V33", "张某低保申请"),
    ("V10", "公厕改造"),
    ("V33", "李某临时救助"),
    ("V10", "水渠清淤"),
)
_QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)


class Morning:
    """The offices, their clock, and the folder in which the morning's bundles lie."""

    def __init__(self, folder: Path, day: str, names: dict[str, str] | None = None) -> None:
        self.folder, self.now = folder, f"{day}T01:00:00Z"
        self.bag = folder / "bag"
        self.bag.mkdir(parents=True)
        self.township = self._found(*TOWNSHIP, "township")
        known = VILLAGES if names is None else names
        self.villages = {code: self._found(code, name, "village") for code, name in known.items()}
        for village in self.villages.values():
            card = folder / "card"
            self.township.enrol(card, fingerprint=village.write_card(card))
            village.enrol(card, fingerprint=self.township.write_card(card))

    def _found(self, code: str, name: str, kind: str) -> Desk:
        ready = {"passphrase": PASSPHRASE, "clerk": "张某", "cost": _QUICK, "clock": lambda: self.now}
        found_office(self.folder / code, kind=kind, code=code, name=name, **ready)
        return open_office(self.folder / code, passphrase=PASSPHRASE, clock=lambda: self.now)

    def send(self, code: str) -> Path:
        """The village's next bundle into the bag."""
        return Path(self.villages[code].export(self.bag).path)

    def clear(self) -> None:
        """Take what is in the bag in, and empty it."""
        self.township.receive([self.bag])
        shutil.rmtree(self.bag)
        self.bag.mkdir()

    def week(self, day: str, silent: set[str]) -> None:
        """A week in which all but some villages report and hear the answer."""
        self.now = f"{day}T01:00:00Z"
        for place, (code, village) in enumerate(self.villages.items()):
            kind, title = WORK[place % len(WORK)]
            village.begin(kind, f"{title} {day[5:]}")
            if code not in silent:
                self.send(code)
        self.clear()
        answers = self.folder / "answers"
        answers.mkdir()
        for replied in self.township.reply(answers):
            if replied.office not in silent:
                self.villages[replied.office].receive([Path(replied.exported.path)])
        shutil.rmtree(answers)

    def forge(self, code: str) -> None:
        """A step past the rules, signed with the right key."""
        village = self.villages[code]
        matter = village.matters()[0].id
        assert village._office.matter(matter) is not None
        step = village.matter(matter).flow[0].id
        done = Complete(matter=matter, step=step, visit=1, on=village.day(), fields={}, files=(), late_reason="")
        village._office.write(workflow.draft_of(done))

    def clone(self, code: str) -> Desk:
        """A copy of the whole disk."""
        self.villages[code].close()
        shutil.copytree(self.folder / code, self.folder / f"{code}-copy")
        clock = {"clock": lambda: self.now}
        self.villages[code] = open_office(self.folder / code, passphrase=PASSPHRASE, **clock)
        return open_office(self.folder / f"{code}-copy", passphrase=PASSPHRASE, **clock)

    def close(self) -> None:
        """Everything is closed."""
        for desk in (self.township, *self.villages.values()):
            desk.close()


def build(folder: Path, weeks: tuple[str, ...], today: str) -> None:
    """The whole township under `folder`: weeks gone by, and today's bundles in ``bag``, some of them bad."""
    morning = Morning(folder, weeks[0])
    codes = list(morning.villages)
    silent = {codes[5], codes[6], codes[20]}
    for number, week in enumerate(weeks):
        morning.week(week, {codes[20]} if number == 0 else silent)
    morning.now = f"{today}T01:00:00Z"
    copy = morning.clone(codes[4])
    copy.begin("V33", "另一台电脑上写的")
    stray = folder / "stray"
    stray.mkdir()
    fork = Path(copy.export(stray).path)
    copy.close()
    for place, code in enumerate(codes[:16]):
        if code not in silent:
            kind, title = WORK[place % len(WORK)]
            morning.villages[code].begin(kind, title)
            if place in (2, 9):
                morning.forge(code)
            sent = morning.send(code)
            if place == 3:
                raw = bytearray(sent.read_bytes())
                raw[-1] ^= 1
                sent.write_bytes(bytes(raw))
    shutil.copyfile(fork, morning.bag / "zz-fork.cwb")
    morning.close()
