"""Commands that found, open, check and keep an office."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk
from clerk_app.desk import Task

from .console import Console, in_line, pass_console


@click.command()
@click.argument("folder", type=click.Path())
@click.option("--kind", type=click.Choice(["village", "township"]), required=True)
@click.option("--code", required=True, help="12 位区划代码，例如 330502999201")
@click.option("--name", required=True, help="单位名称，例如 甲村")
@click.option("--clerk", default="文书", show_default=True, help="操作员姓名")
@pass_console
def init(console: Console, folder: str, kind: str, code: str, name: str, clerk: str) -> None:
    """新建一个单位；恢复码抄下来、再输一遍，才算建好。"""
    place = Path(folder)
    code_words = desk.begin_founding(
        place, kind=kind, code=code, name=name, passphrase=console.passphrase("新密码"), clerk=clerk
    )
    if not console.as_json:
        console.say(f"恢复码（请抄在纸上，锁进保险柜）：\n{code_words}")
    typed = console.again("照着纸上的恢复码再输一遍", code_words)
    desk.finish_founding(place, typed)
    console.show({"office": folder, "recovery": code_words}, [f"已建立：{name}（{desk.place_name(code)}）"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--out", type=click.Path(), required=True)
@click.option("--sheet", type=click.Path(), default="", help="登记单（.pdf 或 .svg），带到对方单位当面核对")
@pass_console
def card(console: Console, folder: str, out: str, sheet: str) -> None:
    """写出本单位的名片，供对方登记。"""
    with console.opened(folder) as office:
        fingerprint = office.write_card(Path(out))
        words = office.trust.fingerprint()[1]
        if sheet:
            desk.write_file(Path(sheet), office.trust.enrolment_sheet(svg=sheet.endswith(".svg")))
    told = {"card": out, "fingerprint": fingerprint, "words": words, "sheet": sheet}
    console.show(told, [f"名片：{out}", f"当面核对指纹：{fingerprint}", f"或核对词语：{words}"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.argument("card_file", type=click.Path(exists=True))
@click.option("--fingerprint", required=True, help="对方当面读出的数字或词语")
@click.option("--beside", is_flag=True, help="这是该村的第二台电脑，第一台还在用")
@click.option(
    "--answer", "target", type=click.Path(exists=True, file_okay=False), help="乡镇用：给村里的名片和登记单写到这里"
)
@pass_console
def enrol(console: Console, folder: str, card_file: str, fingerprint: str, target: str | None, *, beside: bool) -> None:
    """登记对方单位；指纹必须与当面核对的一致。"""
    with console.opened(folder) as office:
        if target is not None:
            done = office.joining.admit(Path(card_file), Path(target), fingerprint=fingerprint, beside=beside)
            row = done.contact
            console.show(done, [f"已登记：{row.name} {row.code}", *done.paths, f"{done.digits}  {done.words}"])
            return
        row = office.enrol(Path(card_file), fingerprint=fingerprint, beside=beside)
    console.show(row, [f"已登记：{row.name} {row.code}"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--to", "target", type=click.Path(exists=True, file_okay=False), help="把登记申请和登记单写到这个文件夹")
@click.option("--mail", is_flag=True, help="再写一封附着申请的邮件")
@pass_console
def join(console: Console, folder: str, target: str | None, *, mail: bool) -> None:
    """村里用：加入乡镇办到了哪一步；乡镇给的名片用 enrol 登记。"""
    with console.opened(folder) as office:
        done = office.joining.request(Path(target), carrier="mail" if mail else "usb") if target is not None else None
        view = office.joining.state()
    lines = [*done.paths, f"当面核对指纹：{done.digits}"] if done is not None else []
    console.show({"joining": view, "request": done}, [*lines, f"{in_line(view.todo)}。{view.todo.fix}"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def today(console: Console, folder: str) -> None:
    """今天能办什么、在等什么、要报什么。"""
    with console.opened(folder) as office:
        view = office.today()
    lines = [f"{t.due or '——'}  {t.title} · {t.step_name}（{t.number}{_hung(t)}）" for t in view.ready]
    lines += [f"在等  {t.title} · {t.step_name}（{t.number}{_hung(t)}）" for t in view.waiting]
    waiting = view.unreported
    packed = f"（另有 {waiting.packed} 条已打包，等回执）" if waiting.packed else ""
    lines.append(f"需要上报：{waiting.fresh} 条新记录{packed}，{waiting.files} 个附件")
    console.show(view, lines)


def _hung(task: Task) -> str:
    down = f"，{task.objections} 条异议没有答复" if task.objections else "，可以撤下" if task.may_come_down else ""
    return f" · 公示 {task.hung}/{task.wanted} 天{down}" if task.wanted else ""


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def check(console: Console, folder: str) -> int:
    """核对全部记录、签名、附件和数据库。"""
    with console.opened(folder) as office:
        findings = office.check()
    marks = {True: "✓", False: "✗"}
    lines = [
        f"{marks[f.sound]} {desk.label(f.name)} {f.count}" + (f" {in_line(f.sentence)}" if f.sentence else "")
        for f in findings
    ]
    console.show(findings, lines)
    return 0 if all(finding.sound for finding in findings) else 3


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def rebuild(console: Console, folder: str) -> None:
    """从记录重新生成各种列表。"""
    with console.opened(folder) as office:
        office.rebuild()
    console.show({"rebuilt": True}, ["已重新生成。"])


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--to", "target", type=click.Path(), required=True)
@pass_console
def backup(console: Console, folder: str, target: str) -> None:
    """备份到另一个文件夹；打开核对过才算数。"""
    with console.opened(folder) as office:
        path = office.backup(Path(target))
    console.show({"backup": path}, [f"备份：{path}"])


@click.command()
@click.argument("source", type=click.Path(exists=True))
@click.argument("folder", type=click.Path())
@click.option("--code", "with_code", is_flag=True, help="密码忘了：用纸上的恢复码，并设一个新密码")
@click.option("--second", is_flag=True, help="原来的电脑还在用，这是第二台")
@pass_console
def restore(console: Console, source: str, folder: str, *, with_code: bool, second: bool) -> int:
    """用备份恢复到一个空文件夹，全面核对，并从新的一段记录开始。"""
    because = desk.Because.SECOND if second else desk.Because.RESTORED
    if with_code:
        code = str(click.prompt("恢复码", err=True))
        back = desk.restore_office(
            Path(source), Path(folder), code=code, new_passphrase=console.passphrase("新密码"), because=because
        )
    else:
        back = desk.restore_office(Path(source), Path(folder), passphrase=console.passphrase(), because=because)
    console.show(
        back,
        [
            f"已恢复：{back.name} {back.code},{back.entries} 条记录，{back.matters} 件事项，{back.people} 人。",
            *(f"✗ {desk.label(f.name)} {in_line(f.sentence)}" for f in back.findings if f.sentence is not None),
            "请把新的名片交给乡镇重新登记。",
        ],
    )
    return 0 if back.sound else 3


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--deputy", is_flag=True, help="设定或修改副手的密码")
@click.option("--remove-deputy", is_flag=True, help="收回副手的密码")
@pass_console
def password(console: Console, folder: str, *, deputy: bool, remove_deputy: bool) -> None:
    """修改密码；数据不动。"""
    if remove_deputy:
        with console.opened(folder) as office:
            office.keys.remove_deputy()
        console.show({"removed": True}, ["副手的密码已收回。"])
        return
    old = console.passphrase("现在的密码")
    new = str(click.prompt("新密码", hide_input=True, confirmation_prompt="再输入一次", err=True))
    with console.opened(folder) as office:
        office.keys.change(old, new, deputy=deputy)
    console.show({"changed": True}, ["密码已修改。"])


@click.command()
@click.argument("folder", type=click.Path())
@pass_console
def demo(console: Console, folder: str) -> None:
    """建一个示范村和一个示范镇，把一件小额工程从立项办到回执。"""
    told = desk.demo(Path(folder), console.say)
    lines = [f"{name}：{value}" for name, value in told.items()]
    console.show(told, lines)


COMMANDS = (init, card, enrol, join, today, check, rebuild, backup, restore, password, demo)
