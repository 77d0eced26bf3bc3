"""Commands that carry bundles out and take them in."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk

from .console import Console, in_line, pass_console

_ANYWAY = click.option("--anyway", is_flag=True, help="都已确认、没有新内容，也写一个")
_CARRIER = click.option("--carrier", type=click.Choice(["usb", "mail"]), default="usb", show_default=True)


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--to", "target", type=click.Path(exists=True, file_okay=False), required=True)
@_CARRIER
@_ANYWAY
@pass_console
def export(console: Console, folder: str, target: str, carrier: str, *, anyway: bool) -> None:
    """生成上报包，写完读回核对。"""
    with console.opened(folder) as office:
        done = office.export(Path(target), carrier=carrier, anyway=anyway)
    lines = [done.mail or done.path, f"第 {done.number} 号包：{done.entries} 条记录，{done.files} 个附件，已读回核对"]
    console.show(done, lines + ([f"还有 {done.left} 条装不下，请再生成一个包"] if done.left else []))


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--to", "target", type=click.Path(exists=True, file_okay=False), required=True)
@_CARRIER
@_ANYWAY
@pass_console
def reply(console: Console, folder: str, target: str, carrier: str, *, anyway: bool) -> None:
    """给有话要听的每个村写一个回执包。"""
    with console.opened(folder) as office:
        done = office.reply(Path(target), carrier=carrier, anyway=anyway)
    console.show(done, [f"{row.name}：{row.exported.path}" for row in done] or ["都已确认，没有要下发的。"])


def verdict_lines(verdict: desk.Verdict) -> list[str]:
    """A verdict as people read it."""
    lines = [f"{desk.label(verdict.word)}  {Path(verdict.path).name}  {verdict.sender} 第 {verdict.number} 号"]
    lines.append(f"  收下 {verdict.accepted} 条，退回 {len(verdict.refused)} 条，待定 {verdict.held} 条")
    lines += [f"  {in_line(sentence)}" for sentence in verdict.sentences]
    for entry in verdict.refused:
        lines += [f"  第 {entry.seq} 条 {entry.title}：{in_line(sentence)}" for sentence in entry.sentences]
    return lines


def worst(verdicts: list[desk.Verdict]) -> int:
    """The exit code for several verdicts."""
    if any(verdict.state == "quarantined" for verdict in verdicts):
        return 3
    return 1 if any(verdict.refused for verdict in verdicts) else 0


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True))
@pass_console
def receive(console: Console, folder: str, paths: tuple[str, ...]) -> int:
    """接收一个或多个包，或整个文件夹。"""
    with console.opened(folder) as office:
        verdicts = office.receive([Path(path) for path in paths])
    console.show(verdicts, [line for verdict in verdicts for line in verdict_lines(verdict)])
    return worst(verdicts)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@pass_console
def verify(console: Console, file: str) -> int:
    """只核对一个包，不入库。用 --office 指定以哪个单位的身份打开。"""
    with console.opened() as office:
        verdict = office.verify(Path(file))
    console.show(verdict, verdict_lines(verdict))
    return worst([verdict])


COMMANDS = (export, reply, receive, verify)
