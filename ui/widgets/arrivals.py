"""How a bundle that came in stands, in the words and colours of a table. No colour stands without its word."""

from __future__ import annotations

from collections.abc import Sequence

from clerk_app import desk
from clerk_app.desk import ArrivalRow, Verdict

from ..language import _
from .listing import Cell


def arrival_headings() -> tuple[str, ...]:
    """The headings over `arrival_cells`."""
    return (_("村"), _("包号"), _("收到"), _("签名"), _("连续性"), _("复核"), _("结论"))


def arrival_cells(row: ArrivalRow) -> tuple[Cell, ...]:
    """One bundle: whose, its number, day, signature, place in the chain, rules run again, and what became of it."""
    return (
        Cell(row.name or _("不明"), "" if row.name else "faint", order=row.code),
        Cell(number_word(row.number) if row.number else "—", order=row.number),
        Cell(row.on[5:]),
        _signature(row),
        _standing(row),
        _rules(row),
        verdict_cell(row),
    )


def needs_look(row: ArrivalRow) -> bool:
    """Whether somebody should look at a bundle: it was set aside, or not all of it was accepted."""
    return row.state != "filed" or bool(row.refused or row.held)


def number_word(number: int) -> str:
    """A bundle's number as it stands in file names."""
    return f"{number:06d}"


def _signature(row: ArrivalRow) -> Cell:
    known = {
        "valid": Cell(_("✓ 相符"), "good"),
        "unknown": Cell(_("？不认可"), "warn"),
        "invalid": Cell(_("× 不符"), "wrong"),
    }
    return known[row.signature]


def _standing(row: ArrivalRow) -> Cell:
    if row.standing == "follows":
        return Cell(_("接 {number}").format(number=number_word(row.beside)), "good")
    if row.standing == "fork":
        return Cell(_("分叉"), "wrong")
    if row.standing == "gap":
        return Cell(_missing(row.missing), "wrong")
    if row.standing == "skipped":
        return Cell(_("{missing}，记录连着").format(missing=_missing(row.missing)), "warn")
    return Cell(_("第一个包"), "good") if row.standing == "first" else Cell("—", "faint")


def _missing(numbers: Sequence[int]) -> str:
    """The numbers that never came, as a stretch."""
    if not numbers:
        return _("缺前面的记录")
    stretch = number_word(numbers[0]) + (f"–{number_word(numbers[-1])}" if len(numbers) > 1 else "")
    return _("缺 {numbers}").format(numbers=stretch)


def _rules(row: ArrivalRow) -> Cell:
    entries = row.accepted + row.refused + row.held
    if row.state != "filed":
        return Cell("—", "faint", order=-1)
    if row.refused or row.held:
        return Cell(_("{n} 条不合规").format(n=row.refused + row.held), "wrong", order=entries)
    if not entries:
        return Cell(_("没有新记录"), "faint", order=0)
    return Cell(_("{n} / {n} 通过").format(n=entries), "good", order=entries)


def verdict_cell(row: ArrivalRow) -> Cell:
    """The verdict on a bundle and why, as a badge."""
    if row.state != "filed":
        return Cell(desk.label(row.called), "warn" if row.state == "held" else "wrong", badge=True)
    if row.refused:
        return Cell(_("有效，退回 {n} 条").format(n=row.refused), "wrong", badge=True)
    if row.held:
        return Cell(_("有效，待定 {n} 条").format(n=row.held), "warn", badge=True)
    return Cell(desk.label("verdict.valid"), "good", badge=True)


def tally(verdicts: Sequence[Verdict]) -> str:
    """How many bundles met each fate, those that nobody met left out."""
    states = [verdict.state for verdict in verdicts]
    told = {
        "filed": _("收下 {n} 个包"),
        "duplicate": _("以前收过 {n} 个"),
        "own": _("本单位自己发出的 {n} 个"),
        "held": _("无法确认 {n} 个"),
        "quarantined": _("无效 {n} 个"),
        "unread": _("读不出 {n} 个"),
        "left": _("还有 {n} 个没看"),
    }
    parts = [text.format(n=states.count(state)) for state, text in told.items() if state in states]
    return _("{parts}。").format(parts=_("，").join(parts)) if parts else ""
