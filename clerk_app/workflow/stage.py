"""A sample case on its way through the real rules: act by act, with every variant that must be refused.

The sample village (`sample_village`) stands around the case, and every signature is given on a scanned page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clerk_app.errors import RefusedError
from clerk_app.model import (
    Act,
    Begin,
    Catalogue,
    Command,
    Complete,
    Context,
    Draft,
    Entry,
    EntryKind,
    FileRef,
    LogId,
    Matter,
    MatterType,
    Object,
    Post,
    Recorded,
    Sample,
    SharedAct,
    Sign,
    SignOff,
    Step,
    Surroundings,
    Try,
)

from .decide import decide
from .evolve import evolve
from .forms import judge_fields
from .judges import judge
from .recall import draft_of
from .sample_village import MATTER, day, emptied, form, surround, village
from .signing import content_digest
from .situation import Situation
from .timing import NOTICE_UP

_LOG = LogId("d" * 64, 1, "330502999000")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What went otherwise than the sample says: where, what was wanted, and the codes that came."""

    path: str
    wanted: str
    came: tuple[str, ...]


def gate_key(type_id: str, step: Step, number: int) -> str:
    """What names a gate of a type in a count of proofs: the step and the gate's place in it, and what it is."""
    gate = step.gates[number]
    return f"{type_id} {step.id} {number} {type(gate).__name__} {gate.basis}"


@dataclass
class Stage:
    """A sample on its way: the matter so far, and what it has proven."""

    catalogue: Catalogue
    sample: Sample
    matter: Matter | None = None
    written: int = 0
    tries: int = 0
    refusing: set[str] = field(default_factory=set)
    around: Context | None = None
    """The sample village, made once: a sample asks for it at every step."""

    def run(self) -> Iterator[Flaw]:
        """Everything that comes otherwise than the sample says."""
        path = f"samples.{self.sample.type}[{self.sample.name}]"
        kind = self.catalogue.types.get(self.sample.type)
        if kind is None:
            yield Flaw(path, "known-type", ())
            return
        self._begin()
        for index, act in enumerate(self.sample.acts):
            where = f"{path}.acts[{index}] {act.step}"
            step = kind.step(act.step)
            if step is None:
                yield Flaw(where, "known-step", ())
                return
            yield from self._tries(step, act, act.tries, where)
            yield from self._shared(kind, step, act, where)
            if act.refused:
                yield from self._try(step, act, Try(refused=act.refused), where)
                continue
            came = self._perform(step, act)
            if came:
                yield Flaw(where, "passes", came)
                return
        if self.matter is not None and not self.matter.runs_of(kind.steps[-1].id):
            yield Flaw(path, "goes-to-the-last-step", ())

    def _tries(self, step: Step, act: Act, tries: tuple[Try, ...], where: str) -> Iterator[Flaw]:
        for number, attempt in enumerate(tries):
            yield from self._try(step, act, attempt, f"{where}.tries[{number}]")

    def _shared(self, kind: MatterType, step: Step, act: Act, where: str) -> Iterator[Flaw]:
        """What the block's own cases say of a step of it, when this sample first comes to it."""
        if self.matter is None or not step.block or self.matter.runs_of(step.id):
            return
        for shared in self.sample.shared:
            if shared.block != step.block:
                continue
            if _is(step, shared.step):
                yield from self._tries(step, act, shared.tries, f"{where} {shared.block}")
            elif shared.at and _is(step, shared.at):
                other = kind.step(step.id.removesuffix(shared.at) + shared.step)
                if other is not None and not self.matter.runs_of(other.id):
                    yield from self._aside(other, act, shared, f"{where} {shared.block} {other.id}")

    def _aside(self, step: Step, act: Act, shared: SharedAct, where: str) -> Iterator[Flaw]:
        """The way that this sample does not take, on a copy of the matter."""
        assert self.matter is not None
        copy = replace(self, matter=_as_said(self.matter, shared.said))
        told = Act(step=step.id, day=act.day, fields=shared.fields, around=act.around)
        yield from copy._tries(step, told, shared.tries, where)
        self.tries = copy.tries
        came = copy._perform(step, told)
        if came:
            yield Flaw(where, "passes", came)

    def context(self, *around: Surroundings) -> Context:
        """The sample village with everything that was set around, the later over the earlier."""
        if self.around is None:
            self.around = village(self.catalogue)
        context = self.around
        for given in (self.sample.around, *around):
            context = surround(context, given)
        return context

    def _begin(self) -> None:
        self._ask(
            Begin(
                matter=MATTER,
                type=self.sample.type,
                catalogue=self.catalogue.hash,
                title="试",
                number="1",
                on=day(0),
            ),
            self.context(),
        )

    def _ask(self, command: Command, context: Context) -> None:
        self._write(decide(self.catalogue, self.matter, command, context))

    def _write(self, draft: Draft) -> None:
        self.written += 1
        self.matter = evolve(self.matter, recorded(draft, self.written))

    def _perform(self, step: Step, act: Act) -> tuple[str, ...]:
        """Do an act; the codes of what was refused, none where it passed."""
        context = self.context(act.around)
        complete = self.complete(step, act)
        try:
            if act.posted is not None:
                self._ask(self.post(complete, act.posted), context)
            for sign in self.signs(step, complete):
                self._ask(sign, context)
            self._ask(complete, context)
        except RefusedError as refused:
            return _codes(refused)
        return ()

    def _try(self, step: Step, act: Act, attempt: Try, path: str) -> Iterator[Flaw]:
        """A variant on a copy of the matter. Signatures are set down unasked, as one would who goes round the rules."""
        context = self.context(act.around, attempt.around)
        copy = replace(self, catalogue=emptied(self.catalogue, attempt.around.empty))
        varied = replace(
            act,
            fields={**act.fields, **attempt.fields},
            day=(act.day if attempt.day is None else attempt.day) + attempt.later,
            posted=act.posted if attempt.posted is None else attempt.posted,
            late_reason=act.late_reason if attempt.late_reason is None else attempt.late_reason,
        )
        if attempt.hung is not None:
            varied = replace(varied, posted=varied.day - attempt.hung)
        complete = copy.complete(step, varied, attempt.without)
        try:
            if varied.posted is not None:
                copy._ask(copy.post(complete, varied.posted), context)
            for number in range(attempt.objections):
                objection = Object(matter=MATTER, step=step.id, on=complete.on, text=f"意见{number + 1}")
                copy._ask(objection, context)
            for sign in copy.signs(step, complete, attempt):
                copy._write(draft_of(sign))
            self.refusing |= copy._refusing(step, complete, context)
            copy._ask(complete, context)
        except RefusedError as refused:
            self.tries += 1
            if attempt.refused not in _codes(refused):
                yield Flaw(path, attempt.refused, _codes(refused))
        else:
            yield Flaw(path, attempt.refused, ())

    def _refusing(self, step: Step, complete: Complete, context: Context) -> set[str]:
        """The gates that speak against what is tried; none while the form itself is not filled."""
        assert self.matter is not None
        at = situation(self, self.matter, step, complete, context)
        if any(judge_fields(at)):
            return set()
        spoken = (number for number, gate in enumerate(step.gates) if judge(gate, at))
        return {gate_key(self.sample.type, step, number) for number in spoken}

    def complete(self, step: Step, act: Act, without: tuple[str, ...] = ()) -> Complete:
        """The next run of a step, filled as the act says."""
        assert self.matter is not None
        files = (
            FileRef(f"{number:x}".rjust(64, str(place % 10)), 10, material.id)
            for place, material in enumerate(step.materials)
            if material.id not in without
            for number in range(material.least)
        )
        return Complete(
            matter=MATTER,
            step=step.id,
            visit=len(self.matter.runs_of(step.id)) + 1,
            on=day(act.day),
            fields=form(step.fields, act.fields, day(act.day)),
            files=tuple(files),
            late_reason=act.late_reason,
        )

    def post(self, complete: Complete, posted: int) -> Post:
        """The notice of that run."""
        photo = FileRef("f" * 64, 10, NOTICE_UP)
        return Post(
            matter=MATTER, step=complete.step, visit=complete.visit, on=day(posted), place="公开栏", files=(photo,)
        )

    def signs(self, step: Step, complete: Complete, attempt: Try | None = None) -> Iterator[Sign]:
        """The signatures over a content, slot by slot, each by another person unless the try says who."""
        digest = content_digest(complete.fields, complete.files)
        taken: set[str] = set()
        for slot in _in_order(step.signoffs, attempt.order if attempt is not None else ()):
            if attempt is not None and slot.id in attempt.unsigned:
                continue
            given = attempt.signers.get(slot.id) if attempt is not None else None
            person, role = _signer(slot, taken) if given is None else (given, slot.roles[0])
            on = attempt.sign_days.get(slot.id) if attempt is not None else None
            taken.add(person)
            yield Sign(
                matter=MATTER,
                step=step.id,
                visit=complete.visit,
                slot=slot.id,
                person=person,
                role=role,
                digest=digest,
                on=complete.on if on is None else day(on),
                page=FileRef("e" * 64, 10, "page"),
            )


def _is(step: Step, name: str) -> bool:
    """True for the step that has this id inside its block; a type may give all ids of a block a prefix."""
    return step.id == name or step.id.endswith(f"_{name}")


def _as_said(matter: Matter, said: Mapping[str, Any]) -> Matter:
    """The matter with other answers in these fields, wherever an earlier step asked for them."""
    runs = (
        replace(run, fields={name: said.get(name, value) for name, value in run.fields.items()}) for run in matter.runs
    )
    return replace(matter, runs=tuple(runs))


def _codes(refused: RefusedError) -> tuple[str, ...]:
    return tuple(dict.fromkeys(refusal.code for refusal in refused.refusals))


def _in_order(slots: tuple[SignOff, ...], order: tuple[str, ...]) -> list[SignOff]:
    return sorted(slots, key=lambda slot: order.index(slot.id) if slot.id in order else len(order))


def _signer(slot: SignOff, taken: set[str]) -> tuple[str, str]:
    """One who holds a role of the slot and has not signed yet."""
    candidates = [(f"p-{role}{again}", role) for again in ("", "-2") for role in slot.roles]
    return next((c for c in candidates if c[0] not in taken), candidates[0])


def situation(stage: Stage, matter: Matter, step: Step, complete: Complete, context: Context) -> Situation:
    """What the judges look at when a step is tried."""
    return Situation(
        catalogue=stage.catalogue,
        matter=matter,
        context=context,
        step=step,
        visit=complete.visit,
        on=complete.on,
        fields=complete.fields,
        files=complete.files,
        late_reason=complete.late_reason,
        digest=content_digest(complete.fields, complete.files),
    )


def recorded(draft: Draft, number: int) -> Recorded:
    """A draft as an entry without bytes or signatures: for folding only."""
    entry = Entry(
        log=_LOG,
        seq=number,
        prev="",
        anchor="",
        at="2026-01-05T08:00:00Z",
        clock="ok",
        kind=EntryKind(draft.kind),
        matter=draft.matter,
        step=draft.step,
        catalogue=draft.catalogue,
        actor="p",
        role="clerk",
        payload="",
        files=draft.files,
    )
    return Recorded(entry, b"", f"{number:064x}", b"", draft.payload, b"")
