"""A copied disk and a restored backup, as people type them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click
import pytest

VILLAGE = "330502999201"


def exchange(terminal: Any, name: str) -> Any:
    """The village's bundle to the township and the answer back; the verdict on the bundle."""
    stick = Path(terminal.path(f"stick-{len(list(terminal.folder.iterdir()))}"))
    stick.mkdir()
    _, done = terminal.run("export", terminal.path(name), "--to", str(stick))
    _, (verdict,) = terminal.run("receive", terminal.path("township"), done["path"], office="township")
    _, replied = terminal.run("reply", terminal.path("township"), "--to", str(stick))
    for answer in replied:
        terminal.run("receive", terminal.path(name), answer["exported"]["path"])
    return verdict


def enrolled(terminal: Any, name: str) -> None:
    """The township enrols that PC's card."""
    card = terminal.path("card")
    _, told = terminal.run("card", terminal.path(name), "--out", card)
    terminal.run("enrol", terminal.path("township"), card, "--fingerprint", told["fingerprint"])


def test_a_copied_disk_goes_on_and_carries_over_what_it_wrote(terminal: Any) -> None:
    exchange(terminal, "village")
    shutil.copytree(terminal.path("village"), terminal.path("clone"))
    terminal.run("matter", "new", "V33", "--title", "原机上的事", office="village")
    terminal.run("matter", "new", "V33", "--title", "克隆盘上的事", office="clone")
    terminal.run("roll", "set", "villagers", "901", office="clone")
    exchange(terminal, "village")
    assert exchange(terminal, "clone")["state"] == "held"
    assert "等人处理" in terminal.plain("branch", "list", "--village", VILLAGE, office="township")[1]
    assert terminal.plain("epoch", terminal.path("village"))[1].startswith("没有问题")
    assert "branch leave" in terminal.plain("epoch", terminal.path("clone"))[1]
    code, rows = terminal.run("branch", "leave", office="clone")
    assert code == 0
    aside = next(row for row in rows if row["cause"] == "copied")
    enrolled(terminal, "clone")
    assert exchange(terminal, "clone")["state"] == "filed"
    assert "能续记" in terminal.plain("branch", "preview", aside["id"][:12], office="clone")[1]
    code, text = terminal.plain("branch", "carry", aside["id"][:12], office="clone")
    assert code == 0
    assert "已续记" in text
    shown = terminal.plain("branch", "show", aside["id"][:12], office="clone")[1]
    assert "开始办理  克隆盘上的事" in shown
    assert "已续记" in shown
    assert exchange(terminal, "clone")["refused"] == []


def test_the_question_of_a_bare_backup_has_its_answers(terminal: Any) -> None:
    _, done = terminal.run("backup", terminal.path("village"), "--to", terminal.path("backups"))
    text = terminal.plain("epoch", done["backup"])[1]
    assert "restore --second" in text
    assert terminal.run("restore", done["backup"], terminal.path("second"), "--second")[0] == 0
    terminal.run("matter", "new", "V33", "--title", "第二台上的事", office="second")
    (first, *_rest) = terminal.run("epoch", terminal.path("second")) or (0,)
    assert first == 0


def test_a_copy_is_left_only_where_somebody_confirms_it(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise click.exceptions.Abort

    with monkeypatch.context() as typed:
        typed.setattr(click, "confirm", refuse)
        assert terminal.plain("branch", "leave")[0] == 2
    assert terminal.run("branch", "list") == (0, [])
    monkeypatch.setattr(click, "confirm", lambda *_a, **_k: True)
    code, text = terminal.plain("branch", "leave")
    assert code == 0
    assert "请把新的名片交给乡镇登记" in text
    assert "本机作为拷贝时写的记录" in text


def test_what_is_left_to_people_is_listed_with_its_reason(terminal: Any) -> None:
    exchange(terminal, "village")
    shutil.copytree(terminal.path("village"), terminal.path("clone"))
    terminal.run("roll", "set", "villagers", "900", office="village")
    terminal.run("roll", "set", "villagers", "901", office="clone")
    exchange(terminal, "village")
    exchange(terminal, "clone")
    terminal.run("roll", "set", "group", "25", office="village")
    exchange(terminal, "village")
    _, (branch,) = terminal.run("branch", "list", office="village")
    text = terminal.plain("branch", "carry", branch["id"][:12], office="village")[1]
    assert "应到人数" in text
    assert "两台电脑都改过这一项" in text
