"""How strips are distributed over pages."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.report import flow
from clerk_app.report.flow import Frame, Strip, space
from clerk_app.report.page import Setting

SETTING = Setting(top=10, depth=100, body=10, leading=10, title=10, title_leading=10)


class Notes:
    """A pen that only remembers what was drawn."""

    def __init__(self) -> None:
        self.drawn: list[tuple[str, float]] = []
        self.rules: list[tuple[float, float]] = []

    def rule(self, left: float, top: float, right: float, bottom: float, *, width: float = 0.5) -> None:
        assert top == bottom
        self.rules.append((top, width))


def strip(name: str, height: float = 30, **options: object) -> Strip:
    """A strip that says its name."""

    def drawn(pen: Notes, top: float) -> None:
        pen.drawn.append((name, top))

    return Strip(height, drawn, **options)


def shown(strips: list[Strip]) -> list[list[tuple[str, float]]]:
    """What stands where on each page."""
    done = []
    for page in flow.pages(strips, SETTING):
        notes = Notes()
        flow.draw(notes, page)
        done.append(notes.drawn)
    return done


def test_nothing_is_one_empty_page() -> None:
    assert shown([]) == [[]]


def test_what_does_not_fit_goes_to_the_next_page() -> None:
    assert shown([strip(name) for name in "abcd"]) == [[("a", 10), ("b", 40), ("c", 70)], [("d", 10)]]


def test_a_joined_strip_goes_with_what_follows() -> None:
    strips = [strip("a"), strip("b"), strip("c", joined=True), strip("d")]
    assert shown(strips) == [[("a", 10), ("b", 40)], [("c", 10), ("d", 40)]]


def test_a_joined_strip_at_the_end_is_not_lost() -> None:
    assert shown([strip("a", joined=True)]) == [[("a", 10)]]


def test_space_vanishes_at_the_top_of_a_page() -> None:
    strips = [strip("a"), strip("b"), strip("c"), space(10), strip("d")]
    assert shown(strips)[1] == [("d", 10)]


def test_what_is_joined_but_longer_than_a_page_falls_apart() -> None:
    strips = [strip(name, 40, joined=True) for name in "abc"]
    assert shown(strips) == [[("a", 10), ("b", 50)], [("c", 10)]]


def test_a_table_that_goes_on_has_its_head_again_and_rules_around_each_part() -> None:
    frame = Frame((strip("head", 10),))
    rows = [strip(name, frame=frame) for name in "abcd"]
    head = [replace(part, frame=frame, joined=True) for part in frame.head]
    pages = flow.pages([*head, *rows], SETTING)
    notes = [Notes() for _ in pages]
    for pen, page in zip(notes, pages, strict=True):
        flow.draw(pen, page)
    assert [pen.drawn for pen in notes] == [
        [("head", 10), ("a", 20), ("b", 50), ("c", 80)],
        [("head", 10), ("d", 20)],
    ]
    assert [pen.rules for pen in notes] == [[(10, 1), (110, 1)], [(10, 1), (50, 1)]]


def test_two_tables_that_meet_keep_their_own_rules_and_heads() -> None:
    first, second = Frame(()), Frame((strip("head", 10),))
    page = flow.pages([strip("a", 20, frame=first), strip("b", 20, frame=second)], SETTING)[0]
    pen = Notes()
    flow.draw(pen, page)
    assert [top for top, _width in pen.rules] == [10, 30, 30, 50]
    assert shown([strip("a", 90, frame=second), strip("b")])[1] == [("b", 10)]
    strips = [strip("a", 90, frame=first), replace(second.head[0], frame=second, joined=True), strip("b", frame=second)]
    assert shown(strips)[1] == [("head", 10), ("b", 20)]
