"""Commands for this PC's settings, the second place of the backups, and the restore drill."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk

from .console import Console, in_line, pass_console


@click.group()
def setting() -> None:
    """本机设置。"""


@setting.command("list")
@pass_console
def list_settings(console: Console) -> None:
    """列出各项设置和允许的范围。"""
    with console.opened() as office:
        rows = office.preferences.all()
    lines = [f"{r.key}  {r.name}:{r.value:,} {r.unit_name}({r.low:,} 到 {r.high:,})" for r in rows]
    console.show(rows, lines)


@setting.command("set")
@click.argument("key")
@click.argument("value", type=int)
@pass_console
def set_setting(console: Console, key: str, value: int) -> None:
    """改一项设置。"""
    with console.opened() as office:
        office.preferences.set(key, value)
    console.show({key: value}, [f"{key} = {value}"])


@setting.command("reset")
@click.argument("key")
@pass_console
def reset_setting(console: Console, key: str) -> None:
    """恢复一项设置的默认值。"""
    with console.opened() as office:
        office.preferences.reset(key)
        value = office.preferences.value(key)
    console.show({key: value}, [f"{key} = {value}"])


@click.command("backup-place")
@click.option("--set", "folder", type=click.Path(), help="每天的备份再抄一份到这个文件夹或 U 盘")
@click.option("--none", "nowhere", is_flag=True, help="不再抄")
@pass_console
def backup_place(console: Console, folder: str | None, *, nowhere: bool) -> None:
    """第二处备份：看现状，或者设定。"""
    with console.opened() as office:
        if folder is not None or nowhere:
            office.care.set_place(Path(folder) if folder is not None else None)
        state = office.care.state()
    there = "" if state.there or not state.place else "（现在找不到）"
    lines = [
        f"最近备份：{state.backup_on or '还没有'}",
        f"第二处：{state.place or '没有设'}{there} {state.copied_on}".rstrip(),
        f"恢复演练：{state.drilled_on or '还没有做过'}",
    ]
    console.show(state, lines)


@click.command()
@click.option("--code", "with_code", is_flag=True, help="用纸上的恢复码，不用密码")
@pass_console
def drill(console: Console, *, with_code: bool) -> int:
    """恢复演练：把最近的备份在草稿文件夹里恢复出来，全面核对，然后删掉。"""
    with console.opened() as office:
        code = str(click.prompt("恢复码", err=True)) if with_code else ""
        done = office.care.drill(code=code, passphrase="" if with_code else console.passphrase())
    marks = {True: "✓", False: "✗"}
    lines = [f"备份 {done.backup}:{done.result.entries} 条记录，{done.result.matters} 件事项"]
    lines += [
        f"{marks[f.sound]} {desk.label(f.name)} {f.count}" + (f" {in_line(f.sentence)}" if f.sentence else "")
        for f in done.result.findings
    ]
    console.show(done, lines)
    return 0 if done.result.sound else 3


COMMANDS = (setting, backup_place, drill)
