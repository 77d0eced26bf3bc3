"""Commands for a county that gathers its townships."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from clerk_app import desk

from .console import Console, pass_console


@click.group()
def county() -> None:
    """县里汇总：把各乡镇收下的记录装进 PostgreSQL。"""


@county.command("load")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False))
@click.option("--dsn", required=True, envvar="CLERK_COUNTY_DSN", help="postgresql://…，也可用 CLERK_COUNTY_DSN")
@click.option("--workers", type=click.IntRange(1, 32), default=1, show_default=True, help="同时装几个乡镇")
@pass_console
def load(console: Console, folders: tuple[str, ...], dsn: str, workers: int) -> None:
    """装入一个或多个乡镇；中断了再跑一次就接着装，重复装不会多。"""
    passphrase = console.passphrase()
    if workers == 1:
        rows = [_load(folder, passphrase, dsn) for folder in folders]
    else:
        with ProcessPoolExecutor(max_workers=workers) as pool:
            rows = list(pool.map(_load, folders, [passphrase] * len(folders), [dsn] * len(folders)))
    console.show(rows, [f"{r.township}：新装 {r.entries} 条，共 {r.total} 条，{r.matters} 件事项" for r in rows])


def _load(folder: str, passphrase: str, dsn: str) -> desk.Loaded:
    """One township, in a process of its own where there are several."""
    office = desk.open_office(Path(folder), passphrase=passphrase)
    try:
        return office.township.load_county(dsn)
    finally:
        office.close()


COMMANDS = (county,)
