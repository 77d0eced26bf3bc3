"""Where bundles stand and what did not come, as people ask for it on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

VILLAGE = "330502999201"


def test_a_bundle_on_its_way(terminal: Any) -> None:
    village, township = terminal.path("village"), terminal.path("township")
    stick = Path(terminal.path("stick"))
    stick.mkdir(exist_ok=True)
    text = terminal.plain("outbox", village)[1]
    assert "未打包" in text
    assert "还没有收到过回执" in text
    _, done = terminal.run("export", village, "--to", str(stick))
    assert done["copy"].startswith(str(stick / "copy"))
    assert [sentence["code"] for sentence in done["sentences"]] == ["copy-written", "export-done"]
    assert "还没有交" in terminal.plain("outbox", village)[1]
    assert terminal.plain("hand", village, "1")[1].strip() == "第 1 号包：已交，等回执"
    _, told = terminal.run("outbox", village)
    assert (told["bundles"][0]["state"], told["standings"][0]["awaiting"]) == ("handed", done["entries"])
    assert terminal.run("hand", village, "2")[0] == 2
    assert "从来没有上报过" in terminal.plain("gaps", township)[1]
    assert terminal.run("receive", township, str(stick), office="township")[0] == 0
    _, (answer,) = terminal.run("reply", township, "--to", str(stick))
    assert terminal.run("receive", village, answer["exported"]["path"])[0] == 0
    text = terminal.plain("outbox", village)[1]
    assert f"已回执 {done['entries']}/{done['entries']} 条" in text
    assert "没有缺的。" in terminal.plain("gaps", township)[1]
    # Nobody confirms confirmations of confirmations.
    assert "，都已确认" in text
    assert "未打包" not in text
    assert "待回执" not in text
    code, text = terminal.plain("export", village, "--to", str(stick))
    assert (code, "双方都已确认" in text) == (2, True)
    assert terminal.plain("reply", township, "--to", str(stick))[1].strip() == "都已确认，没有要下发的。"
    assert terminal.run("export", village, "--to", str(stick), "--anyway")[0] == 0
    assert terminal.run("hand", village, "2")[0] == 0
    assert "第 2 号 示范镇" in terminal.plain("outbox", village)[1]
    assert "只有确认" in terminal.plain("outbox", village)[1]
    assert len(terminal.run("reply", township, "--to", str(stick), "--anyway")[1]) == 1


def test_a_number_to_call(terminal: Any) -> None:
    township = terminal.path("township")
    assert terminal.run("phone", township, VILLAGE, "0572-0000000")[0] == 0
    assert "0572-0000000" in terminal.plain("gaps", township)[1]
    assert terminal.plain("phone", township, VILLAGE, "")[1].strip() == f"{VILLAGE}：没有电话"
    assert terminal.run("phone", township, "330502999299", "1")[0] == 2
