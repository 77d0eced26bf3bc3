"""Make the fonts in `resources/fonts` from Debian's Noto CJK; run it with the folder to write into.

    apt-get install fonts-noto-cjk unicode-data
    python docs/fonts/make_fonts.py resources/fonts

The same input gives the same bytes. `README.md` beside this file says what the three fonts are for.
"""

from __future__ import annotations

import bz2
import sys
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

NOTO = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")

SIMPLIFIED = 2
"""Place of the SC font in each of Debian's collections (JP, KR, SC, TC, HK)."""

CURVE_ERROR = 1.0
"""How far a quadratic curve may lie from the cubic one, in units of 1/1000 em."""

SYMBOLS = "·×÷±°§©®µ¥€£–—―‖‘’“”…‰′″※℃№℉㎡㎜㎝㎞㎏㏄‐‑•◦←↑→↓↔↕⇒⇐✓□■▢▣○●◎△▲▽▼◇◆★☆☎⊙∥∠≈≠≤≥≡∞√∑∈∩∪￥￡〇頔"
"""Marks that papers use, beside those of GB 2312; what the source does not draw is left out and reported."""


def standard_characters() -> set[str]:
    """The 8,105 characters of the Table of General Standard Chinese Characters (Unihan field kTGH)."""
    found = set()
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            point, field, _value = line.split("\t") if line.startswith("U+") else ("", "", "")
            if field == "kTGH":
                found.add(chr(int(point.removeprefix("U+"), base=16)))
    if len(found) != 8105:
        raise SystemExit(f"the table has 8105 characters, this file {len(found)}")
    return found


def gb2312() -> set[str]:
    """GB 2312 without its Japanese and Russian rows (4, 5 and 7)."""
    found = set()
    for row in set(range(1, 88)) - {4, 5, 7}:
        for column in range(1, 95):
            pair = bytes((row + 0xA0, column + 0xA0))
            found.update(pair.decode("gb2312", errors="ignore"))
    return found


def wanted() -> set[int]:
    """Every code point that the program's fonts should have."""
    plain = {chr(code) for code in range(0x20, 0x7F)}
    wide = {chr(code) for code in (*range(0xFF01, 0xFF5F), *range(0x3000, 0x3018), *range(0x2500, 0x2580))}
    numbered = {chr(code) for code in (*range(0x2460, 0x249C), *range(0x3220, 0x322A), *range(0x2160, 0x216C))}
    text = standard_characters() | gb2312() | plain | wide | numbered | set(SYMBOLS)
    return {ord(character) for character in text}


def subset(collection: str, *, features: list[str], hinting: bool) -> TTFont:
    """The SC font of a collection, cut down to the wanted characters."""
    font = TTFont(NOTO / collection, fontNumber=SIMPLIFIED, recalcTimestamp=False)
    lacking = sorted(wanted() - set(font.getBestCmap()))
    sys.stdout.write(f"{collection}: not drawn there: {' '.join(map(chr, lacking)) or 'nothing'}\n")
    options = Options()
    options.layout_features = features
    options.hinting = hinting
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "DSIG", *([] if features else ["GPOS", "GSUB"])]
    cutter = Subsetter(options)
    cutter.populate(unicodes=wanted())
    cutter.subset(font)
    return font


def to_quadratic(font: TTFont) -> None:
    """Replace the cubic outlines (CFF) by quadratic ones (glyf), which PDF writers can embed."""
    source = font.getGlyphSet()
    order = font.getGlyphOrder()
    glyphs: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(None)
        source[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"
    font["maxp"] = maximum = newTable("maxp")
    maximum.tableVersion = 0x00010000
    maximum.maxZones, maximum.maxStorage, maximum.maxFunctionDefs, maximum.maxInstructionDefs = 1, 0, 0, 0
    maximum.maxTwilightPoints = maximum.maxStackElements = maximum.maxSizeOfInstructions = 0
    maximum.maxComponentElements = 0
    for name in order:
        glyphs[name].recalcBounds(table)
    _bearings(font, glyphs)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping = 3.0, [], {}


def _bearings(font: TTFont, glyphs: dict[str, Any]) -> None:
    """Left side bearings must equal the left edge of the new outlines."""
    metrics = font["hmtx"].metrics
    for name, glyph in glyphs.items():
        metrics[name] = (metrics[name][0], getattr(glyph, "xMin", 0))


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the derived font its own name, as its licence wishes, and keep the notices of its makers."""
    names = font["name"]
    notices = {number: names.getDebugName(number) or "" for number in (0, 7, 8, 9, 11, 13, 14)}
    version = (names.getDebugName(5) or "").split(";")[0]
    post = f"{family.replace(' ', '')}-{style}"
    names.names = []
    own = {1: family, 2: style, 3: f"{post};{version}", 4: f"{family} {style}", 5: f"{version}; subset", 6: post}
    origin = "Derived from Noto CJK (Source Han) by taking a part of its characters; renamed."
    for number, text in sorted((notices | own | {10: origin}).items()):
        if text:
            names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        _rename_outlines(font["CFF "].cff, post, family, style)


def _rename_outlines(outlines: Any, post: str, family: str, style: str) -> None:
    outlines.fontNames[0] = post
    top = outlines.topDictIndex[0]
    top.FamilyName, top.FullName = family, f"{family} {style}"
    for inner in top.FDArray:
        inner.FontName = post + "-" + inner.FontName.rsplit("-", 1)[-1]


def main(folder: Path) -> None:
    """Write the three fonts."""
    song = subset("NotoSerifCJK-Regular.ttc", features=[], hinting=False)
    to_quadratic(song)
    rename(song, "Clerk Song", "Regular")
    song.save(folder / "ClerkSong.ttf")
    for style in ("Regular", "Bold"):
        sans = subset(f"NotoSansCJK-{style}.ttc", features=["kern"], hinting=True)
        rename(sans, "Clerk Sans", style)
        sans.save(folder / f"ClerkSans-{style}.otf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
