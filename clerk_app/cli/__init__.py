"""The command line: the same work as in the window, without a screen.

Exit codes: 0 done, 1 refused by a rule, 2 wrong usage, 3 not authentic or damaged, 4 the surroundings failed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from clerk_app import desk
from clerk_app.errors import ClerkError

from . import (
    board,
    branches,
    caring,
    catalogues,
    county,
    course,
    divisions,
    forms,
    inspections,
    keys,
    letters,
    lists,
    matters,
    offices,
    outbox,
    releases,
    reviews,
    town,
    travel,
)
from .console import Console, report_failure


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--json", "as_json", is_flag=True, help="在标准输出打印一份 JSON")
@click.option("--office", "folder", envvar="CLERK_OFFICE", type=click.Path(), help="单位文件夹，可用 CLERK_OFFICE 代替")
@click.option("--passphrase-file", type=click.Path(exists=True, dir_okay=False), help="存有密码的文件，只读第一行")
@click.option(
    "--lang",
    "language",
    envvar="CLERK_LANG",
    type=click.Choice(desk.LANGUAGES),
    default=desk.LANGUAGES[0],
    help="用哪种语言说明原因和办法，可用 CLERK_LANG 代替",
)
@click.version_option(package_name="clerk-app", prog_name="clerk-app")
@click.pass_context
def clerk(
    context: click.Context, as_json: bool, folder: str | None, passphrase_file: str | None, language: str
) -> None:
    """村务清单：离线办理、签名上报、乡镇复核。"""
    desk.speak(language)
    context.obj = Console(as_json, folder, passphrase_file)


for room in (
    offices,
    divisions,
    caring,
    board,
    lists,
    catalogues,
    matters,
    course,
    forms,
    keys,
    letters,
    releases,
    travel,
    outbox,
    town,
    reviews,
    branches,
    inspections,
    county,
):
    for command in room.COMMANDS:
        clerk.add_command(command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. The global options may stand anywhere on the line."""
    for stream in (sys.stdout, sys.stderr):
        # A legacy code page on Windows cannot print Chinese; the byte order of a pipe is ours to choose.
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    words = _globals_first(list(sys.argv[1:] if argv is None else argv))
    as_json = "--json" in words
    try:
        result = clerk.main(words, prog_name="clerk-app", standalone_mode=False)
    except ClerkError as error:
        return report_failure(error, as_json)
    except click.exceptions.Abort:
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    return result if isinstance(result, int) else 0


_WITH_VALUE = ("--office", "--passphrase-file", "--lang")


def _globals_first(words: list[str]) -> list[str]:
    """`clerk-app today --json` means `clerk-app --json today`: a user need not know which option is whose."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--json":
            front.append(word)
        elif word in _WITH_VALUE:
            front += [word, *([following] if (following := next(waiting, None)) is not None else [])]
        elif word.startswith(tuple(f"{option}=" for option in _WITH_VALUE)):
            front.append(word)
        else:
            rest.append(word)
    return front + rest
