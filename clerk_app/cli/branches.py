"""Commands over the lines of a journal beside the one that goes on: copied disks, restored backups."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk

from .console import Console, in_line, pass_console

_FOUND = {
    "no-device": "这台电脑没有本单位的设备密钥，数据停在第 {seq} 条（{on}）。",
    "older": "这台电脑写到过第 {marked} 条，现在的数据只到第 {seq} 条（{on}）。",
    "forked": "乡镇另有一台电脑报的记录，和本机第 {seq} 条以后的编号相同。",
}

_ANSWERS = {
    "restored": "原来的电脑不再用了，这是备份恢复的：restore",
    "second": "这是第二台电脑，原来的还在用：restore --second",
    "copied": "这台电脑的硬盘是拷贝来的，以后用这台：branch leave",
}


@click.group()
def branch() -> None:
    """另一条线：硬盘拷贝、备份恢复以后，两边都写过的记录。"""


@branch.command("list")
@click.option("--village", default="", help="乡镇用：看哪个村的，12 位区划代码")
@pass_console
def list_branches(console: Console, village: str) -> None:
    """列出另行保存的记录，一条不丢。"""
    with console.opened() as office:
        rows = office.branches.all(village)
    console.show(rows, [_branch_line(row) for row in rows])


def _kind(kind: str) -> str:
    return desk.label(f"entry.{kind}")


def _branch_line(row: desk.BranchRow) -> str:
    state = "等人处理" if row.waiting else f"已在本线 {row.held} 条，已续记 {row.carried} 条，要人工看 {row.left} 条"
    why = desk.label(f"branch.{row.cause}")
    return f"{row.id[:12]}  {row.on}  {why}：第 {row.first} 至 {row.last} 条，{row.matters} 件事  {state}"


@branch.command("show")
@click.argument("name")
@click.option("--village", default="", help="乡镇用：哪个村的")
@pass_console
def show_branch(console: Console, name: str, village: str) -> None:
    """逐条看另一条线写了什么，每条后来怎样。"""
    with console.opened() as office:
        rows = office.branches.entries(name, village)
    lines = [
        f"{row.seq}  {_kind(row.kind)}  {row.title or row.matter} {row.step}  {row.on}  {desk.label(_state(row))}"
        for row in rows
    ]
    console.show(rows, lines)


def _state(row: desk.BranchEntryRow) -> str:
    return f"branch.entry.{row.state or 'open'}"


@branch.command("preview")
@click.argument("name")
@pass_console
def preview_branch(console: Console, name: str) -> None:
    """试一试：能续记多少条，哪些要人工看；什么也不写。"""
    with console.opened() as office:
        done = office.branches.preview(name)
    console.show(done, _carried_lines(done, "能续记"))


@branch.command("carry")
@click.argument("name")
@pass_console
def carry_branch(console: Console, name: str) -> None:
    """把另一条线上的记录续记到本机，规则不允许的列出来由人处理。"""
    with console.opened() as office:
        done = office.branches.carry_over(name)
    console.show(done, _carried_lines(done, "已续记"))


def _carried_lines(done: desk.CarriedOver, word: str) -> list[str]:
    lines = [f"{word} {done.carried} 条，要人工看 {len(done.left)} 条"]
    for row in done.left:
        reasons = "；".join(map(in_line, row.sentences))
        lines.append(f"  第 {row.seq} 条 {_kind(row.kind)} {row.title} {row.step}：{reasons}")
    return lines


@branch.command("leave")
@click.option("--yes", is_flag=True, help="确认：原来的电脑不再用本单位身份上报")
@pass_console
def leave_branch(console: Console, yes: bool) -> None:
    """本机硬盘是拷贝来的，以后用本机：换新密钥，把没有回执的记录另存，上报以后再续记。"""
    if not yes and not console.as_json:
        click.confirm("确认本机继续办理，原来的电脑停用？", abort=True, err=True)
    with console.opened() as office:
        office.branches.leave()
        rows = office.branches.all()
    lines = [_branch_line(row) for row in rows]
    console.show(rows, [*lines, "请把新的名片交给乡镇登记，上报一次，收到回执以后用 branch carry 续记。"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def epoch(console: Console, folder: str) -> None:
    """打不开、提示“不是本机最后写的”时：看看是哪种情况，有哪些办法。"""
    question = desk.epoch_question(Path(folder), passphrase=console.passphrase())
    if question is None:
        with console.opened(folder) as office:
            question = office.branches.question()
    if question is None:
        console.show(None, ["没有问题，本机可以照常办理。"])
        return
    found = _FOUND[question.found].format(seq=question.seq, marked=question.marked, on=question.on[:10])
    console.show(question, [found, *(f"  {_ANSWERS[answer]}" for answer in question.answers)])


COMMANDS = (branch, epoch)
