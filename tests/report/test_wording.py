"""What the three papers say."""

from __future__ import annotations

import pytest

from clerk_app.report import (
    Ballot,
    Column,
    Facts,
    Grid,
    Heading,
    Minutes,
    Notice,
    Paper,
    Paragraph,
    SignaturePage,
    SignLines,
    Slot,
    short_code,
    wording,
)
from clerk_app.report.papers import Closing, chinese_day

DIGEST = "1a2b3c4d5e6f7081" * 4


def ballot(**changes: int | bool) -> Ballot:
    """40 due, 36 came, 27 had to come, 19 had to agree."""
    figures = {
        "total": 40, "present": 36, "quorum": 27, "yes": 34, "no": 1, "abstain": 1, "needed": 19,
    }  # fmt: skip
    return Ballot(topic="村道修复", body="村民代表会议", **(figures | changes))


def meeting(**changes: object) -> Minutes:
    """Minutes of a small meeting."""
    given: dict[str, object] = {
        "office": "甲村村民委员会", "meeting": "甲村村民代表会议", "on": "2026-11-08", "place": "礼堂",
        "chair": "张某", "recorder": "李某",
    }  # fmt: skip
    return Minutes(**(given | changes))


def words(content: Paper) -> str:
    """All text of a paper."""
    return "\n".join(block.text for block in content.blocks if isinstance(block, Heading | Paragraph))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "应到会40人，实到会36人，按规定须有27人以上到会，符合规定。"),
        ({}, "同意34票，反对1票，弃权1票，合计36票。以到会36人计算，须有19票以上同意，同意34票，表决通过。"),
        ({"yes": 18, "no": 17}, "以到会36人计算，须有19票以上同意，还差1票，表决未通过。"),
        ({"of_all": True, "needed": 27}, "以全体40人计算，须有27票以上同意，同意34票，表决通过。"),
        ({"present": 26}, "实到会26人，按规定须有27人以上到会，还差1人，不符合规定。会议无效，表决结果不作数。"),
        (
            {"present": 20, "households": 30, "households_present": 20, "households_needed": 20},
            "到会人数未达到；按户计算，应到30户，有代表到会20户，须有20户以上，符合规定。同意34票",
        ),
    ],
    ids=["enough came", "enough agreed", "one vote short", "counted of all", "one person short", "by households"],
)
def test_the_arithmetic_of_a_vote_is_put_into_words(changes: dict[str, int | bool], said: str) -> None:
    assert said in words(wording.minutes(meeting(ballots=(ballot(**changes),))))


@pytest.mark.parametrize(
    ("changes", "passed"),
    [
        ({}, True),
        ({"present": 27, "yes": 19}, True),
        ({"present": 26, "yes": 26}, False),
        ({"yes": 18}, False),
        ({"present": 20, "yes": 19, "households_needed": 9, "households_present": 9}, True),
        ({"present": 20, "yes": 19, "households_needed": 9, "households_present": 8}, False),
        ({"present": 20, "yes": 19, "households_needed": 0, "households_present": 8}, False),
    ],
)
def test_a_vote_passes_when_enough_came_and_enough_agreed(changes: dict[str, int], passed: bool) -> None:
    vote = ballot(**changes)
    assert vote.passed is passed
    grid = next(b for b in wording.minutes(meeting(ballots=(vote,))).blocks if isinstance(b, Grid))
    assert grid.rows[0][-1] == ("通过" if passed else "未通过")


def test_minutes_number_only_the_parts_that_have_something_in_them() -> None:
    content = meeting(topics=("修路",), resolution=("同意。", "公示。"), observing="王某", number="甲村〔2026〕4号")
    paper = wording.minutes(content)
    assert [b.text for b in paper.blocks if isinstance(b, Heading)] == ["一、议题", "二、会议决定"]
    assert "修路\n" in words(paper)
    assert "1. 同意。\n2. 公示。" in words(paper)
    assert (paper.title, paper.number) == ("甲村村民代表会议纪要", "甲村〔2026〕4号")
    assert isinstance(paper.blocks[0], Facts)
    assert [label for label, _value in paper.blocks[0].rows] == ["会议时间", "会议地点", "主持人", "记录人", "列席人员"]
    assert paper.blocks[-2:] == (Closing("甲村村民委员会", "2026-11-08"), SignLines(("主持人", "记录人")))


def notice(**changes: object) -> Paper:
    """A notice in blocks."""
    given: dict[str, object] = {
        "issuer": "甲村村民委员会", "title": "关于修路的公告", "on": "2026-11-23",
        "paragraphs": ("各位村民：", "修路。"),
    }  # fmt: skip
    return wording.notice(Notice(**(given | changes)))


def test_a_notice_says_for_how_long_it_hangs_and_where_to_object() -> None:
    paper = notice(days=15, first_day="2026-11-24", last_day="2026-12-08", objections_to="村务监督委员会")
    assert "公示期：2026年11月24日至2026年12月8日，共15天（从张贴的第二天起算）。" in words(paper)
    assert "有异议的，请在公示期内以书面或者口头形式向村务监督委员会反映。" in words(paper)


def test_a_notice_without_days_says_nothing_of_days() -> None:
    paper = notice(objections_to="村务监督委员会")
    assert "公示期" not in words(paper)
    assert "有异议的，请以书面" in words(paper)
    assert [type(block) for block in notice().blocks] == [Paragraph, Paragraph, Closing]


def test_a_notice_holds_facts_and_tables_in_order() -> None:
    grid = Grid((Column("甲"),), (("乙",),))
    assert [type(b) for b in notice(facts=(("工期", "45天"),), grids=(grid,)).blocks] == [
        Paragraph, Paragraph, Facts, Grid, Closing
    ]  # fmt: skip


def test_a_signature_page_names_the_content_by_its_code_and_has_a_row_for_each_signer() -> None:
    content = SignaturePage(
        office="甲村", matter="修路", step="验收", visit=2, on="2027-01-20", digest=DIGEST,
        slots=(Slot("主任", "张某"), Slot("村民代表")), contents=(("结论", "合格"),), attachments=("照片（3张）",),
        tables=(("明细", Grid((Column("甲"),), (("乙",),))),),
    )  # fmt: skip
    paper = wording.signature_page(content)
    first, last = paper.blocks[0], paper.blocks[-1]
    assert isinstance(first, Facts)
    assert isinstance(last, Grid)
    assert dict(first.rows) == {
        "单位": "甲村", "事项": "修路", "步骤": "验收（第2次）", "办理日期": "2027年1月20日",
        "内容码": "1A2B-3C4D-5E6F-7081-1A2B-3C4D-5E6F-7081",
    }  # fmt: skip
    assert [row[:3] for row in last.rows] == [("主任", "张某", ""), ("村民代表", "", "")]
    assert paper.mark == "内容码 1A2B-3C4D-5E6F-7081"
    assert [b.text for b in paper.blocks if isinstance(b, Heading)] == [
        "一、确认的内容", "二、明细", "三、附件", "四、签字"
    ]  # fmt: skip


def test_a_signature_page_may_have_nothing_but_signers() -> None:
    paper = wording.signature_page(
        SignaturePage(office="甲村", matter="修路", step="验收", digest=DIGEST, slots=(Slot("主任"),))
    )
    assert [b.text for b in paper.blocks if isinstance(b, Heading)] == ["一、签字"]
    assert "办理日期" not in dict(paper.blocks[0].rows)
    assert dict(paper.blocks[0].rows)["步骤"] == "验收"


def test_codes_and_days_are_written_as_people_read_them() -> None:
    assert short_code(DIGEST) == "1A2B-3C4D-5E6F-7081"
    assert short_code(DIGEST, 2) == "1A2B-3C4D"
    assert chinese_day("2026-01-03") == "2026年1月3日"


@pytest.mark.parametrize(("columns", "rows"), [((), ()), ((Column("甲"),), (("一", "二"),))])
def test_a_table_whose_rows_do_not_fit_its_columns_is_our_own_fault(
    columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]
) -> None:
    with pytest.raises(ValueError, match="cell"):
        Grid(columns, rows)
