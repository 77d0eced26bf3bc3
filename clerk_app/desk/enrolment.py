"""The enrolment sheet: an office's key in digits, in words and as QR, to be compared face to face."""

from __future__ import annotations

from clerk_app import report
from clerk_app.crypto import fingerprint, short_fingerprint, spoken_fingerprint
from clerk_app.model import BLACK, Card, Drawing, Mark, Rectangle, Words

WIDTH, HEIGHT = 595.28, 841.89
_LEFT, _MEASURE = 90.0, 415.0
_CODE = 190.0


def code_text(card: Card) -> str:
    """What the QR on the sheet says: whose key it is, and its SHA-256."""
    return f"CLERK-KEY {card.code} {fingerprint(bytes.fromhex(card.signing))}"


def enrolment_drawing(card: Card) -> Drawing:
    """The sheet, one page of A4."""
    public = bytes.fromhex(card.signing)
    words = spoken_fingerprint(public).split()
    marks: list[Mark] = [
        *_centred(f"{card.name}登记单", 120, 22),
        *_centred(f"区划代码 {card.code}    第 {card.epoch} 段", 156, 12),
        *_told("双方当面核对：由本单位念，对方在自己的屏幕上看着登记。数字或词语，核对一种即可。", 196),
        *_boxed("数字", [short_fingerprint(public)], 240),
        *_boxed("词语", ["  ".join(words[:4]), "  ".join(words[4:])], 320),
        *report.qr_marks(code_text(card), (WIDTH - _CODE) / 2, 450, _CODE),
        *_centred("扫码得到的整行文字，也可以直接填进对方的登记框", 656, 10.5),
        *_lines(("本单位核对人", "对方核对人", "核对日期"), 720),
    ]
    return Drawing(title=f"{card.name}登记单", width=WIDTH, height=HEIGHT, marks=tuple(marks))


def code_drawing(card: Card) -> Drawing:
    """The QR code alone, for a screen."""
    return Drawing(title=card.name, width=_CODE, height=_CODE, marks=report.qr_marks(code_text(card), 0, 0, _CODE))


def _centred(text: str, y: float, size: float) -> list[Mark]:
    width = report.typeface().measure(text, size)
    return [Words(x=(WIDTH - width) / 2, y=y, text=text, size=size, bold=size > 20)]


def _told(text: str, y: float) -> list[Mark]:
    lines = report.typeface().lines(text, _MEASURE, 12)
    return [Words(x=_LEFT, y=y + 18 * row, text=line, size=12) for row, line in enumerate(lines)]


def _boxed(label: str, lines: list[str], top: float) -> list[Mark]:
    """A label, and under it what is read out, large."""
    height = 26.0 * len(lines) + 14
    marks: list[Mark] = [Words(x=_LEFT, y=top + 14, text=label, size=10.5)]
    marks.append(Rectangle(left=_LEFT + 40, top=top, width=_MEASURE - 40, height=height, edge=BLACK, radius=4))
    texts = (Words(x=_LEFT + 56, y=top + 24 + 26 * row, text=line, size=18) for row, line in enumerate(lines))
    return [*marks, *texts]


def _lines(labels: tuple[str, ...], y: float) -> list[Mark]:
    texts = (f"{label}：______________________" for label in labels)
    return [Words(x=_LEFT, y=y + 26 * row, text=text, size=12) for row, text in enumerate(texts)]
