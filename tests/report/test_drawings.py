"""Drawings as PDF and SVG: the same marks, the same bytes each time, and no text that is markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pypdfium2

from clerk_app.model import Course, Drawing, Rectangle, Words
from clerk_app.report import drawing_pdf, drawing_svg, typeface

MARKS = (
    Rectangle(left=50, top=60, width=100, height=30, fill="#fdf3dc", edge="#1f2933", radius=2, dashed=True),
    Rectangle(left=200, top=60, width=100, height=30, edge=""),
    Course(points=((100, 90), (100, 120), (250, 120), (250, 150)), edge="#5c6670", arrow=True),
    Course(points=((10, 10), (20, 10))),
    Course(points=((10, 10), (10, 10)), arrow=True),
    Words(x=60, y=80, text="方案公示 <b>&𣲘", size=9, colour="#1d5a9e", bold=True),
)
DRAWING = Drawing(title="流程图 <1>", width=595.28, height=841.89, marks=MARKS)


def test_a_drawing_is_one_page_of_text_that_can_be_copied() -> None:
    raw = drawing_pdf(DRAWING)
    assert raw == drawing_pdf(DRAWING)
    with pypdfium2.PdfDocument(raw) as document:
        assert len(document) == 1
        assert "方案公示 <b>&" in document[0].get_textpage().get_text_range()


def test_a_drawing_is_drawn_where_it_says() -> None:
    with pypdfium2.PdfDocument(drawing_pdf(DRAWING)) as document:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    assert picture.getpixel((140, 65)) == (0xFD, 0xF3, 0xDC)
    assert picture.getpixel((250, 75)) == (255, 255, 255)
    assert sum(picture.getpixel((250, 147))) < 500


def test_svg_holds_texts_as_texts() -> None:
    raw = drawing_svg(DRAWING)
    root = ElementTree.fromstring(raw)
    names = [element.tag.rpartition("}")[2] for element in root]
    assert names == ["title", "rect", "rect", "rect", "polyline", "polygon", "polyline", "polyline", "polygon", "text"]
    assert root[0].text == "流程图 <1>"
    assert root[-1].text == "方案公示 <b>&𣲘"
    assert root[2].get("stroke-dasharray") == "2.5 1.8"
    assert root[3].get("fill") == "none"
    assert raw == drawing_svg(DRAWING)


def test_the_typeface_measures_and_breaks_lines_evenly() -> None:
    face = typeface()
    assert face.measure("村", 10) == 10
    assert face.lines("村民代表会议表决", 50, 10) == ["村民代表", "会议表决"]
