"""The commands for authors of a checklist; none of them needs an office."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clerk_app.cli import main

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue"

Command = Callable[..., tuple[int, Any]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command of `catalogue` with --json, and gives its exit code and what it printed."""
    monkeypatch.delenv("CLERK_OFFICE", raising=False)

    def run(*words: str) -> tuple[int, Any]:
        code = main(["catalogue", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def plain(capsys: pytest.CaptureFixture[str]) -> Command:
    """The same as people see it."""

    def run(*words: str) -> tuple[int, str]:
        code = main(["catalogue", *words])
        streams = capsys.readouterr()
        return code, streams.out + streams.err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checklist of one type, to be spoilt."""
    shutil.copytree(SHIPPED, tmp_path / "list")
    for path in (tmp_path / "list").rglob("V*.toml"):
        if path.stem != "V33":
            path.unlink()
    return tmp_path / "list"


def spoil(path: Path, there: str, slip: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert there in text
    path.write_text(text.replace(there, slip, 1), encoding="utf-8")


def test_types_are_listed(command: Command) -> None:
    code, rows = command("list")
    assert code == 0
    assert {"V10", "V22", "V33"} <= {row["id"] for row in rows}
    assert len(rows) == len(list(SHIPPED.glob("V*.toml")))


def test_a_type_is_shown_as_its_record_and_in_words(command: Command, plain: Command) -> None:
    code, record = command("show", "V10")
    assert (code, record["id"], record["steps"][0]["id"]) == (0, "V10", "proposal")
    assert record["steps"][-1]["after"]
    code, text = plain("show", "V10")
    assert code == 0
    assert " 1. 立项申请" in text
    assert "关口：村民代表会议的到会人数、同意票数达到法定要求" in text
    assert "条件：涉及村民切身利益＝是" in text
    assert command("show", "V99")[1]["error"] == "type-not-found"


def test_types_of_a_folder_are_listed_and_shown(command: Command, folder: Path) -> None:
    spoil(folder / "V33.toml", 'short = "', 'short = "新')
    code, rows = command("list", "--from", str(folder))
    assert (code, [row["id"] for row in rows], rows[0]["short"][0]) == (0, ["V33"], "新")
    assert command("show", "V33", "--from", str(folder))[1]["short"].startswith("新")
    assert command("show", "V10", "--from", str(folder))[1]["error"] == "type-not-found"


def test_a_sound_folder_is_told_with_its_hash(command: Command, plain: Command, folder: Path) -> None:
    code, found = command("check", str(folder))
    assert (code, found["faults"], found["types"]) == (0, [], ["V33"])
    assert len(found["hash"]) == 64
    assert {note["wanted"] for note in found["notes"]} == {"parameter-in-use", "role-in-use"}
    code, text = plain("check", str(folder))
    assert (code, found["hash"][:16] in text) == (0, True)
    assert "· parameters.toml" in text
    assert f"样例 {found['samples']} 个全部走通，其中应当退回的 {found['tries']} 次都退回了" in text


def test_the_sample_cases_of_all_types_are_run_and_counted(command: Command) -> None:
    code, found = command("check", str(SHIPPED))
    assert (code, found["faults"], len(found["types"])) == (0, [], 44)
    assert found["samples"] >= 44
    assert found["tries"] > found["samples"]


def test_what_a_sample_case_shows_is_a_fault(command: Command, folder: Path) -> None:
    case = folder / "samples" / "V33.toml"
    sound = case.read_text(encoding="utf-8")
    spoil(case, 'refused = "', 'refused = "x')
    code, found = command("check", str(folder))
    fault = found["faults"][0]
    assert (code, fault["file"], fault["wanted"][0]) == (3, "samples/V33.toml", "x")
    assert fault["means"].startswith("被退回，理由是 x")
    case.write_text("x = 1", encoding="utf-8")
    code, found = command("check", str(folder))
    assert (code, found["hash"], found["faults"][0]["file"]) == (3, "", "samples/V33.toml")
    case.write_text("[[", encoding="utf-8")
    assert command("check", str(folder))[1]["faults"][0]["file"] == "samples/V33.toml"
    case.unlink()
    code, found = command("check", str(folder))
    assert (code, found["samples"]) == (3, 0)
    assert {fault["wanted"] for fault in found["faults"]} == {"sample-that-passes", "sample-that-is-refused"}
    case.write_text(sound, encoding="utf-8")
    assert command("check", str(folder))[0] == 0


def test_every_fault_is_told_with_file_path_and_place(command: Command, plain: Command, folder: Path) -> None:
    spoil(folder / "V33.toml", 'roles = ["clerk"', 'roles = ["king"')
    spoil(folder / "parameters.toml", "value = 15", "value = 14")
    code, found = command("check", str(folder))
    assert code == 3
    assert [(fault["file"], fault["wanted"]) for fault in found["faults"]] == [
        ("parameters.toml", "lowest<=value<=highest"),
        ("V33.toml", "known-role"),
    ]
    assert found["faults"][0]["where"] == "“公告最少张贴天数”"
    assert found["faults"][1]["where"].startswith("第 ")
    code, text = plain("check", str(folder))
    assert (code, text.count("✗")) == (3, 2)
    assert "应为 岗位表里有的岗位（known-role）" in text


def test_what_a_block_brought_is_told_so(command: Command, folder: Path) -> None:
    spoil(folder / "blocks" / "archiving.toml", 'roles = ["', 'roles = ["king", "')
    spoil(folder / "roles.toml", 'excludes = ["', 'excludes = ["king", "')
    code, found = command("check", str(folder))
    assert code == 3
    assert "共用组件" in found["faults"][-1]["where"]
    assert found["faults"][0]["file"] == "roles.toml"
    assert found["faults"][0]["where"].startswith("“")


def test_a_file_that_cannot_be_read_is_told(command: Command, folder: Path) -> None:
    (folder / "V33.toml").write_text("id = [", encoding="utf-8")
    code, found = command("check", str(folder))
    assert (code, found["hash"], found["types"]) == (3, "", [])
    assert [fault["file"] for fault in found["faults"]] == ["V33.toml"]
    (folder / "release.toml").unlink()
    assert command("check", str(folder))[0] == 4


def test_the_schema_is_written(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "schema.json"
    assert command("schema", "--out", str(target)) == (0, {"path": str(target)})
    assert json.loads(target.read_text(encoding="utf-8"))["title"] == "村级事务清单"
    code, told = command("schema", "--out", str(tmp_path / "nowhere" / "schema.json"))
    assert (code, told["error"]) == (4, "cannot-write")


def test_a_checklist_goes_to_a_sheet_and_back(command: Command, plain: Command, folder: Path, tmp_path: Path) -> None:
    book, again = str(tmp_path / "list.xlsx"), tmp_path / "again"
    _, found = command("check", str(folder))
    assert command("sheet", "export", "--from", str(folder), "--out", book)[1]["hash"] == found["hash"]
    code, told = command("sheet", "import", book, "--out", str(again))
    assert (code, told["hash"], told["faults"]) == (0, found["hash"], [])
    shutil.copytree(folder / "samples", again / "samples")
    assert command("check", str(again))[1]["hash"] == found["hash"]
    assert command("sheet", "import", book, "--out", str(again))[1]["error"] == "folder-not-empty"
    code, told = command("sheet", "import", book, "--out", book)
    assert (code, told["error"]) == (2, "folder-not-empty")
    code, told = command("sheet", "import", book, "--out", str(Path(book) / "inside"))
    assert (code, told["error"]) == (4, "cannot-write")
    code, text = plain("sheet", "import", book, "--out", str(tmp_path / "third"))
    assert (code, found["hash"][:16] in text) == (0, True)


def test_the_shipped_checklist_is_exported(command: Command, tmp_path: Path) -> None:
    code, told = command("sheet", "export", "--out", str(tmp_path / "list.xlsx"))
    assert (code, len(told["hash"])) == (0, 64)


def test_a_sheet_with_faults_is_told_by_sheet_row_and_column(
    command: Command, plain: Command, folder: Path, tmp_path: Path
) -> None:
    book, target = tmp_path / "list.xlsx", tmp_path / "target"
    command("sheet", "export", "--from", str(folder), "--out", str(book))
    opened = openpyxl.load_workbook(book)
    headers = [cell.value for cell in opened["签字"][1]]
    opened["签字"].cell(2, headers.index("可签的岗位") + 1).value = "king"
    opened.save(book)
    code, text = plain("sheet", "import", str(book), "--out", str(target))
    assert (code, "工作表“签字”第 2 行“可签的岗位”" in text, target.exists()) == (3, True, False)
    opened["签字"].cell(2, headers.index("可签的岗位") + 1).value = "King"
    opened.save(book)
    code, told = command("sheet", "import", str(book), "--out", str(target))
    assert (code, told["error"]) == (3, "sheet-malformed")
    assert "第 2 行“可签的岗位”" in told["refusals"][0]["message"]
    book.write_bytes(b"x")
    assert command("sheet", "import", str(book), "--out", str(target))[1]["error"] == "workbook-unreadable"


def test_a_flow_chart_is_drawn_as_svg_and_pdf(command: Command, folder: Path, tmp_path: Path) -> None:
    for name, begin in (("V33.svg", b"<svg"), ("V33.pdf", b"%PDF")):
        target = tmp_path / name
        assert command("chart", "V33", "--out", str(target)) == (0, {"path": str(target)})
        assert target.read_bytes().startswith(begin)
    assert command("chart", "V33", "--out", str(tmp_path / "own.svg"), "--from", str(folder))[0] == 0
    assert command("chart", "V33", "--out", str(tmp_path / "V33.txt"))[1]["error"] == "chart-format"
    assert command("chart", "V99", "--out", str(tmp_path / "V99.svg"))[1]["error"] == "type-not-found"


def test_the_process_sheet_and_the_page_of_all_types_are_written(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    sheet, page = tmp_path / "V33.pdf", tmp_path / "list.md"
    assert command("process-sheet", "V33", "--out", str(sheet), "--from", str(folder)) == (0, {"path": str(sheet)})
    assert sheet.read_bytes().startswith(b"%PDF")
    assert command("checklist", "--out", str(page), "--from", str(folder)) == (0, {"path": str(page)})
    assert "1 类事项" in page.read_text(encoding="utf-8")
    assert command("process-sheet", "V99", "--out", str(sheet))[1]["error"] == "type-not-found"
