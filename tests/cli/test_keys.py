"""Keys, a stolen PC, a hand-over and an escrow, as people type them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from clerk_app.crypto import Cost, SealingKey
from clerk_app.desk import open_office, opening

VILLAGE = "330502999201"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What is typed at the next prompts, in their order; the last one again and again."""

    def answers(*words: str) -> None:
        waiting = list(words)
        monkeypatch.setattr(click, "prompt", lambda *_a, **_k: waiting.pop(0) if len(waiting) > 1 else waiting[0])

    return answers


def exchange(terminal: Any, name: str = "village") -> Any:
    """Up and down once, news or not; the township's verdict."""
    stick = Path(terminal.path(f"stick-{len(list(terminal.folder.iterdir()))}"))
    stick.mkdir()
    _, done = terminal.run("export", terminal.path(name), "--to", str(stick), "--anyway")
    _, (verdict,) = terminal.run("receive", terminal.path("township"), done["path"], office="township")
    _, replied = terminal.run("reply", terminal.path("township"), "--to", str(stick), "--anyway")
    for answer in replied:
        terminal.run("receive", terminal.path(name), answer["exported"]["path"])
    return verdict


def test_keys_are_compared_renewed_and_revoked(terminal: Any, say: Callable[..., None]) -> None:
    exchange(terminal)
    _, rows = terminal.run("key", "list", "--village", VILLAGE, office="township")
    keyed = next(row for row in rows if row["state"] == "open")
    certify = ("key", "certify", VILLAGE, keyed["person"], "--fingerprint", keyed["words"])
    assert terminal.run(*certify, office="township")[0] == 0
    assert "已核对" in terminal.plain("key", "list", "--village", VILLAGE, office="township")[1]
    revoke = ("key", "revoke", VILLAGE, keyed["person"], "--reason", "离任")
    code, told = terminal.run(*revoke, office="township")
    assert (code, told["until"] > 0) == (0, True)
    exchange(terminal)
    assert "已停用" in terminal.plain("key", "list")[1]
    say("新的签字密码")
    code, row = terminal.run("key", "renew", keyed["person"])
    assert (code, row["state"]) == (0, "open")


def test_a_device_is_renewed_and_accepted(terminal: Any) -> None:
    exchange(terminal)
    code, told = terminal.run("device", "renew", "--reason", "例行更换")
    assert (code, len(told["words"].split())) == (0, 8)
    assert exchange(terminal)["state"] == "filed"
    _, rows = terminal.run("device", "list", office="township")
    old = next(row for row in rows if row["until"] is not None)
    revoke = ("device", "revoke", VILLAGE, "--after", "0", "--reason", "旧钥匙可能被偷", "--device")
    assert terminal.run(*revoke, old["fingerprint"], office="township")[0] == 0
    _, rows = terminal.run("device", "list", office="township")
    assert {row["device"]: row["until"] for row in rows}[old["device"]] == 0
    assert terminal.run(*revoke, "0000", office="township")[0] == 2


def test_a_stolen_pc_from_the_report_to_the_new_pc(terminal: Any, say: Callable[..., None], tmp_path: Path) -> None:
    exchange(terminal)
    _, made = terminal.run("backup", terminal.path("village"), "--to", str(tmp_path / "copies"))
    sheet = tmp_path / "sheet.pdf"
    code, told = terminal.run("device", "stolen", VILLAGE, "--out", str(sheet), office="township")
    assert (code, told["keys"] > 0, sheet.read_bytes()[:5]) == (0, True, b"%PDF-")
    say("新的四个词")
    code, back = terminal.run("recover", made["backup"], str(tmp_path / "new"))
    assert (code, len(back["recovery"])) == (0, 34)
    say(back["recovery"], "再新的四个词")
    code, _ = terminal.run("recover", str(tmp_path / "new" / "backups" / "none"), str(tmp_path / "x"), "--code")
    assert code == 2
    open_office(tmp_path / "new", passphrase="新的四个词").close()


def test_a_clerk_hands_over(terminal: Any, say: Callable[..., None], tmp_path: Path) -> None:
    say("接任人的签字密码")
    _, added = terminal.run("person", "add", "李某", "--role", "villager", "--key")
    _, rows = terminal.run("person", "list")
    clerk = next(row["id"] for row in rows if "clerk" in row["roles"])
    words = ("handover", terminal.path("village"), "--from", clerk, "--to", added["id"])
    sheet = tmp_path / "list.pdf"
    code, told = terminal.run(*words, "--sheet", str(sheet))
    assert (code, len(told["matters"]), sheet.read_bytes()[:5]) == (0, 1, b"%PDF-")
    say("pass phrase", "接任人的签字密码", "接任人的密码")
    code, told = terminal.run(*words)
    assert (code, len(told["entry"])) == (0, 64)
    assert terminal.run("today", terminal.path("village"))[0] == 3
    open_office(terminal.folder / "village", passphrase="接任人的密码").close()


def test_an_escrow_is_kept_and_opened_by_two(terminal: Any, say: Callable[..., None]) -> None:
    for name in ("甲某", "乙某"):
        terminal.run("person", "add", name, "--role", "clerk", office="township")
    _, rows = terminal.run("person", "list", office="township")
    one, two = (row["id"] for row in rows if row["name"] in ("甲某", "乙某"))
    holders = ("--holder", one, "--holder", two)
    say("甲的词", "乙的词")
    code, row = terminal.run("escrow", "create", *holders, office="township")
    assert (code, row["holders"]) == (0, [one, two])
    assert terminal.run("escrow", "set", terminal.path("village"), "--to", row["recipient"])[0] == 0
    exchange(terminal)
    opening = ("escrow", "open", terminal.path("village"), "--village", VILLAGE, *holders, "--reason", "密码全忘了")
    say("甲的词", "乙的词", "new words")
    assert terminal.run(*opening, office="township")[0] == 0
    assert terminal.run("today", terminal.path("village"))[0] == 3
    assert "密码全忘了" in terminal.plain("escrow", "show", office="township")[1]


def test_a_card_comes_with_a_sheet(terminal: Any, tmp_path: Path) -> None:
    words = ("card", terminal.path("village"), "--out", str(tmp_path / "card"))
    for name, begin in (("sheet.pdf", b"%PDF-"), ("sheet.svg", b"<svg")):
        code, told = terminal.run(*words, "--sheet", str(tmp_path / name))
        assert (code, (tmp_path / name).read_bytes()[:5].startswith(begin[:4])) == (0, True)
    enrol = ("enrol", terminal.path("township"), str(tmp_path / "card"), "--fingerprint", told["words"])
    assert terminal.run(*enrol, office="township")[0] == 0


def test_an_officials_key_is_replaced(terminal: Any, say: Callable[..., None]) -> None:
    say("李某的签字密码")
    _, added = terminal.run("person", "add", "李某", "--role", "township_project", "--key", office="township")
    _, heir = terminal.run("person", "add", "丁某", "--role", "township_civil", "--key", office="township")
    asked = ("key", "replace", added["id"], "--reason", "说明", "--cause")
    assert terminal.run("key", "decisions", added["id"], office="township") == (0, [])
    say("李某的新密码")
    code, done = terminal.run(*asked, "forgotten", office="township")
    assert (code, done["kept"], done["void"]) == (0, 0, [])
    assert "0 条算数，0 条不算数" in terminal.plain(*asked, "stolen", office="township")[1]
    assert terminal.run(*asked, "stolen", "--since", "abc", office="township")[0] == 2
    assert terminal.run(*asked, "left", "--to", heir["id"], office="township")[0] == 0
    _, rows = terminal.run("person", "list", office="township")
    assert {row["id"]: row["active"] for row in rows}[added["id"]] is False
    assert terminal.run("key", "renew", heir["id"], office="township")[0] == 2


def test_a_village_joins_its_township(terminal: Any) -> None:
    """The offices of the terminal know each other already; a third one joins."""
    place, stick, town = terminal.path("third"), terminal.path("stick"), terminal.path("township")
    opening.found_office(
        Path(place),
        kind="village",
        code="330502999203",
        name="丙村",
        passphrase="pass phrase",
        clerk="李某",
        cost=QUICK,
    )
    assert terminal.plain("join", place)[1].strip().startswith("还没有加入乡镇，报不出去。请写出登记申请")
    _, told = terminal.run("join", place, "--to", stick, "--mail")
    assert [Path(path).suffix for path in told["request"]["paths"]] == [".json", ".pdf", ".eml"]
    assert told["joining"]["step"] == "wait"
    card, digits = told["request"]["paths"][0], told["request"]["digits"]
    assert terminal.run("enrol", town, card, "--fingerprint", "1", "--answer", stick, office="township")[0] == 2
    _, done = terminal.run("enrol", town, card, "--fingerprint", digits, "--answer", stick, office="township")
    assert done["contact"]["name"] == "丙村"
    assert terminal.run("enrol", place, done["paths"][0], "--fingerprint", done["words"])[0] == 0
    assert terminal.run("join", place)[1]["joining"]["step"] == "report"
    assert "丙村" in terminal.plain("enrol", town, card, "--fingerprint", digits, "--answer", stick)[1]
    assert terminal.run("join", town)[0] == 2


def test_the_sealing_key_is_renewed_and_the_old_one_is_marked(terminal: Any) -> None:
    _, before = terminal.run("sealing", "show")
    code, row = terminal.run("sealing", "renew", "--reason", "例行更换")
    assert (code, row["recipient"] != before[0]["recipient"]) == (0, True)
    text = terminal.plain("sealing", "show")[1]
    assert f"{row['recipient']}  在用" in text
    assert f"{before[0]['recipient']}  旧，用到" in text
    assert exchange(terminal)["state"] == "filed"


def test_the_master_key_is_renewed(terminal: Any, say: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: QUICK))
    exchange(terminal)
    village = terminal.path("village")
    escrow = SealingKey.generate().recipient
    assert terminal.run("escrow", "set", village, "--to", escrow)[0] == 0
    say("副手的密码")
    assert terminal.run("password", village, "--deputy")[0] == 0
    code, done = terminal.run("master", "renew", village)
    assert (code, len(done["recovery"]), done["gone"], done["lost"]) == (0, 34, ["deputy"], 0)
    assert "新的恢复码" in terminal.plain("master", "renew", village)[1]
    assert terminal.run("check", village)[0] == 0
    assert exchange(terminal)["state"] == "filed"
