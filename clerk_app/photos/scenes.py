"""The four scenes of the sample photos, drawn on 1,600 by 1,200."""

from __future__ import annotations

import math

from .lettering import Colour, Hand
from .seed import Seed

_INK: Colour = (48, 48, 52)
_RED: Colour = (178, 34, 38)
_PAPER: Colour = (247, 245, 238)


def board(hand: Hand, chance: Seed, title: str) -> None:
    """A notice board at a plastered wall: other papers left and right, ours in the middle."""
    wall = chance.shade((206, 198, 182), 18)
    hand.box(0, 0, 1600, 960, wall)
    for _ in range(60):
        x, y = chance.number(0, 1600), chance.number(0, 940)
        hand.disc(x, y, chance.number(20, 120), chance.number(8, 40), chance.shade(wall, 5))
    _paving(hand, chance)
    shift = chance.number(-50, 50)
    frame = chance.shade((96, 104, 110), 20)
    for post in (250, 1320):
        hand.box(post + shift, 760, post + 34 + shift, 1010, frame)
    hand.box(170 + shift, 130, 1430 + shift, 820, frame)
    hand.box(195 + shift, 250, 1405 + shift, 795, chance.shade((70, 116, 92), 14))
    hand.box(195 + shift, 150, 1405 + shift, 240, _RED)
    hand.centred(800 + shift, 195, "村 务 公 开 栏", 62, (250, 226, 140), within=1100)
    for left in (230, 1080):
        _pinned(hand, chance, left + shift, 300 + chance.number(-15, 25), "公 示", 14)
    _notice(hand, chance, 610 + shift, title)


def _paving(hand: Hand, chance: Seed) -> None:
    hand.box(0, 950, 1600, 1200, chance.shade((138, 132, 124), 12))
    for row in range(4):
        y = 960 + row * row * 18 + row * 20
        hand.line([(0, y), (1600, y)], (112, 106, 100), 3)
        for column in range(-2, 14):
            x = column * 140 + row * 40
            hand.line([(x, y), (x - 30 - row * 8, y + 40 + row * 30)], (112, 106, 100), 3)


def _pinned(hand: Hand, chance: Seed, left: float, top: float, title: str, rows: int) -> None:
    """A paper with grey lines that cannot be read."""
    hand.box(left + 6, top + 6, left + 286, top + 396, (48, 82, 64))
    hand.box(left, top, left + 280, top + 390, chance.shade((240, 238, 230), 8))
    hand.centred(left + 140, top + 40, title, 32, _INK, within=240)
    for row in range(rows):
        end = left + 250 - (chance.number(30, 160) if row % 5 == 4 else 0)
        hand.line([(left + 30, top + 86 + row * 20), (end, top + 86 + row * 20)], (150, 150, 150), 5)


def _notice(hand: Hand, chance: Seed, left: float, title: str) -> None:
    """Our paper: readable title, lines, a date at the lower right."""
    top = 268 + chance.number(-6, 10)
    hand.box(left + 8, top + 8, left + 408, top + 518, (44, 76, 60))
    hand.box(left, top, left + 400, top + 510, _PAPER)
    hand.centred(left + 200, top + 52, "公  告", 52, _RED, within=300)
    hand.centred(left + 200, top + 112, title, 34, _INK, within=360)
    for row in range(11):
        start = left + (66 if row % 4 == 0 else 34)
        end = left + 366 - (chance.number(60, 220) if row % 4 == 3 else 0)
        hand.line([(start, top + 160 + row * 26), (end, top + 160 + row * 26)], (120, 120, 124), 6)
    hand.line([(left + 240, top + 470), (left + 366, top + 470)], (120, 120, 124), 6)
    for x, y in ((14, 14), (386, 14), (14, 496), (386, 496)):
        hand.disc(left + x, top + y, 8, 8, chance.shade((200, 60, 60), 40))


def road(hand: Hand, chance: Seed, title: str) -> None:
    """A concrete road that runs to the hills; the sign at its side carries the title."""
    _sky(hand, chance)
    middle = chance.number(700, 900)
    hand.box(0, 560, 1600, 1200, chance.shade((118, 142, 74), 22))
    for row in range(26):
        y = 566 + row * row
        hand.line([(0, y), (1600, y)], chance.shade((104, 130, 66), 16), 3 + row / 3)
    hand.shape([(middle - 26, 560), (middle + 26, 560), (1330, 1200), (210, 1200)], chance.shade((176, 174, 168), 14))
    for row in range(9):
        down = 580 + row * row * 9.5
        spread = 26 + (down - 560) / 640 * 534
        centre = middle + (770 - middle) * (down - 560) / 640
        hand.line([(centre - spread, down), (centre + spread, down)], (150, 147, 140), 1 + row / 2)
    for side in (-1, 1):
        for row in range(1, 6):
            y = 575 + row * row * 16
            _tree(hand, chance, middle + side * (90 + row * row * 26), y, 46 + row * 34)
    _sign(hand, middle + chance.number(330, 420), title)


def _sky(hand: Hand, chance: Seed) -> None:
    low, high = chance.shade((214, 224, 230), 16), chance.shade((120, 164, 206), 24)
    for row in range(56):
        part = row / 55
        fill = (
            round(high[0] + (low[0] - high[0]) * part),
            round(high[1] + (low[1] - high[1]) * part),
            round(high[2] + (low[2] - high[2]) * part),
        )
        hand.box(0, row * 10, 1600, row * 10 + 10, fill)
    for layer, colour in enumerate(((134, 152, 160), (106, 132, 122), (86, 116, 88))):
        phase, rise = chance.number(0, 600) / 100, chance.number(40, 90)
        ridge = [
            (x, 470 + layer * 40 - rise * (math.sin(x / 260 + phase) + 0.4 * math.sin(x / 90 + phase * 3)))
            for x in range(0, 1601, 20)
        ]
        hand.shape([(0, 600), *ridge, (1600, 600)], chance.shade(colour, 8))


def _tree(hand: Hand, chance: Seed, x: float, y: float, size: float) -> None:
    hand.box(x - size / 18, y - size, x + size / 18, y, (92, 74, 58))
    for _ in range(14):
        aside, up = chance.number(-40, 40) / 100 * size, chance.number(70, 180) / 100 * size
        hand.disc(x + aside, y - up, size * 0.3, size * 0.26, chance.shade((74, 108, 60), 22))


def _sign(hand: Hand, x: float, title: str) -> None:
    hand.box(x - 8, 690, x + 8, 960, (120, 124, 128))
    hand.box(x - 210, 560, x + 210, 720, (244, 244, 240), (120, 124, 128))
    hand.centred(x, 606, title, 40, _INK, within=390)
    hand.line([(x - 160, 650), (x + 160, 650)], (140, 140, 140), 5)
    hand.line([(x - 160, 684), (x + 90, 684)], (140, 140, 140), 5)


def meeting(hand: Hand, chance: Seed, title: str) -> None:
    """A meeting room: banner, board, people along a table."""
    wall = chance.shade((226, 222, 210), 12)
    hand.box(0, 0, 1600, 700, wall)
    hand.box(0, 640, 1600, 1200, chance.shade((158, 136, 112), 16))
    hand.box(0, 600, 1600, 646, chance.shade((150, 128, 100), 10))
    for left in (60, 1300):
        hand.box(left, 190, left + 240, 520, (236, 240, 242), (120, 110, 100))
        hand.box(left + 12, 202, left + 228, 508, chance.shade((170, 200, 214), 22))
        hand.line([(left + 120, 202), (left + 120, 508)], (120, 110, 100), 6)
    hand.box(330, 70, 1270, 170, _RED)
    hand.centred(800, 120, title, 56, (252, 240, 200), within=890)
    hand.box(470, 230, 1130, 500, (238, 240, 238), (130, 130, 130))
    for row in range(5):
        hand.line([(520, 280 + row * 44), (760 + chance.number(0, 320), 280 + row * 44)], (90, 110, 150), 6)
    for seat in range(5):
        _person(hand, chance, 390 + seat * 205 + chance.number(-25, 25), 560, 62)
    hand.shape([(330, 660), (1270, 660), (1500, 940), (100, 940)], chance.shade((140, 92, 58), 16))
    hand.shape([(100, 940), (1500, 940), (1490, 1010), (110, 1010)], (98, 64, 42))
    for seat in range(6):
        x = 330 + seat * 190 + chance.number(-30, 30)
        hand.shape([(x, 760), (x + 90, 760), (x + 96, 830), (x - 10, 830)], _PAPER)
        hand.disc(x + 130, 770, 16, 22, chance.shade((214, 218, 214), 10))
    for seat in range(4):
        _person(hand, chance, 250 + seat * 370 + chance.number(-50, 50), 1010, 120, away=True)


def _person(hand: Hand, chance: Seed, x: float, y: float, size: float, *, away: bool = False) -> None:
    """Head and shoulders, without a face; `away` shows the back of the head."""
    coat = chance.shade((84, 92, 110), 50)
    hand.disc(x, y + size * 1.6, size * 1.15, size * 1.3, coat)
    hand.box(x - size * 1.15, y + size * 1.6, x + size * 1.15, y + size * 3, coat)
    hand.disc(x, y, size * 0.62, size * 0.74, chance.shade((206, 168, 140), 14))
    fall = 0.16 if away else 0.3
    hand.disc(x, y - size * fall, size * 0.66, size * (0.72 if away else 0.52), chance.shade((50, 46, 44), 16))


def paper(hand: Hand, chance: Seed, title: str) -> None:
    """A page on a desk, written by hand, with signatures and a pen."""
    desk = chance.shade((150, 112, 76), 24)
    hand.box(0, 0, 1600, 1200, desk)
    for row in range(50):
        y = row * 24 + chance.number(-6, 6)
        hand.line([(0, y), (1600, y + chance.number(-20, 20))], chance.shade(desk, 8), 6)
    left, lean = 330 + chance.number(-40, 40), chance.number(-24, 24)
    sheet = [(left, 50), (left + 900, 50 + lean), (left + 900, 1240 + lean), (left, 1240)]
    hand.shape([(x + 14, y + 14) for x, y in sheet], (90, 66, 46))
    hand.shape(sheet, chance.shade(_PAPER, 6))
    hand.centred(left + 450, 130 + lean / 2, title, 52, _INK, within=780, bold=False)
    for row in range(9):
        y = 240 + row * 62
        hand.line([(left + 80, y + lean / 11), (left + 820, y + lean * 0.9)], (190, 194, 200), 2)
        _scribble(hand, chance, left + (150 if row == 0 else 90), y - 14, left + (810 if row % 4 < 3 else 480), 14)
    for row, label in enumerate(("签名：", "日期：")):
        y = 860 + row * 100
        hand.centred(left + 480, y, label, 38, _INK, within=160, bold=False)
        _scribble(hand, chance, left + 550, y, left + 780, 30)
    hand.line([(left + 940, 300), (left + 1120, 900)], chance.shade((40, 52, 90), 20), 26)
    hand.line([(left + 1120, 900), (left + 1128, 930)], (190, 180, 150), 12)


def _scribble(hand: Hand, chance: Seed, left: float, y: float, right: float, size: int) -> None:
    """Handwriting that says nothing."""
    x, points = left, []
    while x < right:
        points.append((x, y + chance.number(-size, size // 2)))
        x += chance.number(6, 16)
        if chance.number(0, 5) == 0:
            hand.line(points, (38, 44, 92), 4)
            x, points = x + 16, []
    if len(points) > 1:
        hand.line(points, (38, 44, 92), 4)
