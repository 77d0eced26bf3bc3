"""Pages of a PDF as pictures: to be looked at before printing, to be printed, and as thumbnails of attached papers.

PDFium draws them (through pypdfium2, Apache-2.0 or BSD-3-Clause); it is loaded when the first page is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clerk_app.errors import IntegrityError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

LONGEST_PAGE = 4000
"""Pixels along the longer side of a page: A4 at 340 dots an inch."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as pixels: `height` rows of `stride` bytes, in each row red, green, blue for every pixel."""

    width: int
    height: int
    stride: int
    pixels: bytes


@contextmanager
def _opened(pdf: bytes) -> Iterator[PdfDocument]:
    """The document; whatever PDFium cannot read is damaged: `IntegrityError` ("paper-damaged")."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise IntegrityError("paper-damaged") from error


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with _opened(pdf) as document:
        return len(document)


def empty_boxes(pdf: bytes) -> str:
    """The characters that a paper made here has empty boxes for, each once: they are to be written by hand."""
    with _opened(pdf) as document:
        return str(document.get_metadata_value("Keywords"))


def page_picture(pdf: bytes, number: int, longest: int) -> PagePicture:
    """One page (the first is 1), `longest` pixels along its longer side; a page that is not there: `IndexError`."""
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        side = max(page.get_size())
        bitmap = page.render(scale=min(longest, LONGEST_PAGE) / max(side, 1.0), rev_byteorder=True)
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
