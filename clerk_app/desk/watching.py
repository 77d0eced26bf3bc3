"""What the township looks after in its villages: early warnings, and entries that it sent back."""

from __future__ import annotations

from collections.abc import Iterator

from clerk_app import days, workflow
from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError, UsageError
from clerk_app.model import EarlyWarning, EntryKind, Explanation, Recorded

from .filing import Judged, refused_entry
from .letter_views import LetterRow
from .letters import Letters
from .office import Office
from .record import known_now, today
from .shelving import returned_steps
from .town_views import ReturnedRow, VillageWarning
from .warning import found_in, warnings

_EXPLAINED = frozenset({EntryKind.EXPLAIN})
_RECEIPTS = frozenset({EntryKind.RECEIPT})


class Watch:
    """Early warnings of all villages, and what was sent back, each with what the township wrote about it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def warnings(self, code: str = "") -> list[VillageWarning]:
        """The warnings of a village or ("") of all: those nobody dealt with first, then by day."""
        rows = [row for each in self._codes(code) for row in self._warnings(each)]
        return sorted(rows, key=lambda row: (_is_dealt_with(row), row.warning.days[-1], row.code, row.warning.key))

    def see(self, code: str, key: str, text: str) -> str:
        """Note that a warning was looked at, and what came out; returns the entry's hash. The village hears of it."""
        office = self._office
        found, full = self._found(code, key)
        draft = workflow.admit_explanation(known_now(office), found, Explanation(full, today(office), text.strip()))
        return office.write(draft, log=office.log(code)).hash

    def ask(self, code: str, key: str, text: str) -> str:
        """Ask the village to explain a warning; returns the letter's id."""
        return self.order(code, key, text, due="")

    def order(self, code: str, key: str, text: str, *, due: str) -> str:
        """Make a warning a supervision order that is answered by `due`; returns the letter's id."""
        found, full = self._found(code, key)
        causes = next((warning.causes for warning in found if warning.key == full), ())
        if not causes:
            raise RefusedError((Refusal("warning-unknown"),))
        matters = {fact.matter for fact in causes}
        matter = matters.pop() if len(matters) == 1 else ""
        return Letters(self._office).write(text, to=code, due=due, matter=matter, about=full)

    def returned(self, code: str = "") -> list[ReturnedRow]:
        """The entries that were refused or held, of a village or of all: those not cured first, then the newest."""
        rows = [row for each in self._codes(code) for row in self._returned(each)]
        return sorted(rows, key=lambda row: (not row.cured, row.on), reverse=True)

    def explain(self, code: str, entry: str, text: str, *, due: str = "") -> str:
        """Write to the village why an entry was sent back, and what to do; returns the letter's id."""
        found = [row for row in self.returned(code) if row.entry.hash.startswith(entry)]
        if len(found) != 1:
            raise UsageError("entry-not-returned", id=entry[:12])
        told = found[0].entry
        return Letters(self._office).write(text, to=code, due=due, matter=told.matter, about=told.hash)

    def _codes(self, code: str) -> list[str]:
        known = self._office.realm.context.contacts
        if self._office.is_village:
            raise UsageError("township-only")
        if code and code not in known:
            raise UsageError("office-unknown", code=code)
        return [code] if code else sorted(known)

    def _warnings(self, code: str) -> Iterator[VillageWarning]:
        rows = warnings(self._office, code)
        letters, seen = (self._letters(code), self._seen(code)) if rows else ({}, {})
        for row in rows:
            noted = seen.get(row.key, Explanation(row.key, "", ""))
            name = self._office.realm.context.contacts[code].name
            yield VillageWarning(code, name, row, noted.on, noted.text, tuple(letters.get(row.key, ())))

    def _found(self, code: str, key: str) -> tuple[tuple[EarlyWarning, ...], str]:
        self._codes(code)
        found = found_in(self._office, code)
        keys = [warning.key for warning in found if warning.key.startswith(key)] if len(key) >= 8 else []
        return found, keys[0] if len(keys) == 1 else key

    def _seen(self, code: str) -> dict[str, Explanation]:
        """What the township noted of warnings, the newest note of each."""
        office = self._office
        told = (entry for log in office.logs_for(code) for entry in office.store.journal.of_kinds(log, _EXPLAINED))
        notes = (workflow.explanation_of(Fields.of(recorded.content)) for recorded in told)
        return {note.key: note for note in notes}

    def _letters(self, code: str) -> dict[str, list[LetterRow]]:
        """Our letters to a village by what they are about, the newest first."""
        letters: dict[str, list[LetterRow]] = {}
        for row in Letters(self._office).all(code):
            if row.ours and row.about:
                letters.setdefault(row.about, []).append(row)
        return letters

    def _returned(self, code: str) -> Iterator[ReturnedRow]:
        office, letters = self._office, self._letters(code)
        realm, name = office.realm_of(code), office.realm.context.contacts[code].name
        for log in office.logs_for(code):
            for receipt in office.store.journal.of_kinds(log, _RECEIPTS):
                on = days.beijing_day(receipt.entry.at)
                for recorded, judged, state in _sent_back(office, receipt):
                    entry = refused_entry(realm, judged)
                    cured = self._is_cured(code, recorded)
                    yield ReturnedRow(code, name, on, entry, state, cured, tuple(letters.get(recorded.hash, ())))

    def _is_cured(self, code: str, recorded: Recorded) -> bool:
        """True once the step was done anew; what was refused of a matter that never began is cured by nothing."""
        realm, entry = self._office.realm_of(code), recorded.entry
        matter = realm.matter(entry.matter) if entry.matter else None
        if matter is None or not entry.step:
            return False
        return bool(matter.runs_of(entry.step)) and entry.step not in returned_steps(self._office, realm, matter)


def _sent_back(office: Office, receipt: Recorded) -> Iterator[tuple[Recorded, Judged, str]]:
    """The entries that a receipt refuses or holds, with the reasons and which of the two it is."""
    payload = Fields.of(receipt.content)
    for state in ("refused", "held"):
        for fields in payload.records(state):
            recorded = office.store.journal.get(fields.hexadecimal("hash"))
            if recorded is not None:
                reasons = tuple(workflow.refusal_of(reason) for reason in fields.records("refusals"))
                yield recorded, Judged(recorded, reasons), state


def _is_dealt_with(row: VillageWarning) -> bool:
    """True once the village has answered, or the township has noted or asked something."""
    return bool(row.warning.answered_on or row.seen_on or row.letters)
