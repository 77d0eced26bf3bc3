"""Pages as pictures: the right page, the right size, what is on it; and files that are no PDF."""

from __future__ import annotations

import pytest

from clerk_app.errors import IntegrityError
from clerk_app.report import Paper, Paragraph, page_count, page_picture, paper

PDF = paper(Paper("公告", tuple(Paragraph(f"第{n}段。" * 30) for n in range(20))))


def ink(number: int, longest: int = 800) -> float:
    """The part of a page's bytes that are dark."""
    page = page_picture(PDF, number, longest)
    return sum(byte < 128 for byte in page.pixels) / len(page.pixels)


def test_a_page_is_as_large_as_it_was_asked_for_and_has_the_text_on_it() -> None:
    page = page_picture(PDF, 1, 800)
    assert (page.height, page.width) == (800, 566)
    assert len(page.pixels) == page.stride * page.height
    assert page.stride >= 3 * page.width
    assert 0.01 < ink(1) < 0.3


def test_every_page_can_be_looked_at_and_no_other() -> None:
    pages = page_count(PDF)
    assert pages > 1
    assert page_picture(PDF, 1, 300) != page_picture(PDF, pages, 300)
    for number in (0, pages + 1):
        with pytest.raises(IndexError):
            page_picture(PDF, number, 300)


def test_no_page_is_drawn_larger_than_paper_needs() -> None:
    assert page_picture(PDF, 1, 100_000).height == 4000


def test_colours_stand_in_the_order_of_red_green_blue() -> None:
    blue = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    blue += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    blue += b"4 0 obj<</Length 22>>stream\n0 0 1 rg 0 0 9 9 re f  endstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    assert page_picture(blue, 1, 9).pixels[:3] == bytes((0, 0, 255))


@pytest.mark.parametrize("data", [b"", b"no paper", PDF[:400]])
def test_what_is_no_pdf_is_called_damaged(data: bytes) -> None:
    with pytest.raises(IntegrityError, match="paper-damaged"):
        page_count(data)
    with pytest.raises(IntegrityError, match="paper-damaged"):
        page_picture(data, 1, 100)
