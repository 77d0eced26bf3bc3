"""Commands of a township that looks after its villages: early warnings, what was sent back, spot checks."""

from __future__ import annotations

import click

from clerk_app import desk
from clerk_app.model import Unit

from .console import Console, in_line, pass_console

_VILLAGE = click.option("--village", "code", default="", help="只看一个村，写村的代码")
_TEXT = click.option("--text", required=True, help="写什么")


@click.group()
def watch() -> None:
    """乡镇看各村的预警：看过、要求说明、督办。"""


@watch.command("list")
@_VILLAGE
@pass_console
def list_warnings(console: Console, code: str) -> None:
    """列出各村的预警，还没有人管的在前。"""
    with console.opened() as office:
        rows = office.watch.warnings(code)
    console.show(rows, [line for row in rows for line in _warning_lines(row)])


def _warning_lines(row: desk.VillageWarning) -> list[str]:
    lines = [f"{row.code} {row.name}  {row.warning.key[:12]}  {in_line(row.warning.sentence)}"]
    if row.warning.answered_on:
        lines.append(f"    村里 {row.warning.answered_on} 说明：{row.warning.answer}")
    if row.seen_on:
        lines.append(f"    乡镇 {row.seen_on} 看过：{row.seen}")
    for letter in row.letters:
        lines.append(f"    {letter.on} {'督办' if letter.form == 'order' else '询问'}：{letter.text}")
        lines += [f"      {on} 答复：{text}" for on, text in letter.answers]
    return lines


@watch.command("see")
@click.argument("code")
@click.argument("key")
@_TEXT
@pass_console
def see(console: Console, code: str, key: str, text: str) -> None:
    """记下看过一条预警，结果怎样。"""
    with console.opened() as office:
        entry = office.watch.see(code, key, text)
    console.show({"seen": entry}, ["已记下。"])


@watch.command("ask")
@click.argument("code")
@click.argument("key")
@_TEXT
@click.option("--due", default="", help="写了答复期限就是督办单")
@pass_console
def ask(console: Console, code: str, key: str, text: str, due: str) -> None:
    """要求村里说明一条预警；写了期限的是督办。"""
    with console.opened() as office:
        letter = office.watch.order(code, key, text, due=due)
    console.show({"letter": letter}, ["已写下，随回执包下发。"])


@click.group()
def returned() -> None:
    """退回的记录：原因、说明、改好了没有。"""


@returned.command("list")
@_VILLAGE
@pass_console
def list_returned(console: Console, code: str) -> None:
    """列出退回和待定的记录，没改好的在前。"""
    with console.opened() as office:
        rows = office.watch.returned(code)
    console.show(rows, [line for row in rows for line in _returned_lines(row)])


def _returned_lines(row: desk.ReturnedRow) -> list[str]:
    state = "已改好" if row.cured else "退回" if row.state == "refused" else "待定"
    lines = [f"{row.on} {row.name}  {row.entry.hash[:12]}  {row.entry.title} {row.entry.step}  {state}"]
    lines += [f"    {in_line(sentence)}" for sentence in row.entry.sentences]
    return lines + [f"    说明 {letter.on}：{letter.text}" for letter in row.letters]


@returned.command("explain")
@click.argument("code")
@click.argument("entry")
@_TEXT
@click.option("--due", default="", help="写了答复期限就是督办单")
@pass_console
def explain(console: Console, code: str, entry: str, text: str, due: str) -> None:
    """退回并说明：告诉村里哪里不对、怎么改。"""
    with console.opened() as office:
        letter = office.watch.explain(code, entry, text, due=due)
    console.show({"letter": letter}, ["已写下，随回执包下发。"])


@click.group()
def spotcheck() -> None:
    """巡察抽查：按公开的种子抽签，谁都可以重算。"""


@spotcheck.command("draw")
@click.option("--count", type=int, required=True, help="抽几个")
@click.option("--unit", type=click.Choice([unit.value for unit in Unit]), default="matter", show_default=True)
@click.option("--seed", default="", help="公开的号码；不写就用最新一张回执的散列值")
@click.option("--type", "type_id", default="", help="只抽这一类事项")
@click.option("--since", default="", help="只抽这一天起开始的事项")
@click.option("--until", default="", help="只抽到这一天为止开始的事项")
@pass_console
def draw(console: Console, count: int, unit: str, seed: str, type_id: str, since: str, until: str) -> None:
    """抽签，并记下来。"""
    with console.opened() as office:
        made = office.inspections.draw(count, unit=unit, seed=seed, type_id=type_id, since=since, until=until)
        row = next(row for row in office.inspections.all() if row.id == made)
    console.show(row, _draw_lines(row))


@spotcheck.command("list")
@pass_console
def list_draws(console: Console) -> None:
    """列出每次抽查、抽中的和结果。"""
    with console.opened() as office:
        rows = office.inspections.all()
    console.show(rows, [line for row in rows for line in _draw_lines(row)])


def _draw_lines(row: desk.DrawRow) -> list[str]:
    lines = [f"{row.id[:12]}  {row.on}  种子 {row.seed}  从 {row.of} 个里抽 {row.count} 个"]
    for lot in row.lots:
        lines.append(f"    {lot.code} {lot.name}  {lot.matter} {lot.title}".rstrip())
        if lot.finding is not None:
            lines.append(f"      {lot.finding.on} {lot.finding.text}")
            lines += [f"      {on} 答复：{text}" for on, text in lot.finding.answers]
    return lines


@spotcheck.command("redo")
@click.argument("draw_id")
@pass_console
def redo(console: Console, draw_id: str) -> int:
    """照记下的种子重算一遍；村里只核对自己的事项。"""
    with console.opened() as office:
        again = office.inspections.redo(draw_id)
    console.show(
        again, ["一致" if again.sound else "不一致", *(f"    {lot.office} {lot.matter}" for lot in again.lots)]
    )
    return 0 if again.sound else 3


@spotcheck.command("find")
@click.argument("draw_id")
@click.argument("code")
@click.option("--matter", "matter_id", default="", help="抽中的事项")
@_TEXT
@click.option("--due", default="", help="要村里答复的，写期限")
@pass_console
def find(console: Console, draw_id: str, code: str, matter_id: str, text: str, due: str) -> None:
    """记下抽查结果，并发给村里。"""
    with console.opened() as office:
        letter = office.inspections.find(draw_id, code, text, matter=matter_id, due=due)
    console.show({"letter": letter}, ["已记下，随回执包下发。"])


COMMANDS = (watch, returned, spotcheck)
