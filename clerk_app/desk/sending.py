"""Where every bundle and every entry stands: by the other office's word, for a file that was written proves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clerk_app import days
from clerk_app.errors import UsageError
from clerk_app.model import LogId
from clerk_app.store import OutboxRow, Span

from .carry_views import BundleRow, Standing
from .confirming import is_at_rest, is_news
from .office import Office
from .outgoing import Answers, answers, logs_for, outgoing, receipts
from .record import today
from .views import Sentence
from .words import sentence


@dataclass(frozen=True, slots=True)
class _Sent:
    """A bundle that went out, with what it carries and what was said about it.

    `confirming` is True where nothing in it was left unanswered but confirmations.
    """

    row: OutboxRow
    spans: tuple[Span, ...]
    told: Answers
    confirming: bool

    @property
    def answered(self) -> int:
        """How many of its entries were answered. A store of an earlier version notes no spans, only the receipt."""
        if not self.spans:
            return self.row.entries if self.row.receipt else 0
        return sum(self.told.confirmed(span) for span in self.spans)

    @property
    def refused(self) -> int:
        return sum(self.told.refused_in(span) for span in self.spans)

    @property
    def held(self) -> int:
        return sum(self.told.held_in(span) for span in self.spans)

    @property
    def state(self) -> str:
        """``written``, ``handed``, ``receipted``, ``returned`` or ``confirming``."""
        if self.answered < self.row.entries:
            return "written" if not self.row.handed else "confirming" if self.confirming else "handed"
        returned = self.refused or self.held or (not self.spans and self.row.state == "returned")
        return "returned" if returned else "receipted"

    def includes(self, other: _Sent) -> bool:
        """Whether everything in the other bundle is in this one too."""
        return bool(other.spans) and all(
            any(
                (mine.log, mine.first) <= (span.log, span.first) and mine.log == span.log and span.last <= mine.last
                for mine in self.spans
            )
            for span in other.spans
        )


def _sent(office: Office) -> list[_Sent]:
    """Every bundle that went out, the newest first."""
    rows, spans = office.store.outbox.all(), office.store.outbox.spans()
    told = {code: answers(office, code) for code in {row.office for row in rows}}
    found = []
    for row in rows:
        carried, said = spans.get((row.office, row.number), ()), told[row.office]
        found.append(_Sent(row, carried, said, _only_confirms(office, carried, said)))
    return found


def _only_confirms(office: Office, spans: tuple[Span, ...], told: Answers) -> bool:
    """Whether nothing that a bundle carries was left unanswered but confirmations."""
    left = (
        recorded
        for span in spans
        for recorded in office.store.journal.entries(
            span.log, after=span.first - 1 + told.confirmed(span), upto=span.last
        )
    )
    return bool(spans) and not any(map(is_news, left))


def answered_rows(office: Office) -> list[OutboxRow]:
    """The bundles of which every entry was answered: nobody needs their files any more."""
    return [sent.row for sent in _sent(office) if sent.answered >= sent.row.entries]


def outbox(office: Office) -> list[BundleRow]:
    """Every bundle that went out, the newest first, with who has to do what next."""
    all_sent = _sent(office)
    return [_bundle_row(office, sent, _by(sent, all_sent)) for sent in all_sent]


def _by(sent: _Sent, others: Iterable[_Sent]) -> int:
    """The newest later bundle for the same office that has everything this one has, 0 for none.

    What was returned is looked at where it was returned again.
    """
    again = sent.state == "returned"
    later = (
        other.row.number
        for other in others
        if other.row.office == sent.row.office
        and other.row.number > sent.row.number
        and other.includes(sent)
        and (not again or other.state == "returned")
    )
    return max(later, default=0)


def _bundle_row(office: Office, sent: _Sent, by: int) -> BundleRow:
    row, state = sent.row, sent.state
    made_on = days.beijing_day(row.made)
    name = _name_of(office, row.office)
    age = _days_since(office, made_on)
    ours = state in ("written", "returned")
    todo = _todo(sent, state, age, by, name)
    return BundleRow(
        to=row.office,
        number=row.number,
        made_on=made_on,
        age=age,
        entries=row.entries,
        files=row.files,
        size=row.size,
        carrier=row.carrier,
        state=state,
        handed_on=row.handed,
        accepted=sent.answered - sent.refused - sent.held,
        refused=sent.refused,
        held=sent.held,
        awaiting=row.entries - sent.answered,
        by=by,
        owner="" if todo is None else office.card.name if ours else name,
        todo=todo,
        detail=name,
        receipt=row.receipt,
    )


def _todo(sent: _Sent, state: str, age: int, by: int, name: str) -> Sentence | None:
    """The next thing to do about a bundle: no state is without end."""
    row = sent.row
    if state in ("receipted", "confirming") or (state == "returned" and by):
        return None
    if state == "returned":
        return _returned(sent)
    if by:
        return sentence("outbox-covered", {"number": row.number, "by": by})
    if state == "handed":
        return sentence("outbox-await", {"number": row.number, "on": row.handed, "age": age, "to": name})
    code = "outbox-mail" if row.carrier == "mail" else "outbox-carry"
    return sentence(code, {"number": row.number, "age": age, "to": name})


def _returned(sent: _Sent) -> Sentence:
    """What was not accepted of a bundle; that nothing is held is not told."""
    if not sent.held:
        return sentence("outbox-refused", {"number": sent.row.number, "refused": sent.refused})
    return sentence("outbox-returned", {"number": sent.row.number, "refused": sent.refused, "held": sent.held})


def hand(office: Office, number: int, to: str) -> None:
    """Somebody says that a bundle was handed over; it stays unanswered until the other office answers.

    `UsageError`: "outbox-not-found", "outbox-answered".
    """
    found = [sent for sent in _sent(office) if sent.row.number == number and to in ("", sent.row.office)]
    if len(found) != 1:
        raise UsageError("outbox-not-found", number=number)
    if found[0].state not in ("written", "handed", "confirming"):
        raise UsageError("outbox-answered", number=number)
    office.store.outbox.hand(found[0].row.office, number, today(office))


def standings(office: Office) -> list[Standing]:
    """For every office that hears from us, where all entries for it stand."""
    return [_standing(office, code) for code in sorted(office.realm.context.contacts)]


def last_carried(office: Office, code: str) -> dict[LogId, int]:
    """The last entry of each of our logs that lies in any bundle for an office."""
    packed: dict[LogId, int] = {}
    for span in office.store.outbox.carried(code, 0):
        packed[span.log] = max(packed.get(span.log, 0), span.last)
    return packed


def _standing(office: Office, code: str) -> Standing:
    told, packed = answers(office, code), last_carried(office, code)
    whole = [Span(log, 1, office.head(log).seq) for log in logs_for(office, code) if office.head(log).seq]
    loose = [_loose(span, told, packed.get(span.log, 0)) for span in whole]
    entries, unpacked = sum(span.last for span in whole), sum(span.last - span.first + 1 for span in loose)
    answered = sum(told.confirmed(span) for span in whole)
    refused, held = (sum(map(count, whole)) for count in (told.refused_in, told.held_in))
    card = office.realm.context.contacts[code]
    at_rest = is_at_rest(office, outgoing(office, card))
    return Standing(
        to=code,
        name=_name_of(office, code),
        entries=entries,
        accepted=answered - refused - held,
        refused=refused,
        held=held,
        awaiting=entries - answered - unpacked,
        unpacked=unpacked,
        unpacked_on=min((_written_on(office, span) for span in loose if span.last >= span.first), default=""),
        silent=days_since_answer(office, code),
        at_rest=at_rest,
        todo=sentence("outbox-unpacked", {"entries": unpacked}) if unpacked and not at_rest else None,
    )


def _loose(whole: Span, told: Answers, packed: int) -> Span:
    """The end of a log that lies in no bundle and was not answered."""
    return Span(whole.log, max(packed, told.confirmed(whole)) + 1, whole.last)


def _written_on(office: Office, span: Span) -> str:
    first = next(office.store.journal.entries(span.log, after=span.first - 1, upto=span.first))
    return days.beijing_day(first.entry.at)


def days_since_answer(office: Office, code: str) -> int | None:
    """Days since the other office last answered, by its own clock at a township, by ours at a village; None before."""
    if office.is_village:
        last = max((receipt.entry.at for receipt in receipts(office)), default="")
    else:
        last = max((row.received for row in office.store.inbox.of(code)), default="")
    return _days_since(office, days.beijing_day(last)) if last else None


def _days_since(office: Office, day: str) -> int:
    return max(0, (days.parse(today(office)) - days.parse(day)).days)


def _name_of(office: Office, code: str) -> str:
    known = office.realm.context.contacts
    return known[code].name if code in known else code
