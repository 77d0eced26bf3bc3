"""Papers: A4 pages after GB/T 9704-2012 without a red head, as PDF; and the check of a PDF that is attached.

The library that writes PDF is loaded when the first paper is made, not when this room is entered.
"""

from __future__ import annotations

from .attached import LARGEST, accept_paper
from .drawings import drawing_pdf, drawing_svg, typeface
from .making import minutes, notice, paper, signature_page
from .papers import (
    Align,
    Ballot,
    Block,
    Closing,
    Column,
    Facts,
    Grid,
    Heading,
    Minutes,
    Note,
    Notice,
    Paper,
    Paragraph,
    SignaturePage,
    SignLines,
    Slot,
    short_code,
)
from .square import qr_marks
from .viewing import PagePicture, empty_boxes, page_count, page_picture

__all__ = [
    "qr_marks",
    "LARGEST",
    "Align",
    "Ballot",
    "Block",
    "Closing",
    "Column",
    "Facts",
    "Grid",
    "Heading",
    "Minutes",
    "Note",
    "Notice",
    "PagePicture",
    "Paper",
    "Paragraph",
    "SignLines",
    "SignaturePage",
    "Slot",
    "accept_paper",
    "drawing_pdf",
    "drawing_svg",
    "empty_boxes",
    "minutes",
    "notice",
    "page_count",
    "page_picture",
    "paper",
    "short_code",
    "signature_page",
    "typeface",
]
