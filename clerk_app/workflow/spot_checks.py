"""Spot checks: a draw that nobody can steer once the seed is known, and that anybody can repeat.

Each lot has a ticket, SHA-256 over the seed and the lot's name; the lowest tickets are drawn. A village that knows the
highest ticket drawn can say of each of its own matters whether it had to be drawn.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from clerk_app import canon
from clerk_app.canon import Fields
from clerk_app.chain import log_record
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import Context, Draft, EntryKind, Lot, OfficeKind, Seed, SpotCheck, Unit

from .forms import is_day
from .office import log_of

MOST_DRAWN = 200
LONGEST_SEED = 200

_CODE = re.compile(r"[0-9]{12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def ticket(seed: str, lot: Lot) -> str:
    """SHA-256 (hex) over the canonical form of {"matter", "office", "seed"}."""
    record = {"matter": lot.matter, "office": lot.office, "seed": seed}
    return hashlib.sha256(canon.encode(record)).hexdigest()


def draw(seed: str, lots: Iterable[Lot], count: int) -> tuple[Lot, ...]:
    """The `count` lots with the lowest tickets, the lowest first; all where there are fewer."""
    return tuple(sorted(lots, key=lambda lot: ticket(seed, lot))[:count])


def admit_draw(context: Context, check: SpotCheck) -> Draft:
    """Record a draw; `RefusedError` for a village, an empty seed, nothing to draw from, or days that are none."""
    refusals = tuple(_refusals(context, check))
    if refusals:
        raise RefusedError(refusals)
    return Draft(EntryKind.DRAW, _record(check))


def _refusals(context: Context, check: SpotCheck) -> Iterator[Refusal]:
    if context.office is None or context.office.kind is not OfficeKind.TOWNSHIP:
        yield Refusal("draw-not-ours")
    if not check.seed.strip() or len(check.seed) > LONGEST_SEED:
        yield Refusal("draw-without-seed", {"most": LONGEST_SEED})
    if not 0 < check.count <= MOST_DRAWN:
        yield Refusal("draw-count-impossible", {"count": check.count, "most": MOST_DRAWN})
    if not check.of:
        yield Refusal("draw-from-nothing")
    for day in (check.on, *(text for text in (check.since, check.until) if text)):
        if not is_day(day):
            yield Refusal("day-malformed", {"text": day[:20]})


def _record(check: SpotCheck) -> dict[str, object]:
    return {
        "unit": check.unit.value,
        "seed": check.seed,
        "source": check.source.value,
        "on": check.on,
        "count": check.count,
        "of": check.of,
        "drawn": [{"office": lot.office, "matter": lot.matter} for lot in check.drawn],
        "villages": list(check.villages),
        "type": check.type,
        "since": check.since,
        "until": check.until,
        "reach": [{"log": log_record(log), "seq": seq} for log, seq in check.reach],
    }


def draw_of(fields: Fields) -> SpotCheck:
    """A draw as a payload holds it, strictly."""
    return SpotCheck(
        unit=Unit(fields.choice("unit", Unit)),
        seed=fields.text("seed", most=LONGEST_SEED),
        source=Seed(fields.choice("source", Seed)),
        on=fields.text("on", most=10),
        count=fields.integer("count", 1, MOST_DRAWN),
        of=fields.integer("of", 1),
        drawn=tuple(
            Lot(lot.matching("office", _CODE), lot.text("matter", most=80))
            for lot in fields.records("drawn", most=MOST_DRAWN)
        ),
        villages=fields.texts("villages", longest=12),
        type=fields.text("type", most=20),
        since=fields.matching("since", _DAY, empty=True),
        until=fields.matching("until", _DAY, empty=True),
        reach=tuple((log_of(part.inside("log")), part.integer("seq", 1)) for part in fields.records("reach")),
    )
