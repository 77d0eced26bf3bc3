"""The notice board: what hangs, since when and until when, what must be put up or may come down, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clerk_app import days, workflow
from clerk_app.model import FileRef, Matter, Step
from clerk_app.store import ShelfMatter, ShelfTask
from clerk_app.workflow import Flow

from .drafts import draft_of
from .office import Office
from .record import today


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One notice. `state` is ``to_post``, ``hanging`` or ``to_take_down``.

    `until` is the earliest day on which the law lets it come down, or where it is not up yet the day by which it must
    be; "" for none. `days_left` counts to that day and is negative once it has passed. `photos` are those of it
    hanging, `photos_wanted` how many the step asks for; `objections` are without an answer. It has to hang for `wanted`
    days, 0 while it is not up.
    """

    matter: str
    step: str
    number: str
    title: str
    step_name: str
    state: str
    posted_on: str
    until: str
    days_left: int | None
    place: str
    photos: int
    photos_wanted: int
    objections: int
    wanted: int = 0

    @property
    def needs_work(self) -> bool:
        """True for what is to be put up or may come down, and for what has an objection to answer."""
        return self.state != "hanging" or self.objections > 0

    @property
    def overdue(self) -> bool:
        """True for what should have been put up already."""
        return self.state == "to_post" and self.days_left is not None and self.days_left < 0


def notices(office: Office) -> list[BoardRow]:
    """Every notice that hangs or has to, the most urgent first."""
    day = today(office)
    tasks, may_be = office.store.shelf.tasks(office.card.code), _notice_steps(office)
    told = [(matter, task) for matter, task in tasks if (matter.type, task.step) in may_be]
    rows = [row for matter, task in told for row in _rows(office, matter, task, day)]
    return sorted(rows, key=lambda row: (_ORDER[row.state], row.until or "9999", row.matter, row.step))


def _notice_steps(office: Office) -> set[tuple[str, str]]:
    """The types and steps that are a notice in any release of the checklist that was ever in force here."""
    releases = (office.catalogues[digest] for digest in office.adoptions())
    types = (kind for release in releases for kind in release.types.values())
    return {(kind.id, step.id) for kind in types for step in kind.steps if step.publicity}


_ORDER = {"to_post": 0, "to_take_down": 1, "hanging": 2}


def _rows(office: Office, shown: ShelfMatter, task: ShelfTask, day: str) -> Iterator[BoardRow]:
    """The row of an open step, where that step is a notice."""
    matter = office.matter(task.matter)
    if matter is None:
        return
    flow = Flow(office.catalogues[matter.catalogue], matter, office.realm.context)
    step = flow.type.step(task.step)
    if step is None or not step.publicity:
        return
    notice = flow.notice(step, flow.visit(step))
    until = task.takedown if notice is not None else task.deadline
    yield BoardRow(
        matter=shown.id,
        step=step.id,
        number=shown.number,
        title=shown.title,
        step_name=step.name,
        state=_state(task, day),
        posted_on=task.posted,
        until=until,
        days_left=(days.parse(until) - days.parse(day)).days if until else None,
        place=notice.place if notice is not None else "",
        photos=len({file.sha256 for file in _photos(office, matter, step, notice.files if notice is not None else ())}),
        photos_wanted=sum(known.least for known in step.materials if known.id in _KINDS),
        objections=workflow.open_objections(matter, step.id),
        wanted=days.full_days(days.parse(task.posted), days.parse(until)) if notice is not None and until else 0,
    )


_KINDS = (workflow.NOTICE_UP, workflow.NOTICE_DOWN)


def _state(task: ShelfTask, day: str) -> str:
    if not task.posted:
        return "to_post"
    return "to_take_down" if task.takedown and task.takedown <= day else "hanging"


def _photos(office: Office, matter: Matter, step: Step, posted: tuple[FileRef, ...]) -> Iterator[FileRef]:
    """The photos of the notice: those it was put up with, and those that wait in the draft."""
    draft = draft_of(office, matter.id, step.id)
    for file in (*posted, *(draft.content.files if draft is not None else ())):
        if file.kind in _KINDS:
            yield file
