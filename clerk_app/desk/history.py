"""The history of a matter: every entry in words, how far it was reported, and why the township sent it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from clerk_app.model import Matter, Recorded
from clerk_app.store import Span

from .consult import refused_in
from .office import Office
from .outgoing import receipts
from .realm import Realm
from .views import HistoryRow, Sentence
from .words import label


def history(office: Office, matter: Matter) -> tuple[HistoryRow, ...]:
    """The entries of a matter in the order in which they were written."""
    entries = [r for log in office.realm.logs for r in office.store.journal.of_matter(log, matter.id)]
    told = office.store.shelf.states([recorded.hash for recorded in entries])
    carried = [span for spans in office.store.outbox.spans().values() for span in spans]
    states = {recorded.hash: told.get(recorded.hash) or _unanswered(carried, recorded) for recorded in entries}
    why = _reasons(office) if "refused" in states.values() else {}
    return rows_of(office, office.realm, matter, entries, states, why)


def rows_of(
    office: Office,
    realm: Realm,
    matter: Matter,
    entries: Sequence[Recorded],
    states: Mapping[str, str],
    why: Mapping[str, tuple[Sentence, ...]],
) -> tuple[HistoryRow, ...]:
    """Entries of a matter of that realm in words, with their states and the reasons of those refused, by hash."""
    return tuple(_row(office, realm, matter, recorded, states[recorded.hash], why) for recorded in entries)


def _unanswered(carried: Iterable[Span], recorded: Recorded) -> str:
    """``carried`` where a bundle that was written holds the entry, else ``new``."""
    log, seq = recorded.entry.log, recorded.entry.seq
    return "carried" if any(span.log == log and span.first <= seq <= span.last for span in carried) else "new"


def _reasons(office: Office) -> dict[str, tuple[Sentence, ...]]:
    """Why entries were refused, by their hashes."""
    return {
        recorded.hash: sentences for receipt in receipts(office) for recorded, sentences in refused_in(office, receipt)
    }


def _row(
    office: Office,
    realm: Realm,
    matter: Matter,
    recorded: Recorded,
    state: str,
    why: Mapping[str, tuple[Sentence, ...]],
) -> HistoryRow:
    entry, content = recorded.entry, recorded.content
    step = office.catalogues[matter.catalogue].types[matter.type].step(entry.step)
    person = realm.context.people.get(str(content.get("person", entry.actor)))
    return HistoryRow(
        entry.seq,
        entry.kind.value,
        entry.step,
        str(content.get("on", "")),
        entry.actor,
        state,
        recorded.hash,
        what=label(f"entry.{entry.kind.value}"),
        step_name=step.name if step is not None else "",
        who=person.name if person is not None else "",
        reason=str(content.get("reason") or content.get("text") or content.get("late_reason") or ""),
        why=why.get(recorded.hash, ()),
    )
