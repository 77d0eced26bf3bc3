"""A new office counts only once its recovery code was typed back: until then it lies in a folder beside its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from clerk_app import report
from clerk_app.crypto import Cost, unlock_with_code
from clerk_app.errors import UsageError

from .opening import found_office
from .placing import check_free, placing

_LETTERS_IN_A_CHARACTER = 3
"""A Chinese character is about as hard to guess as three letters."""

_SHORT, _LONG = 8, 14


def begin_founding(
    folder: Path, *, kind: str, code: str, name: str, passphrase: str, clerk: str, cost: Cost | None = None
) -> str:
    """Found an office beside its place; returns the recovery code, to be printed and typed back.

    What an earlier founding left there, whose code nobody typed back, is thrown away: nothing was ever done in it.
    """
    check_free(folder)
    beside = _beside(folder)
    if beside.exists():
        if not (beside / "keys.cwk").exists():
            raise UsageError("folder-not-empty")
        with placing(beside):
            shutil.rmtree(beside)
    return found_office(beside, kind=kind, code=code, name=name, passphrase=passphrase, clerk=clerk, cost=cost)


def finish_founding(folder: Path, typed: str) -> None:
    """Put the founded office in its place, because the code typed back opens it; `IntegrityError` where it does not.

    `SurroundingsError` ("cannot-write") where the place does not take it.
    """
    beside = _beside(folder)
    unlock_with_code(beside, typed)
    with placing(folder):
        if folder.exists():
            folder.rmdir()
        os.replace(beside, folder)


def _beside(folder: Path) -> Path:
    return folder.with_name(folder.name + ".new")


def recovery_sheet(name: str, code: str) -> bytes:
    """The sheet with the recovery code, to be printed and locked away."""
    lines = (
        f"{name}的恢复码：",
        code,
        "忘记密码时，用它可以打开数据、设新密码。请锁进保险柜，不要放在电脑旁边，也不要拍照。",
    )
    return report.paper(report.Paper("恢复码", tuple(report.Paragraph(line) for line in lines)))


def strength(passphrase: str) -> str:
    """How hard a password is to guess: ``weak``, ``fair`` or ``good``; length counts, not odd signs (SP 800-63B)."""
    length = sum(1 if sign.isascii() else _LETTERS_IN_A_CHARACTER for sign in passphrase)
    if length < _SHORT or len(set(passphrase)) <= len(passphrase) // 3:
        return "weak"
    return "good" if length >= _LONG else "fair"
