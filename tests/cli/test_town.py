"""The township's commands, letters and sealed slips, as people type them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

VILLAGE = "330502999201"


def up(terminal: Any) -> tuple[int, Any]:
    """The village's next bundle to the township."""
    stick = Path(terminal.path("stick"))
    stick.mkdir(exist_ok=True)
    _, done = terminal.run("export", terminal.path("village"), "--to", str(stick))
    return terminal.run("receive", terminal.path("township"), done["path"], office="township")


def back(terminal: Any) -> None:
    """The township's answer."""
    _, (done,) = terminal.run("reply", terminal.path("township"), "--to", terminal.path("stick"))
    assert terminal.run("receive", terminal.path("village"), done["exported"]["path"])[0] == 0


def test_letters_and_orders(terminal: Any) -> None:
    assert up(terminal)[0] == 0
    code, told = terminal.run(
        "letter", "write", "请说明公开为什么晚了", "--to", VILLAGE, "--due", "2099-01-31", office="township"
    )
    assert (code, len(told["letter"])) == (0, 64)
    back(terminal)
    text = terminal.plain("letter", "list")[1]
    assert "来自 示范镇  督办 2099-01-31 前答复" in text
    assert terminal.run("letter", "answer", told["letter"][:12], "已补公开")[0] == 0
    assert "答复" in terminal.plain("letter", "list")[1]
    assert terminal.run("letter", "write", "谢谢")[0] == 0
    assert "督办 1 件" in terminal.plain("villages", terminal.path("township"))[1]
    assert up(terminal)[0] == 0
    assert "督办" not in terminal.plain("villages", terminal.path("township"))[1]


@pytest.mark.skipif(shutil.which("age-keygen") is None, reason="age is not installed")
def test_a_sealed_slip_is_opened_with_stock_age(terminal: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = subprocess.run(["age-keygen", "-o", str(tmp_path / "key")], check=True, capture_output=True, text=True)
    recipient = made.stderr.split()[-1]
    assert terminal.run("slip", "key", recipient, office="township")[0] == 0
    assert up(terminal)[0] == 0
    back(terminal)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("张某收了钱".encode()), encoding="utf-8"))
    code, sealed = terminal.run("slip", "seal")
    assert code == 0
    assert terminal.plain("slip", "list")[1].split()[:2] == [sealed["slip"][:12], VILLAGE]
    assert up(terminal)[0] == 0
    out = tmp_path / "slip.age"
    assert terminal.run("slip", "write", sealed["slip"][:12], "--out", str(out), office="township")[0] == 0
    opened = subprocess.run(["age", "-d", "-i", str(tmp_path / "key"), str(out)], check=True, capture_output=True)
    assert opened.stdout.decode().rstrip() == "张某收了钱"


def test_quarantine_and_devices(terminal: Any, tmp_path: Path) -> None:
    junk = tmp_path / "junk.cwb"
    junk.write_bytes(b"age-encryption.org/v1\nx")
    assert terminal.run("receive", terminal.path("township"), str(junk))[0] == 3
    code, rows = terminal.run("quarantine", "list", office="township")
    assert (code, len(rows)) == (0, 1)
    assert rows[0]["id"] in terminal.plain("quarantine", "list", office="township")[1]
    assert terminal.run("quarantine", "retry", office="township")[0] == 3
    code, saved = terminal.run("quarantine", "save", rows[0]["id"], "--to", str(tmp_path), office="township")
    assert (code, Path(saved["path"]).read_bytes()) == (0, junk.read_bytes())
    assert "在用" in terminal.plain("device", "list", office="township")[1]
    signers = tmp_path / "allowed_signers"
    assert terminal.run("device", "signers", "--out", str(signers), office="township")[1]["devices"] == 1
    revoke = ("device", "revoke", VILLAGE, "--after", "0", "--reason", "电脑被偷")
    assert terminal.run(*revoke, office="township")[0] == 0
    assert "只到第 0 号包" in terminal.plain("device", "list", office="township")[1]
    code, (verdict,) = up(terminal)
    assert (code, verdict["sentences"][0]["code"]) == (3, "revoked-sender-key")
