"""One judge for each gate of the vocabulary, and what a step asks for besides its gates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from clerk_app.errors import Refusal
from clerk_app.model import (
    AmountBand,
    Carried,
    Cashless,
    Deadline,
    DistinctPersons,
    EachMonth,
    Gate,
    Gathered,
    Listed,
    Matter,
    MeetingNotice,
    NoOpenObjection,
    ParameterSet,
    Publicity,
    Quotes,
    Recusal,
    Registered,
    Require,
    Reviewed,
    ReviewVerdict,
    SignedOn,
    SignOff,
    SignOrder,
    Submatter,
    SumOf,
    Tier,
    Unique,
    Vote,
)

from . import buying, signing, tables, timing, votes
from .approvals import is_for_program, newest_review
from .expressions import holds, names_of
from .forms import judge_each
from .situation import EmptyParameterError, Situation


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a step asks for. `code` names it where it is met; `refusals` say what is wrong where it is not.

    `fields` are the fields of the step's own form that it looks at. `negative` is true where the refusals are no
    mistakes but a decision in the negative, which may be put on record.
    """

    code: str
    label: str
    basis: str
    refusals: tuple[Refusal, ...]
    fields: tuple[str, ...] = ()
    negative: bool = False


def _judge_require(gate: Require, at: Situation) -> Iterator[Refusal]:
    if holds(gate.condition, at.value):
        return
    for name in sorted(names_of(gate.condition) & at.catalogue.parameters.keys()):
        at.limit(name)
    yield at.refuse(gate, "condition-not-met", say=gate.say, do=gate.fix)


def _judge_parameter_set(gate: ParameterSet, at: Situation) -> Iterator[Refusal]:
    at.limit(gate.key)
    yield from ()


def _judge_submatter(gate: Submatter, at: Situation) -> Iterator[Refusal]:
    """What was opened from this matter is closed before the matter goes on."""
    opened = [o for o in at.context.opened if o.parent == at.matter.id and o.type == gate.type]
    name, need = at.catalogue.types[gate.type].short, at.limit(gate.least)
    if len(opened) < need:
        yield at.refuse(gate, "submatter-missing", type=name, have=len(opened), need=need)
    still = sum(not o.closed for o in opened)
    if still:
        yield at.refuse(gate, "submatter-open", type=name, count=still)


Judge = Callable[[Any, Situation], Iterator[Refusal]]

JUDGES: Mapping[type[Gate], Judge] = MappingProxyType(
    {
        Vote: votes.judge_vote,
        MeetingNotice: timing.judge_meeting_notice,
        Publicity: timing.judge_publicity,
        NoOpenObjection: timing.judge_no_open_objection,
        Deadline: timing.judge_deadline,
        EachMonth: timing.judge_each_month,
        Quotes: buying.judge_quotes,
        AmountBand: buying.judge_amount_band,
        Cashless: buying.judge_cashless,
        Tier: buying.judge_tier,
        DistinctPersons: signing.judge_distinct_persons,
        SignOrder: signing.judge_sign_order,
        SignedOn: signing.judge_signed_on,
        Recusal: signing.judge_recusal,
        Require: _judge_require,
        ParameterSet: _judge_parameter_set,
        SumOf: tables.judge_sum_of,
        Unique: tables.judge_unique,
        Listed: tables.judge_listed,
        Gathered: tables.judge_gathered,
        Carried: tables.judge_carried,
        Registered: buying.judge_registered,
        Submatter: _judge_submatter,
    }
)

SIGNING_GATES = (DistinctPersons, SignOrder, SignedOn, Recusal)
"""The gates that are also asked before a signature is taken, so that a wrong one is refused on the spot."""


def judge(gate: Gate, at: Situation) -> tuple[Refusal, ...]:
    """Every reason for which the gate does not let the step pass; a parameter that nobody set is one.

    Where the township has put such a parameter on "record only", the gate lets everything pass.
    """
    if not applies(gate, at.matter):
        return ()
    try:
        return tuple(JUDGES[type(gate)](gate, at))
    except EmptyParameterError as empty:
        return () if empty.key in at.context.record_only else (empty.refusal,)


def applies(gate: Gate, matter: Matter) -> bool:
    """True where the rule was in force when the matter began."""
    return gate.effective <= matter.begun_on and (not gate.lapsed or matter.begun_on < gate.lapsed)


def findings(at: Situation) -> tuple[Finding, ...]:
    """All that the step asks for, in the order of the sheet: fields, papers, signatures, gates."""
    faulty = judge_each(at)
    missing = tuple(refusal for refusals in faulty.values() for refusal in refusals)
    found = [Finding("fields-filled", "", at.step.basis, missing)] if at.step.fields or missing else []
    found += [
        Finding("paper-there", m.label, at.step.basis, tuple(_material(at, m.id))) for m in at.step.materials if m.least
    ]
    found += [Finding("signed", s.label, s.basis or at.step.basis, tuple(_slot(at, s.id))) for s in at.step.signoffs]
    # While a field is missing, a gate over it would only repeat that; it speaks once the field is filled.
    gates = [gate for gate in at.step.gates if applies(gate, at.matter) and not _names(gate) & faulty.keys()]
    return (*found, *(_found(gate, at) for gate in gates))


def _found(gate: Gate, at: Situation) -> Finding:
    refusals = judge(gate, at)
    return Finding(_code(gate), "", gate.basis, refusals, _own_fields(gate, at), _is_outcome(gate, refusals))


def _is_outcome(gate: Gate, refusals: tuple[Refusal, ...]) -> bool:
    """The body voted against it, or who had to agree did not: everything else about the step is in order."""
    codes = {refusal.code for refusal in refusals}
    if isinstance(gate, Vote):
        return codes == {"majority-not-met"}
    return isinstance(gate, Require) and gate.outcome and codes == {"condition-not-met"}


def _own_fields(gate: Gate, at: Situation) -> tuple[str, ...]:
    """The fields of the step's form that a gate names."""
    named = _names(gate)
    return tuple(field.id for field in at.step.fields if field.id in named)


def _names(gate: Gate) -> frozenset[str]:
    """What a gate names: fields above all."""
    if isinstance(gate, Require):
        return names_of(gate.condition)
    alone = frozenset(getattr(gate, known.name) for known in fields(gate) if known.type == "str")
    return alone.union(gate.fields) if isinstance(gate, Unique) else alone


def _code(gate: Gate) -> str:
    """`MeetingNotice` is "gate-meeting-notice"."""
    name = type(gate).__name__
    return "gate" + "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def judge_papers(at: Situation) -> Iterator[Refusal]:
    """The papers that are missing."""
    for material in at.step.materials:
        yield from _material(at, material.id)


def _material(at: Situation, material_id: str) -> Iterator[Refusal]:
    material = next(m for m in at.step.materials if m.id == material_id)
    have = len({file.sha256 for file in at.files if file.kind == material_id})
    if have < material.least:
        yield at.refuse(
            None, "paper-missing", label=material.label, have=have, need=material.least, short=material.least - have
        )


def _slot(at: Situation, slot_id: str) -> Iterator[Refusal]:
    slot = next(s for s in at.step.signoffs if s.id == slot_id)
    reviewed = newest_review(at.context, at.matter.id, at.step.id, at.visit, slot_id)
    is_held = reviewed is not None and reviewed.review.verdict is not ReviewVerdict.APPROVE
    if not is_held and any(signature.slot == slot_id for signature in at.signatures):
        return
    if reviewed is not None or is_for_program(at.catalogue, at.context, at.step, slot):
        yield from _undecided(at, slot, reviewed)
        return
    stale = any(s.slot == slot_id and s.step == at.step.id and s.visit == at.visit for s in at.matter.signatures)
    code = "signature-stale" if stale else "signature-missing"
    yield Refusal(code, {"label": slot.label}, slot.basis or at.step.basis, at.step.id)


_UNDECIDED = {
    ReviewVerdict.APPROVE: "approval-of-something-else",
    ReviewVerdict.RETURN: "approval-sent-back",
    ReviewVerdict.ASK: "approval-asked-about",
}


def _undecided(at: Situation, slot: SignOff, reviewed: Reviewed | None) -> Iterator[Refusal]:
    """Why the township's sign-off is not there."""
    basis = slot.basis or at.step.basis
    if reviewed is None:
        yield Refusal("approval-missing", {"label": slot.label}, basis, at.step.id)
        return
    review = reviewed.review
    details = {"label": slot.label, "name": reviewed.name, "on": review.on, "text": review.text}
    yield Refusal(_UNDECIDED[review.verdict], details, basis, at.step.id)
