"""A township of 34 villages after a month of work, with a morning's bundles waiting: for pictures and for timing."""

from __future__ import annotations

import shutil
from pathlib import Path

from clerk_app import days
from clerk_app.crypto import Cost
from clerk_app.desk import Desk, open_office
from clerk_app.desk.demo import PARAMETERS, PEOPLE, ROLLS, Play
from clerk_app.desk.opening import found_office

from ..working import forge, work

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
FINISHED = {"乙村": (False, False, False), "丁村": (False, True, False), "壬村": (True, False), "子村": (False, False)}
"""Villages that finished something this month, and whether each matter was late."""
STAMPED = {"copies": 2, "stamped": 2, "taken_out": False, "blank": False}
SEAL = (("王某", "head"), ("孙某", "supervisor_head"))
PETITION = {"source": "12345", "accusation": False, "sealed": False}
OFFICIALS = (("李某", "township_project"), ("王某", "liaison"), ("赵某", "township_discipline"))
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
        self.answer(silent)

    def answer(self, silent: set[str]) -> None:
        """The township's answers, heard by all but some."""
        answers = self.folder / "answers"
        answers.mkdir()
        for replied in self.township.reply(answers):
            if replied.office not in silent:
                self.villages[replied.office].receive([Path(replied.exported.path)])
        shutil.rmtree(answers)

    def ahead(self, number: int) -> str:
        """The day so many days from now."""
        return days.add_days(days.parse(self.now[:10]), number).isoformat()

    def village(self, name: str) -> Desk:
        """The village of that name."""
        return next(desk for desk in self.villages.values() if desk.card.name == name)

    def code(self, name: str) -> str:
        """The code of the village of that name."""
        return self.village(name).card.code

    def furnish(self) -> None:
        """The township's officials, the numbers that it sets, and the people of the first village."""
        for name, role in OFFICIALS:
            self.township.add_person(name, (role,), passphrase=PASSPHRASE, cost=_QUICK)
        for key, value in PARAMETERS.items():
            self.township.set_parameter(key, value)
        self.clear()
        self.answer(set())
        first = self.village("甲村")
        for name, roles in PEOPLE:
            first.add_person(name, roles, passphrase=PASSPHRASE, cost=_QUICK)
        for body, members in ROLLS.items():
            first.set_roll(body, members)

    def trouble(self) -> None:
        """What somebody has to look at: steps that wait for the township, and patterns that a person must judge."""
        Play(self.village("甲村"), PASSPHRASE, lambda _line: None).perform(last="filing_request")
        for name in ("乙村", "丁村", "辛村"):
            for title in ("12345 转办：路灯不亮", "来信：路灯还是不亮"):
                self.work(name, "V39", title, "register", {**PETITION, "petitioner": "王某"})
        for name in ("丙村", "壬村"):
            for title in ("七月办公用品", "复印纸"):
                given = {"voucher_kind": "发票", "voucher_no": "04417729", "voucher_sum": 36_800}
                self.work(name, "V16", title, "voucher", given)
        self.submit("丑村", "V40", "某户宅基地相邻纠纷", "identify", {"petitioner": "赵某", "years": 4, "levels": 3})
        write = self.township.letters.write
        write("请说明第三季度财务公开为什么晚了。", to=self.code("壬村"), due=self.ahead(10))
        write("请把公厕改造的群众意见答复照片报来。", to=self.code("癸村"), due=self.ahead(20))

    def deal(self) -> None:
        """Some of it is dealt with: an order answered, warnings asked about, explained and looked at."""
        watch = self.township.watch
        keys = {row.name: row.warning.key for row in watch.warnings()}
        watch.see(self.code("丙村"), keys["丙村"], "看过票据原件，是录入时写错了号码。")
        watch.ask(self.code("丁村"), keys["丁村"], "请说明两件是不是同一件事。")
        self.village("辛村").explain_warning(keys["辛村"], "同一盏路灯，已并案办理。")
        order = next(row for row in self.village("癸村").letters.all() if row.form == "order")
        self.village("癸村").letters.answer(order.id, "已答复三户，照片随本次上报。")
        self.village("丑村").letters.write("宅基地纠纷的听证想请司法所参加，能不能安排？")
        self.submit("辰村", "V43", "2026 年履责清单", "lists", {})
        self.submit("午村", "V40", "征地补偿重复信访", "identify", {"petitioner": "钱某", "years": 6, "levels": 4})

    def work(self, name: str, kind: str, title: str, step: str, given: dict[str, object]) -> None:
        """The first step of a new matter."""
        village = self.village(name)
        work(village, village.begin(kind, title), step, given, passphrase=PASSPHRASE)

    def submit(self, name: str, kind: str, title: str, step: str, fields: dict[str, object]) -> None:
        """A new matter's step is handed to the township."""
        village = self.village(name)
        village.submit(village.begin(kind, title), step, fields=fields)

    def finish(self) -> None:
        """Small matters that some villages finished this month, not all of them in time."""
        for name, lates in FINISHED.items():
            village = self.village(name)
            for person, role in SEAL:
                village.add_person(person, (role,), passphrase=PASSPHRASE, cost=_QUICK)
            for number, late in enumerate(lates, 1):
                self.stamp(village, village.begin("V37", f"证明用印 {number}", on=self.ahead(-4)), late=late)

    def stamp(self, village: Desk, matter: str, *, late: bool) -> None:
        """The seal was used once; where the approval came `late`, the reason stands beside it."""
        for step in village.matter(matter).flow:
            asked = {field.id for field in village.step(matter, step.id).form}
            given = {name: value for name, value in STAMPED.items() if name in asked}
            waits = late and step.id not in ("apply", "check")
            why = "主任在县里开会。" if waits and step.id == "approve" else ""
            work(
                *(village, matter, step.id, given), passphrase=PASSPHRASE, late=why, on="" if waits else self.ahead(-4)
            )

    def ask_about(self, name: str) -> None:
        """An official asks about a step that waits."""
        waiting = next(row for row in self.township.reviews.queue() if row.name == name)
        person = next(person for person in self.township.people() if "liaison" in person.roles)
        self.township.reviews.ask(
            *(waiting.code, waiting.matter, waiting.step),
            slot=waiting.slot,
            person=person.id,
            passphrase=PASSPHRASE,
            text="反映人去年到县里那次的答复请一并附上。",
        )

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
    morning.furnish()
    for number, week in enumerate(weeks):
        if number == 1:
            morning.trouble()
        if number == 3:
            morning.deal()
        morning.week(week, {codes[20]} if number == 0 else silent)
    morning.ask_about("丑村")
    morning.now = f"{today}T01:00:00Z"
    morning.finish()
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
                forge(morning.villages[code], morning.villages[code].matters()[0].id, given={})
            sent = morning.send(code)
            if place == 3:
                raw = bytearray(sent.read_bytes())
                raw[-1] ^= 1
                sent.write_bytes(bytes(raw))
    shutil.copyfile(fork, morning.bag / "zz-fork.cwb")
    morning.close()
