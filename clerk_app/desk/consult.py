"""What a face asks to see: today's list, the matters, and what stands around them."""

from __future__ import annotations

from clerk_app import days, workflow
from clerk_app.canon import Fields
from clerk_app.model import EntryKind, Matter, Recorded
from clerk_app.store import MatterQuery, ShelfMatter, ShelfTask, initials

from .confirming import is_at_rest
from .office import Office
from .outgoing import outgoing, receipts, township
from .realm import Realm
from .record import today
from .sending import days_since_answer, last_carried
from .shelving import returned_steps
from .views import (
    MatterPage,
    MatterRow,
    ParameterRow,
    RefusedEntry,
    Sentence,
    SettingRow,
    Task,
    Today,
    TypeRow,
    Unreported,
)
from .words import label, refusal_sentence


def today_list(office: Office) -> Today:
    """The first page."""
    day, code = today(office), office.card.code
    away = _with_township(office)
    told = office.store.shelf.tasks(code)
    tasks = [task_row(matter, task, day, away, _objections(office, task)) for matter, task in told]
    tasks.sort(key=lambda task: (_by_when(task, day), task.matter, task.step))
    ready = tuple(task for task in tasks if not task.waits)
    waiting = tuple(task for task in tasks if task.waits in ("publicity", "township"))
    coming = tuple(task for task in tasks if task.waits == "reminder")
    in_time, done = office.store.shelf.punctuality(code, day[:7])
    return Today(ready, waiting, unreported(office), tuple(returned_entries(office)), in_time, done, coming)


def _objections(office: Office, task: ShelfTask) -> int:
    """How many objections to a step's notice have no answer yet."""
    matter = office.matter(task.matter) if task.posted else None
    return workflow.open_objections(matter, task.step) if matter is not None else 0


def _by_when(task: Task, day: str) -> str:
    """The day by which a task is sorted: what can end today, or holds a notice up, comes with what is due today."""
    if task.objections:
        return min(task.due or day, day)
    return task.due or (day if task.may_come_down else "9999")


def _with_township(office: Office) -> set[tuple[str, str]]:
    """The steps that were handed in, or that only the township can sign: their matter and step."""
    context = office.realm.context
    catalogue = office.catalogues[context.catalogue]
    only = (workflow.parameter(catalogue, context, workflow.PROGRAM_ONLY) or 0) > 0
    return {(row.matter, row.step) for row in office.store.shelf.reviews(office.card.code) if row.handed_in or only}


def task_row(matter: ShelfMatter, task: ShelfTask, day: str, away: set[tuple[str, str]], objections: int = 0) -> Task:
    """A shelf's task as a face shows it on a day; the matters and steps `away` wait for the township.

    One whose notice has open `objections` waits for nobody: they are answered here.
    """
    hanging = task.takedown > day
    due = task.takedown if hanging else task.deadline
    left = (days.parse(due) - days.parse(day)).days if due else None
    hung = need = 0
    if task.takedown:
        need = days.full_days(days.parse(task.posted), days.parse(task.takedown))
        hung = min(need, max(0, days.full_days(days.parse(task.posted), days.parse(day))))
    at_rest = "publicity" if hanging else "reminder" if task.remind > day else ""
    waits = "" if objections else "township" if (matter.id, task.step) in away else at_rest
    return Task(
        matter.id,
        task.step,
        matter.title,
        task.step_name,
        matter.number,
        task.responsible,
        due,
        left,
        waits,
        hung,
        need,
        bool(task.takedown) and not hanging and not waits,
        objections,
    )


def unreported(office: Office) -> Unreported:
    """How much waits for the township, and how long it has been silent; nothing does where all is confirmed."""
    if not office.is_village or not office.realm.context.contacts:
        return Unreported(0, 0, 0, 1, None)
    waiting = outgoing(office, township(office))
    spans = () if is_at_rest(office, waiting) else waiting.spans
    weights = [office.store.journal.weigh(log, after=after) for log, after in spans]
    carried = last_carried(office, waiting.to.code)
    last = office.store.outbox.last(waiting.to.code)
    return Unreported(
        sum(weight.entries for weight in weights),
        sum(weight.files for weight in weights),
        sum(weight.size for weight in weights),
        last.number + 1 if last is not None else 1,
        days_since_answer(office, waiting.to.code),
        sum(max(0, carried.get(log, 0) - after) for log, after in spans),
    )


def returned_entries(office: Office) -> list[RefusedEntry]:
    """What the township refused and nobody has cured yet: which step of which matter has to be done again, and why."""
    waiting = {row.id: row for row in office.store.shelf.matters(office=office.card.code, state="refused")}
    found = []
    for receipt in receipts(office) if waiting else ():
        for recorded, sentences in refused_in(office, receipt):
            entry = recorded.entry
            if entry.matter in waiting and recorded.hash in _lost(office, entry.matter):
                title = waiting[entry.matter].title
                step = step_name(office.realm, recorded, office.matter(entry.matter))
                found.append(RefusedEntry(entry.seq, recorded.hash, entry.matter, title, entry.step, sentences, step))
    return found


def step_name(realm: Realm, recorded: Recorded, matter: Matter | None) -> str:
    """The name of the step that an entry is about, "" for one of no known matter."""
    catalogue = realm.catalogue_for(recorded)
    if matter is None or catalogue is None:
        return ""
    step = catalogue.types[matter.type].step(recorded.entry.step)
    return step.name if step is not None else ""


def _lost(office: Office, matter_id: str) -> frozenset[str]:
    """The refused entries of a matter that were not written anew since."""
    matter = office.matter(matter_id)
    return frozenset(returned_steps(office, office.realm, matter).values()) if matter is not None else frozenset()


def refused_in(office: Office, receipt: Recorded) -> list[tuple[Recorded, tuple[Sentence, ...]]]:
    """Our entries that a receipt refuses, each with the reasons in words."""
    found = []
    for fields in Fields.of(receipt.content).records("refused"):
        recorded = office.store.journal.get(fields.hexadecimal("hash"))
        if recorded is not None:
            found.append(
                (recorded, tuple(refusal_sentence(workflow.refusal_of(r)) for r in fields.records("refusals")))
            )
    return found


def matters(office: Office, text: str, state: str, type_id: str, limit: int, offset: int) -> list[MatterRow]:
    """The office's matters, the newest first."""
    rows = office.store.shelf.matters(
        office=office.card.code, text=text, state=state, type_id=type_id, limit=limit, offset=offset
    )
    return [matter_row(row, today(office)) for row in rows]


def matter_row(row: ShelfMatter, day: str) -> MatterRow:
    """A shelf's row as a face shows it on a day."""
    return MatterRow(
        row.id,
        row.number,
        row.title,
        row.type,
        row.type_name,
        row.state,
        row.step,
        row.due,
        row.begun_on,
        row.amount,
        max(0, (days.parse(day) - days.parse(row.due)).days) if row.due else 0,
    )


def search(office: Office, query: MatterQuery, limit: int, offset: int) -> MatterPage:
    """One page of the office's matters that a search finds."""
    shelf, code = office.store.shelf, office.card.code
    rows = shelf.search(code, query, limit=limit, offset=offset)
    return MatterPage(shelf.search_count(code, query), offset, tuple(matter_row(row, today(office)) for row in rows))


def types(office: Office) -> list[TypeRow]:
    """The checklist in force."""
    catalogue = office.catalogues[office.realm.context.catalogue]
    recent = office.store.shelf.recent_types(office.card.code)
    return [
        TypeRow(
            kind.id,
            kind.name,
            kind.short,
            kind.category,
            kind.applies,
            kind.basis,
            len(kind.steps),
            initials(f"{kind.name} {kind.short}"),
            recent.index(kind.id) + 1 if kind.id in recent else 0,
        )
        for kind in catalogue.types.values()
    ]


def parameters(office: Office) -> list[ParameterRow]:
    """Every parameter with the value in force, the value shipped, and who sets it."""
    context = office.realm.context
    catalogue = office.catalogues[context.catalogue]
    newest = {setting.key: setting.on for setting, _office in reversed(_settings(office))}
    return [
        ParameterRow(
            known.key,
            known.name,
            known.unit,
            workflow.parameter(catalogue, context, known.key),
            known.value,
            known.tag.value,
            known.source,
            known.setter,
            known.lowest,
            known.highest,
            known.key in context.record_only,
            newest.get(known.key, ""),
        )
        for known in catalogue.parameters.values()
    ]


def settings_of(office: Office, key: str) -> list[SettingRow]:
    """Every setting of one parameter, the newest first."""
    return [
        SettingRow(setting.on, setting.value, name, setting.basis)
        for setting, name in _settings(office)
        if setting.key == key
    ]


def _settings(office: Office) -> list[tuple[workflow.Setting, str]]:
    """Every setting with the name of the office that made it, the newest first: a township's own, or what it told."""
    kinds = frozenset({EntryKind.PARAMETER})
    logs = office.realm.context.heard if office.is_village else office.own_logs()
    name = township(office).name if office.is_village and logs else office.card.name
    told = [recorded for log in logs for recorded in office.store.journal.of_kinds(log, kinds)]
    return [(workflow.setting_of(Fields.of(recorded.content)), name) for recorded in reversed(told)]


def role_names(office: Office) -> dict[str, str]:
    """The roles of the catalogue in force with their Chinese names; a township's clerk is not called a village's."""
    catalogue = office.catalogues[office.realm.context.catalogue]
    names = {role.id: role.name for role in catalogue.roles.values()}
    return names if office.is_village else names | {"clerk": label("township-clerk")}
