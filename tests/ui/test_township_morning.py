"""The township's morning through the real window: a folder of bundles good and bad, a review, an order, receipts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from clerk_app import photos, workflow
from clerk_app.crypto import Cost
from clerk_app.desk import Desk, open_office
from clerk_app.desk.demo import Play
from clerk_app.desk.opening import found_office
from clerk_app.model import Complete
from ui import dialogs, town_actions
from ui.decide_box import DecideBox

from .conftest import Inline, Room
from .town import PASSPHRASE, VILLAGE, press, texts, writing

OWN = "项目办本人的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
GAPPED, CHANGED, FORKED = "330502999202", "330502999203", "330502999204"


def opened(folder: Path, name: str) -> Desk:
    """One of the offices."""
    return open_office(folder / name, passphrase=PASSPHRASE)


def founded_and_known(folder: Path, code: str, name: str, township: Desk) -> None:
    """One village more, known to the township and knowing it."""
    found_office(folder / code, kind="village", code=code, name=name, passphrase=PASSPHRASE, clerk="张某", cost=QUICK)
    village, card = opened(folder, code), folder / "card"
    township.enrol(card, fingerprint=village.write_card(card))
    village.enrol(card, fingerprint=township.write_card(card))
    village.close()


def gapped(folder: Path, bag: Path) -> None:
    """What this village reported first is only known to a township that has burnt down since."""
    shutil.copytree(folder / "township", folder / "burnt")
    village, burnt = opened(folder, GAPPED), opened(folder, "burnt")
    village.begin("V33", "第一件")
    place = folder / "place"
    place.mkdir()
    burnt.receive([Path(village.export(place).path)])
    village.receive([Path(one.exported.path) for one in burnt.reply(place) if one.office == GAPPED])
    burnt.close()
    village.begin("V33", "第二件")
    village.export(bag)
    village.close()


def changed(folder: Path, bag: Path) -> None:
    """One byte was changed on the way."""
    village = opened(folder, CHANGED)
    village.begin("V33", "张某低保申请")
    sent = Path(village.export(bag).path)
    raw = bytearray(sent.read_bytes())
    raw[-1] ^= 1
    sent.write_bytes(bytes(raw))
    village.close()


def forked(folder: Path, bag: Path) -> None:
    """Two PCs write the same number, and one of them a step past the rules."""
    shutil.copytree(folder / FORKED, folder / "clone")
    for name, place in ((FORKED, bag), ("clone", bag / "zz")):
        place.mkdir(exist_ok=True)
        village = opened(folder, name)
        matter = village.begin("V33", "张某低保申请")
        assert village._office.matter(matter) is not None
        step = Complete(matter=matter, step="discovery", visit=1, on=village.day(), fields={}, files=(), late_reason="")
        village._office.write(workflow.draft_of(step))
        sent = Path(village.export(place).path)
        village.close()
    shutil.copyfile(sent, bag / "zz.cwb")
    shutil.rmtree(bag / "zz")


@pytest.fixture(scope="session")
def morning(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Path:
    """Four villages, and the folder of bundles that they brought."""
    folder = tmp_path_factory.mktemp("morning") / "offices"
    shutil.copytree(founded, folder)
    bag = folder / "bag"
    bag.mkdir()
    township = opened(folder, "township")
    township.add_person("李某", ("township_project",), passphrase=OWN, cost=QUICK)
    for code, name in ((GAPPED, "乙村"), (CHANGED, "丙村"), (FORKED, "丁村")):
        founded_and_known(folder, code, name, township)
    township.close()
    village = opened(folder, "village")
    Play(village, PASSPHRASE, lambda line: None).perform(last="filing_request")
    village.export(bag)
    village.close()
    gapped(folder, bag)
    changed(folder, bag)
    forked(folder, bag)
    # The second copies would stand in for what was changed on the way.
    shutil.rmtree(bag / "copy")
    return folder


@pytest.fixture
def room(morning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[Room]:
    """A fresh copy of the morning."""
    shutil.copytree(morning, tmp_path / "offices")
    made = Room(tmp_path / "offices", Inline())
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, said: made.told.extend(s.code for s in said))
    monkeypatch.setattr(dialogs, "inform", lambda _parent, _title, text: made.told.append(text))
    yield made
    made.close()


def slip(folder: Path) -> Path:
    """A photo of the filing slip."""
    path = folder / "slip.jpg"
    path.write_bytes(photos.draw_sample(["备案单"], 7, width=1200))
    return path


def take_in(window: Any, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is chosen, and every bundle gets its verdict."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(room.folder / "bag"))
    page = window.rooms.incoming
    press(page, "receive-folder")
    assert page.strip.doing.text() == "收下 2 个包，无法确认 2 个，无效 1 个。"
    lines = {tuple(page.arrivals.texts(line)) for line in range(5)}
    told = {(line[0], line[3], line[4], line[6]) for line in lines}
    assert ("甲村", "✓ 相符", "第一个包", "有效") in told
    assert ("乙村", "✓ 相符", "缺 000001", "无法确认：缺前面的记录") in told
    assert ("不明", "× 不符", "—", "无效：内容被改动或损坏") in told
    assert ("丁村", "✓ 相符", "分叉", "无法确认：同号内容不同") in told
    assert town_actions.waiting(window.front.desk)().bundles == 4
    assert "没问题的 1 · 要看的 4" in texts(page)
    assert ("丁村", "✓ 相符", "第一个包", "有效，退回 1 条") in told


def return_the_entry(window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The forged entry is explained to its village."""
    page = window.rooms.incoming
    refused = next(row.id for row in page._rows.values() if row.refused)
    page.arrivals.choose(refused)
    assert "不合规的 1 条" in texts(page)
    writing(monkeypatch, "请补填后重新上报")
    press(page, "return")


def approve(window: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The official fills in the filing and signs with the own password."""
    window.shell.go(2)
    page = window.rooms.reviews
    page.findChild(QLineEdit, "field-filing_no").setText("镇备〔2026〕31 号")
    page._form._editors["filing_opinion"].show("同意备案。")
    page.attaching.emit(page._view.row, "filing_slip", [slip(folder)])
    page._look()

    def sign(box: DecideBox) -> int:
        box._passphrase.setText(OWN)
        return 1

    monkeypatch.setattr(DecideBox, "exec", sign)
    press(page, "approve")
    assert page.queue.model().rowCount() == 0


def test_the_township_s_morning(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = room.window("township")
    take_in(window, room, monkeypatch)
    return_the_entry(window, monkeypatch)
    approve(window, tmp_path, monkeypatch)

    window.shell.go(1)
    villages = window.rooms.villages
    villages.show_village(GAPPED)
    assert "没有收到的" in texts(villages)
    writing(monkeypatch, "请把缺的记录补报上来", "2099-01-31")
    press(villages, "order")
    assert "督办 1 件" in villages.villages.texts(0)[2] + villages.villages.texts(1)[2]

    window.shell.go(0)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    press(window.rooms.incoming, "reply")
    assert "给 4 个村写好了回执" in window.rooms.incoming.strip.doing.text()
    assert "签发回执 · 0 村" in window.rooms.incoming._reply.text()
    assert room.told == []
    window.lock()

    village = room.window("village")
    village.rooms.bundles.receive([stick])
    at = village.front.desk
    assert at.outbox()[0].state == "receipted"
    matter = at.matters(type_id="V10")[0].id
    assert at.step(matter, "filing").fields["filing_no"] == "镇备〔2026〕31 号"
    assert village.front.desk.card.code == VILLAGE
    village.lock()

    other = opened(room.folder, FORKED)
    other.receive([stick])
    assert [row.text for row in other.letters.all()] == ["请补填后重新上报"]
    assert other.matters()[0].state == "refused"
    other.close()
