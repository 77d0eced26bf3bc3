"""Commands over keys: compared, renewed and revoked; a stolen PC; the desk handed over; the township's escrow."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk

from .console import Console, pass_console
from .town import device

_STATES = {"none": "手签", "open": "未核对", "certified": "已核对", "revoked": "已停用"}

_WAYS = {"deputy": "副手密码", "escrow": "乡镇托管"}


def _secret(prompt: str, *, confirm: bool = False) -> str:
    again = "再输入一次" if confirm else False
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=again, err=True))


@click.group()
def key() -> None:
    """各人的签字密钥：当面核对、重新设置、停用。"""


@key.command("list")
@click.option("--village", default="", help="乡镇用：哪个村的，12 位区划代码")
@pass_console
def list_keys(console: Console, village: str) -> None:
    """列出各人的签字密钥；数字和词语都可以当面念给对方核对。"""
    with console.opened() as office:
        rows = office.trust.people(village)
    lines = [f"{row.person} {row.name}  {_STATES[row.state]} {row.on}  {row.digits}  {row.words}" for row in rows]
    console.show(rows, lines)


@key.command("renew")
@click.argument("person")
@pass_console
def renew_key(console: Console, person: str) -> None:
    """本人重新设置签字密码；以后由乡镇当面核对。"""
    with console.opened() as office:
        office.staff.set_key(person, _secret("本人的新签字密码", confirm=True))
        row = next(row for row in office.trust.people() if row.person == person)
    console.show(row, [f"已重新设置。请当面念给乡镇核对：{row.words}"])


@key.command("certify")
@click.argument("village")
@click.argument("person")
@click.option("--fingerprint", required=True, help="本人当面念出的数字或词语")
@pass_console
def certify_key(console: Console, village: str, person: str, fingerprint: str) -> None:
    """乡镇当面核对某村某人的签字密钥。"""
    with console.opened() as office:
        office.trust.certify(village, person, fingerprint=fingerprint)
    console.show({"certified": person}, ["已核对登记。"])


@key.command("revoke")
@click.argument("village")
@click.argument("person")
@click.option("--reason", required=True)
@pass_console
def revoke_key(console: Console, village: str, person: str, reason: str) -> None:
    """乡镇停用某村某人的签字密钥；已经收下的签字照样有效。"""
    with console.opened() as office:
        until = office.trust.revoke_key(village, person, reason=reason)
    console.show({"revoked": person, "until": until}, [f"已停用，只认到第 {until} 条记录。"])


@key.command("decisions")
@click.argument("person")
@pass_console
def list_decisions(console: Console, person: str) -> None:
    """乡镇列出某人签过的审核意见，最近的在前；用来找不是本人签的那一条。"""
    with console.opened() as office:
        rows = office.trust.decided_by(person)
    console.show(rows, [_signed(row) for row in rows])


def _signed(row: desk.SignedRow) -> str:
    counts = "" if row.counts else "  不算数"
    return f"{row.entry[:12]}  {row.on}  {row.village} {row.title}：{row.step}{counts}"


@key.command("replace")
@click.argument("person")
@click.option("--cause", type=click.Choice(["forgotten", "left", "stolen"]), required=True)
@click.option("--reason", required=True)
@click.option("--to", "successor", default="", help="换了人时，接任人的编号；接任人要先有自己的签字密钥")
@click.option("--since", default="", help="可能被别人用过时，第一条不是本人签的审核意见（key decisions 的编号）")
@pass_console
def replace_key(console: Console, person: str, cause: str, reason: str, successor: str, since: str) -> None:
    """乡镇更换审核人的签字密钥；旧密钥签过的算到写明的编号为止。"""
    with console.opened() as office:
        rows = office.trust.decided_by(person) if since else []
        first = next((row for row in rows if row.entry.startswith(since)), None)
        fresh = cause != "left" and (first is None or first.present)
        asked = desk.Replacing(
            person=person,
            cause=cause,
            reason=reason,
            passphrase=_secret("本人的新签字密码", confirm=True) if fresh else "",
            successor=successor,
            since=first.entry if first is not None else since,
        )
        done = office.trust.replace_key(asked)
    lines = [f"已更换{done.name}的签字密钥：以前签的 {done.kept} 条算数，{len(done.void)} 条不算数。"]
    lines += [_signed(row) + ("  村里已经办了，请重新审核" if row.done else "") for row in done.void]
    console.show(done, lines)


@device.command("renew")
@click.option("--reason", required=True, help="例如：例行更换")
@pass_console
def renew_device(console: Console, reason: str) -> None:
    """给本机换一个新的设备密钥，新旧两个都签了名，对方从下一个包里自动认得。"""
    with console.opened() as office:
        office.trust.renew_device(reason)
        digits, words = office.trust.fingerprint()
    console.show({"fingerprint": digits, "words": words}, [f"已更换：{digits}", words])


@device.command("stolen")
@click.argument("village")
@click.option("--reason", default="电脑被盗", show_default=True)
@click.option("--out", "target", type=click.Path(), required=True, help="停用通知单（PDF）写到哪里")
@pass_console
def stolen_device(console: Console, village: str, reason: str, target: str) -> None:
    """村里电脑被盗：停用设备和上面的签字密钥，发信给村里，写出给村文书的通知单。"""
    with console.opened() as office:
        done = office.trust.stolen(village, reason=reason)
    desk.write_file(Path(target), done.sheet)
    console.show(
        {"village": village, "until": done.until, "keys": done.keys, "sheet": target},
        [f"已停用：只认到第 {done.until} 号包，停用签字密钥 {done.keys} 个。通知单：{target}"],
    )


@click.group()
def sealing() -> None:
    """封装密钥：别人写给本单位的包，按它封装。"""


@sealing.command("show")
@pass_console
def show_sealing(console: Console) -> None:
    """现在的封装密钥，和以前的（只用来打开按旧密钥封的包）。"""
    with console.opened() as office:
        rows = office.trust.sealing()
    console.show(rows, [f"{row.recipient}  {f'旧，用到 {row.until}' if row.until else '在用'}" for row in rows])


@sealing.command("renew")
@click.option("--reason", required=True, help="例如：例行更换")
@pass_console
def renew_sealing(console: Console, reason: str) -> None:
    """换一把封装密钥；对方收下下一个包以后按新的封装，旧的留着打开路上的包。"""
    with console.opened() as office:
        row = office.trust.renew_sealing(reason)
    console.show(row, [f"已更换：{row.recipient}"])


@click.group()
def master() -> None:
    """主密钥：整个数据库和附件的密钥。"""


@master.command("renew")
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def renew_master(console: Console, folder: str) -> None:
    """换主密钥：数据全部重新加密；旧的密钥文件、旧密码、旧恢复码打不开以后写的任何东西。"""
    word = console.passphrase()
    with console.opened(folder) as office:
        done = office.keys.renew_master(word)
    lines = [f"已更换。新的恢复码（请抄在纸上，锁进保险柜，旧的那张只打得开旧备份）：\n{done.recovery}"]
    lines += [f"要重新设置：{'、'.join(_WAYS[kind] for kind in done.gone)}"] if done.gone else []
    lines += [f"有 {done.lost} 个附件原来就坏了，没有带过来"] if done.lost else []
    console.show(done, lines)


@click.command()
@click.argument("source", type=click.Path(exists=True))
@click.argument("folder", type=click.Path())
@click.option("--code", "with_code", is_flag=True, help="用纸上的恢复码打开备份")
@pass_console
def recover(console: Console, source: str, folder: str, *, with_code: bool) -> None:
    """电脑被盗后在新电脑上恢复：设新密码，换主密钥和封装密钥，旧密码、副手密码和旧恢复码一律作废。"""
    old = "" if with_code else console.passphrase("原来的密码")
    code = _secret("恢复码") if with_code else ""
    new = _secret("新密码", confirm=True)
    told = desk.recover_office(Path(source), Path(folder), passphrase=old, code=code, new_passphrase=new)
    lines = [f"已恢复。新的恢复码（请抄在纸上，锁进保险柜）：\n{told}", "请把新的名片交给乡镇，当面核对指纹。"]
    console.show({"office": folder, "recovery": told}, lines)


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--from", "predecessor", required=True, help="原文书在名册里的编号")
@click.option("--to", "successor", required=True, help="接任人在名册里的编号")
@click.option("--by", "giver", default="", help="原文书不在时，由村主任移交：村主任的编号")
@click.option("--reason", default="", help="由村主任移交的原因")
@click.option("--sheet", "target", type=click.Path(), default="", help="移交清单（PDF）写到哪里；只写清单，不移交")
@pass_console
def handover(
    console: Console, folder: str, predecessor: str, successor: str, giver: str, reason: str, target: str
) -> None:
    """文书交接：移交清单双方签字，换密码，乡镇看得到。"""
    with console.opened(folder) as office:
        if target:
            desk.write_file(Path(target), office.keys.handover_sheet(giver or predecessor, successor))
            console.show({"sheet": target, "matters": office.keys.open_matters()}, [target])
            return
        passing = desk.Passing(
            predecessor=predecessor,
            successor=successor,
            giver=giver or predecessor,
            giver_passphrase=_secret("移交人的签字密码"),
            successor_passphrase=_secret("接任人的签字密码"),
            reason=reason,
        )
        entry = office.keys.hand_over(passing, console.passphrase("现在的密码"), _secret("新密码", confirm=True))
    console.show({"entry": entry}, ["已交接。旧密码已作废；请打印移交清单存档，并尽快上报。"])


@click.group()
def escrow() -> None:
    """托管：密码全忘了时，由乡镇两个人一起打开。"""


@escrow.command("set")
@click.argument("folder", type=click.Path(exists=True))
@click.option("--to", "recipient", required=True, help="乡镇托管的 age 公钥")
@pass_console
def set_escrow(console: Console, folder: str, recipient: str) -> None:
    """村里登记乡镇托管的公钥。"""
    with console.opened(folder) as office:
        office.keys.set_escrow(recipient)
    console.show({"escrow": recipient}, ["已登记托管的密钥。"])


@escrow.command("create")
@click.option("--holder", "holders", multiple=True, required=True, help="两名保管人在名册里的编号，各写一次")
@pass_console
def create_escrow(console: Console, holders: tuple[str, ...]) -> None:
    """乡镇新建托管密钥，分给两个人，各设各的密码，缺一个也打不开。"""
    with console.opened() as office:
        row = office.escrow.create({holder: _secret(f"{holder} 的托管密码", confirm=True) for holder in holders})
    console.show(row, [f"公钥（发给各村登记）：{row.recipient}", f"保管人：{'、'.join(row.names)}"])


@escrow.command("show")
@pass_console
def show_escrow(console: Console) -> None:
    """托管的公钥和保管人；村里看乡镇打开过几次。"""
    with console.opened() as office:
        row, opened = office.escrow.current(), office.escrow.openings()
    lines = [f"{row.recipient}  保管人：{'、'.join(row.names)}"] if row is not None else []
    console.show(
        {"escrow": row, "openings": opened},
        [*lines, *(f"{told.on} {'、'.join(told.names)} 打开：{told.reason}" for told in opened)],
    )


@escrow.command("open")
@click.argument("folder", type=click.Path(exists=True))
@click.option("--village", required=True, help="哪个村的，12 位区划代码")
@click.option("--holder", "holders", multiple=True, required=True)
@click.option("--reason", required=True)
@pass_console
def open_escrow(console: Console, folder: str, village: str, holders: tuple[str, ...], reason: str) -> None:
    """两名保管人一起打开一个村的数据并设新密码；先记一条，村里看得到。"""
    with console.opened() as office:
        passwords = {holder: _secret(f"{holder} 的托管密码") for holder in holders}
        new = _secret("给村里的新密码", confirm=True)
        office.escrow.open(Path(folder), village, passwords, new, reason=reason)
    console.show({"opened": village}, ["已打开并设好新密码；开启记录会随下次回执发给村里。"])


COMMANDS = (key, sealing, master, recover, handover, escrow)
