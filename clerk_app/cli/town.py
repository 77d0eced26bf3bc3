"""Commands of the township's morning: how the villages stand, quarantine, devices."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk

from .console import Console, in_line, pass_console
from .travel import verdict_lines, worst


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@pass_console
def villages(console: Console, folder: str) -> None:
    """各村一览：最近上报、缺号、退回、逾期、预警、待审核、督办、按时率。"""
    with console.opened(folder) as office:
        rows = office.township.villages()
    console.show(rows, [_village_line(row) for row in rows])


def _village_line(row: desk.VillageRow) -> str:
    when = "今天" if row.silent == 0 else f"{row.silent} 天前"
    silent = "还没有上报过" if row.silent is None else f"{when}报第 {row.last_number} 号"
    told = (
        (row.waiting, f"{row.waiting} 个包没入库（{row.waiting_on} 起）"),
        (row.missing, f"缺第 {desk.list_missing(row.missing)} 号"),
        (row.refused, f"退回 {row.refused} 件"),
        (row.overdue, f"逾期 {row.overdue} 步"),
        (row.warnings, f"预警 {row.warnings} 条"),
        (row.reviews, f"待审核 {row.reviews} 件"),
        (row.orders, f"督办 {row.orders} 件"),
        (row.done, f"本月按时 {row.punctual}/{row.done}"),
        (row.clerk, f"联系 {row.clerk}{f'（{row.phone}）' if row.phone else ''}"),
    )
    silent += "" if row.reported else "，一个月没有上报"
    return "  ".join([f"{row.code} {row.name}", silent, *(text for given, text in told if given)])


@click.group()
def quarantine() -> None:
    """隔离区：没有收下的包，一个也不删。"""


@quarantine.command("list")
@pass_console
def list_quarantine(console: Console) -> None:
    """列出隔离的包和原因。"""
    with console.opened() as office:
        rows = office.township.quarantine()
    lines = [
        f"{row.id}  {row.on}  {row.name} 第 {row.number} 号  {';'.join(map(in_line, row.sentences)) or '现在可以收了'}"
        for row in rows
    ]
    console.show(rows, lines)


@quarantine.command("retry")
@pass_console
def retry_quarantine(console: Console) -> int:
    """再收一次；补登记了单位、补来了前面的包以后用。"""
    with console.opened() as office:
        verdicts = office.township.retry()
    console.show(verdicts, [line for verdict in verdicts for line in verdict_lines(verdict)])
    return worst(verdicts)


@quarantine.command("save")
@click.argument("name")
@click.option("--to", "target", type=click.Path(exists=True, file_okay=False), required=True)
@pass_console
def save_quarantined(console: Console, name: str, target: str) -> None:
    """把一个隔离的包复制出来，原件不动。"""
    with console.opened() as office:
        path = office.township.save(name, Path(target))
    console.show({"path": path}, [str(path)])


@click.group()
def device() -> None:
    """各单位的电脑：谁能签发上报包。"""


@device.command("list")
@pass_console
def list_devices(console: Console) -> None:
    """列出登记过的电脑。"""
    with console.opened() as office:
        rows = office.township.devices()
    lines = [
        f"{row.code} {row.name}  {row.fingerprint}  {'在用' if row.until is None else f'只到第 {row.until} 号包'}"
        for row in rows
    ]
    console.show(rows, lines)


@device.command("revoke")
@click.argument("code")
@click.option("--after", "until", type=click.IntRange(0), required=True, help="只认到第几号包")
@click.option("--reason", required=True, help="例如：电脑被偷")
@click.option("--device", "print_", default="", help="换过密钥的，写以前那把的指纹（device list）；不写就是现在这把")
@pass_console
def revoke_device(console: Console, code: str, until: int, reason: str, print_: str) -> None:
    """停用一个村的电脑（乡镇用）；换了电脑再登记新名片。"""
    with console.opened() as office:
        rows = [row.device for row in office.township.devices() if row.code == code and row.fingerprint == print_]
        office.township.revoke(code, until=until, reason=reason, device=rows[0] if rows else print_)
    console.show({"revoked": code, "after": until}, [f"已停用：{code}，第 {until} 号以后的包不再收。"])


@device.command("signers")
@click.option("--out", "target", type=click.Path(), required=True)
@pass_console
def write_signers(console: Console, target: str) -> None:
    """写出 allowed_signers，供 ssh-keygen 核对上报包。"""
    with console.opened() as office:
        count = office.township.write_allowed_signers(Path(target))
    console.show({"path": target, "devices": count}, [f"{target}：{count} 台电脑"])


COMMANDS = (villages, quarantine, device)
