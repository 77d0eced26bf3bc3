"""Commands around forms: what was begun, what was entered before, copies for other platforms, papers, history."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk

from .console import Console, in_line, pass_console
from .matters import at_hand, matter


@click.command()
@pass_console
def drafts(console: Console) -> None:
    """列出没有办完的草稿。"""
    with console.opened() as office:
        rows = office.forms.unfinished()
    console.show(rows, [f"{row.matter} {row.step} {row.kept_on} {row.title} {row.step_name}" for row in rows])


@matter.command("suggest")
@click.argument("type_id")
@click.argument("step_id")
@click.argument("field_id")
@pass_console
def suggest(console: Console, type_id: str, step_id: str, field_id: str) -> None:
    """一项以前填过什么，最近的在前；敏感内容不列。"""
    with console.opened() as office:
        rows = office.forms.suggestions(type_id, step_id, field_id)
    console.show(rows, list(rows))


@matter.command("copy")
@click.argument("matter_id")
@click.argument("step_id")
@click.option("--sheet", is_flag=True, help="用制表符隔开，可以粘贴到表格里")
@pass_console
def copy(console: Console, matter_id: str, step_id: str, sheet: bool) -> None:
    """把一步的内容打印成文字，供别的平台填报。"""
    with console.opened() as office:
        text = office.forms.copied(matter_id, step_id, sheet=sheet)
    console.show({"text": text}, [text])


@matter.command("paper")
@click.argument("matter_id")
@click.argument("step_id")
@click.argument("kind", type=click.Choice([kind.value for kind in desk.PaperKind]))
@click.option("--out", type=click.Path(dir_okay=False), required=True, help="写到哪个 PDF 文件")
@pass_console
def paper(console: Console, matter_id: str, step_id: str, kind: str, out: str) -> None:
    """把公告、签字页或者办理情况表写成 PDF。"""
    with console.opened() as office:
        view = at_hand(office, matter_id, step_id)
        pdf = office.forms.paper(
            desk.PaperKind(kind), matter_id, step_id, fields=view.fields, files=view.files, on=view.on
        )
    desk.write_file(Path(out), pdf)
    boxes = desk.empty_boxes(pdf)
    lacking = [f"字库里没有“{'、'.join(boxes)}”，纸上是空框，请手写补上。"] if boxes else []
    console.show({"written": out, "empty_boxes": boxes}, [f"已写到 {out}。", *lacking])


@matter.command("history")
@click.argument("matter_id")
@pass_console
def history(console: Console, matter_id: str) -> None:
    """一个事项的记录：办了什么、报上去没有、乡镇怎么说。"""
    with console.opened() as office:
        rows = office.matter(matter_id).history
    lines = []
    for row in rows:
        lines.append(f"{row.seq} {row.on} {row.what} {row.step_name} {row.who} {desk.label(f'report.{row.state}')}")
        lines += [f"  {in_line(sentence)}" for sentence in row.why]
    console.show(rows, lines)


COMMANDS = (drafts,)
