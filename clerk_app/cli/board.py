"""The notice board on the terminal."""

from __future__ import annotations

import click

from .console import Console, pass_console

_STATES = {"to_post": "要张贴", "hanging": "公示中", "to_take_down": "可以撤下"}


@click.command()
@pass_console
def board(console: Console) -> None:
    """公开栏：现在贴着什么、贴到哪天、该贴什么。"""
    with console.opened() as office:
        rows = office.notices()
    lines = [
        f"{_STATES[r.state]}  {r.until or '——'}  {r.title} · {r.step_name}  照片 {r.photos}/{r.photos_wanted}"
        + (f"  未答复的异议 {r.objections} 条" if r.objections else "")
        for r in rows
    ]
    console.show(rows, lines or ["现在没有要张贴的。"])


COMMANDS = (board,)
