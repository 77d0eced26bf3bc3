"""Spot checks (巡察抽查): drawn by lot, told to the villages, and what was found with the villages' answers."""

from __future__ import annotations

from collections.abc import Iterator

from clerk_app import workflow
from clerk_app.canon import Fields
from clerk_app.errors import UsageError
from clerk_app.model import EVERYONE, EntryKind, LogId, Lot, Recorded, Seed, SpotCheck, Unit

from .letter_views import LetterRow
from .letters import Letters
from .office import Office
from .record import known_now, today
from .town_views import DrawRow, LotRow, Redrawn

_DRAWS = frozenset({EntryKind.DRAW})
_RECEIPTS = frozenset({EntryKind.RECEIPT})
_ALL = 1_000_000


class Inspections:
    """A township draws and notes what it found; a village sees the draws, and can check what concerns it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def draw(
        self,
        count: int,
        *,
        unit: str = Unit.MATTER,
        seed: str = "",
        type_id: str = "",
        since: str = "",
        until: str = "",
    ) -> str:
        """Draw matters or villages and record it; returns the draw's id.

        Without a `seed` (a number known in public) it is the hash of the newest receipt. `type_id`, `since` and
        `until` (days of beginning) say which matters take part.
        """
        office = self._office
        if office.is_village:
            raise UsageError("township-only")
        chosen = SpotCheck(
            unit=Unit(unit),
            seed=seed.strip() or self._newest_receipt(),
            source=Seed.TYPED if seed.strip() else Seed.RECEIPT,
            on=today(office),
            count=count,
            of=1,
            drawn=(),
            villages=tuple(sorted(office.realm.context.contacts)),
            type=type_id,
            since=since,
            until=until,
            reach=tuple(self._reach()),
        )
        return office.write(workflow.admit_draw(known_now(office), self._drawn(chosen))).hash

    def all(self) -> list[DrawRow]:
        """Every draw with what was found, the newest first."""
        letters = Letters(self._office).all()
        return [self._row(recorded, letters) for recorded in self._told()][::-1]

    def redo(self, draw: str) -> Redrawn:
        """Draw once more from the same seed: is it what was recorded? A village looks at its own matters only."""
        check = workflow.draw_of(Fields.of(self._recorded(draw).content))
        if not self._office.is_village:
            again = self._drawn(check)
            return Redrawn((again.of, again.drawn) == (check.of, check.drawn), again.of, again.drawn)
        own = self._office.card.code
        lots = [lot for lot in self._lots(check) if lot.office == own]
        due = tuple(lot for lot in workflow.draw(check.seed, lots, len(lots)) if _had_to_be(check, lot))
        return Redrawn(due == tuple(lot for lot in check.drawn if lot.office == own), len(lots), due)

    def find(self, draw: str, code: str, text: str, *, matter: str = "", due: str = "") -> str:
        """Note what was found and tell the village; with a day it answers by then. Returns the letter's id."""
        recorded = self._recorded(draw)
        if Lot(code, matter) not in workflow.draw_of(Fields.of(recorded.content)).drawn:
            raise UsageError("lot-not-drawn", code=code)
        return Letters(self._office).write(text, to=code, due=due, matter=matter, about=recorded.hash)

    def _drawn(self, check: SpotCheck) -> SpotCheck:
        """The check with the lots that its seed gives."""
        lots = self._lots(check)
        drawn = workflow.draw(check.seed, lots, check.count)
        return SpotCheck(
            unit=check.unit,
            seed=check.seed,
            source=check.source,
            on=check.on,
            count=check.count,
            of=len(lots),
            drawn=drawn,
            villages=check.villages,
            type=check.type,
            since=check.since,
            until=check.until,
            reach=check.reach,
        )

    def _lots(self, check: SpotCheck) -> list[Lot]:
        """Everything that takes part, as it was known when it was drawn."""
        if check.unit is Unit.VILLAGE:
            return [Lot(code) for code in check.villages]
        shelf, owners = self._office.store.shelf, self._office.owners()
        lots: dict[Lot, None] = {}
        for code in sorted({owners[log] for log, _seq in check.reach if log in owners}):
            rows = shelf.matters(office=code, type_id=check.type, limit=_ALL)
            fits = {row.id for row in rows if check.since <= row.begun_on and row.begun_on <= (check.until or "9999")}
            for log, seq in check.reach:
                if owners.get(log) == code:
                    known = self._office.store.journal.matters(log, upto=seq)
                    lots |= {Lot(code, matter): None for matter in known if matter in fits}
        return list(lots)

    def _reach(self) -> Iterator[tuple[LogId, int]]:
        """How far every village's log is known."""
        for log, owner in sorted(self._office.owners().items()):
            if owner in self._office.realm.context.contacts:
                yield log, self._office.head(log).seq

    def _newest_receipt(self) -> str:
        office = self._office
        logs = [log for code in office.realm.context.contacts for log in office.logs_for(code)]
        receipts = [receipt for log in logs for receipt in office.store.journal.of_kinds(log, _RECEIPTS)]
        return max(((receipt.entry.at, receipt.hash) for receipt in receipts), default=("", ""))[1]

    def _told(self) -> Iterator[Recorded]:
        """The draws in the township's log for all, the oldest first."""
        office = self._office
        logs = [log for log in office.realm.context.heard if log.audience == EVERYONE]
        for log in logs if office.is_village else office.own_logs():
            yield from office.store.journal.of_kinds(log, _DRAWS)

    def _recorded(self, draw: str) -> Recorded:
        found = [recorded for recorded in self._told() if recorded.hash.startswith(draw)]
        if len(found) != 1:
            raise UsageError("draw-not-found", id=draw)
        return found[0]

    def _row(self, recorded: Recorded, letters: list[LetterRow]) -> DrawRow:
        check = workflow.draw_of(Fields.of(recorded.content))
        told = {(row.code, row.matter): row for row in reversed(letters) if row.about == recorded.hash}
        own = self._office.card.code if self._office.is_village else ""
        return DrawRow(
            id=recorded.hash,
            unit=check.unit.value,
            seed=check.seed,
            source=check.source.value,
            on=check.on,
            count=check.count,
            of=check.of,
            type=check.type,
            since=check.since,
            until=check.until,
            lots=tuple(self._lot(check, lot, told) for lot in check.drawn if own in ("", lot.office)),
        )

    def _lot(self, check: SpotCheck, lot: Lot, told: dict[tuple[str, str], LetterRow]) -> LotRow:
        office = self._office
        row = office.store.shelf.matter(lot.office, lot.matter) if lot.matter else None
        # To a village the letters are all from its one township.
        other = next(iter(office.realm.context.contacts)) if office.is_village else lot.office
        known = office.card if office.is_village else office.realm.context.contacts.get(lot.office)
        return LotRow(
            code=lot.office,
            name=known.name if known is not None else lot.office,
            matter=lot.matter,
            title=row.title if row is not None else "",
            ticket=workflow.ticket(check.seed, lot),
            finding=told.get((other, lot.matter)),
        )


def _had_to_be(check: SpotCheck, lot: Lot) -> bool:
    """True where the lot's ticket is no higher than the highest one drawn, or everything was drawn."""
    highest = max((workflow.ticket(check.seed, drawn) for drawn in check.drawn), default="")
    return len(check.drawn) < check.count or workflow.ticket(check.seed, lot) <= highest
