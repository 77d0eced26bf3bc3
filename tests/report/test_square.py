"""QR codes that we print are read again by another implementation, from the page as it will be printed."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from clerk_app.model import Drawing, Rectangle
from clerk_app.report import drawing_pdf, drawing_svg, qr_marks


def page(text: str) -> Drawing:
    """An A4 page with one code."""
    return Drawing(title="码", width=595.28, height=841.89, marks=qr_marks(text, 200, 300, 190))


@pytest.mark.parametrize("text", ["CLERK-KEY 330502999201 " + "ab" * 32, "甲村", "1"])
def test_a_printed_code_is_read_by_another_program(text: str) -> None:
    with pypdfium2.PdfDocument(drawing_pdf(page(text))) as document:
        picture = document[0].render(scale=2).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    assert (found.text, found.format) == (text, zxingcpp.BarcodeFormat.QRCode)


def test_a_spoilt_corner_does_not_matter() -> None:
    text = "CLERK-KEY 330502999201 " + "cd" * 32
    stain = Rectangle(left=300, top=400, width=35, height=35, fill="#ffffff", edge="")
    drawing = page(text)
    spoilt = Drawing(title="码", width=drawing.width, height=drawing.height, marks=(*drawing.marks, stain))
    with pypdfium2.PdfDocument(drawing_pdf(spoilt)) as document:
        (found,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    assert found.text == text


def test_the_marks_lie_inside_the_quiet_zone_and_are_boxes_in_svg() -> None:
    marks = qr_marks("甲村", 100, 100, 50)
    assert min(mark.left for mark in marks) > 100
    assert max(mark.left + mark.width for mark in marks) < 150
    svg = drawing_svg(Drawing(title="码", width=200, height=200, marks=marks))
    assert svg.count(b"<rect") == len(marks) + 1
