"""What a township reads in the journal of one of its villages: how it stands, its matters, one matter in full."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from clerk_app import workflow
from clerk_app.errors import IntegrityError, UsageError
from clerk_app.model import Complete, Correct, EntryKind, Matter
from clerk_app.workflow import Flow

from .arrivals import arrivals
from .carry_views import GapRow
from .consult import matter_row, refused_in, task_row
from .decisions import decisions
from .gaps import gaps_of
from .history import rows_of
from .letters import Letters
from .office import Office
from .realm import Realm
from .record import known_now, today
from .review_views import DoneStep
from .reviewing import Reviews, done_step, done_steps
from .shelving import returned_steps
from .showing import step_row
from .step_views import MatterView
from .town_views import ArrivalRow, OverseenMatter
from .views import HistoryRow, MatterRow, Sentence, Task

_RECEIPTS = frozenset({EntryKind.RECEIPT})


def overdue_steps(office: Office, code: str, reviews: Collection[tuple[str, str]]) -> list[Task]:
    """The open steps of a village whose day has passed, the oldest first; those in `reviews` wait for its township."""
    day, away = today(office), set(reviews)
    rows = [task_row(matter, task, day, away) for matter, task in office.store.shelf.tasks(code)]
    late = [row for row in rows if row.days_left is not None and row.days_left < 0 and row.waits in ("", "township")]
    return sorted(late, key=lambda row: (row.due, row.matter, row.step))


class Oversight:
    """One village, read and never written."""

    def __init__(self, office: Office, code: str) -> None:
        if office.is_village:
            raise UsageError("township-only")
        if code not in office.realm.context.contacts:
            raise UsageError("office-unknown", code=code)
        self._office, self._code = office, code

    @property
    def _realm(self) -> Realm:
        return self._office.realm_of(self._code)

    def arrivals(self) -> list[ArrivalRow]:
        """Its bundles, the newest first."""
        return arrivals(self._office, code=self._code)

    def gaps(self) -> list[GapRow]:
        """What should have come from it and did not, and whom to call."""
        return list(gaps_of(self._office, self._code))

    def overdue(self) -> list[Task]:
        """Its open steps whose day has passed, the oldest first; some wait for its township."""
        return overdue_steps(self._office, self._code, Reviews(self._office).waiting(self._code))

    def matters(self, text: str = "", state: str = "", limit: int = 200) -> list[MatterRow]:
        """Its matters, the newest first."""
        rows = self._office.store.shelf.matters(office=self._code, text=text, state=state, limit=limit)
        return [matter_row(row, today(self._office)) for row in rows]

    def matter(self, matter_id: str) -> OverseenMatter:
        """One of its matters: the flow as it stands, what was done, every entry, what was decided."""
        office, realm, matter = self._office, self._realm, self._realm.matter(matter_id)
        row = office.store.shelf.matter(self._code, matter_id)
        if matter is None or row is None:
            raise UsageError("matter-not-found", matter=matter_id)
        context = replace(realm.context, today=known_now(office).today)
        flow = Flow(office.catalogues[matter.catalogue], matter, context)
        lost = returned_steps(office, realm, matter)
        told = decisions(flow, heard=len(context.reviews.get(matter_id, ())))
        steps = tuple(step_row(flow, step, step.id in lost) for step in flow.type.steps)
        letters = tuple(each for each in Letters(office).all(self._code) if each.matter == matter_id)
        view = MatterView(matter_row(row, context.today), matter.catalogue, steps, self._history(matter), told, letters)
        people = {person.id: person.name for person in context.people.values()}
        return OverseenMatter(self._code, view, tuple(done_steps(flow)), tuple(self._refused(flow, lost)), people)

    def _refused(self, flow: Flow, lost: Mapping[str, str]) -> Iterator[DoneStep]:
        """What stood in the entries `lost`, told by step and hash; one that nobody can read is left out."""
        for step in flow.type.steps:
            recorded = self._office.store.journal.get(lost.get(step.id, ""))
            with suppress(IntegrityError):
                command = workflow.command_of(recorded) if recorded is not None else None
                if isinstance(command, Complete | Correct):
                    yield done_step(step, command)

    def _history(self, matter: Matter) -> tuple[HistoryRow, ...]:
        office, realm = self._office, self._realm
        entries = [r for log in realm.logs for r in office.store.journal.of_matter(log, matter.id)]
        told = office.store.shelf.states([recorded.hash for recorded in entries])
        states = {recorded.hash: told.get(recorded.hash, "accepted") for recorded in entries}
        return rows_of(office, realm, matter, entries, states, self._reasons())

    def _reasons(self) -> dict[str, tuple[Sentence, ...]]:
        """Why we refused entries of this village, by their hashes."""
        receipts = (
            receipt
            for log in self._office.logs_for(self._code)
            for receipt in self._office.store.journal.of_kinds(log, _RECEIPTS)
        )
        return {
            recorded.hash: sentences
            for receipt in receipts
            for recorded, sentences in refused_in(self._office, receipt)
        }
