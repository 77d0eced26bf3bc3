"""The flow chart of a type, as marks: steps in layers, conditions over the steps they lead to.

On one A4 page the largest letters are taken with which the page holds the whole chart, in as few columns as will do;
none is smaller than `SMALLEST`. On a screen it is one long column.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from clerk_app.model import Catalogue, Course, Drawing, Mark, MatterType, Rectangle, Typeface, Words

from .chart_graph import Cut, Graph, cut, graph_of
from .chart_lines import arrows
from .chart_places import LEADING, SMALLEST, Layout, Placed, Text, title_lines
from .chart_units import PAD, Unit

WIDTH, HEIGHT = 595.28, 841.89
LARGEST = 9.5
"""The letters of the names where there is room, in points."""

_MARGIN, _HEAD, _FOOT = 22.0, 46.0, 24.0
_RIM = 4.0
"""Around what is shown on a screen."""
_SIZES = (LARGEST, 9.0, 8.5, 8.0, 7.5, 7.0, SMALLEST)
_MOST_COLUMNS = 3
_NARROWEST = 5.6
"""The narrowest box, in letters of the name."""
_JUMP, _BROKEN, _LIKELY = 2.0, 60.0, 5
"""What an arrow between columns, and a block on two of them, are worth in points of height; how many cuts are tried."""
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


def chart(catalogue: Catalogue, kind: MatterType, face: Typeface) -> Drawing:
    """The chart of a type that the lint finds sound, on one page."""
    layout = Layout(catalogue, kind, face, _MARGIN, WIDTH - 2 * _MARGIN, _HEAD)
    made, placed = _fitted(layout, graph_of(kind))
    legend, _ = _legend(made, face, _MARGIN, HEIGHT - _FOOT, layout.width)
    marks = [*_heading(catalogue, kind, face), *legend]
    for column in placed:
        marks += _column(made, column, face)
    return Drawing(title=_title(kind), width=WIDTH, height=HEIGHT, marks=tuple(marks))


def scroll(catalogue: Catalogue, kind: MatterType, face: Typeface, width: float) -> Drawing:
    """The chart of a type that the lint finds sound, to be read on a screen: one column `width` points wide.

    What the marks mean comes first. It is as high as it must be, in the largest letters for which no box is narrow.
    """
    made, room = cut(graph_of(kind), (0,)), width - 2 * _RIM
    legend, under = _legend(made, face, _RIM, _RIM, room)
    layout = Layout(catalogue, kind, face, _RIM, room, under)
    tried = (layout.place(made, 0, size) for size in _SIZES)
    placed = next(column for column in tried if _is_wide_enough([column]))
    height = placed.bottom + _FOOT / 2
    return Drawing(title=_title(kind), width=width, height=height, marks=(*legend, *_column(made, placed, face)))


def _title(kind: MatterType) -> str:
    return f"{kind.id} {kind.name}流程图"


def _fitted(layout: Layout, graph: Graph) -> tuple[Cut, list[Placed]]:
    """The largest letters and fewest columns that fit; the smallest letters in any case."""
    most = HEIGHT - _FOOT - 8
    best: tuple[Cut, list[Placed]] | None = None
    cuts = _cuts(layout, graph)
    for size in _SIZES:
        for count, made in enumerate(cuts, 1):
            placed = [layout.place(made, column, size) for column in range(count)]
            if not _is_wide_enough(placed):
                continue
            best = made, placed
            spare = most - max(column.bottom for column in placed)
            if spare >= 0:
                loose = min(_LOOSEST, spare / max(1, *(len(column.levels) for column in placed)))
                return made, [layout.place(made, column, size, loose) for column in range(count)]
    assert best is not None
    return best


def _is_wide_enough(placed: list[Placed]) -> bool:
    """No box is narrower than a few letters; with the smallest letters any will do."""
    size = placed[0].size
    widths = [width for column in placed for _, width in column.row.boxes.values()]
    return size == SMALLEST or min(widths) >= _NARROWEST * size


def _cuts(layout: Layout, graph: Graph) -> list[Cut]:
    """The graph in one, two and three columns that are about as long; few arrows and blocks are cut.

    Beginnings of columns are weighed by the layers of one long column first; of the best the real heights are taken.
    """

    def height(made: Cut) -> float:
        return max(layout.place(made, column, SMALLEST).bottom for column in range(len(made.starts)))

    def cost(made: Cut) -> float:
        return _JUMP * len(made.jumps) + _BROKEN * sum(_is_cut(graph, start) for start in made.starts[1:])

    def guess(made: Cut) -> float:
        columns = range(len(made.starts))
        return max(sum(weights[slice(*made.ends(column))]) for column in columns) + cost(made)

    weights = _weights(layout, graph)
    found = []
    for count in range(1, min(_MOST_COLUMNS, graph.depth) + 1):
        every = [cut(graph, (0, *starts)) for starts in combinations(range(1, graph.depth), count - 1)]
        likely = sorted(every, key=guess)[:_LIKELY]
        found.append(min(likely, key=lambda made: height(made) + cost(made)) if count > 1 else likely[0])
    return found


def _weights(layout: Layout, graph: Graph) -> list[float]:
    """About how high every layer will be: as high as in one long column of small letters."""
    levels = layout.place(cut(graph, (0,)), 0, SMALLEST).levels
    ends = [level.top + level.height for level in levels.values()]
    return [end - start for start, end in pairwise((layout.top, *ends))]


def _is_cut(graph: Graph, start: int) -> int:
    """How many uses of blocks go on over a beginning."""
    above = {graph.blocks[i] for i, layer in enumerate(graph.layers) if layer < start}
    below = {graph.blocks[i] for i, layer in enumerate(graph.layers) if layer >= start}
    return len((above & below) - {0})


def _column(made: Cut, column: Placed, face: Typeface) -> Iterator[Mark]:
    """Frames first, lines over them, boxes and words on top."""
    for unit in column.row.units:
        if unit.framed:
            yield _frame(made, column, unit, face)
    feet = {index: _foot(made, column, index) + 2 * made.graph.steps[index].repeat for index in column.row.boxes}
    line = column.small * LEADING
    heads = {
        index: column.levels[made.graph.layers[index]].top - column.texts[index].over * line
        for index in column.row.boxes
    }
    for points in arrows(made, column.left, column.row, column.levels, feet, heads):
        yield Course(points=points, edge=GREY, arrow=True)
    for unit in column.row.units:
        if unit.framed:
            yield from _frame_title(made, column, unit, face)
    for index, (left, width) in column.row.boxes.items():
        yield from _box(made.graph, column, index, column.left + left, width, face)


def _foot(made: Cut, column: Placed, index: int) -> float:
    """The lower edge of a box."""
    return column.levels[made.graph.layers[index]].top + column.texts[index].height


def _frame_top(made: Cut, column: Placed, unit: Unit, face: Typeface) -> float:
    lines = title_lines(face, made, unit.steps, unit.width, column.size)
    level = column.levels[unit.top]
    return level.top - level.over - len(lines) * column.small * LEADING - PAD / 2


def _frame(made: Cut, column: Placed, unit: Unit, face: Typeface) -> Mark:
    """The frame around a block."""
    top, line = _frame_top(made, column, unit, face), column.small * LEADING
    last = unit.steps[unit.bottom]
    foot = max(_foot(made, column, step) + line * bool(column.texts[step].goes_to) for step in last)
    return Rectangle(
        left=column.left + unit.left,
        top=top,
        width=unit.width,
        height=foot + PAD - top,
        fill=PALE,
        edge=FRAME,
        radius=4,
    )


def _frame_title(made: Cut, column: Placed, unit: Unit, face: Typeface) -> Iterator[Mark]:
    """The name of a block at the upper left of its frame, over the lines that run in."""
    small, top = column.small, _frame_top(made, column, unit, face)
    left = column.left + unit.left + PAD
    for number, line in enumerate(title_lines(face, made, unit.steps, unit.width, column.size)):
        at = top + 1 + number * small * LEADING
        width = face.measure(line, small)
        yield Rectangle(left=left - 1, top=at, width=width + 2, height=small * LEADING, fill=PALE, edge="")
        yield Words(x=left, y=at + small, text=line, size=small, colour=FRAME_INK)


def _box(graph: Graph, column: Placed, index: int, left: float, width: float, face: Typeface) -> Iterator[Mark]:
    """A step: a box, behind it a second one where it is repeated, its words, and its numbers of connection."""
    step, text, level = graph.steps[index], column.texts[index], column.levels[graph.layers[index]]
    size, small = column.size, column.small
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
        dashed=step.optional or step.when is not None,
        weight=0.7,
    )
    tall = len(text.name) * size * LEADING + len(text.small) * small * LEADING
    at, middle = level.top + (text.height - tall) / 2, left + width / 2
    for lines, letters, colour in ((text.name, size, INK), (text.small, small, GREY)):
        for line in lines:
            at += letters * LEADING
            base = at - letters * 0.28
            yield _centred(line, middle, base, letters, colour, face, bold=letters == size and colour == INK)
    yield from _above(text, middle, level.top - text.over * small * LEADING, small, face)
    if text.goes_to:
        yield from _label(text.goes_to, middle, level.top + text.height + small * LEADING, small, GREY, face)


def _above(text: Text, middle: float, top: float, small: float, face: Typeface) -> Iterator[Mark]:
    """Where one comes from, and the condition: over the line that leads into the box."""
    lines = [(text.comes_from, GREY)] if text.comes_from else []
    for number, (line, colour) in enumerate((*lines, *((line, BLUE) for line in text.above)), 1):
        yield from _label(line, middle, top + number * small * LEADING, small, colour, face)


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


def _looks(made: Cut) -> Iterator[tuple[str, str, dict[str, str | bool]]]:
    """The marks that a chart has, each with its meaning and colour."""
    steps, box = made.graph.steps, {"fill": _WHITE, "edge": INK}
    asked = any(step.when is not None for step in steps)
    told: tuple[tuple[bool, str, str, dict[str, str | bool]], ...] = (
        (asked or any(step.optional for step in steps), "不一定办", GREY, {**box, "dashed": True}),
        (asked, "蓝字：合条件才办，不合就跳过", BLUE, {}),
        (any(step.repeat for step in steps), "可多次", GREY, {**box, "twice": True}),
        (any(step.publicity for step in steps), "张贴公示", GREY, {"fill": _NOTICE, "edge": INK}),
        (any(step.block for step in steps), "几类事项共用的步骤", GREY, {"fill": PALE, "edge": FRAME}),
        (bool(made.jumps), "接、转：与第几步相连", GREY, {}),
        (any(step.until for step in steps), "至：可办到第几步为止", GREY, {}),
    )
    return ((name, colour, look) for there, name, colour, look in told if there)


def _legend(made: Cut, face: Typeface, left: float, top: float, width: float) -> tuple[list[Mark], float]:
    """What the marks mean, from `top` in as many lines as the width asks for, and the lower edge of the last."""
    size, line = 7.0, 15.0
    marks: list[Mark] = []
    at = left
    for name, colour, look in _looks(made):
        before = 21.0 if look else 0.0
        if at > left and at + before + face.measure(name, size) > left + width:
            at, top = left, top + line
        marks += _sample(at, top, look)
        marks.append(Words(x=at + before, y=top + 7.5, text=name, size=size, colour=colour))
        at += before + face.measure(name, size) + 14
    return marks, top + line


def _sample(left: float, top: float, look: dict[str, str | bool]) -> Iterator[Mark]:
    """A small box of a look; one that is done several times has a second one behind it."""
    fill, edge = str(look.get("fill", "")), str(look.get("edge", ""))
    if look.get("twice"):
        yield Rectangle(left=left + 2, top=top + 2, width=16, height=9, fill=fill, edge=edge, radius=2)
    if look:
        dashed = bool(look.get("dashed"))
        yield Rectangle(left=left, top=top, width=16, height=9, fill=fill, edge=edge, radius=2, dashed=dashed)
