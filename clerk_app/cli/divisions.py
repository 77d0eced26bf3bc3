"""The command that reads a division code, or finds one by its name."""

from __future__ import annotations

import click

from clerk_app import desk

from .console import Console, in_line, pass_console


@click.command()
@click.argument("what", required=False, default="")
@pass_console
def division(console: Console, what: str) -> None:
    """查区划代码：给两位到十二位代码，说是哪里、下一级有什么；给名称或拼音首字母，找代码。"""
    if what and not what.isdecimal():
        found = desk.find_places(what)
        console.show(found, [f"{row.code}  {desk.place_name(row.code)}" for row in found] or ["表里没有这样的地方。"])
        return
    known = desk.division(what)
    inside = _inside(what)
    console.show({"division": known, "inside": inside}, [*_told(known), *(f"{row.code}  {row.name}" for row in inside)])


def _inside(code: str) -> tuple[desk.Place, ...]:
    """What lies in a place of the table, one level down."""
    if not code:
        return desk.provinces()
    if len(code) > 4 and code[2:] != "0000":
        return desk.counties(code) if code[4:] == "00" else ()
    return desk.counties(code) if len(code) == 4 else desk.prefectures(code)


def _told(known: desk.Division) -> list[str]:
    """The place, what the last six digits say, and what is to be looked at."""
    lines = ["，".join((known.place, *map(desk.label, known.classes)))] if known.place else []
    begun = len(known.code) <= 6
    return lines + [in_line(said) for said in known.told if not (begun and said.code == "division-begun")]


COMMANDS = (division,)
