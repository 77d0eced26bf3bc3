"""Commands for releases of the checklist: keys, signing, previewing, putting in force."""

from __future__ import annotations

from pathlib import Path

import click

from clerk_app import desk

from .console import Console, pass_console


@click.group()
def release() -> None:
    """清单发布：签名、预演、启用。"""


@release.command("key")
@click.argument("path", type=click.Path())
@pass_console
def new_key(console: Console, path: str) -> None:
    """新建一个签发清单的密钥，打印指纹。"""
    own = str(click.prompt("密钥密码", hide_input=True, confirmation_prompt=True, err=True))
    fingerprint = desk.new_release_key(Path(path), own)
    console.show({"path": path, "fingerprint": fingerprint}, [f"指纹 {fingerprint}"])


@release.command("sign")
@click.argument("source", type=click.Path(exists=True))
@click.option("--key", type=click.Path(exists=True, dir_okay=False), required=True)
@click.option("--out", "target", type=click.Path(), required=True)
@pass_console
def sign(console: Console, source: str, key: str, target: str) -> None:
    """给清单文件夹或已签过的发布文件签名；样例不通过的不能签。"""
    own = str(click.prompt("密钥密码", hide_input=True, err=True))
    digest, count = desk.sign_release(Path(source), Path(key), own, Path(target))
    console.show({"hash": digest, "signatures": count, "path": target}, [f"{digest[:16]} 已有 {count} 人签名"])


@release.command("verify")
@click.argument("path", type=click.Path(exists=True, dir_okay=False))
@pass_console
def verify(console: Console, path: str) -> None:
    """核对一份发布文件的签名。"""
    found = desk.read_release(Path(path))
    known = found.catalogue
    shown = {"version": known.version, "name": known.name, "hash": known.hash, "signers": list(found.signers)}
    console.show(shown, [f"第 {known.version} 版 {known.name}", *(f"签名人 {signer[:16]}" for signer in found.signers)])


@release.command("trust")
@click.argument("keys", type=click.Path(exists=True, dir_okay=False), nargs=-1, required=True)
@click.option("--needed", default=2, show_default=True, help="至少要几个人签名")
@pass_console
def trust(console: Console, keys: tuple[str, ...], needed: int) -> None:
    """乡镇登记：哪几个密钥可以签发清单。指纹要当面核对过。"""
    publics = tuple(desk.release_key_public(Path(path)) for path in keys)
    with console.opened() as office:
        office.releases.trust(publics, needed)
    console.show({"keys": list(publics), "needed": needed}, [f"登记 {len(publics)} 把，至少 {needed} 人签名"])


@release.command("offered")
@click.option("--out", "target", type=click.Path(), required=True)
@pass_console
def offered(console: Console, target: str) -> None:
    """村里：把乡镇发下来的新清单存成文件，先看再启用。"""
    with console.opened() as office:
        office.releases.write_offered(Path(target))
    console.show({"path": target}, [target])


@release.command("preview")
@click.argument("path", type=click.Path(exists=True, dir_okay=False))
@pass_console
def preview(console: Console, path: str) -> None:
    """预演：启用以后有什么不同，在办事项受不受影响。什么都不写。"""
    with console.opened() as office:
        found = office.releases.preview(Path(path))
    changes = found.changes
    lines = [f"第 {found.version} 版 {found.name}，{len(found.signers)} 人签名"]
    lines += [f"新增 {'、'.join(changes.added) or '无'}；取消 {'、'.join(changes.removed) or '无'}"]
    lines += [f"有变化 {'、'.join(changes.changed) or '无'}"]
    lines += [f"{key}：{before} → {after}" for key, before, after in changes.parameters]
    lines += [f"{code} {m.matter} {'可改按新清单' if m.movable else '按原清单办完'}" for code, m in found.matters]
    console.show(found, lines)


@release.command("adopt")
@click.argument("path", type=click.Path(exists=True, dir_okay=False))
@click.option("--resolution", default="", help="村里：村民代表会议决议编号")
@click.option("--page", type=click.Path(exists=True, dir_okay=False), default=None, help="决议的扫描件或照片")
@click.option("--on", default="", help="启用日期，默认今天")
@pass_console
def adopt(console: Console, path: str, resolution: str, page: str | None, on: str) -> None:
    """启用新清单：新开的事项按它办，在办的按原来的办完。"""
    with console.opened() as office:
        scanned = None
        if page is not None:
            data = Path(page).read_bytes()
            scanned = office.attach(data, "adoption", photo=not data.startswith(b"%PDF"))
        digest = office.releases.adopt(Path(path), on=on, resolution=resolution, page=scanned)
    console.show({"hash": digest}, [f"已启用 {digest[:16]}"])


COMMANDS = (release,)
