"""Commands for the course of a matter outside its steps, for registers, early warnings, and erasure by law."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk
from clerk_app.errors import UsageError
from clerk_app.model import Registrant, Registry

from .console import Console, in_line, pass_console
from .matters import matter

_REASON = click.option("--reason", required=True, help="原因")
_ON = click.option("--on", default="", help="日期，默认今天")


@matter.command("withdraw")
@click.argument("matter_id")
@_REASON
@_ON
@pass_console
def withdraw(console: Console, matter_id: str, reason: str, on: str) -> None:
    """事项不再办了：撤回，写明原因。"""
    with console.opened() as office:
        office.withdraw(matter_id, reason=reason, on=on)
    console.show({"withdrawn": matter_id}, ["已撤回。"])


@matter.command("suspend")
@click.argument("matter_id")
@_REASON
@_ON
@pass_console
def suspend(console: Console, matter_id: str, reason: str, on: str) -> None:
    """暂停一个事项，期限跟着停。"""
    with console.opened() as office:
        office.suspend(matter_id, reason=reason, on=on)
    console.show({"suspended": matter_id}, ["已暂停。"])


@matter.command("resume")
@click.argument("matter_id")
@_REASON
@_ON
@pass_console
def resume(console: Console, matter_id: str, reason: str, on: str) -> None:
    """恢复办理暂停的事项。"""
    with console.opened() as office:
        office.resume(matter_id, reason=reason, on=on)
    console.show({"resumed": matter_id}, ["已恢复办理。"])


@matter.command("return")
@click.argument("matter_id")
@click.argument("step_id")
@_REASON
@_ON
@pass_console
def send_back(console: Console, matter_id: str, step_id: str, reason: str, on: str) -> None:
    """退回到已办的一步，它和后面的都要重办；原来的记录留着。"""
    with console.opened() as office:
        undone = office.undone_by(matter_id, step_id)
        office.send_back(matter_id, step_id, reason=reason, on=on)
    console.show({"returned": step_id, "undone": list(undone)}, ["要重办：" + "、".join(undone)])


@matter.command("migrate")
@click.argument("matter_id")
@click.option("--page", type=click.Path(exists=True, dir_okay=False), required=True, help="签了字的说明，照片或扫描件")
@_REASON
@_ON
@pass_console
def migrate(console: Console, matter_id: str, page: str, reason: str, on: str) -> None:
    """在办的事项改按现行清单办理。"""
    with console.opened() as office:
        data = Path(page).read_bytes()
        scanned = office.attach(data, "migration_note", photo=not data.startswith(b"%PDF"))
        office.migrate(matter_id, reason=reason, page=scanned, on=on)
    console.show({"migrated": matter_id}, ["已改按现行清单办理。"])


@click.group()
def register() -> None:
    """名录：供应商、工匠、村务卡。"""


_WHICH = click.Choice([name.value for name in Registry])


@register.command("add")
@click.argument("which", type=_WHICH)
@click.argument("name")
@click.option("--code", default="", help="统一社会信用代码或证书编号")
@click.option("--until", default="", help="有效期到哪一天，不写就是长期")
@click.option("--strike", is_flag=True, help="从名录中划去")
@pass_console
def enter(console: Console, which: str, name: str, code: str, until: str, strike: bool) -> None:
    """登记、变更或划去一个名字。"""
    known = Registrant(which, name, code, until, not strike)
    with console.opened() as office:
        office.enter(known)
    console.show(known, [f"{desk.label(which)}：{name}"])


@register.command("list")
@click.argument("which", type=_WHICH)
@pass_console
def list_registrants(console: Console, which: str) -> None:
    """列出一个名录。"""
    with console.opened() as office:
        rows = office.registrants(which)
    marks = {True: "", False: "（已划去）"}
    console.show(rows, [f"{row.name} {row.code} {row.until}{marks[row.active]}" for row in rows])


@click.command()
@click.option("--matter", "matter_id", default="", help="已办结或撤回的事项")
@click.option("--person", "person_id", default="", help="已离任、已停用的人员")
@click.option("--basis", required=True, help="法律依据")
@pass_console
def erase(console: Console, matter_id: str, person_id: str, basis: str) -> None:
    """依法删除个人信息：记录链和办理结果留着，内容不再能恢复。"""
    if bool(matter_id) == bool(person_id):
        raise UsageError("erase-one-thing")
    with console.opened() as office:
        erase_one = office.erase_matter if matter_id else office.erase_person
        count = erase_one(matter_id or person_id, basis=basis)
    lines = [f"已删除 {count} 条记录中的个人信息。", "以前做的备份里还有：请换新备份，并销毁旧的。"]
    console.show({"erased": count}, lines)


@click.group()
def warning() -> None:
    """预警：要人看一看、说明情况的。"""


@warning.command("list")
@click.option("--village", default="", help="乡镇看哪个村，写村的代码")
@pass_console
def list_warnings(console: Console, village: str) -> None:
    """列出预警，没有说明的在前。"""
    with console.opened() as office:
        rows = office.warnings(village)
    lines = [f"{row.key[:12]} {'已说明' if row.answered_on else '待说明'} {in_line(row.sentence)}" for row in rows]
    console.show(rows, lines)


@warning.command("answer")
@click.argument("key")
@click.option("--text", required=True, help="核实的情况")
@_ON
@pass_console
def explain_warning(console: Console, key: str, text: str, on: str) -> None:
    """说明一条预警。"""
    with console.opened() as office:
        office.explain_warning(key, text, on=on)
    console.show({"answered": key}, ["已记下说明。"])


COMMANDS = (register, warning, erase)
