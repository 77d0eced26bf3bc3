"""What the fonts and icons promise to those who use them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from clerk_app.places import resources

FONTS = {"ClerkSong.ttf": "Clerk Song", "ClerkSans-Regular.otf": "Clerk Sans", "ClerkSans-Bold.otf": "Clerk Sans"}
RARE = "㛃䶮堃喆𣲘㑇䜣䥽㸆翀昪玥𬭎𫖮𬀩𫘧𬱖𫟹𪾢𬇕𫄸𫍽𨱏𬬻𠅤𬴃𬙂頔"
MARKS = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～￥％①⑳⑴㈠Ⅻ№℃㎡×÷±✓□■○●△▲◇◆★→←↑↓─│┌┐└┘├┤┼〇　"
ICONS = sorted((resources() / "icons").glob("*.svg"))


@pytest.mark.parametrize(("name", "family"), FONTS.items())
def test_each_font_has_its_own_name_its_licence_and_the_characters_of_names(name: str, family: str) -> None:
    path = resources() / "fonts" / name
    with TTFont(path, lazy=True) as font:
        assert font["name"].getDebugName(1) == family
        assert "Noto" not in (font["name"].getDebugName(6) or "")
        assert "SIL Open Font License" in (font["name"].getDebugName(13) or "")
        drawn = set(font.getBestCmap())
    assert {ord(character) for character in RARE + MARKS + "示范村壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整"} <= drawn
    assert all(code in drawn for code in range(0x20, 0x7F))
    assert path.stat().st_size < 4_500_000


def test_the_fonts_of_paper_and_window_draw_the_same_characters() -> None:
    drawn = []
    for name in FONTS:
        with TTFont(resources() / "fonts" / name, lazy=True) as font:
            drawn.append(set(font.getBestCmap()))
    assert drawn[0] == drawn[1] == drawn[2]


def test_the_licence_lies_beside_the_fonts() -> None:
    text = (resources() / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Copyright" in text


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_a_plain_drawing_on_a_square_and_small_ones_have_one_colour(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert kinds <= {"svg", "g", "path", "rect", "circle", "ellipse"}
    if path.stem == "clerk":
        assert root.get("viewBox") == "0 0 256 256"
    else:
        assert root.get("viewBox") == "0 0 24 24"
        assert {element.get("stroke") for element in root.iter()} <= {"currentColor", None}
        assert {element.get("fill") for element in root.iter()} <= {"none", None}


def test_the_icons_of_the_pages_are_there() -> None:
    wanted = "today list checklist board send receive settings lock plus check cross camera paper user warning clock"
    assert set(wanted.split()) | {"usb", "mail", "print", "history", "clerk"} <= {path.stem for path in ICONS}
