"""Letters between township and villages: messages, supervision orders, answers; and accusations that stay sealed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from clerk_app import crypto, days, workflow
from clerk_app.canon import Fields
from clerk_app.errors import UsageError
from clerk_app.model import Discipline, Draft, EntryKind, FileRef, Letter, LetterForm, LogId, Recorded

from .letter_views import LetterRow
from .office import Office
from .outgoing import township
from .placing import write_file
from .record import known_now, today
from .town_views import SlipRow

_PADDING = 4096
"""A sealed slip says nothing by its length: its text is filled up to a multiple of this."""

LONGEST_SLIP = 100_000
"""Characters of an accusation."""


class Letters:
    """What one open office writes to the other side, and hears from it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def all(self, code: str = "") -> list[LetterRow]:
        """Letters to and from an office ("" for all), the newest first."""
        codes = [code] if code else sorted(self._office.realm.context.contacts)
        rows = [row for each in codes for row in self._rows(each)]
        return sorted(rows, key=lambda row: row.on, reverse=True)

    def open_orders(self, code: str = "") -> list[LetterRow]:
        """Supervision orders without an answer, the most urgent first."""
        orders = [row for row in self.all(code) if row.form == LetterForm.ORDER and row.open]
        return sorted(orders, key=lambda row: row.due)

    def write(self, text: str, *, to: str = "", due: str = "", matter: str = "", about: str = "") -> str:
        """Write to the other side; with a day it is a supervision order. Returns the letter's id.

        `about` is the hash of an entry or the key of an early warning that it speaks of.
        """
        form = LetterForm.ORDER if due else LetterForm.MESSAGE
        letter = Letter(form, text.strip(), today(self._office), due, matter, about)
        return self._write(workflow.admit_letter(known_now(self._office), letter), self._code(to))

    def answer(self, letter: str, text: str) -> str:
        """Answer a letter of the other side; its id may be cut short as long as it names one."""
        found = [row for row in self.all() if not row.ours and row.id.startswith(letter)]
        if len(found) != 1:
            raise UsageError("letter-not-found", id=letter)
        context, day = known_now(self._office), today(self._office)
        return self._write(workflow.admit_reply(context, found[0].id, text.strip(), day), found[0].code)

    def seal(self, text: str) -> str:
        """Seal an accusation for the discipline office; nothing of it stays readable here. Returns the slip's id."""
        office, known = self._office, self.addressee()
        if not 0 < len(text.strip()) <= LONGEST_SLIP:
            raise UsageError("slip-too-long", most=LONGEST_SLIP)
        raw = text.strip().encode("utf-8")
        padded = raw + b"\n" * (-len(raw) % _PADDING)
        sealed = io.BytesIO()
        crypto.seal(io.BytesIO(padded), sealed, [known.sealing])
        with office.store.transaction():
            info = office.store.blobs.put(sealed.getvalue())
            draft = workflow.admit_slip(known_now(office), FileRef(info.sha256, info.size, "slip"), today(office))
            return office.write(draft).hash

    def slips(self) -> list[SlipRow]:
        """Every sealed accusation that lies here, the oldest first."""
        card, contacts = self._office.card, self._office.realm.context.contacts
        names = {card.code: card.name} | {code: contact.name for code, contact in contacts.items()}
        return [
            SlipRow(recorded.hash, code, name, Fields.of(recorded.content).text("on"))
            for code, name in names.items()
            for recorded in self._told(code, EntryKind.SLIP)
        ]

    def write_slip(self, slip: str, path: Path) -> None:
        """Write a sealed accusation for the discipline office, which opens it with `age -d`."""
        found = [row.id for row in self.slips() if row.id.startswith(slip)]
        recorded = self._office.store.journal.get(found[0]) if len(found) == 1 else None
        if recorded is None:
            raise UsageError("letter-not-found", id=slip)
        with self._office.store.blobs.open(recorded.entry.files[0].sha256) as file:
            write_file(path, file.read())

    def discipline(self) -> Discipline | None:
        """For whom accusations are sealed, or None."""
        return self._office.realm.context.discipline

    def addressee(self) -> Discipline:
        """For whom accusations are sealed; `UsageError` ("discipline-not-set") before anything is written."""
        known = self.discipline()
        if known is None:
            raise UsageError("discipline-not-set")
        return known

    def set_discipline(self, name: str, recipient: str) -> None:
        """Say for whom accusations are sealed (townships)."""
        crypto.check_recipient(recipient)
        known = Discipline(name.strip(), recipient)
        self._office.write(workflow.admit_discipline(known_now(self._office), known))

    def _code(self, to: str) -> str:
        if self._office.is_village:
            return township(self._office).code
        if to not in self._office.realm.context.contacts:
            raise UsageError("office-unknown", code=to)
        return to

    def _write(self, draft: Draft, code: str) -> str:
        office = self._office
        if office.is_village:
            return office.write(draft).hash
        return office.write(draft, log=office.log(code)).hash

    def _rows(self, code: str) -> Iterator[LetterRow]:
        """The letters between us and one office, with their answers."""
        office = self._office
        said = [(recorded, whose == office.card.code) for recorded, whose in self._between(code)]
        answers: dict[str, list[tuple[str, str]]] = {}
        for recorded, _ours in said:
            if recorded.entry.kind is EntryKind.REPLY:
                answered, text, on = workflow.reply_of(Fields.of(recorded.content))
                answers.setdefault(answered, []).append((on, text))
        name = office.realm.context.contacts[code].name
        for recorded, ours in said:
            if recorded.entry.kind is EntryKind.LETTER:
                letter = workflow.letter_of(Fields.of(recorded.content))
                yield self._row(recorded.hash, code, name, letter, ours, tuple(answers.get(recorded.hash, ())))

    def _row(
        self, digest: str, code: str, name: str, letter: Letter, ours: bool, answers: tuple[tuple[str, str], ...]
    ) -> LetterRow:
        waits = letter.due and not answers
        left = (days.parse(letter.due) - days.parse(today(self._office))).days if waits else None
        return LetterRow(
            digest,
            code,
            name,
            letter.form.value,
            ours,
            letter.text,
            letter.on,
            letter.due,
            left,
            letter.matter,
            answers,
            letter.about,
        )

    def _between(self, code: str) -> Iterator[tuple[Recorded, str]]:
        """What we and that office said to each other, each with the code of the speaker."""
        kinds = (EntryKind.LETTER, EntryKind.REPLY)
        for whose in (self._office.card.code, code):
            for kind in kinds:
                for recorded in self._told(whose, kind, code):
                    yield recorded, whose

    def _told(self, whose: str, kind: EntryKind, to: str = "") -> Iterator[Recorded]:
        """The entries of a kind that an office wrote and nobody refused; to one office only where one is named."""
        office = self._office
        voided = office.realm_of(whose).voided if not office.is_village and whose != office.card.code else frozenset()
        for log, owner in office.owners().items():
            if owner == whose and self._is_for(log, whose, to):
                found = office.store.journal.of_kinds(log, frozenset({kind}))
                yield from (recorded for recorded in found if recorded.hash not in voided)

    def _is_for(self, log: LogId, whose: str, to: str) -> bool:
        """A township keeps a log for each village; a village's one log is for its township."""
        return self._office.is_village or whose != self._office.card.code or not to or log.audience == to
