"""Commands for what stands around the matters: people, rolls, parameters."""

from __future__ import annotations

import click

from clerk_app import desk
from clerk_app.errors import UsageError

from .console import Console, pass_console


@click.group()
def person() -> None:
    """人员名册。"""


@person.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, help="职务代号，可写多次")
@click.option("--kin", multiple=True, help="近亲属的人员编号，可写多次")
@click.option("--key/--no-key", default=False, help="是否建立本人的签字密钥（要输入本人密码）")
@pass_console
def add_person(console: Console, name: str, roles: tuple[str, ...], kin: tuple[str, ...], key: bool) -> None:
    """登记一个人。"""
    with console.opened() as office:
        own = str(click.prompt("本人签字密码", hide_input=True, confirmation_prompt=True, err=True)) if key else ""
        added = office.add_person(name, roles, kin=kin, passphrase=own)
    console.show(added, [f"{added.id} {added.name}"])


@person.command("change")
@click.argument("person_id")
@click.option("--role", "roles", multiple=True, help="现在的职务代号，可写多次；不写就不变")
@click.option("--left/--back", default=None, help="离任停用，或者恢复")
@pass_console
def change_person(console: Console, person_id: str, roles: tuple[str, ...], left: bool | None) -> None:
    """改一个人的职务，或者登记离任。"""
    with console.opened() as office:
        active = None if left is None else not left
        changed = office.change_person(person_id, roles=roles or None, active=active)
    console.show(changed, [f"{changed.id} {changed.name}"])


@person.command("list")
@pass_console
def list_people(console: Console) -> None:
    """列出名册。"""
    with console.opened() as office:
        people, labels = office.people(), office.roles()
    lines = [f"{p.id} {p.name} {'、'.join(labels.get(r, r) for r in p.roles)}" for p in people]
    console.show(people, lines)


@click.group()
def roll() -> None:
    """会议应到人数。"""


@roll.command("set")
@click.argument("body")
@click.argument("members", type=int)
@pass_console
def set_roll(console: Console, body: str, members: int) -> None:
    """登记一个会议有多少人。"""
    with console.opened() as office:
        office.set_roll(body, members)
    console.show({body: members}, [f"{desk.label(body)}：{members} 人"])


@roll.command("list")
@pass_console
def list_rolls(console: Console) -> None:
    """列出会议应到人数。"""
    with console.opened() as office:
        rolls = office.rolls()
    console.show(rolls, [f"{desk.label(body)}：{members} 人" for body, members in rolls.items()])


@click.group()
def parameter() -> None:
    """由上级设定的标准。"""


@parameter.command("list")
@pass_console
def list_parameters(console: Console) -> None:
    """列出各项标准和来源。"""
    with console.opened() as office:
        rows = office.parameters()
    lines = [
        f"{r.key}  {r.name}：{_in_force(r)} {r.unit} [{r.tag}] {r.source}{f' {r.on} 起' if r.on else ''}" for r in rows
    ]
    console.show(rows, lines)


@parameter.command("set")
@click.argument("key")
@click.argument("value", type=int, required=False)
@click.option("--record-only", is_flag=True, help="不定数，只作记录：用到它的条件不拦")
@click.option("--basis", default="", help="依据的文件，如“镇政发〔2026〕3 号”")
@pass_console
def set_parameter(console: Console, key: str, value: int | None, *, record_only: bool, basis: str) -> None:
    """设定一项标准（乡镇用；金额以分计）。"""
    if (value is None) is not record_only:
        raise UsageError("parameter-value-or-record-only")
    with console.opened() as office:
        office.set_parameter(key, value, basis)
    console.show({key: value}, [f"{key} = {_shown(value)}"])


@parameter.command("history")
@click.argument("key")
@pass_console
def parameter_history(console: Console, key: str) -> None:
    """一项标准由谁、在哪天、凭什么文件改过。"""
    with console.opened() as office:
        rows = office.settings_of(key)
    console.show(rows, [f"{r.on}  {_shown(r.value)}  {r.office}  {r.basis}".rstrip() for r in rows])


def _in_force(row: desk.ParameterRow) -> str:
    if row.record_only:
        return "（只作记录）"
    return "（未定）" if row.value is None else str(row.value)


def _shown(value: int | None) -> str:
    return "只作记录" if value is None else str(value)


COMMANDS = (person, roll, parameter)
