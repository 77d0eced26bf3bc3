"""A matter onto the shelf: its row, its open steps, what it committed, and the words that a search finds it by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from clerk_app import codes, workflow
from clerk_app.model import Commitment, EarlyWarning, EntryKind, Fact, FactKind, Field, FieldKind, Matter, Record, Step
from clerk_app.store import ShelfMatter, ShelfReview, ShelfTask
from clerk_app.workflow import Flow

if TYPE_CHECKING:
    from .office import Office
    from .realm import Realm


RULES = b"5"
"""How a matter is put on the shelf; another number whenever a rebuilt shelf would no longer be equal."""

_MADE_BY = "shelf.rules"

_MOST_SUMS = 50
"""So that a long table of small sums does not crowd the words out."""


def shelve(office: Office, realm: Realm, matter_id: str) -> None:
    """Put one matter of a realm on the shelf as it now is."""
    matter, owner = realm.matter(matter_id), realm.context.office
    if matter is None or owner is None:
        return
    flow = Flow(office.catalogues[matter.catalogue], matter, realm.context)
    tasks = tuple(_tasks(flow, owner.code))
    facts, sums = tuple(workflow.facts_of(flow)), tuple(_values(flow, FieldKind.MONEY))
    row = _row(office, realm, flow, owner.code, tasks, _amount(facts, sums))
    words = " ".join(_words(matter, sums))
    office.store.shelf.put_matter(
        row, tasks, _commitments(realm, matter), words, facts, _reviews(flow, owner.code), _people(flow)
    )


def found_warnings(office: Office, realm: Realm) -> tuple[EarlyWarning, ...]:
    """The early warnings over everything that an office reported; looked for anew once its facts or rules changed."""
    owner, context = realm.context.office, realm.context
    catalogue = office.catalogues.get(context.catalogue)
    if owner is None or catalogue is None:
        return ()
    shelf = office.store.shelf
    known = (shelf.moves(owner.code), catalogue.hash, dict(context.parameters), dict(context.people))
    if office.warned.get(owner.code, (None,))[0] != known:
        found = workflow.early_warnings(catalogue, context, shelf.facts(owner.code))
        office.warned[owner.code] = (known, found)
    return office.warned[owner.code][1]


def shelve_warnings(office: Office, realm: Realm) -> None:
    """Put the early warnings of one of a township's villages on the shelf."""
    if realm.context.office is not None:
        keys = (warning.key for warning in found_warnings(office, realm))
        office.store.shelf.put_warnings(realm.context.office.code, keys)


def rebuild(office: Office) -> None:
    """Make every list anew from the journal."""
    states = office.store.shelf.dump()["shelf_state"]
    with office.store.transaction():
        office.store.shelf.clear()
        office.store.shelf.set_states(states)
        office.refold()
        for code in sorted({office.card.code, *office.realm.context.contacts}):
            realm = office.realm if code == office.card.code else office.realm_of(code)
            realm.recommit()
            for log in realm.logs:
                for matter_id in office.store.journal.matters(log):
                    shelve(office, realm, matter_id)
            if not office.is_village and realm is not office.realm:
                shelve_warnings(office, realm)
        office.store.notes.put(_MADE_BY, value=RULES)


def freshen(office: Office) -> None:
    """Make the lists anew where an earlier program, which put less on the shelf, made them."""
    if office.store.notes.get(_MADE_BY) != RULES:
        rebuild(office)


def _row(
    office: Office, realm: Realm, flow: Flow, owner: str, tasks: tuple[ShelfTask, ...], amount: int
) -> ShelfMatter:
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
        due=min((task.deadline for task in tasks if task.deadline), default=""),
        begun_on=matter.begun_on,
        closed_on=closing.on if closing is not None else matter.withdrawn_on,
        late=sum(bool(run.late_reason) for run in matter.runs),
        parent=matter.parent,
        amount=amount,
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
    """The open steps that somebody has to do; what may be left out is no task. One turned down waits for a decision."""
    for step in flow.type.steps:
        if flow.failed(step) and not flow.matter.withdrawn_on:
            yield ShelfTask(owner, flow.matter.id, step.id, f"{step.name}（未通过）", step.responsible, "", "", "")
        elif not step.optional and flow.is_open(step) and _asks(flow, step):
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


def _amount(facts: tuple[Fact, ...], sums: tuple[int, ...]) -> int:
    """The sum that a matter is about, in fen: the largest that it committed, else the largest that its forms name."""
    committed = [fact.number for fact in facts if fact.kind == FactKind.AMOUNT]
    return max(committed or sums, default=0)


def _people(flow: Flow) -> list[str]:
    """Everybody on the list who signed, or whom a form names."""
    named = {str(value) for value in _values(flow, FieldKind.PERSON)}
    return sorted(named | {signature.person for signature in flow.matter.signatures})


def _values(flow: Flow, kind: FieldKind) -> Iterator[Any]:
    """Every value of one kind in the forms of a matter, tables included."""
    for run in flow.matter.runs:
        step = flow.type.step(run.step)
        if step is not None:
            yield from _of_kind(step.fields, run.fields, kind)


def _of_kind(fields: tuple[Field, ...], record: Record, kind: FieldKind) -> Iterator[Any]:
    for field in fields:
        value = record.get(field.id)
        if field.kind is kind and value:
            yield value
        elif field.kind is FieldKind.TABLE and isinstance(value, list):
            for row in value:
                yield from _of_kind(field.columns, row, kind)


def _words(matter: Matter, sums: tuple[int, ...]) -> Iterator[str]:
    """What a search finds a matter by: its name, its sums and days as they are written, and every text of its forms."""
    yield matter.title
    yield matter.number
    yield from map(codes.yuan, sorted(set(sums), reverse=True)[:_MOST_SUMS])
    yield from sorted({matter.begun_on, *(run.on for run in matter.runs)})
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
