"""Commands for letters between township and villages, supervision orders, and sealed accusations."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from clerk_app import desk

from .console import Console, pass_console

_TO = click.option("--to", "to", default="", help="写给哪个村（区划代码）；村里不用写，就是写给乡镇")


@click.group()
def letter() -> None:
    """乡镇和村之间的消息、督办。"""


@letter.command("list")
@click.option("--with", "code", default="", help="只看和哪个单位的")
@pass_console
def list_letters(console: Console, code: str) -> None:
    """列出来往的消息和督办。"""
    with console.opened() as office:
        rows = office.letters.all(code)
    console.show(rows, [line for row in rows for line in _letter_lines(row)])


def _letter_lines(row: desk.LetterRow) -> list[str]:
    kind = "督办" if row.form == "order" else "消息"
    due = f" {row.due} 前答复" if row.due else ""
    head = f"{row.id[:12]}  {row.on}  {'发给' if row.ours else '来自'} {row.name}  {kind}{due}"
    return [head, f"    {row.text}", *(f"    答复 {on}：{text}" for on, text in row.answers)]


@letter.command("write")
@click.argument("text")
@_TO
@click.option("--due", default="", help="写了答复期限就是督办单（乡镇用）")
@click.option("--matter", "matter_id", default="", help="说的是哪一件事项")
@pass_console
def write_letter(console: Console, text: str, to: str, due: str, matter_id: str) -> None:
    """写一条消息；写了期限的是督办。"""
    with console.opened() as office:
        written = office.letters.write(text, to=to, due=due, matter=matter_id)
    console.show({"letter": written}, [f"已写下：{written[:12]}。随下一个包送出。"])


@letter.command("answer")
@click.argument("letter_id")
@click.argument("text")
@pass_console
def answer_letter(console: Console, letter_id: str, text: str) -> None:
    """答复对方的一条消息或督办。"""
    with console.opened() as office:
        written = office.letters.answer(letter_id, text)
    console.show({"reply": written}, ["已答复。随下一个包送出。"])


@click.group()
def slip() -> None:
    """检举控告：当场密封给镇纪委，本机不留内容，也不留姓名。"""


@slip.command("seal")
@pass_console
def seal_slip(console: Console) -> None:
    """密封一份检举；内容从键盘或管道读入，不写进参数。"""
    text = sys.stdin.buffer.read().decode("utf-8")
    with console.opened() as office:
        sealed = office.letters.seal(text)
    console.show({"slip": sealed}, [f"已密封：{sealed[:12]}。只有镇纪委能打开，随下一个包送出。"])


@slip.command("list")
@pass_console
def list_slips(console: Console) -> None:
    """列出密封件：只有编号、单位和日期。"""
    with console.opened() as office:
        rows = office.letters.slips()
    console.show(rows, [f"{row.id[:12]}  {row.code} {row.name}  {row.on}" for row in rows])


@slip.command("write")
@click.argument("slip_id")
@click.option("--out", "target", type=click.Path(), required=True, help="写到哪里；镇纪委用 age -d 打开")
@pass_console
def write_slip(console: Console, slip_id: str, target: str) -> None:
    """把一份密封件写成文件，交给镇纪委。"""
    with console.opened() as office:
        office.letters.write_slip(slip_id, Path(target))
    console.show({"path": target}, [target])


@slip.command("key")
@click.argument("recipient")
@click.option("--name", default="镇纪委", show_default=True)
@pass_console
def set_key(console: Console, recipient: str, name: str) -> None:
    """登记镇纪委的公钥（age1…，用 age-keygen 生成；乡镇用）。"""
    with console.opened() as office:
        office.letters.set_discipline(name, recipient)
    console.show({"recipient": recipient}, [f"已登记：{name}"])


COMMANDS = (letter, slip)
