"""The table of divisions, and what a 12-digit division code says of itself: the place, the level, the class.

Six digits stand in the table (GB/T 2260; `docs/divisions/README.md` says of which state and from where). No table of
the country's towns and villages is both free and small, and it would be old within a month: their digits are read by
their classes. A place that is not in the table is told and not refused, for the table ages; the township compares the
whole code face to face when the village is enrolled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from clerk_app import codes
from clerk_app.errors import UsageError
from clerk_app.model import OfficeKind
from clerk_app.places import resources

from .views import Sentence
from .words import sentence

_Classes = tuple[tuple[int, int, str], ...]

_LARGEST_TABLE = 512 * 1024
_LINE = re.compile(r"([1-9][0-9]{5})\t([\u4e00-\u9fff]{1,20})\t([a-z]{1,20})")
_AS_OF = re.compile(r"^# .*as of: (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_SUMS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Rows in the place of a prefecture that only sum up the counties right under a province: no part of a place's name."""

_TOWNS: _Classes = (
    (1, 99, "class.street"),
    (100, 199, "class.town"),
    (200, 399, "class.rural-township"),
    (400, 599, "class.like-township"),
)
"""Digits 7 to 9, GB/T 10114-2003."""

_VILLAGES: _Classes = (
    (1, 199, "class.residents"),
    (200, 399, "class.villagers"),
    (400, 499, "class.like-residents"),
    (500, 599, "class.like-villagers"),
)
"""Digits 10 to 12, rules for statistical codes (国统字〔2009〕91号)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table: six digits, the plain name, the initials of its pinyin."""

    code: str
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Division:
    """A code as it reads, whole or begun.

    `formed`: twelve digits. `place` is the full plain name as far as the table knows it, "" where no province has that
    number. `township` is the code that it lies in, `classes` are those of its last six digits (labels), as far as
    they lie in one. `fits`: an office of the kind that was asked for may have it. `told` is what somebody should look
    at, whether it fits or not.
    """

    code: str
    formed: bool
    place: str
    township: str
    classes: tuple[str, ...]
    fits: bool
    told: tuple[Sentence, ...]


@cache
def _text() -> str:
    """The file of the table. One that is damaged is a broken installation: `RuntimeError`, here and below."""
    path = resources() / "divisions.tsv"
    if path.stat().st_size > _LARGEST_TABLE:
        raise RuntimeError("the table of divisions is too large")
    return path.read_text(encoding="utf-8")


def divisions_as_of() -> str:
    """The day whose state the table shows."""
    found = _AS_OF.search(_text())
    if found is None:
        raise RuntimeError("the table of divisions says no day")
    return found[1]


@cache
def _table() -> Mapping[str, Place]:
    """The table by code, in the order of the codes."""
    rows = {}
    for line in _text().splitlines():
        if not line.startswith("#"):
            found = _LINE.fullmatch(line)
            if found is None or found[1] in rows:
                raise RuntimeError("the table of divisions is damaged")
            rows[found[1]] = Place(*found.groups())
    return MappingProxyType(rows)


@cache
def _within(prefix: str, ending: str) -> tuple[Place, ...]:
    """The places whose code begins so and ends so, without the one that they all lie in."""
    above = prefix.ljust(6, "0")
    return tuple(
        row for code, row in _table().items() if code.startswith(prefix) and code.endswith(ending) and code != above
    )


def provinces() -> tuple[Place, ...]:
    """Every province, by code."""
    return _within("", "0000")


def prefectures(province: str) -> tuple[Place, ...]:
    """What a province is divided into, by code; of a code only its first two digits count."""
    return _within(province[:2], "00") if len(province) >= 2 else ()


def counties(prefecture: str) -> tuple[Place, ...]:
    """The counties of a prefecture, by code; a city without counties (东莞市) stands for itself.

    Of a code only its first four digits count.
    """
    own = _table().get(prefecture[:4].ljust(6, "0"))
    if own is None or own.code.endswith("0000"):
        return ()
    found = tuple(row for row in _within(own.code[:4], "") if not row.code.endswith("00"))
    return found or (own,)


def find_places(text: str) -> tuple[Place, ...]:
    """The places whose name contains the text, or whose initials begin with it; by code, without mere sums."""
    wanted = text.strip().lower()
    return tuple(
        row
        for row in _table().values()
        if wanted and row.name not in _SUMS and (wanted in row.name or row.initials.startswith(wanted))
    )


def place_name(code: str) -> str:
    """The full plain name of where a code lies, as far as the table knows it: 浙江省湖州市吴兴区."""
    above = (code[:2] + "0000", code[:4] + "00", code[:6]) if len(code) >= 2 else ()
    rows = dict.fromkeys(row for wanted in above if (row := _table().get(wanted)) is not None)
    return "".join(row.name for row in rows if row.name not in _SUMS)


def division(code: str, kind: str = "") -> Division:
    """Read a code, whole or begun, for an office of that kind (``village`` or ``township``; "" for either)."""
    try:
        codes.check_division(code)
        formed = True
    except UsageError:
        formed = False
    province = _table().get(code[:2] + "0000")
    level = OfficeKind.TOWNSHIP if code.endswith("000") else OfficeKind.VILLAGE
    fits = formed and province is not None and kind in ("", level)
    return Division(
        code,
        formed=formed,
        place=place_name(code),
        township=code[:9] + "000" if formed else "",
        classes=tuple(name for digits, classes in _classed(code) if (name := _class_of(digits, classes))),
        fits=fits,
        told=tuple(_told(code, formed=formed, level=level, fits=fits)),
    )


def _told(code: str, *, formed: bool, level: OfficeKind, fits: bool) -> Iterator[Sentence]:
    """What is to be said of a code that is being typed; after what makes it unfit nothing more."""
    if len(code) >= 2 and code[:2] + "0000" not in _table():
        yield sentence("division-no-province", {"two": code[:2]})
        return
    if not _is_known(code):
        yield sentence("division-not-in-table", {"six": code[:6], "as_of": divisions_as_of()})
    if not formed:
        if code:
            yield sentence("division-begun", {"digits": len(code)})
        return
    if not fits:
        yield sentence("division-other-level", {})
        return
    (town, towns), (village, villages) = _classed(code)
    if not _class_of(town, towns):
        yield sentence("division-town-outside", {"digits": town}, basis="GB/T 10114—2003")
    if level is OfficeKind.VILLAGE:
        if not _class_of(village, villages):
            yield sentence("division-village-outside", {"digits": village}, basis="国统字〔2009〕91号")
        yield sentence("division-township", {"township": code[:9] + "000"})


def _is_known(code: str) -> bool:
    """Whether the table has the county of a code, or the city without counties; before six digits nothing is asked."""
    if len(code) < 6 or code[2:].startswith("0000") or code[4:] == "00":
        return len(code) < 6 or code[:6] in _table()
    return any(row.code == code[:6] for row in counties(code))


def _classed(code: str) -> tuple[tuple[str, _Classes], tuple[str, _Classes]]:
    """The digits of a town and of a village, each with the classes that there are."""
    return (code[6:9], _TOWNS), (code[9:12], _VILLAGES)


def _class_of(digits: str, classes: _Classes) -> str:
    """The class of three digits; "" outside of all, or where they are not three."""
    number = int(digits) if len(digits) == 3 and digits.isascii() and digits.isdecimal() else 0
    return next((name for first, last, name in classes if first <= number <= last), "")
