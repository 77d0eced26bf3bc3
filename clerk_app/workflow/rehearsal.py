"""Sample cases run through the real rules: what must pass passes, and what must be refused is.

The sample village (`sample_village`) stands around the case, and every signature is given on a scanned page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

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
    Object,
    Post,
    Recorded,
    Sample,
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


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The outcome of a sample: its flaws, how many tries were refused, and which gates refused one (`gate_key`)."""

    flaws: tuple[Flaw, ...]
    tries: int
    refusing: frozenset[str]


def rehearse(catalogue: Catalogue, sample: Sample) -> Rehearsed:
    """Run one sample from begin to end; it stops at the first act that does not pass."""
    stage = Stage(catalogue, sample)
    flaws = tuple(stage.run())
    return Rehearsed(flaws, stage.tries, frozenset(stage.refusing))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What all sample cases of a catalogue came to: cases, refused tries, and everything that is wrong with them."""

    samples: int
    tries: int
    flaws: tuple[Flaw, ...]


def rehearse_all(catalogue: Catalogue, samples: Sequence[Sample]) -> Rehearsal:
    """Run all samples. A type without one, or a gate that refused in none, is a flaw too."""
    outcomes = [rehearse(catalogue, sample) for sample in samples]
    refusing = frozenset[str]().union(*(outcome.refusing for outcome in outcomes))
    shown = {sample.type for sample in samples}
    return Rehearsal(
        len(samples),
        sum(outcome.tries for outcome in outcomes),
        (
            *(flaw for outcome in outcomes for flaw in outcome.flaws),
            *(Flaw(kind, "sample-that-passes", ()) for kind in catalogue.types if kind not in shown),
            *(Flaw(path, "sample-that-is-refused", ()) for path, _ in unproven(catalogue, refusing)),
        ),
    )


def unproven(catalogue: Catalogue, refusing: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The gates of a catalogue that no sample saw refusing: path and key. A block's gate is proven once for all."""
    for kind in catalogue.types.values():
        for index, step in enumerate(kind.steps):
            for number in range(len(step.gates)):
                key = gate_key(kind.id, step, number)
                if key not in refusing:
                    yield f"{kind.id}.steps[{index}].gates[{number}]", key


def gate_key(type_id: str, step: Step, number: int) -> str:
    """What names a gate in a count of proofs. A step that a block brings is the same one in every type."""
    gate = step.gates[number]
    whose = f"block {step.block}" if step.block else type_id
    return f"{whose} {step.name} {number} {type(gate).__name__} {gate.basis}"


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
            for number, attempt in enumerate(act.tries):
                yield from self._try(step, act, attempt, f"{where}.tries[{number}]")
            if act.refused:
                yield from self._try(step, act, Try(refused=act.refused), where)
                continue
            came = self._perform(step, act)
            if came:
                yield Flaw(where, "passes", came)
                return
        if self.matter is not None and not self.matter.runs_of(kind.steps[-1].id):
            yield Flaw(path, "goes-to-the-last-step", ())

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
            day=act.day if attempt.day is None else attempt.day,
            posted=act.posted if attempt.posted is None else attempt.posted,
            late_reason=act.late_reason if attempt.late_reason is None else attempt.late_reason,
        )
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
