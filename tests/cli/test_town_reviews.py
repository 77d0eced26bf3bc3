"""The review queue, warnings, what was sent back, and spot checks, as people type them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from PIL import Image

from clerk_app import workflow
from clerk_app.crypto import Cost
from clerk_app.desk.demo import Play
from clerk_app.desk.script import SCRIPT
from clerk_app.model import Complete

from .conftest import PASSPHRASE, reopened
from .test_town import VILLAGE, back, up

QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)


@pytest.fixture
def filing(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The matter waits for its filing at the township, where an official has a key; passwords are typed."""
    village = reopened(terminal.folder / "village")
    play = Play(village, PASSPHRASE, lambda line: None, matter=terminal.matter, day=village.matters()[0].begun_on)
    play.day = village.matter(terminal.matter).history[-1].on
    names = [act.step for act in SCRIPT]
    for act in SCRIPT[names.index("meeting_notice") + 1 : names.index("filing_request") + 1]:
        play.day = village.day()
        play._act(act)
    village.close()
    township = reopened(terminal.folder / "township")
    township.add_person("李某", ("township_project",), passphrase=PASSPHRASE, cost=QUICK)
    township.close()
    monkeypatch.setattr(click, "prompt", lambda *_words, **_parts: PASSPHRASE)
    return terminal


def official(terminal: Any) -> str:
    """The official's id."""
    _, people = terminal.run("person", "list", office="township")
    return str(next(person["id"] for person in people if "township_project" in person["roles"]))


def test_a_step_is_sent_back_asked_about_and_approved(filing: Any, tmp_path: Path) -> None:
    step, matter = "filing", filing.matter
    assert up(filing)[0] == 0
    assert "乡镇审核备案" in filing.plain("review", "list", office="township")[1]
    where = (VILLAGE, matter, step)
    person = ("--person", official(filing))
    assert filing.run("review", "return", *where, *person, "--text", "缺预算", office="township")[0] == 0
    back(filing)
    assert filing.run("matter", "submit", matter, step, "--note", "已补")[0] == 0
    assert up(filing)[0] == 0
    assert filing.run("review", "ask", *where, *person, "--text", "几米宽？", office="township")[0] == 0
    back(filing)
    assert filing.run("matter", "submit", matter, step, "--field", "filing_opinion=宽 4 米", "--note", "4 米")[0] == 0
    assert up(filing)[0] == 0
    assert "待审核 1 件" in filing.plain("villages", filing.path("township"))[1]
    shown = filing.plain("review", "show", *where, office="township")[1]
    assert all(text in shown for text in ("备注：4 米", "可审核", "退回", "再次报送", "✗"))
    code, told = filing.run("review", "approve", *where, *person, office="township")
    assert (code, {refusal["code"] for refusal in told["refusals"]}) == (1, {"field-missing", "paper-missing"})
    slip = tmp_path / "slip.jpg"
    Image.new("RGB", (900, 900), "white").save(slip)
    given = ("--field", "filing_no=镇备 31 号", "--file", f"filing_slip={slip}", "--text", "同意")
    assert filing.run("review", "approve", *where, *person, *given, office="township")[0] == 0
    assert "同意" in filing.plain("review", "decided", office="township")[1]
    back(filing)
    assert filing.run("matter", "do", matter, step, "--late", "等乡镇", "--on", "")[0] == 0
    assert up(filing)[0] == 0
    assert filing.run("review", "list", office="township")[1] == []
    replace = ("key", "replace", official(filing), "--cause", "stolen", "--reason", "说明", "--since")
    listed = filing.plain("key", "decisions", official(filing), office="township")[1].splitlines()
    assert [line.endswith("乡镇审核备案") for line in listed] == [True] * 3
    told = filing.plain(*replace, listed[0].split()[0], office="township")[1]
    assert all(text in told for text in ("2 条算数，1 条不算数", "不算数  村里已经办了，请重新审核"))
    # An earlier key may turn out to have been stolen too; the present one stays.
    before = filing.run("person", "list", office="township")[1]
    assert filing.run(*replace, listed[1].split()[0], office="township")[1]["kept"] == 1
    assert filing.run("person", "list", office="township")[1] == before


def test_warnings_and_returned_entries_are_listed(terminal: Any) -> None:
    assert up(terminal)[0] == 0
    assert terminal.run("watch", "list", office="township") == (0, [])
    assert terminal.run("returned", "list", office="township") == (0, [])
    for words in (("watch", "see", VILLAGE, "0" * 12), ("watch", "ask", VILLAGE, "0" * 12)):
        code, told = terminal.run(*words, "--text", "看过", office="township")
        assert (code, told["error"]) == (1, "refused")
    code, told = terminal.run("returned", "explain", VILLAGE, "zz", "--text", "x", office="township")
    assert (code, told["error"]) == (2, "entry-not-returned")


def test_a_spot_check_is_drawn_and_repeated(terminal: Any) -> None:
    assert up(terminal)[0] == 0
    code, row = terminal.run("spotcheck", "draw", "--count", "1", "--seed", "2026101", office="township")
    assert (code, row["of"], len(row["lots"])) == (0, 1, 1)
    find = ("spotcheck", "find", row["id"], VILLAGE, "--matter", terminal.matter, "--text", "少一张照片")
    assert terminal.run(*find, "--due", "2099-01-31", office="township")[0] == 0
    back(terminal)
    assert "少一张照片" in terminal.plain("spotcheck", "list")[1]
    for office in ("village", "township"):
        assert "一致" in terminal.plain("spotcheck", "redo", row["id"][:8], office=office)[1]


def trouble(folder: Path, matter: str) -> None:
    """One who turned to several places, and a vote that was forged past the rules."""
    village = reopened(folder)
    fields = {"source": "12345", "petitioner": "王某", "accusation": False, "sealed": False, "due_on": "2099-01-01"}
    for number in ("1", "2"):
        play = Play(village, PASSPHRASE, lambda line: None, matter=village.begin("V39", f"工单 {number}"))
        play.day = village.day()
        play._complete(village.step(play.matter, "register"), {**fields, "order_no": number})
    office = village._office
    office.matter(matter)
    forged = Complete(
        matter=matter, step="vote_representatives", visit=1, on=village.day(), fields={}, files=(), late_reason=""
    )
    office.write(workflow.draft_of(forged))
    village.close()


def test_a_warning_is_dealt_with_and_what_was_sent_back_is_explained(terminal: Any) -> None:
    trouble(terminal.folder / "village", terminal.matter)
    assert up(terminal)[0] == 1
    _, (row,) = terminal.run("watch", "list", office="township")
    where = (VILLAGE, row["warning"]["key"][:12])
    assert terminal.run("watch", "see", *where, "--text", "问过了", office="township")[0] == 0
    assert terminal.run("watch", "ask", *where, "--text", "请并案", "--due", "2099-01-31", office="township")[0] == 0
    _, (sent_back,) = terminal.run("returned", "list", office="township")
    explain = ("returned", "explain", VILLAGE, sent_back["entry"]["hash"][:12], "--text", "补签到表")
    assert terminal.run(*explain, office="township")[0] == 0
    back(terminal)
    _, letters = terminal.run("letter", "list")
    order = next(letter for letter in letters if letter["form"] == "order")
    assert terminal.run("letter", "answer", order["id"], "已并案")[0] == 0
    assert terminal.run("warning", "answer", row["warning"]["key"], "--text", "同一个人")[0] == 0
    assert up(terminal)[0] == 0
    shown = terminal.plain("watch", "list", office="township")[1]
    assert all(text in shown for text in ("说明：同一个人", "看过：问过了", "督办：请并案", "答复：已并案"))
    shown = terminal.plain("returned", "list", office="township")[1]
    assert all(text in shown for text in ("退回", "补签到表"))
