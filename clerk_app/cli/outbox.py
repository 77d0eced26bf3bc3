"""Commands that tell where every bundle stands, and what should have come and did not."""

from __future__ import annotations

import click

from clerk_app import desk

from .console import Console, in_line, pass_console

_STATES = {"written": "已打包", "handed": "已交", "receipted": "已回执", "returned": "被退回", "confirming": "只有确认"}


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def outbox(console: Console, folder: str) -> None:
    """发出的包：到了哪一步，该谁办，下一步做什么。"""
    with console.opened(folder) as office:
        standings, rows = office.standings(), office.outbox()
    lines = [line for standing in standings for line in _standing_lines(standing)]
    lines += [line for row in rows for line in _bundle_lines(row)]
    console.show({"standings": standings, "bundles": rows}, lines)


def _standing_lines(standing: desk.Standing) -> list[str]:
    silent = "还没有收到过回执" if standing.silent is None else f"上次回执 {standing.silent} 天前"
    under_way = {} if standing.at_rest else {"待回执": standing.awaiting, "未打包": standing.unpacked}
    counted = {
        **under_way,
        "退回": standing.refused,
        "待定": standing.held,
    }
    rest = "".join(f"，{word} {number} 条" for word, number in counted.items() if number)
    rest += "，都已确认" if standing.at_rest else ""
    lines = [f"{standing.name}：已收 {standing.accepted}/{standing.entries} 条{rest}；{silent}"]
    return lines + ([f"  {in_line(standing.todo)}：{standing.todo.fix}"] if standing.todo is not None else [])


def _bundle_lines(row: desk.BundleRow) -> list[str]:
    lines = [f"第 {row.number} 号 {row.detail} {row.made_on} {_STATES[row.state]} {row.accepted}/{row.entries} 条"]
    return lines + ([f"  {in_line(row.todo)}。{row.todo.fix}（{row.owner}）"] if row.todo is not None else [])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.argument("number", type=int)
@click.option("--to", "village", default="", help="乡镇给哪个村的包：村的代码")
@pass_console
def hand(console: Console, folder: str, number: int, village: str) -> None:
    """标记一个包已经交出去了；有没有收到以回执为准。"""
    with console.opened(folder) as office:
        office.hand(number, to=village)
    console.show({"number": number}, [f"第 {number} 号包：已交，等回执"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def gaps(console: Console, folder: str) -> None:
    """该来没来的：缺了多久，问谁。"""
    with console.opened(folder) as office:
        rows = office.gaps()
    console.show(rows, [f"{in_line(row.sentence)}。{row.sentence.fix}" for row in rows] or ["没有缺的。"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.argument("code")
@click.argument("phone")
@pass_console
def phone(console: Console, folder: str, code: str, phone: str) -> None:
    """记下对方单位的联系电话；写 "" 删掉。只留在本机。"""
    with console.opened(folder) as office:
        office.set_phone(code, phone)
    console.show({"code": code, "phone": phone}, [f"{code}：{phone or '没有电话'}"])


COMMANDS = (outbox, hand, gaps, phone)
