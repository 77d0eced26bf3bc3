"""Gates of procurement and payment: quotes, amount bands with adding-up, cash, and who must have agreed to the sum."""

from __future__ import annotations

from collections.abc import Iterator

from clerk_app import days
from clerk_app.errors import Refusal
from clerk_app.model import AmountBand, Cashless, Quotes, Registered, Tier

from .situation import Situation


def judge_quotes(gate: Quotes, at: Situation) -> Iterator[Refusal]:
    """Enough different bidders, and the one chosen is among them."""
    bidders = {str(row.get(gate.bidder, "")).strip() for row in at.rows(gate.table)} - {""}
    need = at.limit(gate.least)
    if len(bidders) < need:
        yield at.refuse(gate, "quotes-too-few", have=len(bidders), need=need, short=need - len(bidders))
    if gate.winner and at.text(gate.winner).strip() not in bidders:
        yield at.refuse(gate, "winner-not-among-bidders")


def judge_amount_band(gate: AmountBand, at: Situation) -> Iterator[Refusal]:
    """The method chosen reaches up to the amount, added up over the window with other matters at the same site."""
    amount, method = at.number(gate.amount), at.text(gate.method)
    if method not in gate.limits:
        return
    before = _committed(gate, at)
    highest = at.limit(gate.limits[method])
    if amount + before > highest:
        yield at.refuse(gate, "band-exceeded", method=method, amount=amount, before=before, highest=highest)


def _committed(gate: AmountBand, at: Situation) -> int:
    """What other matters of this type committed at the site or to the party within the months before this day."""
    site, party = at.text(gate.site).strip(), at.text(gate.party).strip() if gate.party else ""
    first = days.add_months(at.day, -at.limit(gate.months))
    return sum(
        known.amount
        for known in at.context.commitments
        if ((site and known.site == site) or (party and known.party == party))
        and known.type == at.matter.type
        and known.matter != at.matter.id
        and first <= days.parse(known.on) <= at.day
    )


def judge_cashless(gate: Cashless, at: Situation) -> Iterator[Refusal]:
    """No cash from the limit up."""
    limit, amount = at.limit(gate.limit), at.number(gate.amount)
    if at.text(gate.method) == gate.cash and amount >= limit:
        yield at.refuse(gate, "cash-not-allowed", amount=amount, limit=limit)


def judge_registered(gate: Registered, at: Situation) -> Iterator[Refusal]:
    """The name stands in the register, and still does on this day."""
    name = at.text(gate.field).strip()
    known = at.context.registers.get(gate.register.value, {}).get(name)
    if known is None or not known.active:
        yield at.refuse(gate, "not-registered", register=gate.register.value)
    elif known.until and known.until < at.on:
        yield at.refuse(gate, "registration-lapsed", register=gate.register.value, until=known.until)


def judge_tier(gate: Tier, at: Situation) -> Iterator[Refusal]:
    """Larger sums rest on the joint meeting's minutes, huge ones on a resolution."""
    amount = at.number(gate.amount)
    large, huge = at.limit(gate.large), at.limit(gate.huge)
    if amount > huge and not at.text(gate.resolution).strip():
        yield at.refuse(gate, "resolution-needed", amount=amount, limit=huge)
    elif large < amount <= huge and not at.text(gate.minutes).strip():
        yield at.refuse(gate, "minutes-needed", amount=amount, limit=large)
