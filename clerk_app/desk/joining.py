"""How a village joins its township, step by step; at which step it stands is reckoned anew each time it is asked.

A village writes its request and carries it there, both compare face to face, the township's card comes back and is
compared too, and the first bundle is answered. Only that answer proves that the township knows this PC: what a village
believes of another office it hears from that office. The one thing of which no trace comes back by itself is that a
request was written; the store keeps for which key, and on which day.
"""

from __future__ import annotations

from pathlib import Path

from clerk_app import bundle, canon, report, workflow
from clerk_app.canon import Fields
from clerk_app.crypto import short_fingerprint, spoken_fingerprint
from clerk_app.errors import UsageError
from clerk_app.model import Card

from . import trust
from .divisions import place_name
from .enrolment import enrolment_drawing
from .epochs import Because
from .office import Office, township_of
from .outgoing import answers
from .placing import write_file
from .record import today
from .trust_views import Admitted, JoiningView, Newcomer, Requested
from .views import Sentence
from .words import sentence

ASK, WAIT, REPORT, RECEIPT, JOINED = "ask", "wait", "report", "receipt", "joined"
"""Nothing was written; the request is under way; the township is enrolled here; a bundle went out; it was answered."""

_NOTE = "joining"
_MAIL = "附件是加入乡镇的登记申请，请保存附件，在“村庄一览”里点“登记村”打开，再与村里当面核对指纹。"


class Joining:
    """Joining, from either side."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # The village

    def state(self) -> JoiningView:
        """At which step a village stands. `UsageError` "village-only"."""
        office = self._office
        if not office.is_village:
            raise UsageError("village-only")
        code = township_of(office.card.code)
        known = office.realm.context.contacts.get(code)
        step, asked_on = self._step(code, known), self._asked_on()
        name = known.name if known is not None else ""
        again = step == REPORT and self._is_another_device()
        return JoiningView(step, code, place_name(code), name, asked_on, _todo(step, name, asked_on, again=again))

    def _step(self, code: str, known: Card | None) -> str:
        asked = bool(self._asked_on())
        if known is None:
            return WAIT if asked else ASK
        if self._is_heard(code):
            return JOINED
        if self._is_another_device() and not asked:
            return ASK
        return RECEIPT if self._has_written(code) else REPORT

    def _is_heard(self, code: str) -> bool:
        """Whether the township has answered what this PC wrote, or a PC that handed over to it by its own signature."""
        office, heads = self._office, answers(self._office, code).heads
        log = office.main_log
        while not heads.get(log):
            first = next(office.store.journal.entries(log, upto=1))
            parent = workflow.parent_of(first)
            if parent is None or Fields.of(first.content).text("reason", default="") != Because.RENEWED:
                return False
            log = parent[0]
        return True

    def _is_another_device(self) -> bool:
        """Whether the office goes on under another PC than the one that the township compared."""
        first = next(self._office.store.journal.entries(self._office.main_log, upto=1))
        return workflow.parent_of(first) is not None

    def _has_written(self, code: str) -> bool:
        """Whether a bundle with what this PC wrote lies on some carrier."""
        spans = self._office.store.outbox.spans()
        return any(
            span.log == self._office.main_log
            for (to, _number), carried in spans.items()
            if to == code
            for span in carried
        )

    def _asked_on(self) -> str:
        """The day on which this PC's own request was written; "" where none was, or only that of another key."""
        raw = self._office.store.notes.get(_NOTE)
        if raw is None:
            return ""
        noted = Fields.of(canon.decode(raw))
        return noted.text("on") if noted.text("key") == self._office.card.signing else ""

    def request(self, folder: Path, *, carrier: str = "usb") -> Requested:
        """Write this office's card and its enrolment sheet into a folder; by ``mail`` also a message with the card.

        `SurroundingsError` "cannot-write"; then nothing is noted.
        """
        office, name = self._office, f"join-{self._office.card.code}"
        paths = _write_pair(office, folder / name)
        if carrier == "mail":
            mail, subject = folder / f"{name}.eml", f"{office.card.name} 登记申请"
            write_file(mail, bundle.message(Path(paths[0]), sender=office.card.code, subject=subject, text=_MAIL))
            paths = (*paths, str(mail))
        noted = {"key": office.card.signing, "on": today(office)}
        office.store.notes.put(_NOTE, value=canon.encode(noted))
        return Requested(paths, short_fingerprint(office.device.public))

    # Either

    def look(self, path: Path) -> Newcomer:
        """What a card says, before it is compared. `UsageError` "office-does-not-fit" where it is of no use here."""
        card = trust.read_card(path)
        trust.check_fit(self._office, card)
        known = self._office.realm.context.contacts.get(card.code)
        row = trust.contact_row(self._office, card)
        return Newcomer(row, place_name(card.code), other=known is not None and known.signing != card.signing)

    # The township

    def admit(self, path: Path, folder: Path, *, fingerprint: str, beside: bool = False) -> Admitted:
        """Enrol a village whose fingerprint was read out, and write the answer for it at once."""
        card = trust.compare(path, fingerprint)
        known = self._office.realm.context.contacts.get(card.code)
        if known is None or known.signing != card.signing:
            # Not once more where only the answer could not be written: the stick was full, or pulled out.
            trust.enrol(self._office, path, beside=beside)
        return self.answer(card.code, folder)

    def answer(self, code: str, folder: Path) -> Admitted:
        """Write this township's card and its sheet for a village that is enrolled; `UsageError` "office-unknown"."""
        office = self._office
        if code not in office.realm.context.contacts:
            raise UsageError("office-unknown", code=code)
        row = trust.contact_row(office, office.realm.context.contacts[code])
        paths = _write_pair(office, folder / f"answer-{code}")
        public = office.device.public
        return Admitted(row, paths, short_fingerprint(public), spoken_fingerprint(public))


def _todo(step: str, name: str, on: str, *, again: bool) -> Sentence:
    """What comes next at a step; `again` where a PC was compared before, and it was another one."""
    if step == ASK:
        return sentence("joining-ask", {})
    if step == WAIT:
        return sentence("joining-wait", {"on": on})
    if again:
        return sentence("joining-again", {"on": on})
    if step == REPORT:
        return sentence("joining-report", {"name": name})
    return sentence("joining-receipt" if step == RECEIPT else "joining-joined", {"name": name})


def _write_pair(office: Office, stem: Path) -> tuple[str, ...]:
    """The office's card and its enrolment sheet beside each other."""
    card, sheet = stem.with_suffix(".json"), stem.with_suffix(".pdf")
    write_file(card, trust.card_bytes(office))
    write_file(sheet, report.drawing_pdf(enrolment_drawing(office.card)))
    return str(card), str(sheet)
