"""What is made from the checklist for people to read: the process sheet and the page of all types."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from clerk_app import catalogue, report
from clerk_app.desk.authoring import meaning
from clerk_app.desk.checklist import checklist
from clerk_app.desk.process_sheet import process_sheet, used
from clerk_app.desk.workbooks import import_workbook
from clerk_app.errors import SurroundingsError
from clerk_app.model import Catalogue, MatterType
from clerk_app.report import Facts, Grid, Heading, Paper

ROOT = Path(__file__).parents[2]
SHIPPED = catalogue.load(ROOT / "resources" / "catalogue")
V10 = SHIPPED.types["V10"]


def grids(paper: Paper) -> dict[str, list[tuple[str, ...]]]:
    """The rows under each heading."""
    found: dict[str, list[tuple[str, ...]]] = {}
    name = ""
    for block in paper.blocks:
        if isinstance(block, Heading):
            name = block.text.partition("、")[2]
        elif isinstance(block, Grid):
            found[name] = list(block.rows)
    return found


@pytest.mark.parametrize("kind", SHIPPED.types.values(), ids=lambda kind: kind.id)
def test_a_sheet_leaves_out_no_step_and_no_gate(kind: MatterType) -> None:
    parts = grids(process_sheet(SHIPPED, kind))
    assert [row[0] for row in parts["步骤和责任"]] == [f"{n} {step.name}" for n, step in enumerate(kind.steps, 1)]
    told = "\n".join(cell for rows in parts.values() for row in rows for cell in row)
    for step in kind.steps:
        words = catalogue.Phrasing(SHIPPED, kind, step)
        assert all(words.gate(gate) in told for gate in step.gates)
    assert len(parts["用到的标准"]) == max(1, len(used(SHIPPED, kind)))


def test_a_sheet_says_what_it_is_and_of_which_release() -> None:
    paper = process_sheet(SHIPPED, V10)
    facts = next(dict(block.rows) for block in paper.blocks if isinstance(block, Facts))
    assert facts["编号、名称"].startswith("V10 ")
    assert SHIPPED.hash[:16] in facts["版本"]
    assert "村文书" in facts["责任"].split("、")
    assert SHIPPED.hash[:8] in paper.mark
    names = ["步骤和责任", "办理条件", "材料和签字", "时限", "公示公开", "监督", "风险点和防控", "用到的标准"]
    assert list(grids(paper)) == names


def test_a_sheet_tells_times_notices_supervision_and_risks() -> None:
    parts = grids(process_sheet(SHIPPED, V10))
    assert any("3 天［A］" in row[1] for row in parts["时限"])
    assert any("张贴满 15 天［L］" in row[1] for row in parts["公示公开"])
    assert any("签字确认" in row[1] for row in parts["监督"])
    assert ("工人工资还没有付清" in row[1] for row in parts["风险点和防控"])
    assert any("待定［" in row[1] for row in parts["用到的标准"])
    assert any("到第 42 步为止" in row[3] for row in parts["步骤和责任"])


def test_an_empty_part_says_so() -> None:
    bare = dataclasses.replace(
        V10, steps=(dataclasses.replace(V10.steps[0], gates=(), materials=(), signoffs=(), output=""),)
    )
    parts = grids(process_sheet(SHIPPED, bare))
    assert parts["时限"] == [("（没有）", "", "")]
    assert parts["材料和签字"] == [("（没有）", "", "", "")]


def test_a_sheet_is_a_pdf() -> None:
    assert report.paper(process_sheet(SHIPPED, SHIPPED.types["V33"])).startswith(b"%PDF")


def test_the_page_in_docs_is_current() -> None:
    """`make written` writes it."""
    assert (ROOT / "docs" / "checklist.md").read_text(encoding="utf-8") == checklist(SHIPPED)


def test_the_page_lists_every_type_step_and_number_with_its_tag() -> None:
    page = checklist(SHIPPED)
    for kind in SHIPPED.types.values():
        assert f"| {kind.id} | {kind.name} |" in page
        assert f"## {kind.id} {kind.name}" in page
        assert all(step.name in page for step in kind.steps)
    for key, parameter in SHIPPED.parameters.items():
        assert f"| `{key}` | {parameter.name} | {catalogue.said_value(parameter)} |" in page
    assert "**A 是本程序的默认值，不是任何规定；U 没有核实过**" in page


def test_every_gate_is_on_the_page_with_its_block_or_its_type() -> None:
    page = checklist(SHIPPED)
    for kind in SHIPPED.types.values():
        for step in kind.steps:
            words = catalogue.Phrasing(SHIPPED, kind, step)
            if not step.block:
                assert all(words.gate(gate).replace("|", "\\|") in page for gate in step.gates)
            else:
                assert f"## 组件：{step.block}" in page
    assert "“实付金额”从 1,000.00 元［C］起不得付现金" in page


def test_numbers_that_stand_in_gates_themselves_are_told_with_their_article() -> None:
    page = checklist(SHIPPED).partition("## 写在关口里的数")[2]
    assert "| 其中村民代表×5≥应到人数×4 | 5、4 |" in page
    assert "待定" not in page.partition("\n\n")[0]


def test_what_is_bounded_or_not_is_said() -> None:
    page = checklist(_with_parameters())
    assert "| 15 … 90 |" in page
    assert "| 不能调整 |" in page
    assert "| 不限 |" in page


def _with_parameters() -> Catalogue:
    parameters = dict(SHIPPED.parameters)
    key, one = next((key, each) for key, each in parameters.items() if each.settable and each.tag.value == "A")
    parameters[key] = dataclasses.replace(one, lowest=None, highest=None)
    return dataclasses.replace(SHIPPED, parameters=parameters)


def test_every_word_of_a_fault_is_said_in_chinese() -> None:
    """All that `docs/catalogue.md` explains, but patterns that say themselves."""
    text = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8").replace("\\|", "¦")
    table = text.partition("## 报错里的“应为”")[2].partition("## 上限")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    wanted = {word.replace("¦", "|") for row in rows for word in re.findall(r"`([^`]+)`", row)}
    patterns = {word for word in wanted if re.search(r"<=[0-9…]|\.\.[0-9]|…|'text'|^and|^\)$|^是|^放假|^text\|", word)}
    assert {word for word in wanted - patterns if meaning(word) == word} == set()
    assert meaning("text<=200") == "text<=200"


def test_a_workbook_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError) as caught:
        import_workbook(tmp_path / "gone.xlsx", tmp_path / "out")
    assert caught.value.code == "cannot-read"
