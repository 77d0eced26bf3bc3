"""The lines of an office beside the one that goes on: shown, carried over as new entries, or left to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clerk_app import days, workflow
from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError, UsageError
from clerk_app.model import MATTER_KINDS, Branch, BranchCause, Context, EntryKind, Head, LogId, Matter, Record, Recorded

from .branch_views import BranchEntryRow, BranchRow, CarriedOver, LeftRow
from .epochs import Because, EpochQuestion, begin_epoch
from .giving import branch_in, entries_in
from .office import Office
from .opening import another_device, write_mark
from .outgoing import answers, is_ours, known_receipts
from .record import known_now
from .refilling import branches_of
from .shelving import rebuild
from .words import label, refusal_sentence

_ASIDE = (BranchCause.FORKED, BranchCause.COPIED)
"""Branches that somebody must look through; what was only given back is in its log again."""


class Branches:
    """What lies beside the journal of one open office; a township asks by the code of a village."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def all(self, code: str = "") -> list[BranchRow]:
        """Every branch, the oldest first."""
        whose = self._code(code)
        settled = _Settled.of(self._office, whose)
        return [self._row(kept, settled) for kept in branches_of(self._office, whose)]

    def _code(self, code: str) -> str:
        return self._office.card.code if self._office.is_village else code

    def _row(self, kept: Recorded, settled: _Settled) -> BranchRow:
        branch, entries = branch_in(kept), entries_in(self._office, kept)
        held = sum(self._holds(recorded) for recorded in entries)
        done = [settled.of_entry(recorded) for recorded in entries]
        waiting = self._is_ours(kept) and any(
            state == "" and not self._holds(recorded) and workflow.is_repeatable(recorded)
            for state, recorded in zip(done, entries, strict=True)
        )
        return BranchRow(
            id=kept.hash,
            cause=branch.cause.value,
            on=days.beijing_day(kept.entry.at),
            first=branch.after + 1,
            last=branch.last,
            entries=len(entries),
            matters=len({recorded.entry.matter for recorded in entries} - {""}),
            held=held,
            carried=done.count("carried"),
            left=done.count("left"),
            waiting=waiting,
        )

    def _is_ours(self, kept: Recorded) -> bool:
        """Whether a branch is to be looked through here: what another PC's line forked into is for that PC."""
        aside = branch_in(kept).cause in _ASIDE
        return aside and (not self._office.is_village or _is_of_our_line(self._office, kept))

    def _holds(self, recorded: Recorded) -> bool:
        """True where our journal has this very entry in its place."""
        return self._office.store.journal.hash_at(recorded.entry.log, recorded.entry.seq) == recorded.hash

    def entries(self, branch: str, code: str = "") -> list[BranchEntryRow]:
        """What a branch says, entry by entry, and what became of each."""
        whose = self._code(code)
        settled = _Settled.of(self._office, whose)
        rows = []
        for recorded in entries_in(self._office, self._find(branch, whose)):
            on = Fields.of(recorded.content).text("on", default="")
            rows.append(
                BranchEntryRow(
                    recorded.entry.seq,
                    recorded.hash,
                    recorded.entry.kind.value,
                    recorded.entry.matter,
                    _title(recorded),
                    recorded.entry.step,
                    on or days.beijing_day(recorded.entry.at),
                    self._state(recorded, settled),
                    tuple(map(refusal_sentence, settled.left.get(recorded.hash, ()))),
                )
            )
        return rows

    def _state(self, recorded: Recorded, settled: _Settled) -> str:
        if self._holds(recorded):
            return "held"
        return settled.of_entry(recorded) if workflow.is_repeatable(recorded) else "device"

    def _find(self, branch: str, code: str) -> Recorded:
        found = [kept for kept in branches_of(self._office, code) if kept.hash.startswith(branch)]
        if len(found) != 1:
            raise UsageError("branch-not-found", id=branch)
        return found[0]

    def preview(self, branch: str) -> CarriedOver:
        """What carrying a branch over would do; nothing is written."""
        return self._carry(branch, keep=False)

    def carry_over(self, branch: str) -> CarriedOver:
        """Repeat the entries of a branch here where the rules allow it, and list the others with their reasons.

        `UsageError`: "branch-not-answered-yet" while the township has not given back what it holds,
        "branch-of-other-pc" where it left the line of the office's other PC.
        """
        return self._carry(branch, keep=True)

    def _carry(self, branch: str, *, keep: bool) -> CarriedOver:
        office = self._office
        if not office.is_village:
            raise UsageError("village-only")
        if not _is_answered(office):
            raise UsageError("branch-not-answered-yet")
        kept = self._find(branch, office.card.code)
        if not _is_of_our_line(office, kept):
            raise UsageError("branch-of-other-pc")
        carrying = _Carrying(office, kept)
        try:
            with office.store.transaction():
                result = carrying.run()
                if not keep:
                    raise _OnlyTriedError
        except _OnlyTriedError:
            office.refold()
        except BaseException:
            office.refold()
            raise
        return result

    def question(self) -> EpochQuestion | None:
        """Whether this disk is the copy: the township holds another line under our numbers. None where all is well."""
        office = self._office
        parted = _parted(office) if office.is_village else None
        if parted is None:
            return None
        head = office.store.journal.last(parted.log)
        on = head.entry.at if head is not None else ""
        return EpochQuestion("forked", parted.after, parted.last, on, (Because.COPIED,))

    def leave(self) -> None:
        """This disk is a copy, and yet goes on: it sets aside what it wrote under the other's name, with a new key."""
        office = self._office
        if not office.is_village:
            raise UsageError("village-only")
        parted = _parted(office)
        with another_device(office) as device:
            begin_epoch(office, parted.log if parted is not None else office.main_log, device, Because.COPIED)
        rebuild(office)
        write_mark(office)


@dataclass(frozen=True, slots=True)
class _Parted:
    """Where another line left our own: after which entry of a log, and how far that line is known to go."""

    log: LogId
    after: int
    last: int


def _parted(office: Office) -> _Parted | None:
    """Where a copy of this disk went another way than we did, None where none is known to."""
    branch = _contradicted(office)
    return _Parted(branch.log, branch.after, branch.last) if branch is not None else _overtaken(office)


def _overtaken(office: Office) -> _Parted | None:
    """A receipt for what we never wrote, under our own name: a copy reported while we had nothing to report."""
    log = office.main_log
    for receipt in known_receipts(office):
        payload = Fields.of(receipt.content)
        if workflow.log_of(payload.inside("log")) == log and not is_ours(office, receipt):
            confirmed = answers(office, log.audience).heads.get(log, 0)
            return _Parted(log, confirmed, workflow.head_of(payload).seq)
    return None


def _contradicted(office: Office) -> Branch | None:
    """The first entries of our own line that the township set aside, because it holds others under their numbers.

    They may stand in an earlier log than the one written now: a copy that reported first, and then a restored backup.
    A branch may go on where our line ended: another copy wrote on from our entries and reported them before us.
    """
    heads = answers(office, office.main_log.audience).heads
    found: list[Branch] = []
    for kept in branches_of(office, office.card.code):
        branch = branch_in(kept)
        if branch.cause is BranchCause.FORKED and branch.log in office.descent:
            unconfirmed = (each for each in entries_in(office, kept) if each.entry.seq > heads.get(branch.log, 0))
            first = next(unconfirmed, None)
            if first is not None and office.store.journal.hash_at(branch.log, first.entry.seq) == first.hash:
                found.append(branch)
    parted = min(found, key=lambda branch: (branch.log.epoch, branch.after), default=None)
    # A second PC cannot leave what it has of the first one's line: it is set up anew once that one has reported.
    line = office.lines[office.main_log]
    return parted if parted is not None and office.lines[parted.log] == line else None


class _OnlyTriedError(Exception):
    """Ends a carrying over of which only the result is wanted."""


@dataclass(frozen=True, slots=True)
class _Settled:
    """What became of the entries of branches: repeated under a new hash, or left to people with reasons."""

    carried: Mapping[str, str]
    left: Mapping[str, tuple[Refusal, ...]]

    @classmethod
    def of(cls, office: Office, code: str) -> _Settled:
        carried: dict[str, str] = {}
        left: dict[str, tuple[Refusal, ...]] = {}
        for log, owner in office.owners().items():
            for recorded in office.store.journal.of_kinds(log, frozenset({EntryKind.SETTLE})) if owner == code else ():
                done, open_ = workflow.settlement_of(Fields.of(recorded.content))
                carried |= done
                left |= open_
        return cls(carried, left)

    def of_entry(self, recorded: Recorded) -> str:
        """``carried``, ``left``, or "" where nobody has looked."""
        return "carried" if recorded.hash in self.carried else "left" if recorded.hash in self.left else ""


def _is_answered(office: Office) -> bool:
    """The township has seen our newest epoch, and with the same bundle gave back what it holds beyond it."""
    if office.epoch == 1 or not office.realm.context.contacts:
        return True
    first = office.store.journal.hash_at(office.main_log, 1)
    return bool(office.store.shelf.states([first]).get(first))


def _parting(office: Office, kept: Recorded) -> tuple[LogId, int]:
    """The log and the number of the last entry that our line and a branch have in common.

    A portion of a long branch, and a log that stands on a branch as a whole, parted where what they go on from did.
    Where that lies nowhere here, they are taken to have parted at the beginning: more is compared, never less.
    """
    log, before = _goes_on_from(office, kept)
    if office.store.journal.hash_at(log, before.seq) == before.hash:
        return log, before.seq
    other = _holding(office, before)
    return _parting(office, other) if other is not None else (log, 0)


def _goes_on_from(office: Office, kept: Recorded) -> tuple[LogId, Head]:
    """The log and the entry that a branch says that it goes on from."""
    branch, first = branch_in(kept), entries_in(office, kept)[0]
    parent = workflow.parent_of(first) if first.entry.kind is EntryKind.EPOCH else None
    return parent if parent is not None else (branch.log, Head(branch.after, first.entry.prev))


def _holding(office: Office, before: Head) -> Recorded | None:
    """The branch in which an entry lies."""
    for other in branches_of(office, office.card.code):
        if before.hash in {recorded.hash for recorded in entries_in(office, other)}:
            return other
    return None


def _is_of_our_line(office: Office, kept: Recorded) -> bool:
    """Whether a branch left the line that this PC writes, and not that of the office's other PC.

    A log that was never taken in is no line: what is in it is for the PC from whose line it came.
    """
    log = branch_in(kept).log
    if log not in office.lines:
        log, _ = _parting(office, kept)
    mine = office.lines[office.main_log]
    return office.lines.get(log, mine) == mine


@dataclass(slots=True)
class _Carrying:
    """One branch on its way onto the line that goes on."""

    office: Office
    kept: Recorded
    carried: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[Recorded, tuple[Refusal, ...]]] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)

    def run(self) -> CarriedOver:
        """Every entry that is not here yet, in its order; then the entry that says what became of them."""
        office = self.office
        settled = _Settled.of(office, office.card.code)
        self.renamed = dict(settled.carried)
        changed = self._changed(*_parting(office, self.kept))
        for recorded in entries_in(office, self.kept):
            here = office.store.journal.hash_at(recorded.entry.log, recorded.entry.seq) == recorded.hash
            if not here and not settled.of_entry(recorded) and workflow.is_repeatable(recorded):
                self._take(recorded, changed)
        if self.carried or self.left:
            left = [(recorded.hash, refusals) for recorded, refusals in self.left]
            office.write(workflow.admit_settlement(self.kept.hash, self.carried, left))
        return CarriedOver(len(self.carried), tuple(self._left_row(*row) for row in self.left))

    def _take(self, recorded: Recorded, changed: Mapping[tuple[str, ...], Record]) -> None:
        office, entry = self.office, recorded.entry
        matter: Matter | None = office.matter(entry.matter) if entry.kind in MATTER_KINDS else None
        try:
            draft = workflow.repeat(
                office.realm.catalogue_for(recorded),
                matter,
                recorded,
                self._context(),
                renamed=self.renamed,
                changed=changed,
            )
        except RefusedError as refused:
            self.left.append((recorded, refused.refusals))
            return
        written = office.write(draft).hash if draft is not None else ""
        self.renamed[recorded.hash] = written
        self.carried.append((recorded.hash, written))

    def _context(self) -> Context:
        return known_now(self.office)

    def _changed(self, parted: LogId, after: int) -> dict[tuple[str, ...], Record]:
        """What this line has declared of its own since the branch left it, by subject."""
        kinds = frozenset({EntryKind.PERSON, EntryKind.ROLL, EntryKind.REGISTER})
        said: dict[tuple[str, ...], Record] = {}
        for log in self.office.own_logs():
            if log.epoch >= parted.epoch:
                for recorded in self.office.store.journal.of_kinds(log, kinds, after=after if log == parted else 0):
                    if workflow.REPEATS not in recorded.content:
                        said[workflow.subject_of(recorded)] = recorded.content
        return said

    def _left_row(self, recorded: Recorded, refusals: tuple[Refusal, ...]) -> LeftRow:
        matter = self.office.matter(recorded.entry.matter) if recorded.entry.matter else None
        return LeftRow(
            recorded.entry.seq,
            recorded.hash,
            recorded.entry.kind.value,
            recorded.entry.matter,
            matter.title if matter is not None else _title(recorded),
            recorded.entry.step,
            tuple(map(refusal_sentence, refusals)),
        )


def _title(recorded: Recorded) -> str:
    """What an entry is about: the title of a matter, the name of somebody, a body with its number; "" for the rest."""
    fields = Fields.of(recorded.content)
    if recorded.entry.kind is EntryKind.ROLL:
        return f"{label(fields.text('body'))} {fields.integer('members')}"
    return fields.text("title", default="") or fields.text("name", default="")
