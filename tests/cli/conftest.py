"""The command line as a person uses it: words in, an exit code and a document out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clerk_app.cli import main
from clerk_app.desk import open_office
from clerk_app.desk.demo import Play, found_pair

PASSPHRASE = "pass phrase"


@dataclass
class Terminal:
    """Runs commands in a folder with two offices; `matter` waits for its vote."""

    folder: Path
    captured: Any
    matter: str

    def run(self, *words: str, office: str = "village") -> tuple[int, Any]:
        """One command with --json; its exit code and what it printed."""
        code = main([*words, "--json", "--office", str(self.folder / office)])
        out = self.captured.readouterr().out
        return code, json.loads(out) if out.strip() else None

    def plain(self, *words: str, office: str = "village") -> tuple[int, str]:
        """The same command as people see it, both streams together."""
        code = main([*words, "--office", str(self.folder / office)])
        streams = self.captured.readouterr()
        return code, streams.out + streams.err

    def path(self, name: str) -> str:
        """A path in the folder."""
        return str(self.folder / name)


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Two offices and a matter before its vote."""
    folder = tmp_path_factory.mktemp("cli")
    village, township = found_pair(folder, PASSPHRASE)
    matter = Play(village, PASSPHRASE, lambda line: None).perform(last="meeting_notice")
    village.close()
    township.close()
    return folder, matter


@pytest.fixture
def terminal(
    offices: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """A terminal over a fresh copy."""
    import shutil

    source, matter = offices
    shutil.copytree(source, tmp_path / "offices")
    (tmp_path / "offices" / "stick").mkdir()
    monkeypatch.setenv("CLERK_PASSPHRASE", PASSPHRASE)
    return Terminal(tmp_path / "offices", capsys, matter)


def reopened(folder: Path) -> Any:
    """An office opened beside the command line, for looking."""
    return open_office(folder, passphrase=PASSPHRASE)
