"""The PCs of one village and its township: copied, restored, a second one; whatever they write is carried at once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from clerk_app.desk import Because, Desk, open_office, restore_office

PASSPHRASE = "四个词的密码"


class Lines:
    """Offices, and whatever other PC of theirs turns up; every bundle is carried at once."""

    def __init__(self, offices: Any) -> None:
        self.offices, self.count = offices, 0
        self.opened: list[Desk] = []

    def open(self, name: str) -> Desk:
        """Open one of them."""
        self.opened.append(open_office(self.offices.folder / name, passphrase=PASSPHRASE))
        return self.opened[-1]

    def place(self) -> Path:
        """A fresh folder."""
        self.count += 1
        place = self.offices.folder / f"place-{self.count}"
        place.mkdir()
        return place

    def up(self, village: Desk, township: Desk) -> Any:
        """The village's bundle to the township."""
        (verdict,) = township.receive([Path(village.export(self.place(), anyway=True).path)])
        return verdict

    def down(self, township: Desk, village: Desk) -> Any:
        """The township's answer."""
        (replied,) = township.reply(self.place(), anyway=True)
        (verdict,) = village.receive([Path(replied.exported.path)])
        return verdict

    def round(self, village: Desk, township: Desk) -> Any:
        """There and back."""
        verdict = self.up(village, township)
        self.down(township, village)
        return verdict

    def restore(self, desk: Desk, backup: str, name: str, because: Because = Because.RESTORED) -> Desk:
        """Another PC that goes on from a backup."""
        restore_office(Path(backup), self.offices.folder / name, passphrase=PASSPHRASE, because=because)
        return self.open(name)

    def copy(self, desk: Desk, name: str) -> Desk:
        """Another PC with a copy of the disk; the one that was copied is closed for it (`again` opens it)."""
        folder = desk.folder
        self.shut(desk)
        shutil.copytree(folder, self.offices.folder / name)
        return self.open(name)

    def again(self, desk: Desk) -> Desk:
        """The PC that was closed, once more."""
        return self.open(desk.folder.name)

    def meet(self, one: Desk, other: Desk) -> None:
        """`other` enrols `one`."""
        card = self.place() / "card"
        other.enrol(card, fingerprint=one.write_card(card))

    def shut(self, desk: Desk) -> None:
        """Close one, to open it again."""
        self.opened.remove(desk)
        desk.close()

    def close(self) -> None:
        for desk in self.opened:
            desk.close()


def titles(desk: Desk) -> set[str]:
    return {row.title for row in desk.matters()}


def seen_by(township: Desk, village: Desk) -> set[str]:
    rows = township._office.store.shelf.matters(office=village.card.code, limit=1000)
    return {row.title for row in rows}


def rebuilt_equal(desk: Desk) -> bool:
    before = desk._office.store.shelf.dump()
    desk.rebuild()
    return desk._office.store.shelf.dump() == before


def cloned(lines: Lines) -> tuple[Desk, Desk, Desk]:
    """A village, the copy of its disk, and the township: both have written on, and the original reported first."""
    village, township = lines.open("village"), lines.open("township")
    lines.round(village, township)
    village.begin("V33", "两边都有的事")
    lines.shut(village)
    shutil.copytree(lines.offices.folder / "village", lines.offices.folder / "clone")
    village, copy = lines.open("village"), lines.open("clone")
    village.begin("V33", "原机上的事")
    village.set_roll("villagers", 900)
    copy.begin("V33", "克隆盘上的事")
    copy.set_roll("villagers", 901)
    copy.letters.write("水泵坏了")
    lines.round(village, township)
    held = lines.up(copy, township)
    assert held.state == "held"
    assert [sentence.code for sentence in held.sentences][1:] == ["fork-kept"]
    return village, copy, township


def two_pcs(lines: Lines) -> tuple[Desk, Desk, Desk]:
    """A village with a declared second PC, and its township; everybody has heard of it."""
    village, township = lines.open("village"), lines.open("township")
    village.begin("V33", "第一台上开始的事")
    lines.round(village, township)
    second = lines.restore(village, village.backup(lines.place()), "second", Because.SECOND)
    card = lines.place() / "card"
    township.enrol(card, fingerprint=second.write_card(card), beside=True)
    return village, second, township


def down_to_both(lines: Lines, township: Desk, *desks: Desk) -> None:
    """The one reply goes to both PCs."""
    (replied,) = township.reply(lines.place(), anyway=True)
    for desk in desks:
        assert desk.receive([Path(replied.exported.path)])[0].state == "filed"
