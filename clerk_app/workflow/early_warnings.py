"""Early warnings (预警): patterns over many matters that a human must look at. None of them refuses anything.

Each is a small pure function over the facts of one office with its parameters. A warning names the facts that caused
it, and stays until somebody answers it; a new cause makes a new warning.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from clerk_app import canon, days
from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import (
    AmountBand,
    Catalogue,
    Context,
    Draft,
    EarlyWarning,
    EntryKind,
    Explanation,
    Fact,
    FactKind,
    MatterType,
    Person,
)

from .flow import parameter
from .forms import is_day
from .texts import LONGEST_REASON, judge_text

OFFICERS = frozenset(
    {"secretary", "head", "chair", "deputy", "committee", "party_committee", "director", "supervisor_head", "clerk"}
)
"""The posts whose relatives' paid labour is to be looked at."""

_CASH = "现金"
_FEWEST_PRICES = 3


class Looked:
    """The facts of an office in the order of their days, and what is known around them."""

    def __init__(self, catalogue: Catalogue, context: Context, facts: Iterable[Fact]) -> None:
        self.catalogue = catalogue
        self.context = context
        self._by_kind: dict[str, list[Fact]] = {}
        self._by_place: dict[tuple[str, str, int, int, str], Fact] = {}
        self._by_turn: dict[tuple[str, int, str], Fact] = {}
        for fact in sorted(facts, key=_order):
            self._by_kind.setdefault(fact.kind, []).append(fact)
            self._by_place[(fact.matter, fact.step, fact.visit, fact.row, fact.kind)] = fact
            self._by_turn.setdefault((fact.matter, fact.visit, fact.kind), fact)

    def of(self, kind: FactKind) -> list[Fact]:
        """The facts of one kind, the oldest first."""
        return self._by_kind.get(kind.value, [])

    def limit(self, key: str) -> int | None:
        """A parameter in force, None while nobody has set it: then the pattern is not looked for."""
        return parameter(self.catalogue, self.context, key)

    def beside(self, fact: Fact, kind: FactKind) -> Fact | None:
        """The fact of that kind in the same row of the same run."""
        return self._by_place.get((fact.matter, fact.step, fact.visit, fact.row, kind.value))

    def same_turn(self, fact: Fact, kind: FactKind) -> Fact | None:
        """The fact of that kind in the same turn of the matter, whichever step says it."""
        return self._by_turn.get((fact.matter, fact.visit, kind.value))


def early_warnings(catalogue: Catalogue, context: Context, facts: Iterable[Fact]) -> tuple[EarlyWarning, ...]:
    """Every warning over the facts of one office, each kind by itself."""
    looked = Looked(catalogue, context, facts)
    found = (warning for pattern in PATTERNS for warning in pattern(looked))
    return tuple(replace(warning, key=_key(warning)) for warning in found)


def _order(fact: Fact) -> tuple[str, str, str, int, int]:
    return (fact.on, fact.matter, fact.step, fact.visit, fact.row)


def _key(warning: EarlyWarning) -> str:
    causes = sorted({fact.entry for fact in warning.causes})
    return hashlib.sha256(canon.encode({"causes": causes, "code": warning.code})).hexdigest()


def _warning(code: str, causes: Sequence[Fact], **details: str | int) -> EarlyWarning:
    return EarlyWarning(code, details, tuple(causes))


def split_works(looked: Looked) -> Iterator[EarlyWarning]:
    """Several sums to one party, each just below a limit: the work may have been split to stay below it."""
    near, least = looked.limit("warn.split.near"), looked.limit("warn.split.count")
    months = looked.limit("bands.aggregate_months")
    if near is None or least is None or months is None:
        return
    kinds = {fact.type for fact in looked.of(FactKind.AMOUNT)}
    limits = {kind: _limits(looked, looked.catalogue.types.get(kind)) for kind in kinds}
    for (kind, party), facts in _by_party(looked):
        for limit in limits[kind] if len(facts) >= least else ():
            close = [fact for fact in facts if limit * (100 - near) <= fact.number * 100 <= limit * 100]
            for window in _windows(close, months, least):
                yield _warning("warning-split", window, party=party, count=len(window), limit=limit)


def _by_party(looked: Looked) -> Iterator[tuple[tuple[str, str], list[Fact]]]:
    """The committed sums by type and party."""
    paired = [(fact, looked.beside(fact, FactKind.PARTY)) for fact in looked.of(FactKind.AMOUNT)]
    named = [((fact.type, party.text.strip()), fact) for fact, party in paired if party is not None]
    named.sort(key=lambda pair: pair[0])
    for key, group in groupby(named, key=lambda pair: pair[0]):
        yield key, [fact for _, fact in group]


def _limits(looked: Looked, kind: MatterType | None) -> list[int]:
    """The limits of the amount bands of a type."""
    steps = kind.steps if kind is not None else ()
    gates = [gate for step in steps for gate in step.gates if isinstance(gate, AmountBand)]
    limits = (limit for gate in gates for limit in gate.limits.values())
    values = (limit if isinstance(limit, int) else looked.limit(limit) for limit in limits)
    return sorted({value for value in values if value})


def _windows(facts: Sequence[Fact], months: int, least: int) -> Iterator[list[Fact]]:
    """The stretches of facts, given by day, of `least` matters or more within so many months; none inside another."""
    if len(facts) < least:
        return
    reached, sorted_days = -1, [fact.on for fact in facts]
    for first, fact in enumerate(facts):
        end = days.add_months(days.parse(fact.on), months).isoformat()
        last = bisect_right(sorted_days, end) - 1
        if last <= reached:
            continue
        reached = last  # a shorter stretch with this end has no more matters
        window = list(facts[first : last + 1])
        if len({other.matter for other in window}) >= least:
            yield window


def same_winner(looked: Looked) -> Iterator[EarlyWarning]:
    """One party was given work again and again."""
    least, months = looked.limit("warn.winner.count"), looked.limit("warn.months")
    if least is None or months is None:
        return
    facts = sorted((f for f in looked.of(FactKind.PARTY) if f.text.strip()), key=lambda f: (f.text.strip(), _order(f)))
    for party, group in groupby(facts, key=lambda fact: fact.text.strip()):
        for window in _windows(list(group), months, least):
            yield _warning("warning-winner", window, party=party, count=len(window))


def high_price(looked: Looked) -> Iterator[EarlyWarning]:
    """A price far above what was paid for the same thing before; the earlier prices are the library."""
    percent = looked.limit("warn.price.percent")
    if percent is None:
        return
    library: dict[str, list[int]] = {}
    for price in looked.of(FactKind.PRICE):
        item = looked.beside(price, FactKind.ITEM)
        if item is None:
            continue
        known = library.setdefault(item.text.strip(), [])  # in the order of the prices
        usual = known[(len(known) - 1) // 2] if len(known) >= _FEWEST_PRICES else None
        if usual is not None and price.number * 100 > usual * (100 + percent):
            yield _warning("warning-price", [price], item=item.text.strip(), price=price.number, usual=usual)
        insort(known, price.number)


def paid_before_acceptance(looked: Looked) -> Iterator[EarlyWarning]:
    """More than the usual share of a contract was paid before the work was accepted."""
    percent = looked.limit("warn.paid.percent")
    if percent is None:
        return
    amounts = {fact.matter: fact for fact in looked.of(FactKind.AMOUNT)}
    accepted = {fact.matter: fact.text for fact in looked.of(FactKind.ACCEPTED)}
    paid_for: dict[str, list[Fact]] = {}
    for fact in looked.of(FactKind.PAID):
        paid_for.setdefault(fact.matter, []).append(fact)
    for matter, amount in amounts.items():
        until = accepted.get(matter, "9999")
        early = [fact for fact in paid_for.get(matter, ()) if fact.on < until]
        paid = sum(fact.number for fact in early)
        if paid * 100 > amount.number * percent:
            causes = [amount, *early]
            yield _warning("warning-paid-early", causes, paid=paid, contract=amount.number, percent=percent)


def cash(looked: Looked) -> Iterator[EarlyWarning]:
    """Cash where it is forbidden."""
    limit = looked.limit("cash.max_single")
    if limit is None:
        return
    for paid in looked.of(FactKind.PAID):
        method = looked.beside(paid, FactKind.METHOD)
        if method is not None and method.text == _CASH and paid.number >= limit:
            yield _warning("warning-cash", [paid], paid=paid.number, limit=limit)


def dear_meal(looked: Looked) -> Iterator[EarlyWarning]:
    """A working meal above the cap for each who ate."""
    cap = looked.limit("meal.per_head")
    if cap is None:
        return
    for meal in looked.of(FactKind.MEAL):
        heads = looked.same_turn(meal, FactKind.HEADS)
        if heads is not None and meal.number > heads.number * cap:
            yield _warning("warning-meal", [meal, heads], cost=meal.number, heads=heads.number, cap=cap)


def paid_relatives(looked: Looked) -> Iterator[EarlyWarning]:
    """Paid labour of a near relative of an officer."""
    people = looked.context.people
    officers = [person for person in people.values() if person.active and OFFICERS & set(person.roles)]
    naming: dict[str, list[str]] = {}
    for person in people.values():
        for relative in person.kin:
            naming.setdefault(relative, []).append(person.id)
    related: dict[str, list[Person]] = {}
    for officer in officers:
        for relative in {*officer.kin, *naming.get(officer.id, ())}:
            related.setdefault(relative, []).append(officer)
    for worker in looked.of(FactKind.WORKER):
        known = people.get(worker.text)
        name = known.name if known is not None else worker.text
        for officer in related.get(worker.text, ()):
            yield _warning("warning-kin", [worker], worker=name, officer=officer.name)


def invoice_twice(looked: Looked) -> Iterator[EarlyWarning]:
    """One bill was settled more than once."""
    settled: dict[str, list[Fact]] = {}
    for fact in looked.of(FactKind.INVOICE):
        settled.setdefault(_number(fact.text), []).append(fact)
    for number, same in sorted(settled.items()):
        if number and len({(fact.matter, fact.step, fact.visit) for fact in same}) > 1:
            yield _warning("warning-invoice", same, invoice=number, count=len(same))


def _number(text: str) -> str:
    """A bill's number as it is compared: without spaces, in capitals."""
    return "".join(text.split()).upper()


def brief_notice(looked: Looked) -> Iterator[EarlyWarning]:
    """A notice came down before its days were over."""
    for short in looked.of(FactKind.SHORT):
        yield _warning("warning-notice", [short], short=short.number, posted=short.text)


def same_petitioner(looked: Looked) -> Iterator[EarlyWarning]:
    """One person turned to several places: the root of the trouble may not be settled."""
    months = looked.limit("warn.months")
    if months is None:
        return
    facts = [fact for fact in looked.of(FactKind.PETITIONER) if fact.text.strip()]
    facts.sort(key=lambda fact: (fact.text.strip(), _order(fact)))
    for _, group in groupby(facts, key=lambda fact: fact.text.strip()):
        for window in _windows(list(group), months, 2):
            yield _warning("warning-petitioner", window, count=len(window))


PATTERNS: tuple[Callable[[Looked], Iterator[EarlyWarning]], ...] = (
    split_works,
    same_winner,
    high_price,
    paid_before_acceptance,
    cash,
    dear_meal,
    paid_relatives,
    invoice_twice,
    brief_notice,
    same_petitioner,
)


def admit_explanation(context: Context, known: Iterable[EarlyWarning], given: Explanation) -> Draft:
    """Answer a warning; `RefusedError` for one that is not there or an answer that says nothing."""
    if given.key not in {warning.key for warning in known}:
        raise RefusedError((Refusal("warning-unknown"),))
    if not is_day(given.on) or (context.today and given.on > context.today):
        raise RefusedError((Refusal("day-malformed", {"text": given.on[:20]}),))
    refused = tuple(judge_text(given.text, LONGEST_REASON))
    if refused:
        raise RefusedError(refused)
    return Draft(EntryKind.EXPLAIN, {"warning": given.key, "on": given.on, "text": given.text})


def explanation_of(fields: Fields) -> Explanation:
    """An answer as a payload holds it, strictly."""
    return Explanation(
        fields.hexadecimal("warning"), fields.text("on", most=10), fields.text("text", most=LONGEST_REASON)
    )
