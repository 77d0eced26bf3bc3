"""The flow chart: everything is on the page, large enough, and nothing covers anything else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from clerk_app import catalogue
from clerk_app.catalogue.chart import HEIGHT, LARGEST, SMALLEST, WIDTH
from clerk_app.catalogue.chart_graph import cut, graph_of, own_condition
from clerk_app.model import Catalogue, Course, Drawing, FieldKind, MatterType, Rectangle, Step, Typeface, Words
from clerk_app.model import Field as FormField

SHIPPED = catalogue.load(Path(__file__).parents[2] / "resources" / "catalogue")


def measure(text: str, size: float) -> float:
    return sum(size if sign > "⺀" else size * 0.55 for sign in text)


def lines(text: str, room: float, size: float) -> list[str]:
    found = [""]
    for sign in text:
        if found[-1] and measure(found[-1] + sign, size) > room:
            found.append("")
        found[-1] += sign
    return found


FACE = Typeface(measure, lines)


def chart(kind: MatterType, release: Catalogue = SHIPPED) -> Drawing:
    return catalogue.chart(release, kind, FACE)


def boxes(drawing: Drawing) -> list[Rectangle]:
    """The boxes of the steps: neither frames nor what hides lines behind words, nor the legend."""
    return [
        mark
        for mark in drawing.marks
        if isinstance(mark, Rectangle) and mark.edge == "#1f2933" and mark.weight == 0.7 and mark.height > 9
    ]


def text_of(drawing: Drawing) -> str:
    return "".join(mark.text for mark in drawing.marks if isinstance(mark, Words)).replace(" ", "")


def overlap(one: Rectangle, two: Rectangle) -> bool:
    return (
        one.left < two.left + two.width - 0.01
        and two.left < one.left + one.width - 0.01
        and one.top < two.top + two.height - 0.01
        and two.top < one.top + one.height - 0.01
    )


def stands_within(drawing: Drawing, steps: int) -> None:
    """Every step has its box, no two boxes overlap, nothing leaves the sheet, lines go straight."""
    shown = boxes(drawing)
    assert len(shown) == steps
    assert not any(overlap(one, two) for number, one in enumerate(shown) for two in shown[:number])
    width, height = drawing.width, drawing.height
    for mark in drawing.marks:
        if isinstance(mark, Words):
            assert mark.size >= SMALLEST
            assert -0.01 <= mark.x <= mark.x + measure(mark.text, mark.size) <= width + 0.01, mark.text
            assert mark.size < mark.y < height
        elif isinstance(mark, Rectangle):
            assert 0 <= mark.left <= mark.left + mark.width <= width + 0.01
            assert 0 <= mark.top <= mark.top + mark.height <= height
        else:
            assert all(0 <= x <= width and 0 <= y <= height for x, y in mark.points)
            assert all(
                one[0] == two[0] or one[1] == two[1] for one, two in zip(mark.points, mark.points[1:-1], strict=False)
            )


@pytest.mark.parametrize("kind", SHIPPED.types.values(), ids=lambda kind: kind.id)
def test_every_shipped_type_stands_on_one_page(kind: MatterType) -> None:
    drawing = chart(kind)
    assert (drawing.width, drawing.height) == (WIDTH, HEIGHT)
    stands_within(drawing, len(kind.steps))


@pytest.mark.parametrize("letters", [16, 31, 60])
@pytest.mark.parametrize("kind", SHIPPED.types.values(), ids=lambda kind: kind.id)
def test_on_a_screen_every_shipped_type_stands_in_one_column(kind: MatterType, letters: int) -> None:
    drawing = catalogue.scroll(SHIPPED, kind, FACE, letters * LARGEST)
    assert drawing.width == letters * LARGEST
    stands_within(drawing, len(kind.steps))


def test_what_is_not_always_done_is_dashed_and_the_meaning_of_marks_comes_first() -> None:
    kind = SHIPPED.types["V01"]
    drawing = catalogue.scroll(SHIPPED, kind, FACE, 300)
    shown = boxes(drawing)
    assert sum(box.dashed for box in shown) == sum(step.optional or step.when is not None for step in kind.steps) > 0
    over = [mark.text for mark in drawing.marks if isinstance(mark, Words) and mark.y < min(box.top for box in shown)]
    assert over == ["不一定办", "蓝字：合条件才办，不合就跳过", "张贴公示", "几类事项共用的步骤"]
    assert "不一定办" not in text_of(chart(made(step("a"))))


def test_on_a_wide_screen_the_letters_are_the_largest() -> None:
    sizes = {
        mark.size for mark in catalogue.scroll(SHIPPED, SHIPPED.types["V33"], FACE, 600).marks if hasattr(mark, "size")
    }
    assert max(sizes) == LARGEST


@pytest.mark.parametrize("kind", SHIPPED.types.values(), ids=lambda kind: kind.id)
def test_every_step_condition_and_block_is_named(kind: MatterType) -> None:
    drawing = chart(kind)
    said = text_of(drawing)
    for number, step in enumerate(kind.steps, 1):
        assert f"{number}{step.name}".replace(" ", "") in said
        assert step.block in said
    graph = graph_of(kind)
    for index, step in enumerate(kind.steps):
        words = catalogue.Phrasing(SHIPPED, kind, step)
        for part in own_condition(graph, index):
            assert words.condition(part).replace(" ", "") in said


def test_the_same_type_gives_the_same_chart() -> None:
    kind = SHIPPED.types["V33"]
    assert chart(kind) == chart(kind)


def made(*steps: Step) -> MatterType:
    """A type of bare steps."""
    return dataclasses.replace(SHIPPED.types["V33"], steps=steps)


def step(name: str, *after: str, **more: object) -> Step:
    return dataclasses.replace(Step(id=name, name=name, responsible="村文书", after=after), **more)


def test_a_single_step_and_a_very_long_type_are_drawn() -> None:
    assert len(boxes(chart(made(step("a"))))) == 1
    names = [f"s{n}" for n in range(100)]
    long = made(*(step(name, *names[max(0, n - 1) : n]) for n, name in enumerate(names)))
    assert len(boxes(chart(long))) == 100


def test_a_line_that_leaves_its_column_is_told_by_numbers() -> None:
    names = [f"s{n}" for n in range(60)]
    drawing = chart(made(*(step(name, *names[max(0, n - 1) : n]) for n, name in enumerate(names))))
    courses = [mark for mark in drawing.marks if isinstance(mark, Course)]
    said = text_of(drawing)
    assert len(courses) + said.count("转") - 1 == 59
    assert said.count("接") == said.count("转")


def test_repeated_optional_and_published_steps_look_so() -> None:
    drawing = chart(
        made(step("a", repeat=True, until="c"), step("b", "a", optional=True), step("c", "b", publicity=True))
    )
    one, two, three = boxes(drawing)
    assert "村文书·至3" in text_of(drawing)
    assert two.dashed
    assert not one.dashed
    assert three.fill != one.fill
    behind = [m for m in drawing.marks if isinstance(m, Rectangle) and (m.left, m.top) == (one.left + 2, one.top + 2)]
    assert len(behind) == 1


def test_a_condition_that_all_before_had_is_not_repeated() -> None:
    field = FormField(id="f", label="决定", kind=FieldKind.YES)
    when = catalogue.parse_expression("f == 是")
    kind = made(step("a", fields=(field,)), step("b", "a", when=when), step("c", "b", when=when), step("d", "c"))
    graph = graph_of(kind)
    assert [len(own_condition(graph, index)) for index in range(4)] == [0, 1, 0, 0]
    assert text_of(chart(kind)).count("决定＝是") == 1


def test_a_jump_that_other_arrows_tell_of_is_left_out() -> None:
    names = [f"s{n}" for n in range(12)]
    chain = [step(name, *names[max(0, n - 1) : n]) for n, name in enumerate(names)]
    kind = made(*chain[:-1], step("s11", "s0", "s10"))
    assert cut(graph_of(kind), (0,)).jumps == ()
    fork = made(*chain[:-1], step("s11", "s0", "s10"), step("end", "s11"))
    assert cut(graph_of(fork), (0, 6)).jumps == ((5, 6),)
    aside = made(*chain[:-1], step("x", "s0"), step("s11", "x", "s10"))
    assert cut(graph_of(aside), (0,)).jumps == ((11, 12),)
