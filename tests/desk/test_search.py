"""Matters are found by what is in them, page by page; a shelf that an earlier program made is made anew."""

from __future__ import annotations

from typing import Any

import pytest

from clerk_app.desk import MatterQuery, open_office
from clerk_app.desk.shelving import RULES

PASSPHRASE = "四个词的密码"


def total(village: Any, **conditions: Any) -> int:
    found: int = village.search(MatterQuery(**conditions)).total
    return found


def test_a_matter_is_found_by_its_sum_its_day_its_people_and_its_initials(voting: Any) -> None:
    village = voting.open("village")
    other = village.begin("V33", "乙家低保")
    (road,) = village.search(MatterQuery(text="路面")).rows
    assert road.amount > 0
    yuan = f"{road.amount // 100:,}"
    for text in (yuan, yuan.replace(",", ""), road.begun_on, "lmxf", road.number):
        found = village.search(MatterQuery(text=text)).rows
        assert [row.id for row in found] == [road.id], text
    assert total(village, least=road.amount, most=road.amount) == 1
    assert total(village, least=road.amount + 1) == 0
    signed = {s.person for s in village._office.matter(road.id).signatures}
    assert all(total(village, person=person) == 1 for person in signed)
    assert total(village, person="p999") == 0
    assert [row.id for row in village.search(MatterQuery(), limit=1, offset=1).rows] == [road.id]
    assert village.search(MatterQuery(), limit=1).total == 2
    kinds = {row.id: row for row in village.types()}
    assert (kinds["V33"].used, kinds["V10"].used, kinds["V01"].used) == (1, 2, 0)
    assert "gc" in kinds["V10"].initials
    assert village.matter(other).row.amount == 0


@pytest.mark.parametrize("made_by", [None, b"1"])
def test_a_shelf_made_by_an_earlier_program_is_made_anew(voting: Any, made_by: bytes | None) -> None:
    village = voting.open("village")
    notes, shelf = village._office.store.notes, village._office.store.shelf
    before = shelf.dump()
    if made_by is None:
        notes.drop("shelf.rules")
    else:
        notes.put("shelf.rules", value=made_by)
    shelf._db.execute("UPDATE shelf_matter SET amount = 0")
    voting.close()
    village = open_office(voting.folder / "village", passphrase=PASSPHRASE)
    assert village._office.store.notes.get("shelf.rules") == RULES
    assert village._office.store.shelf.dump() == before
    village.close()
