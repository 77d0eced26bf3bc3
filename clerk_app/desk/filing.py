"""What becomes of the entries of a sound bundle: a township judges each again, a village hears what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clerk_app import bundle, chain, workflow
from clerk_app.canon import Fields
from clerk_app.errors import IntegrityError, Refusal, RefusedError
from clerk_app.model import (
    MATTER_KINDS,
    BranchCause,
    Card,
    Draft,
    EntryKind,
    KeyCause,
    LogId,
    Matter,
    Recorded,
    Reviewed,
)

from .consult import refused_in, step_name
from .course import carry_out
from .lines import lines_of, trespass
from .office import Office
from .outgoing import is_ours, receipts
from .realm import Realm
from .refilling import answer_epochs, end_waiting, share, take_back
from .rekeying import accept_rekeys
from .shelving import shelve, shelve_warnings
from .trust import revoked_keys
from .views import RefusedEntry, Sentence
from .words import refusal_sentence, sentence

_ENDED = {
    KeyCause.FORGOTTEN: "official-key-forgotten",
    KeyCause.LEFT: "official-key-left",
    KeyCause.STOLEN: "official-key-stolen",
}
_DOING = frozenset({EntryKind.COMPLETE, EntryKind.CORRECT})
_HEARD = frozenset({EntryKind.HEARD})

Reviews = Mapping[str, tuple[Reviewed, ...]]


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry that was not accepted, with the reasons."""

    recorded: Recorded
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed: how many entries were accepted, which were refused or held, and our receipt's hash."""

    accepted: int
    refused: tuple[RefusedEntry, ...]
    held: tuple[Judged, ...]
    receipt: str
    notes: tuple[Sentence, ...] = ()


def file_report(office: Office, opened: bundle.Opened, sender: Card, entries: list[Recorded]) -> Filed:
    """The township: append, run the rules again at every entry, and answer each in one receipt for each log."""
    take_back(office, entries)
    realm, receipt = office.realm_of(sender.code), ""
    accepted, refused, held = 0, [], []
    for log, fresh in _fresh_by_log(office, entries):
        hearing = Hearing(office, realm, sender)
        realm.foresee({each.entry.matter for each in fresh if each.entry.kind is EntryKind.BEGIN})
        for recorded in fresh:
            hearing.judge(recorded)
        hearing.shelve()
        answer_epochs(office, hearing.accepted, office.log(sender.code), BranchCause.RESTORED)
        accept_rekeys(office, hearing.accepted, sender.code)
        if sender.code in office.realm.context.beside:
            share(office, fresh, log, office.log(sender.code))
        if any(recorded.entry.kind is EntryKind.SETTLE for recorded in fresh):
            end_waiting(office, sender.code)
        receipt = _write_receipt(office, opened, sender, log, fresh, hearing)
        accepted += len(fresh) - len(hearing.refused) - len(hearing.held)
        refused += hearing.refused
        held += hearing.held
    if office.store.shelf.facts_moved(sender.code) or _told(entries):
        shelve_warnings(office, realm)
    return Filed(accepted, tuple(refused_entry(realm, judged) for judged in refused), tuple(held), receipt)


def _told(entries: Iterable[Recorded]) -> bool:
    """True where an office said something about itself: parameters, people and the checklist move early warnings."""
    return any(recorded.entry.kind not in MATTER_KINDS for recorded in entries)


def _fresh_by_log(office: Office, entries: Iterable[Recorded]) -> list[tuple[LogId, list[Recorded]]]:
    """The entries that are new to us, log by log, in the order in which the logs came."""
    logs: dict[LogId, list[Recorded]] = {}
    for recorded in entries:
        log = recorded.entry.log
        if recorded.entry.seq > office.head(log).seq:
            logs.setdefault(log, []).append(recorded)
    return list(logs.items())


class Hearing:
    """One log's new entries before the rules. A refused entry did not happen; what builds on it is held with it."""

    def __init__(self, office: Office, realm: Realm, sender: Card) -> None:
        self._office = office
        self._realm = realm
        self._sender = sender
        self._adopted = office.adoptions()
        self._lost = realm.lost_unheard()
        self._revoked = revoked_keys(office, sender.code)
        self._touched: set[str] = set()
        self._reached_in: dict[LogId, dict[LogId, int]] = {}
        self.accepted: list[Recorded] = []
        self.refused: list[Judged] = []
        self.held: list[Judged] = []

    def judge(self, recorded: Recorded) -> None:
        """Append one entry and decide on it as its writer should have."""
        entry = recorded.entry
        if entry.log not in self._realm.logs:
            self._realm.logs = (*self._realm.logs, entry.log)
        refusals = self._refusals(recorded)
        self._office.store.journal.append(recorded)
        if not refusals:
            self.accepted.append(recorded)
            known = self._realm.context.reviews
            self._realm.take(recorded)
            self._touched |= _decided(known, self._realm.context.reviews)
            self._note_hearing(recorded)
            if entry.kind is EntryKind.ERASURE:
                carry_out(self._office, recorded, self._sender.code)
        elif self._is_shaken(entry.matter) or refusals[0].code == "catalogue-not-here":
            self.held.append(Judged(recorded, refusals))
        else:
            self.refused.append(Judged(recorded, refusals))
        if refusals:
            self._realm.refuse(recorded.hash)
            if entry.matter:
                self._lost.setdefault(entry.matter, []).append(recorded.hash)
        self._touched |= {entry.matter} - {""}

    def _is_shaken(self, matter: str) -> bool:
        """True for a matter that lost an entry, of which the village did not know when it wrote the one at hand.

        What it knew follows from its own log, so the answer is the same in whichever bundles the entries come.
        """
        return any(digest not in self._realm.context.voided for digest in self._lost.get(matter, ()))

    def _note_hearing(self, recorded: Recorded) -> None:
        """Our own bundle has arrived: the village says so in a signed entry."""
        if recorded.entry.kind is EntryKind.HEARD:
            _note_reached(self._reached(recorded.entry.log), recorded)
            bundle_id = Fields.of(recorded.content).hexadecimal("bundle")
            self._office.store.outbox.receipted(bundle_id, recorded.hash, returned=False)

    def _refusals(self, recorded: Recorded) -> tuple[Refusal, ...]:
        entry = recorded.entry
        if self._realm.context.office is not None and self._sender.code in self._office.realm.context.beside:
            lines = lines_of(self._office.store, self._realm.logs)
            strayed = trespass(self._office.store, lines, entry.log, entry.kind, entry.matter)
            if strayed:
                return strayed
        if entry.kind is EntryKind.EPOCH or entry.kind is EntryKind.CATALOGUE:
            return self._declared(recorded)
        if entry.kind is EntryKind.HEARD:
            return self._heard(recorded)
        if entry.kind is EntryKind.ERASURE:
            return self._erasing(recorded)
        if entry.kind is EntryKind.SIGN and not self._key_counts(recorded):
            return (Refusal("signing-key-revoked", {"label": entry.step}),)
        if entry.kind in _DOING and self._rests_on_ended_key(recorded):
            return (Refusal("approval-key-ended", {}, "", entry.step),)
        if entry.kind is EntryKind.REPLY and not self._is_answer(recorded):
            return (Refusal("reply-to-nothing"),)
        if entry.kind is EntryKind.MIGRATE and entry.catalogue not in self._adopted:
            return (Refusal("catalogue-not-here"),)
        if entry.kind is EntryKind.BEGIN and entry.catalogue not in self._adopted:
            return (Refusal("catalogue-not-here"),)
        catalogue = self._realm.catalogue_for(recorded)
        if catalogue is None:
            return (Refusal("catalogue-not-here"),)
        matter: Matter | None = self._realm.matter(entry.matter) if entry.kind in MATTER_KINDS else None
        return workflow.rerun(catalogue, matter, recorded, self._realm.at(entry))

    def _declared(self, recorded: Recorded) -> tuple[Refusal, ...]:
        """An office speaks for itself only, and works under a catalogue that we have put in force too."""
        if recorded.entry.kind is EntryKind.EPOCH:
            code = Fields.of(recorded.content).inside("card").text("code")
            if code != self._sender.code:
                return (Refusal("epoch-of-another-office"),)
            return () if recorded.entry.seq == 1 else (Refusal("epoch-not-first"),)
        if recorded.entry.catalogue not in self._adopted:
            return (Refusal("catalogue-not-here"),)
        before = self._office.catalogues.get(self._realm.context.catalogue)
        fresh = self._office.catalogues[recorded.entry.catalogue]
        if before is not None and fresh.version <= before.version:
            return (Refusal("release-not-newer", {"found": fresh.version, "current": before.version}),)
        return ()

    def _heard(self, recorded: Recorded) -> tuple[Refusal, ...]:
        """What the village says it heard from us is what we said, and more than it said in the same log before."""
        payload = Fields.of(recorded.content)
        log, last = workflow.log_of(payload.inside("log")), payload.integer("last", 1)
        ours = self._office.store.journal.hash_at(log, last)
        if not ours or ours != payload.hexadecimal("head"):
            return (Refusal("heard-what-was-not-said"),)
        return () if last > self._reached(recorded.entry.log).get(log, 0) else (Refusal("heard-before"),)

    def _reached(self, log: LogId) -> dict[LogId, int]:
        """How far the village says in a log of its own that it has heard each of ours, by entries that we believe."""
        if log not in self._reached_in:
            reached = self._reached_in[log] = {}
            for recorded in self._office.store.journal.of_kinds(log, _HEARD):
                if recorded.hash not in self._realm.voided:
                    _note_reached(reached, recorded)
        return self._reached_in[log]

    def _key_counts(self, recorded: Recorded) -> bool:
        """Whether the key that signed was not revoked before this entry, by its number in its log."""
        person = self._realm.context.people.get(Fields.of(recorded.content).text("person", default=""))
        revoked = self._revoked.get(person.key) if person is not None and not recorded.entry.files else None
        return revoked is None or workflow.counts(revoked, recorded.entry.log, recorded.entry.seq)

    def _rests_on_ended_key(self, recorded: Recorded) -> bool:
        """Whether a step is done with a decision of ours whose key had ended before, as the village has yet to hear."""
        ended = self._office.realm.context.ended
        visit = Fields.of(recorded.content).integer("visit") if recorded.payload is not None else 0
        return any(
            (told.review.step, told.review.visit) == (recorded.entry.step, visit)
            and told.key
            and not workflow.counts_at(ended, told.key, told.log, told.seq)
            for told in self._realm.context.reviews.get(recorded.entry.matter, ())
        )

    def _is_answer(self, recorded: Recorded) -> bool:
        """It answers a letter that we wrote to this village."""
        letter, _text, _on = workflow.reply_of(Fields.of(recorded.content))
        known = self._office.store.journal.get(letter)
        ours = self._office.log(self._sender.code).audience
        return known is not None and known.entry.kind is EntryKind.LETTER and known.entry.log.audience == ours

    def _erasing(self, recorded: Recorded) -> tuple[Refusal, ...]:
        """An erasure takes away no more than the law has it, and leaves what the rules leave."""
        try:
            workflow.judge_erasure(recorded, self._office.store.journal.get)
            if any(map(self._realm.is_erased, workflow.erased_by(recorded))):
                return (Refusal("erased-before"),)
        except RefusedError as refused:
            return refused.refusals
        except IntegrityError as broken:
            return (Refusal(broken.code, dict(broken.details)),)
        return ()

    def shelve(self) -> None:
        """Put every matter that moved on the shelf."""
        for matter_id in sorted(self._touched):
            shelve(self._office, self._realm, matter_id)


def refused_entry(realm: Realm, judged: Judged) -> RefusedEntry:
    """A refused entry as a face shows it."""
    entry = judged.recorded.entry
    matter = realm.matter(entry.matter) if entry.matter else None
    return RefusedEntry(
        entry.seq,
        judged.recorded.hash,
        entry.matter,
        matter.title if matter is not None else "",
        entry.step,
        tuple(refusal_sentence(refusal) for refusal in judged.refusals),
        step_name(realm, judged.recorded, matter),
    )


def _note_reached(reached: dict[LogId, int], heard: Recorded) -> None:
    payload = Fields.of(heard.content)
    reached[workflow.log_of(payload.inside("log"))] = payload.integer("last", 1)


def _write_receipt(
    office: Office, opened: bundle.Opened, sender: Card, log: LogId, fresh: list[Recorded], hearing: Hearing
) -> str:
    last = fresh[-1]
    payload = {
        "log": chain.log_record(log),
        "first": fresh[0].entry.seq,
        "last": last.entry.seq,
        "head": last.hash,
        "bundle": opened.id,
        "number": opened.manifest.number,
        "refused": [_judged_record(judged) for judged in hearing.refused],
        "held": [_judged_record(judged) for judged in hearing.held],
    }
    office.store.shelf.set_states((judged.recorded.hash, "refused") for judged in hearing.refused)
    office.store.shelf.set_states((judged.recorded.hash, "held") for judged in hearing.held)
    return office.write(Draft(EntryKind.RECEIPT, payload), log=office.log(sender.code)).hash


def _judged_record(judged: Judged) -> dict[str, Any]:
    return {
        "seq": judged.recorded.entry.seq,
        "hash": judged.recorded.hash,
        "refusals": [workflow.refusal_record(refusal) for refusal in judged.refusals],
    }


def file_reply(office: Office, opened: bundle.Opened, entries: list[Recorded]) -> Filed:
    """The village: append the township's entries, note how far it heard, and take back what was refused."""
    accepted, notes = 0, []
    for log, fresh in _fresh_by_log(office, entries):
        for recorded in fresh:
            office.store.journal.append(recorded)
        accepted += len(fresh)
        heard = {
            "log": chain.log_record(log),
            "first": fresh[0].entry.seq,
            "last": fresh[-1].entry.seq,
            "head": fresh[-1].hash,
            "bundle": opened.id,
            "number": opened.manifest.number,
        }
        known = office.realm.context.reviews
        office.write(Draft(EntryKind.HEARD, heard))
        for matter_id in sorted(_decided(known, office.realm.context.reviews)):
            shelve(office, office.realm, matter_id)
        accept_rekeys(office, fresh, opened.manifest.sender.office)
        answer_epochs(office, fresh, office.main_log, BranchCause.LOST)
        told = list(receipts(office)) if take_back(office, fresh) else fresh
        notes += [note for recorded in fresh if (note := _warned_of(office, recorded)) is not None]
        for recorded in told:
            if recorded.entry.kind is EntryKind.RECEIPT:
                notes += _take_receipt(office, recorded)
    return Filed(accepted, (), (), entries[-1].hash if entries else "", tuple(notes))


def _warned_of(office: Office, recorded: Recorded) -> Sentence | None:
    """What the village must know of at once: its data was opened, or an official signs with another key."""
    if recorded.entry.kind is EntryKind.ESCROW:
        return sentence("escrow-opened", {"on": workflow.escrow_opening_of(Fields.of(recorded.content)).on})
    if recorded.entry.kind is EntryKind.REPLACE_KEY:
        said = workflow.key_replacement_of(Fields.of(recorded.content))
        official = office.realm.context.officials.get(said.person)
        name = official.name if official is not None else said.person
        return sentence(_ENDED[said.cause], {"name": name, "on": said.on})
    return None


def _decided(before: Reviews, after: Reviews) -> set[str]:
    """The matters on which the township's decisions were heard between the one and the other."""
    if before is after:
        return set()
    return {matter for matter, told in after.items() if before.get(matter) is not told}


def _take_receipt(office: Office, receipt: Recorded) -> list[Sentence]:
    """Mark what the township accepted, refused and holds, and show anew the matters that lost an entry."""
    payload = Fields.of(receipt.content)
    log = workflow.log_of(payload.inside("log"))
    if not is_ours(office, receipt):
        return []  # it is about another line under our numbers, or about entries that we have yet to get back
    states = {fields.hexadecimal("hash"): "refused" for fields in payload.records("refused")}
    states |= {fields.hexadecimal("hash"): "held" for fields in payload.records("held")}
    ours = office.store.journal.entries(log, after=payload.integer("first") - 1, upto=payload.integer("last"))
    lost: set[str] = set()
    judged: list[tuple[str, str]] = []
    for recorded in ours:
        state = states.get(recorded.hash, "accepted")
        judged.append((recorded.hash, state))
        if state != "accepted":
            lost |= {recorded.entry.matter} - {""}
    office.store.shelf.set_states(judged)
    for matter_id in sorted(lost):
        shelve(office, office.realm, matter_id)
    office.store.outbox.receipted(payload.hexadecimal("bundle"), receipt.hash, bool(states))
    return [sentence for _, reasons in refused_in(office, receipt) for sentence in reasons]
