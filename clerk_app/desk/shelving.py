"""A matter onto the shelf: its row, its open steps, what it committed, and the words that a search finds it by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from clerk_app import workflow
from clerk_app.model import Commitment, EntryKind, Matter, Record, Step
from clerk_app.store import ShelfMatter, ShelfReview, ShelfTask
from clerk_app.workflow import Flow

if TYPE_CHECKING:
    from .office import Office
    from .realm import Realm


def shelve(office: Office, realm: Realm, matter_id: str) -> None:
    """Put one matter of a realm on the shelf as it now is."""
    matter, owner = realm.matter(matter_id), realm.context.office
    if matter is None or owner is None:
        return
    flow = Flow(office.catalogues[matter.catalogue], matter, realm.context)
    tasks = tuple(_tasks(flow, owner.code))
    row = _row(office, realm, flow, owner.code, tasks)
    office.store.shelf.put_matter(
        row,
        tasks,
        _commitments(realm, matter),
        " ".join(_words(matter)),
        workflow.facts_of(flow),
        _reviews(flow, owner.code),
    )


def _row(office: Office, realm: Realm, flow: Flow, owner: str, tasks: tuple[ShelfTask, ...]) -> ShelfMatter:
    matter, kind = flow.matter, flow.type
    current = tasks[0] if tasks else None
    closing = matter.last_run(kind.steps[-1].id)
    returned = realm.voided and _has_returned(office, realm, matter)
    state = _state(matter, closed=closing is not None, returned=bool(returned))
    return ShelfMatter(
        office=owner,
        id=matter.id,
        number=matter.number,
        title=matter.title,
        type=kind.id,
        type_name=kind.short,
        state=state,
        step=current.step_name if current is not None else "",
        due=min((task.takedown or task.deadline for task in tasks if task.takedown or task.deadline), default=""),
        begun_on=matter.begun_on,
        closed_on=closing.on if closing is not None else matter.withdrawn_on,
        late=sum(bool(run.late_reason) for run in matter.runs),
        parent=matter.parent,
    )


def _state(matter: Matter, *, closed: bool, returned: bool) -> str:
    if closed:
        return "closed"
    if matter.withdrawn_on:
        return "withdrawn"
    if returned:
        return "refused"
    return "resting" if matter.rests else "open"


def _has_returned(office: Office, realm: Realm, matter: Matter) -> bool:
    """True while a step that the other office refused was not done again."""
    return bool(returned_steps(office, realm, matter))


def returned_steps(office: Office, realm: Realm, matter: Matter) -> dict[str, str]:
    """The steps whose entry was refused or held and not written anew since: step id and the entry's hash."""
    lost: dict[str, str] = {}
    for log in realm.logs:
        for recorded in office.store.journal.of_matter(log, matter.id):
            if recorded.entry.kind in (EntryKind.COMPLETE, EntryKind.CORRECT):
                if recorded.hash in realm.voided:
                    lost[recorded.entry.step] = recorded.hash
                else:
                    lost.pop(recorded.entry.step, None)
    return lost


def _tasks(flow: Flow, owner: str) -> Iterator[ShelfTask]:
    """The open steps that somebody has to do; what may be left out is no task."""
    for step in flow.type.steps:
        if not step.optional and flow.is_open(step) and _asks(flow, step):
            due = workflow.due_of(flow, step)
            yield ShelfTask(
                owner,
                flow.matter.id,
                step.id,
                step.name,
                step.responsible,
                due.deadline,
                due.posted,
                due.takedown,
                due.remind,
            )


def _reviews(flow: Flow, owner: str) -> Iterator[ShelfReview]:
    """The sign-offs that wait for the township."""
    for awaited in workflow.awaited(flow):
        handed = awaited.submission
        since = handed.on if handed is not None else _turn(flow, awaited.step)
        yield ShelfReview(
            owner, flow.matter.id, awaited.step.id, awaited.slot.id, awaited.visit, since, int(handed is not None)
        )


def _turn(flow: Flow, step: Step) -> str:
    """The day on which the last of the steps before it was done."""
    runs = (flow.matter.last_run(before) for before in step.after)
    return max((run.on for run in runs if run is not None), default=flow.matter.begun_on)


def _asks(flow: Flow, step: Step) -> bool:
    """A repeated step asks until it was done once; one that follows another run by run asks as long as it is open."""
    return not step.repeat or flow.count(step.id) == 0 or any(s.repeat for s in flow.type.steps if s.id in step.after)


def _commitments(realm: Realm, matter: Matter) -> list[Commitment]:
    return [known for known in realm.context.commitments if known.matter == matter.id]


def _words(matter: Matter) -> Iterator[str]:
    yield matter.title
    yield matter.number
    for run in matter.runs:
        yield from _texts(run.fields)


def _texts(record: Record | list[Any] | Any) -> Iterator[str]:
    """Every text in a form, tables included."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict):
        # In the order of the canonical bytes, so that a shelf made from the journal is equal.
        for name in sorted(record):
            yield from _texts(record[name])
    elif isinstance(record, list):
        for value in record:
            yield from _texts(value)
