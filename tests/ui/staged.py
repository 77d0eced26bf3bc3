"""What stands on the pages of the manual's pictures: a working day with something of every kind, done through the desk.

Nothing is put on a page by hand: reviews are handed in, warnings follow from steps, orders are written and answered,
notices hang since their day, and a copied disk reports beside the original.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from clerk_app import days, photos
from clerk_app.crypto import Cost
from clerk_app.desk import NOTICE_BOARD, NOTICE_UP, Desk, open_office, releasing
from clerk_app.desk.demo import VILLAGE, Play, found_pair, travel
from clerk_app.places import resources

from ..working import forge, work

PASSPHRASE = "四个词的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
BEGUN = (("V37", "学校建档证明用印"), ("V33", "张某低保申请"), ("V09", "公园长椅采购"))
"""What is only begun in the village."""

OWN = "签发人自己的密码"

PETITION = {"source": "12345", "accusation": False, "sealed": False, "order_no": "20261120-0417"}


def _silent(_line: str) -> None:
    """Nobody listens to the play."""


class Village:
    """The demonstration's village with more that is under way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.at, self.town = found_pair(folder, PASSPHRASE)
        Play(self.at, PASSPHRASE, _silent).perform()
        travel(folder, self.at, self.town, _silent)

    def open(self, name: str) -> Desk:
        """One of the offices."""
        return open_office(self.folder / name, passphrase=PASSPHRASE)

    def stage(self) -> None:
        """Everything, first what the township has heard of, then what came since."""
        for kind, title in BEGUN:
            self.at.begin(kind, title)
        for title, petitioner in (("12345 转办：垃圾清运不及时", "王某"), ("来信：路灯不亮", "王某")):
            self.work(self.at.begin("V39", title), "register", {**PETITION, "petitioner": petitioner})
        self.notices()
        self.expenses()
        self.orders()
        self.ask_the_township()
        self.return_one()
        self.report()
        self.copy()
        self.go_on()
        inspect(self.town, self.days_ago(-7))
        self.at.close()
        self.town.close()

    def work(self, matter: str, step: str, given: dict[str, Any], on: str = "") -> None:
        """A step is done."""
        work(self.at, matter, step, given, passphrase=PASSPHRASE, on=on)

    def days_ago(self, number: int) -> str:
        """That day."""
        return days.add_days(days.parse(self.at.day()), -number).isoformat()

    def notices(self) -> None:
        """One to put up, one that hangs, one that may come down, one with objections."""
        self.play("小学围墙修缮", last="joint_meeting")
        self.hang("文化礼堂屋面翻修", 4)
        self.hang("村口停车场硬化", 16)
        objected = self.hang("公厕改造", 6)
        self.at.object(objected, "plan_notice", on=self.days_ago(2), text="离我家太近，希望往东移五米。")

    def play(self, title: str, last: str) -> str:
        """A small-works matter up to a step."""
        begin = Desk.begin
        Desk.begin = lambda desk, kind, _title, **more: begin(desk, kind, title, **more)
        try:
            return Play(self.at, PASSPHRASE, _silent).perform(last=last)
        finally:
            Desk.begin = begin

    def hang(self, title: str, since: int) -> str:
        """A matter whose plan hangs on the notice board since that many days."""
        matter, on = self.play(title, last="joint_meeting"), self.days_ago(since)
        photo = self.at.attach(photos.draw_sample(["公告已张贴"], since, width=1200), NOTICE_UP, photo=True)
        self.at.post(matter, "plan_notice", on=on, place=NOTICE_BOARD, files=(photo,))
        return matter

    def expenses(self) -> None:
        """Two bills of one number."""
        for title, back in (("七月办公用品", 9), ("复印纸", 3)):
            given = {"voucher_kind": "发票", "voucher_no": "04417729", "voucher_sum": 36_800}
            given["spent_on"] = self.days_ago(back)
            self.work(self.at.begin("V16", title), "voucher", given)

    def orders(self) -> None:
        """An order that was answered, one that waits, and messages both ways."""
        due = self.days_ago(-7)
        self.town.letters.write("请说明第三季度财务公开为什么晚了五天。", to=VILLAGE[0], due=due)
        self.town.letters.write("12 月 1 日上午九点在镇政府三楼开村文书例会，请带上第四季度的公开照片。", to=VILLAGE[0])
        self.reply()
        order = next(row for row in self.at.letters.all() if row.form == "order")
        self.at.letters.answer(order.id, "公开栏维修，晚了五天，已补公开，照片随第 2 号包上报。")
        self.at.letters.write("公厕改造的预算能不能请镇里先看一下？")
        self.report()
        self.town.letters.write("请在 7 天内答复群众对公厕改造的意见，并把答复照片报来。", to=VILLAGE[0], due=due)
        self.reply()

    def ask_the_township(self) -> None:
        """A step that waits for the township."""
        matter = self.at.begin("V40", "某户宅基地相邻纠纷")
        self.at.submit(matter, "identify", fields={"petitioner": "赵某", "years": 4, "levels": 3, "channels": 5})

    def return_one(self) -> None:
        """A step past the rules comes back."""
        forge(self.at, self.at.begin("V33", "李某临时救助"), given={"household": "李某"})

    def report(self) -> None:
        """The village's bundle to the township."""
        self.town.receive([Path(self.at.export(self.place()).path)])

    def reply(self) -> None:
        """The township's answer."""
        self.at.receive([Path(one.exported.path) for one in self.town.reply(self.place())])

    def place(self) -> Path:
        """A fresh folder."""
        place = self.folder / f"place-{len(list(self.folder.iterdir()))}"
        place.mkdir()
        return place

    def copy(self) -> None:
        """The disk was copied before the last answer was heard; the copy reports too."""
        self.at.close()
        shutil.copytree(self.folder / "village", self.folder / "clone")
        copy, self.at = self.open("clone"), self.open("village")
        self.at.begin("V33", "孙某医疗救助")
        self.report()
        copy.begin("V37", "在旧电脑上办的证明")
        self.town.receive([Path(copy.export(self.place()).path)])
        copy.close()
        self.reply()

    def go_on(self) -> None:
        """What was typed and not completed, and what is not reported yet."""
        matter = next(row for row in self.at.matters() if row.title == "张某低保申请")
        self.at.keep_draft(matter.id, "discovery", fields={"household": "张某"}, files=(), on=self.at.day())


def inspect(at: Desk, due: str) -> None:
    """A draw of which one lot is in order, one is to be mended until `due`, and the others are not looked at yet."""
    draw = at.inspections.draw(5, seed="26113408")
    first, second = next(row for row in at.inspections.all() if row.id == draw).lots[:2]
    at.inspections.find(draw, first.code, "材料齐全，与公开栏一致。", matter=first.matter)
    at.inspections.find(draw, second.code, "缺两张照片，请补齐后报来。", matter=second.matter, due=due)


NEAR = """name = "预警：单价高出以往"
unit = "%"
value = 30"""
"""The number that the release changes, as the checklist has it."""

RELEASE = "release-2"
"""The file of the release that the township tries out, beside its offices."""


def offer_release(at: Desk, folder: Path) -> None:
    """A second release, signed by two of three officials whom the township knows: a text, a number, a type less."""
    county, keys = folder / "county", [folder / f"key-{number}" for number in range(3)]
    shutil.copytree(resources() / "catalogue", county)
    change(county / "release.toml", "version = 1", "version = 2")
    change(county / "release.toml", "第一版", "第二版")
    change(county / "V10.toml", 'guide = "', 'guide = "先看村级工程库。')
    change(county / "parameters.toml", NEAR, NEAR.replace("value = 30", "value = 20"))
    for gone in (county / "V43.toml", county / "samples" / "V43.toml"):
        gone.unlink()
    for key in keys:
        releasing.new_key(key, OWN, QUICK)
    at.releases.trust(tuple(releasing.public_of(key) for key in keys), 2)
    releasing.sign_release(county, keys[0], OWN, folder / "release-1")
    releasing.sign_release(folder / "release-1", keys[1], OWN, folder / RELEASE)


def change(path: Path, old: str, new: str) -> None:
    """One text in a file for another, where it stands first."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
