"""Two things that the PDF library does not do right for Chinese: where a line may break, and how text is copied out.

Lines: marks that may not begin or end a line (GB/T 15834-2011, 5.1), dashes and ellipses of two characters, numbers and
Latin words stay whole. Copying: the map from glyphs to characters names UTF-16 units (ISO 32000-1, 9.10.3), so that
names with characters beyond the basic plane come back as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Measure = Callable[[str], float]
"""The width of a text, in points."""

NEVER_FIRST = frozenset("，。、；：？！…—·’”）〕］｝〉》」』】〗℃％‰°,.;:?!)]}>%")
"""Marks that may not begin a line."""

NEVER_LAST = frozenset("‘“（〔［｛〈《「『【〖￥№([{<¥")
"""Marks that may not end a line."""

_ATOM = re.compile(r"——|……|[^\W_⺀-\U0003ffff]+(?:[-.,:/_@+'~][^\W_⺀-\U0003ffff]+)*|.", re.DOTALL)
"""What is never parted: a double dash or ellipsis, a number or Latin word with its inner marks, else one character."""


def clusters(text: str) -> list[str]:
    """The text in pieces between which a line may end."""
    pieces: list[str] = []
    for atom in _ATOM.findall(text):
        if pieces and (atom[0] in NEVER_FIRST or pieces[-1][-1] in NEVER_LAST):
            pieces[-1] += atom
        else:
            pieces.append(atom)
    return pieces


def lines(text: str, width: float, measure: Measure, *, first: float | None = None) -> list[str]:
    """The text in lines of at most `width`; the first has `first`. Only a piece wider than a line is parted inside."""
    done: list[str] = []
    current = ""
    for cluster in clusters(text):
        room = first if first is not None and not done else width
        if measure((current + cluster).rstrip(" ")) <= room:
            current += cluster
            continue
        if current:
            done.append(current.rstrip(" "))
        *full, current = _parted(cluster.lstrip(" ") if current else cluster, width, measure)
        done.extend(full)
    return [*done, current.rstrip(" ")]


def _parted(cluster: str, width: float, measure: Measure) -> list[str]:
    """A piece that is wider than the line, cut where the line is full."""
    parts = [""]
    for character in cluster:
        if parts[-1] and measure(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of a title: as few as possible, and as even as possible (GB/T 9704-2012, 7.3.1)."""
    count = len(lines(text, width, measure))
    low, high = measure(text) / count, width
    while high - low > 1:
        middle = (low + high) / 2
        if len(lines(text, middle, measure)) > count:
            low = middle
        else:
            high = middle
    return lines(text, high, measure)


_MAP_ROWS = 100
"""Rows that one block of a character map may have (Adobe Technical Note 5014, 1.4)."""


def character_map(name: str, points: Sequence[int]) -> str:
    """The ToUnicode map of a font part: the glyph at each place stands for the code point there; 0 stands for none."""
    rows = [
        f"<{place:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for place, point in enumerate(points) if point
    ]
    blocks = [rows[start : start + _MAP_ROWS] for start in range(0, len(rows), _MAP_ROWS)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
