"""Pages put together: the strips of a paper, and on each page its number and mark."""

from __future__ import annotations

from . import blocks, flow
from .page import FORM, LEFT, MARK, MEASURE, NUMBER, NUMBER_BELOW, OFFICIAL, Setting
from .papers import Paper
from .pen import Pen, width


def bound(paper: Paper) -> bytes:
    """The PDF of a paper."""
    pen = Pen(paper.title, paper.author)
    setting = FORM if paper.form else OFFICIAL
    pages = flow.pages(blocks.strips(paper, setting), setting)
    for number, page in enumerate(pages, 1):
        flow.draw(pen, page)
        _foot(pen, setting, number, len(pages), paper.mark)
        pen.next_page()
    return pen.finished()


def _foot(pen: Pen, setting: Setting, number: int, count: int, mark: str) -> None:
    """The page number one character from the outer edge (GB/T 9704-2012, 7.5); mark and count at the inner one."""
    line = setting.top + setting.depth + NUMBER_BELOW + NUMBER
    shown = f"— {number} —"
    aside = " · ".join(part for part in (mark, f"共 {count} 页") if part)
    outer = (LEFT + MEASURE - setting.body - width(shown, NUMBER), LEFT + setting.body)
    inner = (LEFT, LEFT + MEASURE - width(aside, MARK))
    even = number % 2 == 0
    pen.text(outer[even], line, shown, NUMBER)
    pen.text(inner[even], line, aside, MARK, grey=0.35)
