"""What waits for another office, and what that office has said about our logs: by its signed word and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clerk_app import workflow
from clerk_app.canon import Fields
from clerk_app.crypto import fingerprint
from clerk_app.errors import UsageError
from clerk_app.model import BranchCause, Card, EntryKind, LogId, Recorded
from clerk_app.store import Span

from .giving import branch_in, entries_in
from .office import Office
from .realm import Realm
from .refilling import branches_of


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What waits for one office: spans of our logs after what that office has confirmed."""

    to: Card
    spans: tuple[tuple[LogId, int], ...]

    def entries(self, office: Office) -> Iterator[Recorded]:
        """The entries, log by log."""
        for log, after in self.spans:
            yield from office.store.journal.entries(log, after=after)


@dataclass(frozen=True, slots=True)
class Answers:
    """How far an office has taken in each of our logs, and the numbers of the entries that it refused or holds."""

    heads: Mapping[LogId, int]
    refused: Mapping[LogId, frozenset[int]]
    held: Mapping[LogId, frozenset[int]]

    def confirmed(self, span: Span) -> int:
        """How many entries of a span were answered, whatever the answer was."""
        return max(0, min(span.last, self.heads.get(span.log, 0)) - span.first + 1)

    def refused_in(self, span: Span) -> int:
        """How many entries of a span were refused."""
        return _within(self.refused, span)

    def held_in(self, span: Span) -> int:
        """How many entries of a span are held."""
        return _within(self.held, span)


def _within(numbers: Mapping[LogId, frozenset[int]], span: Span) -> int:
    return sum(span.first <= number <= span.last for number in numbers.get(span.log, ()))


def outgoing(office: Office, to: Card) -> Outgoing:
    """Cumulative since the last receipt, not since the last sending: a lost stick makes no gap (design 6)."""
    heads = answers(office, to.code).heads
    waiting = [(log, heads.get(log, 0)) for log in logs_for(office, to.code)]
    return Outgoing(to, tuple((log, after) for log, after in waiting if office.head(log).seq > after))


def logs_for(office: Office, code: str) -> tuple[LogId, ...]:
    """Our logs that an office is to hear: a village has the same for everyone, a township one for each village too."""
    return office.own_logs() if office.is_village else (*office.own_logs(), *office.logs_for(code))


def answers(office: Office, code: str) -> Answers:
    """What an office has said: a township by its receipts, a village by the entries in which it says what it heard."""
    if not office.is_village:
        return Answers(_heard_by_all(office, code), {}, {})
    heads: dict[LogId, int] = {}
    refused: dict[LogId, frozenset[int]] = {}
    held: dict[LogId, frozenset[int]] = {}
    for receipt in _standing(office):
        payload = Fields.of(receipt.content)
        log = workflow.log_of(payload.inside("log"))
        heads[log] = max(payload.integer("last"), heads.get(log, 0))
        for told, name in ((refused, "refused"), (held, "held")):
            told[log] = told.get(log, frozenset()) | {fields.integer("seq") for fields in payload.records(name)}
    return Answers(heads, refused, held)


def _heard_by_all(office: Office, code: str) -> dict[LogId, int]:
    """How far a village has taken in each of our logs: the PC that is furthest behind, where it has more than one.

    Two copies of one disk speak with one key. As long as it is open which of them goes on, both have heard for certain
    only what they heard before they parted.
    """
    context, realm = office.realm.context, office.realm_of(code)
    speaking = [context.contacts[code].signing, *context.beside.get(code, ())] if code in context.contacts else []
    devices = {fingerprint(bytes.fromhex(signing)) for signing in speaking if signing not in context.revoked}
    logs = {device: [log for log in realm.logs if log.device == device] for device in devices}
    parted = _open_forks(office, code, realm)
    plain = code not in context.beside and not any(log.device in devices for log in parted)
    if plain and (list(logs.values()) == [list(realm.logs[-1:])] or not any(logs.values())):
        return {log: head.seq for log, head in realm.context.heard.items()}
    each = [_heard_by(office, spoken, realm, parted) for spoken in logs.values()]
    return {log: min(seen.get(log, 0) for seen in each) for log in set().union(*each)}


def _heard_by(office: Office, logs: Iterable[LogId], realm: Realm, parted: Mapping[LogId, int]) -> dict[LogId, int]:
    """How far one device has heard, by the entries that it wrote and that we believe."""
    seen: dict[LogId, int] = {}
    for log in logs:
        for recorded in office.store.journal.of_kinds(log, frozenset({EntryKind.EPOCH, EntryKind.HEARD})):
            if recorded.hash not in realm.voided and recorded.entry.seq <= parted.get(log, recorded.entry.seq):
                payload = Fields.of(recorded.content)
                told = [payload] if recorded.entry.kind is EntryKind.HEARD else payload.records("heard", default=True)
                seen |= {workflow.log_of(row.inside("log")): row.integer("last") for row in told}
    return seen


def _open_forks(office: Office, code: str, realm: Realm) -> dict[LogId, int]:
    """Where each log of an office parted into two lines, and it is open what becomes of the second one.

    It is closed once that line was carried over, or where it has nothing to carry over and the first one knows of it.
    """
    forks = [kept for kept in branches_of(office, code) if branch_in(kept).cause is BranchCause.FORKED]
    settled = {
        Fields.of(recorded.content).hexadecimal("branch")
        for log in (realm.logs if forks else ())
        for recorded in office.store.journal.of_kinds(log, frozenset({EntryKind.SETTLE}))
    }
    parted: dict[LogId, int] = {}
    for kept in (kept for kept in forks if kept.hash not in settled):
        branch = branch_in(kept)
        told = _heard_by(office, [branch.log], realm, {}).get(kept.entry.log, 0)
        if told < kept.entry.seq or any(map(workflow.is_repeatable, entries_in(office, kept))):
            parted[branch.log] = min(branch.after, parted.get(branch.log, branch.after))
    return parted


def receipts(office: Office) -> Iterator[Recorded]:
    """Every receipt that a village has heard, the oldest first."""
    for log in office.realm.context.heard:
        yield from office.store.journal.of_kinds(log, frozenset({EntryKind.RECEIPT}))


def _standing(office: Office) -> Iterator[Recorded]:
    """The receipts that the township still knows of and that are about what we wrote.

    A receipt for another line under our numbers (a copied disk) says nothing of ours.
    """
    return (receipt for receipt in known_receipts(office) if is_ours(office, receipt))


def known_receipts(office: Office) -> Iterator[Recorded]:
    """The receipts that the township still knows of, the oldest first.

    A township that goes on from a backup says where its log is left: what it receipted after that it may have lost, so
    it is offered once more.
    """
    left: dict[LogId, int] = {}
    for log in office.realm.context.heard:
        for epoch in office.store.journal.of_kinds(log, frozenset({EntryKind.EPOCH})):
            parent = workflow.parent_of(epoch)
            if parent is not None:
                left[parent[0]] = min(parent[1].seq, left.get(parent[0], parent[1].seq))
    for receipt in receipts(office):
        if receipt.entry.seq <= left.get(receipt.entry.log, receipt.entry.seq):
            yield receipt


def is_ours(office: Office, receipt: Recorded) -> bool:
    """Whether a receipt is about entries that lie in our journal."""
    payload = Fields.of(receipt.content)
    log, head = workflow.log_of(payload.inside("log")), workflow.head_of(payload)
    return office.store.journal.hash_at(log, head.seq) == head.hash


def township(office: Office) -> Card:
    """The township that a village reports to; `UsageError` before it is enrolled."""
    known = office.realm.context.contacts
    if not known:
        raise UsageError("township-not-enrolled")
    return next(iter(known.values()))
