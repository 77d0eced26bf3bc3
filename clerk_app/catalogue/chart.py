"""The flow chart of a type on one A4 page, as marks: steps in layers, conditions over the steps they lead to.

The largest letters are taken with which the page holds the whole chart, in as few columns as will do; none is smaller
than `SMALLEST`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from clerk_app.model import Catalogue, Course, Drawing, Mark, MatterType, Rectangle, Step, Typeface, Words

from .chart_graph import Cut, Graph, cut, graph_of, own_condition
from .chart_lines import Gap, arrows, gaps
from .chart_units import PAD, Row, Unit, across
from .sentences import Phrasing

WIDTH, HEIGHT = 595.28, 841.89
SMALLEST = 6.5

_MARGIN, _HEAD, _FOOT, _GUTTER = 22.0, 46.0, 24.0, 14.0
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_MOST_COLUMNS = 3
_WIDEST = 13.5
"""The widest box, in letters of the name."""
_NARROWEST = 5.6
_JUMP, _BROKEN, _LIKELY = 2.0, 60.0, 5
"""What an arrow between columns, and a block on two of them, are worth in points of height; how many cuts are tried."""
_LEADING = 1.2
_INSET = 2.4
_LOOSEST = 20.0
"""The most that a gap is widened by where the page has room."""

INK, GREY, BLUE, PALE, FRAME, FRAME_INK = (
    "#1f2933",
    "#5c6670",
    "#1d5a9e",
    "#f3f6fa",
    "#8aa0b8",
    "#5b7591",
)
_NOTICE, _WHITE = "#fdf3dc", "#ffffff"


@dataclass(frozen=True, slots=True)
class Text:
    """What is written at one step, broken into lines."""

    name: tuple[str, ...]
    small: tuple[str, ...]
    above: tuple[str, ...]
    """The condition under which one comes here."""
    comes_from: str
    goes_to: str
    height: float
    """Of the box around the name."""


@dataclass(frozen=True, slots=True)
class Level:
    """One layer on the page: the upper edge of its boxes, their height, the gap above, what stands over and under."""

    top: float
    height: float
    over: float
    under: float
    gap: Gap


@dataclass(frozen=True, slots=True)
class Placed:
    """A column on the page."""

    left: float
    row: Row
    levels: dict[int, Level]
    texts: dict[int, Text]
    bottom: float


def chart(catalogue: Catalogue, kind: MatterType, face: Typeface) -> Drawing:
    """The chart of a type that the lint finds sound."""
    graph = graph_of(kind)
    size, made, placed = _fitted(catalogue, kind, graph, face)
    marks = [*_heading(catalogue, kind, face), *_legend(face)]
    for column in placed:
        marks += _column(made, column, size, face)
    return Drawing(title=f"{kind.id} {kind.name}流程图", width=WIDTH, height=HEIGHT, marks=tuple(marks))


def _small(size: float) -> float:
    """The letters beside and under the names."""
    return max(SMALLEST, size - 1.5)


def _fitted(catalogue: Catalogue, kind: MatterType, graph: Graph, face: Typeface) -> tuple[float, Cut, list[Placed]]:
    """The largest letters and fewest columns that fit; the smallest letters in any case."""
    room = HEIGHT - _HEAD - _FOOT - 8
    best: tuple[float, Cut, list[Placed]] | None = None
    cuts = _cuts(catalogue, kind, graph, face)
    for size in _SIZES:
        for count, made in enumerate(cuts, 1):
            placed = [_place(catalogue, kind, made, column, size, face, 0.0) for column in range(count)]
            if not _is_wide_enough(placed, size):
                continue
            best = size, made, placed
            if max(column.bottom for column in placed) <= _HEAD + room:
                spare = _HEAD + room - max(column.bottom for column in placed)
                most = max(len(column.levels) for column in placed)
                loose = min(_LOOSEST, spare / max(1, most))
                return size, made, [_place(catalogue, kind, made, n, size, face, loose) for n in range(count)]
    assert best is not None
    return best


def _is_wide_enough(placed: list[Placed], size: float) -> bool:
    """No box is narrower than a few letters; with the smallest letters any will do."""
    widths = [width for column in placed for _, width in column.row.boxes.values()]
    return size == SMALLEST or min(widths) >= _NARROWEST * size


def _cuts(catalogue: Catalogue, kind: MatterType, graph: Graph, face: Typeface) -> list[Cut]:
    """The graph in one, two and three columns that are about as long; few arrows and blocks are cut.

    Beginnings of columns are weighed by the layers of one long column first; of the best the real heights are taken.
    """

    def height(made: Cut) -> float:
        columns = range(len(made.starts))
        placed = [_place(catalogue, kind, made, column, SMALLEST, face, 0.0) for column in columns]
        return max(column.bottom for column in placed)

    def cost(made: Cut) -> float:
        return _JUMP * len(made.jumps) + _BROKEN * sum(_is_cut(graph, start) for start in made.starts[1:])

    def guess(made: Cut) -> float:
        columns = range(len(made.starts))
        return max(sum(weights[slice(*made.ends(column))]) for column in columns) + cost(made)

    weights = _weights(catalogue, kind, graph, face)
    found = []
    for count in range(1, min(_MOST_COLUMNS, graph.depth) + 1):
        every = [cut(graph, (0, *starts)) for starts in combinations(range(1, graph.depth), count - 1)]
        likely = sorted(every, key=guess)[:_LIKELY]
        found.append(min(likely, key=lambda made: height(made) + cost(made)) if count > 1 else likely[0])
    return found


def _weights(catalogue: Catalogue, kind: MatterType, graph: Graph, face: Typeface) -> list[float]:
    """About how high every layer will be: as high as in one long column of small letters."""
    levels = _place(catalogue, kind, cut(graph, (0,)), 0, SMALLEST, face, 0.0).levels
    ends = [level.top + level.height for level in levels.values()]
    return [end - start for start, end in pairwise((_HEAD, *ends))]


def _is_cut(graph: Graph, start: int) -> int:
    """How many uses of blocks go on over a beginning."""
    above = {graph.blocks[i] for i, layer in enumerate(graph.layers) if layer < start}
    below = {graph.blocks[i] for i, layer in enumerate(graph.layers) if layer >= start}
    return len((above & below) - {0})


def _place(
    catalogue: Catalogue, kind: MatterType, made: Cut, column: int, size: float, face: Typeface, loose: float
) -> Placed:
    """A column with everything at its place."""
    count = len(made.starts)
    room = (WIDTH - 2 * _MARGIN - _GUTTER * (count - 1)) / count
    row = across(made, column, room, _WIDEST * size)
    texts = {step: _text(catalogue, kind, made, step, row.boxes[step][1], size, face) for step in row.boxes}
    between = gaps(made, row, column)
    levels: dict[int, Level] = {}
    at = _HEAD
    for layer in range(*made.ends(column)):
        here = [texts[step] for step in row.boxes if made.graph.layers[step] == layer]
        small = _small(size) * _LEADING
        begins = max(
            (
                _title_height(unit.width, made, unit.steps, size, face)
                for unit in row.units
                if unit.framed and unit.top == layer
            ),
            default=0.0,
        )
        ends = PAD * any(unit.framed and unit.bottom == layer for unit in row.units)
        over = max(_over(text) for text in here) * small
        height = max(text.height for text in here)
        under = small * any(text.goes_to for text in here)
        gap = between[layer]
        at += (gap.height + loose if levels else 0.0) + begins + over
        levels[layer] = Level(at, height, over, under, gap)
        at += height + under + ends
    return Placed(_MARGIN + column * (room + _GUTTER), row, levels, texts, at)


def _over(text: Text) -> int:
    return len(text.above) + bool(text.comes_from)


def _title_height(width: float, made: Cut, steps: dict[int, list[int]], size: float, face: Typeface) -> float:
    return len(_title_lines(width, made, steps, size, face)) * _small(size) * _LEADING + PAD


def _title_lines(width: float, made: Cut, steps: dict[int, list[int]], size: float, face: Typeface) -> list[str]:
    name = made.graph.steps[next(iter(steps.values()))[0]].block
    return face.lines(f"组件：{name}", width - 2 * PAD, _small(size))


def _text(
    catalogue: Catalogue, kind: MatterType, made: Cut, index: int, width: float, size: float, face: Typeface
) -> Text:
    """What is written at a step."""
    step, room, small = made.graph.steps[index], width - 2 * _INSET, _small(size)
    words = Phrasing(catalogue, kind, step)
    asked = "，".join(words.condition(part) for part in own_condition(made.graph, index))
    name = tuple(face.lines(f"{index + 1} {step.name}", room, size))
    below = tuple(face.lines(_responsible(kind, step), room, small))
    sources = [str(a + 1) for a, b in made.jumps if b == index]
    targets = [str(b + 1) for a, b in made.jumps if a == index]
    return Text(
        name,
        below,
        tuple(face.lines(asked, width + 4, small)) if asked else (),
        f"接 {'、'.join(sources)}" if sources else "",
        f"转 {'、'.join(targets)}" if targets else "",
        (len(name) * size + len(below) * small) * _LEADING + 2 * _INSET,
    )


def _responsible(kind: MatterType, step: Step) -> str:
    """Who does it, and up to which step it may be done again."""
    places = {each.id: number for number, each in enumerate(kind.steps, 1)}
    return f"{step.responsible}{f'·至 {places[step.until]}' if step.until in places else ''}"


def _column(made: Cut, column: Placed, size: float, face: Typeface) -> Iterator[Mark]:
    """Frames first, lines over them, boxes and words on top."""
    for unit in column.row.units:
        if unit.framed:
            yield _frame(made, column, unit, size, face)
    feet = {index: _foot(made, column, index) + 2 * made.graph.steps[index].repeat for index in column.row.boxes}
    small = _small(size) * _LEADING
    heads = {
        index: column.levels[made.graph.layers[index]].top - _over(column.texts[index]) * small
        for index in column.row.boxes
    }
    for points in arrows(made, column.left, column.row, column.levels, feet, heads):
        yield Course(points=points, edge=GREY, arrow=True)
    for unit in column.row.units:
        if unit.framed:
            yield from _frame_title(made, column, unit, size, face)
    for index, (left, width) in column.row.boxes.items():
        yield from _box(made.graph, column, index, column.left + left, width, size, face)


def _foot(made: Cut, column: Placed, index: int) -> float:
    """The lower edge of a box."""
    return column.levels[made.graph.layers[index]].top + column.texts[index].height


def _frame_top(made: Cut, column: Placed, unit: Unit, size: float, face: Typeface) -> float:
    lines = _title_lines(unit.width, made, unit.steps, size, face)
    level = column.levels[unit.top]
    return level.top - level.over - len(lines) * _small(size) * _LEADING - PAD / 2


def _frame(made: Cut, column: Placed, unit: Unit, size: float, face: Typeface) -> Mark:
    """The frame around a block."""
    top, small = _frame_top(made, column, unit, size, face), _small(size) * _LEADING
    last = unit.steps[unit.bottom]
    foot = max(_foot(made, column, step) + small * bool(column.texts[step].goes_to) for step in last)
    return Rectangle(
        left=column.left + unit.left,
        top=top,
        width=unit.width,
        height=foot + PAD - top,
        fill=PALE,
        edge=FRAME,
        radius=4,
    )


def _frame_title(made: Cut, column: Placed, unit: Unit, size: float, face: Typeface) -> Iterator[Mark]:
    """The name of a block at the upper left of its frame, over the lines that run in."""
    small, top = _small(size), _frame_top(made, column, unit, size, face)
    left = column.left + unit.left + PAD
    for number, line in enumerate(_title_lines(unit.width, made, unit.steps, size, face)):
        at = top + 1 + number * small * _LEADING
        width = face.measure(line, small)
        yield Rectangle(left=left - 1, top=at, width=width + 2, height=small * _LEADING, fill=PALE, edge="")
        yield Words(x=left, y=at + small, text=line, size=small, colour=FRAME_INK)


def _box(
    graph: Graph, column: Placed, index: int, left: float, width: float, size: float, face: Typeface
) -> Iterator[Mark]:
    """A step: a box, behind it a second one where it is repeated, its words, and its numbers of connection."""
    step, text, level = graph.steps[index], column.texts[index], column.levels[graph.layers[index]]
    small = _small(size)
    if step.repeat:
        yield Rectangle(
            left=left + 2, top=level.top + 2, width=width, height=text.height, fill=_WHITE, edge=INK, radius=2
        )
    fill = _NOTICE if step.publicity else _WHITE
    yield Rectangle(
        left=left,
        top=level.top,
        width=width,
        height=text.height,
        fill=fill,
        edge=INK,
        radius=2,
        dashed=step.optional,
        weight=0.7,
    )
    tall = len(text.name) * size * _LEADING + len(text.small) * small * _LEADING
    at, middle = level.top + (text.height - tall) / 2, left + width / 2
    for lines, letters, colour in ((text.name, size, INK), (text.small, small, GREY)):
        for line in lines:
            at += letters * _LEADING
            base = at - letters * 0.28
            yield _centred(line, middle, base, letters, colour, face, bold=letters == size and colour == INK)
    yield from _above(text, middle, level.top - _over(text) * small * _LEADING, small, face)
    if text.goes_to:
        yield from _label(text.goes_to, middle, level.top + text.height + small * _LEADING, small, GREY, face)


def _above(text: Text, middle: float, top: float, small: float, face: Typeface) -> Iterator[Mark]:
    """Where one comes from, and the condition: over the line that leads into the box."""
    lines = [(text.comes_from, GREY)] if text.comes_from else []
    for number, (line, colour) in enumerate((*lines, *((line, BLUE) for line in text.above)), 1):
        yield from _label(line, middle, top + number * small * _LEADING, small, colour, face)


def _label(line: str, middle: float, bottom: float, size: float, colour: str, face: Typeface) -> Iterator[Mark]:
    """A line of words that hides what runs behind it."""
    width = face.measure(line, size)
    yield Rectangle(
        left=middle - width / 2 - 1, top=bottom - size * 1.2, width=width + 2, height=size * 1.2, fill=_WHITE, edge=""
    )
    yield _centred(line, middle, bottom - size * 0.28, size, colour, face)


def _centred(
    line: str, middle: float, base: float, size: float, colour: str, face: Typeface, *, bold: bool = False
) -> Words:
    left = middle - face.measure(line, size) / 2
    return Words(x=left, y=base, text=line, size=size, colour=colour, bold=bold)


def _heading(catalogue: Catalogue, kind: MatterType, face: Typeface) -> Iterator[Mark]:
    yield _centred(f"{kind.id}　{kind.name}　流程图", WIDTH / 2, 26, 14, INK, face, bold=True)
    line = f"{catalogue.name} 第 {catalogue.version} 版 {catalogue.hash[:8]}　共 {len(kind.steps)} 步"
    yield _centred(line, WIDTH / 2, 39, 7.5, GREY, face)


def _legend(face: Typeface) -> Iterator[Mark]:
    """What the marks mean, at the foot."""
    at, top, size = _MARGIN, HEIGHT - _FOOT, 7.0
    shown: tuple[tuple[str, dict[str, str | bool]], ...] = (
        ("步骤", {"fill": _WHITE}),
        ("可不做", {"dashed": True}),
        ("可多次", {"twice": True}),
        ("张贴公示", {"fill": _NOTICE}),
        ("共用组件", {"fill": PALE, "edge": FRAME}),
    )
    for name, look in shown:
        if look.get("twice"):
            yield Rectangle(left=at + 2, top=top + 2, width=16, height=9, fill=_WHITE, edge=INK, radius=2)
        yield Rectangle(
            left=at,
            top=top,
            width=16,
            height=9,
            fill=str(look.get("fill", _WHITE)),
            edge=str(look.get("edge", INK)),
            radius=2,
            dashed=bool(look.get("dashed")),
        )
        yield Words(x=at + 21, y=top + 7.5, text=name, size=size, colour=GREY)
        at += 21 + face.measure(name, size) + 14
    told = (("蓝字：什么情况下办", BLUE), ("接、转：与第几步相连", GREY), ("至：可办到第几步为止", GREY))
    for text, colour in told:
        yield Words(x=at, y=top + 7.5, text=text, size=size, colour=colour)
        at += face.measure(text, size) + 14
