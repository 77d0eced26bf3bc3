"""How a command speaks: one JSON document or plain lines, passphrases from a prompt, failures with their exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

import click

from clerk_app import desk
from clerk_app.errors import ClerkError, UsageError

PASSPHRASE_VARIABLE = "CLERK_PASSPHRASE"


@dataclass(frozen=True, slots=True)
class Console:
    """The global options of one call."""

    as_json: bool
    folder: str | None
    passphrase_file: str | None

    def passphrase(self, prompt: str = "密码") -> str:
        """From the file, the environment, or the keyboard; never from an argument."""
        if self.passphrase_file is not None:
            return Path(self.passphrase_file).read_text(encoding="utf-8").splitlines()[0]
        from_environment = os.environ.get(PASSPHRASE_VARIABLE)
        if from_environment is not None:
            return from_environment
        return str(click.prompt(prompt, hide_input=True, err=True))

    def again(self, prompt: str, told: str) -> str:
        """What was just told, typed back by a person; a script, which keeps what it reads, is not asked."""
        return told if self.as_json else str(click.prompt(prompt, err=True))

    @contextmanager
    def opened(self, folder: str | None = None) -> Iterator[desk.Desk]:
        """An office, opened for one command and closed after it."""
        chosen = folder or self.folder
        if chosen is None:
            raise UsageError("office-not-named")
        opened = desk.open_office(Path(chosen), passphrase=self.passphrase())
        try:
            yield opened
        finally:
            opened.close()

    def show(self, result: Any, lines: Iterator[str] | list[str]) -> None:
        """Print the result: as JSON, or the lines made for people."""
        if self.as_json:
            click.echo(json.dumps(plain(result), ensure_ascii=False, indent=1))
        else:
            for line in lines:
                click.echo(line)

    def say(self, line: str) -> None:
        """A message on the way; it never mixes with the JSON."""
        click.echo(line, err=True)


def plain(value: Any) -> Any:
    """A view as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(inside) for name, inside in asdict(value).items()}
    if isinstance(value, Mapping):
        return {str(name): plain(inside) for name, inside in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inside) for inside in value]
    return str(value) if isinstance(value, Path) else value


def report_failure(error: ClerkError, as_json: bool) -> int:
    """Say what went wrong in words, and return the exit code for it."""
    sentences = desk.explain(error)
    if as_json:
        rows = [{"code": s.code, "message": in_line(s), "basis": s.basis, "fix": s.fix} for s in sentences]
        click.echo(json.dumps({"error": error.code, "refusals": rows}, ensure_ascii=False, indent=1))
    else:
        for sentence in sentences:
            for line in in_lines(sentence):
                click.echo(line, err=True)
    return error.exit_code


def in_line(sentence: desk.Sentence) -> str:
    """What is wrong and by how much, in one line."""
    return f"{sentence.what}（{sentence.amount}）" if sentence.amount else sentence.what


def in_lines(sentence: desk.Sentence) -> list[str]:
    """A sentence with its article and what to do."""
    lines = [f"✗ {in_line(sentence)}"]
    if sentence.basis:
        lines.append(f"  {desk.label('said.basis')}{sentence.basis}")
    if sentence.fix:
        lines.append(f"  {desk.label('said.fix')}{sentence.fix}")
    return lines


pass_console = click.make_pass_decorator(Console)
