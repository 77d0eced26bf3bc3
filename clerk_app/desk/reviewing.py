"""Steps that wait for the township: handed in by a village, decided on by an official, and heard of by the village."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clerk_app import days, workflow
from clerk_app.errors import UsageError
from clerk_app.model import (
    Complete,
    Context,
    Correct,
    EntryKind,
    FileRef,
    Person,
    Record,
    Review,
    ReviewVerdict,
    Run,
    SignOff,
    Step,
    Submission,
    Submit,
)
from clerk_app.store import ShelfReview
from clerk_app.workflow import Flow

from . import review_drafts
from .decisions import decisions
from .drafts import with_files
from .office import Office
from .record import decide_and_write, known_now, matter_of, own_key, person_of, step_of, today, visit_to_sign, whole
from .review_views import DoneStep, ReviewRow, ReviewView
from .step_views import Check, DecisionRow
from .views import Changes
from .words import label, refusal_sentence

_REVIEWS = frozenset({EntryKind.REVIEW})


def submit(
    office: Office, matter_id: str, step_id: str, fields: Record, files: tuple[FileRef, ...], on: str, note: str
) -> Changes:
    """A village hands a step to its township, with what it knows of the content and a note."""
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    command = Submit(
        matter=matter_id,
        step=step_id,
        visit=visit_to_sign(office, matter, step),
        on=on or today(office),
        fields=whole(office, matter, step, fields, on or today(office)),
        files=files,
        note=note.strip(),
    )
    decide_and_write(office, command)
    return Changes((matter_id,), lists=True, outbox=True)


@dataclass(frozen=True, slots=True)
class Case:
    """One sign-off that waits, looked at with all that the township has decided by now."""

    waiting: ShelfReview
    flow: Flow
    step: Step
    slot: SignOff


class Reviews:
    """The township's review queue: what waits in all villages, and the decisions of its officials."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def queue(self, code: str = "") -> list[ReviewRow]:
        """What waits for a decision in one village or ("") in all, the most urgent first, then the oldest."""
        rows = [self._row(case) for each in self._codes(code) for case in self._cases(each)]
        return sorted(rows, key=lambda row: (row.due or "9999", row.since, row.code, row.matter, row.step, row.slot))

    def waiting(self, code: str) -> list[tuple[str, str]]:
        """Matter and step of each decision that waits in one village."""
        return [(case.waiting.matter, case.waiting.step) for case in self._cases(code)]

    def look(
        self,
        code: str,
        matter: str,
        step: str,
        *,
        slot: str = "",
        fields: Record | None = None,
        files: tuple[FileRef, ...] | None = None,
        drafted: bool = False,
    ) -> ReviewView:
        """One case over the content given, else over what the village handed in, or (`drafted`) what is kept of it."""
        case = self._case(code, matter, step, slot)
        submission, row = workflow.submission_of(case.flow, step), self._row(case)
        handed_fields, handed_files = _handed(submission)
        kept = review_drafts.kept(self._office, row, _digest(submission)) if drafted else None
        if kept is not None:
            handed_fields, handed_files = kept.fields, kept.files
        at_hand = (handed_fields if fields is None else fields, handed_files if files is None else files)
        return ReviewView(
            row=row,
            basis=case.step.basis,
            guide=case.step.guide,
            form=case.step.fields,
            materials=case.step.materials,
            fields=at_hand[0],
            files=at_hand[1],
            note=submission.note if submission is not None else "",
            officials=self._officials(case.slot),
            done=tuple(done_steps(case.flow)),
            decisions=decisions(case.flow, heard=self._heard(code, matter)),
            checks=tuple(self._missing(case, *at_hand)),
            kept=kept is not None,
        )

    def keep(self, row: ReviewRow, fields: Record, files: tuple[FileRef, ...]) -> None:
        """Keep what was typed and attached over a case; what is as the village handed it in is not worth keeping."""
        submission = self._submission(row)
        if _handed(submission) == (fields, files):
            review_drafts.drop(self._office, row)
        else:
            review_drafts.keep(self._office, row, _digest(submission), fields, files)

    def add_files(self, row: ReviewRow, files: Sequence[FileRef]) -> None:
        """Put files into what is kept of a case, whatever a page shows now."""
        view = self.look(row.code, row.matter, row.step, slot=row.slot, drafted=True)
        self.keep(row, view.fields, with_files(view.files, files))

    def discard(self, row: ReviewRow) -> None:
        """Throw away what was kept of a case."""
        review_drafts.drop(self._office, row)

    def _submission(self, row: ReviewRow) -> Submission | None:
        return workflow.submission_of(self._case(row.code, row.matter, row.step, row.slot).flow, row.step)

    def approve(
        self,
        code: str,
        matter: str,
        step: str,
        *,
        person: str,
        passphrase: str,
        slot: str = "",
        text: str = "",
        fields: Record | None = None,
        files: tuple[FileRef, ...] | None = None,
    ) -> str:
        """Approve the content given, else what was handed in; returns the entry's hash. Signed by the official."""
        view = self.look(code, matter, step, slot=slot, fields=fields, files=files)
        return self._decide(ReviewVerdict.APPROVE, view, person, passphrase, text, view.fields, view.files)

    def send_back(
        self, code: str, matter: str, step: str, *, person: str, passphrase: str, text: str, slot: str = ""
    ) -> str:
        """Send the step back with the reason: the village does it again and hands it in anew."""
        view = self.look(code, matter, step, slot=slot)
        return self._decide(ReviewVerdict.RETURN, view, person, passphrase, text, {}, ())

    def ask(self, code: str, matter: str, step: str, *, person: str, passphrase: str, text: str, slot: str = "") -> str:
        """Ask the village; the step waits until it has handed in its answer."""
        view = self.look(code, matter, step, slot=slot)
        return self._decide(ReviewVerdict.ASK, view, person, passphrase, text, {}, ())

    def decided(self, code: str = "") -> list[DecisionRow]:
        """Every decision of the township for one village or for all, the newest first."""
        rows: list[DecisionRow] = []
        for each in self._codes(code):
            context, heard = self._context(each), self._office.realm_of(each).context.reviews
            for matter_id, told in context.reviews.items():
                flow = self._flow(each, matter_id, context)
                if flow is not None:
                    rows += decisions(flow, heard=len(heard.get(matter_id, ())), of=told)
        return sorted(rows, key=lambda row: row.on, reverse=True)

    def _decide(
        self,
        verdict: ReviewVerdict,
        view: ReviewView,
        person_id: str,
        passphrase: str,
        text: str,
        fields: Record,
        files: tuple[FileRef, ...],
    ) -> str:
        office, row = self._office, view.row
        case = self._case(row.code, row.matter, row.step, row.slot)
        person = person_of(office, person_id)
        unsigned = Review(
            matter=row.matter,
            step=row.step,
            visit=row.visit,
            slot=row.slot,
            verdict=verdict,
            text=text.strip(),
            on=today(office),
            person=person_id,
            role=_role(case.slot, person),
            digest=workflow.content_digest(fields, files),
            seen=workflow.seen_by(case.flow, case.step),
            fields=fields,
            files=files,
        )
        signature = own_key(office, person, passphrase).sign(workflow.review_statement(row.code, unsigned)).hex()
        review = replace(unsigned, signature=signature)
        entry = office.write(workflow.admit_review(case.flow, person, review), log=office.log(row.code))
        review_drafts.drop(office, row)
        return entry.hash

    def _codes(self, code: str) -> list[str]:
        known = self._office.realm.context.contacts
        if self._office.is_village:
            raise UsageError("township-only")
        if code and code not in known:
            raise UsageError("office-unknown", code=code)
        return [code] if code else sorted(known)

    def _cases(self, code: str) -> Iterator[Case]:
        """What waits in a village, and has not been decided since it reported."""
        waiting = self._office.store.shelf.reviews(code)
        if not waiting:
            return
        context = self._context(code)
        for row in waiting:
            flow = self._flow(code, row.matter, context)
            if flow is None:
                continue
            for awaited in workflow.awaited(flow):
                if (awaited.step.id, awaited.slot.id) == (row.step, row.slot):
                    yield Case(row, flow, awaited.step, awaited.slot)

    def _case(self, code: str, matter: str, step: str, slot: str) -> Case:
        self._codes(code)
        for case in self._cases(code):
            if (case.waiting.matter, case.waiting.step) == (matter, step) and slot in ("", case.waiting.slot):
                return case
        raise UsageError("review-not-waiting", matter=matter)

    def _context(self, code: str) -> Context:
        """What the village knows, today's day, and what it will hear of decisions that are on their way."""
        office = self._office
        ours = office.realm.context
        context = workflow.counting(
            replace(
                office.realm_of(code).context,
                today=known_now(office).today,
                officials=ours.officials,
                official_keys=ours.official_keys,
                ended=ours.ended,
            )
        )
        for log in office.logs_for(code):
            heard = context.heard.get(log)
            for recorded in office.store.journal.of_kinds(log, _REVIEWS, after=heard.seq if heard is not None else 0):
                context = workflow.with_review(context, workflow.heard_review(context, recorded))
        return context

    def _heard(self, code: str, matter: str) -> int:
        return len(self._office.realm_of(code).context.reviews.get(matter, ()))

    def _flow(self, code: str, matter_id: str, context: Context) -> Flow | None:
        matter = self._office.realm_of(code).matter(matter_id)
        return None if matter is None else Flow(self._office.catalogues[matter.catalogue], matter, context)

    def _officials(self, slot: SignOff) -> tuple[Person, ...]:
        people = self._office.realm.context.people.values()
        return tuple(person for person in people if person.active and _role(slot, person))

    def _missing(self, case: Case, fields: Record, files: tuple[FileRef, ...]) -> Iterator[Check]:
        for refusal in workflow.unfinished(
            case.flow, case.step, case.waiting.visit, today(self._office), fields, files
        ):
            yield Check(False, refusal_sentence(refusal))

    def _row(self, case: Case) -> ReviewRow:
        office, waiting, code = self._office, case.waiting, case.waiting.office
        shelved = office.store.shelf.matter(code, waiting.matter)
        due = workflow.due_of(case.flow, case.step).deadline
        left = (days.parse(due) - days.parse(today(office))).days if due else None
        before = workflow.newest_review(case.flow.context, waiting.matter, waiting.step, waiting.visit, waiting.slot)
        return ReviewRow(
            code=code,
            name=office.realm.context.contacts[code].name,
            matter=waiting.matter,
            number=case.flow.matter.number,
            title=case.flow.matter.title,
            type_name=shelved.type_name if shelved is not None else "",
            step=waiting.step,
            step_name=case.step.name,
            slot=waiting.slot,
            label=case.slot.label,
            visit=waiting.visit,
            since=waiting.since,
            due=due,
            days_left=left,
            handed_in=bool(waiting.handed_in),
            again=before is not None,
        )


def _role(slot: SignOff, person: Person) -> str:
    return next((role for role in slot.roles if role in person.roles), "")


def done_steps(flow: Flow) -> Iterator[DoneStep]:
    """The newest run of every step, in the order of the type."""
    for step in flow.type.steps:
        run = flow.matter.last_run(step.id)
        if run is not None:
            yield done_step(step, run)


def done_step(step: Step, run: Run | Complete | Correct) -> DoneStep:
    """What a step was, or should have been, done with."""
    kinds = {material.id: material.label for material in step.materials}
    named = {file.kind: kinds.get(file.kind) or label(f"file.{file.kind}") for file in run.files}
    return DoneStep(step.id, step.name, run.on, step.fields, run.fields, run.files, named)


def _handed(submission: Submission | None) -> tuple[Record, tuple[FileRef, ...]]:
    """The content that a village handed in; an empty one where it is the township's turn without that."""
    return (submission.fields, submission.files) if submission is not None else ({}, ())


def _digest(submission: Submission | None) -> str:
    return workflow.content_digest(*_handed(submission))
