"""The demonstration: a village and a township, and one small-works matter from proposal to receipt.

Everything is real: the offices, the keys, the drawn photos, the PDFs, the refusals and the bundle. Only the people and
the road are made up. `script.py` holds what happens; this module does it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clerk_app import days, photos, report
from clerk_app.crypto import Cost
from clerk_app.errors import RefusedError
from clerk_app.model import FileRef, Material, Record

from . import opening
from .desk import Desk
from .entering import open_office
from .placing import free_folder
from .script import DAYS_AGO, KEYED, PARAMETERS, PEOPLE, ROLLS, SCRIPT, Act
from .step_views import SlotView, StepView
from .words import NOTICE_BOARD, label, refusal_sentence

VILLAGE = ("330502999201", "甲村")
TOWNSHIP = ("330502999000", "示范镇")

_QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
"""The floor of key stretching: the demonstration's passwords protect nothing."""

Say = Callable[[str], object]


def demo(folder: Path, say: Say) -> dict[str, Any]:
    """Build both offices in an empty folder and take the matter through; returns what was made.

    `refusals` are the codes of the refusals on the way, each of which was then cured.
    """
    free_folder(folder)
    passphrase = secrets.token_hex(6)
    (folder / "passphrase.txt").write_text(passphrase + "\n", encoding="utf-8")
    village, township = found_pair(folder, passphrase)
    try:
        say(f"已建立 {VILLAGE[1]} 和 {TOWNSHIP[1]}，当面核对指纹，互相登记")
        play = Play(village, passphrase, say)
        matter = play.perform()
        told = travel(folder, village, township, say)
        entries = village.entries()
    finally:
        village.close()
        township.close()
    return {
        "village": str(folder / "village"),
        "township": str(folder / "township"),
        **told,
        "entries": entries,
        "refusals": play.refusals,
        "matter": matter,
    }


def found_pair(folder: Path, passphrase: str) -> tuple[Desk, Desk]:
    """A village and its township that know each other, with people, rolls and the parameters that must be set."""
    for name, (code, title) in (("village", VILLAGE), ("township", TOWNSHIP)):
        opening.found_office(
            folder / name, kind=name, code=code, name=title, passphrase=passphrase, clerk="张某", cost=_QUICK
        )
    village = open_office(folder / "village", passphrase=passphrase)
    township = open_office(folder / "township", passphrase=passphrase)
    for ours, theirs in ((village, township), (township, village)):
        card = folder / "card.json"
        theirs_fingerprint = theirs.write_card(card)
        ours.enrol(card, fingerprint=theirs_fingerprint)
        card.unlink()
    for name, roles in PEOPLE:
        own = passphrase if set(roles) & KEYED else ""
        village.add_person(name, roles, passphrase=own, cost=_QUICK)
    for body, members in ROLLS.items():
        village.set_roll(body, members)
    for key, value in PARAMETERS.items():
        township.set_parameter(key, value)
    hand_over(folder, township, village)
    return village, township


def hand_over(folder: Path, township: Desk, village: Desk) -> Path:
    """Carry what the township has to say to the village; returns the bundle's path."""
    (replied,) = township.reply(folder)
    village.receive([Path(replied.exported.path)])
    return Path(replied.exported.path)


def travel(folder: Path, village: Desk, township: Desk, say: Say) -> dict[str, Any]:
    """The village's bundle to the township, and its receipt back."""
    exported = village.export(folder)
    say(f"第 {exported.number} 号上报包：{exported.entries} 条记录、{exported.files} 个附件，已读回核对")
    (verdict,) = township.receive([Path(exported.path)])
    say(f"{TOWNSHIP[1]}复核：{label(verdict.word)}，收下 {verdict.accepted} 条，退回 {len(verdict.refused)} 条")
    receipt = hand_over(folder, township, village)
    say(f"{VILLAGE[1]}收到回执，{'有退回' if village.outbox()[0].state == 'returned' else '全部收下'}")
    return {"bundle": exported.path, "receipt": str(receipt)}


@dataclass(slots=True)
class Play:
    """One matter on its way, day by day."""

    village: Desk
    passphrase: str
    say: Say
    refusals: list[str] = field(default_factory=list)
    matter: str = ""
    day: str = ""
    _seed: int = 0

    def perform(self, last: str = "") -> str:
        """Play the whole script, or up to the step `last`; returns the matter's id."""
        today = self.village.day()
        self.day = days.add_days(days.parse(today), -DAYS_AGO).isoformat()
        self.matter = self.village.begin("V10", "甲村村道路面修复", on=self.day)
        for act in SCRIPT:
            self.day = min(today, days.add_days(days.parse(self.day), act.gap).isoformat())
            self._act(act)
            if act.step == last:
                break
        return self.matter

    def _act(self, act: Act) -> None:
        if act.does == "post":
            photo = self._photo("notice_up", "公告已张贴")
            self.village.post(self.matter, act.step, on=self.day, place=NOTICE_BOARD, files=(photo,))
        elif act.refused:
            self._be_refused(act)
        else:
            view = self.village.step(self.matter, act.step)
            if act.does == "down":
                self.day = max(self.day, view.takedown_on)
            self._complete(view, act.fields)

    def _complete(self, view: StepView, fields: Record) -> None:
        content = self._content(view, fields)
        self._sign(view, content)
        self.village.complete(self.matter, view.id, **content)
        self.say(f"{self.day}  {view.name}")

    def _content(self, view: StepView, fields: Record) -> dict[str, Any]:
        files = tuple(file for material in view.materials for file in self._papers(material))
        filled = {name: self._value(value) for name, value in fields.items()}
        return {"fields": filled, "files": files, "on": self.day}

    def _value(self, value: Any) -> Any:
        """``@3`` in the script is the day three days before, ``@`` is the day itself."""
        if isinstance(value, str) and value.startswith("@"):
            return days.add_days(days.parse(self.day), -int(value[1:] or 0)).isoformat()
        if isinstance(value, list):
            return [{name: self._value(inside) for name, inside in row.items()} for row in value]
        return value

    def _sign(self, view: StepView, content: dict[str, Any]) -> None:
        used: set[str] = set()
        looked = self.village.look(self.matter, view.id, **content)
        for slot in looked.slots:
            person = self._signer(slot, used)
            used.add(person)
            self._sign_one(view.id, slot, person, content)

    def _sign_one(self, step: str, slot: SlotView, person: str, content: dict[str, Any]) -> None:
        keyed = next(known.key for known in slot.people if known.id == person)
        if keyed:
            self.village.sign_with_key(self.matter, step, slot.slot.id, person, self.passphrase, **content)
        else:
            page = self._photo("signature_page", f"{slot.slot.label} 手签")
            self.village.sign_on_page(self.matter, step, slot.slot.id, person, page, **content)

    def _signer(self, slot: SlotView, used: set[str]) -> str:
        """The first free person, asked in the order in which the slot names its roles."""
        wanted = [(role, person) for role in slot.slot.roles for person in slot.people if role in person.roles]
        return next(person.id for _, person in wanted if person.id not in used)

    def _be_refused(self, act: Act) -> None:
        """Try what must not pass, and say what the program answered."""
        view = self.village.step(self.matter, act.step)
        content = self._content(view, act.fields)
        try:
            if act.does == "sign twice":
                self._sign_twice(view, content)
            else:
                self._sign(view, content)
                self.village.complete(self.matter, act.step, **content)
        except RefusedError as refused:
            for refusal in refused.refusals:
                told = refusal_sentence(refusal)
                self.say(f"{self.day}  {view.name}：不予通过。{told.what} {told.amount} 办法：{told.fix}")
            self.refusals += [refusal.code for refusal in refused.refusals]
            return
        raise RuntimeError(f"{act.step} should have been refused")

    def _sign_twice(self, view: StepView, content: dict[str, Any]) -> None:
        """The deputy signs in the head's place, and then once more in the chair's."""
        people = self.village.people()
        deputy = next(person for person in people if "deputy" in person.roles)
        used: set[str] = set()
        for slot in self.village.look(self.matter, view.id, **content).slots:
            person = deputy.id if slot.slot.id in ("head", "chair") else self._signer(slot, used)
            used.add(person)
            self._sign_one(view.id, slot, person, content)

    def _papers(self, material: Material) -> Iterator[FileRef]:
        for number in range(material.least):
            if material.photo or material.id == "notice_down":
                yield self._photo(material.id, f"{material.label} {number + 1}")
            else:
                yield self._paper(material, number)

    def _photo(self, kind: str, caption: str) -> FileRef:
        self._seed += 1
        data = photos.draw_sample([caption, f"示范数据 {self.day}"], self._seed, width=1200)
        return self.village.attach(data, kind, photo=True)

    def _paper(self, material: Material, number: int) -> FileRef:
        self._seed += 1
        blocks = (
            report.Paragraph(f"这是示范数据中的一份材料，编号 {self._seed}，第 {number + 1} 份。"),
            report.Closing(VILLAGE[1], self.day),
        )
        return self.village.attach(report.paper(report.Paper(material.label, blocks)), material.id, photo=False)
