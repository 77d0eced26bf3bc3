"""A drawing as PDF or SVG: marks that were placed elsewhere, put on paper as they are."""

from __future__ import annotations

import math
from html import escape

from clerk_app.model import Course, Drawing, Mark, Point, Rectangle, Typeface, Words

from . import chinese

_HEAD_LENGTH, _HEAD_HALF = 4.6, 1.9
"""An arrow's head."""

_FONT = "Clerk Sans"
"""The window's own face. Qt takes a list of faces for the name of one that is nowhere."""


def typeface() -> Typeface:
    """The program's font, for those who place words."""
    from .pen import width  # loads the PDF library

    def lines(text: str, room: float, size: float) -> list[str]:
        return chinese.balanced(text, room, lambda part: width(part, size))

    return Typeface(width, lines)


def drawing_pdf(drawing: Drawing) -> bytes:
    """The drawing on an A4 page; the same drawing gives the same bytes."""
    from .pen import Pen

    pen = Pen(drawing.title, "")
    for mark in drawing.marks:
        if isinstance(mark, Rectangle):
            pen.rectangle(mark)
        elif isinstance(mark, Words):
            pen.words(mark)
        else:
            pen.course(_shaft(mark), mark.edge, mark.weight)
            if mark.arrow:
                pen.course(_head(mark.points), mark.edge, 0, closed=True)
    pen.next_page()
    return pen.finished()


def drawing_svg(drawing: Drawing) -> bytes:
    """The drawing as SVG 1.1; its texts are texts, and whatever they hold is no markup."""
    size = f'width="{_n(drawing.width)}pt" height="{_n(drawing.height)}pt"'
    box = f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} font-family="{_FONT}">'
    body = "\n".join(_svg(mark) for mark in drawing.marks)
    # In numbers: Qt takes 100 % of another length than that of the view box.
    paper = f'<rect width="{_n(drawing.width)}" height="{_n(drawing.height)}" fill="#ffffff"/>'
    text = f"{head}\n<title>{escape(drawing.title)}</title>\n{paper}\n{body}\n</svg>\n"
    return text.encode("utf-8")


def _svg(mark: Mark) -> str:
    if isinstance(mark, Rectangle):
        dash = ' stroke-dasharray="2.5 1.8"' if mark.dashed else ""
        place = f'x="{_n(mark.left)}" y="{_n(mark.top)}" width="{_n(mark.width)}" height="{_n(mark.height)}"'
        look = f'rx="{_n(mark.radius)}" fill="{mark.fill or "none"}" stroke="{mark.edge or "none"}"'
        return f'<rect {place} {look} stroke-width="{_n(mark.weight)}"{dash}/>'
    if isinstance(mark, Words):
        weight = ' font-weight="bold"' if mark.bold else ""
        place = f'x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}" fill="{mark.colour}"'
        return f"<text {place}{weight}>{escape(mark.text)}</text>"
    line = f'<polyline points="{_points(_shaft(mark))}" fill="none" stroke="{mark.edge}"'
    shaft = f'{line} stroke-width="{_n(mark.weight)}" stroke-linejoin="round"/>'
    head = f'<polygon points="{_points(_head(mark.points))}" fill="{mark.edge}"/>'
    return shaft + (head if mark.arrow else "")


def _shaft(mark: Course) -> tuple[Point, ...]:
    """The line without the part that the arrow's head covers."""
    if not mark.arrow:
        return mark.points
    (x, y), length = mark.points[-1], _HEAD_LENGTH * 0.8
    along = _direction(mark.points)
    return (*mark.points[:-1], (x - along[0] * length, y - along[1] * length))


def _head(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The three corners of an arrow's head at the end of a line."""
    (x, y), (dx, dy) = points[-1], _direction(points)
    back_x, back_y = x - dx * _HEAD_LENGTH, y - dy * _HEAD_LENGTH
    side_x, side_y = -dy * _HEAD_HALF, dx * _HEAD_HALF
    return (x, y), (back_x + side_x, back_y + side_y), (back_x - side_x, back_y - side_y)


def _direction(points: tuple[Point, ...]) -> Point:
    (ax, ay), (bx, by) = points[-2:]
    length = math.hypot(bx - ax, by - ay) or 1.0
    return (bx - ax) / length, (by - ay) / length


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """A number with two places at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
