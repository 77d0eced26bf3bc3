"""The PDF itself, looked at with another program (poppler)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clerk_app.report import (
    Align,
    Ballot,
    Closing,
    Column,
    Facts,
    Grid,
    Heading,
    Minutes,
    Note,
    Notice,
    Paper,
    Paragraph,
    SignaturePage,
    SignLines,
    Slot,
    empty_boxes,
    minutes,
    notice,
    paper,
    signature_page,
)
from clerk_app.report.chinese import NEVER_FIRST, NEVER_LAST
from clerk_app.report.page import LEFT, MEASURE, OFFICIAL

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils are not installed")

RARE = "㛃䶮堃喆𣲘㑇䜣䥽㸆翀昪玥𬭎𫖮𬀩𫘧𬱖𫟹𪾢𬇕𫄸𫍽𨱏𬬻𠅤𬴃𬙂頔"
BODY = (
    "甲村村道路面修复工程（第三村民小组至第五村民小组），经2026年11月8日村民代表会议表决通过；"
    "采用“公开询价”方式确定承包人，共收到3家报价——按照“质量合格、价格最低”的原则……由村务监督委员会全程监督，合同金额86,400.00元。"
)


def text_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    """What another program reads in a PDF."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True).stdout.decode()


def long_notice() -> Notice:
    """A notice with everything in it."""
    grid = Grid(
        (Column("序号"), Column("报价单位", 5, Align.LEFT), Column("报价（元）", 3, Align.RIGHT)),
        tuple((str(row), f"某单位{row}", f"{row},000.00") for row in range(1, 60)),
    )
    return Notice(
        issuer="甲村村民委员会", title="关于甲村村道路面修复工程承包人选定结果的公告", number="甲村公告〔2026〕17号",
        on="2026-11-23", paragraphs=("各位村民：", BODY, BODY),
        facts=(("工期", "45天"), ("地点", "甲村")), grids=(grid,),
        days=15, first_day="2026-11-24", last_day="2026-12-08", objections_to="村务监督委员会", mark="甲村 2026-017",
    )  # fmt: skip


@needs_poppler
def test_rare_characters_of_names_are_copied_out_as_they_are(tmp_path: Path) -> None:
    pdf = paper(Paper("名册", (Facts((("姓名", RARE),)), Paragraph(RARE), SignLines((RARE[:3],)))))
    lines = re.sub(r"\s", "", text_of(pdf, tmp_path))
    assert lines.count(RARE) == 2


@needs_poppler
def test_body_text_is_copied_out_whole_and_breaks_as_it_should(tmp_path: Path) -> None:
    read = text_of(notice(long_notice()), tmp_path, "-f", "1", "-l", "1", "-layout")
    assert BODY in re.sub(r"\s", "", read)
    for line in (line.strip() for line in read.splitlines() if line.strip() and "—" not in line[:6]):
        assert line[0] not in NEVER_FIRST
        assert line[-1] not in NEVER_LAST


@needs_poppler
def test_everything_stands_inside_the_type_area(tmp_path: Path) -> None:
    boxes = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<',
        text_of(notice(long_notice()), tmp_path, "-bbox"),
    )
    assert len(boxes) > 100
    for left, top, right, _bottom, word in boxes:
        assert float(left) >= LEFT - 0.1, word
        assert float(right) <= LEFT + MEASURE + 0.1, word
        assert float(top) >= OFFICIAL.top - 1, word


@needs_poppler
def test_a_long_table_repeats_its_head_and_every_page_has_its_number_and_count(tmp_path: Path) -> None:
    read = text_of(notice(long_notice()), tmp_path, "-layout").split("\f")
    count = len(read) - 1
    assert count >= 3
    for number, page in enumerate(read[:count], 1):
        assert f"—{number}—" in page.replace(" ", "")
        assert f"甲村 2026-017 · 共 {count} 页" in page
    assert sum("报价单位" in page for page in read) == count
    assert all(f"某单位{row}\n" in "\n".join(read).replace(" ", "").replace(f"{row},000.00", "") for row in (1, 30, 59))


@needs_poppler
def test_odd_pages_have_their_number_at_the_right_and_even_ones_at_the_left(tmp_path: Path) -> None:
    pages = text_of(notice(long_notice()), tmp_path, "-bbox").split("<page ")[1:]
    at = [float(re.search(r'xMin="([\d.]+)"[^>]*>—<', page).group(1)) for page in pages]
    assert all((place > 300) == (number % 2 == 0) for number, place in enumerate(at))


@needs_poppler
def test_only_our_own_font_is_in_the_file_and_it_is_embedded(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(notice(long_notice()))
    listed = subprocess.run(["pdffonts", str(tmp_path / "paper.pdf")], capture_output=True, check=True, text=True)
    fonts = listed.stdout.splitlines()[2:]
    assert fonts
    assert all(re.match(r"[A-Z]{6}\+ClerkSong-Regular +TrueType +WinAnsi +yes yes yes", font) for font in fonts)


def test_the_same_content_gives_the_same_bytes_and_no_script_or_file_is_inside() -> None:
    pdf = notice(long_notice())
    assert pdf == notice(long_notice())
    assert not re.search(rb"/JavaScript|/JS\b|/Launch|/EmbeddedFile|/URI", pdf)


def test_the_pdf_is_the_same_in_a_fresh_process(tmp_path: Path) -> None:
    code = (
        "import sys; from clerk_app.report import Paper, Paragraph, paper; assert 'reportlab' not in sys.modules\n"
        "sys.stdout.buffer.write(paper(Paper('名册', (Paragraph('甲村'),))))"
    )
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert fresh == paper(Paper("名册", (Paragraph("甲村"),)))


@needs_poppler
def test_a_closing_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    for lines in range(14, 26):
        blocks = (*(Paragraph("甲") for _ in range(lines)), Paragraph("末段" * 20), Closing("甲村", "2026-11-23"))
        last = text_of(paper(Paper("公告", blocks)), tmp_path).split("\f")[-2]
        assert "末段" in last
        assert "2026年11月23日" in last


@needs_poppler
def test_a_cell_longer_than_a_page_goes_on_to_the_next_one(tmp_path: Path) -> None:
    pdf = paper(Paper("表", (Facts((("说明", "甲" * 4000), ("结论", "合格"))),), form=True))
    assert re.sub(r"\D", "", str(text_of(pdf, tmp_path).count("甲"))) == "4000"


@needs_poppler
def test_short_facts_stand_beside_each_other_where_they_are_to(tmp_path: Path) -> None:
    facts = (("单位", "甲村"), ("编号", "17"), ("事项", "很长的事项名称" * 5), ("步骤", "验收"))
    beside = text_of(paper(Paper("表", (Facts(facts, paired=True),))), tmp_path, "-layout")
    below = text_of(paper(Paper("表", (Facts(facts),))), tmp_path, "-layout")
    assert re.search(r"单位 +甲村 +编号 +17", beside)
    assert re.search(r"步骤 +验收", beside)
    assert not re.search(r"单位 +甲村 +编号", below)


@needs_poppler
def test_a_small_signature_page_is_one_page_and_a_table_to_sign_is_not_parted(tmp_path: Path) -> None:
    def page_of(rows: int) -> list[str]:
        content = SignaturePage(
            office="甲村村民委员会", matter="修路", step="验收", digest="ab" * 32, on="2027-01-20",
            slots=tuple(Slot(f"代表{number}") for number in range(6)),
            contents=tuple((f"内容{row}", "很长的说明文字" * 6) for row in range(rows)),
        )  # fmt: skip
        return text_of(signature_page(content), tmp_path).split("\f")[:-1]

    assert len(page_of(4)) == 1
    for rows in range(5, 16):
        last = page_of(rows)[-1]
        assert all(f"代表{number}" in last for number in range(6))


@needs_poppler
def test_minutes_show_the_vote(tmp_path: Path) -> None:
    vote = Ballot(
        topic="修路", body="村民代表会议", total=40, present=36, quorum=27, yes=34, no=1, abstain=1, needed=19
    )
    content = Minutes(
        office="甲村村民委员会", meeting="甲村村民代表会议", on="2026-11-08", place="礼堂", chair="张某",
        recorder="李某", topics=("修路",), ballots=(vote,), resolution=("同意。",),
        signers=("主持人", "记录人", "监督人"),
    )  # fmt: skip
    read = text_of(minutes(content), tmp_path, "-layout")
    assert re.search(r"40 +36 +27 +34 +1 +1 +19 +通过", read)
    assert "监督人签名" in read


@needs_poppler
def test_headings_notes_and_titles_with_a_line_end_are_set(tmp_path: Path) -> None:
    blocks = (Heading("一、" + "很长的标题" * 8), Paragraph("甲\n乙", leads=True), Note("小字说明" * 20))
    read = text_of(paper(Paper("第一行\n第二行", blocks)), tmp_path)
    assert read.startswith("第一行\n第二行\n")
    assert "小字说明" in read


def test_a_block_of_no_kind_is_our_own_fault() -> None:
    with pytest.raises(ValueError, match="no such block"):
        paper(Paper("表", ("words",)))


@needs_poppler
def test_what_the_font_lacks_is_an_empty_box_and_the_paper_names_it(tmp_path: Path) -> None:
    made = paper(Paper("王龘的证明", (Paragraph("李𠮷和王龘"), Grid((Column("姓名", 1),), (("鱻",),)))))
    assert empty_boxes(made) == "龘𠮷鱻"
    read = text_of(made, tmp_path)
    assert "王□的证明" in read
    assert "李□和王□" in read
    assert empty_boxes(paper(Paper("证明", (Paragraph(RARE),)))) == ""
