"""Drafts, earlier values, copies, papers and history at the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clerk_app.report import page_count


def test_a_draft_is_listed_until_it_is_done(terminal: Any) -> None:
    matter = terminal.matter
    assert terminal.run("drafts")[1] == []
    assert terminal.run("matter", "draft", matter, "vote_representatives", "--field", "body_total=40")[0] == 0
    (row,) = terminal.run("drafts")[1]
    assert (row["matter"], row["step"], row["current"]) == (matter, "vote_representatives", True)
    assert "村民代表会议表决" in terminal.plain("drafts")[1]


def test_what_was_entered_before_is_listed(terminal: Any) -> None:
    assert terminal.run("matter", "suggest", "V10", "proposal", "site") == (0, ["第三组村道"])
    assert "第三组村道" in terminal.plain("matter", "suggest", "V10", "proposal", "site")[1]


def test_a_step_is_copied_as_lines_and_as_cells(terminal: Any) -> None:
    lines = terminal.plain("matter", "copy", terminal.matter, "proposal")[1]
    assert "估算金额：50000.00" in lines
    cells = terminal.run("matter", "copy", terminal.matter, "proposal", "--sheet")[1]["text"]
    assert "估算金额\t50000.00" in cells.splitlines()


def test_papers_are_written_as_pdf(terminal: Any, tmp_path: Path) -> None:
    for kind, step in (("notice", "plan_notice"), ("signatures", "proposal"), ("summary", "proposal")):
        out = tmp_path / f"{kind}.pdf"
        assert terminal.run("matter", "paper", terminal.matter, step, kind, "--out", str(out))[0] == 0
        assert page_count(out.read_bytes()) >= 1
    code, said = terminal.plain("matter", "paper", terminal.matter, "proposal", "notice", "--out", str(out))
    assert (code, "没有要张贴的公告" in said) == (2, True)


def test_a_paper_says_what_is_to_be_written_by_hand(terminal: Any, tmp_path: Path) -> None:
    matter = terminal.run("matter", "new", "V37", "--title", "王龘用印")[1]["matter"]
    written = ("matter", "paper", matter, "apply", "summary", "--out", str(tmp_path / "paper.pdf"))
    assert terminal.run(*written)[1]["empty_boxes"] == "龘"
    assert "“龘”，纸上是空框" in terminal.plain(*written)[1]


def test_the_history_says_what_was_done_and_how_far_it_was_reported(terminal: Any) -> None:
    code, rows = terminal.run("matter", "history", terminal.matter)
    assert (code, rows[0]["what"], {row["state"] for row in rows}) == (0, "开始办理", {"new"})
    text = terminal.plain("matter", "history", terminal.matter)[1]
    assert "办完一步 立项申请" in text
    assert "未报" in text
