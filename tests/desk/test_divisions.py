"""The table of divisions, and what a code says while it is typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from clerk_app import desk
from clerk_app.desk import divisions
from clerk_app.places import resources


def said(code: str, kind: str = "village") -> list[str]:
    return [told.code for told in desk.division(code, kind).told]


def test_the_table_has_the_whole_country_down_to_the_county() -> None:
    """34 provinces; 333 prefectures and the groups that only sum up; 2,845 counties at the end of 2025."""
    assert len(desk.provinces()) == 34
    groups = [row for province in desk.provinces() for row in desk.prefectures(province.code)]
    real = [row for row in groups if row.name not in divisions._SUMS]
    assert len(real) == 333
    counties = {row.code for group in groups for row in desk.counties(group.code)} - {row.code for row in groups}
    assert len(counties) == 2845
    assert desk.divisions_as_of() == "2025-12-31"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330502999201", "浙江省湖州市吴兴区"),
        ("110101001001", "北京市东城区"),
        ("500235100201", "重庆市云阳县"),
        ("419001100200", "河南省济源市"),
        ("441900101200", "广东省东莞市"),
        ("653229", "新疆维吾尔自治区和田地区和安县"),
        ("500157", "重庆市两江新区"),
        ("130171400001", "河北省石家庄市"),
        ("33", "浙江省"),
        ("3", ""),
        ("", ""),
        ("99", ""),
    ],
)
def test_a_code_has_a_plain_name_as_far_as_the_table_knows_it(code: str, name: str) -> None:
    assert desk.place_name(code) == name


def test_what_lies_in_a_place_is_offered_one_level_down() -> None:
    assert [row.name for row in desk.prefectures("50")] == ["市辖区", "县"]
    assert [row.name for row in desk.counties("3305")] == ["吴兴区", "南浔区", "德清县", "长兴县", "安吉县"]
    assert next(row.name for row in desk.counties("4690")) == "五指山市"
    assert [row.name for row in desk.counties("4419")] == ["东莞市"]
    assert desk.prefectures("71") == desk.prefectures("3") == desk.counties("33") == desk.counties("9999") == ()


def test_a_place_is_found_by_its_name_and_by_its_initials() -> None:
    assert [row.code for row in desk.find_places("德清")] == ["330521"]
    assert "330521" in [row.code for row in desk.find_places("DQX")]
    assert desk.find_places("cqs")[0].name == "重庆市"
    assert desk.find_places("市辖区") == desk.find_places(" ") == ()


@pytest.mark.parametrize(
    ("code", "kind", "classes", "told"),
    [
        ("330521199399", "village", ["class.town", "class.villagers"], ["division-township"]),
        ("330521099199", "", ["class.street", "class.residents"], ["division-township"]),
        ("330521399000", "township", ["class.rural-township"], []),
        ("330521400599", "village", ["class.like-township", "class.like-villagers"], ["division-township"]),
        ("330521599499", "village", ["class.like-township", "class.like-residents"], ["division-township"]),
        ("330521600200", "village", ["class.villagers"], ["division-town-outside", "division-township"]),
        ("330521000200", "village", ["class.villagers"], ["division-town-outside", "division-township"]),
        ("330521100600", "village", ["class.town"], ["division-village-outside", "division-township"]),
        ("620201100200", "village", ["class.town", "class.villagers"], ["division-not-in-table", "division-township"]),
    ],
)
def test_a_whole_code_fits_and_says_its_classes(code: str, kind: str, classes: list[str], told: list[str]) -> None:
    known = desk.division(code, kind)
    assert (known.fits, list(known.classes)) == (True, classes)
    assert said(code, kind) == told
    assert known.township == code[:9] + "000"
    assert all(desk.label(name) != name for name in known.classes)


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("", "village", []),
        ("3", "village", ["division-begun"]),
        ("33", "village", ["division-begun"]),
        ("3305", "village", ["division-begun"]),
        ("330500", "village", ["division-begun"]),
        ("330599", "village", ["division-not-in-table", "division-begun"]),
        ("33052110220", "village", ["division-begun"]),
        ("33052110220a", "village", ["division-begun"]),
        ("3305211022011", "village", ["division-begun"]),
        ("99", "village", ["division-no-province"]),
        ("990502999201", "village", ["division-no-province"]),
        ("330521102000", "village", ["division-other-level"]),
        ("330521102201", "township", ["division-other-level"]),
    ],
)
def test_a_code_that_does_not_fit_says_why(code: str, kind: str, told: list[str]) -> None:
    assert not desk.division(code, kind).fits
    assert said(code, kind) == told


def test_every_name_can_be_drawn_with_the_fonts_that_are_shipped() -> None:
    with TTFont(resources() / "fonts" / "ClerkSans-Regular.otf", lazy=True) as font:
        drawn = {*map(chr, font.getBestCmap())}
    assert {sign for row in divisions._table().values() for sign in row.name} <= drawn


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# as of: 2025-12-31\n330000\t浙江省\n", "damaged"),
        ("# as of: 2025-12-31\n330000\t浙江省\tzjs\n330000\t浙江省\tzjs\n", "damaged"),
        ("# as of: 2025-12-31\n330000\t<b>\tzjs\n", "damaged"),
        ("330000\t浙江省\tzjs\n", "says no day"),
        ("#" * (512 * 1024 + 1), "too large"),
    ],
)
def test_a_damaged_table_is_a_broken_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, fault: str
) -> None:
    (tmp_path / "divisions.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(divisions, "resources", lambda: tmp_path)
    caches: list[Any] = [divisions._text, divisions._table]
    for cached in caches:
        cached.cache_clear()
    try:
        with pytest.raises(RuntimeError, match=fault):
            desk.divisions_as_of(), divisions._table()
    finally:
        for cached in caches:
            cached.cache_clear()
