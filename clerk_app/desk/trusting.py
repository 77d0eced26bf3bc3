"""Trust, as a desk keeps it: devices that are renewed, people's keys that are compared or revoked, a stolen PC."""

from __future__ import annotations

from clerk_app import report, workflow
from clerk_app.canon import Fields
from clerk_app.crypto import Cost, short_fingerprint, spoken_fingerprint
from clerk_app.errors import UsageError
from clerk_app.model import Certificate, EntryKind, KeyRevocation, Letter, LetterForm, LogId, Person

from .devices import revoke
from .enrolment import code_drawing, enrolment_drawing
from .office import Office
from .realm import Realm
from .record import known_now, today
from .rekeying import renew_device
from .replacing import Replacing, decided_by, replace_key
from .sealing_keys import renew_sealing, sealing_rows
from .sheets import STOLEN_LETTER, stolen_sheet
from .trust import is_read_out, key_sayings
from .trust_views import KeyReplaced, KeyRow, SealingRow, SignedRow, Stolen


class Trust:
    """The keys around one open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def fingerprint(self) -> tuple[str, str]:
        """This office's device key, in digits and in words, to be read out face to face."""
        public = self._office.device.public
        return short_fingerprint(public), spoken_fingerprint(public)

    def enrolment_sheet(self, *, svg: bool = False) -> bytes:
        """The sheet to carry to the other office: digits, words and QR of this PC's key, as PDF or SVG."""
        drawing = enrolment_drawing(self._office.card)
        return report.drawing_svg(drawing) if svg else report.drawing_pdf(drawing)

    def enrolment_code(self) -> bytes:
        """The QR code of the sheet alone, as SVG."""
        return report.drawing_svg(code_drawing(self._office.card))

    def renew_device(self, reason: str) -> None:
        """A new key for this PC, signed by the old one and the new one; the other side takes it from a bundle."""
        renew_device(self._office, reason)

    def sealing(self) -> list[SealingRow]:
        """The keys for which others seal what they write to us, the present one first, each former one as that."""
        return sealing_rows(self._office)

    def renew_sealing(self, reason: str) -> SealingRow:
        """Another key for which others seal, from the next bundle that they take in."""
        return renew_sealing(self._office, reason)

    def replace_key(self, asked: Replacing, cost: Cost | None = None) -> KeyReplaced:
        """An official's key gives way to another one, or to none; the old one counts up to numbered entries."""
        return replace_key(self._office, asked, cost)

    def decided_by(self, person_id: str) -> list[SignedRow]:
        """Every decision in an official's name, the newest first: its owner looks for one that is not the own."""
        return decided_by(self._office, person_id)

    def people(self, code: str = "") -> list[KeyRow]:
        """Everyone on an office's list with the signing key and whether it was compared; "" for this office."""
        whose = code or self._office.card.code
        realm, said = self._realm(whose), self._said(whose)
        return [_row(person, said) for person in realm.context.people.values() if person.active]

    def _realm(self, code: str) -> Realm:
        if code == self._office.card.code:
            return self._office.realm
        if code not in self._office.realm.context.contacts:
            raise UsageError("office-unknown", code=code)
        return self._office.realm_of(code)

    def _said(self, code: str) -> dict[str, tuple[str, str]]:
        """What the township said of each key: state and day."""
        said: dict[str, tuple[str, str]] = {}
        for recorded in key_sayings(self._office, code):
            if recorded.entry.kind is EntryKind.CERTIFY:
                certificate = workflow.certificate_of(Fields.of(recorded.content))
                said[certificate.key] = ("certified", certificate.on)
            else:
                revocation = workflow.key_revocation_of(Fields.of(recorded.content))
                said[revocation.key] = ("revoked", revocation.on)
        return said

    def certify(self, code: str, person_id: str, *, fingerprint: str) -> None:
        """A person's key was compared: `fingerprint` is what the person read out, in digits or in words."""
        person = self._person(code, person_id)
        public = bytes.fromhex(person.key)
        if not is_read_out(public, fingerprint):
            raise UsageError("fingerprint-differs")
        certificate = Certificate(person.id, person.key, today(self._office))
        self._office.write(workflow.admit_certificate(known_now(self._office), certificate), log=self._office.log(code))

    def _person(self, code: str, person_id: str) -> Person:
        if self._office.is_village:
            raise UsageError("township-only")
        person = self._realm(code).context.people.get(person_id)
        if person is None:
            raise UsageError("person-not-found", person=person_id)
        if not person.key:
            raise UsageError("person-has-no-key")
        return person

    def revoke_key(self, code: str, person_id: str, *, reason: str) -> int:
        """A person's key signs no longer; what we have taken in stays. Returns the number of the last entry."""
        person = self._person(code, person_id)
        log = self._newest(code)
        until = self._office.head(log).seq
        on = today(self._office)
        revocation = KeyRevocation(person.id, person.key, log, until, reason.strip(), on)
        self._office.write(
            workflow.admit_key_revocation(known_now(self._office), revocation), log=self._office.log(code)
        )
        return until

    def _newest(self, code: str) -> LogId:
        """The log that the village wrote last; `UsageError` before it has reported anything."""
        logs = self._realm(code).logs
        if not logs:
            raise UsageError("nothing-reported-yet", code=code)
        return max(logs, key=lambda log: log.epoch)

    def stolen(self, code: str, *, reason: str) -> Stolen:
        """A village's PC was stolen: the device counts up to its last bundle, every key on it up to its last entry.

        The village is told in a letter, and the sheet says step by step what its clerk does on the new PC.
        """
        office = self._office
        if office.is_village:
            raise UsageError("township-only")
        self._realm(code)
        card = office.realm.context.contacts[code]
        rows = [row.number for row in office.store.inbox.of(code) if row.device == card.signing]
        until = max(rows, default=0)
        keyed = [row for row in self.people(code) if row.state in ("open", "certified")]
        try:
            with office.store.transaction():
                revoke(office, code, until, reason)
                for row in keyed:
                    self.revoke_key(code, row.person, reason=reason)
                letter = Letter(LetterForm.MESSAGE, STOLEN_LETTER, today(office))
                office.write(workflow.admit_letter(known_now(office), letter), log=office.log(code))
        except BaseException:
            office.refold()
            raise
        sheet = stolen_sheet(card.name, until, [row.name for row in keyed])
        return Stolen(code, until, len(keyed), sheet)


def _row(person: Person, said: dict[str, tuple[str, str]]) -> KeyRow:
    if not person.key:
        return KeyRow(person.id, person.name, person.roles, "", "", "none", "")
    public = bytes.fromhex(person.key)
    state, on = said.get(person.key, ("open", ""))
    digits, words = short_fingerprint(public), spoken_fingerprint(public)
    return KeyRow(person.id, person.name, person.roles, digits, words, state, on)
